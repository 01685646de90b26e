// SPDX-License-Identifier: Apache-2.0
#include "archive/archive_view.hpp"

#include "archive/contents.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::archive {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

// Japanese text on a page in another language is read aloud in Japanese.
Attribute lang_of(std::string_view text, Words const &words) {
    bool const is_ja = std::any_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
    return !words.is_ja() && is_ja ? lang("ja") : no_attribute();
}

Html from_line(Report const &report, Words const &w) {
    return p(cls("meta"), span(lang_of(report.network, w), report.network), " · ",
             span(lang_of(report.member, w), report.member), " · ",
             i18n::day_text(report.made, w.language()));
}

// What comes, or came.
Html counts(Report const &report, Words const &w) {
    Html items;
    auto const item = [&](std::int64_t count, std::string const &text) {
        if (count > 0) items += li(text);
    };
    item(report.cards, w.n("{1} card of yours", "{1} cards of yours", report.cards));
    item(report.pictures, w.n("{1} photograph or logo of yours",
                              "{1} photographs and logos of yours", report.pictures));
    item(report.names, w.n("{1} other name", "{1} other names", report.names));
    item(report.contacts,
         w.n("{1} person for your book", "{1} people for your book", report.contacts));
    item(report.received, w.n("{1} card received, for the ledger",
                              "{1} cards received, for the ledger", report.received));
    item(report.reminders, w.n("{1} reminder", "{1} reminders", report.reminders));
    item(report.dates, w.n("{1} important day", "{1} important days", report.dates));
    return items.empty() ? p(w("Nothing that is not here already.")) : ul(items);
}

Html rest(Visit const &visit, Report const &report) {
    auto const &w = visit.words;
    Html out;
    auto const there = report.contacts_there + report.cards_there + report.names_there;
    if (there > 0)
        out += p(w.n("{1} thing in the file is here already.",
                     "{1} things in the file are here already.", there));
    if (report.cards_too_many > 0)
        out += p(w.n("{1} card was left out: you have as many as a member can have.",
                     "{1} cards were left out: you have as many as a member can have.",
                     report.cards_too_many));
    if (report.guests_waiting > 0)
        out += p(w.n("{1} card of a guest waits for your answer at the other network. It stays "
                     "there and in the file.",
                     "{1} cards of guests wait for your answer at the other network. They stay "
                     "there and in the file.",
                     report.guests_waiting));
    if (report.introductions > 0)
        out += p(w.n("{1} introduction was between members of the other network. It stays in the "
                     "file; who introduced you stands with the person.",
                     "{1} introductions were between members of the other network. They stay in "
                     "the file; who introduced you stands with each person.",
                     report.introductions));
    if (report.left_out.empty()) return out;
    auto const all_lines = report.left_out.size();
    auto const shown = std::min<std::size_t>(all_lines, web::is_plain(visit.request) ? 10 : 50);
    Html lines;
    for (std::size_t i = 0; i < shown; ++i) {
        auto const &one = report.left_out[i];
        auto const who = one.shown.empty() ? std::string{w("No name")} : one.shown;
        lines += li(span(lang_of(who, w), who), w.is_ja() ? "：" : ": ", w(one.why));
    }
    out += h2(w("What cannot be brought in"));
    out += ul(lines);
    if (shown < all_lines) out += p(w("And {1} more.", {std::to_string(all_lines - shown)}));
    return out;
}

Html back(Words const &w) { return p(a(href(Url{"/settings"}), w("Back to the settings"))); }

} // namespace

Html archive_page(Visit const &visit, web::FormState const &state,
                  std::optional<Time> const &draft_sent, std::size_t most_bytes) {
    auto const &w = visit.words;
    Html items;
    for (auto const &[files, what] : contents(w)) items += li(what);
    Html waiting;
    if (draft_sent)
        waiting = web::notice(
            p(w("You have sent a file, {1}.",
                {i18n::ago_text(*draft_sent, visit.now, w.language())}),
              " ", a(href(Url{"/settings/archive/look"}), w("See what it would bring"))),
            "info");
    return all(
        p(w("One file (zip) with all that is yours here, to keep, or to go on with at another "
            "goen.")),
        ul(items),
        p(w("It holds what others have entrusted to you. Please keep it where nobody else can "
            "read it.")),
        div(cls("actions"), a(cls("button primary"), href(Url{"/settings/archive.zip"}),
                              attr("download", ""), w("Save my archive"))),
        h2(w("Come with an archive")), waiting,
        p(w("Have you taken your archive from another goen? Send it here: you see first what it "
            "would bring. No exchange is made by it, and nobody in it is written to or told.")),
        web::upload_form(
            visit, Url{"/settings/archive"},
            all(web::form_errors(visit, state),
                web::file_field(visit, state, "file", w("File"), ".zip,application/zip",
                                w("Up to {1} MB.", {std::to_string(most_bytes >> 20)}), true),
                div(cls("actions"), web::submit(w("Look at it"), "button")))),
        back(w));
}

Html preview_page(Visit const &visit, Report const &report, web::FormState const &state) {
    auto const &w = visit.words;
    Html choices = web::checkbox(
        visit, state, "settings", w("Take over my settings, too"),
        w("Language, who may send me requests, and whether I can be asked for introductions."));
    if (report.contacts_other > 0)
        choices +=
            web::checkbox(visit, state, "other",
                          w.n("Also bring in {1} person who is in your book with other entries",
                              "Also bring in {1} people who are in your book with other entries",
                              report.contacts_other),
                          w("They stand there twice then. Nothing is ever merged by itself."));
    return all(
        from_line(report, w), h2(w("What it brings")), counts(report, w),
        when(report.no_room > 0,
             [&] {
                 return web::notice(
                     p(w("Your book has room for {1} of the {2} people in it. Please delete some "
                         "contacts first: the archive is brought in whole or not at all.",
                         {std::to_string(report.contacts - report.no_room),
                          std::to_string(report.contacts)})),
                     "bad");
             }),
        p(w("Everyone in it becomes a private contact of yours, members of this network too, until "
            "you exchange cards with them here. Only you see them.")),
        rest(visit, report),
        web::form(visit, Url{"/settings/archive/look"},
                  all(web::form_errors(visit, state), choices,
                      div(cls("actions"), web::submit(w("Bring it in"))))),
        web::post_button(visit, Url{"/settings/archive/forget"}, w("Forget this file"),
                         "button quiet"),
        back(w));
}

Html result_page(Visit const &visit, Report const &report) {
    auto const &w = visit.words;
    Html undo;
    if (report.batch)
        undo = p(w("The contacts can be taken back for thirty days:"), " ",
                 a(href(Url{"/contacts/import/" + report.batch.text()}), w("See the import")));
    return all(from_line(report, w), web::notice(p(w("It is brought in.")), "good"),
               counts(report, w), undo, rest(visit, report),
               div(cls("actions"), a(cls("button"), href(Url{"/contacts"}), w("See my contacts")),
                   a(cls("button"), href(Url{"/card"}), w("See my cards"))),
               back(w));
}

} // namespace goen::archive
