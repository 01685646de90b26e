// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace goen::app {

namespace {

// Turn what follows round, or hide it.
bool steers_text(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

} // namespace

int failed(std::string const &why) {
    std::cerr << "goen: ";
    bool is_first = true;
    for (auto const line : split(trimmed(why), '\n')) {
        std::cerr << (is_first ? "" : "\n") << printable(line);
        is_first = false;
    }
    std::cerr << "\n";
    return 1;
}

std::string printable(std::string_view text) {
    std::string out;
    auto const escaped = [&](char const *how, unsigned value) {
        std::array<char, 16> buffer{};
        std::snprintf(buffer.data(), buffer.size(), how, value);
        out += buffer.data();
    };
    for (std::size_t at = 0; at < text.size();) {
        auto const start = at;
        auto const c = next_code_point(text, at);
        if (c == '\n' || c == '\r' || c == '\t') {
            out += ' ';
        } else if (c == 0xFFFD && at == start + 1) { // a byte that is no text
            escaped("\\x%02x", static_cast<unsigned char>(text[start]));
        } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            escaped("\\x%02x", static_cast<unsigned>(c));
        } else if (steers_text(c)) {
            escaped("\\u%04x", static_cast<unsigned>(c));
        } else {
            out += text.substr(start, at - start);
        }
    }
    return out;
}

std::string in_english(Refusal const &refusal) {
    i18n::Words const w{i18n::Language::en};
    auto text = w(refusal.message);
    for (auto const &[field, why] : refusal.fields) text += "\n  " + field + ": " + w(why);
    return text;
}

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)), watched_(isatty(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
    if (watched_) std::cerr << "\n";
}

void ProgressBar::show(double part) {
    auto const percent = static_cast<int>(std::clamp(part, 0.0, 1.0) * 100);
    if (!watched_ || percent == last_) return;
    last_ = percent;
    auto const filled = static_cast<std::size_t>(percent) * 30 / 100;
    std::cerr << "\r" << what_ << " [" << std::string(filled, '#') << std::string(30 - filled, '.')
              << "] " << percent << "%" << std::flush;
}

} // namespace goen::app
