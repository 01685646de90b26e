// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "contacts/contact_form.hpp"
#include "contacts/contacts_doors.hpp"
#include "contacts/contacts_view.hpp"
#include "contacts/notes.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

using web::Visit;

constexpr web::PageOptions as_form{.section = "contacts", .narrow = true};
constexpr web::PageOptions form_again{.section = "contacts", .narrow = true, .status = 422};

http::Response list(Visit const &visit, Contacts &contacts) {
    auto const &words = visit.words;
    Ask ask;
    ask.q = trimmed(visit.query("q"));
    ask.tag = visit.query("tag");
    ask.index = visit.query("index");
    ask.after = visit.query("after");
    ask.moved_only = visit.query("moved") == "1";
    ask.newest_first = visit.query("sort") == "new" && ask.q.empty() && !ask.moved_only;
    ask.limit = web::is_plain(visit.request) ? small_page : 50;
    auto const markup =
        contacts.rendered(visit.member, ask, words.language(),
                          [&](Book const &book) { return list_page(words, ask, book).markup(); });
    if (!markup) {
        auto const &why = markup.why();
        if (why.fields.empty() || why.fields.front().field != "q") return web::refused(visit, why);
        auto options = in_contacts;
        options.status = 422;
        return web::page(visit, words("Contacts"), search_again(why.message, words), options);
    }
    html::Html body = html::h1(words("Contacts"));
    if (auto const removed = ContactId::parse(visit.query("removed")))
        body += removed_notice(visit, *removed);
    body += html::trusted(**markup); // what list_page() made
    return web::page(visit, words("Contacts"), std::move(body), in_contacts);
}

// The form's other buttons; nothing when it was the one that saves.
std::optional<web::FormState> filled(Visit const &visit, card::PostalLookup const &postal) {
    if (!visit.form.has("fill")) return {};
    web::FormState state{visit.form, {}, {}};
    if (auto const done = card::fill_address(state.typed, {}, postal); !done) {
        state.errors = done.why().fields;
        state.message = done.why().message;
    }
    return state;
}

http::Response new_form(Visit const &visit, Contacts &contacts, web::FormState const &state,
                        bool has_postal, std::vector<Line> const &alike = {}) {
    auto const &w = visit.words;
    auto options = state.errors.empty() ? as_form : form_again;
    bool const is_full = state.errors.empty() && !state.message.empty();
    if (!alike.empty() || is_full) options.status = 409;
    auto const room = contacts.usage(visit.member);
    auto const near = html::when(room.is_near(), [&] {
        return web::notice(html::p(w("You have added or imported {1} of at most {2} contacts.",
                                     {std::to_string(room.used), std::to_string(room.most)})),
                           "info");
    });
    return web::page(
        visit, w("Add a contact"),
        html::all(near, contact_form(visit, state,
                                     {html::Url{"/contacts/new"}, true, has_postal, alike})),
        options);
}

http::Response add(Visit const &visit, Contacts &contacts, card::PostalLookup const &postal) {
    auto const form = [&](web::FormState const &state, std::vector<Line> const &alike = {}) {
        return new_form(visit, contacts, state, static_cast<bool>(postal), alike);
    };
    if (auto const state = filled(visit, postal)) return form(*state);
    Edit edit;
    auto body = card_of(visit.form);
    if (!body) return form(web::typed_again(visit, body.why()));
    auto meeting = meeting_of(visit.form);
    if (!meeting) return form(web::typed_again(visit, meeting.why()));
    edit.body = std::move(*body);
    if (*meeting) edit.met = {**meeting};
    edit.memo = visit.form.get("memo");
    edit.tags = tags_of(visit.form.get("tags"));
    if (!visit.form.has("anyway")) {
        auto const alike = contacts.alike(visit.member, *edit.body, visit.words.language());
        if (!alike.empty()) {
            if (auto const there = contacts.just_added(visit.member, edit))
                return web::go(visit, path_of(*there), N_("Added to your contacts."));
            return form({visit.form, {}, {}}, alike);
        }
    }
    auto const tags = *edit.tags;
    auto const made = contacts.add_once(visit.member, std::move(edit));
    if (!made && is_over_quota(made.why())) return form({visit.form, {}, made.why().message});
    if (!made) return form(web::typed_again(visit, made.why()));
    return web::go(visit, path_of(*made), saved(N_("Added to your contacts."), tags));
}

