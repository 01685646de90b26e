// SPDX-License-Identifier: Apache-2.0
// Absurd questions about who knows whom, by the API and by goen graph query: each is refused in
// words, and the next one is answered.
#include "app/graph_commands.hpp"
#include "graph/graph.hpp"
#include "network/graph_rows.hpp"
#include "support/meeting.hpp"
#include "support/town.hpp"
#include "transfer/refs.hpp"
#include "transfer/transfer.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace goen;
using namespace goen::tests;

namespace {

// Hana, a bridge, knows Ken and Mei.
struct Three {
    explicit Three(Town &town_) : town(town_) {
        for (auto const *name : {"hana", "ken", "mei"}) {
            people.push_back(town.settle(std::string{name} + "@mihon.example",
                                         name_of("山田", name, "やまだ", "はな")));
        }
        REQUIRE(town.house.accounts.choose(hana(), i18n::Language::ja, account::Reach::distance_two,
                                           true));
        exchange(hana(), ken()), exchange(hana(), mei());
    }
    void exchange(MemberId a, MemberId b) { exchange_cards(town, a, b); }
    MemberId hana() const { return people[0]; }
    MemberId ken() const { return people[1]; }
    MemberId mei() const { return people[2]; }
    Town &town;
    std::vector<MemberId> people;
};

std::string bring_people(transfer::Bulk &bulk, int people) {
    std::string lines;
    for (int n = 1; n <= people; ++n) {
        auto const ref = "p" + std::to_string(n);
        lines += R"({"ref":")" + ref + R"(","email":")" + ref +
                 R"(@mihon.example","name":{"family":"山田","given":"花","family_kana":"やまだ",)"
                 R"("given_kana":"はな"}})"
                 "\n";
    }
    std::istringstream file{lines};
    REQUIRE(bulk.people(file, 0, {})->added == people);
    return lines;
}

} // namespace

