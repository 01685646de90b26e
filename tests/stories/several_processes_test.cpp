// SPDX-License-Identifier: Apache-2.0
// Several processes at one database: two servers, a command beside a server, one that lost touch.
#include "app/commands.hpp"
#include "app/opened.hpp"
#include "support/said.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

using namespace goen;
using namespace goen::tests;

namespace {

// A second house at the database of a town, as on another machine.
struct Second {
    explicit Second(Town &town)
        : database(store::Database::open(town.fresh.url(), town.fresh.clock)),
          house(town.house.config, *database, {town.fresh.clock, random, postman, {1, 8192}}) {}
    std::unique_ptr<store::Database> database;
    SystemRandom random;
    PostmanWithPockets postman;
    app::House house;
};

http::Response ask(app::House &house, Town &town, std::string const &token, std::string const &path,
                   boost::json::value const &body) {
    auto request =
        request_for(http::Method::post, "/api/v1" + path, boost::json::serialize(body),
                    {{"content-type", "application/json"}, {"authorization", "Bearer " + token}});
    request.at = town.fresh.clock.now();
    return house.handle(std::move(request));
}

boost::json::value contact(int number) {
    return {{"card", {{"name", {{"family", "山田" + std::to_string(number)}}}}}};
}

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("goen-processes-" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

constexpr store::Query both(std::string_view text) { return {"test.processes", text, text}; }
constexpr auto all_ids = both("select id from member union all select id from card union all "
                              "select id from card_version order by 1");

} // namespace

TEST_CASE("Contacts written at two servers of one database at the same moment all have an id of "
          "their own, and none fails") {
    in_each_town([](Town &town) {
        store::NodeLease const lease{town.house.database, town.house.ids, town.fresh.clock};
        Second other{town};
        store::NodeLease const other_lease{*other.database, other.house.ids, town.fresh.clock};

        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        town.settle("ken@mihon.example", name_of("渡邉", "健", "わたなべ", "けん"));
        std::string const tokens[] = {Phone::of(town, "hana@mihon.example").token(),
                                      Phone::of(town, "ken@mihon.example").token()};
        std::set<std::string> ids;
        std::mutex mutex;
        std::atomic<int> failed = 0;
        std::vector<std::thread> people;
        constexpr int each = 50;
        for (int person = 0; person < 4; ++person) {
            people.emplace_back([&, person] {
                auto &house = person % 2 == 0 ? town.house : other.house;
                for (int i = 0; i < each; ++i) {
                    // Both write at both: the same books, and different ones.
                    auto const &token = tokens[(person / 2 + i) % 2];
                    auto const answer = ask(house, town, token, "/contacts", contact(i));
                    if (answer.status != 201) {
                        ++failed;
                        continue;
                    }
                    auto const body = boost::json::parse(answer.content());
                    std::lock_guard const lock{mutex};
                    ids.insert(std::string{std::string_view{body.at("id").as_string()}});
                }
            });
        }
        for (auto &one : people) one.join();
        CHECK(failed == 0);
        CHECK(ids.size() == 4 * each);
    });
}

TEST_CASE("A server that cannot renew its node number answers 503 until it has one again, and "
          "reading goes on") {
    in_each_town([](Town &town) {
        store::NodeLease lease{town.house.database, town.house.ids, town.fresh.clock};
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto hana = Phone::of(town, "hana@mihon.example");
        REQUIRE(hana.post("/contacts", contact(1)).status == 201);

        town.fresh.clock.advance(store::NodeLease::length);
        CHECK(hana.post("/contacts", contact(2)).status == 503);
        CHECK(hana.get("/contacts").body.at("items").as_array().size() == 1);

        lease.keep();
        CHECK(hana.post("/contacts", contact(2)).status == 201);
        CHECK(hana.get("/contacts").body.at("items").as_array().size() == 2);
    });
}

TEST_CASE("People join while the operator's command brings in a directory: nobody is refused, and "
          "no id is there twice") {
    on_each_fresh([](FreshDatabase &fresh) {
        Folder folder;
        app::Config config;
        config.data = folder.path.string();
        config.database = fresh.url();
        fresh.close(); // the two below are the processes
        constexpr int imported = 1500, joined = 150;
        auto const file = (folder.path / "people.jsonl").string();
        {
            std::ofstream out{file};
            for (int i = 0; i < imported; ++i) {
                auto const ref = "p" + std::to_string(i);
                out << R"({"ref":")" << ref << R"(","email":")" << ref
                    << R"(@mihon.example","name":{"family":"山田","given":"花","family_kana":"やまだ","given_kana":"はな"}})"
                    << "\n";
            }
        }
        {
            app::Opened server{config, app::MakesIds::yes};
            account::NewMember member;
            member.name = name_of("渡邉", "健", "わたなべ", "けん");
            member.is_confirmed = true;
            std::atomic<bool> is_over = false;
            int status = -1;
            std::thread command{[&] {
                status = app::import_people(config, file);
                is_over = true;
            }};
            int failed = 0, beside = 0;
            for (int i = 0; i < joined || !is_over; ++i) {
                if (!is_over) ++beside;
                member.email = "j" + std::to_string(i) + "@mihon.example";
                try {
                    if (!server.house.accounts.add(member)) ++failed;
                } catch (std::exception const &error) {
                    ++failed;
                    MESSAGE(error.what());
                }
            }
            command.join();
            CHECK(status == 0);
            CHECK(failed == 0);
            CHECK(beside > 0);
            std::vector<std::int64_t> ids;
            server.database->read([&](store::Reader &reader) {
                reader.each(all_ids, {},
                            [&](store::Row const &row) { ids.push_back(row.integer(0)); });
            });
            CHECK(ids.size() >= 3 * (imported + joined));
            CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
        }
        CHECK(app::check(config) == 0);
        fresh.open_again();
    });
}
