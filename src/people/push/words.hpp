// SPDX-License-Identifier: Apache-2.0
// How each kind is called: in a notification, and where one chooses.
#pragma once

#include "i18n/words.hpp"
#include "push/push.hpp"

namespace goen::push {

// "2 new messages"
std::string sentence(Kind kind, std::int64_t count, i18n::Words const &words);
char const *question(Kind kind, i18n::Words const &words);

} // namespace goen::push
