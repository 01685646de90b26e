// SPDX-License-Identifier: Apache-2.0
// Structs as JSON. One table of fields for each struct says how its members are called, what they
// may hold and what they mean: a body is checked and read by it, an answer is written by it, and
// the OpenAPI document is made of it. A room declares the table beside the struct, where
// argument-dependent lookup finds it:
//
//     struct Note { ContactId contact; std::string text; };
//     web::Record const &record_of(Note const *) {
//         static web::Record const record{"Note", {web::field<&Note::contact>("contact"),
//                                                  web::field<&Note::text>("text").most(80)}};
//         return record;
//     }
//
// A type has one table in the program: where its JSON has a second form, that has its own struct.
// Members may be text, whole numbers, bool, ids, Time, Date, enums (see values_of), other records,
// and std::optional, std::vector and std::map<std::string, …> of those. All tables have the same
// type; only two small functions are compiled for each field.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "i18n/words.hpp"
#include "web/schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <functional>
#include <map>
#include <type_traits>

namespace goen::i18n {
constexpr auto values_of(Language) { return std::array{Language::ja, Language::en}; }
inline std::string_view to_string(Language language) { return code(language); }
} // namespace goen::i18n

namespace goen::web {

struct Field {
    using Read = void (*)(boost::json::value const &from, void *to);
    // Whether there is something in it: "", no id and a record that is empty() are empty, an
    // optional without a value is absent.
    enum class Wrote { value, empty, absent };
    using Write = Wrote (*)(void const *from, boost::json::value &to);

    std::string name;
    Schema schema;
    Read read; // null where the field is only written
    Write write;
    bool is_required = true;
    bool writes_null = false;

    Field(char const *called, Schema described, Read reads, Write writes);
    // Not compiled into every file that has a table.
    Field(Field const &);
    Field(Field &&) noexcept;
    Field &operator=(Field const &) = delete;
    ~Field();

