// SPDX-License-Identifier: Apache-2.0
// What an operator sees at once: how many are here, and whether anything needs care.
#include "app/backup_mark.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <unistd.h>

using namespace goen;
using namespace goen::tests;

TEST_CASE("The operator's page tells of the last good backup, and asks for care after a week") {
    auto const folder =
        std::filesystem::temp_directory_path() / ("goen-figures-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    app::Config config;
    config.data = folder.string();
    FreshDatabase fresh;
    Town town{fresh, config};
    account::NewMember chief;
    chief.email = "chief@mihon.example", chief.password = Town::password;
    chief.name = name_of("山田", "花", "やまだ", "はな");
    chief.is_operator = true, chief.is_confirmed = true;
    REQUIRE(town.house.accounts.add(chief));
    Browser browser{town};
    browser.log_in("chief@mihon.example");
    auto const needs_care = [&] {
        browser.open("/admin");
        REQUIRE(browser.status() == 200);
        return browser.says("needs-care");
    };
    CHECK(needs_care());
    CHECK(browser.says("未実施"));
    app::mark_backup(config, fresh.clock.now());
    CHECK_FALSE(needs_care());
    CHECK_FALSE(browser.says("未実施"));
    fresh.clock.advance(std::chrono::hours{24 * 7 - 1});
    CHECK_FALSE(needs_care());
    fresh.clock.advance(std::chrono::hours{2});
    CHECK(needs_care());
    std::filesystem::remove_all(folder);
}
