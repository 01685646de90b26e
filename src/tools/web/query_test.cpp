// SPDX-License-Identifier: Apache-2.0
#include "web/doors.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::web;

namespace {

Endpoint people() {
    Endpoint made;
    made.query = {{"to", shape::id(), "", true},
                  {"limit", shape::integer(1, 100), ""},
                  {"moved", shape::boolean(), ""},
                  {"box", shape::words({"in", "out"}), ""}};
    return made;
}

// "limit: This must be a whole number." a line
std::string faults(Endpoint const &endpoint, std::string_view query) {
    auto const typed = http::Params::parse(query);
    REQUIRE(typed);
    std::string all;
    for (auto const &[field, why] : faults_of(endpoint, *typed)) {
        all += (all.empty() ? "" : "\n") + field + ": " + why.msgid;
        for (auto const &arg : why.args) all += " [" + arg + "]";
    }
    return all;
}

} // namespace

TEST_CASE("A call with parameters that fit is not refused") {
    for (auto const *query : {"to=12", "to=12&limit=1", "to=1&limit=100&moved=true&box=out",
                              "to=9&moved=0", "to=9&moved=1", "to=9&moved=false"})
        CHECK(faults(people(), query).empty());
    CHECK(faults(Endpoint{}, "").empty());
}

TEST_CASE("Who mistypes a parameter is told its name and those that are known") {
    CHECK(faults(people(), "to=1&limt=5") == "limt: This parameter is not supported. Supported "
                                             "parameters: {1}. [to, limit, moved, box]");
    CHECK(faults(Endpoint{}, "q=1") == "q: No parameters are supported here.");
    CHECK(faults(people(), "to=1&LIMIT=5&Box=in").starts_with("LIMIT: "));
    CHECK(faults(people(), "to=1&" + std::string(5000, 'x') + "=1").starts_with("x…: "));
    std::string many = "to=1";
    for (int i = 0; i < 200; ++i) many += "&a" + std::to_string(i) + "=1";
    auto const told = faults(people(), many);
    CHECK(std::count(told.begin(), told.end(), '\n') < 20);
}

TEST_CASE("A missing or absurd value is refused beside its name") {
    CHECK(faults(people(), "") == "to: This parameter is required.");
    for (auto const *id : {"", "0", "-1", "1e9", "abc", "99999999999999999999", "1%202"})
        CHECK(faults(people(), "to=" + std::string{id}).starts_with("to: "));
    for (auto const *limit : {"", "0", "-1", "101", "1e99", "1.5", "+5", "%205", "5%0a", "ten",
                              "99999999999999999999", "null", "%5B1%5D", "%225%22"})
        CHECK(faults(people(), "to=1&limit=" + std::string{limit}).starts_with("limit: "));
    for (auto const *moved : {"", "yes", "2", "TRUE"})
        CHECK(faults(people(), "to=1&moved=" + std::string{moved}).starts_with("moved: "));
    CHECK(faults(people(), "to=1&box=middle").starts_with("box: "));
}
