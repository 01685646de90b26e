// SPDX-License-Identifier: Apache-2.0
#include "archive/reading.hpp"

#include "archive/format.hpp"
#include "archive/lists.hpp"
#include "base/text.hpp"
#include "card/card_check.hpp"
#include "contacts/contact_json.hpp"
#include "contacts/notes.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace goen::archive {

namespace json = boost::json;

namespace {

constexpr std::size_t most_cards = 200, most_names = 100;

struct ReadCard {
    card::CardBody body;
    std::vector<std::string> dropped; // numbers and addresses that this network's rules do not take
};

// The list of a card that a refusal's path names: "phones.0.value".
std::vector<card::Labelled> *list_at(card::CardBody &card, std::string_view part) {
    if (part == "phones") return &card.phones;
    if (part == "emails") return &card.emails;
    return part == "urls" ? &card.urls : nullptr;
}

// A card as it was seen: one whose name was not shown has none. One wrong number costs that number
// and not the person.
Result<ReadCard> card_of(json::object const &line, names::NameRule rule) {
    auto const &parts = line.at("card").get_object();
    auto typed = card::body_of_parts(parts);
    auto const *name = parts.if_contains("name");
    bool const has_name = name && !name->is_null();
    ReadCard read;
    for (;;) {
        auto body = has_name ? card::checked(typed, card::input_of(typed.name), rule)
                             : card::checked(typed, names::PersonName{});
        if (body) {
            read.body = std::move(*body);
            return read;
        }
        // From the last to the first, so that the places before stay true.
        std::size_t const before = read.dropped.size();
        auto const &errors = body.why().fields;
        std::string last; // an entry with two errors goes once
        for (auto error = errors.rbegin(); error != errors.rend(); ++error) {
            auto const path = split(error->field, '.');
            auto *list = path.size() < 2 ? nullptr : list_at(typed, path[0]);
            if (!list) return body.why();
            auto const entry = std::string{path[0]} + "." + std::string{path[1]};
            if (std::exchange(last, entry) == entry) continue;
            auto const place = path[1] == "0" ? 0 : parse_id(path[1]).value_or(-1);
            if (place < 0 || place >= static_cast<std::int64_t>(list->size())) return body.why();
            read.dropped.push_back((*list)[static_cast<std::size_t>(place)].value);
            list->erase(list->begin() + place);
        }
        if (read.dropped.size() == before) return body.why();
    }
}

Result<contacts::Edit> notes_of(json::object const &line) {
    contacts::ContactInput notes;
    notes.memo = text_at(line, "memo");
    notes.tags.emplace();
    if (auto const *tags = line.at("tags").if_array()) {
        for (auto const &tag : *tags) notes.tags->emplace_back(tag.as_string());
    }
    notes.met.emplace();
    if (auto const *met = line.at("met").if_array()) {
        for (auto const &item : *met) {
            auto const &one = item.get_object();
            notes.met->push_back({text_at(one, "on"), text_at(one, "place"), text_at(one, "note")});
        }
    }
    return contacts::notes_of(notes);
}

std::string shown_name(json::object const &line) {
    auto const *name = line.at("card").get_object().if_contains("name");
    if (!name || !name->is_object()) return {};
    auto const &parts = name->get_object();
    auto const family = text_at(parts, "family"), given = text_at(parts, "given");
    return family + (family.empty() || given.empty() ? "" : " ") + given;
}

struct Reader {
    ZipReader zip;
    ReadLimits const &limits;
    Content content;
    std::size_t picture_bytes = 0;

    void leave_out(char const *name, std::int64_t line, std::string shown, Refusal const &why) {
        content.left_out.push_back({name, line, std::move(shown),
                                    why.fields.empty() ? why.message : why.fields.front().why});
    }
    void tell_dropped(char const *name, std::int64_t line, std::string const &shown,
                      ReadCard const &card) {
        for (auto const &value : card.dropped)
            content.left_out.push_back(
                {name,
                 line,
                 shown,
                 {N_("“{1}” was skipped because this network does not allow it on cards."),
                  {value}}});
    }

