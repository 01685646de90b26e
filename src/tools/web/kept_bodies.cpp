// SPDX-License-Identifier: Apache-2.0
#include "web/kept_bodies.hpp"

#include "web/plain.hpp"

#include <algorithm>

namespace goen::web {

std::string KeptBodies::key(Visit const &visit, std::int64_t id) {
    return visit.member.text() + ' ' + std::to_string(id) + (visit.words.is_ja() ? " ja" : " en") +
           (is_plain(visit.request) ? " plain" : "");
}

std::optional<KeptBodies::Body> KeptBodies::find(Visit const &visit, std::string const &key,
                                                 std::string_view once) const {
    auto const cut = kept_.find(key, visit.now);
    if (!cut) return {};
    auto const &pieces = (*cut)->pieces;
    std::size_t size = pieces.size() * visit.csrf.size() + once.size();
    for (auto const &piece : pieces) size += piece.markup.size();
    std::string markup;
    markup.reserve(size);
    for (auto const &piece : pieces) {
        if (piece.before == Piece::Before::token) markup += visit.csrf;
        if (piece.before == Piece::Before::once) markup += once;
        markup += piece.markup;
    }
    // As it was rendered.
    return Body{(*cut)->title, (*cut)->head, html::trusted(std::move(markup))};
}

void KeptBodies::keep(Visit const &visit, std::string key, std::int64_t known,
                      std::vector<std::int64_t> const &ids, Body const &body, store::Marks topics,
                      std::string_view once) {
    if (known < 0 || visit.csrf.empty()) return;
    auto cut = std::make_shared<Cut>();
    cut->title = body.title;
    cut->head = body.head;
    std::string_view rest = body.rest.markup();
    auto before = Piece::Before::nothing;
    // Both are new and unlike anything else: nothing else on the page is one of them.
    while (true) {
        auto const token = rest.find(visit.csrf);
        auto const other = once.empty() ? rest.npos : rest.find(once);
        auto const at = std::min(token, other);
        cut->pieces.push_back({std::string{rest.substr(0, at)}, before});
        if (at == rest.npos) break;
        before = token < other ? Piece::Before::token : Piece::Before::once;
        rest.remove_prefix(at + (token < other ? visit.csrf.size() : once.size()));
    }
    kept_.keep(std::move(key), known, ids, std::move(cut), visit.now, std::move(topics));
}

} // namespace goen::web
