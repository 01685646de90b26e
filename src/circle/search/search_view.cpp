// SPDX-License-Identifier: Apache-2.0
#include "search/search_view.hpp"

#include "base/text.hpp"
#include "web/assets.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::search {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

std::string name_of(std::string_view what, Words const &w) {
    if (what == "reading") return w("Reading");
    if (what == "romaji") return w("Romaji");
    if (what == "other_name") return w("Also known as");
    if (what == "company") return w("Company");
    if (what == "department") return w("Department");
    if (what == "title") return w("Title");
    if (what == "memo") return w("Memo");
    if (what == "tag") return w("Tag");
    if (what == "place") return w("Where you met");
    if (what == "meeting") return w("When you met");
    if (what == "email") return w("Email");
    if (what == "phone") return w("Phone");
    if (what == "address") return w("Address");
    return {}; // the text speaks for itself
}

Html reason(Why const &why, Words const &w) {
    auto const name = name_of(why.what, w);
    return span(cls("more why"),
                when(!name.empty(), [&] { return all(span(cls("meta"), name), " "); }),
                to_html(why.text));
}

Html item_line(Item const &item, int number, Words const &w) {
    return li(cls(item.portrait.empty() ? "list-item" : "list-item with-portrait"), item.portrait,
              a(cls("who"), href(Url{item.path}),
                number <= 9 ? attr("accesskey", std::to_string(number)) : no_attribute(),
                item.heading.empty() ? to_html(item.title) : item.heading),
              when(!item.about.empty(), [&] { return span(cls("what"), item.about); }),
              when(!item.note.empty(), [&] { return span(cls("aside"), item.note); }),
              each(item.why, [&](Why const &why) { return reason(why, w); }));
}

Html field(SearchPage const &page, Words const &w) {
    return element("form", cls("search"), attr("method", "get"), action(Url{"/search"}),
                   attr("role", "search"), attr("data-suggest", "/search/suggest"),
                   label(cls("unseen"), attr("for", "search-q"), w("What to look for")),
                   input(id("search-q"), type("search"), name("q"), value(page.q),
                         attr("maxlength", std::to_string(longest_query)),
                         attr("autocomplete", "off"),
                         attr("placeholder", w("Name, reading, company, words"))),
                   when(!page.kind.empty(),
                        [&] { return input(type("hidden"), name("kind"), value(page.kind)); }),
                   button(type("submit"), w("Search")));
}

Html tabs(SearchPage const &page, Words const &w) {
    return nav(
        cls("order"), attr("aria-label", w("What to show")), each(page.tabs, [&](Tab const &tab) {
            return all(a(href(Url{search_path(page.q, tab.kind)}),
                         tab.kind == page.kind ? attr("aria-current", "true") : no_attribute(),
                         w(tab.words)),
                       " ");
        }));
}

Html what_can_be_found(Words const &w) {
    return web::empty_state(
        w("Search everything you may see"),
        all(p(w("People are found by name, reading, romaji, company, department, title, memo or "
                "tag. Old and new forms of kanji are the same.")),
            p(w("Part of a word is enough: “展示” finds “展示会”. With two words, both must "
                "match."))));
}

Html nothing_found(SearchPage const &page, Words const &w) {
    return web::empty_state(
        w("Nothing was found for “{1}”", {page.q}),
        ul(li(w("Try fewer or shorter words.")), li(w("Try the reading instead of kanji.")),
           li(w("Only what is shared with you can be found."))),
        a(cls("button"), href(Url{"/people?q=" + percent_encoded(page.q)}), w("Find a member")));
}

Html section_of(SearchPage const &page, Section const &section, int &number, Words const &w) {
    auto const &found = section.found;
    Html out;
    if (found.is_building)
        out += web::notice(p(w("The search is being prepared. Some things cannot be found yet.")),
                           "info");
    if (found.items.empty()) {
        if (section.more.empty()) return out;
        return all(out, p(w("Nothing among the newest.")),
                   p(a(cls("button"), href(Url{section.more}), w("Search older ones"))));
    }
    Html lines;
    for (auto const &item : found.items) lines += item_line(item, ++number, w);
    out +=
        all(when(page.kind.empty(), [&] { return h2(w(section.words)); }), ul(cls("list"), lines));
    if (!section.more.empty())
        out += p(a(href(Url{section.more}),
                   page.kind.empty() ? w("See all: {1}", {w(section.words)}) : w("More")));
    return out;
}

} // namespace

std::string search_path(std::string_view q, std::string_view kind, std::string_view after) {
    std::string path = "/search?q=" + percent_encoded(q);
    if (!kind.empty()) path += "&kind=" + std::string{kind};
    if (!after.empty()) path += "&after=" + percent_encoded(after);
    return path;
}

Html search_page(Visit const &visit, SearchPage const &page) {
    auto const &w = visit.words;
    Html body = all(h1(w("Search")), field(page, w));
    if (!page.refused.empty()) return all(body, web::notice(p(w(page.refused)), "bad"));
    if (page.q.empty()) return all(body, what_can_be_found(w));
    body += tabs(page, w);
    int number = 0;
    Html sections;
    for (auto const &section : page.sections) sections += section_of(page, section, number, w);
    bool const is_empty =
        std::all_of(page.sections.begin(), page.sections.end(), [](Section const &section) {
            return section.found.items.empty() && section.more.empty();
        });
    return all(body, div(attr("role", "status"), cls("found"), sections,
                         when(is_empty, [&] { return nothing_found(page, w); })));
}

Html suggestions(Visit const &visit, std::string_view q, std::vector<Item> const &items) {
    auto const &w = visit.words;
    int number = 0;
    auto const one = [&](std::string const &path, Html const &shown) {
        return li(attr("role", "option"), id("suggested-" + std::to_string(++number)),
                  attr("data-path", path), shown);
    };
    Html out;
    for (auto const &item : items)
        out += one(item.path, all(item.portrait, span(cls("who"), item.title.text),
                                  when(!item.about.empty(),
                                       [&] { return all(" ", span(cls("what"), item.about)); })));
    out += one(search_path(q, ""), Html{w("Search for “{1}”", {std::string{q}})});
    return out;
}

} // namespace goen::search