    // What is no part of a card here is not lost: as with any file brought in.
    void keep_in_memo(std::string &memo, std::int64_t line, std::string const &shown,
                      ReadCard &card) {
        auto room = contacts::max_memo - std::min(contacts::max_memo, count_code_points(memo));
        std::vector<std::string> lost;
        for (auto &value : card.dropped) {
            auto const size = count_code_points(value) + 1;
            if (size > room) {
                lost.push_back(std::move(value));
                continue;
            }
            room -= size;
            memo += (memo.empty() ? "" : "\n") + value;
            content.left_out.push_back({file::contacts,
                                        line,
                                        shown,
                                        {N_("“{1}” was added to the memo because this network does "
                                            "not allow it on cards."),
                                         {value}}});
        }
        card.dropped = std::move(lost);
        tell_dropped(file::contacts, line, shown, card);
    }

    Result<json::object> head() {
        auto const text = zip.whole(file::head, limits.head);
        if (!text) return text.why();
        auto const damaged = refuse({N_("The archive is damaged: {1} could not be fully read."),
                                     {std::string{file::head}}});
        auto value = web::parse_json(*text);
        auto *head = value ? value->if_object() : nullptr;
        if (!head) return damaged;
        if (text_at(*head, "format") != format_name)
            return refuse(N_("This is a zip file, but not a goen archive."));
        auto const *version = head->if_contains("version");
        auto const *number = version ? version->if_int64() : nullptr;
        if (!number) return damaged;
        if (*number != format_version)
            return Refusal{Reason::unsupported,
                           {N_("This archive has format {1}, but this goen reads format {2}. "
                               "Please use a newer goen."),
                            {std::to_string(*number), std::to_string(format_version)}},
                           {},
                           {}};
        if (auto errors = web::check(head_schema(), *value); !errors.empty()) {
            auto const field = errors.front().field;
            return refuse(
                {N_("The archive is damaged: {1}, line {2}, “{3}”."), {file::head, "1", field}},
                std::move(errors));
        }
        return std::move(*head);
    }

    void member(json::object const &head) {
        auto const &member = head.at("member").get_object();
        content.member_id = text_at(member, "id");
        content.network = text_at(head.at("network").get_object(), "name");
        content.made = time_at(head, "made_at");
        // Only shown: whoever brings it in has a name of her own here.
        if (auto name = read_name(member.at("name").get_object()))
            content.member = std::move(*name);
        content.language = i18n::language_of(text_at(member, "language"));
        content.reach = account::reach_of(text_at(member, "reach")).value_or(content.reach);
        content.bridge = is_set(member, "bridge");
        if (auto const *letters = member.if_contains("letters")) {
            content.letters = letters_from(letters->get_object());
        }
        std::int64_t number = 0;
        for (auto const &one : head.at("other_names").get_array()) {
            auto const &record = one.get_object();
            ++number;
            auto name = read_name(record.at("name").get_object());
            if (!name) {
                leave_out(file::head, number, "", name.why());
                continue;
            }
            account::NameRecord kept;
            kept.kind = account::name_kind_of(text_at(record, "kind")).value_or(kept.kind);
            kept.name = std::move(*name);
            kept.since = text_at(record, "since"), kept.until = text_at(record, "until");
            kept.visible = text_at(record, "visible");
            kept.findable = is_set(record, "findable");
            if (content.other_names.size() < most_names)
                content.other_names.push_back(std::move(kept));
        }
    }

    Result<std::string> picture(json::object const &card, std::string_view part) {
        auto const *picture = card.if_contains(part);
        if (!picture || !picture->is_object()) return std::string{};
        auto const name = text_at(picture->get_object(), "file");
        if (!name.starts_with("pictures/") || !zip.has(name)) return std::string{};
        auto bytes = zip.whole(name, limits.picture);
        if (!bytes) return bytes.why();
        picture_bytes += bytes->size();
        if (picture_bytes > limits.all_pictures)
            return Refusal{Reason::too_large,
                           N_("This archive was refused: its contents are too large."),
                           {},
                           {}};
        return bytes;
    }

