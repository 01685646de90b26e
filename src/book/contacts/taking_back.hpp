// SPDX-License-Identifier: Apache-2.0
// Of lists that may have changed since: what one edit added goes again, what it took off comes
// back.
#pragma once

#include <algorithm>
#include <vector>

namespace goen::contacts {

template <class T>
std::vector<T> taken_back(std::vector<T> now, std::vector<T> const &was, std::vector<T> const &is) {
    auto const has = [](std::vector<T> const &list, T const &one) {
        return std::find(list.begin(), list.end(), one) != list.end();
    };
    std::erase_if(now, [&](T const &one) { return has(is, one) && !has(was, one); });
    for (auto const &one : was) {
        if (!has(is, one) && !has(now, one)) now.push_back(one);
    }
    return now;
}

} // namespace goen::contacts
