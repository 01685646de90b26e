// SPDX-License-Identifier: Apache-2.0
#include "web/kept_bodies.hpp"

#include "web/plain.hpp"

namespace goen::web {

std::string KeptBodies::key(Visit const &visit, std::int64_t id) {
    return visit.member.text() + ' ' + std::to_string(id) + (visit.words.is_ja() ? " ja" : " en") +
           (is_plain(visit.request) ? " plain" : "");
}

std::optional<KeptBodies::Body> KeptBodies::find(Visit const &visit, std::string const &key) const {
    auto const cut = kept_.find(key, visit.now);
    if (!cut) return {};
    auto const &pieces = (*cut)->pieces;
    std::size_t size = (pieces.size() - 1) * visit.csrf.size();
    for (auto const &piece : pieces) size += piece.size();
    std::string markup;
    markup.reserve(size);
    for (auto const &piece : pieces) {
        if (&piece != &pieces.front()) markup += visit.csrf;
        markup += piece;
    }
    // As it was rendered.
    return Body{(*cut)->title, (*cut)->head, html::trusted(std::move(markup))};
}

void KeptBodies::keep(Visit const &visit, std::string key, std::int64_t known,
                      std::vector<std::int64_t> const &ids, Body const &body, store::Marks topics) {
    if (known < 0 || visit.csrf.empty()) return;
    auto cut = std::make_shared<Cut>();
    cut->title = body.title;
    cut->head = body.head;
    auto const &markup = body.rest.markup();
    std::size_t from = 0;
    // The token is random and new: nothing else on the page is it.
    for (auto at = markup.find(visit.csrf); at != markup.npos; at = markup.find(visit.csrf, from)) {
        cut->pieces.emplace_back(markup, from, at - from);
        from = at + visit.csrf.size();
    }
    cut->pieces.emplace_back(markup, from);
    kept_.keep(std::move(key), known, ids, std::move(cut), visit.now, std::move(topics));
}

} // namespace goen::web
