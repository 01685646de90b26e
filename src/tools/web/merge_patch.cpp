// SPDX-License-Identifier: Apache-2.0
#include "web/merge_patch.hpp"

namespace goen::web {

namespace json = boost::json;

json::value merge_patch(json::value target, json::value const &patch) {
    auto const *changes = patch.if_object();
    if (!changes) return patch;
    if (!target.is_object()) target = json::object{};
    auto &object = target.get_object();
    for (auto const &change : *changes) {
        if (change.value().is_null()) {
            object.erase(change.key());
            continue;
        }
        auto &member = object[change.key()];
        member = merge_patch(std::move(member), change.value());
    }
    return target;
}

namespace {

// Whether anything in `schema` has to be said otherwise for a PATCH.
bool loosen(Schema &schema) {
    bool differs = false;
    if (schema.kind == Schema::Kind::map) {
        auto item = *schema.items;
        differs = loosen(item) || !item.nullable;
        schema.items = std::make_shared<Schema>(item.or_null());
    }
    if (schema.kind == Schema::Kind::object) {
        for (auto &property : schema.properties) {
            differs = loosen(property.schema) || property.required || differs;
            property.required = false;
        }
    }
    if (differs && !schema.name.empty()) schema.name += "Patch";
    return differs;
}

} // namespace

Schema patch_of(Schema const &whole) {
    auto schema = whole;
    loosen(schema);
    return schema;
}

} // namespace goen::web
