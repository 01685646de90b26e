// SPDX-License-Identifier: Apache-2.0
#include "contacts/tagging_view.hpp"

#include "base/text.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::contacts {

using namespace html;
using i18n::Words;

namespace {

Html hidden(std::string_view field, std::string_view text) {
    return text.empty() ? Html{} : input(type("hidden"), name(field), value(text));
}

// One line to tick: nothing but the box and whose it is.
Html choice_of(Line const &line, bool is_checked, Words const &w) {
    auto const own_id = "c-" + line.id.text();
    std::string more = line.company;
    for (auto const &tag : line.tags) more += (more.empty() ? "#" : " #") + tag;
    return li(cls("choice"),
              input(type("checkbox"), id(own_id), name("c"), value(line.id.text()),
                    flag("checked", is_checked)),
              label(attr("for", own_id), name_with_reading(line.name, w),
                    when(!more.empty(), [&] { return all(" ", small(more)); })));
}

std::string deed_text(TagBatch const &batch, Words const &w) {
    auto const count = i18n::number_text(batch.changed, w.language());
    switch (batch.what) {
    case TagDeed::put_on: return w("“{1}” added to {2} contacts", {batch.tag, count});
    case TagDeed::taken_off: return w("“{1}” removed from {2} contacts", {batch.tag, count});
    case TagDeed::renamed:
        return w("“{1}” renamed to “{2}” on {3} contacts", {batch.tag, batch.to, count});
    case TagDeed::deleted: return w("“{1}” deleted from {2} contacts", {batch.tag, count});
    }
    return {};
}

Html undo_button(web::Visit const &visit, TagBatch const &batch) {
    return web::post_button(visit, Url{"/contacts/tags/" + batch.id.text() + "/undo"},
                            visit.words("Undo"), "button quiet");
}

} // namespace

Html choose_page(web::Visit const &visit, Ask const &ask, Found const &found,
                 web::FormState const &state) {
    auto const &w = visit.words;
    Html body = h1(w("Tag several contacts"));
    if (!ask.q.empty()) body += p(w("Results for “{1}”", {ask.q}));
    if (!ask.tag.empty()) body += p(w("Tagged “{1}”", {ask.tag}));
    if (!ask.index.empty()) body += p(w("Under {1}", {ask.index}));
    if (found.lines.empty()) {
        return body += web::empty_state(
                   w("No results"), p(w("Try the reading, part of the name, or the company.")),
                   a(cls("button"), href(Url{"/contacts"}), w("Show everyone"))),
               body;
    }
    auto const chosen = state.typed.all("c");
    Html lines;
    for (auto const &line : found.lines) {
        auto const own = line.id.text();
        lines += choice_of(line, std::find(chosen.begin(), chosen.end(), own) != chosen.end(), w);
    }
    bool const is_whole = ask.q.empty() && ask.tag.empty() && ask.index.empty() && !ask.moved_only;
    body += web::form(
        visit, Url{"/contacts/choose"},
        all(web::form_errors(visit, state), hidden("q", ask.q), hidden("in_tag", ask.tag),
            hidden("index", ask.index), hidden("moved", ask.moved_only ? "1" : ""),
            hidden("after", ask.after), ul(cls("list choices"), lines),
            when(!found.next.empty() || !ask.after.empty(),
                 [&] {
                     return web::checkbox(visit, state, "all",
                                          is_whole ? w("All contacts, on every page")
                                                   : w("All results, on every page"));
                 }),
            web::field(visit, state, "new_tag", w("Tag"), {.max_length = 50}),
            div(cls("actions"),
                button(cls("button primary"), type("submit"), name("do"), value("on"),
                       w("Add tag")),
                button(cls("button"), type("submit"), name("do"), value("off"), w("Remove tag")))));
    if (!found.next.empty()) {
        auto next = ask;
        next.after = found.next;
        body +=
            p(cls("actions"), a(cls("button"), attr("rel", "next"), attr("accesskey", "6"),
                                href(Url{list_path(next, "/contacts/choose")}), w("Next page")));
    }
    body += p(a(href(Url{"/contacts"}), w("Back to contacts")));
    return body;
}

Html tags_page(web::Visit const &visit,
               std::vector<std::pair<std::string, std::int64_t>> const &tags,
               std::vector<TagBatch> const &batches, BatchId just) {
    auto const &w = visit.words;
    Html body = h1(w("Tags"));
    for (auto const &batch : batches) {
        if (batch.id == just && !batch.is_undone)
            body += web::notice(all(p(deed_text(batch, w)), undo_button(visit, batch)), "good");
    }
    if (tags.empty()) {
        body += web::empty_state(
            w("No tags yet"), p(w("Add tags to contacts to group them and find them later.")),
            a(cls("button"), href(Url{"/contacts/choose"}), w("Tag several contacts")));
    } else {
        auto const rows = web::rows_of(visit, tags.size(), "/contacts/tags");
        std::vector<Html> items;
        for (auto i = rows.from; i < rows.until; ++i) {
            auto const &[tag, count] = tags[i];
            auto const at = "tag=" + percent_encoded(tag);
            items.push_back(li(cls("row"),
                               a(cls("tag"), href(Url{"/contacts?" + at}), tag, " ",
                                 small(i18n::number_text(count, w.language()))),
                               a(href(Url{"/contacts/tags/edit?" + at}),
                                 attr("aria-label", w("Rename or delete “{1}”", {tag})),
                                 w("Rename or delete"))));
        }
        body += ul(cls("stack"), items);
        body += rows.links;
        body += p(a(href(Url{"/contacts/choose"}), w("Tag several contacts")));
    }
    std::vector<Html> lately;
    std::size_t const shown = web::is_plain(visit.request) ? 3 : 20;
    for (auto const &batch : batches) {
        if (lately.size() == shown) break;
        lately.push_back(
            li(element("time", attr("datetime", rfc3339(batch.at)),
                       i18n::day_text(batch.at, w.language())),
               div(p(deed_text(batch, w)),
                   batch.is_undone ? p(cls("meta"), w("Undone")) : undo_button(visit, batch))));
    }
    if (!lately.empty()) {
        body += section(attr("aria-labelledby", "lately"),
                        h2(id("lately"), w("Recent bulk changes")), ol(cls("timeline"), lately));
    }
    body += p(a(href(Url{"/contacts"}), w("Back to contacts")));
    return body;
}

Html tag_page(web::Visit const &visit, std::string const &tag, web::FormState const &state) {
    auto const &w = visit.words;
    return all(
        h1(w("Tag “{1}”", {tag})),
        web::form(
            visit, Url{"/contacts/tags/rename"},
            all(web::form_errors(visit, state), hidden("tag", tag),
                web::field(visit, state, "to", w("New name"),
                           {.hint = w("If you use the name of another tag, the two are merged."),
                            .required = true,
                            .max_length = 50}),
                web::submit(w("Rename on all contacts")))),
        web::post_button(visit, Url{"/contacts/tags/delete"}, w("Delete tag from all contacts"),
                         "button danger", {{"tag", tag}}),
        p(cls("meta"), w("Only the tag is deleted, not the contacts. You can undo this.")),
        p(a(href(Url{"/contacts/tags"}), w("Back to tags"))));
}

} // namespace goen::contacts
