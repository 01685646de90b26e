// SPDX-License-Identifier: Apache-2.0
#include "names/phone_key.hpp"

#include "base/text.hpp"
#include "names/calling_code.hpp"

namespace goen::names {
namespace {

constexpr char mark = '\x1c'; // typed text holds no control characters, so this is in no other line
constexpr std::string_view extension_mark = "\x1cx";

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

// The digits of a number or of a piece of one, and whether it begins with +; nothing when there is
// something else in it.
struct Digits {
    std::string all;
    bool is_international = false;
};
std::optional<Digits> digits_of(std::string_view typed) {
    Digits digits;
    for (std::size_t at = 0; at < typed.size();) {
        auto const c = phone_character(next_code_point(typed, at));
        if (c >= '0' && c <= '9') {
            digits.all += static_cast<char>(c);
        } else if (c == '+' && digits.all.empty()) {
            digits.is_international = true;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '/') {
            return {};
        }
    }
    return digits;
}

// "81" + "03…" -> "813…": the beginning of an E.164 number, which may be a whole one.
std::optional<std::string> international(std::string_view digits) {
    auto const code = calling_code(digits);
    if (!code) return {};
    return std::string{code->code} +
           std::string{without_trunk(*code, digits.substr(code->code.size()))};
}

// Japanese, although the + of the country code or the 0 of the area code is missing.
std::optional<std::string> bare_japanese(std::string const &digits) {
    bool const has_code = digits.starts_with("81") && (digits.size() == 11 || digits.size() == 12);
    if (has_code) return international(digits);
    bool const is_long = digits.size() == 10 && digits[0] >= '5' && digits[1] == '0'; // 090, 050
    bool const is_short = digits.size() == 9 && digits[0] != '0';
    if (is_long || is_short) return "81" + digits;
    return {};
}

std::string at_home(std::string_view number) {
    auto const code = calling_code(number);
    if (!code) return std::string{number};
    return std::string{code->trunk} + std::string{number.substr(code->code.size())};
}

} // namespace

PhoneKey PhoneKey::of(std::string_view typed) {
    PhoneKey key;
    auto const phone = Phone::parse(typed);
    if (!phone) {
        for (std::size_t at = 0; at < typed.size();) {
            auto const c = phone_character(next_code_point(typed, at));
            if (c >= '0' && c <= '9') key.number += static_cast<char>(c);
        }
        key.home = key.number;
        return key;
    }
    key.extension = phone->extension;
    if (!phone->e164.empty()) {
        key.number = phone->e164.substr(1);
        key.home = at_home(key.number);
    } else if (auto const bare = bare_japanese(phone->national)) {
        key.number = *bare;
        key.home = at_home(key.number);
    } else {
        key.number = key.home = phone->national;
    }
    return key;
}

bool PhoneKey::is_mobile() const {
    // 060, 070, 080, 090: Ministry of Internal Affairs and Communications, numbering plan.
    return number.size() == 12 && number.starts_with("81") && number[2] >= '6' && number[3] == '0';
}

std::string phone_line(std::string_view typed) {
    auto const key = PhoneKey::of(typed);
    if (key.number.empty() && key.extension.empty()) return {};
    std::string line = mark + key.number + mark;
    if (key.home != key.number) line += key.home + mark;
    if (!key.extension.empty()) line += 'x' + key.extension;
    return line;
}

std::optional<PhoneQuery> PhoneQuery::of(std::string_view typed) {
    PhoneQuery query;
    auto const add = [&](std::string piece) { query.pieces_.push_back(std::move(piece)); };
    std::string number{typed};
    if (auto const phone = Phone::parse(typed)) {
        query.extension_ = phone->extension;
        number = phone->e164.empty() ? phone->national : phone->e164;
        if (number.empty()) {
            add(std::string{extension_mark});
            return query;
        }
        if (auto const key = PhoneKey::of(typed); key.number != key.home)
            add(mark + key.number + mark);
        // As dialled at home: that may be another country's number, too.
        auto const raw = digits_of(typed);
        if (raw && !raw->is_international && raw->all == phone->national) add(raw->all);
    }
    auto const digits = digits_of(number);
    if (!digits || digits->all.size() < 2) return {};
    // Begun as one dials abroad; what is typed so far may look like a whole number of this country.
    if (auto const raw = digits_of(typed); raw && !raw->is_international) {
        for (std::string_view const prefix : {"00", "010"}) {
            if (!raw->all.starts_with(prefix)) continue;
            auto const rest = std::string_view{raw->all}.substr(prefix.size());
            if (auto const begun = international(rest)) add(mark + *begun);
        }
    }
    if (digits->is_international) {
        if (auto const begun = international(digits->all)) add(mark + *begun);
        return query;
    }
    add(digits->all);
    return query;
}

bool PhoneQuery::matches(std::string_view key) const {
    for (auto const &piece : pieces_) {
        for (auto at = key.find(piece); at != key.npos; at = key.find(piece, at + 1)) {
            if (extension_.empty()) return true;
            auto const line = key.substr(at, key.find('\n', at) - at);
            auto const extension = line.find(extension_mark);
            if (extension == line.npos ||
                line.substr(extension + extension_mark.size()) == extension_)
                return true;
        }
    }
    return false;
}

} // namespace goen::names
