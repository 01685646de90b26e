// SPDX-License-Identifier: Apache-2.0
// The token of a form, bound to the secret of a session or of somebody not logged in. It is masked
// with a fresh pad in each page, so that the compressed length of pages says nothing about it
// (BREACH).
#pragma once

#include "base/random.hpp"

#include <string>
#include <string_view>

namespace goen::web {

// Hex of the pad, then hex of the masked key.
std::string csrf_token(std::string_view secret, Random &random);
bool is_csrf_token(std::string_view token, std::string_view secret);

} // namespace goen::web
