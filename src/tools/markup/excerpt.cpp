// SPDX-License-Identifier: Apache-2.0
// The words of a text without its markup, and what it leads to.
#include "base/text.hpp"
#include "markup/markdown.hpp"
#include "markup/markup.hpp"
#include "markup/pieces.hpp"
#include "names/graphemes.hpp"

#include <unordered_set>

namespace goen::markup {
namespace {

bool turns_direction(char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool is_space(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x3000; }

// Hears an article or a plain text; keeps what `wants` says.
class Gatherer final : public Listener {
public:
    // Of the text, as many bytes.
    explicit Gatherer(std::size_t wanted, std::function<std::string(MemberId)> const *name_of)
        : wanted_(wanted), name_of_(name_of) {}
    Gatherer() : Gatherer(0, nullptr) {} // links and mentions

    void enter(Block, unsigned) override { space(); }
    void leave(Block) override { space(); }
    void enter(Span, std::string const &target) override {
        if (target.starts_with("http")) add_link(target);
    }
    void leave(Span) override {}
    void text(std::string_view text) override {
        for (auto const &piece : pieces_of(text)) {
            if (piece.kind == Piece::Kind::mention) {
                if (seen_members_.insert(piece.member).second) members.push_back(piece.member);
                auto const name = name_of_ && *name_of_ ? (*name_of_)(piece.member) : "";
                if (!name.empty()) verbatim("@" + name);
            } else {
                if (piece.kind == Piece::Kind::link) add_link(piece.target);
                verbatim(piece.text);
            }
            if (has_enough()) break;
        }
    }
    void verbatim(std::string_view text) override {
        for (std::size_t i = 0; i < text.size() && words.size() < wanted_;) {
            auto const c = next_code_point(text, i);
            if (is_space(c))
                space();
            else if (!turns_direction(c))
                append_utf8(words, c);
        }
    }
    void line_break() override { space(); }
    bool has_enough() const override { return wanted_ > 0 && words.size() >= wanted_; }

    std::string words; // in one line
    std::vector<std::string> targets;
    std::vector<MemberId> members;

private:
    void space() {
        if (wanted_ > 0 && !words.empty() && words.back() != ' ') words += ' ';
    }
    void add_link(std::string const &target) {
        if (seen_targets_.insert(target).second) targets.push_back(target);
    }

    std::size_t wanted_;
    std::function<std::string(MemberId)> const *name_of_;
    std::unordered_set<std::string> seen_targets_;
    std::unordered_set<MemberId> seen_members_;
};

void gather(Gatherer &into, std::string_view text, Format format) {
    // An article that swells is shown as plain text, and read as that.
    if (format == Format::article) {
        auto const before = into;
        if (read_markdown(text, into)) return;
        into = before;
    }
    into.text(within_bounds(text));
}

} // namespace

std::string excerpt(std::string_view text, Format format, std::size_t characters,
                    std::function<std::string(MemberId)> const &name_of) {
    // What a character takes on average; a text of longer ones (families of emoji, piles of
    // accents) is cut earlier.
    constexpr std::size_t bytes_each = 8;
    constexpr std::size_t most = 4 * most_characters;
    auto const wanted = std::min((std::min(characters, most) + 1) * bytes_each, most);
    Gatherer found{wanted, &name_of};
    gather(found, text, format);
    auto const words = trimmed(found.words);
    auto const letters = names::graphemes_of(words);
    bool const is_cut = found.words.size() >= wanted;
    if (letters.size() <= characters && !is_cut) return std::string{words};
    // The last one may go on beyond what was gathered.
    auto const count = std::min(characters, letters.size() - (is_cut && !letters.empty() ? 1 : 0));
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) size += letters[i].size();
    return std::string{trimmed(words.substr(0, size))} + "…";
}

std::vector<std::string> links(std::string_view text, Format format) {
    Gatherer found;
    gather(found, text, format);
    return std::move(found.targets);
}

std::vector<MemberId> mentions(std::string_view text, Format format) {
    Gatherer found;
    gather(found, text, format);
    return std::move(found.members);
}

} // namespace goen::markup
