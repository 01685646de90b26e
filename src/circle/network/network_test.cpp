// SPDX-License-Identifier: Apache-2.0
#include "network/network.hpp"

#include "network/graph_rows.hpp"
#include "network/queries.hpp"
#include "support/circle.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

using namespace goen;
using namespace goen::tests;

namespace {

constexpr milliseconds patience{20'000};

struct Folder {
    Folder() {
        auto path = (std::filesystem::temp_directory_path() / "goen-network-XXXXXX").string();
        REQUIRE(::mkdtemp(path.data()));
        at = path;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(at, ignored);
    }
    std::filesystem::path at;
};

// One server's network on a circle's database.
struct Node {
    explicit Node(Circle &circle, std::filesystem::path folder = {})
        : network(circle.database, circle.policy, circle.contacts, circle.clock) {
        network.open({.folder = std::move(folder)});
        REQUIRE(network.wait_until_ready(patience));
    }
    int degree(MemberId me, MemberId other) { return network.degree(me, other)->degree; }
    network::Network network;
};

void be_bridge(Circle &circle, Member const &who, bool is_bridge = true) {
    REQUIRE(circle.accounts.choose(who.id, i18n::Language::ja, account::Reach::anyone, is_bridge));
}

std::vector<MemberId> ids_of(std::vector<network::Acquaintance> const &people) {
    std::vector<MemberId> out;
    for (auto const &one : people) out.push_back(one.id);
    return out;
}

// What a member is told, counted from the rows in the plainest way.
struct Rows {
    std::set<std::pair<MemberId, MemberId>> ties, blocks;
    std::set<MemberId> bridges;

    explicit Rows(store::Database &database) {
        static constexpr store::Query all_ties{
            "test.ties", "select member_id, other_id from tie where ended_at is null",
            "select member_id, other_id from tie where ended_at is null"};
        static constexpr store::Query all_blocks{"test.blocks",
                                                 "select member_id, other_id from block",
                                                 "select member_id, other_id from block"};
        static constexpr store::Query all_bridges{"test.bridges",
                                                  "select id from member where bridge = 1",
                                                  "select id from member where bridge = 1"};
        database.read([&](store::Reader &reader) {
            reader.each(all_ties, {}, [&](store::Row const &row) {
                ties.emplace(row.get<MemberId>(0), row.get<MemberId>(1));
            });
            reader.each(all_blocks, {}, [&](store::Row const &row) {
                blocks.emplace(row.get<MemberId>(0), row.get<MemberId>(1));
            });
            reader.each(all_bridges, {},
                        [&](store::Row const &row) { bridges.insert(row.get<MemberId>(0)); });
        });
    }
    bool tied(MemberId a, MemberId b) const { return ties.contains({a, b}); }
    bool has_blocked(MemberId a, MemberId b) const { return blocks.contains({a, b}); }
    bool apart(MemberId a, MemberId b) const { return has_blocked(a, b) || has_blocked(b, a); }

    int degree(MemberId me, MemberId other) const {
        if (has_blocked(me, other)) return 0;
        if (tied(me, other)) return 1;
        for (auto const x : bridges) {
            if (x != other && tied(me, x) && tied(x, other) && !apart(me, x)) return 2;
        }
        for (auto const x : bridges) {
            if (x == other || x == me || !tied(me, x) || apart(me, x)) continue;
            for (auto const y : bridges) {
                if (y != me && y != other && tied(x, y) && tied(y, other) && !apart(me, y))
                    return 3;
            }
        }
        return 0;
    }
    std::set<MemberId> mutual(MemberId me, MemberId other) const {
        std::set<MemberId> out;
        if (has_blocked(me, other)) return out;
        for (auto const x : bridges) {
            if (tied(me, x) && tied(x, other)) out.insert(x);
        }
        return out;
    }
    bool is_within_two(MemberId a, MemberId b) const {
        if (tied(a, b)) return true;
        return std::any_of(ties.begin(), ties.end(),
                           [&](auto const &tie) { return tie.first == a && tied(tie.second, b); });
    }
};

void check_all(network::Network &network, Rows const &rows, std::vector<Member> const &people) {
    std::vector<MemberId> ids;
    for (auto const &one : people) ids.push_back(one.id);
    for (auto const me : ids) {
        auto const together = network.degrees(me, ids);
        REQUIRE(together);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto const other = ids[i];
            if (me == other) continue;
            auto const expected = rows.degree(me, other);
            CHECK((*together)[i].degree == expected);
            CHECK(network.degree(me, other)->degree == expected);
            CHECK((*together)[i].is_exact);
            auto const mutual = network.mutual(me, other, 50);
            auto const named = ids_of(mutual->people);
            CHECK(std::set<MemberId>(named.begin(), named.end()) == rows.mutual(me, other));
            CHECK(mutual->count == named.size());
            CHECK(*network.is_within_two(me, other) == rows.is_within_two(me, other));
            auto const ways = network.ways(me, other);
            REQUIRE(ways);
            bool const is_far = expected == 2 || expected == 3;
            CHECK((*ways)->ways.empty() == !is_far);
            for (auto const &way : (*ways)->ways) {
                REQUIRE(static_cast<int>(way.people.size()) == expected + 1);
                for (std::size_t step = 1; step < way.people.size(); ++step)
                    CHECK(rows.tied(way.people[step - 1].id, way.people[step].id));
                for (std::size_t step = 1; step + 1 < way.people.size(); ++step)
                    CHECK(rows.bridges.contains(way.people[step].id));
            }
        }
    }
}

} // namespace

