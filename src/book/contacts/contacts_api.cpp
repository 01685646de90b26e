// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_json.hpp"
#include "contacts/contacts_doors.hpp"
#include "web/versions.hpp"

namespace goen::contacts {

namespace {

namespace shape = web::shape;
using web::ApiCall;
using web::field;
using Ledger = web::Page<LedgerEntry, "Ledger">;

struct ContactPage {
    std::vector<Contact> items;
    std::string next;
    std::int64_t total = 0;
};
web::Record const &record_of(ContactPage const *) {
    static web::Record const record{"ContactPage",
                                    {field<&ContactPage::items>("items").most(1000),
                                     field<&ContactPage::next>("next").or_null(),
                                     field<&ContactPage::total>("total")
                                         .between(0, INT64_MAX)
                                         .about("Of the whole book, whatever was asked.")}};
    return record;
}

ContactId id_of(ApiCall const &call) { return call.visit.path_id<ContactId>(); }

Result<ContactPage> list(Contacts &contacts, ApiCall const &call) {
    auto const &visit = call.visit;
    Ask ask;
    ask.q = visit.query("q");
    ask.tag = visit.query("tag");
    ask.index = visit.query("index");
    ask.after = visit.query("after");
    ask.moved_only = visit.query("moved") == "true";
    ask.newest_first = visit.query("sort") == "new";
    if (ask.newest_first && (ask.moved_only || !ask.q.empty())) {
        return Refusal{Reason::invalid,
                       N_("Search results cannot be sorted."),
                       {{"sort", N_("Search results cannot be sorted.")}}};
    }
    if (auto const limit = visit.query("limit"); !limit.empty()) {
        auto const number = parse_id(limit);
        ask.limit =
            number && *number <= 100 ? static_cast<int>(*number) : 0; // 0 is refused by the verb
    }
    return contacts.database().read([&](store::Reader &) -> Result<ContactPage> {
        auto const found = contacts.list(visit.member, ask, visit.words.language());
        if (!found) return found.why();
        std::vector<ContactId> ids;
        ids.reserve(found->lines.size());
        for (auto const &line : found->lines) ids.push_back(line.id);
        return ContactPage{contacts.find_all(visit.member, ids), found->next, found->total};
    });
}

Result<Contact> show(Contacts &contacts, ApiCall const &call) {
    return contacts.find(call.visit.member, id_of(call));
}

Result<Contact> add(Contacts &contacts, ApiCall const &call, ContactInput const &input) {
    auto edit = edit_of(input);
    if (!edit) return edit.why();
    auto const made = contacts.add(call.visit.member, std::move(*edit));
    if (!made) return made.why();
    return contacts.find(call.visit.member, *made);
}

Done check_version(ApiCall const &call, Contact const &contact) {
    return web::check_preconditions(call, web::to_json(contact), contact.updated);
}

Result<Contact> change(Contacts &contacts, ApiCall const &call, ContactPatch const &patch) {
    return contacts.change(call.visit.member, id_of(call),
                           [&](Contact const &contact) -> Result<Edit> {
                               if (auto const fits = check_version(call, contact); !fits)
                                   return fits.why();
                               return edit_of(patch, contact);
                           });
}

Done remove(Contacts &contacts, ApiCall const &call) {
    return contacts.remove(call.visit.member, id_of(call),
                           [&](Contact const &contact) { return check_version(call, contact); });
}

Result<Ledger> ledger(Contacts &contacts, ApiCall const &call) {
    auto entries = contacts.ledger(call.visit.member, id_of(call));
    if (!entries) return entries.why();
    return Ledger{std::move(*entries), ""};
}

} // namespace

void add_api(web::Doors &doors, Contacts &contacts) {
    web::Endpoints<Contacts &> api{
        doors, contacts, {"contacts", "contacts:read", "contacts:write"}};
    api.add(web::get("/contacts", "My address book, in the order of readings.")
                .asks({{"q", shape::text(200),
                        "Free words: name in any script, company, department, title, number in any "
                        "spelling or a piece of it, postal code, address, memo, tag."},
                       {"tag", shape::text(50), "One tag."},
                       {"index", shape::text(1), "あ か さ た な は ま や ら わ, A to Z, or #."},
                       {"moved", shape::words({"true", "false"}),
                        "Only those who moved since I last looked."},
                       {"sort", shape::words({"reading", "new"}),
                        "In the order of the readings, or newest first; not with q or moved."},
                       {"after", shape::text(8000), "The cursor of the page before."},
                       {"limit", shape::integer(1, 100), "How many, 50 by default."}})
                .refuses({422}),
            list);
    api.add(web::post("/contacts", "Write a private contact into my book.")
                .creates()
                .refuses({409, 422}),
            add);
    api.add(web::get("/contacts/{id}", "One contact of my book.").refuses({404}), show);
    api.add(web::patch("/contacts/{id}", "Change my notes, or the card of a private contact; what "
                                         "is not named stays.")
                .refuses({404, 422}),
            change);
    api.add(web::del("/contacts/{id}", "Take a contact out of my book; kept aside for 30 days.")
                .refuses({404, 409}),
            remove);
    api.add(web::get("/contacts/{id}/ledger", "Every version of the card received, oldest first.")
                .refuses({404}),
            ledger);
}

} // namespace goen::contacts
