// SPDX-License-Identifier: Apache-2.0
// The token of a form, bound to the secret of a session or of somebody not logged in. It is masked
// with a fresh pad in each page, so that the compressed length of pages says nothing about it
// (BREACH). The pad also says whose page it is: that can still be asked when the session has ended.
#pragma once

#include "base/random.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace goen::web {

// Hex of the pad, then hex of the masked key. `reader`: the member whose page it is, 0 for nobody.
std::string csrf_token(std::string_view secret, std::int64_t reader, Random &random);
bool is_csrf_token(std::string_view token, std::string_view secret);
// Whether the page of this token was made for this reader. It does not prove it: whoever knows the
// id of a member can make such a token.
bool is_page_of(std::string_view token, std::int64_t reader);

} // namespace goen::web
