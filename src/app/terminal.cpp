// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.hpp"

#include <algorithm>
#include <iostream>
#include <unistd.h>

namespace goen::app {

int failed(std::string const &why) {
    std::cerr << "goen: " << why << "\n";
    return 1;
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
