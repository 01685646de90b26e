// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "contacts/contact_form.hpp"
#include "contacts/contacts_doors.hpp"
#include "contacts/contacts_view.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

using web::Visit;

constexpr web::PageOptions in_contacts{.section = "contacts"};
constexpr web::PageOptions as_form{.section = "contacts", .narrow = true};
constexpr web::PageOptions form_again{.section = "contacts", .narrow = true, .status = 422};
constexpr auto fresh_for = std::chrono::hours{24};

std::string path_of(ContactId id) { return "/contacts/" + id.text(); }

web::FormState again(http::Params typed, Refusal const &refusal) {
    return {std::move(typed), refusal.fields, refusal.message};
}

http::Response list(Visit const &visit, Contacts &contacts) {
    auto const &words = visit.words;
    Ask ask;
    ask.q = trimmed(visit.query("q"));
    ask.tag = visit.query("tag");
    ask.index = visit.query("index");
    ask.after = visit.query("after");
    ask.moved_only = visit.query("moved") == "1";
    ask.limit = web::is_plain(visit.request) ? small_page : 50;
    auto const markup =
        contacts.rendered(visit.member, ask, words.language(),
                          [&](Book const &book) { return list_page(words, ask, book).markup(); });
    if (!markup) return web::refused(visit, markup.why());
    html::Html body = html::h1(words("Contacts"));
    if (auto const removed = ContactId::parse(visit.query("removed")))
        body += removed_notice(visit, *removed);
    body += html::trusted(**markup); // what list_page() made
    return web::page(visit, words("Contacts"), std::move(body), in_contacts);
}

// The contact with its forms; `notes` and `met` as last typed when they were refused.
http::Response show(Visit const &visit, Contacts &contacts, ContactId id,
                    std::optional<web::FormState> notes = {},
                    std::optional<web::FormState> met = {}, ContactPart const &more = {},
                    ContactPart const &below = {}) {
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
    if (more && !page.contact.is_member) page.more = more(visit, id);
    if (below) page.below = below(visit, id);
    auto const &tie = page.contact.tie;
    page.is_fresh = page.contact.is_live && tie && visit.now - tie->since < fresh_for &&
                    page.contact.memo.empty();
    if (tie && tie->introducer) {
        auto const who = contacts.find(visit.member, ContactId{tie->introducer.value});
        page.introducer = who ? title_of(*who, visit.words) : std::string{visit.words("A member")};
    }
    bool const is_refused = notes || met;
    if (notes) {
        page.notes = std::move(*notes);
    } else {
        page.notes.typed.add("memo", page.contact.memo);
        page.notes.typed.add("tags", tags_text(page.contact.tags, visit.words.language()));
    }
    if (met) page.met = std::move(*met);
    auto options = in_contacts;
    if (is_refused) options.status = 422;
    return web::page(visit, title_of(page.contact, visit.words), contact_page(visit, page),
                     options);
}

http::Response save_notes(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    Edit edit;
    // A field the form did not send is left as it is.
    if (visit.form.has("memo")) edit.memo = visit.form.get("memo");
    if (visit.form.has("tags")) edit.tags = tags_of(visit.form.get("tags"));
    auto const done = contacts.edit(visit.member, id, std::move(edit));
    if (done) return web::go(visit, path_of(id), N_("Saved."));
    if (done.why().reason != Reason::invalid) return web::refused(visit, done.why());
    return show(visit, contacts, id, again(visit.form, done.why()));
}

http::Response new_form(Visit const &visit, web::FormState const &state) {
    auto const &w = visit.words;
    return web::page(visit, w("Type in a contact"),
                     contact_form(visit, state, html::Url{"/contacts/new"}, true),
                     state.errors.empty() ? as_form : form_again);
}

http::Response add(Visit const &visit, Contacts &contacts) {
    Edit edit;
    auto body = card_of(visit.form);
    if (!body) return new_form(visit, again(visit.form, body.why()));
    auto meeting = meeting_of(visit.form);
    if (!meeting) return new_form(visit, again(visit.form, meeting.why()));
    edit.body = std::move(*body);
    if (*meeting) edit.met = {**meeting};
    edit.memo = visit.form.get("memo");
    edit.tags = tags_of(visit.form.get("tags"));
    auto const made = contacts.add(visit.member, std::move(edit));
    if (!made) return new_form(visit, again(visit.form, made.why()));
    return web::go(visit, path_of(*made), N_("Added to your contacts."));
}

http::Response edit_form(Visit const &visit, ContactId id, web::FormState const &state) {
    return web::page(visit, visit.words("Edit the contact"),
                     contact_form(visit, state, html::Url{path_of(id) + "/edit"}, false),
                     state.errors.empty() ? as_form : form_again);
}

