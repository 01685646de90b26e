// SPDX-License-Identifier: Apache-2.0
// A whole directory brought in by file, again and again, with bad lines in it.
#include "support/town.hpp"
#include "transfer/transfer.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace goen;
using namespace goen::tests;

namespace {

struct Loader {
    explicit Loader(Town &town)
        : bulk(town.house.database, town.house.accounts, town.house.cards, town.house.ids,
               town.fresh.clock) {
        listener.bad_line = [this](std::int64_t line, Sentence const &why) {
            bad.emplace_back(line, why.msgid);
        };
    }
    transfer::Tally people(std::string const &text) {
        std::istringstream in{text};
        auto const done = bulk.people(in, 0, listener);
        REQUIRE(done);
        return *done;
    }
    transfer::Tally ties(std::string const &text) {
        std::istringstream in{text};
        auto const done = bulk.ties(in, 0, listener);
        REQUIRE(done);
        return *done;
    }
    transfer::Bulk bulk;
    transfer::Listener listener;
    std::vector<std::pair<std::int64_t, std::string>> bad;
};

std::string person(std::string const &ref, std::string const &family, std::string const &kana) {
    return R"({"ref":")" + ref + R"(","email":")" + ref + R"(@mihon.example","name":{"family":")" +
           family + R"(","given":"花","family_kana":")" + kana +
           R"(","given_kana":"はな"},"card":{"kind":"company","sides":{"ja":{"positions":[{"company":"株式会社見本","title":"課長","main":true}]}},)" +
           R"("emails":[{"label":"work","value":")" + ref +
           R"(@mihon.example"}],"show":{"name":"none"}}})" + "\n";
}

MemberId member(Town &town, std::string const &mail) {
    return town.house.database
        .read(
            [&](store::Reader &reader) { return town.house.accounts.find_by_email(reader, mail); })
        ->id;
}

} // namespace

TEST_CASE(
    "A directory is brought in once, however often its files are read, and bad lines are named") {
    in_each_town([](Town &town) {
        Loader loader{town};
        std::string const people =
            person("p1", "髙﨑", "たかさき") + person("p2", "渡邉", "わたなべ") + "not json\n" +
            "\n" +
            R"({"ref":"p3","email":"a b@x","name":{"family":"山田"}})"
            "\n" +
            R"({"ref":"p4","email":"p4@mihon.example","name":{"family":"山田"},"is_admin":true})"
            "\n" +
            R"({"ref":"p5","email":"P1@mihon.example","name":{"family":"Smith"}})"
            "\n";
        auto first = loader.people(people);
        CHECK(first.added == 2);
        CHECK(first.skipped == 4);
        REQUIRE(loader.bad.size() == 4);
        CHECK(loader.bad[0].first == 3);

        std::string const ties = "a,b,met_at,place\np1,p2,2024-04-01,東京\np2,p1,2025-01-01,"
                                 "again\np1,p1,,\np1,nobody,,\np1,p2\np1,p2,31 Feb,x\n";
        loader.bad.clear();
        auto const tied = loader.ties(ties);
        CHECK(tied.added == 1);
        CHECK(tied.same == 1);
        CHECK(tied.skipped == 4);

        auto const again = loader.people(people);
        CHECK(again.added == 0);
        CHECK(again.same == 2);
        CHECK(loader.ties(ties).added == 0);
    });
}

TEST_CASE("What a bulk file ties is just what an exchange ties") {
    in_each_town([](Town &town) {
        Loader loader{town};
        loader.people(person("p1", "髙﨑", "たかさき") + person("p2", "渡邉", "わたなべ") +
                      person("p3", "山田", "やまだ"));
        loader.ties("a,b,met_at,place\np1,p2,2026-10-03T09:00:00Z,東京\n");
        auto const one = member(town, "p1@mihon.example"), two = member(town, "p2@mihon.example"),
                   three = member(town, "p3@mihon.example");
        auto &house = town.house;
        auto const card = [&](MemberId id) { return house.cards.of(id).front().id; };
        auto const tied = house.database.write([&](store::Writer &writer) {
            return house.exchange.tie(writer, {.a = one,
                                               .b = three,
                                               .a_gives = card(one),
                                               .b_gives = card(three),
                                               .means = policy::Means::code,
                                               .place = "東京",
                                               .at = town.fresh.clock.now()});
        });
        REQUIRE(tied);
        auto const imported = house.contacts.find(one, ContactId{two.value}),
                   exchanged = house.contacts.find(one, ContactId{three.value});
        REQUIRE(imported);
        REQUIRE(exchanged);
        CHECK(imported->is_live == exchanged->is_live);
        CHECK(imported->has_moved == exchanged->has_moved);
        CHECK(imported->met == exchanged->met);
        CHECK(imported->body.emails.size() == exchanged->body.emails.size());
        CHECK(imported->tie->tier == exchanged->tie->tier);
        CHECK(imported->tie->sees == exchanged->tie->sees);
        CHECK(imported->tie->since == exchanged->tie->since);
        CHECK(house.contacts.ledger(one, imported->id)->size() ==
              house.contacts.ledger(one, exchanged->id)->size());
        CHECK(house.database
                  .read([](store::Reader &reader) { return exchange::inconsistencies(reader); })
                  .empty());
        // In the order of the book, and found by reading.
        auto const book = house.contacts.list(one, {}, i18n::Language::ja);
        REQUIRE(book->lines.size() == 2);
        CHECK(book->lines[0].name.family == "山田");
        CHECK(house.contacts.list(one, {.q = "watanabe"}, i18n::Language::ja)->lines.size() == 1);
        CHECK(house.contacts.list(one, {.q = "東京"}, i18n::Language::ja)->lines.size() == 2);
    });
}

