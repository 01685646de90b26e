// SPDX-License-Identifier: Apache-2.0
#include "markup/markdown.hpp"

#include "base/text.hpp"
#include "html/references.hpp"
#include "markup/pieces.hpp"

#include <md4c.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <vector>

namespace goen::markup {
namespace {

constexpr std::size_t deepest_block = 12; // quotes, lists and their items
constexpr std::size_t deepest_span = 6;

// md4c looks at each open container for each line that follows: a line that opens thousands of them
// costs as much again for every line behind it.
bool opens_too_many(std::string_view line) {
    constexpr std::size_t most = 100;
    std::size_t count = 0;
    std::size_t at = 0;
    while (count <= most) {
        at = std::min(line.find_first_not_of(" \t", at), line.size());
        auto end = line.find_first_not_of("0123456789", at);
        if (end == line.npos || std::string_view{">-+*.)"}.find(line[end]) == std::string::npos)
            break;
        at = end + 1;
        ++count;
    }
    return count > most;
}

std::string text_of(MD_ATTRIBUTE const &attribute) {
    std::string out;
    for (std::size_t i = 0; attribute.text && attribute.substr_offsets[i] < attribute.size; ++i) {
        auto const from = attribute.substr_offsets[i];
        std::string_view const part{attribute.text + from, attribute.substr_offsets[i + 1] - from};
        out += attribute.substr_types[i] == MD_TEXT_ENTITY ? html::without_references(part)
                                                           : std::string{part};
    }
    return out;
}

// http, https, or mailto with one address and nothing behind it.
std::optional<std::string> target_of(std::string const &href) {
    if (auto web = web_target(href)) return web;
    constexpr std::string_view mailto = "mailto:";
    if (!lower_ascii(href.substr(0, mailto.size())).starts_with(mailto)) return {};
    auto const address = href.substr(mailto.size(), href.find('?') - mailto.size());
    bool const is_one = std::count(address.begin(), address.end(), '@') == 1 &&
                        address.size() <= 254 && is_clean_utf8(address) &&
                        address.find_first_of(" \t\n%,;:<>\"") == address.npos;
    return is_one ? std::optional{"mailto:" + address} : std::nullopt;
}

class Reading {
public:
    Reading(std::size_t size, Listener &listener) : listener_(listener), most_(2 * size + 10'000) {}

    void enter_block(MD_BLOCKTYPE type, void const *detail) {
        flush();
        auto const block = block_of(type);
        if (!block) return;
        bool is_told = true;
        if (is_container(*block)) {
            // An item of a list that is left out is left out with it.
            is_told = open_blocks_.size() < deepest_block &&
                      (*block != Block::item || open_blocks_.empty() || open_blocks_.back());
            open_blocks_.push_back(is_told);
        }
        if (is_told) listener_.enter(*block, number_of(type, detail));
    }
    void leave_block(MD_BLOCKTYPE type) {
        flush();
        while (!open_spans_.empty()) close_span();
        auto const block = block_of(type);
        if (!block) return;
        bool is_told = true;
        if (is_container(*block)) {
            is_told = open_blocks_.back();
            open_blocks_.pop_back();
        }
        if (is_told) {
            listener_.leave(*block);
        } else if (*block == Block::item) {
            listener_.line_break();
        }
    }
    void enter_span(MD_SPANTYPE type, void const *detail) {
        flush();
        std::optional<Span> span;
        std::string target;
        if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
            auto const &where = type == MD_SPAN_A
                                    ? static_cast<MD_SPAN_A_DETAIL const *>(detail)->href
                                    : static_cast<MD_SPAN_IMG_DETAIL const *>(detail)->src;
            count(where.size);
            auto found = target_of(text_of(where));
            if (found && link_.empty()) {
                span = Span::link;
                target = std::move(*found);
            }
        } else if (type == MD_SPAN_CODE) {
            span = Span::code;
        } else if (told_spans_ < deepest_span) {
            span = type == MD_SPAN_STRONG ? Span::strong : Span::emphasis;
        }
        open_spans_.push_back({type, span});
        if (!span) return;
        ++told_spans_;
        if (span == Span::link) link_ = target;
        listener_.enter(*span, target);
    }
    // md4c 0.4.8 leaves a link that it never entered where a picture and a link cross:
    // ![a](b[ )c](d). What the listener hears stays in order whatever md4c mixes up.
    void leave_span(MD_SPANTYPE type) {
        flush();
        auto const entered = std::find_if(open_spans_.rbegin(), open_spans_.rend(),
                                          [&](OpenSpan const &open) { return open.type == type; });
        if (entered == open_spans_.rend()) return;
        auto const left = static_cast<std::size_t>(open_spans_.rend() - entered) - 1;
        while (open_spans_.size() > left) close_span();
    }
    void hear(MD_TEXTTYPE type, std::string_view text) {
        count(text.size());
        switch (type) {
        case MD_TEXT_NULLCHAR: run_ += "\xEF\xBF\xBD"; break;
        case MD_TEXT_BR:
        case MD_TEXT_SOFTBR:
            flush();
            listener_.line_break();
            break;
        case MD_TEXT_ENTITY: run_ += html::without_references(text); break;
        case MD_TEXT_CODE:
            flush();
            link_has_text_ = true;
            listener_.verbatim(text);
            break;
        default: run_ += text;
        }
    }
    void flush() {
        if (run_.empty()) return;
        if (!link_.empty()) {
            link_has_text_ = link_has_text_ || !trimmed(run_).empty();
            listener_.verbatim(run_);
        } else {
            listener_.text(run_);
        }
        run_.clear();
    }

