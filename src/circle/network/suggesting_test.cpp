// SPDX-License-Identifier: Apache-2.0
// Whom one may know and why that is told; whom to ask first.
#include "network/network.hpp"

#include "support/circle.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

struct Node {
    explicit Node(Circle &circle)
        : network(circle.database, circle.policy, circle.contacts, circle.clock) {
        network.open();
        REQUIRE(network.wait_until_ready(milliseconds{20'000}));
    }
    network::Network network;
};

void be_bridge(Circle &circle, Member const &who) {
    REQUIRE(circle.accounts.choose(who.id, i18n::Language::ja, account::Reach::anyone, true));
}

} // namespace

TEST_CASE("Mei suggests herself to Ken by whom they both know, until he is not interested") {
    in_each_circle([](Circle &circle) {
        auto const hana = circle.settle("渡辺", "花"), ken = circle.settle("鈴木", "健"),
                   mei = circle.settle("王", "美"),
                   shy = circle.settle("本田", "静", account::Reach::code_only);
        auto const leo = circle.settle("田中", "礼央");
        be_bridge(circle, hana);
        be_bridge(circle, leo);
        Node node{circle};
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        circle.exchange_cards(hana, shy);
        circle.exchange_cards(leo, ken);
        circle.exchange_cards(leo, mei);
        auto const found = node.network.suggestions(ken.id);
        REQUIRE(found);
        REQUIRE(found->people.size() == 1); // who is reached by code only is not found
        auto const &one = found->people.front();
        CHECK(one.person.id == mei.id);
        CHECK(one.mutual == 2);
        CHECK(one.acquaintances.size() == 2);
        // Where they work is for those who exchanged cards: it is no reason yet.
        CHECK(one.companies.empty());
        REQUIRE(node.network.dismiss(ken.id, mei.id));
        REQUIRE(node.network.dismiss(ken.id, mei.id));
        CHECK(node.network.suggestions(ken.id)->people.empty());
        CHECK(node.network.dismissed(ken.id) == std::vector{mei.id});
        CHECK(node.network.suggestions(mei.id)->people.size() == 1); // she is not told
        REQUIRE(node.network.undismiss(ken.id, mei.id));
        CHECK_FALSE(node.network.undismiss(ken.id, mei.id));
        CHECK(node.network.suggestions(ken.id)->people.size() == 1);
        CHECK_FALSE(node.network.dismiss(ken.id, MemberId{12345}));
        CHECK_FALSE(node.network.dismiss(ken.id, ken.id));
        // Once asked she is not suggested again, whatever she does with the request.
        REQUIRE(circle.exchange.ask(ken.id, mei.id, ken.card, "はじめまして。"));
        CHECK(node.network.suggestions(ken.id)->people.empty());
    });
}

TEST_CASE("Where and on which day others met is no reason to suggest them, nor does it weigh") {
    in_each_circle([](Circle &circle) {
        auto const hana = circle.settle("渡辺", "花"), ken = circle.settle("鈴木", "健"),
                   elsewhere = circle.settle("王", "美"), there = circle.settle("王", "美");
        be_bridge(circle, hana);
        Node node{circle};
        circle.exchange_cards(ken, hana, "春の交流会");
        circle.exchange_cards(there, hana, "春の交流会"); // the same evening
        circle.clock.advance(std::chrono::hours{24 * 40});
        circle.exchange_cards(elsewhere, hana, "別の会");
        auto const found = node.network.suggestions(ken.id);
        REQUIRE(found->people.size() == 2);
        // By whom they know, then by who was here first: the evening is not read.
        CHECK(found->people[0].person.id == elsewhere.id);
        CHECK(found->people[1].person.id == there.id);
        for (auto const &one : found->people) {
            CHECK(one.mutual == 1);
            CHECK(one.companies.empty());
        }
    });
}

TEST_CASE("Of ten acquaintances in common the nearest are asked first, over different people") {
    in_each_circle([](Circle &circle) {
        auto const ken = circle.settle("鈴木", "健"), mei = circle.settle("王", "美");
        std::vector<Member> between;
        for (int n = 0; n < 5; ++n) {
            between.push_back(circle.settle("渡辺", "花"));
            be_bridge(circle, between.back());
            circle.exchange_cards(between.back(), ken);
            circle.exchange_cards(between.back(), mei);
            circle.clock.advance(std::chrono::minutes{1});
        }
        REQUIRE(circle.exchange.set_tier(ken.id, between[2].id, card::Tier::close));
        REQUIRE(circle.exchange.set_tier(ken.id, between[1].id, card::Tier::colleague));
        Node node{circle};
        auto const ways = node.network.ways(ken.id, mei.id);
        REQUIRE(ways);
        REQUIRE((*ways)->ways.size() == 3);
        CHECK((*ways)->ways[0].people[1].id == between[2].id);
        CHECK((*ways)->ways[1].people[1].id == between[1].id);
        CHECK((*ways)->ways[2].people[1].id == between[4].id); // the latest of the others
        CHECK(node.network.mutual(ken.id, mei.id)->count == 5);
        CHECK(node.network.mutual(ken.id, mei.id)->people.front().id == between[2].id);
        // Who is asked for an introduction is offered in the same order.
        auto const asked = *node.network.bridges(ken.id, mei.id);
        CHECK(asked == std::vector{between[2].id, between[1].id, between[4].id, between[3].id,
                                   between[0].id});
        for (std::size_t i = 0; i < (*ways)->ways.size(); ++i)
            CHECK((*ways)->ways[i].people[1].id == asked[i]);
        CHECK(node.network.bridges(ken.id, ken.id)->empty());
        CHECK(node.network.bridges(ken.id, MemberId{12345})->empty());
        CHECK_FALSE(node.network.ways(ken.id, ken.id));
        CHECK_FALSE(node.network.ways(ken.id, MemberId{12345}));
    });
}
