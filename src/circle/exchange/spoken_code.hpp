// SPDX-License-Identifier: Apache-2.0
// What a person types or scans to name a code: six digits as people write them ("４８２ ９１３",
// "482-913", an O for a zero), the link of a QR, or the secret in it.
#pragma once

#include "i18n/words.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace goen::exchange {

struct TypedCode {
    std::string text; // six ASCII digits, or the secret
    bool is_digits = true;
    std::string hash() const; // by which the store finds it
};
std::optional<TypedCode> read_code(std::string_view typed);

std::string digits_hash(std::string_view digits);
std::string secret_hash(std::string_view secret);

// "482 913", and how to say it: よん・はち・に、きゅう・いち・さん / four eight two, nine one three
std::string spaced(std::string_view digits);
std::string spoken(std::string_view digits, i18n::Language language);

} // namespace goen::exchange