TEST_CASE("Every query can be prepared on both engines") { prepares_on_both(network::sql::all); }

TEST_CASE("Ken finds Mei over Hana, who agreed to be a bridge, and not when she takes it back") {
    in_each_circle([](Circle &circle) {
        auto const hana = circle.settle("渡辺", "花"), ken = circle.settle("鈴木", "健"),
                   mei = circle.settle("王", "美"), leo = circle.settle("田中", "礼央");
        Node node{circle};
        CHECK(*node.network.degree(ken.id, mei.id) == network::Degree{0, true, false});
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        CHECK(node.degree(ken.id, hana.id) == 1);
        // Hana was not asked yet: that there is a way is not shown, nor that there is none.
        CHECK(*node.network.degree(ken.id, mei.id) == network::Degree{0, true, true});
        CHECK(*node.network.degree(ken.id, leo.id) == network::Degree{0, true, true});
        be_bridge(circle, hana);
        CHECK(node.degree(ken.id, mei.id) == 2);
        auto const mutual = node.network.mutual(ken.id, mei.id);
        CHECK(ids_of(mutual->people) == std::vector{hana.id});
        CHECK(mutual->people.front().card.name.family == "渡辺");
        auto const ways = node.network.ways(ken.id, mei.id);
        REQUIRE(ways);
        REQUIRE((*ways)->ways.size() == 1);
        CHECK((*ways)->ways.front().people[1].id == hana.id);
        CHECK((*ways)->ways.front().times_met == 1);
        be_bridge(circle, hana, false);
        CHECK(*node.network.degree(ken.id, mei.id) == network::Degree{0, true, true});
        CHECK(node.network.mutual(ken.id, mei.id)->people.empty());
        CHECK(node.network.mutual(ken.id, mei.id)->is_hidden);
        CHECK((*node.network.ways(ken.id, mei.id))->ways.empty());
        // The reach of requests asks whether they know somebody in common at all.
        CHECK(*node.network.is_within_two(ken.id, mei.id));
        CHECK_FALSE(*node.network.is_within_two(ken.id, leo.id));
    });
}

TEST_CASE("Whatever is exchanged, ended, blocked and chosen, the network answers as the rows do") {
    in_each_circle([](Circle &circle) {
        std::vector<Member> people;
        for (int n = 0; n < 8; ++n) people.push_back(circle.settle("山田", "花"));
        Node node{circle};
        circle.exchange.use(node.network);
        std::mt19937 dice{20261003};
        auto const any = [&]() -> Member const & { return people[dice() % people.size()]; };
        for (int step = 0; step < 70; ++step) {
            auto const &a = any();
            auto const &b = any();
            if (a.id == b.id) continue;
            switch (dice() % 8) {
            case 0: (void)circle.exchange.end(a.id, b.id); break;
            case 1: (void)circle.exchange.block(a.id, b.id); break;
            case 2:
                for (auto const other : circle.exchange.blocked(a.id))
                    (void)circle.exchange.unblock(a.id, other);
                break;
            case 3:
            case 4: be_bridge(circle, a, dice() % 4 != 0); break;
            default: {
                auto const code = circle.exchange.show_code(b.id, b.card, 10, 1, "");
                if (code) (void)circle.exchange.redeem(a.id, code->secret, a.card, "", "192.0.2.1");
            }
            }
            if (step % 7 == 0 || step > 60) {
                check_all(node.network, Rows{circle.database}, people);
            }
        }
        // Read anew from the rows, it says the same.
        Node other{circle};
        check_all(other.network, Rows{circle.database}, people);
    });
}

TEST_CASE("Somebody I blocked is not there for me; whoever blocked me looks like a stranger") {
    in_each_circle([](Circle &circle) {
        auto const hana = circle.settle("渡辺", "花"), ken = circle.settle("鈴木", "健"),
                   mei = circle.settle("王", "美");
        be_bridge(circle, hana);
        Node node{circle};
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        auto const before = *node.network.degree(ken.id, mei.id);
        REQUIRE(circle.exchange.block(mei.id, ken.id));
        // Ken must not notice; Mei does not meet him any more, nor is she put before him.
        CHECK(*node.network.degree(ken.id, mei.id) == before);
        CHECK(ids_of(node.network.mutual(ken.id, mei.id)->people) == std::vector{hana.id});
        CHECK(node.degree(mei.id, ken.id) == 0);
        CHECK(node.network.mutual(mei.id, ken.id)->people.empty());
        CHECK(node.network.suggestions(ken.id)->people.empty());
        CHECK(node.network.suggestions(mei.id)->people.empty());
        REQUIRE(circle.exchange.block(ken.id, mei.id));
        REQUIRE(circle.exchange.unblock(mei.id, ken.id));
        CHECK(node.degree(mei.id, ken.id) == 2);
        CHECK(node.degree(ken.id, mei.id) == 0);
        CHECK(node.network.suggestions(mei.id)->people.empty()); // Ken's block still stands
        REQUIRE(circle.exchange.unblock(ken.id, mei.id));
        CHECK(node.degree(ken.id, mei.id) == 2);
        CHECK(node.network.suggestions(mei.id)->people.size() == 1);
    });
}

