// SPDX-License-Identifier: Apache-2.0
// For this room's tests: members, cards and exchanges without the exchange room, which stands
// above.
#pragma once

#include "contacts/contacts.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

namespace goen::contacts::testing {

inline constexpr store::Query make_tie{
    "test.make_tie",
    "insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, "
    "received_card_id, "
    "received_version_id, tier, sees) values (:me, :other, :at, 'code', :place, 0, :given, "
    ":received, :version, 1, 1) "
    "on conflict (member_id, other_id) do update set since = excluded.since, received_version_id = "
    "excluded.received_version_id, tier = 1, sees = 1, ended_at = null",
    "insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, "
    "received_card_id, "
    "received_version_id, tier, sees) values (:me, :other, :at, 'code', :place, 0, :given, "
    ":received, :version, 1, 1) "
    "on conflict (member_id, other_id) do update set since = excluded.since, received_version_id = "
    "excluded.received_version_id, tier = 1, sees = 1, ended_at = null"};
#define GOEN_TEST_QUERY(name, text)                                                                \
    inline constexpr store::Query name { "test." #name, text, text }
GOEN_TEST_QUERY(end_tie,
                "update tie set ended_at = :at where member_id = :me and other_id = :other");
GOEN_TEST_QUERY(give, "update tie set tier = :tier where member_id = :me and other_id = :other");
GOEN_TEST_QUERY(get, "update tie set sees = :tier where member_id = :other and other_id = :me");
GOEN_TEST_QUERY(
    move_on,
    "update tie set received_version_id = :version where member_id = :holder and other_id = :owner "
    "and received_card_id = :card and ended_at is null");
#undef GOEN_TEST_QUERY

inline ContactId contact_of(MemberId member) { return ContactId{member.value}; }

inline card::CardBody body_of(names::PersonName name, std::string company = {},
                              std::string title = {}) {
    card::CardBody body;
    body.name = std::move(name);
    if (!company.empty() || !title.empty())
        body.ja.positions = {{std::move(company), {}, std::move(title), true}};
    return body;
}

struct World {
    store::Database &database;
    StillClock &clock;
    IdMaker &ids;
    card::Cards cards;
    policy::Policy policy;
    Contacts contacts;

    World(store::Database &d, StillClock &c, IdMaker &i, std::int64_t most_private = 0)
        : database(d), clock(c), ids(i), cards(d, i, c), policy(cards),
          contacts(d, policy, cards, i, c, most_private) {
        cards.on_change(card::Cards::Order::books, [this](store::Writer &writer,
                                                          card::Cards::Change const &change) {
            if (change.next) {
                for (auto const &holder : policy.holders(writer, change.owner, change.card)) {
                    writer.run(move_on, {{"version", change.next->id},
                                         {"holder", holder.member},
                                         {"owner", change.owner},
                                         {"card", change.card}});
                }
            }
            contacts.card_changed(writer, change);
        });
    }

    MemberId member() { return ids.make<MemberId>(); }

    card::CardInfo card(MemberId owner, card::CardBody body) {
        auto made = cards.make(owner, std::move(body));
        REQUIRE(made);
        return *made;
    }
    void publish(MemberId owner, card::CardInfo const &card, card::CardBody body) {
        REQUIRE(cards.publish(owner, card.id, std::move(body)));
    }
    ContactId type_in(MemberId me, names::PersonName name, std::string memo = {},
                      std::vector<std::string> tags = {}) {
        Edit edit;
        edit.body = body_of(std::move(name));
        edit.memo = std::move(memo);
        edit.tags = std::move(tags);
        auto const made = contacts.add(me, std::move(edit));
        REQUIRE(made);
        return *made;
    }
    void exchange(MemberId a, card::CardInfo const &a_gives, MemberId b,
                  card::CardInfo const &b_gives, std::string place = {}) {
        auto const done = database.write([&](store::Writer &writer) -> Done {
            auto const at = clock.now();
            auto const side = [&](MemberId me, card::CardInfo const &given, MemberId other,
                                  card::CardInfo const &received) {
                auto const live = cards.live(writer, other, received.id);
                writer.run(make_tie, {{"me", me},
                                      {"other", other},
                                      {"at", at},
                                      {"place", place},
                                      {"given", given.id},
                                      {"received", received.id},
                                      {"version", live->id}});
                contacts.receive(writer, {me, other, live->id, card::Tier::exchanged, at, place,
                                          !place.empty()});
            };
            side(a, a_gives, b, b_gives);
            side(b, b_gives, a, a_gives);
            writer.journal("tie.made", a.value, b.value);
            return {};
        });
        REQUIRE(done);
    }
    // `me` discloses more or less to `other`.
    void set_tier(MemberId me, MemberId other, card::Tier tier) {
        auto const done = database.write([&](store::Writer &writer) -> Done {
            writer.run(give, {{"tier", tier}, {"me", me}, {"other", other}});
            writer.run(get, {{"tier", tier}, {"me", me}, {"other", other}});
            auto const tie = policy.tie(writer, other, me);
            contacts.refresh(writer, other, me, tie->version, tie->sees, clock.now());
            writer.journal("tie.tier", me.value, 0,
                           other.value); // as the exchange room does: silently
            return {};
        });
        REQUIRE(done);
    }
    void end(MemberId a, MemberId b) {
        auto const done = database.write([&](store::Writer &writer) -> Done {
            writer.run(end_tie, {{"at", clock.now()}, {"me", a}, {"other", b}});
            writer.run(end_tie, {{"at", clock.now()}, {"me", b}, {"other", a}});
            writer.journal("tie.ended", a.value, b.value);
            return {};
        });
        REQUIRE(done);
    }
};

using Names = std::vector<std::string>;

inline std::vector<std::string> names_of(std::vector<Line> const &lines) {
    std::vector<std::string> names;
    for (auto const &line : lines) names.push_back(line.name.display());
    return names;
}

inline std::vector<std::string> found(World &world, MemberId me, std::string q) {
    Ask ask;
    ask.q = std::move(q);
    auto const list = world.contacts.list(me, ask, i18n::Language::ja);
    REQUIRE(list);
    return names_of(list->lines);
}

inline Reason why_not(Result<Found> const &list) {
    REQUIRE_FALSE(list);
    return list.why().reason;
}

inline void on_each_world(std::function<void(World &)> const &body) {
    tests::on_each_engine([&](store::Database &database, StillClock &clock, IdMaker &ids) {
        World world{database, clock, ids};
        body(world);
    });
}

} // namespace goen::contacts::testing
