// SPDX-License-Identifier: Apache-2.0
// Telephone numbers as people type them. What was typed is what is shown; the digits are for
// finding, E.164 for dialling. Hyphens cannot be derived (area codes have 2 to 5 digits), so they
// are never moved.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace goen::names {

struct Phone {
    std::string typed; // trimmed, otherwise as it came: "０３－００００－１２３４（代表）"
    std::string
        national; // digits as dialled within the country: "0300001234"; "" for an extension alone
    std::string
        e164; // "+81300001234"; "" when the country cannot be known (short numbers, extensions)
    std::string extension; // 内線, ext.: digits, or ""

    // Default region Japan. Takes full-width digits, +81 (0)90…, (+81) 90…, 0081, 010-81 (dialled
    // from Japan), tel:, ;ext=, 内線, (代). Refused: letters, * and # (USSD codes do something when
    // tapped), more than 15 digits (E.164), fewer than 3. Whether two are one: names/phone_key.hpp.
    static Result<Phone> parse(std::string_view typed);

    bool operator==(Phone const &) const = default;
};

// As it means in a number: ０ is 0, （ is (, and every dash is -.
char32_t phone_character(char32_t c);

} // namespace goen::names
