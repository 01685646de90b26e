// SPDX-License-Identifier: Apache-2.0
#include "names/phone.hpp"

#include "base/text.hpp"
#include "names/calling_code.hpp"

namespace goen::names {
namespace {

constexpr std::size_t most_digits = 15; // ITU-T E.164, 6.2.1
constexpr std::size_t most_bytes = 200;

bool take(std::string_view &text, std::string_view start) {
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    text = trimmed(text);
    return true;
}

// Cuts off 内線1234, ext. 12, ;ext=12, x12 at the end; what stands after it.
std::string_view cut_extension(std::string_view &text) {
    for (std::string_view const mark :
         {"内線番号", "内線", "extension", "ext.", "ext", "(内)", "x"}) {
        auto const at = text.rfind(mark);
        if (at == text.npos) continue;
        auto rest = trimmed(text.substr(at + mark.size()));
        while (!rest.empty() && (rest.front() == ':' || rest.front() == '.' ||
                                 rest.front() == '-' || rest.front() == ' ' || rest.front() == '='))
            rest.remove_prefix(1);
        text = trimmed(text.substr(0, at));
        while (!text.empty() && (text.back() == '(' || text.back() == ',' || text.back() == ';'))
            text.remove_suffix(1);
        while (!rest.empty() && (rest.back() == ')' || rest.back() == ' ')) rest.remove_suffix(1);
        return rest;
    }
    return {};
}

} // namespace

char32_t phone_character(char32_t c) {
    if (c >= U'！' && c <= U'～') return c - U'！' + U'!';
    switch (c) {
    case U'ー':
    case U'ｰ':
    case U'‐':
    case U'‑':
    case U'‒':
    case U'–':
    case U'—':
    case U'―':
    case U'−':
    case U'〜':
    case U'~': return U'-';
    case U'　':
    case 0xA0:
    case 0x2009:
    case 0x202F: return U' ';
    case U'．':
    case U'・':
    case U'･': return U'.';
    default: return c;
    }
}

Result<Phone> Phone::parse(std::string_view given) {
    auto const refuse = [](Sentence why) {
        return Refusal{Reason::invalid, why, {{"phone", why}}};
    };
    auto const shown = trimmed(given);
    if (shown.empty()) return refuse({N_("Please enter a phone number.")});
    if (shown.size() > most_bytes) return refuse({N_("This phone number is too long.")});
    if (!is_clean_utf8(shown)) return refuse({N_("This text is not valid UTF-8.")});

    std::string plain;
    for (std::size_t at = 0; at < shown.size();)
        append_utf8(plain, phone_character(next_code_point(shown, at)));
    plain = lower_ascii(plain);
    std::string_view rest = trimmed(plain);
    for (auto const *const word : {"tel:", "fax:", "tel.", "fax.", "tel", "fax", "電話:", "電話",
                                   "携帯:", "携帯", "直通:", "直通", "代表:", "代表"})
        take(rest, word);
    take(rest, ":");
    for (std::string_view const word :
         {"(代表)", "(代)", "(直通)", "(直)", "(携帯)", "代表", "(fax)", "(内線)"}) {
        if (rest.ends_with(word)) rest.remove_suffix(word.size()), rest = trimmed(rest);
    }

    Phone phone;
    phone.typed = shown;
    // tel: URIs carry parameters (RFC 3966); of these only the extension matters. What is no
    // parameter of a number is some other text, and would be shown as it was typed.
    if (auto const semicolon = rest.find(';'); semicolon != rest.npos) {
        auto const parameters = rest.substr(semicolon + 1);
        rest = trimmed(rest.substr(0, semicolon));
        for (auto const parameter : split(parameters, ';')) {
            if (parameter.starts_with("phone-context=") && parameter.find(' ') == parameter.npos)
                continue;
            bool const is_extension = parameter.starts_with("ext=");
            if (!is_extension)
                return refuse({N_("Phone numbers cannot contain “{1}”. Please enter digits."),
                               {";" + std::string{parameter}}});
            for (char const c : trimmed(parameter.substr(4))) {
                if (c >= '0' && c <= '9') {
                    phone.extension += c;
                } else if (c != '-' && c != ' ' && c != '.') {
                    return refuse({N_("Phone numbers cannot contain “{1}”. Please enter digits."),
                                   {std::string(1, c)}});
                }
            }
        }
    }
    for (char const c : cut_extension(rest)) {
        if (c >= '0' && c <= '9') {
            phone.extension += c;
        } else if (c != '-' && c != ' ' && c != '.') {
            return refuse({N_("Phone numbers cannot contain “{1}”. Please enter digits."),
                           {std::string(1, c)}});
        }
    }
    if (phone.extension.size() > most_digits) return refuse({N_("This phone number is too long.")});

    bool is_international = take(rest, "+") || take(rest, "(+");
    std::string digits;
    for (std::size_t at = 0; at < rest.size();) {
        std::size_t const here = at;
        char32_t const c = next_code_point(rest, at);
        if (c >= '0' && c <= '9') {
            digits += static_cast<char>(c);
        } else if (c == '*' || c == '#') {
            return refuse(
                {N_("Numbers with * or # are phone commands and cannot be put on a card.")});
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '/') {
            return refuse({N_("Phone numbers cannot contain “{1}”. Please enter digits."),
                           {std::string{rest.substr(here, at - here)}}});
        } else if (c == '(' && rest.substr(here).starts_with("(0)")) {
            // +81 (0)90: said for readers abroad and at home at once. After +39 it belongs there.
            at = here + 3;
            auto const code = is_international ? calling_code(digits) : std::nullopt;
            if (!is_international || (code && code->code == digits)) digits += '0';
        }
        if (digits.size() > most_digits + 4) return refuse({N_("This phone number is too long.")});
    }
    if (!is_international) {
        // Dialled from Japan (010, with 0033 and the like long gone) or from most of the world
        // (00).
        for (std::string_view const prefix : {"010", "00"}) {
            std::string_view const all = digits;
            bool const to_japan = all.starts_with(std::string{prefix} + "81");
            bool const to_somewhere =
                all.starts_with(prefix) && calling_code(all.substr(prefix.size()));
            if (to_somewhere && (to_japan || all.size() >= 12) && !all.starts_with("0120") &&
                !(prefix == "00" && all.size() < 11)) {
                digits.erase(0, prefix.size());
                is_international = true;
                break;
            }
        }
    }
    if (digits.size() > most_digits) return refuse({N_("This phone number is too long.")});
    if (digits.empty() && !phone.extension.empty()) return phone;
    // Short numbers (110, 117) begin with 1; a 0 alone begins an area code of which the rest is
    // missing: "090;ext=5".
    bool const is_cut = !is_international && digits.starts_with("0") && digits.size() < 6;
    if (digits.size() < 3 || is_cut) return refuse({N_("This phone number is too short.")});

    if (is_international) {
        auto const code = calling_code(digits);
        if (code) { // +81-03-…, a common slip
            auto const after = digits.substr(code->code.size());
            digits = std::string{code->code} + std::string{without_trunk(*code, after)};
        }
        bool const is_japanese = digits.starts_with("81");
        phone.e164 = "+" + digits;
        phone.national = is_japanese ? "0" + digits.substr(2) : digits;
    } else {
        phone.national = digits;
        if (digits[0] == '0' && (digits.size() == 10 || digits.size() == 11))
            phone.e164 = "+81" + digits.substr(1);
    }
    return phone;
}

} // namespace goen::names
