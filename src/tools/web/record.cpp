// SPDX-License-Identifier: Apache-2.0
#include "web/record.hpp"

namespace goen::web {

namespace json = boost::json;

Field::Field(char const *called, Schema described, Read reads, Write writes)
    : name(called), schema(std::move(described)), read(reads), write(writes) {}
Field::Field(Field const &) = default;
Field::Field(Field &&) noexcept = default;
Field::~Field() = default;

Field &&Field::optional() && {
    is_required = false;
    return std::move(*this);
}
Field &&Field::takes_null() && {
    schema.nullable = true;
    return std::move(*this);
}
Field &&Field::or_null() && {
    schema.nullable = true;
    writes_null = true;
    return std::move(*this);
}
Field &&Field::about(char const *description) && {
    schema.description = description;
    return std::move(*this);
}
Field &&Field::most(std::size_t length) && {
    schema.max_length = length;
    return std::move(*this);
}
Field &&Field::least(std::size_t length) && {
    schema.min_length = length;
    return std::move(*this);
}
Field &&Field::between(std::int64_t minimum, std::int64_t maximum) && {
    schema.minimum = minimum;
    schema.maximum = maximum;
    return std::move(*this);
}
Field &&Field::as(Schema other) && {
    schema = std::move(other);
    return std::move(*this);
}

Schema shape_of(Record const &record) {
    std::vector<Property> properties;
    properties.reserve(record.fields.size());
    for (auto const &field : record.fields)
        properties.push_back({field.name, field.schema, field.is_required});
    return shape::object(record.name, std::move(properties));
}

json::object write_record(Record const &record, void const *from) {
    json::object out;
    out.reserve(record.fields.size());
    for (auto const &field : record.fields) {
        json::value value;
        auto const wrote = field.write(from, value);
        bool const is_absent = wrote == Field::Wrote::absent;
        if (is_absent && !field.is_required) continue;
        if (field.writes_null && wrote != Field::Wrote::value) value = nullptr;
        out.emplace(field.name, std::move(value));
    }
    return out;
}

void read_record(Record const &record, json::object const &from, void *to) {
    for (auto const &field : record.fields) {
        auto const *value = from.if_contains(field.name);
        if (value && field.read) field.read(*value, to);
    }
}

std::string_view text_in(json::value const &from) {
    auto const *text = from.if_string();
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}
std::int64_t number_in(json::value const &from) {
    auto const *number = from.if_int64();
    return number ? *number : 0;
}

void Codec<std::string>::read(json::value const &from, std::string &to) { to = text_in(from); }
Field::Wrote Codec<std::string>::write(std::string const &from, json::value &to) {
    to = from;
    return from.empty() ? Field::Wrote::empty : Field::Wrote::value;
}
Field::Wrote Codec<std::string_view>::write(std::string_view from, json::value &to) {
    to = from;
    return from.empty() ? Field::Wrote::empty : Field::Wrote::value;
}
void Codec<bool>::read(json::value const &from, bool &to) {
    to = from.is_bool() && from.get_bool();
}
Field::Wrote Codec<bool>::write(bool from, json::value &to) {
    to = from;
    return Field::Wrote::value;
}
void Codec<Time>::read(json::value const &from, Time &to) {
    to = parse_rfc3339(text_in(from)).value_or(Time{});
}
Field::Wrote Codec<Time>::write(Time from, json::value &to) {
    to = rfc3339(from);
    return Field::Wrote::value;
}
void Codec<Date>::read(json::value const &from, Date &to) {
    to = parse_iso_date(text_in(from)).value_or(Date{});
}
Field::Wrote Codec<Date>::write(Date from, json::value &to) {
    to = iso_date(from);
    return Field::Wrote::value;
}

} // namespace goen::web