http::Response edit_form(Visit const &visit, ContactId id, web::FormState const &state,
                         bool has_postal) {
    auto options = state.errors.empty() ? as_form : form_again;
    if (!state.meanwhile.empty()) options.status = 409;
    return web::page(
        visit, visit.words("Edit contact"),
        contact_form(visit, state, {html::Url{path_of(id) + "/edit"}, false, has_postal}), options);
}

// A private contact of mine, for its edit page; a member's card is not mine to edit.
Result<Contact> own(Visit const &visit, Contacts &contacts) {
    auto contact = contacts.find(visit.member, visit.path_id<ContactId>());
    if (contact && contact->is_member)
        return Refusal{Reason::not_found, N_("This contact was not found."), {}, {}};
    return contact;
}

http::Response edit(Visit const &visit, Contacts &contacts, bool has_postal) {
    auto const contact = own(visit, contacts);
    if (!contact) return web::refused(visit, contact.why());
    web::FormState state{contacts::form_of(contact->body), {}, {}};
    state.version = web::version_of(contact_parts(visit.words), state.typed);
    return edit_form(visit, contact->id, state, has_postal);
}

http::Response save(Visit const &visit, Contacts &contacts, card::PostalLookup const &postal) {
    auto const contact = own(visit, contacts);
    if (!contact) return web::refused(visit, contact.why());
    auto const form = [&](web::FormState const &state) {
        return edit_form(visit, contact->id, state, static_cast<bool>(postal));
    };
    if (auto const state = filled(visit, postal)) return form(*state);
    std::optional<web::FormState> stale;
    auto const done =
        contacts.change(visit.member, contact->id, [&](Contact const &now) -> Result<Edit> {
            Edit edit;
            auto body = card_of(visit.form, now.body);
            if (!body) return body.why();
            stale = web::stale_form(contact_parts(visit.words), visit.form,
                                    contacts::form_of(now.body), contacts::form_of(*body));
            if (stale) return web::changed_meanwhile();
            edit.body = std::move(*body);
            return edit;
        });
    if (stale) return form(*stale);
    if (!done) return form(web::typed_again(visit, done.why()));
    return web::go(visit, path_of(contact->id), N_("Saved."));
}

http::Response ledger(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const [contact, entries] = contacts.database().read([&](store::Reader &) {
        return std::pair{contacts.find(visit.member, id), contacts.ledger(visit.member, id)};
    });
    if (!contact) return web::refused(visit, contact.why());
    if (!entries) return web::refused(visit, entries.why());
    return web::page(visit, visit.words("Ledger: {1}", {title_of(*contact, visit.words)}),
                     ledger_page(visit, *contact, *entries), in_contacts);
}

http::Response ask_delete(Visit const &visit, Contacts &contacts) {
    auto const contact = contacts.find(visit.member, visit.path_id<ContactId>());
    if (!contact) return web::refused(visit, contact.why());
    return web::page(visit, visit.words("Delete contact"), delete_page(visit, *contact), as_form);
}

http::Response really_delete(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const done = contacts.remove(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/contacts?removed=" + id.text());
}

http::Response restore(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const done = contacts.restore(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(id), N_("The contact has been restored."));
}

} // namespace

void add_pages(web::Doors &doors, PersonPages pages, card::PostalLookup postal) {
    auto &contacts = pages.contacts;
    auto &places = pages.places;
    places.add({20, "contacts", "/contacts", N_("Contacts")});
    auto const with = [&contacts](auto handler) {
        return [&contacts, handler](Visit const &visit) { return handler(visit, contacts); };
    };
    auto const with_postal = [&contacts, postal](auto handler) {
        return [&contacts, handler, postal](Visit const &visit) {
            return handler(visit, contacts, postal);
        };
    };
    auto const member = web::Who::member;
    bool const has_postal = static_cast<bool>(postal);
    doors.get("/contacts", member, with(list));
    doors.get("/contacts/new", member, [&contacts, has_postal](Visit const &visit) {
        return new_form(visit, contacts, {}, has_postal);
    });
    doors.post("/contacts/new", member, with_postal(add));
    doors.get("/contacts/{id}/edit", member, [&contacts, has_postal](Visit const &visit) {
        return edit(visit, contacts, has_postal);
    });
    doors.post("/contacts/{id}/edit", member, with_postal(save));
    doors.get("/contacts/{id}/ledger", member, with(ledger));
    doors.get("/contacts/{id}/delete", member, with(ask_delete));
    doors.post("/contacts/{id}/delete", member, with(really_delete));
    doors.post("/contacts/{id}/restore", member, with(restore));
    add_person_pages(doors, pages);
}

} // namespace goen::contacts
