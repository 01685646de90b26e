// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_json.hpp"
#include "contacts/contacts_doors.hpp"
#include "web/versions.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace goen::contacts {

namespace {

namespace json = boost::json;
namespace shape = web::shape;
using http::Method;
using web::ApiAnswer;
using web::ApiCall;

ContactId id_of(ApiCall const &call) { return call.visit.path_id<ContactId>(); }

Result<ApiAnswer> list(ApiCall const &call, Contacts &contacts) {
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
                       N_("What a search finds has an order of its own."),
                       {{"sort", N_("What a search finds has an order of its own.")}}};
    }
    if (auto const limit = visit.query("limit"); !limit.empty()) {
        auto const number = parse_id(limit);
        ask.limit =
            number && *number <= 100 ? static_cast<int>(*number) : 0; // 0 is refused by the verb
    }
    auto const found = contacts.list(visit.member, ask, visit.words.language());
    if (!found) return found.why();
    std::vector<ContactId> ids;
    ids.reserve(found->lines.size());
    for (auto const &line : found->lines) ids.push_back(line.id);
    json::array items;
    for (auto const &contact : contacts.find_all(visit.member, ids))
        items.push_back(contact_json(contact));
    return ApiAnswer{200, json::object{{"items", std::move(items)},
                                       {"next", found->next.empty() ? json::value(nullptr)
                                                                    : json::value(found->next)},
                                       {"total", found->total}}};
}

Result<ApiAnswer> show(ApiCall const &call, Contacts &contacts) {
    auto const contact = contacts.find(call.visit.member, id_of(call));
    if (!contact) return contact.why();
    return ApiAnswer{200, contact_json(*contact)};
}

Result<ApiAnswer> add(ApiCall const &call, Contacts &contacts) {
    auto edit = edit_from_json(call.body);
    if (!edit) return edit.why();
    auto const made = contacts.add(call.visit.member, std::move(*edit));
    if (!made) return made.why();
    auto const contact = contacts.find(call.visit.member, *made);
    if (!contact) return contact.why();
    return ApiAnswer{201, contact_json(*contact)};
}

Done still_fits(ApiCall const &call, Contact const &contact) {
    return web::check_preconditions(call, contact_json(contact), contact.updated);
}

Result<ApiAnswer> change(ApiCall const &call, Contacts &contacts) {
    auto const after = contacts.change(call.visit.member, id_of(call),
                                       [&](Contact const &contact) -> Result<Edit> {
                                           if (auto const fits = still_fits(call, contact); !fits)
                                               return fits.why();
                                           return edit_from_patch(call.body, contact);
                                       });
    if (!after) return after.why();
    return ApiAnswer{200, contact_json(*after)};
}

Result<ApiAnswer> remove(ApiCall const &call, Contacts &contacts) {
    auto const done = contacts.remove(call.visit.member, id_of(call), [&](Contact const &contact) {
        return still_fits(call, contact);
    });
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> ledger(ApiCall const &call, Contacts &contacts) {
    auto const entries = contacts.ledger(call.visit.member, id_of(call));
    if (!entries) return entries.why();
    json::array items;
    for (auto const &entry : *entries) items.push_back(ledger_json(entry));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", nullptr}}};
}

web::Schema contact_page_schema() {
    auto page = shape::page_of("ContactPage", contact_schema());
    page.properties.push_back(shape::required(
        "total", shape::integer(0, INT64_MAX).about("Of the whole book, whatever was asked.")));
    return page;
}

} // namespace

void add_api(web::Doors &doors, Contacts &contacts) {
    auto const with = [&contacts](auto handler) {
        return [&contacts, handler](ApiCall const &call) { return handler(call, contacts); };
    };
    auto const endpoint = [](Method method, std::string path, std::string summary,
                             std::string scope) {
        web::Endpoint made;
        made.method = method;
        made.path = std::move(path);
        made.summary = std::move(summary);
        made.tag = "contacts";
        made.scope = std::move(scope);
        return made;
    };

    auto all = endpoint(Method::get, "/contacts", "My address book, in the order of readings.",
                        "contacts:read");
    all.query = {
        {"q", shape::text(200),
         "Free words: name in any script, company, department, title, number in any spelling or a "
         "piece of it, postal code, address, memo, tag."},
        {"tag", shape::text(50), "One tag."},
        {"index", shape::text(1), "あ か さ た な は ま や ら わ, A to Z, or #."},
        {"moved", shape::words({"true", "false"}), "Only those who moved since I last looked."},
        {"sort", shape::words({"reading", "new"}),
         "In the order of the readings, or newest first; not with q or moved."},
        {"after", shape::text(8000), "The cursor of the page before."},
        {"limit", shape::integer(1, 100), "How many, 50 by default."}};
    all.answer = contact_page_schema();
    all.refusals = {422};
    doors.api(std::move(all), with(list));

    auto made = endpoint(Method::post, "/contacts", "Write a private contact into my book.",
                         "contacts:write");
    made.body = contact_input_schema();
    made.status = 201;
    made.answer = contact_schema();
    made.refusals = {409, 422};
    doors.api(std::move(made), with(add));

    auto one = endpoint(Method::get, "/contacts/{id}", "One contact of my book.", "contacts:read");
    one.answer = contact_schema();
    one.refusals = {404};
    doors.api(std::move(one), with(show));

    auto changed = endpoint(Method::patch, "/contacts/{id}",
                            "Change my notes, or the card of a private contact; what is not named "
                            "stays.",
                            "contacts:write");
    changed.body = contact_patch_schema();
    changed.answer = contact_schema();
    changed.refusals = {404, 422};
    doors.api(std::move(changed), with(change));

    auto gone =
        endpoint(Method::del, "/contacts/{id}",
                 "Take a contact out of my book; kept aside for 30 days.", "contacts:write");
    gone.status = 204;
    gone.refusals = {404, 409};
    doors.api(std::move(gone), with(remove));

    auto versions = endpoint(Method::get, "/contacts/{id}/ledger",
                             "Every version of the card received, oldest first.", "contacts:read");
    versions.answer = shape::page_of("Ledger", ledger_schema());
    versions.refusals = {404};
    doors.api(std::move(versions), with(ledger));
}

} // namespace goen::contacts