TEST_CASE("Nobody is reached or suggested over Hana while she has not agreed, however many are "
          "asked about") {
    in_each_circle([](Circle &circle) {
        auto const ken = circle.settle("鈴木", "健"), hana = circle.settle("渡辺", "花"),
                   leo = circle.settle("田中", "礼央");
        be_bridge(circle, leo);
        circle.exchange_cards(ken, hana);
        circle.exchange_cards(hana, leo);
        std::vector<MemberId> far;
        for (int n = 0; n < 5; ++n) {
            auto const one = circle.settle("王", "美");
            circle.exchange_cards(leo, one);
            far.push_back(one.id);
        }
        Node node{circle};
        auto const all = [&](int degree) {
            auto const found = node.network.degrees(ken.id, far);
            return std::all_of(found->begin(), found->end(), [&](network::Degree const &one) {
                return one.degree == degree && one.is_hidden == (degree == 0);
            });
        };
        CHECK(all(0));
        CHECK(node.network.suggestions(ken.id)->people.empty());
        be_bridge(circle, hana);
        CHECK(all(3));
        CHECK(node.network.suggestions(ken.id)->people.size() == 1);
    });
}

TEST_CASE("Started again, the network opens its snapshot and reads on; a damaged one is rebuilt") {
    in_each_circle([](Circle &circle) {
        auto const hana = circle.settle("渡辺", "花"), ken = circle.settle("鈴木", "健"),
                   mei = circle.settle("王", "美"), leo = circle.settle("田中", "礼央");
        be_bridge(circle, hana);
        Folder folder;
        auto const file = folder.at / "graph.ties";
        std::vector<Member> const people{hana, ken, mei, leo};
        {
            Node node{circle, folder.at};
            circle.exchange_cards(hana, ken);
            circle.exchange_cards(hana, mei);
            node.network.close();
            CHECK_FALSE(node.network.degree(ken.id, mei.id)); // nothing is answered any more
        }
        REQUIRE(std::filesystem::exists(file));
        // While nobody served, things happened: by another process, say.
        REQUIRE(circle.exchange.end(hana.id, mei.id));
        circle.exchange_cards(hana, leo);
        be_bridge(circle, leo);
        {
            Node node{circle, folder.at};
            CHECK(node.degree(ken.id, leo.id) == 2);
            check_all(node.network, Rows{circle.database}, people);
        }
        auto const size = std::filesystem::file_size(file);
        {
            std::fstream damaged{file, std::ios::in | std::ios::out | std::ios::binary};
            damaged.seekp(static_cast<std::streamoff>(size / 2));
            damaged.write("\xff\xff\xff\xff\xff\xff\xff\xff", 8);
        }
        {
            Node node{circle, folder.at};
            check_all(node.network, Rows{circle.database}, people);
        }
        std::filesystem::resize_file(file, 100);
        {
            Node node{circle, folder.at};
            check_all(node.network, Rows{circle.database}, people);
            CHECK(node.network.numbers().members == 4);
            CHECK(node.network.numbers().ties == 2);
            node.network.save();
        }
        CHECK(std::filesystem::file_size(file) > 100);
    });
}

TEST_CASE("What happens on one node of PostgreSQL is known on the other") {
    on_each_fresh([](FreshDatabase &fresh) {
        Circle here{*fresh, fresh.clock, fresh.ids};
        auto const other_database = store::Database::open(fresh.url(), fresh.clock, {});
        Circle there{*other_database, fresh.clock, fresh.ids};
        auto const hana = here.settle("渡辺", "花"), ken = here.settle("鈴木", "健"),
                   mei = here.settle("王", "美");
        be_bridge(here, hana);
        Node one{here}, two{there};
        here.exchange_cards(hana, ken);
        there.exchange_cards(hana, mei);
        for (auto *node : {&one, &two}) {
            auto const until = std::chrono::steady_clock::now() + patience;
            while (node->degree(ken.id, mei.id) != 2 && std::chrono::steady_clock::now() < until)
                std::this_thread::sleep_for(milliseconds{10});
            CHECK(node->degree(ken.id, mei.id) == 2);
            CHECK(node->degree(ken.id, hana.id) == 1);
        }
    });
}
