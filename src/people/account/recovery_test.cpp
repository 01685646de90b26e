// SPDX-License-Identifier: Apache-2.0
// Nobody can take a member's way back to her account away by asking for letters in her name.
#include "account/job_queue.hpp"
#include "account/queries.hpp"
#include "account/testing_hall.hpp"

#include <future>

using namespace goen;
using namespace goen::account;
using namespace goen::account::testing;

namespace {

// The links of all letters to this address, oldest first.
std::vector<std::string> links_to(Hall &hall, std::string_view email, std::string_view mark) {
    hall.accounts.finish_letters();
    std::vector<std::string> links;
    for (auto const &letter : hall.postman.letters) {
        auto const at = letter.text.find(mark);
        if (letter.to != email || at == std::string::npos) continue;
        auto const start = at + mark.size();
        links.push_back(letter.text.substr(start, letter.text.find_first_of(" \n", start) - start));
    }
    return links;
}

} // namespace

TEST_CASE("However often somebody asks in her name, every letter Hana got within the hour opens "
          "her account") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        for (int asked = 1; asked <= 12; ++asked) {
            CHECK(hall.accounts.forgot("hana@mihon.example", "198.51.100." + std::to_string(asked))
                      .has_value());
            auto const links = links_to(hall, "hana@mihon.example", "/reset/");
            REQUIRE_FALSE(links.empty());
            for (auto const &link : links) CHECK(hall.accounts.link_for("reset", link));
            hall.clock.advance(minutes{4});
        }
        // Hour after hour: at no moment is there none that works.
        for (int quarter = 0; quarter < 12; ++quarter) {
            CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
            CHECK(hall.accounts.link_for("reset",
                                         links_to(hall, "hana@mihon.example", "/reset/").back()));
            hall.clock.advance(minutes{15});
        }
    });
}

TEST_CASE("Letters of other kinds do not use up the letter for a forgotten password") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        auto const ken = hall.settle("ken@mihon.example");
        for (int i = 0; i < 10; ++i) {
            (void)hall.join("hana@mihon.example");
            (void)hall.accounts.change_mail(ken, Hall::password, "hana@mihon.example", Hall::here);
        }
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        CHECK(links_to(hall, "hana@mihon.example", "/reset/").size() == 1);
    });
}

TEST_CASE("A letter that could not leave takes no link away, counts for nothing and leaves none "
          "behind") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        auto const links = links_to(hall, "hana@mihon.example", "/reset/");
        REQUIRE(links.size() == 1);
        hall.postman.is_full = true;
        for (int i = 0; i < 12; ++i)
            CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        hall.accounts.finish_letters();
        CHECK(hall.accounts.link_for("reset", links.front()));
        static constexpr store::Query count{
            "test.links", "select count(*) from letter_link where member_id = :me",
            "select count(*) from letter_link where member_id = :me"};
        auto const kept = hall.database.read([&](store::Reader &reader) {
            return reader.one<std::int64_t>(count, {{"me", hana}});
        });
        CHECK(kept == 1);
        hall.postman.is_full = false;
        for (int i = 0; i < 9; ++i)
            CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        CHECK(links_to(hall, "hana@mihon.example", "/reset/").size() == 5);
    });
}

TEST_CASE("The answer does not wait for the letter: nothing of a known address happens before it") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        // The writer of the database is held up by somebody else.
        std::promise<void> held, let_go;
        std::thread other{[&] {
            (void)hall.database.write([&](store::Writer &writer) -> Done {
                writer.journal("test.held", 0);
                held.set_value();
                let_go.get_future().wait();
                return {};
            });
        }};
        held.get_future().wait();
        // Were it asked before the answer, this would never return.
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        // PostgreSQL lets others write meanwhile, so there the letter may be written by now.
        if (!hall.database.is_postgres()) CHECK(hall.postman.letters.empty());
        let_go.set_value();
        other.join();
        CHECK(links_to(hall, "hana@mihon.example", "/reset/").size() == 1);
    });
}

TEST_CASE("Of the letters that confirm her address each works; one to another address ends those "
          "before it") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        REQUIRE(hall.join("ken@mihon.example"));
        auto const ken = hall.log_in("ken@mihon.example")->member;
        CHECK(hall.accounts.send_confirmation(ken).has_value());
        auto const links = links_to(hall, "ken@mihon.example", "/confirm/");
        REQUIRE(links.size() == 2);
        CHECK(hall.accounts.link_for("confirm", links[1]));
        CHECK(hall.accounts.confirm(links[0]).has_value());

        // She mistyped her new address: whoever reads that letter must not get her account.
        CHECK(hall.accounts.change_mail(hana, Hall::password, "hanna@mihon.example", Hall::here)
                  .has_value());
        auto const mistyped = links_to(hall, "hanna@mihon.example", "/confirm/");
        REQUIRE(mistyped.size() == 1);
        CHECK(hall.accounts.change_mail(hana, Hall::password, "hana2@mihon.example", Hall::here)
                  .has_value());
        REQUIRE(links_to(hall, "hana2@mihon.example", "/confirm/").size() == 1);
        CHECK_FALSE(hall.accounts.confirm(mistyped.front()).has_value());
        CHECK(hall.accounts.find(hana)->email == "hana@mihon.example");
    });
}

TEST_CASE("An invitation whose letter could not leave is not taken for one that did") {
    in_each_hall([](Hall &hall) {
        auto const chief = hall.settle("chief@mihon.example", name_of("会長", "一郎"), true);
        Invitee guest;
        guest.email = "mei@mihon.example";
        hall.postman.is_full = true;
        CHECK_FALSE(hall.accounts.invite(chief, guest).has_value());
        hall.postman.is_full = false;
        CHECK(hall.accounts.invite(chief, guest).has_value());
        CHECK(hall.postman.letters.size() == 1);
    });
}

TEST_CASE("What was promised is done before the end, and too much is not promised") {
    std::promise<void> let_go;
    auto go = let_go.get_future().share();
    int done = 0;
    {
        JobQueue queue{3};
        CHECK(queue.add([&] { go.wait(), ++done; }));
        int taken = 0;
        while (queue.add([&] { ++done; })) ++taken;
        CHECK(taken >= 2);
        CHECK(taken <= 3);
        let_go.set_value();
        queue.finish();
        CHECK(done == taken + 1);
        CHECK(queue.add([] { throw std::runtime_error{"the disk is full"}; }));
        CHECK(queue.add([&] { done = 100; }));
    }
    CHECK(done == 100);
}
