// SPDX-License-Identifier: Apache-2.0
#include "transfer/imports_view.hpp"

#include "i18n/dates.hpp"

#include <algorithm>

namespace goen::transfer {

using namespace html;
using i18n::Words;

namespace {

std::string path_of(ImportId id, std::string_view more = "") {
    return "/contacts/import/" + id.text() + std::string{more};
}

// Japanese text on a page in another language is read aloud in Japanese.
Attribute lang_of(std::string_view text, Words const &words) {
    bool const is_ja = std::any_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
    return !words.is_ja() && is_ja ? lang("ja") : no_attribute();
}

char const *state_word(RowState state, Words const &w) {
    switch (state) {
    case RowState::fresh: return w("New");
    case RowState::same: return w("Already in contacts");
    case RowState::conflict: return w("Needs review");
    case RowState::skipped: return w("Cannot be imported");
    }
    return "";
}

std::string shown_name(ImportBatch const &batch, Words const &w) {
    return batch.name.empty() ? w("Pasted text") : batch.name;
}

std::string format_word(std::string const &format, Words const &w) {
    if (format == "archive") return w("Archive");
    return format == "vcard" ? "vCard" : "CSV";
}

Html recent_imports(web::Visit const &visit, std::vector<ImportBatch> const &recent) {
    auto const &w = visit.words;
    if (recent.empty()) return {};
    Html items;
    for (auto const &batch : recent) {
        auto const name = shown_name(batch, w);
        Html what;
        if (batch.state == ImportBatch::State::draft) {
            what = p(cls("what"), w("Checked, not yet imported"));
        } else if (batch.state == ImportBatch::State::begun) {
            what = p(cls("what"), w("Import interrupted"));
        } else {
            what = p(cls("what"), batch.brought > 0 ? w.n("{1} person imported",
                                                          "{1} people imported", batch.brought)
                                                    : w("Import undone"));
        }
        items += li(cls("list-item"),
                    a(cls("who"), href(Url{path_of(batch.id)}), lang_of(name, w), name), what,
                    span(cls("aside"), i18n::day_text(batch.made, w.language())));
    }
    return section(attr("aria-labelledby", "recent"),
                   h2(id("recent"), w("Files from the last 30 days")), ul(cls("list"), items));
}

std::string room_text(Usage const &room, Words const &w) {
    return w("You have added or imported {1} of at most {2} contacts.",
             {std::to_string(room.used), std::to_string(room.most)});
}

Html tally_line(ImportTally const &tally, Words const &w) {
    std::vector<std::string> parts;
    if (tally.fresh) parts.push_back(w.n("{1} new", "{1} new", tally.fresh));
    if (tally.conflict) parts.push_back(w.n("{1} to review", "{1} to review", tally.conflict));
    if (tally.same)
        parts.push_back(w.n("{1} already in contacts", "{1} already in contacts", tally.same));
    if (tally.skipped)
        parts.push_back(w.n("{1} cannot be imported", "{1} cannot be imported", tally.skipped));
    std::string text;
    for (auto const &part : parts) text += (text.empty() ? "" : w.is_ja() ? "、" : ", ") + part;
    return p(text);
}

Html filters(ImportBatch const &batch, ImportTally const &tally, std::optional<RowState> only,
             Words const &w) {
    auto const entry = [&](std::string const &path, std::string_view text, bool is_current) {
        return a(href(Url{path}), is_current ? attr("aria-current", "true") : no_attribute(), text);
    };
    Html links = entry(path_of(batch.id), w("All"), !only);
    for (auto const &[state, count] : {std::pair{RowState::fresh, tally.fresh},
                                       {RowState::conflict, tally.conflict},
                                       {RowState::same, tally.same},
                                       {RowState::skipped, tally.skipped}}) {
        if (count == 0 || count == tally.rows()) continue;
        links += entry(path_of(batch.id, "?only=") + std::string{to_string(state)},
                       state_word(state, w), only == state);
    }
    return nav(cls("tabs"), attr("aria-label", w("Rows to show")), links);
}

Html row_line(ImportRow const &row, bool is_draft, Words const &w) {
    auto const name = row.shown.empty() ? std::string{w("No name")} : row.shown;
    auto const box = "row-" + std::to_string(row.number);
    auto const why = box + "-why";
    Html said = span(cls("state"), state_word(row.state, w));
    if (!row.reason.empty())
        said += span(lang_of(row.reason, w), w.is_ja() ? "：" : ": ", row.reason);
    Html head;
    if (is_draft && row.state != RowState::skipped && row.state != RowState::same) {
        head = all(void_element("input", type("hidden"), html::name("shown"),
                                value(std::to_string(row.number))),
                   label(cls("check"), attr("for", box),
                         input(type("checkbox"), id(box), html::name("take"),
                               value(std::to_string(row.number)), attr("aria-describedby", why),
                               flag("checked", row.chosen)),
                         span(lang_of(name, w), name)));
    } else {
        head = strong(lang_of(name, w), name);
    }
    Html there;
    if (row.contact)
        there = all(" ", a(href(Url{"/contacts/" + row.contact.text()}), w("View contact")));
    return li(cls("import-row"),
              div(cls("import-name"), head, small(w("No. {1}", {std::to_string(row.number)}))),
              when(!row.about.empty(), [&] { return p(lang_of(row.about, w), row.about); }),
              p(id(why), cls("meta"), said, there));
}

// What has become of a file that was brought in, all of it or half.
Html outcome(web::Visit const &visit, Imports::Preview const &preview) {
    auto const &w = visit.words;
    auto const &batch = preview.batch;
    auto const &tally = preview.tally;
    auto const undo = web::post_button(visit, Url{path_of(batch.id, "/undo")}, w("Undo"), "button");
    auto const came = w.n("{1} person was imported into your contacts.",
                          "{1} people were imported into your contacts.", tally.brought);
    Html body;
    if (batch.state == ImportBatch::State::begun) {
        body += web::notice(
            all(p(w("The import was interrupted, or is still running in another window.")), p(came),
                p(w.n("{1} person is still to be imported.", "{1} people are still to be imported.",
                      tally.chosen)),
                web::post_button(visit, Url{path_of(batch.id)}, w("Continue import"),
                                 "button primary", {{"go", "bring"}}),
                undo),
            "info");
    } else if (tally.brought > 0) {
        body += web::notice(all(p(came), undo), "good");
    } else {
        body += web::notice(p(w("This import was undone, or nobody was imported.")), "info");
    }
    if (!preview.rows.empty()) {
        body += h2(w("What could not be imported"));
        body +=
            ul(cls("import-rows"),
               each(preview.rows, [&](ImportRow const &row) { return row_line(row, false, w); }));
        if (preview.next)
            body += p(a(href(Url{path_of(batch.id, "?after=") + std::to_string(preview.next)}),
                        w("Next page")));
    }
    body += p(a(cls("button"), href(Url{"/contacts"}), w("View contacts")), " ",
              a(href(Url{"/contacts/import"}), w("Import another file")));
    return body;
}

// Before anything is stored: whom the book has no room for.
Html room_notice(Imports::Preview const &preview, Words const &w) {
    auto const chosen = preview.tally.chosen;
    if (!preview.room.fits(chosen)) {
        return web::notice(
            p(w("You have room for {1} more contacts, so {2} of the {3} selected do not fit. "
                "Please select fewer, or delete some contacts first.",
                {std::to_string(preview.room.left()), std::to_string(chosen - preview.room.left()),
                 std::to_string(chosen)})),
            "bad");
    }
    return when(preview.room.is_near(),
                [&] { return web::notice(p(room_text(preview.room, w)), "info"); });
}

} // namespace

Html import_page(web::Visit const &visit, web::FormState const &state,
                 std::vector<ImportBatch> const &recent, Usage const &room, Usage const &drafts) {
    auto const &w = visit.words;
    std::vector<web::Choice> const charsets{
        {"", w("Detect automatically"), ""},
        {"utf-8", "UTF-8", ""},
        {"shift_jis", w("Shift_JIS (Windows, older phones)"), ""},
        {"utf-16le", "UTF-16", ""},
        {"euc-jp", "EUC-JP", ""},
        {"iso-2022-jp", "ISO-2022-JP", ""},
        {"iso-8859-1", "ISO-8859-1", ""}};
    return all(p(w("Import address books from phones and email apps (vCard), or lists from card "
                   "scanners, other networks and spreadsheets (CSV). You can check the list and "
                   "choose who to import.")),
               p(w("Only you can see these people. Nobody in the file is contacted or notified.")),
               when(room.is_near(), [&] { return web::notice(p(room_text(room, w)), "info"); }),
               when(drafts.is_near(),
                    [&] {
                        return web::notice(
                            p(w("{1} of at most {2} files are waiting to be imported. Please "
                                "import them, or discard those you do not need.",
                                {std::to_string(drafts.used), std::to_string(drafts.most)})),
                            "info");
                    }),
               web::upload_form(
                   visit, Url{"/contacts/import"},
                   all(web::form_errors(visit, state),
                       web::file_field(visit, state, "file", w("File"),
                                       ".vcf,.vcard,.csv,.tsv,.txt,text/vcard,text/csv",
                                       w("Up to {1} MB.", {std::to_string(max_people_file >> 20)})),
                       web::text_area(visit, state, "text", w("Or paste the text"), 4, {}),
                       web::select_field(visit, state, "charset", w("Character encoding"), charsets,
                                         w("Only if names look wrong.")),
                       div(cls("actions"), web::submit(w("Check contents"))))),
               recent_imports(visit, recent), p(a(href(Url{"/contacts"}), w("Back to contacts"))));
}

Html preview_page(web::Visit const &visit, Imports::Preview const &preview,
                  std::optional<RowState> only, bool is_first_page) {
    auto const &w = visit.words;
    auto const &[batch, tally, rows, next, room] = preview;
    bool const is_draft = batch.state == ImportBatch::State::draft;
    Html body = p(cls("meta"), shown_name(batch, w), " · ", format_word(batch.format, w), " · ",
                  batch.charset);
    if (!is_draft) return all(body, outcome(visit, preview));
    body += tally_line(tally, w);
    body += room_notice(preview, w);
    if (batch.charset != "UTF-8")
        body +=
            p(cls("hint"),
              w("If names look wrong, choose the character encoding and upload the file again."));
    body += filters(batch, tally, only, w);

    Html lines;
    for (auto const &row : rows) lines += row_line(row, true, w);
    bool const has_choices = std::any_of(rows.begin(), rows.end(), [](ImportRow const &row) {
        return row.state == RowState::fresh || row.state == RowState::conflict;
    });
    Html inner;
    if (rows.empty()) {
        inner += p(w("No rows."));
    } else {
        inner += ul(cls("import-rows"), lines);
    }
    if (only)
        inner += void_element("input", type("hidden"), html::name("only"), value(to_string(*only)));
    if (next)
        inner +=
            void_element("input", type("hidden"), html::name("next"), value(std::to_string(next)));
    Html actions;
    if (tally.chosen > 0 || has_choices)
        actions += button(cls("button primary"), type("submit"), html::name("go"), value("bring"),
                          w("Import selected people"));
    if (next)
        actions += button(cls("button"), type("submit"), html::name("go"), value("next"),
                          attr("accesskey", "6"), w("Next page"));
    if (has_choices && !next)
        actions += button(cls("button"), type("submit"), html::name("go"), value("keep"),
                          w("Save selection"));
    inner += p(cls("meta"),
               w.n("{1} selected on all pages.", "{1} selected on all pages.", tally.chosen));
    inner += div(cls("actions"), actions);
    body += web::form(visit, Url{path_of(batch.id)}, inner, "form import-form");
    if (!is_first_page) body += p(a(href(Url{path_of(batch.id)}), w("First page")));
    body += div(
        cls("actions"),
        web::post_button(visit, Url{path_of(batch.id, "/undo")}, w("Discard this file"), "button"),
        a(href(Url{"/contacts/import"}), w("Import another file")));
    return body;
}

Html export_page(web::Visit const &visit) {
    auto const &w = visit.words;
    auto const entry = [&](std::string_view format, char const *title, char const *what) {
        return li(cls("list-item"),
                  a(cls("who"), href(Url{"/contacts/export?format=" + std::string{format}}),
                    attr("download", ""), title),
                  span(cls("what"), what));
    };
    return all(
        p(w("All your contacts as you see them now, with your memos and tags. The file contains "
            "personal information, so keep it safe.")),
        ul(cls("list"), entry("vcard3", w("vCard 3.0"), w("For phones and most apps")),
           entry("vcard4", w("vCard 4.0"), w("With both languages and all readings")),
           entry("csv", w("CSV (UTF-8)"), w("For Excel and other spreadsheets")),
           entry("csv-cp932", w("CSV (Shift_JIS)"),
                 w("For older Japanese software. Unsupported characters become a standard form or "
                   "〓")),
           entry("jscontact", w("JSContact"), w("For programs")),
           entry("ldif", w("LDIF"), w("For Thunderbird and directory services"))),
        p(cls("hint"), w("In CSV, cells that a spreadsheet could read as a formula start with an "
                         "apostrophe. It is removed when you import the file here.")),
        p(a(href(Url{"/contacts"}), w("Back to contacts"))));
}

} // namespace goen::transfer
