// SPDX-License-Identifier: Apache-2.0
#include "web/schema.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace goen::web {

Schema Schema::or_null() const {
    auto copy = *this;
    copy.nullable = true;
    return copy;
}

Schema Schema::about(std::string words) const {
    auto copy = *this;
    copy.description = std::move(words);
    return copy;
}

namespace shape {

Schema text(std::size_t max, std::size_t min) {
    Schema schema;
    schema.kind = Schema::Kind::text;
    schema.max_length = max;
    schema.min_length = min;
    return schema;
}
Schema words(std::vector<std::string> one_of) {
    auto schema = text();
    schema.one_of = std::move(one_of);
    return schema;
}
Schema id() {
    auto schema = text(19, 1);
    schema.format = "id";
    return schema;
}
Schema time() {
    auto schema = text(40, 10);
    schema.format = "date-time";
    return schema;
}
Schema integer(std::int64_t minimum, std::int64_t maximum) {
    Schema schema;
    schema.kind = Schema::Kind::integer;
    schema.minimum = minimum;
    schema.maximum = maximum;
    return schema;
}
Schema boolean() {
    Schema schema;
    schema.kind = Schema::Kind::boolean;
    return schema;
}
Schema list(Schema of, std::size_t max) {
    Schema schema;
    schema.kind = Schema::Kind::array;
    schema.items = std::make_shared<Schema>(std::move(of));
    schema.max_length = max;
    return schema;
}
Schema map_of(Schema of, std::size_t max) {
    auto schema = list(std::move(of), max);
    schema.kind = Schema::Kind::map;
    return schema;
}
Schema object(std::string name, std::vector<Property> properties) {
    Schema schema;
    schema.kind = Schema::Kind::object;
    schema.name = std::move(name);
    schema.properties = std::move(properties);
    return schema;
}

} // namespace shape

