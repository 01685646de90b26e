// SPDX-License-Identifier: Apache-2.0
// Versions compared, the history of one's own edits, tags of many contacts at once, as JSON.
#include "card/card_json.hpp"
#include "contacts/compare.hpp"
#include "contacts/contact_json.hpp"
#include "contacts/contacts_doors.hpp"
#include "contacts/history.hpp"
#include "contacts/notes.hpp"
#include "contacts/tagging.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace goen::contacts {

namespace {

namespace json = boost::json;
namespace shape = web::shape;
using http::Method;
using web::ApiAnswer;
using web::ApiCall;

History history_of(Edits const &rooms) { return {rooms.database, rooms.ids, rooms.clock}; }
Tagging tagging_of(Edits const &rooms) {
    return {rooms.database, rooms.contacts, rooms.ids, rooms.clock};
}

std::string text_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    auto const *text = value ? value->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}

std::size_t number_at(ApiCall const &call, std::string_view name) {
    return static_cast<std::size_t>(parse_id(call.visit.query(name)).value_or(0));
}

Result<ApiAnswer> compare(ApiCall const &call, Edits const &rooms) {
    auto const &visit = call.visit;
    auto const ledger = rooms.contacts.ledger(visit.member, visit.path_id<ContactId>());
    if (!ledger) return ledger.why();
    auto const found = compared(*ledger, number_at(call, "from"), number_at(call, "to"));
    if (!found) return found.why();
    json::array changes;
    for (auto const &pair : field_pairs(found->from.body, found->to.body, visit.words.language())) {
        if (!pair.is_changed()) continue;
        changes.push_back(json::object{{"field", pair.field},
                                       {"side", i18n::code(pair.side)},
                                       {"was", pair.was},
                                       {"is", pair.is}});
    }
    return ApiAnswer{200, json::object{{"from", ledger_json(found->from)},
                                       {"to", ledger_json(found->to)},
                                       {"changes", std::move(changes)}}};
}

json::array tags_json(std::vector<std::string> const &tags) {
    json::array array;
    for (auto const &tag : tags) array.emplace_back(tag);
    return array;
}

json::array met_json(std::vector<Meeting> const &met) {
    json::array array;
    for (auto const &one : met) {
        array.push_back(
            json::object{{"on", one.on ? json::value(iso_date(*one.on)) : json::value(nullptr)},
                         {"place", one.place},
                         {"note", one.note}});
    }
    return array;
}

template <class T, class F> json::value pair_json(std::optional<Changed<T>> const &pair, F &&of) {
    if (!pair) return nullptr;
    return json::object{{"was", of(pair->was)}, {"is", of(pair->is)}};
}

json::object edit_json(PastEdit const &edit) {
    return {
        {"id", edit.id.text()},
        {"at", rfc3339(edit.at)},
        {"undoes", edit.undoes ? json::value(edit.undoes.text()) : json::value(nullptr)},
        {"undone", edit.is_undone},
        {"batch", edit.is_batch},
        {"memo", pair_json(edit.memo, [](std::string const &text) { return json::string(text); })},
        {"tags", pair_json(edit.tags, tags_json)},
        {"met", pair_json(edit.met, met_json)},
        {"card", pair_json(edit.body, [](card::CardBody const &body) {
             return card::card_json(body, card::Audience::others);
         })}};
}

web::Schema edit_schema() {
    auto const pair = [](std::string name, web::Schema of) {
        return shape::object(std::move(name),
                             {shape::required("was", of), shape::required("is", of)})
            .or_null();
    };
    auto const meeting =
        shape::object("PastMeeting", {shape::required("on", shape::text(10).or_null()),
                                      shape::required("place", shape::text(max_place)),
                                      shape::required("note", shape::text(max_note))});
    return shape::object(
        "Edit",
        {shape::required("id", shape::id()), shape::required("at", shape::time()),
         shape::required("undoes", shape::id().or_null().about("The edit this one took back.")),
         shape::required("undone", shape::boolean()),
         shape::required("batch", shape::boolean().about("One of many contacts changed at once.")),
         shape::required("memo", pair("MemoChange", shape::text(max_memo))),
         shape::required("tags", pair("TagsChange", shape::list(shape::text(max_tag)))),
         shape::required("met", pair("MeetingsChange", shape::list(meeting, max_meetings))),
         shape::required("card", pair("CardChange", card::card_schema()))});
}

Result<ApiAnswer> history(ApiCall const &call, Edits const &rooms) {
    auto const edits = history_of(rooms).of(call.visit.member, call.visit.path_id<ContactId>());
    if (!edits) return edits.why();
    json::array items;
    for (auto const &edit : *edits) items.push_back(edit_json(edit));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", nullptr}}};
}