    // Runs one step. Not zero ends md4c's work: exceptions must not pass through its frames.
    template <class Step> int guarded(Step &&step) {
        try {
            step();
        } catch (...) {
            trouble_ = std::current_exception();
        }
        return trouble_ || is_swollen_ || listener_.has_enough() ? 1 : 0;
    }
    bool finish() {
        if (trouble_) std::rethrow_exception(trouble_);
        return !is_swollen_;
    }

private:
    struct OpenSpan {
        MD_SPANTYPE type;
        std::optional<Span> told; // nothing when the listener was not
    };

    void close_span() {
        auto const span = open_spans_.back().told;
        open_spans_.pop_back();
        if (!span) return;
        --told_spans_;
        if (span == Span::link) {
            // A picture without a description: something must be there to read and to tap.
            if (!link_has_text_) listener_.verbatim(readable_url(link_));
            link_.clear();
            link_has_text_ = false;
        }
        listener_.leave(*span);
    }
    static bool is_container(Block block) {
        return block == Block::quote || block == Block::bullets || block == Block::numbers ||
               block == Block::item;
    }
    static std::optional<Block> block_of(MD_BLOCKTYPE type) {
        switch (type) {
        case MD_BLOCK_QUOTE: return Block::quote;
        case MD_BLOCK_UL: return Block::bullets;
        case MD_BLOCK_OL: return Block::numbers;
        case MD_BLOCK_LI: return Block::item;
        case MD_BLOCK_HR: return Block::rule;
        case MD_BLOCK_H: return Block::heading;
        case MD_BLOCK_CODE: return Block::code;
        case MD_BLOCK_P: return Block::paragraph;
        default: return {}; // the document itself; the others are switched off below
        }
    }
    static unsigned number_of(MD_BLOCKTYPE type, void const *detail) {
        if (type == MD_BLOCK_H) return static_cast<MD_BLOCK_H_DETAIL const *>(detail)->level;
        if (type == MD_BLOCK_OL) return static_cast<MD_BLOCK_OL_DETAIL const *>(detail)->start;
        return 1;
    }
    // md4c hands each byte on about once, but for references: "[a]" a thousand times gives the
    // target of "a" a thousand times.
    void count(std::size_t bytes) {
        given_ += bytes;
        is_swollen_ = is_swollen_ || given_ > most_;
    }

    Listener &listener_;
    std::size_t most_;
    std::size_t given_ = 0;
    bool is_swollen_ = false;
    std::string run_;
    std::vector<bool> open_blocks_; // whether the listener was told
    std::vector<OpenSpan> open_spans_;
    std::size_t told_spans_ = 0;
    std::string link_; // the target of the open one, or ""
    bool link_has_text_ = false;
    std::exception_ptr trouble_;
};

Reading &reading(void *data) { return *static_cast<Reading *>(data); }

} // namespace

bool read_markdown(std::string_view markdown, Listener &listener) {
    markdown = within_bounds(markdown);
    auto const lines = split(markdown, '\n');
    if (std::any_of(lines.begin(), lines.end(), opens_too_many)) return false;
    Reading state{markdown.size(), listener};
    MD_PARSER parser{};
    // No tables: a header of n columns over n rows makes n*n cells.
    parser.flags = MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void *detail, void *data) {
        return reading(data).guarded([&] { reading(data).enter_block(type, detail); });
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void *, void *data) {
        return reading(data).guarded([&] { reading(data).leave_block(type); });
    };
    parser.enter_span = [](MD_SPANTYPE type, void *detail, void *data) {
        return reading(data).guarded([&] { reading(data).enter_span(type, detail); });
    };
    parser.leave_span = [](MD_SPANTYPE type, void *, void *data) {
        return reading(data).guarded([&] { reading(data).leave_span(type); });
    };
    parser.text = [](MD_TEXTTYPE type, MD_CHAR const *text, MD_SIZE size, void *data) {
        return reading(data).guarded([&] { reading(data).hear(type, {text, size}); });
    };
    auto const answer =
        md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &state);
    return state.finish() && (answer == 0 || listener.has_enough());
}

} // namespace goen::markup