namespace {

constexpr std::size_t max_errors = 20;

void fault(std::vector<FieldError> &errors, std::string const &path, Sentence why) {
    if (errors.size() < max_errors) errors.push_back({path, std::move(why)});
}

void check_text(Schema const &schema, std::string_view text, std::string const &path,
                std::vector<FieldError> &errors) {
    auto const length = count_code_points(text);
    if (!is_clean_utf8(text)) {
        return fault(errors, path, N_("This text contains control characters."));
    }
    if (length > schema.max_length) {
        return fault(errors, path,
                     {N_("Please keep this to {1} characters or fewer."),
                      {std::to_string(schema.max_length)}});
    }
    if (length < schema.min_length) return fault(errors, path, N_("Please fill this in."));
    if (!schema.one_of.empty() &&
        std::find(schema.one_of.begin(), schema.one_of.end(), text) == schema.one_of.end()) {
        std::string known;
        for (auto const &word : schema.one_of) known += (known.empty() ? "" : ", ") + word;
        return fault(errors, path, {N_("This must be one of: {1}."), {known}});
    }
    if (schema.format == "id" && !parse_id(text)) fault(errors, path, N_("This is not an id."));
    if (schema.format == "date-time" && !parse_rfc3339(text)) {
        fault(errors, path, N_("This is not an RFC 3339 time."));
    }
}

void check_at(Schema const &schema, boost::json::value const &value, std::string const &path,
              std::vector<FieldError> &errors) {
    if (errors.size() >= max_errors) return;
    if (value.is_null()) {
        if (!schema.nullable && schema.kind != Schema::Kind::any) {
            fault(errors, path, N_("This cannot be null."));
        }
        return;
    }
    auto const below = [&](std::string_view key) {
        return path.empty() ? std::string{key} : path + "." + std::string{key};
    };
    switch (schema.kind) {
    case Schema::Kind::any: return;
    case Schema::Kind::text:
        if (auto const *text = value.if_string()) {
            return check_text(schema, {text->data(), text->size()}, path, errors);
        }
        return fault(errors, path, N_("This must be a string."));
    case Schema::Kind::integer: {
        auto const *number = value.if_int64();
        if (!number) return fault(errors, path, N_("This must be a whole number."));
        if (*number < schema.minimum || *number > schema.maximum) {
            fault(errors, path,
                  {N_("This must be between {1} and {2}."),
                   {std::to_string(schema.minimum), std::to_string(schema.maximum)}});
        }
        return;
    }
    case Schema::Kind::boolean:
        if (!value.is_bool()) fault(errors, path, N_("This must be true or false."));
        return;
    case Schema::Kind::array: {
        auto const *array = value.if_array();
        if (!array) return fault(errors, path, N_("This must be a list."));
        if (array->size() > schema.max_length) {
            return fault(
                errors, path,
                {N_("This has more than {1} entries."), {std::to_string(schema.max_length)}});
        }
        for (std::size_t i = 0; i < array->size(); ++i) {
            check_at(*schema.items, (*array)[i], below(std::to_string(i)), errors);
        }
        return;
    }
    case Schema::Kind::map: {
        auto const *object = value.if_object();
        if (!object) return fault(errors, path, N_("This must be an object."));
        if (object->size() > schema.max_length) {
            return fault(
                errors, path,
                {N_("This has more than {1} entries."), {std::to_string(schema.max_length)}});
        }
        for (auto const &pair : *object)
            check_at(*schema.items, pair.value(), below(pair.key()), errors);
        return;
    }
    case Schema::Kind::object: {
        auto const *object = value.if_object();
        if (!object) return fault(errors, path, N_("This must be an object."));
        for (auto const &pair : *object) {
            auto const known = std::find_if(
                schema.properties.begin(), schema.properties.end(),
                [&](Property const &p) { return std::string_view{p.name} == pair.key(); });
            if (known == schema.properties.end()) {
                fault(errors, below(pair.key()), N_("This field is not supported."));
            } else {
                check_at(known->schema, pair.value(), below(pair.key()), errors);
            }
        }
        for (auto const &property : schema.properties) {
            if (property.required && !object->contains(property.name)) {
                fault(errors, below(property.name), N_("This field is required."));
            }
        }
        return;
    }
    }
}

boost::json::object describe_inline(Schema const &schema, boost::json::object &components) {
    boost::json::object out;
    auto const kind = [&](std::string_view name) {
        if (schema.nullable) {
            out["type"] = boost::json::array{name, "null"};
        } else {
            out["type"] = name;
        }
    };
    switch (schema.kind) {
    case Schema::Kind::any: break;
    case Schema::Kind::text:
        kind("string");
        if (!schema.one_of.empty()) {
            boost::json::array values;
            for (auto const &word : schema.one_of) values.emplace_back(word);
            if (schema.nullable) values.emplace_back(nullptr);
            out["enum"] = std::move(values);
        } else {
            out["maxLength"] = schema.max_length;
            if (schema.min_length > 0) out["minLength"] = schema.min_length;
        }
        if (schema.format == "id") {
            out["pattern"] = "^[1-9][0-9]{0,18}$";
        } else if (!schema.format.empty()) {
            out["format"] = schema.format;
        }
        break;
    case Schema::Kind::integer:
        kind("integer");
        if (schema.minimum != INT64_MIN) out["minimum"] = schema.minimum;
        if (schema.maximum != INT64_MAX) out["maximum"] = schema.maximum;
        break;
    case Schema::Kind::boolean: kind("boolean"); break;
    case Schema::Kind::array:
        kind("array");
        out["items"] = describe(*schema.items, components);
        out["maxItems"] = schema.max_length;
        break;
    case Schema::Kind::map:
        kind("object");
        out["additionalProperties"] = describe(*schema.items, components);
        break;
    case Schema::Kind::object: {
        kind("object");
        boost::json::object properties;
        boost::json::array required;
        for (auto const &property : schema.properties) {
            properties[property.name] = describe(property.schema, components);
            if (property.required) required.emplace_back(property.name);
        }
        out["properties"] = std::move(properties);
        if (!required.empty()) out["required"] = std::move(required);
        out["additionalProperties"] = false;
        break;
    }
    }
    if (!schema.description.empty()) out["description"] = schema.description;
    return out;
}

} // namespace

std::vector<FieldError> check(Schema const &schema, boost::json::value const &value) {
    std::vector<FieldError> errors;
    check_at(schema, value, "", errors);
    return errors;
}

boost::json::value describe(Schema const &schema, boost::json::object &components) {
    if (schema.name.empty()) return describe_inline(schema, components);
    if (!components.contains(schema.name)) {
        components[schema.name] = nullptr; // a place, so that a shape that holds itself ends
        auto plain = schema;
        plain.nullable = false;
        components[schema.name] = describe_inline(plain, components);
    }
    boost::json::object reference{{"$ref", "#/components/schemas/" + schema.name}};
    if (!schema.nullable) return reference;
    return boost::json::object{{"oneOf", boost::json::array{reference, {{"type", "null"}}}}};
}

} // namespace goen::web
