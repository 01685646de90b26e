// SPDX-License-Identifier: Apache-2.0
// The page of one person of my book, which is /contacts/{id} and, of a member, /m/{id} as well, and
// what is saved on it.
#include "base/text.hpp"
#include "contacts/contact_form.hpp"
#include "contacts/contact_head.hpp"
#include "contacts/contacts_doors.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/contacts_view.hpp"
#include "contacts/notes.hpp"
#include "web/form_version.hpp"
#include "web/plain.hpp"

namespace goen::contacts {
namespace {

using web::Visit;

constexpr auto fresh_for = std::chrono::hours{24};

// The forms as last typed, when they were refused.
struct Refused {
    std::optional<web::FormState> notes, met;
};

ContactPage read_page(Visit const &visit, PersonPages const &pages, Contact contact,
                      std::vector<LedgerEntry> ledger, Refused refused) {
    auto &contacts = pages.contacts;
    ContactPage page;
    page.contact = std::move(contact);
    page.ledger = std::move(ledger);
    auto const id = page.contact.id;
    for (auto const &[tag, count] : contacts.tags(visit.member)) {
        if (page.known_tags.size() < 10) page.known_tags.push_back(tag);
    }
    if (page.contact.is_member)
        page.beside = pages.places.show(beside_member, visit, id);
    else
        page.more = pages.places.show(private_contact, visit, id);
    page.below = pages.places.show(below_contact, visit, id);
    auto const &tie = page.contact.tie;
    page.is_fresh = page.contact.is_live && tie && visit.now - tie->since < fresh_for &&
                    page.contact.memo.empty();
    if (tie && tie->introducer) {
        auto const who = contacts.find(visit.member, ContactId{tie->introducer.value});
        page.introducer = who ? title_of(*who, visit.words) : std::string{visit.words("A member")};
    }
    if (refused.notes) {
        page.notes = std::move(*refused.notes);
    } else {
        page.notes.typed = notes_of(page.contact.memo, page.contact.tags);
        page.notes.version = web::version_of(notes_parts(visit.words), page.notes.typed);
    }
    if (refused.met) page.met = std::move(*refused.met);
    return page;
}

// Head, what is never kept, and the rest.
html::Html whole_page(Visit const &visit, PersonPages const &pages, ContactId id, bool is_member,
                      web::KeptBodies::Body const &body) {
    if (!is_member) return html::all(body.head, body.rest);
    return html::all(body.head, pages.places.show(below_head, visit, id), body.rest,
                     pages.places.show(end_of_person, visit, id));
}

// `known` was asked before the contact was read.
http::Response show_now(Visit const &visit, PersonPages const &pages, std::int64_t known,
                        Contact contact, Refused refused) {
    auto options = in_contacts;
    if (refused.notes || refused.met)
        options.status = refused.notes && !refused.notes->meanwhile.empty() ? 409 : 422;
    auto const id = contact.id;
    bool const is_member = contact.is_member;
    auto ledger = pages.contacts.ledger(visit.member, id); // empty for one I typed in
    if (!ledger) return web::refused(visit, ledger.why());
    auto const page =
        read_page(visit, pages, std::move(contact), std::move(*ledger), std::move(refused));
    web::KeptBodies::Body const body{title_of(page.contact, visit.words),
                                     contact_head(page.contact, visit.words, !page.ledger.empty()),
                                     contact_page(visit, page)};
    if (options.status == 200 && is_member) {
        std::vector<std::int64_t> people{visit.member.value, id.value};
        if (auto const &tie = page.contact.tie) people.push_back(tie->introducer.value);
        pages.bodies.keep(visit, web::KeptBodies::key(visit, id.value), known, people, body);
    }
    return web::page(visit, body.title, whole_page(visit, pages, id, is_member, body), options);
}

// The page again, with what was refused.
http::Response show(Visit const &visit, PersonPages const &pages, ContactId id, Refused refused) {
    auto const known = pages.bodies.known();
    return pages.contacts.database().read([&](store::Reader &) {
        auto contact = pages.contacts.find(visit.member, id);
        if (!contact) return web::refused(visit, contact.why());
        return show_now(visit, pages, known, std::move(*contact), std::move(refused));
    });
}

http::Response save_notes(Visit const &visit, PersonPages const &pages) {
    auto const id = visit.path_id<ContactId>();
    auto const tags = tags_of(visit.form.get("tags"));
    std::vector<std::string> before;
    std::optional<web::FormState> stale;
    auto const done =
        pages.contacts.change(visit.member, id, [&](Contact const &now) -> Result<Edit> {
            before = now.tags;
            Edit edit;
            // A field the form did not send is left as it is.
            auto typed = visit.form;
            if (typed.has("memo")) edit.memo = typed.get("memo");
            if (typed.has("tags")) edit.tags = tags;
            if (!edit.memo) typed.add("memo", now.memo);
            if (!edit.tags) typed.add("tags", packed_tags(now.tags));
            stale = web::stale_form(
                notes_parts(visit.words), typed, notes_of(now.memo, now.tags),
                notes_of(std::string{typed.get("memo")}, edit.tags ? tags : now.tags));
            if (stale) return web::changed_meanwhile();
            return edit;
        });
    if (done) return web::go(visit, path_of(id), saved(N_("Saved."), tags, before));
    if (stale) return show(visit, pages, id, {std::move(stale), {}});
    if (done.why().reason != Reason::invalid) return web::refused(visit, done.why());
    return show(visit, pages, id, {web::typed_again(visit, done.why()), {}});
}

http::Response save_met(Visit const &visit, PersonPages const &pages) {
    auto const id = visit.path_id<ContactId>();
    auto const done =
        pages.contacts.change(visit.member, id, [&](Contact const &now) -> Result<Edit> {
            auto met = now.met;
            if (visit.form.has("remove")) {
                // Counted on the page: if the list has changed meanwhile, the number may mean
                // another meeting.
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
    return show(visit, pages, id, {{}, web::typed_again(visit, done.why())});
}

http::Response looked(Visit const &visit, PersonPages const &pages) {
    auto const id = visit.path_id<ContactId>();
    auto const done = pages.contacts.mark_looked(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(id));
}

} // namespace

std::optional<http::Response> show_person(Visit const &visit, PersonPages const &pages,
                                          ContactId id) {
    if (auto const kept = pages.bodies.find(visit, web::KeptBodies::key(visit, id.value)))
        return web::page(visit, kept->title, whole_page(visit, pages, id, true, *kept),
                         in_contacts);
    auto const known = pages.bodies.known(); // before the snapshot
    return pages.contacts.database().read([&](store::Reader &) -> std::optional<http::Response> {
        auto contact = pages.contacts.find(visit.member, id);
        if (!contact) return {};
        return show_now(visit, pages, known, std::move(*contact), {});
    });
}

void add_person_pages(web::Doors &doors, PersonPages pages) {
    auto const with = [pages](auto handler) {
        return [pages, handler](Visit const &visit) { return handler(visit, pages); };
    };
    auto const member = web::Who::member;
    doors.get("/contacts/{id}", member, [pages](Visit const &visit) {
        auto shown = show_person(visit, pages, visit.path_id<ContactId>());
        return shown ? std::move(*shown) : web::refused(visit, no_such_contact());
    });
    doors.post("/contacts/{id}", member, with(save_notes));
    doors.post("/contacts/{id}/met", member, with(save_met));
    doors.post("/contacts/{id}/looked", member, with(looked));
}

} // namespace goen::contacts
