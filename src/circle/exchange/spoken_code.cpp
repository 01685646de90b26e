// SPDX-License-Identifier: Apache-2.0
#include "exchange/spoken_code.hpp"

#include "base/random.hpp"
#include "base/text.hpp"

#include <array>

namespace goen::exchange {
namespace {

constexpr std::size_t secret_length = 43;

// The digit a character stands for; -1 for what people put between digits, -2 for anything else.
int digit_of(char32_t c) {
    if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
    if (c >= U'０' && c <= U'９') return static_cast<int>(c - U'０');
    switch (c) {
    case U'O':
    case U'o':
    case U'Ｏ':
    case U'ｏ': return 0;
    case U'I':
    case U'l':
    case U'Ｉ':
    case U'ｌ': return 1;
    case U' ':
    case U'\u3000':
    case U'\u00a0':
    case U'\t':
    case U'-':
    case U'‐':
    case U'‑':
    case U'–':
    case U'—':
    case U'−':
    case U'－':
    case U'ー':
    case U'・':
    case U'.':
    case U',': return -1;
    default: return -2;
    }
}

bool is_secret(std::string_view text) {
    if (text.size() != secret_length) return false;
    for (char const c : text) {
        bool const fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!fits) return false;
    }
    return true;
}

} // namespace

std::optional<TypedCode> read_code(std::string_view typed) {
    typed = trimmed(typed);
    if (typed.size() > 300) return std::nullopt;
    // The whole link, as a camera hands it over.
    for (std::string_view const path : {"/x/", "/c/"}) {
        if (auto const at = typed.rfind(path); at != typed.npos)
            typed.remove_prefix(at + path.size());
    }
    if (is_secret(typed)) return TypedCode{std::string{typed}, false};

    std::string digits;
    for (std::size_t at = 0; at < typed.size();) {
        int const digit = digit_of(next_code_point(typed, at));
        if (digit == -2) return std::nullopt;
        if (digit >= 0) digits += static_cast<char>('0' + digit);
    }
    if (digits.size() != 6) return std::nullopt;
    return TypedCode{digits, true};
}

std::string digits_hash(std::string_view digits) {
    return sha256_hex("goen exchange digits " + std::string{digits});
}
std::string secret_hash(std::string_view secret) {
    return sha256_hex("goen exchange secret " + std::string{secret});
}
std::string TypedCode::hash() const { return is_digits ? digits_hash(text) : secret_hash(text); }

std::string spaced(std::string_view digits) {
    return std::string{digits.substr(0, 3)} + ' ' + std::string{digits.substr(3)};
}

std::string spoken(std::string_view digits, i18n::Language language) {
    // よん, なな and きゅう, never し, しち and く: these are the ones that are heard right over a
    // noise.
    static constexpr std::array<std::string_view, 10> ja{"ゼロ", "いち", "に",   "さん", "よん",
                                                         "ご",   "ろく", "なな", "はち", "きゅう"};
    static constexpr std::array<std::string_view, 10> en{"zero", "one", "two",   "three", "four",
                                                         "five", "six", "seven", "eight", "nine"};
    bool const is_ja = language == i18n::Language::ja;
    std::string said;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i == 3)
            said += is_ja ? "、" : ", ";
        else if (i > 0)
            said += is_ja ? "・" : " ";
        said += (is_ja ? ja : en)[static_cast<std::size_t>(digits[i] - '0') % 10];
    }
    return said;
}

} // namespace goen::exchange
