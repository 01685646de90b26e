// SPDX-License-Identifier: Apache-2.0
// What members write at length, as markup: posts and comments (plain text) and articles (a small
// Markdown). Every function takes clean UTF-8 (base/text.hpp) and works in time that grows with its
// size; what lies beyond `most_characters` is left out. Text is escaped by Html; a link goes to
// http, https or (articles) mailto, with rel="nofollow ugc noopener".
//
// A member is mentioned by "@[ID]" in the stored text. Who that is to the reader, the caller says.
#pragma once

#include "base/ids.hpp"
#include "html/html.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::markup {

inline constexpr std::size_t most_characters = 50'000;

enum class Format { plain, article };

struct Mentions {
    // The name of a member with its link, or nothing for one whom the reader may not see.
    std::function<std::optional<html::Html>(MemberId)> write;
    std::string fallback = "…"; // "@" and this stand for a member whom `write` does not name
};

// Paragraphs at blank lines, line breaks kept, URLs as links. A URL ends before Japanese text,
// before punctuation at its end and before a bracket it did not open. It is shown as it was typed,
// but readable: Japanese in it that was percent-encoded or in xn--… is decoded, where it cannot
// pass for another host.
html::Html plain(std::string_view text, Mentions const &mentions = {});

// CommonMark without raw HTML: headings from h2 to h4, lists, quotes, emphasis, code, links. A line
// break is one; a picture becomes a link with its description. An article made to swell (one link
// named ten thousand times) or nested by the hundred is shown as plain text.
html::Html article(std::string_view markdown, Mentions const &mentions = {});

html::Html written(std::string_view text, Format format, Mentions const &mentions = {});

// The text alone in one line, for lists, letters and search: at most so many characters as people
// count them, then "…" when there is more. A mention becomes "@" and what `name_of` says, or is
// left out when there is no such function or it says "". Made to stand among other text: see
// markup/one_line.hpp.
std::string excerpt(std::string_view text, Format format, std::size_t characters,
                    std::function<std::string(MemberId)> const &name_of = {});

// As `written` makes links and mentions of them: in order, each once. Links: http and https.
std::vector<std::string> links(std::string_view text, Format format);
std::vector<MemberId> mentions(std::string_view text, Format format);

} // namespace goen::markup
