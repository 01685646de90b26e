// SPDX-License-Identifier: Apache-2.0
#include "card/cards.hpp"

#include "card/queries.hpp"
#include "card/version_cache.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

using namespace goen;
using namespace goen::card;

namespace {

names::PersonName const hana_name{"渡邉", "花子", "", "わたなべ", "はなこ", "Watanabe", "Hanako"};

CardBody card_at(std::string company) {
    auto body = first_card(hana_name);
    body.ja.positions = {{std::move(company), {}, "部長", true}};
    return body;
}

std::vector<std::string> kinds_since(store::Database &database, std::int64_t seq) {
    std::vector<std::string> kinds;
    for (auto const &event : database.journal_after(seq, 100)) kinds.push_back(event.kind);
    return kinds;
}

} // namespace

TEST_CASE("Every query of the card room prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("Hana's first card is her main one; each change is a new version and the old ones stay "
          "as they were") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        Cards cards{database, ids, clock};
        MemberId const hana = ids.make<MemberId>();
        auto const card = cards.make(hana, card_at("株式会社見本"));
        REQUIRE(card);
        CHECK(card->is_main);
        clock.advance(minutes{5});
        auto const seq = database.last_seq();
        auto const moved = cards.publish(hana, card->id, card_at("みなと商事株式会社"));
        REQUIRE(moved);
        CHECK(moved->live.id != card->live.id);
        CHECK(kinds_since(database, seq) == std::vector<std::string>{"card.published"});

        auto const same = cards.publish(hana, card->id, card_at("みなと商事株式会社"));
        REQUIRE(same);
        CHECK(same->live.id == moved->live.id);
        CHECK(kinds_since(database, seq).size() == 1);

        Cards fresh{database, ids, clock}; // nothing in its cache
        database.read([&](store::Reader &reader) {
            auto const first = fresh.version(reader, hana, card->live.id);
            REQUIRE(first);
            CHECK(first->body == card_at("株式会社見本"));
            CHECK(first->owner == hana);
            CHECK(first->published == card->live.published);
            CHECK(fresh.live(reader, hana, card->id)->id == moved->live.id);
            CHECK(fresh.main_of(reader, hana)->id == moved->live.id);
            CHECK(fresh.history(reader, hana, card->id).size() == 2);
            CHECK(fresh.version(reader, hana, VersionId{1}) == nullptr);
            CHECK(fresh.version(reader, hana, VersionId{}) == nullptr);
            // Under another owner's number nothing is found, whether it was read before or not.
            MemberId const ken = ids.make<MemberId>();
            CHECK(fresh.version(reader, ken, card->live.id) == nullptr);
            CHECK(Cards{database, ids, clock}.version(reader, ken, card->live.id) == nullptr);
            CHECK(fresh.live(reader, ken, card->id) == nullptr);
        });
    });
}

TEST_CASE("Ken's and Hana's cards are each other's secret: by number nothing is found, changed or "
          "removed") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        Cards cards{database, ids, clock};
        MemberId const hana = ids.make<MemberId>(), ken = ids.make<MemberId>();
        auto const card = cards.make(hana, card_at("見本"));
        REQUIRE(cards.make(ken, card_at("他社")));
        REQUIRE(card);
        for (auto const id : {card->id, CardId{999}, CardId{}}) {
            CHECK(cards.mine(ken, id).why().reason == Reason::not_found);
            CHECK(cards.publish(ken, id, card_at("x")).why().reason == Reason::not_found);
            CHECK(cards.make_main(ken, id).why().reason == Reason::not_found);
            CHECK(cards.remove(ken, id).why().reason == Reason::not_found);
        }
        CHECK(cards.mine(hana, card->id)->live.body == card_at("見本"));
    });
}

TEST_CASE("A removed card leaves the others, and one of them becomes the main one; the last cannot "
          "be removed") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        Cards cards{database, ids, clock};
        MemberId const hana = ids.make<MemberId>();
        auto const first = cards.make(hana, card_at("本業"));
        CHECK(cards.remove(hana, first->id).why().reason == Reason::conflict);
        auto const second = cards.make(hana, card_at("副業"));
        REQUIRE(second);
        CHECK_FALSE(second->is_main);
        REQUIRE(cards.make_main(hana, second->id));
        REQUIRE(cards.make_main(hana, second->id)); // again is no trouble
        CHECK(cards.of(hana).front().id == second->id);
        REQUIRE(cards.remove(hana, second->id));
        CHECK(cards.remove(hana, second->id).why().reason == Reason::not_found);
        auto const left = cards.of(hana);
        REQUIRE(left.size() == 1);
        CHECK(left[0].id == first->id);
        CHECK(left[0].is_main);
        database.read([&](store::Reader &reader) {
            CHECK(cards.live(reader, hana, second->id) == nullptr);
            CHECK(cards.version(reader, hana, second->live.id)); // ledgers still show it
        });
    });
}

