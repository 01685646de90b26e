// SPDX-License-Identifier: Apache-2.0
// Everything of one member into one file, in one snapshot. Whatever is another's goes through the
// policy or is a card already cut to what was received.
#include "archive/archive.hpp"
#include "archive/contents.hpp"
#include "archive/format.hpp"
#include "archive/queries.hpp"
#include "contacts/whole_book.hpp"
#include "exchange/exchange.hpp"
#include "policy/other_names.hpp"
#include "transfer/book_file.hpp"

#include <boost/json/serialize.hpp>

#include <limits>
#include <unordered_set>

namespace goen::archive {

namespace json = boost::json;

namespace {

constexpr int piece_size = 500;                    // rows in memory at a time
constexpr std::size_t others_pictures = 24u << 20; // bytes; those beyond are left out
constexpr std::size_t most_pictures = 20'000;

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}
json::value time_or_null(std::optional<Time> const &time) {
    return time ? json::value(rfc3339(*time)) : json::value(nullptr);
}
json::value id_or_null(std::int64_t id) {
    return id ? json::value(std::to_string(id)) : json::value(nullptr);
}

struct List {
    explicit List(char const *name_) : name(name_), entry(name_) {}
    void add(json::object const &line) {
        entry.write(json::serialize(line));
        entry.write("\n");
        ++lines;
    }
    char const *name;
    ZipEntry entry;
    std::int64_t lines = 0;
};

struct Taker {
    Archives::Rooms &rooms;
    store::Reader &reader;
    MemberId me;
    Time now;
    i18n::Words const &words;
    ZipWriter zip{now};
    json::object lines{};
    struct Wanted {
        MemberId owner;
        std::string hash;
        media::PictureUse use;
    };
    std::vector<Wanted> pictures{}; // mine first
    std::unordered_set<std::string> known_pictures{};
    std::int64_t pictures_left_out = 0;

    void add(List list) {
        lines[list.name] = list.lines;
        zip.add(std::move(list.entry));
    }
    void add(char const *name, std::string_view text) {
        ZipEntry entry{name};
        entry.write(text);
        zip.add(std::move(entry));
    }

    void want(card::CardBody const &body) {
        for (auto const &[picture, use] : {std::pair{&body.photo, media::PictureUse::photo},
                                           std::pair{&body.logo, media::PictureUse::logo}}) {
            if (picture->empty() || !known_pictures.insert(picture->hash).second) continue;
            pictures.push_back({picture->owner, picture->hash, use});
        }
    }

    // Another member's name, as I may see it now.
    json::value name_of(MemberId other) {
        auto const name = rooms.policy.look(reader, me, other).card().name;
        return name.empty() ? json::value(nullptr) : json::value(card::name_json(name));
    }
    // The sender of a request held a card out to me: her name is on it.
    json::value name_on(CardId card) {
        auto const live = rooms.cards.live(reader, card);
        return live ? json::value(card::name_json(policy::Policy::held_out(live->body).name))
                    : json::value(nullptr);
    }

    void cards() {
        struct Row {
            CardId id;
            bool is_main;
            Time made;
            std::optional<Time> removed;
        };
        std::vector<Row> rows;
        reader.each(sql::cards_ever, {{"me", me}}, [&](store::Row const &row) {
            rows.push_back({row.get<CardId>(0), row.get<bool>(1), row.get<Time>(2),
                            row.get<std::optional<Time>>(3)});
        });
        List cards{file::cards}, versions{file::versions};
        for (auto const &row : rows) {
            auto const history = rooms.cards.history(reader, me, row.id);
            if (history.empty()) continue;
            auto const info = rooms.cards.find(reader, me, row.id);
            auto body = info ? info->live.body : history.back()->body;
            // A picture is kept as long as a card in use shows it.
            if (row.removed) body.photo = body.logo = {};
            want(body);
            cards.add({{"id", row.id.text()},
                       {"main", row.is_main},
                       {"made_at", rfc3339(row.made)},
                       {"removed_at", time_or_null(row.removed)},
                       {"card", archived_card(body, card::Audience::owner)}});
            if (!row.removed) {
                std::string vcard;
                vcard::write(vcard, transfer::person_of(body), vcard::Version::v40);
                add(("my-cards/" + row.id.text() + ".vcf").c_str(), vcard);
            }
            for (auto const &version : history) {
                auto words_of = version->body;
                words_of.photo = words_of.logo = {};
                versions.add({{"card", row.id.text()},
                              {"published_at", rfc3339(version->published)},
                              {"body", archived_card(words_of, card::Audience::owner)}});
            }
        }
        add(std::move(cards)), add(std::move(versions));
    }

