// SPDX-License-Identifier: Apache-2.0
// A circle of people for the tests of the rooms around the exchange: every room up to exchange,
// wired as the house wires them, on a given database, without pages.
#pragma once

#include "card/card_json.hpp"
#include "exchange/exchange.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

namespace goen::tests {

class SilentPostman final : public mail::Postman {
public:
    bool post(mail::Letter) override { return true; }
};

struct Member {
    MemberId id;
    CardId card;
};

struct Circle {
    Circle(store::Database &database_, StillClock &clock_, IdMaker &ids_)
        : database(database_), clock(clock_), ids(ids_),
          accounts(database, ids, clock, random, postman, {1, 8192}), cards(database, ids, clock),
          policy(cards), contacts(database, policy, cards, ids, clock),
          exchange(database, policy, cards, contacts, accounts, ids, clock, random) {
        cards.on_change(card::Cards::Order::ties,
                        [this](store::Writer &writer, card::Cards::Change const &change) {
                            exchange.card_changed(writer, change);
                        });
        cards.on_change(card::Cards::Order::books,
                        [this](store::Writer &writer, card::Cards::Change const &change) {
                            contacts.card_changed(writer, change);
                        });
        using Order = account::Accounts::LeaveOrder;
        accounts.on_leave(Order::over_ties, [this](store::Writer &writer, MemberId member) {
            contacts.member_leaves(writer, member);
        });
        accounts.on_leave(Order::ties, [this](store::Writer &writer, MemberId member) {
            exchange.member_leaves(writer, member);
        });
    }

    // A confirmed member whose name everyone may see, and the rest of whose card is for those she
    // exchanged with.
    Member settle(std::string const &family, std::string const &given,
                  account::Reach reach = account::Reach::anyone) {
        card::CardBody body;
        body.name.family = family;
        body.name.given = given;
        body.ja.positions = {{"株式会社見本", {"営業部"}, "課長", true}};
        body.emails = {{"work", "a" + std::to_string(++settled_) + "@mihon.example"}};
        body.phones = {{"mobile", "090-0000-0000"}};
        body.show = {{"name", card::Tier::none}, {"phones.mobile", card::Tier::colleague}};
        return settle(std::move(body), reach);
    }
    Member settle(card::CardBody body, account::Reach reach = account::Reach::anyone,
                  bool is_confirmed = true) {
        account::NewMember member;
        member.email = "m" + std::to_string(++settled_) + "@mihon.example";
        member.name = body.name;
        member.is_confirmed = is_confirmed;
        auto const made = database.write([&](store::Writer &writer) -> Result<Member> {
            auto const id = accounts.add(writer, member, "", clock.now());
            return Member{id, cards.make(writer, id, body, clock.now()).id};
        });
        REQUIRE(made);
        REQUIRE(accounts.choose(made->id, i18n::Language::ja, reach, false));
        return *made;
    }

    // a scans b's code.
    policy::Tie exchange_cards(Member const &a, Member const &b, std::string place = {}) {
        auto const code = exchange.show_code(b.id, b.card, 10, 1, std::move(place));
        REQUIRE(code);
        auto const tie = exchange.redeem(a.id, code->secret, a.card, "", "192.0.2.1");
        REQUIRE(tie);
        return *tie;
    }
    policy::Sight look(MemberId viewer, MemberId owner) {
        return database.read(
            [&](store::Reader &reader) { return policy.look(reader, viewer, owner); });
    }
    std::vector<std::string> torn() {
        return database.read([](store::Reader &reader) { return policy::inconsistencies(reader); });
    }

    store::Database &database;
    StillClock &clock;
    IdMaker &ids;
    SystemRandom random;
    SilentPostman postman;
    account::Accounts accounts;
    card::Cards cards;
    policy::Policy policy;
    contacts::Contacts contacts;
    exchange::Exchange exchange;

private:
    int settled_ = 0;
};

inline void in_each_circle(std::function<void(Circle &)> const &body) {
    on_each_engine([&](store::Database &database, StillClock &clock, IdMaker &ids) {
        Circle circle{database, clock, ids};
        body(circle);
    });
}

} // namespace goen::tests
