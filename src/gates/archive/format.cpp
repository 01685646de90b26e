// SPDX-License-Identifier: Apache-2.0
#include "archive/format.hpp"

#include "card/card_check.hpp"
#include "contacts/notes.hpp"

#include <boost/json/array.hpp>

namespace goen::archive {

namespace json = boost::json;
namespace shape = web::shape;

web::Schema archived_name_schema() {
    auto const part = shape::text(card::max_text).or_null();
    return shape::object("ArchivePersonName",
                         {shape::required("family", part), shape::required("given", part),
                          shape::required("middle", part), shape::required("family_kana", part),
                          shape::required("given_kana", part),
                          shape::required("family_romaji", part),
                          shape::required("given_romaji", part),
                          shape::required("order", shape::words({"family_first", "given_first"}))});
}

namespace {

json::value text_or_null(std::string const &text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

web::Schema picture_schema() {
    return shape::object("ArchivePicture", {shape::required("file", shape::text(100)),
                                            shape::required("width", shape::integer(1, 10'000)),
                                            shape::required("height", shape::integer(1, 10'000))});
}

web::Schema side_schema() {
    auto const part = shape::text(card::max_text).or_null();
    auto const position = shape::object(
        "ArchivePosition",
        {shape::optional("company", part),
         shape::optional("department",
                         shape::list(shape::text(card::max_text), card::max_levels).or_null()),
         shape::optional("title", part), shape::optional("main", shape::boolean())});
    auto const address = shape::object(
        "ArchiveAddress",
        {shape::optional("postal_code", shape::text(20).or_null()), shape::optional("region", part),
         shape::optional("locality", part), shape::optional("street", part),
         shape::optional("building", part), shape::optional("country", shape::text(2).or_null())});
    return shape::object(
        "ArchiveSide",
        {shape::optional("positions", shape::list(position, card::max_lines).or_null()),
         shape::optional("address", address.or_null())});
}

web::Schema lines_schema(std::string name, std::vector<std::string> labels, std::size_t most) {
    auto const line =
        shape::object(std::move(name), {shape::optional("label", shape::words(std::move(labels))),
                                        shape::required("value", shape::text(most))});
    return shape::list(line, card::max_lines).or_null();
}

// A card of version 1 (card_store.hpp), but for the pictures.
web::Schema archived_card_schema() {
    auto const side = side_schema();
    return shape::object(
        "ArchiveCard",
        {shape::optional("id", shape::id()),
         shape::optional("name", archived_name_schema().or_null()),
         shape::optional("kind", shape::words({"company", "own", "private"})),
         shape::optional("label", shape::text(card::max_text).or_null()),
         shape::optional("sides",
                         shape::object("ArchiveSides", {shape::optional("ja", side.or_null()),
                                                        shape::optional("en", side.or_null())})
                             .or_null()),
         shape::optional("emails", lines_schema("ArchiveEmail", card::email_labels(), 254)),
         shape::optional("phones",
                         lines_schema("ArchivePhone", card::phone_labels(), card::max_text)),
         shape::optional("urls",
                         lines_schema("ArchiveLink", {"web", "home", "other"}, card::max_url)),
         shape::optional("layout", shape::words({"horizontal", "vertical"})),
         shape::optional("style", shape::words({"mincho_white", "mincho_cream", "mincho_navy",
                                                "gothic_white", "gothic_navy"})),
         shape::optional("photo", picture_schema()), shape::optional("logo", picture_schema()),
         shape::optional(
             "show", shape::map_of(shape::words({"none", "exchanged", "colleague", "close"}), 20)
                         .or_null()),
         shape::optional("main", shape::boolean()),
         shape::optional("published_at", shape::time())});
}

web::Schema record_schema(bool is_mine) {
    std::vector<web::Property> parts{
        shape::required("kind", shape::words({"maiden", "alias", "legal", "pen"})),
        shape::required("name", archived_name_schema()), shape::required("since", shape::text(10)),
        shape::required("until", shape::text(10))};
    if (is_mine) {
        parts.push_back(shape::required(
            "visible", shape::words({"none", "exchanged", "colleague", "close", "nobody"})));
        parts.push_back(shape::required("findable", shape::boolean()));
    }
    return shape::object("ArchiveName", std::move(parts));
}

web::Schema meeting_schema() {
    return shape::object("ArchiveMeeting",
                         {shape::optional("on", shape::text(100).or_null()),
                          shape::optional("place", shape::text(contacts::max_place).or_null()),
                          shape::optional("note", shape::text(contacts::max_note).or_null())});
}

} // namespace

std::string picture_file(card::Picture const &picture) {
    return picture.empty() ? "" : "pictures/" + picture.hash + ".jpg";
}

json::object archived_card(card::CardBody const &body, card::Whose whose) {
    auto out = card::stored_parts(body, whose);
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
                     {"name", card::stored_name(record.name)},
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
    auto const whose = contact.is_member ? card::Whose::others : card::Whose::own;
    return {{"id", contact.id.text()},
            {"member", contact.is_member ? json::value(contact.id.text()) : json::value(nullptr)},
            {"live", contact.is_live},
            {"left", contact.has_left},
            {"withdrawn_at",
             contact.withdrawn ? json::value(rfc3339(*contact.withdrawn)) : json::value(nullptr)},
            {"card", archived_card(contact.body, whose)},
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
            {"card", archived_card(entry.body, card::Whose::others)}};
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

json::object letters_json(letter::Settings const &settings) {
    json::object out;
    json::array push;
    for (auto const kind : letter::kinds) {
        out[letter::to_string(kind)] = letter::to_string(settings.of(kind));
        if (settings.pushes(kind)) push.emplace_back(letter::to_string(kind));
    }
    auto const &schedule = settings.schedule;
    out["push"] = std::move(push);
    out["quiet_from"] = letter::clock_time(schedule.quiet_from);
    out["quiet_to"] = letter::clock_time(schedule.quiet_to);
    out["weekdays"] = schedule.weekdays;
    out["business_days_only"] = schedule.business_days_only;
    return out;
}

letter::Settings letters_from(json::object const &from) {
    letter::Settings settings;
    auto const text = [&](std::string_view key) -> std::string_view {
        auto const *found = from.if_contains(key);
        auto const *words = found ? found->if_string() : nullptr;
        return words ? std::string_view{*words} : std::string_view{};
    };
    for (auto const kind : letter::kinds) {
        auto const mode = letter::mode_of(text(letter::to_string(kind)));
        if (mode && letter::is_possible(kind, *mode)) settings.set(kind, *mode);
    }
    if (auto const *push = from.if_contains("push")) {
        for (auto const kind : letter::kinds) {
            auto const &named = push->get_array();
            settings.set_push(kind, std::any_of(named.begin(), named.end(), [&](auto const &one) {
                                  return one.get_string() == letter::to_string(kind);
                              }));
        }
    }
    auto &schedule = settings.schedule;
    schedule.quiet_from = letter::read_clock_time(text("quiet_from")).value_or(0);
    schedule.quiet_to = letter::read_clock_time(text("quiet_to")).value_or(0);
    if (auto const *days = from.if_contains("weekdays"))
        schedule.weekdays = days->to_number<unsigned>();
    if (auto const *only = from.if_contains("business_days_only"))
        schedule.business_days_only = only->get_bool();
    return settings;
}

// Archives of an earlier goen name four kinds only.
static web::Schema letters_schema() {
    std::vector<web::Property> letters;
    std::vector<std::string> kinds, modes;
    for (auto const mode : letter::modes) modes.emplace_back(letter::to_string(mode));
    for (auto const kind : letter::kinds) {
        kinds.emplace_back(letter::to_string(kind));
        letters.push_back(shape::optional(kinds.back(), shape::words(modes)));
    }
    letters.push_back(
        shape::optional("push", shape::list(shape::words(kinds), letter::kinds.size())));
    letters.push_back(shape::optional("quiet_from", shape::text(5)));
    letters.push_back(shape::optional("quiet_to", shape::text(5)));
    letters.push_back(shape::optional("weekdays", shape::integer(1, 127)));
    letters.push_back(shape::optional("business_days_only", shape::boolean()));
    return shape::object("ArchiveLetters", std::move(letters));
}

web::Schema const &head_schema() {
    static auto const schema = [] {
        auto const network =
            shape::object("ArchiveNetwork", {shape::required("name", shape::text(200)),
                                             shape::required("url", shape::text(1000))});
        auto const member = shape::object(
            "ArchiveMember",
            {shape::required("id", shape::id()), shape::required("name", archived_name_schema()),
             shape::required("email", shape::text(254)),
             shape::required("language", shape::words({"ja", "en"})),
             shape::required("reach", shape::words({"anyone", "distance_two", "code_only"})),
             shape::required("bridge", shape::boolean()),
             shape::optional("letters", letters_schema()),
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
         shape::required("other_names", shape::list(record_schema(false), 100)),
         shape::required("memo", shape::text(contacts::max_memo).or_null()),
         shape::required("tags",
                         shape::list(shape::text(contacts::max_tag), contacts::max_tags).or_null()),
         shape::required("met", shape::list(meeting_schema(), contacts::max_meetings).or_null()),
         shape::required("created_at", shape::time()),
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
        "ArchiveDate", {shape::required("contact", shape::id()),
                        shape::required("kind", shape::words({"birthday", "founding", "anniversary",
                                                              "other", "connected"})),
                        shape::required("label", shape::text(1000).or_null()),
                        shape::required("year", shape::integer(1, 9999).or_null()),
                        shape::required("month", shape::integer(1, 12).or_null()),
                        shape::required("day", shape::integer(1, 31).or_null())});
    return schema;
}

web::Schema const &introduction_line_schema() {
    static auto const schema = [] {
        auto const person = shape::object(
            "ArchiveIntroduced", {shape::required("member", shape::id()),
                                  shape::required("name", archived_name_schema().or_null())});
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
