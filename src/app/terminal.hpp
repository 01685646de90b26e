// SPDX-License-Identifier: Apache-2.0
// What the commands say on the terminal: one clear line when it failed, a bar that grows.
#pragma once

#include "i18n/words.hpp"

#include <string>

namespace goen::app {

int failed(std::string const &why); // prints it; exit status 1
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
