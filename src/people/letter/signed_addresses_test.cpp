// SPDX-License-Identifier: Apache-2.0
#include "letter/letter.hpp"

#include "account/testing_hall.hpp"
#include "base/text.hpp"
#include "letter/queries.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::letter;
using account::testing::Hall;

namespace {

MemberId const ken{123'456'789'012'345'678};
Answer const thread{Answer::To::thread, 998'877'665'544'332'211};

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

} // namespace

TEST_CASE("An address for answers fits a local part, is read in either case, and ends in 90 days") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &) {
        SystemRandom random;
        SignedAddresses addresses{database, clock, random, "Reply.Goen.Example"};
        addresses.prepare();
        auto const address = addresses.for_reply(ken, thread);
        CHECK(address.find('@') <= 64);
        CHECK(address.ends_with("@reply.goen.example"));
        for (auto const &typed : {address, upper(address)}) {
            auto const read = addresses.reply_of(typed);
            REQUIRE(read);
            CHECK(read->who == ken);
            CHECK(read->answer == thread);
            CHECK_FALSE(read->has_expired);
        }
        // Another process reads the same secret.
        SignedAddresses beside{database, clock, random, "reply.goen.example"};
        CHECK(beside.reply_of(address));
        SignedAddresses elsewhere{database, clock, random, "other.example"};
        CHECK_FALSE(elsewhere.reply_of(address));
        clock.advance(std::chrono::days{92});
        CHECK(addresses.reply_of(address)->has_expired);
    });
}

TEST_CASE("No other text is an address of ours, and one kind is not taken for the other") {
    tests::FreshDatabase fresh;
    SystemRandom random;
    SignedAddresses addresses{*fresh, fresh.clock, random, "goen.example"};
    auto const address = addresses.for_reply(ken, thread);
    auto const at = address.find('@');
    for (std::size_t i = 6; i < at; ++i) {
        auto forged = address;
        forged[i] = forged[i] == 'a' ? 'b' : 'a';
        CHECK_FALSE(addresses.reply_of(forged));
    }
    for (auto const *text : {"", "@", "reply+@goen.example", "reply+a@goen.example",
                             "reply@goen.example", "reply+0189@goen.example", "hana@goen.example"})
        CHECK_FALSE(addresses.reply_of(text));
    auto const back = addresses.for_bounces("Hana@Mihon.example");
    CHECK(back.find('@') <= 64);
    CHECK(addresses.bounced_key_of(back) == addresses.address_key("hana@mihon.example"));
    CHECK_FALSE(addresses.reply_of("reply+" + back.substr(7)));
    CHECK_FALSE(addresses.bounced_key_of("bounce+" + address.substr(6)));
    SignedAddresses none{*fresh, fresh.clock, random, ""};
    CHECK(none.for_reply(ken, thread).empty());
    CHECK(none.for_bounces("hana@mihon.example").empty());
    CHECK_FALSE(none.reply_of(address));
}

TEST_CASE(
    "After two letters refused for good none is sent to Hana, until she confirms her address") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        Hall hall{database, clock, ids};
        SignedAddresses addresses{database, clock, hall.random, "goen.example"};
        addresses.prepare();
        Bounces bounces{database, addresses, clock};
        Letters letters{database, hall.accounts, clock, hall.random, hall.postman};
        letters.use(addresses, bounces);
        hall.accounts.on_confirm([&](store::Writer &writer, std::string const &email) {
            bounces.forget(writer, email);
        });
        letters.written_by(Kind::request, [](auto const &, auto const &) -> std::optional<Text> {
            return Text{"s", "b", Answer{Answer::To::request, 7}};
        });
        auto const hana = hall.settle("hana@mihon.example");
        auto const happens = [&](std::int64_t thing) {
            clock.advance(std::chrono::hours{25});
            REQUIRE(database.write([&](store::Writer &writer) -> Done {
                letters.put(writer, hana, Kind::request, thing);
                return {};
            }));
            auto const before = hall.postman.letters.size();
            letters.send_due();
            return hall.postman.letters.size() - before;
        };
        CHECK(happens(1) == 1);
        auto const &sent = hall.postman.letters.back();
        CHECK(addresses.reply_of(sent.reply_to)->answer == Answer{Answer::To::request, 7});
        CHECK(sent.references.size() == 1);
        auto const key = *addresses.bounced_key_of(addresses.for_bounces("hana@mihon.example"));
        bounces.count(key, "5.1.1", "first@mx.example");
        bounces.count(key, "5.1.1", "first@mx.example"); // the same report again
        bounces.count(key, "4.2.2", "full@mx.example");
        CHECK_FALSE(bounces.is_dead("hana@mihon.example"));
        CHECK(happens(2) == 1);
        bounces.count(key, "5.1.1", "second@mx.example");
        CHECK(bounces.is_dead("HANA@mihon.example"));
        CHECK(bounces.dead() == 1);
        CHECK(happens(3) == 0);
        REQUIRE(hall.accounts.prove_address(hana));
        CHECK(hall.accounts.confirm(hall.secret_for("hana@mihon.example", "/confirm/")));
        CHECK_FALSE(bounces.is_dead("hana@mihon.example"));
        CHECK(bounces.dead() == 0);
        CHECK(happens(4) == 1);
    });
}
