// SPDX-License-Identifier: Apache-2.0
#include "contacts/compare_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::contacts {

using namespace html;
using i18n::Words;

namespace {

constexpr std::size_t most_radios = 12; // versions; more are chosen from a list that folds up

std::string_view field_word(std::string_view field, Words const &w) {
    if (field == "name") return w("Name");
    if (field == "reading") return w("Reading");
    if (field == "company") return w("Company");
    if (field == "department") return w("Department");
    if (field == "title") return w("Title");
    if (field == "posts") return w("Other positions");
    if (field == "address") return w("Address");
    if (field == "emails") return w("Email");
    if (field == "phones") return w("Phone");
    return w("Website");
}

std::string label_of(FieldPair const &pair, Words const &w) {
    std::string label{field_word(pair.field, w)};
    if (pair.side != w.language())
        label += pair.side == i18n::Language::ja ? w(" (Japanese side)") : w(" (English side)");
    return label;
}

Attribute lang_of(FieldPair const &pair, Words const &w) {
    return pair.side == w.language() ? no_attribute() : lang(i18n::code(pair.side));
}

Html lines_of(std::string_view text, Words const &w) {
    if (text.empty()) return span(cls("meta"), w("not given"));
    Html lines;
    for (auto const line : split(text, '\n')) {
        if (!lines.empty()) lines += br();
        lines += Html{line};
    }
    return lines;
}

// One field that has changed: was and is, beside each other where there is room.
Html changed_field(FieldPair const &pair, Words const &w) {
    auto const half = [&](std::string_view head, std::string const &text) {
        return div(p(cls("meta"), head), p(lang_of(pair, w), lines_of(text, w)));
    };
    return section(cls("changed"),
                   when(!pair.field.empty(), [&] { return p(strong(label_of(pair, w))); }),
                   div(cls("pair"), half(w("Before"), pair.was), half(w("After"), pair.is)));
}

Html changed_fields(std::vector<FieldPair> const &pairs, Words const &w) {
    return each(pairs, [&](FieldPair const &pair) {
        return when(pair.is_changed(), [&] { return changed_field(pair, w); });
    });
}

std::string version_text(LedgerEntry const &entry, Words const &w) {
    auto text = i18n::day_text(entry.at, w.language());
    if (auto const *position = card::main_position(entry.body, w.language()))
        text += (w.is_ja() ? "　" : " · ") + card::position_line(*position, w.language());
    return text;
}

// The beginning of a long text.
std::string start_of(std::string const &text, std::size_t most) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < most && at < text.size(); ++i) next_code_point(text, at);
    return at < text.size() ? text.substr(0, at) + "…" : text;
}

std::string meeting_text(Meeting const &meeting, Words const &w) {
    std::string text =
        meeting.on ? i18n::date_text(*meeting.on, w.language()) : std::string{w("No date")};
    for (auto const *part : {&meeting.place, &meeting.note}) {
        if (!part->empty()) text += " " + start_of(*part, 60);
    }
    return text;
}

template <class T>
std::vector<T> only_in(std::vector<T> const &these, std::vector<T> const &others) {
    std::vector<T> found;
    for (auto const &one : these) {
        if (std::find(others.begin(), others.end(), one) == others.end()) found.push_back(one);
    }
    return found;
}

Html what_changed(PastEdit const &edit, Words const &w, std::size_t most) {
    Html body;
    if (edit.memo) {
        body += changed_field(
            {"", w.language(), start_of(edit.memo->was, most), start_of(edit.memo->is, most)}, w);
    }
    if (edit.tags) {
        auto const on = only_in(edit.tags->is, edit.tags->was),
                   off = only_in(edit.tags->was, edit.tags->is);
        if (!on.empty()) body += p(w("Tag added: {1}", {tags_text(on, w)}));
        if (!off.empty()) body += p(w("Tag removed: {1}", {tags_text(off, w)}));
        if (on.empty() && off.empty()) body += p(w("Tag order"));
    }
    if (edit.met) {
        for (auto const &one : only_in(edit.met->is, edit.met->was))
            body += p(w("Meeting added: {1}", {meeting_text(one, w)}));
        for (auto const &one : only_in(edit.met->was, edit.met->is))
            body += p(w("Meeting removed: {1}", {meeting_text(one, w)}));
    }
    if (edit.body)
        body += changed_fields(field_pairs(edit.body->was, edit.body->is, w.language()), w);
    return body;
}

