// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "transfer/files_out.hpp"
#include "transfer/imports_view.hpp"
#include "transfer/transfer_doors.hpp"
#include "web/plain.hpp"

namespace goen::transfer {
namespace {

using web::Visit;

constexpr web::PageOptions in_contacts{.section = "contacts"};

std::string path_of(ImportId id) { return "/contacts/import/" + id.text(); }

http::Response import_form(Visit const &visit, Imports &imports, web::FormState const &state) {
    auto options = in_contacts;
    options.narrow = true;
    if (!state.errors.empty() || !state.message.empty()) options.status = 422;
    auto const body = imports.database().read([&](store::Reader &) {
        return import_page(visit, state, imports.recent(visit.member), imports.room(visit.member),
                           imports.drafts(visit.member));
    });
    return web::page(visit, visit.words("Import contacts"), body, options);
}

std::optional<RowState> state_of(std::string_view word) {
    for (auto const state :
         {RowState::fresh, RowState::same, RowState::conflict, RowState::skipped}) {
        if (to_string(state) == word) return state;
    }
    return {};
}

http::Response look_at(Visit const &visit, Imports &imports) {
    auto const shown_again = [&](std::string field, Sentence why) {
        return import_form(visit, imports, {visit.form, {{std::move(field), why}}, why});
    };
    auto const *file = visit.file("file");
    auto const text = visit.form.get("text");
    bool const has_text = !trimmed(text).empty();
    if (!file && !has_text)
        return shown_again("file", N_("Please choose a file, or paste its text."));
    if (file && has_text)
        return shown_again("file", N_("Please send either the file or the text, not both."));
    Imports::File what{file ? file->bytes : text, file ? file->name : "", {}};
    // What was pasted has come through the form as text: its characters are known.
    if (has_text) what.charset = i18n::Charset::utf8;
    if (auto const said = visit.form.get("charset"); !said.empty() && file) {
        what.charset = i18n::charset_of_label(said);
        if (!what.charset)
            return shown_again("charset", N_("This character encoding is not supported."));
    }
    auto const id = imports.look_at(visit.member, what, visit.words);
    if (!id) return shown_again(file ? "file" : "text", id.why().message);
    return web::go(visit, path_of(*id));
}

http::Response preview(Visit const &visit, Imports &imports) {
    auto const id = visit.path_id<ImportId>();
    auto const after = parse_id(visit.query("after")).value_or(0);
    auto const only = state_of(visit.query("only"));
    auto const found =
        imports.preview(visit.member, id, after, web::is_plain(visit.request) ? 10 : 50, only);
    if (!found) return web::refused(visit, found.why());
    bool const is_draft = found->batch.state == ImportBatch::State::draft;
    return web::page(visit,
                     is_draft ? visit.words("Check the file") : visit.words("Import results"),
                     preview_page(visit, *found, only, after == 0), in_contacts);
}

std::vector<std::int64_t> numbers(Visit const &visit, std::string_view field) {
    std::vector<std::int64_t> out;
    for (auto const one : visit.form.all(field)) {
        if (auto const number = parse_id(one)) out.push_back(*number);
    }
    return out;
}

http::Response choose(Visit const &visit, Imports &imports) {
    auto const id = visit.path_id<ImportId>();
    auto const go = visit.form.get("go");
    auto const shown = numbers(visit, "shown");
    if (!shown.empty() || go != "bring") {
        auto const kept = imports.choose(visit.member, id, shown, numbers(visit, "take"));
        if (!kept) return web::refused(visit, kept.why());
    }
    auto const only = state_of(visit.form.get("only"));
    std::string query = only ? "?only=" + std::string{to_string(*only)} : "";
    if (go == "next") {
        if (auto const next = parse_id(visit.form.get("next")))
            query += (query.empty() ? "?after=" : "&after=") + std::to_string(*next);
        return web::go(visit, path_of(id) + query);
    }
    if (go != "bring") return web::go(visit, path_of(id) + query, N_("Saved."));
    auto const brought = imports.bring_in(visit.member, id, visit.words);
    if (!brought) return web::refused(visit, brought.why());
    return web::go(visit, path_of(id));
}

http::Response undo(Visit const &visit, Imports &imports) {
    auto const undone = imports.undo(visit.member, visit.path_id<ImportId>());
    if (!undone) return web::refused(visit, undone.why());
    if (undone->kept > 0) {
        return web::go(
            visit, "/contacts/import",
            {N_("The import was undone. Contacts you have changed since then were kept: {1}."),
             {std::to_string(undone->kept)}});
    }
    return web::go(
        visit, "/contacts/import",
        undone->gone > 0
            ? Sentence{N_("The import was undone. Your contacts are as they were before.")}
            : Sentence{N_("The file has been discarded.")});
}

http::Response export_book(Visit const &visit, contacts::Contacts &contacts, Imports &imports) {
    auto const wanted = visit.query("format");
    if (wanted.empty()) {
        auto options = in_contacts;
        options.narrow = true;
        return web::page(visit, visit.words("Export contacts"), export_page(visit), options);
    }
    auto const format = format_of(wanted);
    if (!format)
        return web::refused(visit,
                            {Reason::not_found, N_("This format is not supported."), {}, {}});
    return book_answer(visit, contacts, imports, *format);
}

http::Response own_card(Visit const &visit, card::Cards &cards) {
    auto const card = cards.mine(visit.member, visit.path_id<CardId>());
    if (!card) return web::refused(visit, card.why());
    // What somebody has of it who exchanged cards with me: this file is handed on.
    auto const person = person_of(card::seen(card->live.body, card::Tier::exchanged));
    return vcard_answer(person, version_of(visit.query("version")), person.full_name);
}

} // namespace

void add_pages(web::Doors &doors, Imports &imports, contacts::Contacts &contacts,
               card::Cards &cards) {
    auto const member = web::Who::member;
    auto const with = [&imports](auto handler) {
        return [&imports, handler](Visit const &visit) { return handler(visit, imports); };
    };
    doors.get("/contacts/import", member,
              [&imports](Visit const &visit) { return import_form(visit, imports, {}); });
    doors.post("/contacts/import", member, with(look_at),
               web::Upload{max_people_file + (1u << 20)});
    doors.get("/contacts/import/{id}", member, with(preview));
    doors.post("/contacts/import/{id}", member, with(choose));
    doors.post("/contacts/import/{id}/undo", member, with(undo));
    doors.get("/contacts/export", member, [&contacts, &imports](Visit const &visit) {
        return export_book(visit, contacts, imports);
    });
    doors.get("/contacts/{id}.vcf", member, [&contacts](Visit const &visit) {
        auto answer = contact_answer(visit, contacts, visit.path_id<ContactId>(),
                                     version_of(visit.query("version")));
        return answer ? std::move(*answer) : web::refused(visit, answer.why());
    });
    doors.get("/card/{id}.vcf", member,
              [&cards](Visit const &visit) { return own_card(visit, cards); });
}

} // namespace goen::transfer