    Done cards(Lists &lists) {
        auto const done = lists.each(
            file::cards, card_line_schema(),
            [&](std::int64_t number, json::object const &line) -> Done {
                if (!line.at("removed_at").is_null()) return {}; // history, nothing to hold out
                if (content.cards.size() == most_cards) {
                    leave_out(file::cards, number, shown_name(line),
                              refuse(N_("There are more cards than a member is allowed to have.")));
                    return {};
                }
                auto body = card_of(line, names::NameRule::member);
                if (body && body->body.name.empty())
                    body = refuse(N_("Please enter a name. A family name alone is enough."));
                if (!body) {
                    leave_out(file::cards, number, shown_name(line), body.why());
                    return {};
                }
                auto const &card = line.at("card").get_object();
                auto photo = picture(card, "photo");
                if (!photo) return photo.why();
                auto logo = picture(card, "logo");
                if (!logo) return logo.why();
                content.cards.push_back({is_set(line, "main"), std::move(body->body),
                                         std::move(*photo), std::move(*logo)});
                return {};
            });
        std::stable_partition(content.cards.begin(), content.cards.end(),
                              [](ArchivedCard const &card) { return card.is_main; });
        return done;
    }

    // The ledger comes after the contacts, in their order: "contact" says whose line it is.
    Done book(Lists &lists) {
        Places places;
        std::vector<std::pair<std::int64_t, std::string>> from; // line and name of each
        auto done = lists.each(
            file::contacts, contact_line_schema(),
            [&](std::int64_t number, json::object const &line) -> Done {
                auto edit = notes_of(line);
                auto body =
                    edit ? card_of(line, names::NameRule::contact) : Result<ReadCard>{edit.why()};
                if (!body) {
                    leave_out(file::contacts, number, shown_name(line), body.why());
                    return {};
                }
                keep_in_memo(*edit->memo, number, shown_name(line), *body);
                edit->body = std::move(body->body);
                if (!places.emplace(text_at(line, "id"), content.contacts.size()).second)
                    return refuse({N_("The archive is damaged: {1}, line {2}, “{3}”."),
                                   {file::contacts, std::to_string(number), "id"}});
                content.contacts.push_back({parse_id(text_at(line, "member")).value_or(0),
                                            time_at(line, "created_at"),
                                            std::move(*edit),
                                            {},
                                            {},
                                            {}});
                from.emplace_back(number, shown_name(line));
                return {};
            });
        if (!done) return done;
        done = lists.each(
            file::ledger, ledger_line_schema(),
            [&](std::int64_t number, json::object const &line) -> Done {
                auto const place = places.find(text_at(line, "contact"));
                if (place == places.end()) return {}; // of one that was left out
                auto const body = card_of(line, names::NameRule::contact);
                if (!body) {
                    leave_out(file::ledger, number, shown_name(line), body.why());
                    return {};
                }
                auto &contact = content.contacts[place->second];
                // Somebody who hides her name now is known by the one she gave.
                if (contact.edit.body->name.empty()) contact.edit.body->name = body->body.name;
                contact.ledger.push_back({time_at(line, "at"), card::to_stored(body->body)});
                return {};
            });
        if (!done) return done;
        done = read_days(lists, content, places);
        if (!done) return done;
        done = read_introductions(lists, content, places);
        if (!done) return done;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < content.contacts.size(); ++i) {
            if (content.contacts[i].edit.body->name.empty()) {
                leave_out(file::contacts, from[i].first, "",
                          refuse(N_("This person has never shown you a name.")));
                continue;
            }
            if (kept != i) content.contacts[kept] = std::move(content.contacts[i]);
            ++kept;
        }
        content.contacts.resize(kept);
        return {};
    }
};

} // namespace

Result<Content> read_archive(std::string_view file, ReadLimits const &limits) {
    auto zip = ZipReader::open(file, {.unpacked = limits.unpacked});
    if (!zip) return zip.why();
    Reader reader{std::move(*zip), limits, {}, 0};
    if (!reader.zip.has(file::head))
        return refuse(N_("This is a zip file, but not a goen archive."));
    auto const head = reader.head();
    if (!head) return head.why();
    reader.member(*head);
    auto const &counts = head->at("lines").get_object();
    if (auto const *guests = counts.if_contains(file::guests); guests && guests->is_int64())
        reader.content.guests_waiting = guests->get_int64();
    Lists lists{reader.zip, limits, counts};
    if (auto const done = reader.cards(lists); !done) return done.why();
    if (auto const done = reader.book(lists); !done) return done.why();
    if (auto const done = read_posts(lists, reader.content); !done) return done.why();
    return std::move(reader.content);
}

} // namespace goen::archive
