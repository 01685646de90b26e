// SPDX-License-Identifier: Apache-2.0
// /search and its suggestions.
#include "base/text.hpp"
#include "search/search_doors.hpp"
#include "search/search_view.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::search {
namespace {

using web::Visit;

constexpr int on_a_page = 20, on_a_small_page = 9, of_each_kind = 5, suggested = 6;
constexpr std::size_t most_shown = 4'000; // bytes of a query that comes back

SearchPage new_page(Kinds const &kinds) {
    SearchPage page;
    page.tabs.push_back({"", N_("Everything")});
    for (auto const &kind : kinds.all()) page.tabs.push_back({kind.name, kind.words});
    return page;
}

Result<Section> section_of(Kind const &kind, SearchPage const &page, Asked const &asked) {
    auto found = kind.find(asked);
    if (!found) return found.why();
    Section section{kind.name, kind.words, std::move(*found), {}};
    bool const is_whole_page = !page.kind.empty();
    if (!section.found.next.empty())
        section.more =
            search_path(page.q, kind.name, is_whole_page ? section.found.next : std::string{});
    return section;
}

http::Response show(Visit const &visit, SearchPage const &page, int status = 200) {
    bool const has_looked = !page.q.empty() && page.refused.empty();
    auto const title = !has_looked ? std::string{visit.words("Search")}
                                   : visit.words("Results for “{1}”", {page.q});
    return web::page(visit, title, search_page(visit, page),
                     {.section = "search", .status = status});
}

http::Response refused(Visit const &visit, SearchPage page, Refusal const &why) {
    page.refused = why.fields.empty() ? why.message : why.fields.front().why;
    // A query that is too long can be shortened; one of megabytes nobody typed.
    page.q = is_clean_utf8(visit.query("q")) && visit.query("q").size() <= most_shown
                 ? std::string{visit.query("q")}
                 : std::string{};
    page.kind.clear();
    return show(visit, page, 422);
}

http::Response search(Kinds const &kinds, Visit const &visit) {
    auto page = new_page(kinds);
    auto const q = checked_query(visit.query("q"));
    if (!q) return refused(visit, page, q.why());
    page.q = *q;
    page.kind = visit.query("kind");
    if (!page.kind.empty() && kinds.find(page.kind) == nullptr) page.kind.clear();
    if (page.q.empty()) return show(visit, page);
    Asked asked{visit.member, visit.words, page.q, {}, of_each_kind};
    if (!page.kind.empty()) {
        asked.after = visit.query("after");
        asked.limit = web::is_plain(visit.request) ? on_a_small_page : on_a_page;
    }
    for (auto const &kind : kinds.all()) {
        if (!page.kind.empty() && kind.name != page.kind) continue;
        auto section = section_of(kind, page, asked);
        if (!section) return refused(visit, page, section.why());
        page.sections.push_back(std::move(*section));
    }
    return show(visit, page);
}

http::Response suggest(Kinds const &kinds, Visit const &visit) {
    std::vector<Item> items;
    auto const q = checked_query(visit.query("q"));
    if (!q || q->empty()) return http::html({});
    for (auto const &kind : kinds.all()) {
        auto const room = suggested - static_cast<int>(items.size());
        if (!kind.is_suggested || room <= 0) continue;
        auto found = kind.find({visit.member, visit.words, *q, {}, room});
        if (!found) continue;
        std::move(found->items.begin(), found->items.end(), std::back_inserter(items));
    }
    auto response = http::html(suggestions(visit, *q, items).markup());
    response.set("cache-control", "private, no-store");
    return response;
}

} // namespace

void add_pages(web::Doors &doors, Kinds const &kinds) {
    using web::Who;
    doors.get("/search", Who::member,
              [&kinds](Visit const &visit) { return search(kinds, visit); });
    doors.get("/search/suggest", Who::member,
              [&kinds](Visit const &visit) { return suggest(kinds, visit); });
}

} // namespace goen::search
