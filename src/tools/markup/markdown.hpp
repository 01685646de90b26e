// SPDX-License-Identifier: Apache-2.0
// CommonMark read by md4c, which only this file's .cpp knows, and told event by event.
#pragma once

#include <string>
#include <string_view>

namespace goen::markup {

enum class Block { quote, bullets, numbers, item, heading, code, paragraph, rule };
enum class Span { emphasis, strong, code, link };

// What is entered is left, in order. Links do not nest and are never empty; quotes, lists and
// emphasis that lie too deep to be of use are left out, what stands in them is not.
class Listener {
public:
    virtual ~Listener() = default;
    // number: the level of a heading (from 1), the first number of a list.
    virtual void enter(Block block, unsigned number) = 0;
    virtual void leave(Block block) = 0;
    // target: of a link, http, https or "mailto:ADDRESS".
    virtual void enter(Span span, std::string const &target) = 0;
    virtual void leave(Span span) = 0;
    virtual void text(std::string_view text) = 0; // as long as it is one run
    virtual void verbatim(std::string_view text) = 0;
    virtual void line_break() = 0;
    virtual bool has_enough() const { return false; } // asked now and then; true ends the reading
};

// False when the text is made to swell (far more comes of it than it is long) or opens hundreds of
// quotes or lists in one line: by then the listener may have heard a part of it.
bool read_markdown(std::string_view markdown, Listener &listener);

} // namespace goen::markup
