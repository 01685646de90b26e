// SPDX-License-Identifier: Apache-2.0
// The words of a text without its markup, and what it leads to.
#include "base/text.hpp"
#include "markup/markdown.hpp"
#include "markup/markup.hpp"
#include "markup/one_line.hpp"
#include "markup/pieces.hpp"

#include <unordered_set>

namespace goen::markup {
namespace {

class WordsReader final : public Listener {
public:
    WordsReader(std::size_t characters, std::function<std::string(MemberId)> const &name_of)
        : words(characters), name_of_(name_of) {}

    void enter(Block, unsigned) override { words.space(); }
    void leave(Block) override { words.space(); }
    void enter(Span, std::string const &) override {}
    void leave(Span) override {}
    void text(std::string_view text) override {
        for (auto const &piece : pieces_of(text)) {
            if (piece.kind != Piece::Kind::mention) {
                words.add(piece.text);
                continue;
            }
            auto const name = name_of_ ? name_of_(piece.member) : std::string{};
            if (!name.empty()) words.add("@" + name);
        }
    }
    void verbatim(std::string_view text) override { words.add(text); }
    void line_break() override { words.space(); }
    bool has_enough() const override { return words.has_enough(); }

    OneLine words;

private:
    std::function<std::string(MemberId)> name_of_;
};

class TargetsReader final : public Listener {
public:
    void enter(Block, unsigned) override {}
    void leave(Block) override {}
    void enter(Span, std::string const &target) override {
        if (target.starts_with("http")) add_link(target);
    }
    void leave(Span) override {}
    void text(std::string_view text) override {
        for (auto const &piece : pieces_of(text)) {
            if (piece.kind == Piece::Kind::link) add_link(piece.target);
            if (piece.kind == Piece::Kind::mention && seen_members_.insert(piece.member).second)
                members.push_back(piece.member);
        }
    }
    void verbatim(std::string_view) override {}
    void line_break() override {}

    std::vector<std::string> links;
    std::vector<MemberId> members;

private:
    void add_link(std::string const &target) {
        if (seen_links_.insert(target).second) links.push_back(target);
    }

    std::unordered_set<std::string> seen_links_;
    std::unordered_set<MemberId> seen_members_;
};

// An article that is made to swell is shown as plain text, and read as that.
template <class Reader> Reader read(Reader const &fresh, std::string_view text, Format format) {
    auto reader = fresh;
    if (format == Format::article && read_markdown(text, reader)) return reader;
    reader = fresh;
    reader.text(within_bounds(text));
    return reader;
}

} // namespace

std::string excerpt(std::string_view text, Format format, std::size_t characters,
                    std::function<std::string(MemberId)> const &name_of) {
    return read(WordsReader{characters, name_of}, text, format).words.text();
}

std::vector<std::string> links(std::string_view text, Format format) {
    return read(TargetsReader{}, text, format).links;
}

std::vector<MemberId> mentions(std::string_view text, Format format) {
    return read(TargetsReader{}, text, format).members;
}

} // namespace goen::markup
