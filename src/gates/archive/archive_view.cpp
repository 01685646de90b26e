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
    item(report.cards, w.n("{1} of your cards", "{1} of your cards", report.cards));
    item(report.pictures,
         w.n("{1} of your photos or logos", "{1} of your photos and logos", report.pictures));
    item(report.names, w.n("{1} other name", "{1} other names", report.names));
    item(report.contacts,
         w.n("{1} person for your contacts", "{1} people for your contacts", report.contacts));
    item(report.received, w.n("{1} received card for the ledger",
                              "{1} received cards for the ledger", report.received));
    item(report.reminders, w.n("{1} reminder", "{1} reminders", report.reminders));
    item(report.dates, w.n("{1} important day", "{1} important days", report.dates));
    return items.empty() ? p(w("Nothing new to import.")) : ul(items);
}

Html posts_in_file(Report const &report, Words const &w) {
    Html items;
    auto const item = [&](std::int64_t count, std::string const &text) {
        if (count > 0) items += li(text);
    };
    item(report.posts, w.n("{1} of your posts", "{1} of your posts", report.posts));
    item(report.comments, w.n("{1} of your comments", "{1} of your comments", report.comments));
    item(report.reactions, w.n("{1} of your reactions", "{1} of your reactions", report.reactions));
    if (items.empty()) return {};
    return all(p(w("What you wrote for people of the other network stays in the file:")),
               ul(items));
}

Html rest(Visit const &visit, Report const &report) {
    auto const &w = visit.words;
    Html out;
    auto const there = report.contacts_there + report.cards_there + report.names_there;
    if (there > 0)
        out += p(w.n("{1} item in the file is already here.",
                     "{1} items in the file are already here.", there));
    if (report.cards_too_many > 0)
        out += p(w.n("{1} card was skipped because you have reached the maximum number of cards.",
                     "{1} cards were skipped because you have reached the maximum number of cards.",
                     report.cards_too_many));
    if (report.guests_waiting > 0)
        out += p(w.n("{1} guest's card is waiting for your answer on the other network. It stays "
                     "there and in the file.",
                     "{1} guests' cards are waiting for your answer on the other network. They "
                     "stay there and in the file.",
                     report.guests_waiting));
    if (report.introductions > 0)
        out += p(w.n("{1} introduction was between members of the other network and stays in the "
                     "file. Who introduced you is noted on the contact.",
                     "{1} introductions were between members of the other network and stay in the "
                     "file. Who introduced you is noted on each contact.",
                     report.introductions));
    out += posts_in_file(report, w);
    if (report.left_out.empty()) return out;
    auto const all_lines = report.left_out.size();
    auto const shown = std::min<std::size_t>(all_lines, web::is_plain(visit.request) ? 10 : 50);
    Html lines;
    for (std::size_t i = 0; i < shown; ++i) {
        auto const &one = report.left_out[i];
        auto const who = one.shown.empty() ? std::string{w("No name")} : one.shown;
        lines += li(span(lang_of(who, w), who), w.is_ja() ? "：" : ": ", w(one.why));
    }
    out += h2(w("What cannot be imported"));
    out += ul(lines);
    if (shown < all_lines) out += p(w("And {1} more", {std::to_string(all_lines - shown)}));
    return out;
}

Html back(Words const &w) { return p(a(href(Url{"/settings"}), w("Back to settings"))); }

} // namespace

Html archive_page(Visit const &visit, web::FormState const &state,
                  std::optional<Time> const &draft_sent, std::size_t most_bytes) {
    auto const &w = visit.words;
    Html items;
    for (auto const &[files, what] : contents(w)) items += li(what);
    Html waiting;
    if (draft_sent)
        waiting = web::notice(
            p(w("You uploaded a file {1}.", {i18n::ago_text(*draft_sent, visit.now, w.language())}),
              " ", a(href(Url{"/settings/archive/look"}), w("Preview the import"))),
            "info");
    return all(
        p(w("Download all your data as one zip file, to keep as a backup or to import into another "
            "goen.")),
        ul(items),
        p(w("It contains information that others have shared with you. Please keep it where nobody "
            "else can read it.")),
        div(cls("actions"), a(cls("button primary"), href(Url{"/settings/archive.zip"}),
                              attr("download", ""), w("Download my archive"))),
        h2(w("Import an archive")), waiting,
        p(w("If you have an archive from another goen, you can import it here. You will see its "
            "contents before anything is imported. No cards are exchanged, and nobody in it is "
            "contacted or notified.")),
        web::upload_form(
            visit, Url{"/settings/archive"},
            all(web::form_errors(visit, state),
                web::file_field(visit, state, "file", w("File"), ".zip,application/zip",
                                w("Up to {1} MB.", {std::to_string(most_bytes >> 20)}), true),
                div(cls("actions"), web::submit(w("Check contents"), "button")))),
        back(w));
}

Html preview_page(Visit const &visit, Report const &report, web::FormState const &state) {
    auto const &w = visit.words;
    Html choices = web::checkbox(visit, state, "settings", w("Import my settings too"),
                                 w("Language, who can send me requests, whether I can be asked for "
                                   "introductions, and which emails I get."));
    if (report.contacts_other > 0)
        choices += web::checkbox(
            visit, state, "other",
            w.n("Also import {1} person who is already in your contacts with different details",
                "Also import {1} people who are already in your contacts with different details",
                report.contacts_other),
            w("They will appear twice. Nothing is merged automatically."));
    return all(
        from_line(report, w), h2(w("What will be imported")), counts(report, w),
        when(report.no_room > 0,
             [&] {
                 return web::notice(
                     p(w("You have room for {1} of the {2} people in this file. Please delete some "
                         "contacts first. An archive cannot be imported in part.",
                         {std::to_string(report.contacts - report.no_room),
                          std::to_string(report.contacts)})),
                     "bad");
             }),
        p(w("Everyone in the file becomes a private contact that only you can see, including "
            "members of this network until you exchange cards with them here.")),
        rest(visit, report),
        web::form(visit, Url{"/settings/archive/look"},
                  all(web::form_errors(visit, state), choices,
                      div(cls("actions"), web::submit(w("Import"))))),
        web::post_button(visit, Url{"/settings/archive/forget"}, w("Discard this file"),
                         "button quiet"),
        back(w));
}

Html result_page(Visit const &visit, Report const &report) {
    auto const &w = visit.words;
    Html undo;
    if (report.batch)
        undo = p(w("You can undo the import of contacts for 30 days:"), " ",
                 a(href(Url{"/contacts/import/" + report.batch.text()}), w("View the import")));
    return all(from_line(report, w), web::notice(p(w("The archive has been imported.")), "good"),
               counts(report, w), undo, rest(visit, report),
               div(cls("actions"), a(cls("button"), href(Url{"/contacts"}), w("View contacts")),
                   a(cls("button"), href(Url{"/card"}), w("View my cards"))),
               back(w));
}

} // namespace goen::archive