std::string parts_of(PastEdit const &edit, Words const &w) {
    std::string text;
    auto const add = [&](bool is, std::string_view word) {
        if (!is) return;
        if (!text.empty()) text += w.is_ja() ? "、" : ", ";
        text += word;
    };
    add(edit.memo.has_value(), w("Memo"));
    add(edit.tags.has_value(), w("Tags"));
    add(edit.met.has_value(), w("When we met"));
    add(edit.body.has_value(), w("Card"));
    return text;
}

} // namespace

Html compare_form(web::Visit const &visit, ContactId id, std::vector<LedgerEntry> const &ledger,
                  std::size_t from, std::size_t to) {
    auto const &w = visit.words;
    if (from == 0) {
        from = ledger.size() - 1;
        to = ledger.size();
    }
    std::vector<web::Choice> choices;
    for (std::size_t i = 0; i < ledger.size(); ++i)
        choices.push_back({std::to_string(i + 1), version_text(ledger[i], w), ""});
    web::FormState state;
    state.typed.add("from", std::to_string(from));
    state.typed.add("to", std::to_string(to));
    auto const choose = [&](char const *name, std::string_view label) {
        return choices.size() > most_radios ? web::select_field(visit, state, name, label, choices)
                                            : web::radio_group(visit, state, name, label, choices);
    };
    return section(attr("aria-labelledby", "compare"),
                   h2(html::id("compare"), w("Compare two versions")),
                   element("form", cls("form"), attr("method", "get"),
                           action(Url{path_of(id, "/ledger/compare")}),
                           div(cls("pair"), choose("from", w("Before")), choose("to", w("After"))),
                           web::submit(w("Compare"), "button")));
}

Html compare_page(web::Visit const &visit, Contact const &contact,
                  std::vector<LedgerEntry> const &ledger, Comparison const &comparison) {
    auto const &w = visit.words;
    Html body = h1(w("Versions compared: {1}", {title_of(contact, w)}));
    body += dl(cls("facts"), div(dt(w("Before")), dd(version_text(comparison.from, w))),
               div(dt(w("After")), dd(version_text(comparison.to, w))));
    auto const pairs = field_pairs(comparison.from.body, comparison.to.body, w.language());
    bool const is_any = std::any_of(pairs.begin(), pairs.end(),
                                    [](FieldPair const &pair) { return pair.is_changed(); });
    body += section(attr("aria-labelledby", "changed"), h2(html::id("changed"), w("What changed")),
                    is_any ? changed_fields(pairs, w) : p(w("These two versions are the same.")));
    Html same;
    for (auto const &pair : pairs) {
        if (!pair.is_changed())
            same += div(dt(label_of(pair, w)), dd(lang_of(pair, w), lines_of(pair.is, w)));
    }
    if (!same.empty()) {
        body += section(attr("aria-labelledby", "same"), h2(html::id("same"), w("Unchanged")),
                        dl(cls("facts"), same));
    }
    body += compare_form(visit, contact.id, ledger, comparison.from_number, comparison.to_number);
    body += p(a(href(Url{path_of(contact.id, "/ledger")}), w("Back to the ledger")));
    return body;
}

Html history_page(web::Visit const &visit, Contact const &contact,
                  std::vector<PastEdit> const &edits) {
    auto const &w = visit.words;
    bool const is_small = web::is_plain(visit.request);
    Html body = h1(w("Change history: {1}", {title_of(contact, w)}));
    body += p(cls("lead"), w("Only you can see this. The latest 50 changes are kept, each with the "
                             "previous content."));
    if (edits.empty()) {
        body += web::empty_state(
            w("No changes yet"),
            p(w("Changes to memos, tags, meetings and cards you entered appear here.")));
    }
    auto const rows = web::rows_of(visit, edits.size(), path_of(contact.id, "/history"), 5);
    std::vector<Html> items;
    for (std::size_t i = rows.from; i < rows.until; ++i) {
        auto const &edit = edits[i];
        Html state;
        if (edit.undoes) state = p(cls("meta"), w("An earlier change was undone."));
        if (edit.is_batch) state += p(cls("meta"), w("Changed in bulk with other contacts."));
        items.push_back(li(
            element("time", attr("datetime", rfc3339(edit.at)),
                    i18n::time_text(edit.at, w.language())),
            div(p(strong(parts_of(edit, w))), what_changed(edit, w, is_small ? 60 : 300), state,
                edit.is_undone
                    ? p(cls("meta"), w("Undone"))
                    : web::post_button(
                          visit, Url{path_of(contact.id, "/history/") + edit.id.text() + "/undo"},
                          w("Undo this change"), "button quiet"))));
    }
    if (!items.empty()) body += ol(cls("timeline"), items);
    body += rows.links;
    body += p(a(href(Url{path_of(contact.id)}), w("Back to contact")));
    return body;
}

} // namespace goen::contacts
