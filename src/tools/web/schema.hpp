// SPDX-License-Identifier: Apache-2.0
// The shape of JSON: what the API accepts and what it answers, in one value that validates bodies
// and prints itself as JSON Schema 2020-12 for OpenAPI 3.1.
#pragma once

#include "base/result.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace goen::web {

struct Property;

struct Schema {
    enum class Kind { text, integer, boolean, object, array, map, any } kind = Kind::any;
    std::string name; // objects with a name become components/schemas/NAME
    std::string description;
    bool nullable = false;
    std::size_t max_length = 1000; // text: code points; array and map: entries
    std::size_t min_length = 0;
    std::int64_t minimum = INT64_MIN, maximum = INT64_MAX;
    std::vector<std::string> one_of;  // text: the allowed values
    std::string format;               // "date-time", "email", "uri", "id" (digits)
    std::shared_ptr<Schema> items;    // array, map
    std::vector<Property> properties; // object; others are refused in bodies

    Schema or_null() const;
    Schema about(std::string words) const;
};

struct Property {
    std::string name;
    Schema schema;
    bool required = false;
};

namespace shape {
Schema text(std::size_t max = 1000, std::size_t min = 0);
Schema words(std::vector<std::string> one_of);
Schema id();
Schema time();
Schema integer(std::int64_t minimum, std::int64_t maximum);
Schema boolean();
Schema list(Schema of, std::size_t max = 100);
Schema map_of(Schema of, std::size_t max = 100);
Schema object(std::string name, std::vector<Property> properties);
inline Property required(std::string name, Schema schema) {
    return {std::move(name), std::move(schema), true};
}
inline Property optional(std::string name, Schema schema) {
    return {std::move(name), std::move(schema), false};
}
} // namespace shape

// Every error found (at most 20), with paths like "emails.0.value"; empty when it fits.
std::vector<FieldError> check(Schema const &schema, boost::json::value const &value);
// JSON Schema; named objects as {"$ref":"#/components/schemas/NAME"}, put into `components` once.
boost::json::value describe(Schema const &schema, boost::json::object &components);

// Strict parsing of a request body (RFC 8259): UTF-8 without NUL, depth at most 32, no duplicate
// keys, no trailing text, no lone surrogates.
Result<boost::json::value> parse_json(std::string_view body);

} // namespace goen::web
