// SPDX-License-Identifier: Apache-2.0
// The journal's events, as goen knows them, as they are documented and as they are written.
#include "app/events.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace goen;
using namespace goen::tests;

namespace {

std::string content_of(std::filesystem::path const &path) {
    std::ifstream in{path};
    REQUIRE(in);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string table(store::EventKinds const &kinds, std::vector<std::string_view> const &graph) {
    std::string out = "| kind | fields | what happened | followed by |\n|---|---|---|---|\n";
    for (auto const &kind : kinds.all()) {
        std::string fields;
        for (auto const &field : kind.fields)
            fields += (fields.empty() ? "" : ", ") + std::string{field};
        bool const is_followed = std::ranges::find(graph, kind.kind) != graph.end();
        out += "| `" + std::string{kind.kind} + "` | " + fields + " | " + std::string{kind.means} +
               " | " + (is_followed ? "graph" : "") + (is_followed && kind.touches ? ", " : "") +
               (kind.touches ? "marks of its own" : "") + " |\n";
    }
    return out;
}

} // namespace

TEST_CASE("docs/events.md lists every event; GOEN_WRITE_DOCS=1 writes the list anew") {
    FreshDatabase database;
    Town const town{database};
    auto const expected = table(*app::all_events(), town.house.network.followed_kinds());
    auto const text = content_of("docs/events.md");
    auto const from = text.find("| kind |");
    REQUIRE(from != text.npos);
    auto const standing = text.substr(from);
    if (std::getenv("GOEN_WRITE_DOCS")) {
        std::ofstream{"docs/events.md"} << text.substr(0, from) << expected;
    } else {
        CHECK(standing == expected);
    }
}

TEST_CASE("Every event that a header declares is in the list of its district") {
    auto const kinds = app::all_events();
    std::regex const declared{R"re(string_view kind = "([^"]+)")re"};
    std::size_t count = 0;
    for (auto const &entry : std::filesystem::recursive_directory_iterator{"src"}) {
        if (!entry.path().filename().string().ends_with("events.hpp")) continue;
        if (entry.path().parent_path().filename() == "store") continue; // an example in a comment
        auto const text = content_of(entry.path());
        for (std::sregex_iterator one{text.begin(), text.end(), declared}, end; one != end; ++one) {
            ++count;
            CHECK_MESSAGE(kinds->find((*one)[1].str()), (*one)[1].str());
        }
    }
    CHECK(count == kinds->all().size());
}

TEST_CASE("Events of a newer node are skipped and counted, and pages go on") {
    in_each_town([](Town &town) {
        auto const ken = town.settle("ken@acme.example", name_of("田中", "健", "たなか", "けん"));
        Browser browser{town};
        browser.log_in("ken@acme.example");
        CHECK(town.house.memory().unknown_events() == 0);
        auto const done = town.house.database.write([&](store::Writer &writer) -> Done {
            writer.journal("newer.thing", ken.value, 0, 5, "{\"of\":\"later\"}");
            return {};
        });
        REQUIRE(done);
        CHECK(town.house.memory().unknown_events() == 1);
        CHECK(browser.open("/contacts").status() == 200);
    });
}
