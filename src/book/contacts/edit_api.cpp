// SPDX-License-Identifier: Apache-2.0
// Versions compared, the history of one's own edits, tags of many contacts at once, as JSON.
#include "contacts/compare.hpp"
#include "contacts/contact_json.hpp"
#include "contacts/contacts_doors.hpp"
#include "contacts/history.hpp"
#include "contacts/notes.hpp"
#include "contacts/tagging.hpp"

namespace goen::contacts {

namespace shape = web::shape;
using web::ApiCall;
using web::field;

static std::string_view to_string(TagDeed deed) {
    switch (deed) {
    case TagDeed::put_on: return "put_on";
    case TagDeed::taken_off: return "take_off";
    case TagDeed::renamed: return "rename";
    case TagDeed::deleted: return "delete";
    }
    return "";
}
static constexpr auto values_of(TagDeed) {
    return std::array{TagDeed::put_on, TagDeed::taken_off, TagDeed::renamed, TagDeed::deleted};
}

static web::Record const &record_of(TagBatch const *) {
    static web::Record const record{
        "TagBatch",
        {field<&TagBatch::id>("id").or_null().about("null: there was nothing to change"),
         field<&TagBatch::at>("at"), field<&TagBatch::what>("do"),
         field<&TagBatch::tag>("tag").most(max_tag),
         field<&TagBatch::to>("to").most(max_tag).or_null(),
         field<&TagBatch::changed>("changed").between(0, INT64_MAX).about("How many contacts."),
         field<&TagBatch::is_undone>("undone")}};
    return record;
}

static web::Record const &record_of(FieldPair const *) {
    static web::Record const record{
        "FieldChange",
        {field<&FieldPair::field>("field").as(
             shape::words({"name", "reading", "company", "department", "title", "posts", "address",
                           "emails", "phones", "urls"})),
         field<&FieldPair::side>("side"), field<&FieldPair::was>("was").most(100'000),
         field<&FieldPair::is>("is").most(100'000)}};
    return record;
}

static web::Record const &record_of(Meeting const *) {
    static web::Record const record{"PastMeeting",
                                    {field<&Meeting::on>("on").or_null(),
                                     field<&Meeting::place>("place").most(max_place),
                                     field<&Meeting::note>("note").most(max_note)}};
    return record;
}

static web::Record const &record_of(Changed<std::string> const *) {
    using Memo = Changed<std::string>;
    static web::Record const record{
        "MemoChange",
        {field<&Memo::was>("was").most(max_memo), field<&Memo::is>("is").most(max_memo)}};
    return record;
}
static web::Record const &record_of(Changed<std::vector<std::string>> const *) {
    using Tags = Changed<std::vector<std::string>>;
    auto const tags = [](web::Field one) {
        return std::move(one).as(shape::list(shape::text(max_tag)));
    };
    static web::Record const record{"TagsChange",
                                    {tags(field<&Tags::was>("was")), tags(field<&Tags::is>("is"))}};
    return record;
}
static web::Record const &record_of(Changed<std::vector<Meeting>> const *) {
    using Met = Changed<std::vector<Meeting>>;
    static web::Record const record{
        "MeetingsChange",
        {field<&Met::was>("was").most(max_meetings), field<&Met::is>("is").most(max_meetings)}};
    return record;
}
static web::Record const &record_of(Changed<card::CardBody> const *) {
    using Body = Changed<card::CardBody>;
    static web::Record const record{
        "CardChange",
        {field<[](Body const &one) { return card::CardAnswer{one.was}; }>("was"),
         field<[](Body const &one) { return card::CardAnswer{one.is}; }>("is")}};
    return record;
}

static web::Record const &record_of(PastEdit const *) {
    static web::Record const record{
        "Edit",
        {field<&PastEdit::id>("id"), field<&PastEdit::at>("at"),
         field<&PastEdit::undoes>("undoes").or_null().about("The edit this one took back."),
         field<&PastEdit::is_undone>("undone"),
         field<&PastEdit::is_batch>("batch").about("One of many contacts changed at once."),
         field<&PastEdit::memo>("memo").or_null(), field<&PastEdit::tags>("tags").or_null(),
         field<&PastEdit::met>("met").or_null(), field<&PastEdit::body>("card").or_null()}};
    return record;
}

namespace {

struct LedgerComparison {
    LedgerEntry from, to;
    std::vector<FieldPair> changes;
};
web::Record const &record_of(LedgerComparison const *) {
    using Answer = LedgerComparison;
    static web::Record const record{"LedgerComparison",
                                    {field<&Answer::from>("from"), field<&Answer::to>("to"),
                                     field<&Answer::changes>("changes")}};
    return record;
}

struct TagCount {
    std::string tag;
    std::int64_t contacts = 0;
};
web::Record const &record_of(TagCount const *) {
    static web::Record const record{"TagCount",
                                    {field<&TagCount::tag>("tag").most(max_tag),
                                     field<&TagCount::contacts>("contacts").between(0, INT64_MAX)}};
    return record;
}

struct TagBatchInput {
    TagDeed deed{};
    std::string tag, to, q;
    std::vector<ContactId> contacts;
};
web::Record const &record_of(TagBatchInput const *) {
    using Input = TagBatchInput;
    static web::Record const record{
        "TagBatchInput",
        {field<&Input::deed>("do"), field<&Input::tag>("tag").most(max_tag).least(1),
         field<&Input::to>("to").optional().most(max_tag).about(
             "The new name; one that is there already takes the other in."),
         field<&Input::contacts>("contacts").optional().most(Tagging::most),
         field<&Input::q>("q").optional().most(200).about("All that these words find.")}};
    return record;
}

using EditPage = web::Page<PastEdit, "EditPage">;
using TagPage = web::Page<TagCount, "TagPage">;
using TagBatchPage = web::Page<TagBatch, "TagBatchPage">;

History history_of(Edits const &rooms) { return {rooms.database, rooms.ids, rooms.clock}; }
Tagging tagging_of(Edits const &rooms) {
    return {rooms.database, rooms.contacts, rooms.ids, rooms.clock};
}

std::size_t number_at(ApiCall const &call, std::string_view name) {
    return static_cast<std::size_t>(parse_id(call.visit.query(name)).value_or(0));
}

Result<LedgerComparison> compare(Edits const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    auto const ledger = rooms.contacts.ledger(visit.member, visit.path_id<ContactId>());
    if (!ledger) return ledger.why();
    auto const found = compared(*ledger, number_at(call, "from"), number_at(call, "to"));
    if (!found) return found.why();
    LedgerComparison answer{found->from, found->to, {}};
    for (auto &pair : field_pairs(found->from.body, found->to.body, visit.words.language())) {
        if (pair.is_changed()) answer.changes.push_back(std::move(pair));
    }
    return answer;
}

Result<EditPage> history(Edits const &rooms, ApiCall const &call) {
    auto edits = history_of(rooms).of(call.visit.member, call.visit.path_id<ContactId>());
    if (!edits) return edits.why();
    return EditPage{std::move(*edits), ""};
}

Done undo_edit(Edits const &rooms, ApiCall const &call) {
    return history_of(rooms).undo(call.visit.member, call.visit.path_id<ContactId>(),
                                  call.visit.path_id<EditId>("edit"));
}

Result<TagPage> tags(Edits const &rooms, ApiCall const &call) {
    TagPage page;
    for (auto const &[tag, count] : rooms.contacts.tags(call.visit.member))
        page.items.push_back({tag, count});
    return page;
}

Result<TagBatchPage> batches(Edits const &rooms, ApiCall const &call) {
    return TagBatchPage{tagging_of(rooms).batches(call.visit.member), ""};
}

Result<TagBatch> tag_many(Edits const &rooms, ApiCall const &call, TagBatchInput const &input) {
    auto tagging = tagging_of(rooms);
    auto const me = call.visit.member;
    if (input.deed == TagDeed::renamed) return tagging.rename(me, input.tag, input.to);
    if (input.deed == TagDeed::deleted) return tagging.drop(me, input.tag);
    auto contacts = input.contacts;
    if (!input.q.empty()) {
        auto const found = tagging.found_by(me, {.q = input.q});
        if (!found) return found.why();
        contacts.insert(contacts.end(), found->begin(), found->end());
    }
    return input.deed == TagDeed::put_on ? tagging.put_on(me, contacts, input.tag)
                                         : tagging.take_off(me, contacts, input.tag);
}

Done undo_batch(Edits const &rooms, ApiCall const &call) {
    return tagging_of(rooms).undo(call.visit.member, call.visit.path_id<BatchId>());
}

} // namespace

void add_edit_api(web::Doors &doors, Edits rooms) {
    web::Endpoints<Edits> api{doors, rooms, {"contacts", "contacts:read", "contacts:write"}};
    api.add(web::get("/contacts/{id}/ledger/compare",
                     "What differs between two versions of the ledger, field by field.")
                .asks({{"from", shape::integer(1, 1'000'000), "The one version: 1 is the oldest."},
                       {"to", shape::integer(1, 1'000'000), "The other version."}})
                .refuses({404, 422}),
            compare);
    api.add(web::get("/contacts/{id}/history",
                     "My own edits of a contact, newest first; the newest 50 are kept.")
                .refuses({404}),
            history);
    api.add(web::post("/contacts/{id}/history/{edit}/undo",
                      "Take one of my edits back; an edit itself.")
                .refuses({404, 409}),
            undo_edit);
    api.add(web::get("/contacts/tags", "The tags of my book, most used first."), tags);
    api.add(web::get("/contacts/tags/batches",
                     "Changes of tags on many contacts at once, newest first."),
            batches);
    api.add(web::post("/contacts/tags/batches",
                      "Put a tag on many contacts, take it off, rename or delete it everywhere.")
                .refuses({404, 422}),
            tag_many);
    api.add(web::del("/contacts/tags/batches/{id}", "Undo such a change.").refuses({404, 409}),
            undo_batch);
}

} // namespace goen::contacts