TEST_CASE("The rooms above hear of each change inside the transaction, and their refusal by "
          "exception undoes it") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        Cards cards{database, ids, clock};
        std::vector<std::pair<CardId, VersionId>> heard;
        bool breaks = false;
        cards.on_change(Cards::Order::others, [&](store::Writer &, Cards::Change const &change) {
            if (breaks) throw std::runtime_error{"the room above broke"};
            heard.emplace_back(change.card, change.next ? change.next->id : VersionId{});
        });
        MemberId const hana = ids.make<MemberId>();
        auto const card = cards.make(hana, card_at("a"));
        auto const other = cards.make(hana, card_at("b"));
        auto const next = cards.publish(hana, card->id, card_at("c"));
        REQUIRE(cards.publish(hana, card->id, card_at("c")));
        REQUIRE(cards.remove(hana, other->id));
        std::vector<std::pair<CardId, VersionId>> const expected{{card->id, card->live.id},
                                                                 {other->id, other->live.id},
                                                                 {card->id, next->live.id},
                                                                 {other->id, VersionId{}}};
        CHECK(heard == expected);
        breaks = true;
        CHECK_THROWS(cards.publish(hana, card->id, card_at("never")).has_value());
        CHECK(cards.mine(hana, card->id)->live.body == card_at("c"));
    });
}

TEST_CASE("Twenty cards are enough for anybody") {
    tests::FreshDatabase database;
    Cards cards{*database, database.ids, database.clock};
    MemberId const hana{7};
    for (int i = 0; i < max_cards; ++i) REQUIRE(cards.make(hana, card_at(std::to_string(i))));
    CHECK(cards.make(hana, card_at("21")).why().reason == Reason::conflict);
}

TEST_CASE("A newcomer can be found by name and by nothing else") {
    tests::FreshDatabase database;
    Cards cards{*database, database.ids, database.clock};
    MemberId const mei{9};
    Done const done = database->write([&](store::Writer &writer) -> Done {
        make_first_card(writer, cards, mei, hana_name, database.clock.now());
        return {};
    });
    REQUIRE(done);
    auto body = cards.of(mei).at(0).live.body;
    CHECK(seen(body, Tier::none).name == hana_name);
    body.phones = {{"mobile", "090-0000-0000"}};
    body.ja.positions = {{"見本", {}, "", true}};
    CHECK(seen(body, Tier::none).phones.empty());
    CHECK(seen(body, Tier::none).ja.positions.empty());
}

TEST_CASE("The cache stays within its bounds and keeps what is looked at") {
    VersionCache cache{640, 1u << 20};
    auto const make = [](std::int64_t id) {
        auto body = first_card(hana_name);
        body.label = std::string(300, 'x');
        return std::make_shared<Version const>(
            Version{VersionId{id}, CardId{1}, MemberId{1}, {}, body});
    };
    cache.keep(make(1));
    for (std::int64_t id = 2; id < 20'000; ++id) {
        cache.keep(make(id));
        REQUIRE(cache.find(VersionId{1})); // in use all the time
    }
    CHECK(cache.numbers().entries <= 640);
    CHECK(cache.numbers().bytes <= (1u << 20));
    CHECK(cache.find(VersionId{1})->id == VersionId{1});
    auto huge = first_card(hana_name);
    huge.label = std::string(1u << 20, 'x');
    cache.keep(std::make_shared<Version const>(Version{VersionId{50'000}, {}, {}, {}, huge}));
    CHECK(cache.find(VersionId{50'000}) == nullptr);
}

TEST_CASE("A kept version is found until it is dropped, whatever else comes and goes") {
    VersionCache cache{512, 1u << 20}; // eight a shard: every table is half full, wraps and drops
    for (std::int64_t id = 1; id < 3'000; ++id) {
        cache.keep(std::make_shared<Version const>(Version{VersionId{id * 7919}, {}, {}, {}, {}}));
        REQUIRE(cache.find(VersionId{id * 7919}));
        std::size_t found = 0;
        if (id % 100 == 0) {
            for (std::int64_t earlier = 1; earlier <= id; ++earlier) {
                auto const version = cache.find(VersionId{earlier * 7919});
                if (version) {
                    CHECK(version->id.value == earlier * 7919);
                    ++found;
                }
            }
            CHECK(found == cache.numbers().entries);
        }
    }
    CHECK(cache.find(VersionId{}) == nullptr);
}

TEST_CASE("Many threads look versions up at once and each gets the right one") {
    VersionCache cache{2'000, 64u << 20};
    std::vector<std::thread> readers;
    std::atomic<int> wrong{0}, hits{0};
    for (int t = 0; t < 4; ++t) {
        readers.emplace_back([&, t] {
            for (std::int64_t i = 1; i < 20'000; ++i) {
                VersionId const id{1 + (i * (t + 1)) % 3'000};
                if (auto const found = cache.find(id)) {
                    ++hits;
                    if (found->id != id) ++wrong;
                } else {
                    cache.keep(std::make_shared<Version const>(Version{id, {}, {}, {}, {}}));
                }
            }
        });
    }
    for (auto &reader : readers) reader.join();
    CHECK(wrong == 0);
    CHECK(hits > 1000);
}