    void book(std::string const &url) {
        List lines_of_book{file::contacts}, ledger{file::ledger};
        ZipEntry book{file::book};
        transfer::BookWriter writer{transfer::Format::vcard4, words, url};
        std::string text, after;
        writer.begin(text);
        do {
            auto const piece =
                contacts::piece_of(reader, rooms.policy, rooms.cards, me, after, piece_size);
            for (auto const &contact : piece.contacts) {
                std::vector<account::NameRecord> other_names;
                if (contact.is_member) {
                    MemberId const other{contact.id.value};
                    other_names = policy::other_names(reader, me, other,
                                                      rooms.policy.look(reader, me, other));
                    want(contact.body);
                }
                lines_of_book.add(contact_json(contact, other_names));
                writer.add(text, contact);
                for (auto const &entry : contacts::ledger_in(reader, rooms.cards, me, contact.id))
                    ledger.add(ledger_json(contact.id, entry));
            }
            book.write(text), text.clear();
            after = piece.after;
        } while (!after.empty());
        writer.end(text);
        book.write(text);
        add(std::move(lines_of_book)), add(std::move(ledger));
        zip.add(std::move(book));
    }

    void ties() {
        List list{file::ties};
        for (std::int64_t after = 0;;) {
            std::vector<json::object> rows;
            std::vector<MemberId> others;
            reader.each(sql::ties_after, {{"me", me}, {"after", after}, {"count", piece_size}},
                        [&](store::Row const &row) {
                            others.push_back(row.get<MemberId>(0));
                            rows.push_back(
                                {{"member", others.back().text()},
                                 {"name", nullptr},
                                 {"since", rfc3339(row.get<Time>(1))},
                                 {"means", row.text(2)},
                                 {"place", text_or_null(row.text(3))},
                                 {"introducer", id_or_null(row.integer(4))},
                                 {"given", row.get<CardId>(5).text()},
                                 {"tier", card::to_string(row.get<card::Tier>(6))},
                                 {"ended_at", time_or_null(row.get<std::optional<Time>>(7))}});
                        });
            for (std::size_t i = 0; i < rows.size(); ++i) {
                rows[i]["name"] = name_of(others[i]);
                list.add(rows[i]);
            }
            if (rows.size() < piece_size) break;
            after = others.back().value;
        }
        add(std::move(list));
    }

    void requests() {
        List list{file::requests};
        for (bool const is_sent : {true, false}) {
            for (std::int64_t after = 0;;) {
                struct Row {
                    RequestId id;
                    MemberId other;
                    CardId card;
                    std::string message, state;
                    Time at;
                };
                std::vector<Row> rows;
                reader.each(is_sent ? sql::sent_after : sql::received_after,
                            {{"me", me}, {"after", after}, {"count", piece_size}},
                            [&](store::Row const &row) {
                                rows.push_back({row.get<RequestId>(0), row.get<MemberId>(1),
                                                row.get<CardId>(2), row.get<std::string>(3),
                                                row.get<std::string>(5), row.get<Time>(4)});
                            });
                for (auto const &row : rows) {
                    auto state = row.state;
                    if (is_sent && state == "open") {
                        exchange::Request request;
                        request.sent = row.at;
                        state = request.state_for_sender(now);
                    }
                    list.add({{"box", is_sent ? "out" : "in"},
                              {"id", row.id.text()},
                              {"member", row.other.text()},
                              {"name", is_sent ? name_of(row.other) : name_on(row.card)},
                              {"card", row.card.text()},
                              {"message", row.message},
                              {"sent_at", rfc3339(row.at)},
                              {"state", state}});
                }
                if (rows.size() < piece_size) break;
                after = rows.back().id.value;
            }
        }
        add(std::move(list));
    }

