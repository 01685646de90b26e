// SPDX-License-Identifier: Apache-2.0
// One telephone number, however it is spelled: the key by which duplicates are told, and what a
// search matches. The number itself is kept as typed (names/phone.hpp); keys are never shown.
#pragma once

#include "names/phone.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::names {

struct PhoneKey {
    // Of a number whose country is known the digits of its E.164 form without +: "81312345601" for
    // 03-1234-5601, +81 (0)3-1234-5601, 0081-3-1234-5601, ０３（１２３４）５６０１. Without a
    // country code the number is Japanese: also 312345601 and 9012345678, as a spreadsheet leaves
    // them. Else the digits as typed: "110". "" for an extension alone.
    std::string number;
    std::string home;      // as dialled within its country: "0312345601"
    std::string extension; // digits, or ""

    // Of anything: what is no telephone number has the key of its digits.
    static PhoneKey of(std::string_view typed);
    bool is_mobile() const; // in Japan, where the number tells
    bool operator==(PhoneKey const &) const = default;
};

// The line of a find key by which PhoneQuery finds the number.
std::string phone_line(std::string_view typed);

// A number, or the beginning, the end or another piece of one, in any spelling.
class PhoneQuery {
public:
    // Nothing when `typed` has fewer than two digits or holds anything that stands in no number.
    static std::optional<PhoneQuery> of(std::string_view typed);
    // A number with another extension than the one asked for does not match.
    bool matches(std::string_view find_key) const;

private:
    std::vector<std::string> pieces_; // of a phone_line(); any of them
    std::string extension_;
};

} // namespace goen::names