TEST_CASE(
    "Two who ended their exchange, or of whom one blocks the other, are not tied again by a file") {
    in_each_town([](Town &town) {
        Loader loader{town};
        loader.people(person("p1", "髙﨑", "たかさき") + person("p2", "渡邉", "わたなべ") +
                      person("p3", "山田", "やまだ"));
        auto const one = member(town, "p1@mihon.example"), two = member(town, "p2@mihon.example"),
                   three = member(town, "p3@mihon.example");
        std::string const ties = "a,b,met_at,place\np1,p2,,\np1,p3,,\n";
        REQUIRE(town.house.exchange.block(one, three));
        CHECK(loader.ties(ties).added == 1);
        REQUIRE(town.house.exchange.end(two, one));
        CHECK(loader.ties(ties).added == 0);
        CHECK_FALSE(town.house.contacts.find(one, ContactId{two.value})->is_live);
        CHECK_FALSE(town.house.contacts.find(one, ContactId{three.value}));
    });
}

TEST_CASE("Whoever left is not brought back by the file that once brought her in") {
    in_each_town([](Town &town) {
        Loader loader{town};
        auto const file = person("p1", "髙﨑", "たかさき") + person("p2", "渡邉", "わたなべ");
        loader.people(file);
        auto const one = member(town, "p1@mihon.example");
        REQUIRE(town.house.accounts.forgot("p1@mihon.example", "192.0.2.1"));
        auto const link = town.postman.newest_link("p1@mihon.example");
        REQUIRE(town.house.accounts.reset(link.substr(link.rfind('/') + 1), Town::password));
        REQUIRE(town.house.leaving.leave(one, Town::password, "192.0.2.1"));
        auto const again = loader.people(file);
        CHECK(again.added == 0);
        CHECK(again.same == 1);
        CHECK(again.skipped == 1);
        CHECK_FALSE(town.house.database.read([&](store::Reader &reader) {
            return town.house.accounts.find_by_email(reader, "p1@mihon.example");
        }));
    });
}

// Real input where it is at hand: LDBC's smallest social network, 222 people and 825 ties.
TEST_CASE("LDBC's smallest graph comes in whole") {
    auto const folder = std::filesystem::path{".."} / "shared" / "graphs";
    if (!std::filesystem::exists(folder / "ldbc-sf0.003-person.csv")) return;
    auto const cells = [](std::string const &line) {
        std::vector<std::string> out;
        std::istringstream in{line};
        for (std::string cell; std::getline(in, cell, '|');) out.push_back(cell);
        return out;
    };
    std::ifstream persons{folder / "ldbc-sf0.003-person.csv"},
        knows{folder / "ldbc-sf0.003-knows.csv"};
    std::string line, people, ties = "a,b,met_at,place\n";
    std::getline(persons, line), std::getline(knows, line);
    int person_count = 0, tie_count = 0;
    while (std::getline(persons, line)) {
        auto const row = cells(line);
        boost::json::object const name{
            {"given", row.at(1)}, {"family", row.at(2)}, {"order", "given_first"}};
        people += boost::json::serialize(boost::json::object{
                      {"ref", row.at(0)}, {"email", row.at(0) + "@ldbc.example"}, {"name", name}}) +
                  "\n";
        ++person_count;
    }
    while (std::getline(knows, line)) {
        auto const row = cells(line);
        ties +=
            row.at(0) + "," + row.at(1) + "," + rfc3339(from_millis(std::stoll(row.at(2)))) + ",\n";
        ++tie_count;
    }
    in_each_town([&](Town &town) {
        Loader loader{town};
        auto const in = loader.people(people);
        for (auto const &[at, why] : loader.bad) MESSAGE(at, ": ", why);
        CHECK(in.added == person_count);
        CHECK(loader.ties(ties).added == tie_count);
        CHECK(town.house.database
                  .read([](store::Reader &reader) { return exchange::inconsistencies(reader); })
                  .empty());
    });
}
