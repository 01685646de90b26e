// SPDX-License-Identifier: Apache-2.0
// A circle brought in by file, then asked who knows whom, as goen graph query does it.
#include "app/graph_commands.hpp"
#include "graph/graph.hpp"
#include "network/graph_rows.hpp"
#include "support/town.hpp"
#include "transfer/refs.hpp"
#include "transfer/transfer.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <sstream>

using namespace goen;
using namespace goen::tests;

namespace {

void bring(Town &town, int people, std::string const &ties) {
    transfer::Bulk bulk{town.house.database, town.house.accounts, town.house.cards, town.house.ids,
                        town.fresh.clock};
    std::string lines;
    for (int n = 1; n <= people; ++n) {
        auto const ref = "p" + std::to_string(n);
        lines += R"({"ref":")" + ref + R"(","email":")" + ref +
                 R"(@mihon.example","name":{"family":"山田","given":"花","family_kana":"やまだ",)"
                 R"("given_kana":"はな"}})"
                 "\n";
    }
    std::istringstream people_file{lines}, ties_file{"a,b,met_at,place\n" + ties};
    REQUIRE(bulk.people(people_file, 0, {})->added == people);
    REQUIRE(bulk.ties(ties_file, 0, {}));
}

std::string asked(graph::Live const &live, transfer::Refs const &refs, std::string const &line) {
    std::istringstream in{line + "\n"};
    std::ostringstream out;
    (void)app::answer_lines(in, out, live, refs);
    auto const answer = boost::json::parse(out.str()).as_object();
    if (auto const *error = answer.if_contains("error"))
        return "error: " + std::string{error->as_string()};
    auto const text = boost::json::serialize(answer.at("answer"));
    return answer.at("exact").as_bool() ? text : text + " not exact";
}

} // namespace

TEST_CASE("A directory brought in by file answers who knows whom in the words of the file") {
    in_each_town([](Town &town) {
        // 1 knows 2, 3, 4; each of them knows 5; 5 - 6 - 7 - 8; 9 nobody.
        bring(town, 9,
              "p1,p2,,\np1,p3,,\np1,p4,,\np2,p5,,\np3,p5,,\np4,p5,,\np5,p6,,\np6,p7,,\np7,p8,,\n");
        auto const live =
            network::graph_from_rows(town.house.database, {.packs_in_background = false});
        transfer::Refs const refs{town.house.database};
        auto const ask = [&](std::string const &line) { return asked(*live, refs, line); };
        CHECK(ask(R"({"q":"degree","a":"p1","b":"p2"})") == "1");
        CHECK(ask(R"({"q":"degree","a":"p1","b":"p5","budget":0})") == "2");
        CHECK(ask(R"({"q":"degree","a":"p1","b":"p6"})") == "3");
        CHECK(ask(R"({"q":"degree","a":"p1","b":"p7"})") == "null");
        CHECK(ask(R"({"q":"distance","a":"p1","b":"p8"})") == "5");
        CHECK(ask(R"({"q":"distance","a":"p1","b":"p9"})") == "null");
        CHECK(ask(R"({"q":"mutual","a":"p1","b":"p5"})") == R"(["p2","p3","p4"])");
        CHECK(ask(R"({"q":"second","a":"p1"})") == "1");
        CHECK(ask(R"({"q":"suggest","a":"p1","k":3})") == R"([{"ref":"p5","mutual":3}])");
        CHECK(ask(R"({"q":"suggest","a":"p2","k":9})") ==
              R"([{"ref":"p3","mutual":2},{"ref":"p4","mutual":2},{"ref":"p6","mutual":1}])");
        CHECK(ask(R"({"q":"paths","a":"p1","b":"p6","k":2})") ==
              R"([["p1","p2","p5","p6"],["p1","p3","p5","p6"]])");
        CHECK(ask(R"({"q":"paths","a":"p1","b":"p6","bridges":true})") ==
              "[]"); // nobody has said yes
        CHECK(ask(R"({"q":"second","a":"p1","budget":2})")
                  .ends_with(" not exact")); // at least so many
        // What is no question is told so, and the next line is answered all the same.
        CHECK(ask(R"({"q":"degree","a":"p1","b":"p1"})").starts_with("error"));
        CHECK(ask(R"({"q":"degree","a":"p1","b":"nobody"})").starts_with("error"));
        CHECK(ask(R"({"q":"degree","a":"p1"})").starts_with("error"));
        CHECK(ask(R"({"q":"everything","a":"p1"})").starts_with("error"));
        CHECK(ask(R"({"q":"suggest","a":"p1","k":0})").starts_with("error"));
        CHECK(ask(R"({"q":"suggest","a":"p1","k":1000000000000})").starts_with("error"));
        CHECK(ask(R"({"q":"second","a":"p1","budget":-1})").starts_with("error"));
        CHECK(ask("nothing").starts_with("error"));
        CHECK(live->seq() == town.house.database.last_seq());
    });
}