Result<ApiAnswer> undo_edit(ApiCall const &call, Edits const &rooms) {
    auto const done = history_of(rooms).undo(call.visit.member, call.visit.path_id<ContactId>(),
                                             call.visit.path_id<EditId>("edit"));
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

constexpr char const *deeds[]{"put_on", "take_off", "rename", "delete"};

json::object batch_json(TagBatch const &batch) {
    return {{"id", batch.id ? json::value(batch.id.text()) : json::value(nullptr)},
            {"at", rfc3339(batch.at)},
            {"do", deeds[static_cast<int>(batch.what)]},
            {"tag", batch.tag},
            {"to", batch.to.empty() ? json::value(nullptr) : json::value(batch.to)},
            {"changed", batch.changed},
            {"undone", batch.is_undone}};
}

web::Schema batch_schema() {
    return shape::object(
        "TagBatch",
        {shape::required("id", shape::id().or_null().about("null: there was nothing to change")),
         shape::required("at", shape::time()),
         shape::required("do", shape::words({"put_on", "take_off", "rename", "delete"})),
         shape::required("tag", shape::text(max_tag)),
         shape::required("to", shape::text(max_tag).or_null()),
         shape::required("changed", shape::integer(0, INT64_MAX).about("How many contacts.")),
         shape::required("undone", shape::boolean())});
}

Result<ApiAnswer> tags(ApiCall const &call, Edits const &rooms) {
    json::array items;
    for (auto const &[tag, count] : rooms.contacts.tags(call.visit.member))
        items.push_back(json::object{{"tag", tag}, {"contacts", count}});
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", nullptr}}};
}

Result<ApiAnswer> batches(ApiCall const &call, Edits const &rooms) {
    json::array items;
    for (auto const &batch : tagging_of(rooms).batches(call.visit.member))
        items.push_back(batch_json(batch));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", nullptr}}};
}

Result<ApiAnswer> tag_many(ApiCall const &call, Edits const &rooms) {
    auto tagging = tagging_of(rooms);
    auto const me = call.visit.member;
    auto const deed = text_at(call.body, "do"), tag = text_at(call.body, "tag");
    Result<TagBatch> batch = TagBatch{};
    if (deed == "rename") {
        batch = tagging.rename(me, tag, text_at(call.body, "to"));
    } else if (deed == "delete") {
        batch = tagging.drop(me, tag);
    } else {
        std::vector<ContactId> contacts;
        auto const *list = call.body.if_contains("contacts");
        if (list && list->is_array()) {
            for (auto const &one : list->get_array()) {
                if (auto const id = ContactId::parse(std::string_view{one.as_string()}))
                    contacts.push_back(*id);
            }
        }
        if (auto const q = text_at(call.body, "q"); !q.empty()) {
            auto const found = tagging.found_by(me, {.q = q});
            if (!found) return found.why();
            contacts.insert(contacts.end(), found->begin(), found->end());
        }
        batch = deed == "put_on" ? tagging.put_on(me, contacts, tag)
                                 : tagging.take_off(me, contacts, tag);
    }
    if (!batch) return batch.why();
    return ApiAnswer{200, batch_json(*batch)};
}

Result<ApiAnswer> undo_batch(ApiCall const &call, Edits const &rooms) {
    auto const done = tagging_of(rooms).undo(call.visit.member, call.visit.path_id<BatchId>());
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

web::Endpoint endpoint(Method method, std::string path, std::string summary, std::string scope,
                       std::vector<int> refusals, std::optional<web::Schema> answer = {}) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.tag = "contacts";
    made.scope = std::move(scope);
    made.refusals = std::move(refusals);
    made.status = answer ? 200 : 204;
    made.answer = std::move(answer);
    return made;
}

} // namespace

void add_edit_api(web::Doors &doors, Edits rooms) {
    auto const hang = [&](web::Endpoint made,
                          Result<ApiAnswer> (*handler)(ApiCall const &, Edits const &)) {
        doors.api(std::move(made),
                  [rooms, handler](ApiCall const &call) { return handler(call, rooms); });
    };
    auto const read = "contacts:read", write = "contacts:write";
    auto const change = shape::object(
        "FieldChange",
        {shape::required("field", shape::words({"name", "reading", "company", "department", "title",
                                                "posts", "address", "emails", "phones", "urls"})),
         shape::required("side", shape::words({"ja", "en"})),
         shape::required("was", shape::text(100'000)),
         shape::required("is", shape::text(100'000))});
    auto two = endpoint(
        Method::get, "/contacts/{id}/ledger/compare",
        "What differs between two versions of the ledger, field by field.", read, {404, 422},
        shape::object("LedgerComparison", {shape::required("from", ledger_schema()),
                                           shape::required("to", ledger_schema()),
                                           shape::required("changes", shape::list(change))}));
    two.query = {{"from", shape::integer(1, 1'000'000), "The one version: 1 is the oldest."},
                 {"to", shape::integer(1, 1'000'000), "The other version."}};
    hang(std::move(two), compare);

    hang(endpoint(Method::get, "/contacts/{id}/history",
                  "My own edits of a contact, newest first; the newest 50 are kept.", read, {404},
                  shape::page_of("EditPage", edit_schema())),
         history);
    hang(endpoint(Method::post, "/contacts/{id}/history/{edit}/undo",
                  "Take one of my edits back; an edit itself.", write, {404, 409}),
         undo_edit);

    hang(endpoint(Method::get, "/contacts/tags", "The tags of my book, most used first.", read, {},
                  shape::page_of(
                      "TagPage",
                      shape::object("TagCount",
                                    {shape::required("tag", shape::text(max_tag)),
                                     shape::required("contacts", shape::integer(0, INT64_MAX))}))),
         tags);
    hang(endpoint(Method::get, "/contacts/tags/batches",
                  "Changes of tags on many contacts at once, newest first.", read, {},
                  shape::page_of("TagBatchPage", batch_schema())),
         batches);
    auto many = endpoint(Method::post, "/contacts/tags/batches",
                         "Put a tag on many contacts, take it off, rename or delete it everywhere.",
                         write, {404, 422}, batch_schema());
    many.body = shape::object(
        "TagBatchInput",
        {shape::required("do", shape::words({"put_on", "take_off", "rename", "delete"})),
         shape::required("tag", shape::text(max_tag, 1)),
         shape::optional("to", shape::text(max_tag).about("The new name; one that is there already "
                                                          "takes the other in.")),
         shape::optional("contacts", shape::list(shape::id(), Tagging::most)),
         shape::optional("q", shape::text(200).about("All that these words find."))});
    hang(std::move(many), tag_many);
    hang(endpoint(Method::del, "/contacts/tags/batches/{id}", "Undo such a change.", write,
                  {404, 409}),
         undo_batch);
}

} // namespace goen::contacts
