// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "markup/pieces.hpp"
#include "markup/written.hpp"

namespace goen::markup {

html::Html link_to(std::string const &target, html::Html const &inner) {
    constexpr std::string_view mailto = "mailto:";
    auto const url = target.starts_with(mailto) ? html::Url::mailto(target.substr(mailto.size()))
                                                : html::Url::web(target);
    return html::a(html::href(url), html::attr("rel", "nofollow ugc noopener"), inner);
}

html::Html run_of(std::string_view text, Mentions const &mentions) {
    html::Html out;
    for (auto const &piece : pieces_of(text)) {
        if (piece.kind == Piece::Kind::link) {
            out += link_to(piece.target, readable_url(piece.target));
        } else if (piece.kind == Piece::Kind::mention) {
            auto name = mentions.write ? mentions.write(piece.member) : std::nullopt;
            out += name ? std::move(*name) : html::Html{"@" + mentions.fallback};
        } else {
            out += html::Html{piece.text};
        }
    }
    return out;
}

html::Html plain(std::string_view text, Mentions const &mentions) {
    auto const clean = with_unix_lines(within_bounds(text));
    html::Html out;
    html::Html paragraph;
    auto const end_paragraph = [&] {
        if (!paragraph.empty()) out += html::p(paragraph);
        paragraph = {};
    };
    for (auto const line : split(clean, '\n')) {
        if (trimmed(line).empty()) {
            end_paragraph();
            continue;
        }
        if (!paragraph.empty()) paragraph += html::br();
        paragraph += run_of(line, mentions);
    }
    end_paragraph();
    return out;
}

html::Html written(std::string_view text, Format format, Mentions const &mentions) {
    return format == Format::article ? article(text, mentions) : plain(text, mentions);
}

} // namespace goen::markup