TEST_CASE("Ken's program asks the graph nonsense, and is told each time what is wrong with it") {
    in_each_town([](Town &town) {
        Three all{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const mei = all.mei().text();
        auto const refused = [&](std::string const &path, int status, std::string const &field) {
            CAPTURE(path.substr(0, 200));
            auto const answer = phone.get("/graph/" + path);
            CHECK(answer.status == status);
            CHECK(answer[std::string_view{"status"}] == status);
            CHECK_FALSE(answer.word("detail").empty());
            if (!field.empty()) {
                REQUIRE(answer.body.as_object().contains("errors"));
                CHECK(answer["errors"].as_array().at(0).at("field").as_string() == field);
            }
        };
        for (std::string const question : {"degree", "mutual", "paths"}) {
            std::string const who = question == "mutual" ? "with" : "to";
            refused(question, 422, who);
            for (std::string const id : {"", "0", "-1", "1e99", "1.5", "nobody",
                                         "99999999999999999999", "%00", "%E7%94%B0", "1%2C2"}) {
                auto const answer = phone.get("/graph/" + question + "?" + who + "=" + id);
                CAPTURE(question + " " + id);
                CHECK((answer.status == 422 || answer.status == 400));
            }
            refused(question + "?" + who + "=" + std::string(5000, '7'), 422, who);
            refused(question + "?" + who + "=" + all.ken().text(), 422, who); // herself
            refused(question + "?" + who + "=12345", 404, "");                // nobody
            refused(question + "?" + who + "=" + mei + "&k=3", 422, "k");
            refused(question + "?whom=" + mei, 422, "whom");
        }
        for (std::string const &list : {"mutual?with=" + mei + "&", std::string{"suggestions?"}}) {
            for (std::string const limit :
                 {"", "0", "-1", "101", "1e99", "2.5", "ten", "%201", "18446744073709551616"})
                refused(list + "limit=" + limit, 422, "limit");
            for (std::string const after : {"-1", "101", "1e9", "x", "1x", "99999999999999999999"})
                refused(list + "after=" + after, 422, "after");
            CHECK(phone.get("/graph/" + list + "limit=100&after=100")["items"].as_array().empty());
        }
        for (std::string const verb : {"dismiss", "restore"}) {
            for (std::string const id : {"0", "-1", "12345", "nobody", "99999999999999999999"})
                CHECK(phone.post("/graph/suggestions/" + id + "/" + verb).status == 404);
            CHECK(phone.post("/graph/suggestions/" + all.ken().text() + "/" + verb).status == 404);
        }
        CHECK(phone.get("/graph/degree?to=" + mei)["degree"] == 2);
    });
}

TEST_CASE(
    "Somebody who blocked Ken answers as before; whom he blocked, and who left, are not there") {
    in_each_town([](Town &town) {
        Three all{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const mei = all.mei().text();
        std::vector<std::string> const questions{
            "/graph/degree?to=" + mei, "/graph/mutual?with=" + mei, "/graph/paths?to=" + mei};
        std::vector<std::string> before;
        for (auto const &question : questions) before.push_back(phone.get(question).text);
        REQUIRE(town.house.exchange.block(all.mei(), all.ken()));
        for (std::size_t i = 0; i < questions.size(); ++i)
            CHECK(phone.get(questions[i]).text == before[i]);
        REQUIRE(town.house.exchange.block(all.ken(), all.mei()));
        CHECK(phone.get(questions[0])["degree"].is_null());
        CHECK(phone.get(questions[1])["items"].as_array().empty());
        CHECK(phone.get(questions[2])["items"].as_array().empty());
        REQUIRE(town.house.leaving.leave(all.mei(), Town::password, "192.0.2.1"));
        for (auto const &question : questions) CHECK(phone.get(question).status == 404);
        CHECK(phone.post("/graph/suggestions/" + mei + "/dismiss").status == 404);
        CHECK(phone.get("/graph/suggestions").status == 200);
    });
}

TEST_CASE("A file of ties full of selves and repetitions brings each tie once") {
    in_each_town([](Town &town) {
        transfer::Bulk bulk{town.house.database, town.house.accounts, town.house.cards,
                            town.house.ids, town.fresh.clock};
        (void)bring_people(bulk, 4);
        std::string lines = "a,b,met_at,place\n";
        for (int i = 0; i < 300; ++i) {
            lines += "p1,p1,,\np2,p2,2020-01-01,見本の会\n"; // selves
            lines += i % 2 ? "p1,p2,,\n" : "p2,p1,,\n";      // one tie, from either side
            lines += "p2,p3,,\np1,nobody,,\n,,,\n";
        }
        std::int64_t told = 0;
        std::istringstream ties{lines};
        transfer::Listener listener;
        listener.bad_line = [&](std::int64_t, Sentence const &why) {
            ++told;
            CHECK_FALSE(why.empty());
        };
        auto const tally = bulk.ties(ties, 0, listener);
        REQUIRE(tally);
        CHECK(tally->added == 2);
        CHECK(tally->same == 598);
        CHECK(tally->skipped == told);
        CHECK(told >= 900); // selves and nobody; an empty line may be none
        auto const live =
            network::graph_from_rows(town.house.database, {.packs_in_background = false});
        CHECK(live->numbers().ties == 2);
        CHECK(live->check());
        REQUIRE(town.house.network.wait_until_ready(milliseconds{20'000}));
        CHECK(town.house.network.numbers().ties == 2);
    });
}

TEST_CASE(
    "goen graph query: whatever a line holds, it is answered in words, and the next one too") {
    in_each_town([](Town &town) {
        transfer::Bulk bulk{town.house.database, town.house.accounts, town.house.cards,
                            town.house.ids, town.fresh.clock};
        (void)bring_people(bulk, 3);
        std::istringstream ties{"a,b,met_at,place\np1,p2,,\np2,p3,,\n"};
        REQUIRE(bulk.ties(ties, 0, {}));
        auto const live =
            network::graph_from_rows(town.house.database, {.packs_in_background = false});
        transfer::Refs const refs{town.house.database};
        std::string const good = R"({"q":"degree","a":"p1","b":"p3"})";
        std::vector<std::string> bad{
            R"({"q":"degree","b":"p1"})",
            R"({"q":"degree","a":"p1"})",
            R"({"a":"p1","b":"p2"})",
            R"({})",
            R"({"q":7,"a":"p1"})",
            R"({"q":null})",
            R"({"q":["degree"],"a":"p1","b":"p2"})",
            R"({"q":"DEGREE","a":"p1","b":"p2"})",
            R"({"q":"degree","a":1,"b":"p2"})",
            R"({"q":"degree","a":{"a":"p1"},"b":"p2"})",
            R"({"q":"degree","a":"","b":"p2"})",
            R"({"q":"degree","a":"p1\u0000","b":"p2"})",
            R"({"q":"mutual","a":"p1","b":"p1"})",
            R"({"q":"distance","a":"p1","b":"p1"})",
            R"({"q":"paths","a":"p1","b":"p1"})",
            R"({"q":"degree","a":")" + std::string(100'000, 'p') + R"(","b":"p2"})",
            "[]",
            "7",
            "null",
            "nothing",
            "{",
            R"({"q":"degree","q":"degree","a":"p1","b":"p2"})",
            std::string(5000, '['),
            "{\"q\":\"\xff\"}",
            R"({"q":"second","a":")" + std::string(1 << 21, 'p') + R"("})"};
        for (std::string const k : {"-1", "0", "1e99", "1.5", "\"10\"", "null", "true", "[3]",
                                    "1000000000000", "18446744073709551616", "-1e-99"}) {
            bad.push_back(R"({"q":"suggest","a":"p1","k":)" + k + "}");
            bad.push_back(R"({"q":"paths","a":"p1","b":"p3","k":)" + k + "}");
        }
        for (std::string const budget : {"-1", "1e99", "1.5", "\"1\"", "null", "[]"})
            bad.push_back(R"({"q":"second","a":"p1","budget":)" + budget + "}");
        for (std::string const bridges : {"1", "\"yes\"", "null", "[]"})
            bad.push_back(R"({"q":"paths","a":"p1","b":"p3","bridges":)" + bridges + "}");
        std::string lines;
        for (auto const &line : bad) lines += line + "\n" + good + "\r\n\n";
        std::istringstream in{lines};
        std::ostringstream out;
        (void)app::answer_lines(in, out, *live, refs);
        std::istringstream answers{out.str()};
        std::string answer;
        for (auto const &line : bad) {
            CAPTURE(line.substr(0, 100));
            REQUIRE(std::getline(answers, answer));
            auto const told = boost::json::parse(answer).as_object();
            REQUIRE(told.contains("error"));
            CHECK_FALSE(told.at("error").as_string().empty());
            CHECK_FALSE(told.contains("answer"));
            REQUIRE(std::getline(answers, answer));
            CHECK(boost::json::parse(answer).as_object().at("answer") == 2);
        }
        CHECK_FALSE(std::getline(answers, answer));
    });
}
