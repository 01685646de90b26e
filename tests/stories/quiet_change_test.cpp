// SPDX-License-Identifier: Apache-2.0
// What Hana changes silently leaves no mark at Ken's, not even on a time or a version.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;
using card::Tier;

TEST_CASE("Ken's contact reads the same before and after Hana chooses a distance or edits what he "
          "may not see") {
    in_each_town([](Town &town) {
        auto &house = town.house;
        auto const hana =
            town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto const ken = town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto const card_of = [&](MemberId who) { return house.cards.of(who).front(); };
        auto body = card_of(hana).live.body;
        body.phones = {{"mobile", "090-1111-2222"}};
        body.show["phones"] = Tier::close;
        REQUIRE(house.cards.publish(hana, card_of(hana).id, body));
        auto const code = house.exchange.show_code(hana, card_of(hana).id, 10, 1, "");
        REQUIRE(code);
        REQUIRE(house.exchange.redeem(ken, code->secret, card_of(ken).id, "", "192.0.2.1"));
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const path = "/contacts/" + hana.text();
        auto const before = phone.get(path);
        REQUIRE(before.status == 200);
        REQUIRE_FALSE(before.etag.empty());

        auto const unchanged = [&] {
            auto const now = phone.get(path);
            CHECK(now.etag == before.etag);
            CHECK(now.text == before.text);
        };
        town.fresh.clock.advance(seconds{61});
        REQUIRE(house.exchange.set_tier(hana, ken, Tier::colleague));
        unchanged();
        town.fresh.clock.advance(seconds{61});
        body.phones = {{"mobile", "090-3333-4444"}};
        REQUIRE(house.cards.publish(hana, card_of(hana).id, body));
        unchanged();
        // What he may see is told.
        town.fresh.clock.advance(seconds{61});
        REQUIRE(house.exchange.set_tier(hana, ken, Tier::close));
        CHECK(phone.get(path).etag != before.etag);
    });
}
