// SPDX-License-Identifier: Apache-2.0
// One contact: the card, my notes, when we met, and the ledger.
#include "base/random.hpp"
#include "base/text.hpp"
#include "card/card_view.hpp"
#include "card/other_names_view.hpp"
#include "contacts/compare_view.hpp"
#include "contacts/contact_form.hpp"
#include "contacts/contact_head.hpp"
#include "contacts/contacts_view.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "web/form_version.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::contacts {

using namespace html;
using i18n::Words;

namespace {

Html lines_of(std::string_view text) {
    Html lines;
    for (auto const line : split(text, '\n')) {
        if (!lines.empty()) lines += br();
        lines += Html{line};
    }
    return lines;
}

// Above the card: what state it is in.
Html state_of(web::Visit const &visit, Contact const &contact) {
    auto const &w = visit.words;
    if (contact.has_left) {
        return web::notice(all(p(strong(w("This person has left the network."))),
                               p(w("This is the last card you received."))),
                           "warn");
    }
    if (contact.is_member && !contact.is_live) {
        return web::notice(all(p(strong(w("The exchange has ended."))),
                               p(w("This is the last card you received."))),
                           "warn");
    }
    if (contact.withdrawn) {
        return web::notice(p(w("The card was withdrawn on {1}. This is what you received.",
                               {i18n::day_text(*contact.withdrawn, w.language())})),
                           "warn");
    }
    if (contact.has_moved) {
        return web::notice(
            all(p(w("The name or position on this card has changed since you last viewed it.")),
                web::post_button(visit, Url{path_of(contact.id, "/looked")}, w("Mark as seen"),
                                 "button")),
            "info");
    }
    return {};
}

// Of a box with one entry a line: room for one more.
int lines_for(std::size_t entries) {
    return static_cast<int>(std::clamp<std::size_t>(entries, 1, 7)) + 1;
}

Html notes_form(web::Visit const &visit, ContactPage const &page) {
    auto const &w = visit.words;
    std::string tags_hint{w("One tag per line. Commas are part of the tag.")};
    if (!page.known_tags.empty())
        tags_hint += " " + w("Used so far: {1}", {tags_text(page.known_tags, w)});
    return section(
        cls("panel"), attr("aria-labelledby", "notes"), h2(id("notes"), w("Memo and tags")),
        web::form(visit, Url{path_of(page.contact.id)},
                  all(web::form_errors(visit, page.notes), web::form_version(visit, page.notes),
                      web::text_area(visit, page.notes, "memo", w("Memo"), 4,
                                     {.hint = w("Only you can see this."), .max_length = 10'000}),
                      web::text_area(visit, page.notes, "tags", w("Tags"),
                                     lines_for(page.contact.tags.size()), {.hint = tags_hint}),
                      web::submit(w("Save")))));
}

Html meeting_text(Meeting const &meeting) {
    return all(when(!meeting.place.empty(), [&] { return p(meeting.place); }),
               when(!meeting.note.empty(), [&] { return p(cls("meta"), lines_of(meeting.note)); }));
}

Html met_section(web::Visit const &visit, ContactPage const &page) {
    auto const &w = visit.words;
    auto const &met = page.contact.met;
    std::vector<Html> items;
    if (!page.introducer.empty()) {
        auto const &tie = *page.contact.tie;
        items.push_back(
            li(element("time", attr("datetime", iso_date(i18n::date_in_japan(tie.since))),
                       i18n::day_text(tie.since, w.language())),
               div(p(a(href(Url{path_of(ContactId{tie.introducer.value})}),
                       w("By {1}", {page.introducer}))))));
    }
    auto const mark = meetings_mark(met);
    for (std::size_t i = 0; i < met.size(); ++i) {
        auto const &meeting = met[i];
        Html when_met = meeting.on ? element("time", attr("datetime", iso_date(*meeting.on)),
                                             i18n::date_text(*meeting.on, w.language()))
                                   : Html{span(w("No date"))};
        items.push_back(
            li(when_met,
               div(meeting_text(meeting),
                   web::post_button(visit, Url{path_of(page.contact.id, "/met")}, w("Remove"),
                                    "link", {{"remove", std::to_string(i)}, {"of", mark}}))));
    }
    return section(
        cls("panel"), attr("aria-labelledby", "met"), h2(id("met"), w("When we met")),
        when(!items.empty(), [&] { return ol(cls("timeline"), items); }),
        details(flag("open", !page.met.errors.empty()), summary(w("Add a meeting")),
                web::form(visit, Url{path_of(page.contact.id, "/met")},
                          all(web::form_errors(visit, page.met),
                              web::field(visit, page.met, "on", w("Date"),
                                         {.hint = w("For example 2026-04-01. Optional.")}),
                              web::field(visit, page.met, "place", w("Place"), {.max_length = 200}),
                              web::text_area(visit, page.met, "note", w("What you talked about"), 3,
                                             {.max_length = 1'000}),
                              web::submit(w("Add"))))));
}

std::string standing_of(card::CardBody const &body, Words const &w) {
    auto const *position = card::main_position(body, w.language());
    return position ? card::position_line(*position, w.language()) : "";
}

// One line of the timeline: what this version said, and what was new in it.
Html ledger_line(LedgerEntry const &entry, Words const &w, Html more) {
    auto const standing = standing_of(entry.body, w);
    return li(element("time", attr("datetime", iso_date(i18n::date_in_japan(entry.at))),
                      i18n::month_text(entry.at, w.language())),
              div(p(standing.empty() ? std::string{w("No position on the card")} : standing),
                  when(!entry.changes.empty(),
                       [&] {
                           return p(cls("meta"),
                                    w("Changed: {1}", {changes_text(entry.changes, w)}));
                       }),
                  more));
}

Html ledger_section(web::Visit const &visit, ContactPage const &page) {
    auto const &w = visit.words;
    if (page.ledger.empty()) return {};
    return section(
        cls("panel"), attr("aria-labelledby", "ledger"), h2(id("ledger"), w("Ledger")),
        ol(cls("timeline"),
           each(page.ledger, [&](LedgerEntry const &entry) { return ledger_line(entry, w, {}); })),
        p(a(href(Url{path_of(page.contact.id, "/ledger")}), w("See all received cards"))),
        when(page.ledger.size() > 1, [&] {
            return p(a(href(Url{path_of(page.contact.id, "/ledger/compare")}),
                       w("Compare two versions")));
        }));
}

Html doors_of(Contact const &contact, Words const &w) {
    std::vector<Html> links;
    if (!contact.body.name.empty())
        links.push_back(
            a(cls("button"), href(Url{path_of(contact.id, ".vcf")}), w("Save as vCard")));
    if (!contact.is_live) {
        links.push_back(
            a(cls("button danger"), href(Url{path_of(contact.id, "/delete")}), w("Delete")));
    }
    return div(cls("actions"), links);
}

} // namespace

std::string changes_text(std::vector<std::string> const &changes, Words const &w) {
    std::string text;
    for (auto const &part : changes) {
        std::string_view const word = part == "name"        ? w("name")
                                      : part == "positions" ? w("company or position")
                                      : part == "address"   ? w("address")
                                      : part == "emails"    ? w("email")
                                      : part == "phones"    ? w("phone")
                                                            : w("links");
        if (!text.empty()) text += w.is_ja() ? "、" : ", ";
        text += word;
    }
    return text;
}

std::string tags_text(std::vector<std::string> const &tags, Words const &w) {
    std::string text;
    for (auto const &tag : tags) {
        if (!text.empty() && !w.is_ja()) text += ' ';
        text += w("“{1}”", {tag});
    }
    return text;
}

std::string meetings_mark(std::vector<Meeting> const &met) {
    return sha256_hex(packed_meetings(met)).substr(0, 16);
}

std::string title_of(Contact const &contact, Words const &w) {
    return contact.body.name.empty() ? std::string{w("Name not shown")}
                                     : contact.body.name.display(w.language());
}

Html contact_page(web::Visit const &visit, ContactPage const &page) {
    auto const &w = visit.words;
    auto const &contact = page.contact;
    auto const card =
        section(cls("panel"), attr("aria-labelledby", "details"),
                h2(id("details"), w("Contact details")), card::card_details(contact.body, w),
                card::other_names_lines(contact.other_names, w), doors_of(contact, w));
    // A form that was refused comes first: what was wrong with it must not lie below the fold.
    bool const has_refused_notes =
        !page.notes.errors.empty() || !page.notes.message.empty() || !page.notes.meanwhile.empty();
    bool const has_notes_first = page.is_fresh || has_refused_notes;
    Html main = state_of(visit, contact);
    if (has_notes_first) {
        if (page.is_fresh)
            main += web::notice(p(w("Add a note while you remember: where did you meet, and what "
                                    "did you talk about?")),
                                "good");
        main += notes_form(visit, page);
        main += card;
    } else {
        main += card;
    }
    main += page.more;
    if (!has_notes_first) main += notes_form(visit, page);
    main += met_section(visit, page);
    main += page.below;
    return div(cls("person-page"),
               section(cls("contact-card"), attr("aria-label", w("Card")),
                       card::card_with_back(contact.body, w)),
               div(cls("person-main"), main),
               div(cls("person-side"), ledger_section(visit, page), page.beside,
                   p(a(href(Url{path_of(contact.id, "/history")}), w("Change history")))));
}

Html ledger_page(web::Visit const &visit, Contact const &contact,
                 std::vector<LedgerEntry> const &ledger) {
    auto const &w = visit.words;
    Html body = h1(w("Ledger: {1}", {title_of(contact, w)}));
    body +=
        p(cls("lead"),
          w("Every card you received, exactly as it was that day. These records never change."));
    if (ledger.empty()) {
        body +=
            web::empty_state(w("No entries"), p(w("Contacts you added yourself have no ledger.")));
    } else {
        auto const rows = web::rows_of(visit, ledger.size(), path_of(contact.id, "/ledger"), 4);
        std::vector<LedgerEntry> const shown(
            ledger.begin() + static_cast<std::ptrdiff_t>(rows.from),
            ledger.begin() + static_cast<std::ptrdiff_t>(rows.until));
        body += ol(cls("timeline"), each(shown, [&](LedgerEntry const &entry) {
                       auto card_then = entry.body;
                       // No ledger keeps a picture that was taken off its card.
                       if (card_then.photo != contact.body.photo) card_then.photo = {};
                       if (card_then.logo != contact.body.logo) card_then.logo = {};
                       return ledger_line(
                           entry, w,
                           all(p(cls("meta"),
                                 w("Received on {1}", {i18n::day_text(entry.at, w.language())})),
                               card::both_sides(card_then, w), card::card_details(card_then, w)));
                   }));
        body += rows.links;
    }
    if (ledger.size() > 1) {
        // Two lists of every version would be too much for a small page of this one.
        body +=
            web::is_plain(visit.request)
                ? p(a(href(Url{path_of(contact.id, "/ledger/compare")}), w("Compare two versions")))
                : compare_form(visit, contact.id, ledger, 0, 0);
    }
    body += p(a(href(Url{path_of(contact.id)}), w("Back to contact")));
    return body;
}

Html delete_page(web::Visit const &visit, Contact const &contact) {
    auto const &w = visit.words;
    return all(p(cls("lead"), w("Delete {1} from your contacts?", {title_of(contact, w)})),
               p(w("The memo, tags and meetings will be deleted too. You can restore them within "
                   "30 days.")),
               div(cls("actions"),
                   web::post_button(visit, Url{path_of(contact.id, "/delete")}, w("Delete"),
                                    "button danger"),
                   a(cls("button quiet"), href(Url{path_of(contact.id)}), w("Cancel"))));
}

namespace {

std::string guess_hint(std::string const &guess, Words const &w) {
    return guess.empty() ? std::string{} : w("Guessed: {1}", {guess});
}

// Nothing is merged by itself: who types decides whether it is the same person.
Html perhaps_known(std::vector<Line> const &alike, Words const &w) {
    if (alike.empty()) return {};
    return web::notice(div(cls("stack"),
                           p(strong(w("You may already have this person in your contacts."))),
                           contact_lines(alike, w),
                           p(w("If it is the same person, open that contact and edit it. Nothing "
                               "has been saved yet.")),
                           p(button(type("submit"), cls("button"), name("anyway"), value("1"),
                                    w("Add as a different person")))),
                       "warn");
}

} // namespace

Html contact_form(web::Visit const &visit, web::FormState const &state, ContactForm const &form) {
    auto const &w = visit.words;
    auto const text = [&](std::string_view name, char const *label,
                          web::FieldOptions options = {}) {
        return web::field(visit, state, name, label, options);
    };
    auto const pair = [&](Html one, Html two) { return div(cls("pair"), one, two); };
    auto const guess = guessed_reading_of(state.typed);
    // Enter in a field saves; without this it would press the first of the other buttons.
    Html inner = all(button(type("submit"), cls("default-button"), attr("tabindex", "-1"),
                            attr("aria-hidden", "true"), w("Save")),
                     web::form_errors(visit, state), web::form_version(visit, state),
                     perhaps_known(form.alike, w));
    inner += fieldset(
        legend(w("Name")), pair(text("family", w("Family name")), text("given", w("Given name"))),
        pair(text("family_kana", w("Family name, reading"), {.hint = guess_hint(guess.family, w)}),
             text("given_kana", w("Given name, reading"), {.hint = guess_hint(guess.given, w)})),
        p(cls("hint"), w("Only a family name or a company is required. Add the "
                         "reading to sort the contact correctly in the list.")),
        details(summary(w("Romaji, middle name, name order")),
                pair(text("family_romaji", w("Family name in romaji")),
                     text("given_romaji", w("Given name in romaji"))),
                text("middle", w("Middle name")),
                web::select_field(visit, state, "order", w("Name order"),
                                  {{"family_first", w("Family name first"), ""},
                                   {"given_first", w("Given name first"), ""}})));
    inner += fieldset(legend(w("Work")), text("company", w("Company")),
                      text("department", w("Department"), {.hint = w("Separate levels with >.")}),
                      text("title", w("Title")));
    inner += fieldset(legend(w("Phone and email")),
                      pair(text("phone_mobile", w("Mobile"), {.type = "tel"}),
                           text("phone_direct", w("Direct line"), {.type = "tel"})),
                      pair(text("phone_main", w("Main number"), {.type = "tel"}),
                           text("phone_fax", w("Fax"), {.type = "tel"})),
                      text("email", w("Email address"), {.type = "email"}),
                      text("email2", w("Second email address"), {.type = "email"}),
                      text("url", w("Website"), {.type = "url"}));
    inner += fieldset(legend(w("Address")),
                      text("postal_code", w("Postal code"),
                           {.autocomplete = "off", .inputmode = "numeric", .postal = "code"}),
                      when(form.has_postal,
                           [&] {
                               return p(button(type("submit"), cls("button"), name("fill"),
                                               value("1"), w("Fill in from postal code")));
                           }),
                      pair(text("region", w("Prefecture"), {.postal = "region"}),
                           text("locality", w("City or ward"), {.postal = "locality"})),
                      text("street", w("Street and number"), {.postal = "street"}),
                      text("building", w("Building and floor")));
    if (form.is_new) {
        inner +=
            fieldset(legend(w("Where we met")),
                     pair(text("on", w("Date"), {.hint = w("For example 2026-04-01. Optional.")}),
                          text("place", w("Place"), {.max_length = 200})),
                     web::text_area(visit, state, "memo", w("Memo"), 4,
                                    {.hint = w("Only you can see this."), .max_length = 10'000}),
                     web::text_area(visit, state, "tags", w("Tags"), 2,
                                    {.hint = w("One tag per line. Commas are part of the tag.")}));
    }
    inner += div(cls("actions"), web::submit(form.is_new ? w("Add to contacts") : w("Save")),
                 a(cls("button quiet"), href(Url{"/contacts"}), w("Cancel")));
    return web::form(visit, form.to, inner);
}

} // namespace goen::contacts
