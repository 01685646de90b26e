// SPDX-License-Identifier: Apache-2.0
// Keys by which an index finds a name by its beginning, in any script and either order. They
// propose; whoever asks holds what they propose against NameQuery and against what the asker may
// see. In hex, so that every database orders them bytewise.
#pragma once

#include "names/person_name.hpp"

#include <set>
#include <string>
#include <string_view>

namespace goen::names {

// Every spelling under which the name may stand in an index.
std::set<std::string> prefix_keys(PersonName const &name);
// With which of them a name may begin that was asked for so: the whole query, and each of its first
// four words.
std::set<std::string> prefixes_of(std::string_view query);
// Keys that begin with `prefix` lie from it up to this, which is none of them.
inline std::string after_prefix(std::string const &prefix) {
    return prefix + 'g';
} // after every hex digit

} // namespace goen::names
