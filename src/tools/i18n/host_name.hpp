// SPDX-License-Identifier: Apache-2.0
// Names of hosts with letters that are not ASCII: as the network wants them (xn--…) and as people
// read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen::i18n {

// "例え.JP" -> "xn--r8jz45g.jp" (UTS 46, nontransitional). ASCII becomes lower case. Nothing for
// what cannot be the name of a host: empty labels but for a last one ("localhost."), labels above
// 63 bytes, other characters than letters, digits, - and _.
std::optional<std::string> ascii_host(std::string_view host);

// Of such a name: labels wholly in Japanese as they are written, "例え.jp". Everything else stays
// xn--…, since Cyrillic, Greek or Japanese among Latin letters can be made to look like another
// name.
std::string readable_host(std::string_view ascii_host);

} // namespace goen::i18n
