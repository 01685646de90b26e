// SPDX-License-Identifier: Apache-2.0
// Text on its way into one line among other text: in lists, letters, the cards of linked pages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace goen::markup {

// Gathers text for at most so many characters as people count them. White space is folded; control
// characters, marks that turn the direction of writing and those of no width are left out (all but
// the joiners, which make emoji and some scripts what they are).
class OneLine {
public:
    explicit OneLine(std::size_t characters);
    void add(std::string_view text);
    void space();
    bool has_enough() const { return words_.size() >= wanted_; }
    // Cut between characters, with "…" when there was more.
    std::string text() const;

private:
    std::size_t characters_;
    std::size_t wanted_; // bytes
    std::string words_;
};

std::string one_line(std::string_view text, std::size_t characters);

} // namespace goen::markup
