// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_json.hpp"

#include "base/text.hpp"
#include "card/card_json.hpp"
#include "contacts/changing.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "web/merge_patch.hpp"

#include <boost/json/array.hpp>

namespace goen::contacts {

namespace json = boost::json;
namespace shape = web::shape;

namespace {

json::value or_null(std::string const &text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string text_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    auto const *text = value ? value->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}

Refusal wrong(std::string field, Sentence why) {
    return {Reason::invalid, why, {{std::move(field), why}}, {}};
}

web::Schema meeting_schema() {
    return shape::object("Meeting",
                         {shape::optional("on", shape::text(100).or_null().about(
                                                    "A day: 2026-04-01, 令和8年4月1日.")),
                          shape::optional("place", shape::text(max_place).or_null()),
                          shape::optional("note", shape::text(max_note).or_null())});
}

} // namespace

json::object tie_json(policy::Tie const &tie, names::PersonName const &name) {
    json::object member{
        {"id", tie.other.text()},
        {"name", name.empty() ? json::value(nullptr) : json::value(card::name_json(name))}};
    return {{"member", std::move(member)},
            {"since", rfc3339(tie.since)},
            {"means", policy::to_string(tie.means)},
            {"place", tie.place},
            {"given", tie.given.text()},
            {"received", tie.received.text()},
            {"tier", card::to_string(tie.tier)}};
}

json::object contact_json(Contact const &contact) {
    json::array tags, met;
    for (auto const &tag : contact.tags) tags.emplace_back(tag);
    for (auto const &meeting : contact.met) {
        met.push_back(json::object{
            {"on", meeting.on ? json::value(iso_date(*meeting.on)) : json::value(nullptr)},
            {"place", or_null(meeting.place)},
            {"note", or_null(meeting.note)}});
    }
    auto const &name = contact.body.name;
    return {{"id", contact.id.text()},
            {"member", contact.is_member ? json::value(contact.id.text()) : json::value(nullptr)},
            {"name", name.empty() ? json::value(nullptr) : json::value(card::name_json(name))},
            {"card", card::card_json(contact.body, card::Audience::others)},
            {"memo", contact.memo},
            {"tags", std::move(tags)},
            {"met", std::move(met)},
            {"tie", contact.is_live && contact.tie ? json::value(tie_json(*contact.tie, name))
                                                   : json::value(nullptr)},
            {"live", contact.is_live},
            {"left", contact.has_left},
            {"withdrawn_at",
             contact.withdrawn ? json::value(rfc3339(*contact.withdrawn)) : json::value(nullptr)},
            {"moved", contact.has_moved},
            {"created_at", rfc3339(contact.created)},
            {"updated_at", rfc3339(contact.updated)}};
}

json::object ledger_json(LedgerEntry const &entry) {
    json::array changes;
    for (auto const &part : entry.changes) changes.emplace_back(part);
    return {{"at", rfc3339(entry.at)},
            {"version", entry.version.text()},
            {"card", card::card_json(entry.body, card::Audience::others)},
            {"changes", std::move(changes)}};
}

namespace {

// `read_card` makes a card of the object "card" with the name put into it.
template <class Read> Result<Edit> read_edit(json::object const &body, Read const &read_card) {
    Edit edit;
    if (body.contains("card") || body.contains("name")) {
        json::object card;
        auto const *given = body.if_contains("card");
        if (given && given->is_object()) card = given->get_object();
        auto const *name = body.if_contains("name");
        if (name && card.contains("name")) {
            return wrong("name", N_("The name stands twice: write it in the card or beside it."));
        }
        if (name) card["name"] = *name;
        Result<card::CardBody> read = read_card(card);
        if (!read) {
            auto refusal = read.why();
            // Paths as the caller wrote them: within "card", but for a name that stood beside it.
            for (auto &error : refusal.fields) {
                if (!name || !error.field.starts_with("name")) error.field = "card." + error.field;
            }
            return refusal;
        }
        edit.body = std::move(*read);
    }
    if (auto const *memo = body.if_contains("memo"))
        edit.memo = memo->is_null() ? "" : text_at(body, "memo");
    if (auto const *tags = body.if_contains("tags")) {
        edit.tags.emplace();
        if (auto const *list = tags->if_array()) {
            for (auto const &tag : *list) {
                if (auto const *text = tag.if_string())
                    edit.tags->emplace_back(text->data(), text->size());
            }
        }
    }
    if (auto const *met = body.if_contains("met")) {
        edit.met.emplace();
        auto const *list = met->if_array();
        for (std::size_t i = 0; list && i < list->size(); ++i) {
            auto const &object = (*list)[i].as_object();
            Meeting meeting{std::nullopt, text_at(object, "place"), text_at(object, "note")};
            if (auto const on = text_at(object, "on"); !on.empty()) {
                auto const read = i18n::read_date(on);
                auto const date = read && read->month && read->day
                                      ? std::optional{Date{std::chrono::year{read->year},
                                                           std::chrono::month{*read->month},
                                                           std::chrono::day{*read->day}}}
                                      : std::nullopt;
                if (!date || !date->ok()) {
                    return wrong(
                        "met." + std::to_string(i) + ".on",
                        N_("This date could not be read. 2026-04-01 and 令和8年4月1日 are fine."));
                }
                meeting.on = date;
            }
            edit.met->push_back(std::move(meeting));
        }
    }
    return edit;
}

} // namespace

Result<Edit> edit_from_json(json::object const &body) {
    card::CardBody base;
    base.kind = card::Kind::company;
    return read_edit(body, [&](json::object const &given) {
        return card::card_from_json(given, names::NameRule::contact, base);
    });
}

Result<Edit> edit_from_patch(json::object const &patch, Contact const &current) {
    if (current.is_member && (patch.contains("card") || patch.contains("name")))
        return not_my_card();
    return read_edit(patch, [&](json::object const &given) {
        return card::patched_card(current.body, given, names::NameRule::contact);
    });
}

web::Schema tie_schema() {
    auto member =
        shape::object("TieMember", {shape::required("id", shape::id()),
                                    shape::required("name", card::name_schema().or_null())});
    return shape::object(
        "ContactTie",
        {shape::required("member", std::move(member)), shape::required("since", shape::time()),
         shape::required(
             "means", shape::words({"code", "qr", "request", "event", "introduction", "import"})),
         shape::required("place", shape::text()), shape::required("given", shape::id()),
         shape::required("received", shape::id()),
         shape::required("tier",
                         card::tier_schema().about("What I show them; only I can read it."))});
}

web::Schema contact_schema() {
    return shape::object(
        "Contact",
        {shape::required("id", shape::id()),
         shape::required(
             "member", shape::id().or_null().about("The member's id; null for a private contact.")),
         shape::required("name", card::name_schema().or_null()),
         shape::required("card", card::card_schema()),
         shape::required("memo", shape::text(max_memo)),
         shape::required("tags", shape::list(shape::text(max_tag), max_tags)),
         shape::required("met", shape::list(meeting_schema(), max_meetings).about("Newest first.")),
         shape::required("tie", tie_schema().or_null().about("null when none stands")),
         shape::required("left",
                         shape::boolean().about("Whether this member has left the network.")),
         shape::required("live",
                         shape::boolean().about(
                             "Whether an exchange stands; else the card is the last received.")),
         shape::required("withdrawn_at",
                         shape::time().or_null().about("When the other withdrew the card of an "
                                                       "exchange that stands: the card is then "
                                                       "the last received.")),
         shape::required("moved", shape::boolean()), shape::required("created_at", shape::time()),
         shape::required("updated_at", shape::time())});
}

web::Schema ledger_schema() {
    return shape::object(
        "LedgerEntry",
        {shape::required("at", shape::time()), shape::required("version", shape::id()),
         shape::required("card", card::card_schema()),
         shape::required("changes", shape::list(shape::words({"name", "positions", "address",
                                                              "emails", "phones", "urls"}))
                                        .about("Parts that differ from the entry before."))});
}

web::Schema contact_input_schema() {
    return shape::object(
        "ContactInput",
        {shape::optional("card", card::card_patch_schema().about("Private contacts only.")),
         shape::optional("name", card::name_input_schema().about("Short for card.name.")),
         shape::optional("memo", shape::text(max_memo).or_null()),
         shape::optional("tags", shape::list(shape::text(max_tag), max_tags).or_null()),
         shape::optional("met", shape::list(meeting_schema(), max_meetings).or_null())});
}

web::Schema contact_patch_schema() {
    auto schema = web::patch_of(contact_input_schema());
    schema.name = "ContactPatch";
    return schema;
}

} // namespace goen::contacts
