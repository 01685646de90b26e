// SPDX-License-Identifier: Apache-2.0
#include "markup/markdown.hpp"
#include "markup/written.hpp"

#include <algorithm>

namespace goen::markup {
namespace {

class ArticleWriter final : public Listener {
public:
    explicit ArticleWriter(Mentions const &mentions) : mentions_(mentions) {}

    void enter(Block, unsigned number) override { open_.push_back({{}, number, {}}); }
    void leave(Block block) override {
        auto const part = taken();
        switch (block) {
        case Block::quote:
            if (!part.inner.empty()) put(html::blockquote(part.inner));
            break;
        case Block::bullets: put(html::ul(part.inner)); break;
        case Block::numbers:
            put(html::ol(part.number == 1 ? html::no_attribute()
                                          : html::attr("start", std::to_string(part.number)),
                         part.inner));
            break;
        case Block::item: put(html::li(part.inner)); break;
        case Block::heading: {
            // The page's own heading is the h1.
            auto const level = std::min(part.number + 1, 4U);
            if (!part.inner.empty()) put(html::element("h" + std::to_string(level), part.inner));
            break;
        }
        case Block::code: put(html::pre(html::code(part.inner))); break;
        case Block::paragraph:
            if (!part.inner.empty()) put(html::p(part.inner));
            break;
        case Block::rule: put(html::hr()); break;
        }
    }
    void enter(Span, std::string const &target) override { open_.push_back({{}, 0, target}); }
    void leave(Span span) override {
        auto const part = taken();
        switch (span) {
        case Span::emphasis: put(html::em(part.inner)); break;
        case Span::strong: put(html::strong(part.inner)); break;
        case Span::code: put(html::code(part.inner)); break;
        case Span::link: put(link_to(part.target, part.inner)); break;
        }
    }
    void text(std::string_view text) override { put(run_of(text, mentions_)); }
    void verbatim(std::string_view text) override { put(html::Html{text}); }
    void line_break() override { put(html::br()); }

    html::Html const &written() const { return open_.front().inner; }

private:
    struct Part {
        html::Html inner;
        unsigned number = 0;
        std::string target;
    };

    void put(html::Html const &more) { open_.back().inner += more; }
    Part taken() {
        auto part = std::move(open_.back());
        open_.pop_back();
        return part;
    }

    Mentions const &mentions_;
    std::vector<Part> open_{1}; // the article itself, and what is not left yet
};

} // namespace

html::Html article(std::string_view markdown, Mentions const &mentions) {
    ArticleWriter writer{mentions};
    return read_markdown(markdown, writer) ? writer.written() : plain(markdown, mentions);
}

} // namespace goen::markup
