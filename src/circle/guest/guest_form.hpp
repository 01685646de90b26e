// SPDX-License-Identifier: Apache-2.0
// What a guest types: a name, a company, a mail address, a telephone number, a word.
#pragma once

#include "guest/guest.hpp"
#include "http/message.hpp"

namespace goen::guest {

// One line -> the parts of a name. "山田 太郎": family first. "Maria Garcia": given first. "YAMADA
// Taro", "Taro YAMADA": capitals are the family name, as on Japanese cards. "Garcia, Maria". One
// word alone is the family name.
names::NameInput name_parts(std::string_view typed);

// Refusals name the form's fields: name company email phone word.
Result<LeftCard> left_card(http::Params const &form);

} // namespace goen::guest
