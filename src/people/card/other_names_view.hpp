// SPDX-License-Identifier: Apache-2.0
// Other names beside the name of now: 高橋 花子（旧姓: 佐藤）, and each with its reading and time.
// Values to Html; they come from policy/other_names.hpp, already cut to what the reader may see.
#pragma once

#include "account/account.hpp"
#include "html/html.hpp"
#include "i18n/words.hpp"

namespace goen::card {

// （旧姓: 佐藤） after a name; "" without any. Of a former family name the part that differs is
// enough.
std::string others_beside(names::PersonName const &now,
                          std::vector<account::NameRecord> const &others, i18n::Words const &w);
// One line each: 旧姓 佐藤 花子（さとう はなこ） 1998年4月から2010年まで. Nothing without any.
html::Html other_names_lines(std::vector<account::NameRecord> const &others, i18n::Words const &w);
std::string kind_of_name(account::NameKind kind, i18n::Words const &w); // 旧姓, 通称 …

} // namespace goen::card
