// SPDX-License-Identifier: Apache-2.0
#include "i18n/host_name.hpp"

#include "base/result.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <unicode/idna.h>
#include <unicode/uscript.h>
#include <unicode/utypes.h>

namespace goen::i18n {
namespace {

icu::IDNA const &uts46() {
    static auto const made = [] {
        UErrorCode status = U_ZERO_ERROR;
        auto *const idna = icu::IDNA::createUTS46Instance(
            UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
            status);
        if (U_FAILURE(status)) throw Trouble{"ICU has no rules for host names"};
        return std::unique_ptr<icu::IDNA const>{idna};
    }();
    return *made;
}

bool is_plain_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 &&
           std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

bool is_plain_host(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    if (host.empty() || host.size() > 253) return false;
    auto const labels = split(host, '.');
    return std::all_of(labels.begin(), labels.end(), is_plain_label);
}

bool is_japanese(std::string_view label) {
    bool has_letter = false;
    for (std::size_t i = 0; i < label.size();) {
        auto const c = next_code_point(label, i);
        if ((c >= '0' && c <= '9') || c == '-') continue;
        UErrorCode status = U_ZERO_ERROR;
        auto const script = uscript_getScript(static_cast<UChar32>(c), &status);
        // The mark of a long vowel belongs to both kinds of kana.
        bool const is_known = c == 0x30FC || script == USCRIPT_HIRAGANA ||
                              script == USCRIPT_KATAKANA || script == USCRIPT_HAN;
        if (U_FAILURE(status) || !is_known) return false;
        has_letter = true;
    }
    return has_letter;
}

std::string readable_label(std::string_view label) {
    if (!label.starts_with("xn--")) return std::string{label};
    UErrorCode status = U_ZERO_ERROR;
    icu::IDNAInfo info;
    std::string text;
    icu::StringByteSink<std::string> sink{&text};
    uts46().labelToUnicodeUTF8(icu::StringPiece{label.data(), static_cast<int>(label.size())}, sink,
                               info, status);
    bool const is_safe = U_SUCCESS(status) && !info.hasErrors() && is_japanese(text);
    return is_safe ? text : std::string{label};
}

} // namespace

std::optional<std::string> ascii_host(std::string_view host) {
    constexpr std::size_t most = 1000; // what 253 characters can need in UTF-8, and no more work
    if (host.empty() || host.size() > most) return {};
    auto text = lower_ascii(host);
    if (std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) {
        UErrorCode status = U_ZERO_ERROR;
        icu::IDNAInfo info;
        std::string ascii;
        icu::StringByteSink<std::string> sink{&ascii};
        uts46().nameToASCII_UTF8(icu::StringPiece{text.data(), static_cast<int>(text.size())}, sink,
                                 info, status);
        if (U_FAILURE(status) || info.hasErrors()) return {};
        text = std::move(ascii);
    }
    return is_plain_host(text) ? std::optional{std::move(text)} : std::nullopt;
}

std::string readable_host(std::string_view ascii_host) {
    std::string out;
    for (auto const label : split(ascii_host, '.')) {
        if (!out.empty()) out += '.';
        out += readable_label(label);
    }
    return out;
}

} // namespace goen::i18n
