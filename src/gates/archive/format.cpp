// SPDX-License-Identifier: Apache-2.0
#include "archive/format.hpp"

#include "contacts/contact_json.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace goen::archive {

namespace json = boost::json;
namespace shape = web::shape;

namespace {

json::value text_or_null(std::string const &text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

web::Schema picture_schema() {
    return shape::object("ArchivePicture", {shape::required("file", shape::text(100)),
                                            shape::required("width", shape::integer(1, 10'000)),
                                            shape::required("height", shape::integer(1, 10'000))});
}

// The API's card, but for the pictures.
web::Schema archived_card_schema() {
    auto schema = card::card_schema();
    schema.name = "ArchiveCard";
    for (auto &property : schema.properties) {
        if (property.name == "photo" || property.name == "logo") property.schema = picture_schema();
    }
    return schema;
}

web::Schema record_schema(bool is_mine) {
    std::vector<web::Property> parts{
        shape::required("kind", shape::words({"maiden", "alias", "legal", "pen"})),
        shape::required("name", card::name_schema()), shape::required("since", shape::text(10)),
        shape::required("until", shape::text(10))};
    if (is_mine) {
        parts.push_back(shape::required(
            "visible", shape::words({"none", "exchanged", "colleague", "close", "nobody"})));
        parts.push_back(shape::required("findable", shape::boolean()));
    }
    return shape::object("ArchiveName", std::move(parts));
}

// memo, tags and met as the API takes them.
web::Property note_part(std::string_view name) {
    auto const input = contacts::contact_input_schema();
    auto const found = std::find_if(input.properties.begin(), input.properties.end(),
                                    [&](web::Property const &one) { return one.name == name; });
    ensure(found != input.properties.end(), "a contact has memo, tags and met");
    auto part = *found;
    part.required = true;
    return part;
}

} // namespace

std::string picture_file(card::Picture const &picture) {
    return picture.empty() ? "" : "pictures/" + picture.hash + ".jpg";
}

json::object archived_card(card::CardBody const &body, card::Audience audience) {
    auto out = card::card_json(body, audience);
    for (auto const &[part, picture] :
         {std::pair{"photo", &body.photo}, std::pair{"logo", &body.logo}}) {
        if (picture->empty()) continue;
        out[part] = json::object{{"file", picture_file(*picture)},
                                 {"width", picture->width},
                                 {"height", picture->height}};
    }
    return out;
}

json::object name_record_json(account::NameRecord const &record, bool is_mine) {
    json::object out{{"kind", account::to_string(record.kind)},
                     {"name", card::name_json(record.name)},
                     {"since", record.since},
                     {"until", record.until}};
    if (is_mine) out["visible"] = record.visible, out["findable"] = record.findable;
    return out;
}

json::object contact_json(contacts::Contact const &contact,
                          std::vector<account::NameRecord> const &other_names) {
    json::array tags, met, names;
    for (auto const &tag : contact.tags) tags.emplace_back(tag);
    for (auto const &meeting : contact.met) {
        met.push_back(json::object{
            {"on", meeting.on ? json::value(iso_date(*meeting.on)) : json::value(nullptr)},
            {"place", text_or_null(meeting.place)},
            {"note", text_or_null(meeting.note)}});
    }
    for (auto const &record : other_names) names.push_back(name_record_json(record, false));
    // What I typed myself is mine in every part; a member's card is hers, as I may see it.
    auto const audience = contact.is_member ? card::Audience::others : card::Audience::owner;
    return {{"id", contact.id.text()},
            {"member", contact.is_member ? json::value(contact.id.text()) : json::value(nullptr)},
            {"live", contact.is_live},
            {"left", contact.has_left},
            {"withdrawn_at",
             contact.withdrawn ? json::value(rfc3339(*contact.withdrawn)) : json::value(nullptr)},
            {"card", archived_card(contact.body, audience)},
            {"other_names", std::move(names)},
            {"memo", contact.memo},
            {"tags", std::move(tags)},
            {"met", std::move(met)},
            {"created_at", rfc3339(contact.created)},
            {"updated_at", rfc3339(contact.updated)}};
}

json::object ledger_json(ContactId contact, contacts::LedgerEntry const &entry) {
    // Without the tier: what somebody discloses to me is hers to know.
    return {{"contact", contact.text()},
            {"at", rfc3339(entry.at)},
            {"card", archived_card(entry.body, card::Audience::others)}};
}

json::object reminder_json(reminder::Reminder const &reminder) {
    return {
        {"contact", reminder.contact.text()},
        {"on", iso_date(reminder.on)},
        {"note", text_or_null(reminder.note)},
        {"made_at", rfc3339(reminder.made)},
        {"done_at", reminder.done ? json::value(rfc3339(*reminder.done)) : json::value(nullptr)}};
}

json::object date_json(reminder::ImportantDate const &one) {
    auto const part = [](auto number) {
        return number != 0 ? json::value(number) : json::value(nullptr);
    };
    return {{"contact", one.contact.text()},    {"kind", reminder::to_string(one.kind)},
            {"label", text_or_null(one.label)}, {"year", part(one.date.year)},
            {"month", part(one.date.month)},    {"day", part(one.date.day)}};
}

web::Schema const &head_schema() {
    static auto const schema = [] {
        auto const network =
            shape::object("ArchiveNetwork", {shape::required("name", shape::text(200)),
                                             shape::required("url", shape::text(1000))});
        auto const member = shape::object(
            "ArchiveMember",
            {shape::required("id", shape::id()), shape::required("name", card::name_schema()),
             shape::required("email", shape::text(254)),
             shape::required("language", shape::words({"ja", "en"})),
             shape::required("reach", shape::words({"anyone", "distance_two", "code_only"})),
             shape::required("bridge", shape::boolean()),
             shape::required("joined_at", shape::time())});
        return shape::object(
            "Archive", {shape::required("format", shape::words({std::string{format_name}})),
                        shape::required("version", shape::integer(format_version, format_version)),
                        shape::required("made_at", shape::time()),
                        shape::required("network", network), shape::required("member", member),
                        shape::required("other_names", shape::list(record_schema(true), 100)),
                        shape::required("pictures_left_out", shape::integer(0, INT64_MAX)),
                        shape::required("lines", shape::map_of(shape::integer(0, INT64_MAX), 50))});
    }();
    return schema;
}

web::Schema const &card_line_schema() {
    static auto const schema =
        shape::object("ArchiveCardLine", {shape::required("id", shape::id()),
                                          shape::required("main", shape::boolean()),
                                          shape::required("made_at", shape::time()),
                                          shape::required("removed_at", shape::time().or_null()),
                                          shape::required("card", archived_card_schema())});
    return schema;
}

web::Schema const &contact_line_schema() {
    static auto const schema = shape::object(
        "ArchiveContact",
        {shape::required("id", shape::id()), shape::required("member", shape::id().or_null()),
         shape::required("live", shape::boolean()), shape::required("left", shape::boolean()),
         shape::required("withdrawn_at", shape::time().or_null()),
         shape::required("card", archived_card_schema()),
         shape::required("other_names", shape::list(record_schema(false), 100)), note_part("memo"),
         note_part("tags"), note_part("met"), shape::required("created_at", shape::time()),
         shape::required("updated_at", shape::time())});
    return schema;
}

web::Schema const &ledger_line_schema() {
    static auto const schema =
        shape::object("ArchiveLedgerLine", {shape::required("contact", shape::id()),
                                            shape::required("at", shape::time()),
                                            shape::required("card", archived_card_schema())});
    return schema;
}

web::Schema const &reminder_line_schema() {
    static auto const schema =
        shape::object("ArchiveReminder", {shape::required("contact", shape::id()),
                                          shape::required("on", shape::text(10, 10)),
                                          shape::required("note", shape::text(10'000).or_null()),
                                          shape::required("made_at", shape::time()),
                                          shape::required("done_at", shape::time().or_null())});
    return schema;
}

web::Schema const &date_line_schema() {
    static auto const schema = shape::object(
        "ArchiveDate",
        {shape::required("contact", shape::id()),
         shape::required("kind", shape::words({"birthday", "founding", "anniversary", "other"})),
         shape::required("label", shape::text(1000).or_null()),
         shape::required("year", shape::integer(1, 9999).or_null()),
         shape::required("month", shape::integer(1, 12).or_null()),
         shape::required("day", shape::integer(1, 31).or_null())});
    return schema;
}

web::Schema const &introduction_line_schema() {
    static auto const schema = [] {
        auto const person = shape::object("ArchiveIntroduced",
                                          {shape::required("member", shape::id()),
                                           shape::required("name", card::name_schema().or_null())});
        auto const phrase = shape::integer(1, 3).or_null();
        return shape::object(
            "ArchiveIntroduction",
            {shape::required("id", shape::id()),
             shape::required("role", shape::words({"asker", "bridge", "party"})),
             shape::required("state", shape::words({"sent", "passed_on", "open", "held", "accepted",
                                                    "made", "withdrawn", "lapsed"})),
             shape::required("proposed", shape::boolean()), shape::required("from", person),
             shape::required("bridge", person), shape::required("to", person),
             shape::required("message", shape::text(10'000)),
             shape::required("about", shape::text(10'000)),
             shape::required("words", shape::text(10'000)), shape::required("since", shape::time()),
             shape::required("thanks",
                             shape::object("ArchiveThanks", {shape::required("from", phrase),
                                                             shape::required("to", phrase)}))});
    }();
    return schema;
}

} // namespace goen::archive
