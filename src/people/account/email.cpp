// SPDX-License-Identifier: Apache-2.0
#include "account/account.hpp"
#include "base/text.hpp"
#include "mail/address.hpp"

#include <algorithm>

namespace goen::account {
namespace {

bool is_local_part(std::string_view local) {
    // RFC 5321 says at most 64 bytes. Dots may stand side by side and at the end: docomo gave out
    // such addresses.
    static constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
    return !local.empty() && local.size() <= 64 && local.front() != '.' &&
           std::all_of(local.begin(), local.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      marks.find(c) != marks.npos;
           });
}

bool is_label(std::string_view label) {
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    for (std::size_t at = 0; at < label.size();) {
        char32_t const c = next_code_point(label, at);
        bool const is_ascii =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        // Beyond ASCII: letters, but not the full-width forms, ideographic dots and spaces, or
        // invisible characters.
        bool const is_letter = c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && c != 0x3000 &&
                               c != 0x3001 && c != 0x3002 && !(c >= 0xFE00 && c <= 0xFE0F) &&
                               !(c >= 0xFF00 && c <= 0xFFFF) && c < 0xE0000;
        if (!is_ascii && !is_letter) return false;
    }
    return true;
}

bool is_domain(std::string_view domain) {
    auto const labels = split(domain, '.');
    if (labels.size() < 2 || !std::all_of(labels.begin(), labels.end(), is_label)) return false;
    auto const ascii = mail::ascii_domain(domain);
    if (ascii.size() > 253) return false;
    for (auto const label : split(ascii, '.')) {
        if (label.size() > 63) return false;
    }
    // 192.0.2.1 is a number, not a name.
    return !std::all_of(labels.back().begin(), labels.back().end(),
                        [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Result<std::string> parse_email(std::string_view typed) {
    if (typed.size() > 1000) return Refusal::field("email", N_("This email address is too long."));
    if (!is_clean_utf8(typed))
        return Refusal::field("email",
                              N_("This email address contains characters that cannot be used."));
    auto const email = trimmed(typed);
    if (email.empty()) return Refusal::field("email", N_("Please enter an email address."));
    if (email.find("＠") != email.npos) {
        return Refusal::field(
            "email", N_("The ＠ in this address is full-width. Please type a half-width @."));
    }
    if (email.size() > 254) return Refusal::field("email", N_("This email address is too long."));
    if (std::count(email.begin(), email.end(), '@') > 1 ||
        email.find_first_of(",;") != email.npos || email.find("、") != email.npos ||
        email.find("，") != email.npos) {
        return Refusal::field("email", N_("Please enter only one email address."));
    }
    auto const at = email.find('@');
    if (at == email.npos || !is_local_part(email.substr(0, at)) ||
        !is_domain(email.substr(at + 1))) {
        return Refusal::field("email", N_("Please enter an email address like hanako@example.jp."));
    }
    return std::string{email};
}

// Nobody's mail server tells Hana@ from hana@, and people type both.
std::string mail_key(std::string_view email) {
    auto const at = email.rfind('@');
    if (at == email.npos) return lower_ascii(email);
    return lower_ascii(email.substr(0, at)) + '@' + mail::ascii_domain(email.substr(at + 1));
}

std::string account_hash(std::string_view email) {
    return sha256_hex(mail_key(trimmed(email.substr(0, 1000)))).substr(0, 16);
}

} // namespace goen::account
