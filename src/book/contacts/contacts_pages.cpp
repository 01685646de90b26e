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
constexpr auto fresh_for = std::chrono::hours{24};

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

// The contact with its forms; `notes` and `met` as last typed when they were refused.
http::Response show_now(Visit const &visit, Contacts &contacts, ContactId id,
                        web::Places const &places, std::optional<web::FormState> notes,
                        std::optional<web::FormState> met) {
    auto contact = contacts.find(visit.member, id);
    if (!contact) return web::refused(visit, contact.why());
    ContactPage page;
    page.contact = std::move(*contact);
    auto ledger = contacts.ledger(visit.member, id); // empty for one I typed in
    if (!ledger) return web::refused(visit, ledger.why());
    page.ledger = std::move(*ledger);
    for (auto const &[tag, count] : contacts.tags(visit.member)) {
        if (page.known_tags.size() < 10) page.known_tags.push_back(tag);
    }
    if (!page.contact.is_member) page.more = places.show(private_contact, visit, id);
    page.below = places.show(below_contact, visit, id);
    auto const &tie = page.contact.tie;
    page.is_fresh = page.contact.is_live && tie && visit.now - tie->since < fresh_for &&
                    page.contact.memo.empty();
    if (tie && tie->introducer) {
        auto const who = contacts.find(visit.member, ContactId{tie->introducer.value});
        page.introducer = who ? title_of(*who, visit.words) : std::string{visit.words("A member")};
    }
    auto options = in_contacts;
    if (notes || met) options.status = notes && !notes->meanwhile.empty() ? 409 : 422;
    if (notes) {
        page.notes = std::move(*notes);
    } else {
        page.notes.typed = notes_of(page.contact.memo, page.contact.tags);
        page.notes.version = web::version_of(notes_parts(visit.words), page.notes.typed);
    }
    if (met) page.met = std::move(*met);
    return web::page(visit, title_of(page.contact, visit.words), contact_page(visit, page),
                     options);
}

// The same, with the parts of other rooms, of one moment.
http::Response show(Visit const &visit, Contacts &contacts, ContactId id, web::Places const &places,
                    std::optional<web::FormState> notes = {},
                    std::optional<web::FormState> met = {}) {
    return contacts.database().read(
        [&](store::Reader &) { return show_now(visit, contacts, id, places, notes, met); });
}

// What is said when a form was saved: also that a comma has not made two tags of one.
Sentence saved(Sentence otherwise, std::vector<std::string> const &tags,
               std::vector<std::string> const &before = {}) {
    for (auto const &tag : tags) {
        if (looks_like_several(tag) && std::find(before.begin(), before.end(), tag) == before.end())
            return {N_("Saved “{1}” as one tag. To add several tags, enter one per line."), {tag}};
    }
    return otherwise;
}

http::Response save_notes(Visit const &visit, Contacts &contacts, web::Places const &places) {
    auto const id = visit.path_id<ContactId>();
    auto const tags = tags_of(visit.form.get("tags"));
    std::vector<std::string> before;
    std::optional<web::FormState> stale;
    auto const done = contacts.change(visit.member, id, [&](Contact const &now) -> Result<Edit> {
        before = now.tags;
        Edit edit;
        // A field the form did not send is left as it is.
        auto typed = visit.form;
        if (typed.has("memo")) edit.memo = typed.get("memo");
        if (typed.has("tags")) edit.tags = tags;
        if (!edit.memo) typed.add("memo", now.memo);
        if (!edit.tags) typed.add("tags", packed_tags(now.tags));
        stale =
            web::stale_form(notes_parts(visit.words), typed, notes_of(now.memo, now.tags),
                            notes_of(std::string{typed.get("memo")}, edit.tags ? tags : now.tags));
        if (stale) return web::changed_meanwhile();
        return edit;
    });
    if (done) return web::go(visit, path_of(id), saved(N_("Saved."), tags, before));
    if (stale) return show(visit, contacts, id, places, std::move(stale));
    if (done.why().reason != Reason::invalid) return web::refused(visit, done.why());
    return show(visit, contacts, id, places, web::typed_again(visit, done.why()));
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

http::Response save_met(Visit const &visit, Contacts &contacts, web::Places const &places) {
    auto const id = visit.path_id<ContactId>();
    auto const done = contacts.change(visit.member, id, [&](Contact const &now) -> Result<Edit> {
        auto met = now.met;
        if (visit.form.has("remove")) {
            // Counted on the page: if the list has changed meanwhile, the number may mean another
            // meeting.
            auto const &n = visit.form.get("remove");
            std::size_t place = met.size();
            if (n == "0")
                place = 0;
            else if (auto const number = parse_id(n))
                place = static_cast<std::size_t>(*number);
            if (visit.form.get("of") != meetings_mark(met) || place >= met.size()) {
                return Refusal{Reason::conflict,
                               N_("This has changed in the meantime. Please check it again."),
                               {},
                               {}};
            }
            met.erase(met.begin() + static_cast<std::ptrdiff_t>(place));
        } else {
            auto meeting = meeting_of(visit.form);
            if (!meeting) return meeting.why();
            if (*meeting) met.push_back(std::move(**meeting));
        }
        Edit edit;
        edit.met = std::move(met);
        return edit;
    });
    if (done) return web::go(visit, path_of(id), N_("Saved."));
    if (done.why().reason != Reason::invalid) return web::refused(visit, done.why());
    return show(visit, contacts, id, places, {}, web::typed_again(visit, done.why()));
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

http::Response looked(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const done = contacts.mark_looked(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(id));
}

} // namespace

void add_pages(web::Doors &doors, web::Places &places, Contacts &contacts,
               card::PostalLookup postal) {
    places.add({20, "contacts", "/contacts", N_("Contacts")});
    auto const with = [&contacts](auto handler) {
        return [&contacts, handler](Visit const &visit) { return handler(visit, contacts); };
    };
    auto const with_postal = [&contacts, postal](auto handler) {
        return [&contacts, handler, postal](Visit const &visit) {
            return handler(visit, contacts, postal);
        };
    };
    auto const with_parts = [&contacts, &places](auto handler) {
        return [&contacts, &places, handler](Visit const &visit) {
            return handler(visit, contacts, places);
        };
    };
    auto const member = web::Who::member;
    bool const has_postal = static_cast<bool>(postal);
    doors.get("/contacts", member, with(list));
    doors.get("/contacts/new", member, [&contacts, has_postal](Visit const &visit) {
        return new_form(visit, contacts, {}, has_postal);
    });
    doors.post("/contacts/new", member, with_postal(add));
    doors.get("/contacts/{id}", member,
              with_parts([](Visit const &visit, Contacts &book, web::Places const &where) {
                  return show(visit, book, visit.path_id<ContactId>(), where);
              }));
    doors.post("/contacts/{id}", member, with_parts(save_notes));
    doors.get("/contacts/{id}/edit", member, [&contacts, has_postal](Visit const &visit) {
        return edit(visit, contacts, has_postal);
    });
    doors.post("/contacts/{id}/edit", member, with_postal(save));
    doors.post("/contacts/{id}/met", member, with_parts(save_met));
    doors.post("/contacts/{id}/looked", member, with(looked));
    doors.get("/contacts/{id}/ledger", member, with(ledger));
    doors.get("/contacts/{id}/delete", member, with(ask_delete));
    doors.post("/contacts/{id}/delete", member, with(really_delete));
    doors.post("/contacts/{id}/restore", member, with(restore));
}

} // namespace goen::contacts
