// SPDX-License-Identifier: Apache-2.0
// Endpoints whose bodies and answers are structs (see web/record.hpp): a handler's types say what
// an endpoint takes and answers, so that the document, the check and the code cannot differ.
//
//     Result<Note> add(Rooms const &rooms, web::ApiCall const &call, NoteInput const &input);
//     …
//     web::Endpoints<Rooms> api{doors, rooms, {"notes", "contacts:read", "contacts:write"}};
//     api.add(web::post("/notes", "Write a note.").creates().refuses({404}), add);
#pragma once

#include "web/doors.hpp"
#include "web/merge_patch.hpp"
#include "web/record.hpp"

#include <concepts>
#include <tuple>

namespace goen::web {

// An endpoint but for its body and answer.
struct Declared : Endpoint {
    Declared &&refuses(std::initializer_list<int> statuses) &&;
    Declared &&asks(std::vector<QueryParam> params) &&;
    Declared &&creates() &&; // 201
    Declared &&for_anyone() &&;
    Declared &&behind_password() &&; // see HashesPassword
    Declared &&tagged(char const *tag) &&;
    Declared &&needs(char const *scope) &&; // else by the method: what its room says
    // Takes a file instead of JSON, of these types.
    Declared &&takes_file(Upload upload, std::vector<std::string> types) &&;
    // Answers a file of one of these types: its handler returns an ApiAnswer.
    Declared &&answers_file(std::vector<std::string> types) &&;

    std::optional<std::string> own_scope;

    Declared() = default;
    Declared(Declared &&) = default;
    ~Declared();
};
Declared get(char const *path, char const *summary);
Declared post(char const *path, char const *summary);
Declared put(char const *path, char const *summary);
Declared patch(char const *path, char const *summary);
Declared del(char const *path, char const *summary);

// ?after=CURSOR and ?limit=, as web/paging.hpp reads them.
std::vector<QueryParam> page_params(std::vector<QueryParam> before = {});

// `current` without its nulls, changed by `patch`.
boost::json::object merged(boost::json::object const &current, boost::json::object const &patch);

// The body of a PATCH (JSON Merge Patch) of what is described as T. Its component is called `name`;
// without one, as patch_of() says.
template <class T, ComponentName name = ""> class Patch {
public:
    explicit Patch(boost::json::object const &body) : body_(body) {}
    // What the body itself says; an optional is there where it is named.
    T given() const { return from_json<T>(body_); }
    bool names(std::string_view field) const { return body_.contains(field); }
    // `current` as the patch leaves it: what it does not name stays, at every depth, and what it
    // names null is as in a T{}.
    T onto(T const &current) const { return from_json<T>(merged(to_json(current), body_)); }

private:
    boost::json::object const &body_;
};

// What the endpoints of one room have in common.
struct Common {
    std::string tag, read_scope, write_scope;
};

namespace detail {
Schema patch_shape(Schema const &whole, char const *name);

template <class T> struct Body {
    static Schema shape() { return shape_of<T>(); }
    static T of(ApiCall const &call) { return from_json<T>(call.body); }
};
template <class T, ComponentName name> struct Body<Patch<T, name>> {
    static Schema shape() { return patch_shape(shape_of<T>(), name.text); }
    static Patch<T, name> of(ApiCall const &call) { return Patch<T, name>{call.body}; }
};
template <class R> struct ResultOf;
template <class T> struct ResultOf<Result<T>> { using Value = T; };

template <class Out> void set_answer(Declared &made) {
    if constexpr (std::is_void_v<Out>) {
        made.status = 204;
    } else if constexpr (!std::same_as<Out, ApiAnswer>) {
        made.answer = shape_of<Out>();
    }
}
template <class Out> Result<ApiAnswer> answered(Result<Out> const &done, int status) {
    if (!done) return done.why();
    return ApiAnswer{status, to_json(*done)};
}
inline Result<ApiAnswer> answered(Result<ApiAnswer> done, int) { return done; }
Result<ApiAnswer> answered(Done const &done, int status);
void hang(Doors &doors, Common const &common, Declared &made, ApiHandler handler);
} // namespace detail

// The endpoints of one room. A handler answers Result<T> for a record T; Done, which is 204; or,
// where it answers a file, Result<ApiAnswer>. Rooms may be a reference.
template <class Rooms> class Endpoints {
    using Given = std::conditional_t<std::is_lvalue_reference_v<Rooms>, Rooms, Rooms const &>;

public:
    Endpoints(Doors &doors, Rooms rooms, Common common)
        : doors_(doors), rooms_(std::forward<Rooms>(rooms)), common_(std::move(common)) {}

    template <class Out> void add(Declared &&made, Result<Out> (*handle)(Given, ApiCall const &)) {
        detail::set_answer<Out>(made);
        auto const status = made.status;
        detail::hang(doors_, common_, made, [rooms = rooms_, handle, status](ApiCall const &call) {
            return detail::answered(handle(std::get<0>(rooms), call), status);
        });
    }
    template <class In, class Out>
    void add(Declared &&made, Result<Out> (*handle)(Given, ApiCall const &, In const &)) {
        detail::set_answer<Out>(made);
        made.body = detail::Body<In>::shape();
        auto const status = made.status;
        detail::hang(doors_, common_, made, [rooms = rooms_, handle, status](ApiCall const &call) {
            return detail::answered(handle(std::get<0>(rooms), call, detail::Body<In>::of(call)),
                                    status);
        });
    }
    // A handler that brings with it what it needs.
    template <std::invocable<ApiCall const &> Handle> void add(Declared &&made, Handle handle) {
        using Out = typename detail::ResultOf<std::invoke_result_t<Handle, ApiCall const &>>::Value;
        detail::set_answer<Out>(made);
        auto const status = made.status;
        detail::hang(doors_, common_, made,
                     [handle = std::move(handle), status](ApiCall const &call) {
                         return detail::answered(handle(call), status);
                     });
    }

private:
    Doors &doors_;
    std::tuple<Rooms> rooms_;
    Common common_;
};

} // namespace goen::web
