// SPDX-License-Identifier: Apache-2.0
// Letters that come back, as the people they went to and the operator read of it.
#include "support/samples.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace goen;
using namespace goen::tests;
using answering::Outcome;

TEST_CASE("Letters to Hana come back: she reads of it on her pages and puts it right") {
    on_each_fresh([](FreshDatabase &database) {
        app::Config config;
        config.mail_in_domain = "reply.goen.example";
        Town town{database, config};
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        Browser left{town};
        left.log_in("hana@mihon.example");
        std::ifstream in{"tests/samples/mail_in/bounce.eml", std::ios::binary};
        std::string const report{std::istreambuf_iterator<char>{in}, {}};
        REQUIRE(town.house.accounts.forgot("hana@mihon.example", "192.0.2.1"));
        town.house.accounts.finish_letters();
        auto const to = town.postman.letters_to("hana@mihon.example").back().envelope_from;
        CHECK(to.starts_with("bounce+"));
        auto second = report;
        second.replace(second.find("20261129@"), 9, "20261130@");
        CHECK(town.house.answers.take(report, {"", to}) == Outcome::counted);
        CHECK_FALSE(left.open("/settings").says("戻ってくるため"));
        CHECK(town.house.answers.take(second, {"", to}) == Outcome::counted);
        for (auto const *view : {"full", "plain"}) {
            left.open(std::string{"/?view="} + view);
            CHECK(left.says("お送りしたメールが届かずに戻ってきています"));
            CHECK(left.open("/settings").says("戻ってくるため"));
        }
        left.send("/settings/letters/confirm", {});
        CHECK(left.status() == 200);
        auto const link = town.postman.newest_link("hana@mihon.example");
        CHECK(link.starts_with("/confirm/"));
        left.open(link).send(link, {});
        CHECK_FALSE(left.open("/settings").says("戻ってくるため"));
    });
}