    void small_lists() {
        List guests{file::guests};
        reader.each(sql::guests, {{"me", me}}, [&](store::Row const &row) {
            guests.add(
                {{"id", std::to_string(row.integer(0))},
                 {"seen", std::to_string(row.integer(1))},
                 {"card", archived_card(card::from_stored(row.text(2)), card::Audience::others)},
                 {"word", text_or_null(row.text(3))},
                 {"place", text_or_null(row.text(4))},
                 {"by_code", row.get<bool>(5)},
                 {"language", row.text(6)},
                 {"left_at", rfc3339(row.get<Time>(7))}});
        });
        add(std::move(guests));

        List reminders{file::reminders};
        reader.each(sql::reminders, {{"me", me}}, [&](store::Row const &row) {
            Date const day{std::chrono::sys_days{std::chrono::days{row.integer(1)}}};
            reminders.add({{"contact", std::to_string(row.integer(0))},
                           {"on", iso_date(day)},
                           {"note", text_or_null(row.text(2))},
                           {"made_at", rfc3339(row.get<Time>(3))},
                           {"done_at", time_or_null(row.get<std::optional<Time>>(4))}});
        });
        add(std::move(reminders));

        List dates{file::dates};
        reader.each(sql::dates, {{"me", me}}, [&](store::Row const &row) {
            static constexpr char const *kinds[]{"birthday", "founding", "anniversary", "other"};
            auto const part = [&](int column) {
                auto const number = row.integer(column);
                return number ? json::value(number) : json::value(nullptr);
            };
            dates.add({{"contact", std::to_string(row.integer(0))},
                       {"kind", kinds[row.integer(1) & 3]},
                       {"label", text_or_null(row.text(2))},
                       {"year", part(3)},
                       {"month", part(4)},
                       {"day", part(5)}});
        });
        add(std::move(dates));

        List imports{file::imports};
        reader.each(sql::imports, {{"me", me}}, [&](store::Row const &row) {
            imports.add({{"name", text_or_null(row.text(0))},
                         {"format", row.text(1)},
                         {"undone", row.integer(2) == 2},
                         {"at", rfc3339(row.get<Time>(3))},
                         {"contacts", row.integer(4)}});
        });
        add(std::move(imports));

        List invitations{file::invitations};
        reader.each(sql::invitations, {{"me", me}}, [&](store::Row const &row) {
            invitations.add({{"note", text_or_null(row.text(0))},
                             {"email", text_or_null(row.text(1))},
                             {"family", text_or_null(row.text(2))},
                             {"given", text_or_null(row.text(3))},
                             {"family_kana", text_or_null(row.text(4))},
                             {"given_kana", text_or_null(row.text(5))},
                             {"uses_left", row.integer(6)},
                             {"made_at", rfc3339(row.get<Time>(7))},
                             {"expires_at", rfc3339(row.get<Time>(8))}});
        });
        add(std::move(invitations));

        // Names are looked up when the rows are read: by the same connection.
        std::vector<std::pair<MemberId, json::object>> rows;
        auto const write = [&](char const *name, char const *who) {
            List list{name};
            for (auto &[other, row] : rows) {
                row[who] = name_of(other);
                list.add(row);
            }
            add(std::move(list));
            rows.clear();
        };
        reader.each(sql::blocks, {{"me", me}}, [&](store::Row const &row) {
            auto const other = row.get<MemberId>(0);
            rows.emplace_back(other, json::object{{"member", other.text()},
                                                  {"since", rfc3339(row.get<Time>(1))}});
        });
        write(file::blocks, "name");
        reader.each(sql::openings, {{"me", me}}, [&](store::Row const &row) {
            auto const other = row.get<MemberId>(1);
            rows.emplace_back(other, json::object{{"at", rfc3339(row.get<Time>(0))},
                                                  {"operator", other.text()},
                                                  {"what", row.text(2)},
                                                  {"reason", row.text(3)}});
        });
        write(file::openings, "name");
    }

    void print_pictures() {
        std::size_t bytes_of_others = 0, count = 0;
        for (auto const &[owner, hash, use] : pictures) {
            auto const bytes =
                count < most_pictures && bytes_of_others < others_pictures
                    ? rooms.pictures.print(reader, me, owner, hash, media::print_sizes(use).back(),
                                           picture::Format::jpeg)
                    : std::nullopt;
            if (!bytes) {
                ++pictures_left_out;
                continue;
            }
            if (owner != me) bytes_of_others += bytes->size();
            ++count;
            ZipEntry entry{"pictures/" + hash + ".jpg", ZipEntry::Packing::stored};
            entry.write(*bytes);
            zip.add(std::move(entry));
        }
    }

    std::string finish(account::Member const &member, Archives::From const &from) {
        json::array names;
        for (auto const &record : rooms.accounts.name_records(reader, me))
            names.push_back(name_record_json(record, true));
        json::object const head{
            {"format", format_name},
            {"version", format_version},
            {"made_at", rfc3339(now)},
            {"network", json::object{{"name", from.network}, {"url", from.url}}},
            {"member", json::object{{"id", me.text()},
                                    {"name", card::name_json(member.name)},
                                    {"email", member.email},
                                    {"language", i18n::code(member.language)},
                                    {"reach", account::to_string(member.reach)},
                                    {"bridge", member.bridge},
                                    {"joined_at", rfc3339(member.joined)}}},
            {"other_names", std::move(names)},
            {"pictures_left_out", pictures_left_out},
            {"lines", std::move(lines)}};
        add(file::head, json::serialize(head) + "\n");
        add(file::readme, readme(words, from.network, now));
        return std::move(zip).finish();
    }
};

} // namespace

Result<std::string> Archives::take_out(MemberId me, From const &from, i18n::Words const &words) {
    if (!out_.take(me.text())) {
        return Refusal{Reason::too_many,
                       N_("You have taken your archive very often. Please wait an hour."),
                       {},
                       std::chrono::hours{1}};
    }
    Turn const turn{busy_};
    if (!turn.is_mine) return wait_a_minute();
    return rooms_.database.read([&](store::Reader &reader) -> Result<std::string> {
        auto const member = rooms_.accounts.find(reader, me);
        if (!member) return Refusal{Reason::not_found, N_("There is no such member."), {}, {}};
        Taker taker{rooms_, reader, me, rooms_.clock.now(), words};
        taker.cards();
        taker.book(from.url);
        taker.ties();
        taker.requests();
        taker.small_lists();
        taker.print_pictures();
        return taker.finish(*member, from);
    });
}

} // namespace goen::archive
