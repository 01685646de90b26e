// SPDX-License-Identifier: Apache-2.0
// Many ids as one parameter of a query: `where id in :each(ids)` in the .sql file, and
// {"ids", store::id_list(ids)} here. One query for a page's people, however many they are.
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

} // namespace goen::store