    // In a body it may be absent, and then leaves the member as it is; an answer leaves out what is
    // absent.
    Field &&optional() &&;
    // Null is read as the empty value (of an optional: one that is there).
    Field &&takes_null() &&;
    // The same, and what is empty or absent is written as null; but for what is optional() and
    // absent.
    Field &&or_null() &&;
    Field &&about(char const *description) &&;
    Field &&most(std::size_t length) &&; // code points of a text, entries of a list or map
    Field &&least(std::size_t length) &&;
    Field &&between(std::int64_t minimum, std::int64_t maximum) &&;
    Field &&as(Schema other) &&; // described and checked otherwise than the member's type says
};

struct Record {
    std::string name; // components/schemas/NAME; "" is described where it is used
    std::vector<Field> fields;
};

Schema shape_of(Record const &record);
boost::json::object write_record(Record const &record, void const *from);
// `from` has passed the record's shape; members it does not name stay as they are.
void read_record(Record const &record, boost::json::object const &from, void *to);

template <class T>
concept Recorded = requires(T const *of) {
    { record_of(of) } -> std::same_as<Record const &>;
};

template <Recorded T> boost::json::object to_json(T const &from) {
    return write_record(record_of(&from), &from);
}
template <Recorded T> T from_json(boost::json::object const &from) {
    T to{};
    read_record(record_of(&to), from, &to);
    return to;
}
template <Recorded T> Schema shape_of() {
    return shape_of(record_of(static_cast<T const *>(nullptr)));
}

// An enum says beside its declaration which of its values JSON may hold, by the words of its
// to_string():
//     constexpr auto values_of(Kind) { return std::array{Kind::own, Kind::company}; }

template <std::size_t size> struct ComponentName {
    char text[size];
    consteval ComponentName(char const (&from)[size]) { std::copy_n(from, size, text); }
};
// A list as the API answers it: {"items":[…],"next":"CURSOR"|null}, a component of that name.
template <class T, ComponentName name> struct Page {
    std::vector<T> items;
    std::string next;
};

// How values of a type are described, read and written.
template <class T> struct Codec;

template <> struct Codec<std::string> {
    static Schema shape() { return shape::text(); }
    static void read(boost::json::value const &from, std::string &to);
    static Field::Wrote write(std::string const &from, boost::json::value &to);
};
template <> struct Codec<std::string_view> { // only written
    static Schema shape() { return shape::text(); }
    static Field::Wrote write(std::string_view from, boost::json::value &to);
};
template <> struct Codec<bool> {
    static Schema shape() { return shape::boolean(); }
    static void read(boost::json::value const &from, bool &to);
    static Field::Wrote write(bool from, boost::json::value &to);
};
template <> struct Codec<Time> {
    static Schema shape() { return shape::time(); }
    static void read(boost::json::value const &from, Time &to);
    static Field::Wrote write(Time from, boost::json::value &to);
};
template <> struct Codec<Date> { // 2026-10-03
    static Schema shape() { return shape::text(10); }
    static void read(boost::json::value const &from, Date &to);
    static Field::Wrote write(Date from, boost::json::value &to);
};

std::string_view text_in(boost::json::value const &from); // "" for what is no text
std::int64_t number_in(boost::json::value const &from);   // 0 for what is no number

template <std::integral T> struct Codec<T> {
    static Schema shape() { return shape::integer(INT64_MIN, INT64_MAX); }
    static void read(boost::json::value const &from, T &to) {
        to = static_cast<T>(number_in(from));
    }
    static Field::Wrote write(T from, boost::json::value &to) {
        to = static_cast<std::int64_t>(from);
        return Field::Wrote::value;
    }
};
template <class Meaning> struct Codec<Id<Meaning>> {
    static Schema shape() { return shape::id(); }
    static void read(boost::json::value const &from, Id<Meaning> &to) {
        to = Id<Meaning>::parse(text_in(from)).value_or(Id<Meaning>{});
    }
    static Field::Wrote write(Id<Meaning> from, boost::json::value &to) {
        to = from.text();
        return from ? Field::Wrote::value : Field::Wrote::empty;
    }
};
template <class Enum>
requires std::is_enum_v<Enum>
struct Codec<Enum> {
    static Schema shape() {
        std::vector<std::string> words;
        for (auto const value : values_of(Enum{})) words.emplace_back(to_string(value));
        return shape::words(std::move(words));
    }
    static void read(boost::json::value const &from, Enum &to) {
        for (auto const value : values_of(Enum{})) {
            if (to_string(value) == text_in(from)) to = value;
        }
    }
    static Field::Wrote write(Enum from, boost::json::value &to) {
        to = std::string_view{to_string(from)};
        return Field::Wrote::value;
    }
};
template <Recorded T> struct Codec<T> {
    static Schema shape() { return shape_of<T>(); }
    static void read(boost::json::value const &from, T &to) {
        to = T{};
        if (auto const *object = from.if_object()) read_record(record_of(&to), *object, &to);
    }
    static Field::Wrote write(T const &from, boost::json::value &to) {
        to = to_json(from);
        if constexpr (requires { from.empty(); }) {
            if (from.empty()) return Field::Wrote::empty;
        }
        return Field::Wrote::value;
    }
};
template <class T> struct Codec<std::optional<T>> {
    static Schema shape() { return Codec<T>::shape(); }
    static void read(boost::json::value const &from, std::optional<T> &to) {
        Codec<T>::read(from, to.emplace());
    }
    static Field::Wrote write(std::optional<T> const &from, boost::json::value &to) {
        return from ? Codec<T>::write(*from, to) : Field::Wrote::absent;
    }
};
template <class T> struct Codec<std::vector<T>> {
    static Schema shape() { return shape::list(Codec<T>::shape()); }
    static void read(boost::json::value const &from, std::vector<T> &to) {
        to.clear();
        if (auto const *array = from.if_array()) {
            for (auto const &item : *array) Codec<T>::read(item, to.emplace_back());
        }
    }
    static Field::Wrote write(std::vector<T> const &from, boost::json::value &to) {
        auto &array = to.emplace_array();
        array.reserve(from.size());
        for (auto const &item : from) Codec<T>::write(item, array.emplace_back(nullptr));
        return Field::Wrote::value;
    }
};
template <class T> struct Codec<std::map<std::string, T>> {
    static Schema shape() { return shape::map_of(Codec<T>::shape()); }
    static void read(boost::json::value const &from, std::map<std::string, T> &to) {
        to.clear();
        if (auto const *object = from.if_object()) {
            for (auto const &pair : *object) {
                if (!pair.value().is_null()) Codec<T>::read(pair.value(), to[pair.key()]);
            }
        }
    }
    static Field::Wrote write(std::map<std::string, T> const &from, boost::json::value &to) {
        auto &object = to.emplace_object();
        for (auto const &[key, item] : from) Codec<T>::write(item, object[key]);
        return Field::Wrote::value;
    }
};

namespace detail {
template <class T, class M> T owner_of(M T::*);
template <class T, class M> M value_of(M T::*);
template <class F, class T, class M> T owner_of(M (F::*)(T const &) const);
template <class F, class T, class M> std::remove_cvref_t<M> value_of(M (F::*)(T const &) const);
// What field<…> was given: a pointer to a member, or a lambda that takes the struct.
template <auto access> constexpr auto accessor() {
    if constexpr (std::is_member_object_pointer_v<decltype(access)>) {
        return access;
    } else {
        return &decltype(access)::operator();
    }
}
} // namespace detail

// A member of a struct; or, only to be written, what a lambda makes of the struct.
template <auto access> Field field(char const *name) {
    using Of = decltype(detail::owner_of(detail::accessor<access>()));
    using Value = decltype(detail::value_of(detail::accessor<access>()));
    Field::Read read = nullptr;
    if constexpr (std::is_member_object_pointer_v<decltype(access)> &&
                  !std::same_as<Value, std::string_view>) {
        read = [](boost::json::value const &from, void *to) {
            Codec<Value>::read(from, static_cast<Of *>(to)->*access);
        };
    }
    return {name, Codec<Value>::shape(), read, [](void const *from, boost::json::value &to) {
                return Codec<Value>::write(std::invoke(access, *static_cast<Of const *>(from)), to);
            }};
}

template <class T, ComponentName name> Record const &record_of(Page<T, name> const *) {
    using Items = Page<T, name>;
    static Record const record{
        name.text,
        {field<&Items::items>("items").most(1000), field<&Items::next>("next").or_null()}};
    return record;
}

} // namespace goen::web
