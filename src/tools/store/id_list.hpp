// SPDX-License-Identifier: Apache-2.0
// Many ids as one parameter of a query: `where id in :each(ids)` in the .sql file, and
// {"ids", store::id_list(ids)} here; `where (member_id, id) in :pairs(keys)` and
// {"keys", store::pair_list(keys)} where a key is an owner and an id. One query for a page's
// people, however many they are.
#pragma once

#include <string>

namespace goen::store {

template <class Ids> std::string id_list(Ids const &ids) {
    std::string text{"["};
    for (auto const &id : ids) {
        if (text.size() > 1) text += ',';
        text += std::to_string(id.value);
    }
    return text += ']';
}

// Of values that have an `owner` and an `id`.
template <class Keys> std::string pair_list(Keys const &keys) {
    std::string text{"["};
    for (auto const &key : keys) {
        if (text.size() > 1) text += ',';
        text += '[' + std::to_string(key.owner.value) + ',' + std::to_string(key.id.value) + ']';
    }
    return text += ']';
}

} // namespace goen::store
