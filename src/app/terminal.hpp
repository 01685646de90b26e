// SPDX-License-Identifier: Apache-2.0
// What the commands say on the terminal: one clear line when it failed, a bar that grows.
#pragma once

#include "i18n/words.hpp"

#include <string>
#include <string_view>

namespace goen::app {

int failed(std::string const &why); // prints it; exit status 1
// One line for the terminal of what may hold anything (a damaged database): what would steer the
// terminal or is no text comes as \xNN or \uNNNN, line breaks as spaces.
std::string printable(std::string_view text);
std::string in_english(Refusal const &refusal);

// A line on the terminal that grows; nothing where nobody watches.
class ProgressBar {
public:
    explicit ProgressBar(std::string what);
    ~ProgressBar();
    void show(double part); // 0 to 1

private:
    std::string what_;
    bool watched_;
    int last_ = -1;
};

} // namespace goen::app
