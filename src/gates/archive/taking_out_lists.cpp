// SPDX-License-Identifier: Apache-2.0
// The lists of an archive that are not the book: exchanges, requests, introductions, reminders and
// what is small.
#include "archive/format.hpp"
#include "archive/queries.hpp"
#include "archive/taker.hpp"
#include "introduction/introduction.hpp"
#include "reminder/whole_book.hpp"

namespace goen::archive {
namespace {

template <class Kind, int n> Kind kind_at(store::Row const &row, int column) {
    for (int i = 0; i < n; ++i) {
        if (introduction::to_string(static_cast<Kind>(i)) == row.text(column))
            return static_cast<Kind>(i);
    }
    throw Trouble("an introduction is in an unknown state");
}

} // namespace

void Taker::ties() {
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

void Taker::requests() {
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

void Taker::introductions() {
    List list{file::introductions};
    for (std::int64_t after = 0;;) {
        std::vector<introduction::Introduction> rows;
        reader.each(sql::introductions_after,
                    {{"me", me},
                     {"after", after},
                     {"since", now - introduction::life},
                     {"count", piece_size}},
                    [&](store::Row const &row) {
                        introduction::Introduction one;
                        one.id = row.get<introduction::IntroductionId>(0);
                        one.member = me;
                        one.role = kind_at<introduction::Role, 3>(row, 1);
                        one.proposed = row.get<bool>(2);
                        one.from = row.get<MemberId>(3), one.bridge = row.get<MemberId>(4),
                        one.to = row.get<MemberId>(5), one.shown = row.get<CardId>(6);
                        one.message = row.text(7), one.about = row.text(8), one.words = row.text(9);
                        one.since = row.get<Time>(10);
                        one.state = kind_at<introduction::State, 7>(row, 11);
                        one.thanks_from = row.get<int>(12), one.thanks_to = row.get<int>(13);
                        rows.push_back(std::move(one));
                    });
        for (auto const &one : rows) {
            bool const is_bridge = one.role == introduction::Role::bridge;
            auto const person = [&](MemberId id) {
                // Whom she is introduced to is named by the card that is held out to her.
                bool const is_held_out = one.role == introduction::Role::party &&
                                         id == one.other() && one.shown && !one.proposed;
                auto name = name_of(id);
                if (name.is_null() && is_held_out) name = name_on(one.shown);
                return json::object{{"member", id.text()}, {"name", std::move(name)}};
            };
            auto const phrase = [&](int said, MemberId by) {
                return said > 0 && (is_bridge || by == me) ? json::value(said)
                                                           : json::value(nullptr);
            };
            list.add({{"id", one.id.text()},
                      {"role", introduction::to_string(one.role)},
                      {"state", one.state_for_reader(now)},
                      {"proposed", one.proposed},
                      {"from", person(one.from)},
                      {"bridge", person(one.bridge)},
                      {"to", person(one.to)},
                      {"message", one.message},
                      {"about", one.about},
                      {"words", one.words},
                      {"since", rfc3339(one.since)},
                      {"thanks", json::object{{"from", phrase(one.thanks_from, one.from)},
                                              {"to", phrase(one.thanks_to, one.to)}}}});
        }
        if (rows.size() < piece_size) break;
        after = rows.back().id.value;
    }
    add(std::move(list));
}

void Taker::small_lists() {
    List guests{file::guests};
    reader.each(sql::guests, {{"me", me}}, [&](store::Row const &row) {
        guests.add({{"id", std::to_string(row.integer(0))},
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
    for (auto const &one : reminder::reminders_in(reader, me)) reminders.add(reminder_json(one));
    add(std::move(reminders));

    List dates{file::dates};
    for (auto const &one : reminder::dates_in(reader, me)) dates.add(date_json(one));
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
        rows.emplace_back(
            other, json::object{{"member", other.text()}, {"since", rfc3339(row.get<Time>(1))}});
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

} // namespace goen::archive