// A private contact of mine, for its edit page; a member's card is not mine to edit.
Result<Contact> own(Visit const &visit, Contacts &contacts) {
    auto contact = contacts.find(visit.member, visit.path_id<ContactId>());
    if (contact && contact->is_member)
        return Refusal{Reason::not_found, N_("This contact is not in your book."), {}, {}};
    return contact;
}

http::Response edit(Visit const &visit, Contacts &contacts) {
    auto const contact = own(visit, contacts);
    if (!contact) return web::refused(visit, contact.why());
    return edit_form(visit, contact->id, {form_of(contact->body), {}, {}});
}

http::Response save(Visit const &visit, Contacts &contacts) {
    auto const contact = own(visit, contacts);
    if (!contact) return web::refused(visit, contact.why());
    auto body = card_of(visit.form, contact->body);
    if (!body) return edit_form(visit, contact->id, again(visit.form, body.why()));
    Edit edit;
    edit.body = std::move(*body);
    auto const done = contacts.edit(visit.member, contact->id, std::move(edit));
    if (!done) return edit_form(visit, contact->id, again(visit.form, done.why()));
    return web::go(visit, path_of(contact->id), N_("Saved."));
}

http::Response save_met(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const contact = contacts.find(visit.member, id);
    if (!contact) return web::refused(visit, contact.why());
    auto met = contact->met;
    if (visit.form.has("remove")) {
        // Counted on the page: if the list has changed meanwhile, the number may mean another
        // meeting.
        auto const &n = visit.form.get("remove");
        std::size_t place = met.size();
        if (n == "0")
            place = 0;
        else if (auto const number = parse_id(n))
            place = static_cast<std::size_t>(*number);
        if (visit.form.get("of") != std::to_string(met.size()) || place >= met.size()) {
            return web::refused(visit, {Reason::conflict,
                                        N_("The list has changed meanwhile. Please look again."),
                                        {},
                                        {}});
        }
        met.erase(met.begin() + static_cast<std::ptrdiff_t>(place));
    } else {
        auto meeting = meeting_of(visit.form);
        if (!meeting) return show(visit, contacts, id, {}, again(visit.form, meeting.why()));
        if (*meeting) met.push_back(std::move(**meeting));
    }
    Edit edit;
    edit.met = std::move(met);
    auto const done = contacts.edit(visit.member, id, std::move(edit));
    if (done) return web::go(visit, path_of(id), N_("Saved."));
    if (done.why().reason != Reason::invalid) return web::refused(visit, done.why());
    return show(visit, contacts, id, {}, again(visit.form, done.why()));
}

http::Response ledger(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const contact = contacts.find(visit.member, id);
    if (!contact) return web::refused(visit, contact.why());
    auto const entries = contacts.ledger(visit.member, id);
    if (!entries) return web::refused(visit, entries.why());
    return web::page(visit, visit.words("Ledger: {1}", {title_of(*contact, visit.words)}),
                     ledger_page(visit, *contact, *entries), in_contacts);
}

http::Response ask_delete(Visit const &visit, Contacts &contacts) {
    auto const contact = contacts.find(visit.member, visit.path_id<ContactId>());
    if (!contact) return web::refused(visit, contact.why());
    return web::page(visit, visit.words("Delete the contact"), delete_page(visit, *contact),
                     as_form);
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
    return web::go(visit, path_of(id), N_("The contact is back in your book."));
}

http::Response looked(Visit const &visit, Contacts &contacts) {
    auto const id = visit.path_id<ContactId>();
    auto const done = contacts.mark_looked(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(id));
}

} // namespace

void add_pages(web::Doors &doors, Contacts &contacts, ContactPart more, ContactPart below) {
    auto const with = [&contacts](auto handler) {
        return [&contacts, handler](Visit const &visit) { return handler(visit, contacts); };
    };
    auto const member = web::Who::member;
    doors.get("/contacts", member, with(list));
    doors.get("/contacts/new", member, [](Visit const &visit) { return new_form(visit, {}); });
    doors.post("/contacts/new", member, with(add));
    doors.get("/contacts/{id}", member, [&contacts, more, below](Visit const &visit) {
        return show(visit, contacts, visit.path_id<ContactId>(), {}, {}, more, below);
    });
    doors.post("/contacts/{id}", member, with(save_notes));
    doors.get("/contacts/{id}/edit", member, with(edit));
    doors.post("/contacts/{id}/edit", member, with(save));
    doors.post("/contacts/{id}/met", member, with(save_met));
    doors.post("/contacts/{id}/looked", member, with(looked));
    doors.get("/contacts/{id}/ledger", member, with(ledger));
    doors.get("/contacts/{id}/delete", member, with(ask_delete));
    doors.post("/contacts/{id}/delete", member, with(really_delete));
    doors.post("/contacts/{id}/restore", member, with(restore));
}

} // namespace goen::contacts
