// SPDX-License-Identifier: Apache-2.0
// A whole letter, put together from what the rooms wrote: greeting, one or several parts, how to
// get fewer, foot; as plain text and as HTML. Values in, values out.
#pragma once

#include "letter/letter.hpp"

namespace goen::letter {

struct Whole {
    std::string subject, text, html; // the HTML is a whole document
    std::optional<Answer> answer{};  // of a letter about one thing
};

// One text: that is the letter. Several: each becomes a part, under its subject. Never empty.
// `address`: where an answer to one of several things goes; "" = nowhere.
Whole put_together(std::vector<Text> texts, account::Member const &to, std::string const &off_link,
                   account::Rules const &rules,
                   std::function<std::string(Answer const &)> const &address = {});

// A text as HTML: paragraphs, lists of lines that begin with "- ", links for lines that are an
// address of this site, line breaks elsewhere.
std::string html_of(std::string_view text, std::string_view public_url);

} // namespace goen::letter
