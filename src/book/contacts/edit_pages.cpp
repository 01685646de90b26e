// SPDX-License-Identifier: Apache-2.0
// Versions compared, the history of one's own edits, tags of many contacts at once.
#include "base/text.hpp"
#include "contacts/compare_view.hpp"
#include "contacts/contacts_doors.hpp"
#include "contacts/contacts_view.hpp"
#include "contacts/tagging_view.hpp"
#include "web/plain.hpp"

namespace goen::contacts {

namespace {

using web::Visit;

constexpr web::PageOptions refused_form{.section = "contacts", .status = 422};

History history_of(Edits const &rooms) { return {rooms.database, rooms.ids, rooms.clock}; }
Tagging tagging_of(Edits const &rooms) {
    return {rooms.database, rooms.contacts, rooms.ids, rooms.clock};
}

std::size_t number_at(Visit const &visit, std::string_view name, std::size_t otherwise) {
    auto const text = visit.query(name);
    if (text.empty()) return otherwise;
    return static_cast<std::size_t>(parse_id(text).value_or(0));
}

http::Response compare(Visit const &visit, Edits const &rooms) {
    auto const id = visit.path_id<ContactId>();
    auto const [contact, ledger] = rooms.database.read([&](store::Reader &) {
        return std::pair{rooms.contacts.find(visit.member, id),
                         rooms.contacts.ledger(visit.member, id)};
    });
    if (!contact) return web::refused(visit, contact.why());
    if (!ledger) return web::refused(visit, ledger.why());
    auto const size = ledger->size();
    // Without a choice the last two; of a ledger with a single version nothing can be compared.
    auto const comparison = compared(*ledger, number_at(visit, "from", size > 1 ? size - 1 : 0),
                                     number_at(visit, "to", size));
    if (!comparison) {
        return web::refused(visit, {Reason::not_found, comparison.why().message, {}, {}});
    }
    return web::page(visit,
                     visit.words("Versions compared: {1}", {title_of(*contact, visit.words)}),
                     compare_page(visit, *contact, *ledger, *comparison), in_contacts);
}

http::Response history(Visit const &visit, Edits const &rooms) {
    auto const id = visit.path_id<ContactId>();
    auto const [contact, edits] = rooms.database.read([&](store::Reader &) {
        return std::pair{rooms.contacts.find(visit.member, id),
                         history_of(rooms).of(visit.member, id)};
    });
    if (!contact) return web::refused(visit, contact.why());
    if (!edits) return web::refused(visit, edits.why());
    return web::page(visit, visit.words("Change history: {1}", {title_of(*contact, visit.words)}),
                     history_page(visit, *contact, *edits), in_contacts);
}

http::Response undo_edit(Visit const &visit, Edits const &rooms) {
    auto const id = visit.path_id<ContactId>();
    auto const done = history_of(rooms).undo(visit.member, id, visit.path_id<EditId>("edit"));
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/contacts/" + id.text() + "/history", N_("Undone."));
}

// Which lines are shown to choose from: by a link's query, or as the form says it again.
Ask ask_of(Visit const &visit, http::Params const &from, std::string_view tag_field) {
    Ask ask;
    ask.q = trimmed(from.get("q"));
    ask.tag = from.get(tag_field);
    ask.index = from.get("index");
    ask.after = from.get("after");
    ask.moved_only = from.get("moved") == "1";
    ask.limit = web::is_plain(visit.request) ? 10 : 50;
    return ask;
}

http::Response choose(Visit const &visit, Edits const &rooms, Ask const &ask,
                      web::FormState const &state) {
    auto const found = rooms.contacts.list(visit.member, ask, visit.words.language());
    if (!found) return web::refused(visit, found.why());
    return web::page(visit, visit.words("Tag several contacts"),
                     choose_page(visit, ask, *found, state),
                     state.errors.empty() ? in_contacts : refused_form);
}

http::Response tag_chosen(Visit const &visit, Edits const &rooms) {
    auto const ask = ask_of(visit, visit.form, "in_tag");
    auto const refuse = [&](Refusal const &why) {
        auto fields = why.fields;
        for (auto &error : fields) error.field = "new_tag";
        if (fields.empty()) fields.push_back({"new_tag", why.message});
        return choose(visit, rooms, ask, {visit.form, fields, why.message});
    };
    auto tagging = tagging_of(rooms);
    std::vector<ContactId> chosen;
    if (visit.form.has("all")) {
        auto found = tagging.found_by(visit.member, ask);
        if (!found) return refuse(found.why());
        chosen = std::move(*found);
    } else {
        for (auto const text : visit.form.all("c")) {
            if (auto const id = ContactId::parse(text)) chosen.push_back(*id);
        }
    }
    if (chosen.empty())
        return refuse({Reason::invalid, N_("Please choose at least one contact."), {}, {}});
    auto const tag = visit.form.get("new_tag");
    auto const batch = visit.form.get("do") == "off" ? tagging.take_off(visit.member, chosen, tag)
                                                     : tagging.put_on(visit.member, chosen, tag);
    if (!batch) return refuse(batch.why());
    if (!batch->id) return web::go(visit, "/contacts/tags", N_("There was nothing to change."));
    return web::go(visit, "/contacts/tags?changed=" + batch->id.text());
}

http::Response tags(Visit const &visit, Edits const &rooms) {
    auto const [tags, batches] = rooms.database.read([&](store::Reader &) {
        return std::pair{rooms.contacts.tags(visit.member),
                         tagging_of(rooms).batches(visit.member)};
    });
    return web::page(
        visit, visit.words("Tags"),
        tags_page(visit, tags, batches, BatchId::parse(visit.query("changed")).value_or(BatchId{})),
        in_contacts);
}

http::Response tag_form(Visit const &visit, std::string const &tag, web::FormState const &state) {
    return web::page(
        visit, visit.words("Tag “{1}”", {tag}), tag_page(visit, tag, state),
        {.section = "contacts", .narrow = true, .status = state.errors.empty() ? 200 : 422});
}

http::Response renamed(Visit const &visit, Edits const &rooms) {
    std::string const tag{visit.form.get("tag")};
    auto const batch = tagging_of(rooms).rename(visit.member, tag, visit.form.get("to"));
    if (!batch && batch.why().reason == Reason::invalid)
        return tag_form(visit, tag, {visit.form, batch.why().fields, batch.why().message});
    if (!batch) return web::refused(visit, batch.why());
    if (!batch->id) return web::go(visit, "/contacts/tags", N_("There was nothing to change."));
    return web::go(visit, "/contacts/tags?changed=" + batch->id.text());
}

http::Response dropped(Visit const &visit, Edits const &rooms) {
    auto const batch = tagging_of(rooms).drop(visit.member, visit.form.get("tag"));
    if (!batch) return web::refused(visit, batch.why());
    return web::go(visit, "/contacts/tags?changed=" + batch->id.text());
}

http::Response undo_batch(Visit const &visit, Edits const &rooms) {
    auto const done = tagging_of(rooms).undo(visit.member, visit.path_id<BatchId>("batch"));
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/contacts/tags", N_("Undone."));
}

} // namespace

void add_edit_pages(web::Doors &doors, Edits rooms) {
    auto const with = [rooms](auto handler) {
        return [rooms, handler](Visit const &visit) { return handler(visit, rooms); };
    };
    auto const member = web::Who::member;
    doors.get("/contacts/{id}/ledger/compare", member, with(compare));
    doors.get("/contacts/{id}/history", member, with(history));
    doors.post("/contacts/{id}/history/{edit}/undo", member, with(undo_edit));
    doors.get("/contacts/choose", member, [rooms](Visit const &visit) {
        return choose(visit, rooms, ask_of(visit, visit.request.query, "tag"), {});
    });
    doors.post("/contacts/choose", member, with(tag_chosen));
    doors.get("/contacts/tags", member, with(tags));
    doors.get("/contacts/tags/edit", member, [](Visit const &visit) {
        std::string const tag{visit.query("tag")};
        web::FormState state;
        state.typed.add("to", tag);
        return tag_form(visit, tag, state);
    });
    doors.post("/contacts/tags/rename", member, with(renamed));
    doors.post("/contacts/tags/delete", member, with(dropped));
    doors.post("/contacts/tags/{batch}/undo", member, with(undo_batch));
}

} // namespace goen::contacts
