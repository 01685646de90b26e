// SPDX-License-Identifier: Apache-2.0
// Where in a text the words of a question stand, however either is spelled: "ぶーす" marks ブース.
#pragma once

#include "html/html.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goen::search {

struct Marked {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> marks = {}; // bytes from, until; rising
};

Marked marked(std::string_view text, std::string_view question);
// In one line, about `characters` long, from the sentence in which the first word stands; whole
// when it is short. "…" where something was left out.
Marked excerpt(std::string_view text, std::string_view question, std::size_t characters = 90);

html::Html to_html(Marked const &marked);

} // namespace goen::search
