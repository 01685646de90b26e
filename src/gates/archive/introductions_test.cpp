// SPDX-License-Identifier: Apache-2.0
// What an archive says of introductions: what its owner's pages show her, to the last byte.
#include "archive/testing_move.hpp"

#include <set>

using namespace goen;
using namespace goen::archive::testing;
using introduction::Box;

namespace {

// Ken knows Mei, Mei knows Hana, Jun and Ren; Mei is willing to introduce people.
struct Hall {
    Goen &goen;
    introduction::Introductions &room = goen.introductions;
    tests::Member ken = goen.circle.settle("山田", "健"), mei = goen.circle.settle("林", "芽衣"),
                  hana = goen.circle.settle("佐藤", "花"), jun = goen.circle.settle("東", "純"),
                  ren = goen.circle.settle("蓮見", "蓮");

    explicit Hall(Goen &goen_) : goen(goen_) {
        for (auto const &one : {ken, hana, jun, ren}) goen.circle.exchange_cards(one, mei);
        auto settings = room.settings(mei.id);
        settings.bridge = true;
        REQUIRE(room.choose(mei.id, settings));
    }
    introduction::IntroductionId ask(tests::Member const &to, std::string const &message) {
        auto const asked = room.ask(ken.id, {mei.id, to.id, ken.card, message, "製図の山田です。"});
        REQUIRE(asked);
        return asked->id;
    }
    std::set<std::string> shown(MemberId who) {
        std::set<std::string> ids;
        for (auto const box : {Box::waiting, Box::under_way, Box::made})
            for (auto const &one : room.list(who, box))
                ids.insert(one.id.text() + " " +
                           std::string{one.state_for_reader(goen.fresh->clock.now())});
        return ids;
    }
    std::set<std::string> archived(MemberId who) {
        std::set<std::string> ids;
        Unpacked const archive{goen.archive_of(who)};
        for (auto const &line : archive.lists.at("introductions.jsonl"))
            ids.insert(std::string{std::string_view{line.at("id").as_string()}} + " " +
                       std::string{std::string_view{line.at("state").as_string()}});
        return ids;
    }
    void same_for_everybody() {
        for (auto const &one : {ken, mei, hana, jun, ren}) {
            CAPTURE(one.id.text());
            CHECK(archived(one.id) == shown(one.id));
        }
    }
};

} // namespace

TEST_CASE("An archive holds the introductions that its owner's pages show, in whatever state") {
    in_each_goen([](Goen &goen) {
        Hall hall{goen};
        auto &room = hall.room;
        auto const to_hana = hall.ask(hall.hana, "佐藤さんへ"),
                   to_jun = hall.ask(hall.jun, "東さんへ");
        auto const mine = room.propose(hall.mei.id, hall.hana.id, hall.jun.id, "お二人はきっと");
        REQUIRE(mine);
        hall.same_for_everybody();
        CHECK(hall.archived(hall.ken.id).size() == 2);
        CHECK(hall.archived(hall.mei.id).size() == 3);

        REQUIRE(room.introduce(hall.mei.id, to_hana, "健さんです。"));
        REQUIRE(room.hold(hall.mei.id, to_jun));
        REQUIRE(room.accept(hall.hana.id, mine->id, hall.hana.card));
        hall.same_for_everybody();
        CHECK(hall.archived(hall.hana.id).size() == 2);

        REQUIRE(room.accept(hall.hana.id, to_hana, hall.hana.card));
        REQUIRE(room.decline(hall.jun.id, mine->id));
        REQUIRE(room.decline(hall.mei.id, to_jun));
        hall.same_for_everybody();
        CHECK(hall.archived(hall.jun.id).empty()); // what she declined her own pages do not show
        goen.fresh->clock.advance(std::chrono::hours{24 * 31});
        hall.same_for_everybody();
        // Whom she has blocked is not put before her.
        auto const late = room.propose(hall.mei.id, hall.jun.id, hall.ren.id, "改めて");
        REQUIRE(late);
        CHECK(hall.archived(hall.jun.id).size() == 1);
        REQUIRE(goen.circle.exchange.block(hall.jun.id, hall.ren.id));
        hall.same_for_everybody();
        CHECK(hall.archived(hall.jun.id).empty());
    });
}

TEST_CASE(
    "Held, declined or unseen, by the bridge or by the other: the asker's archive is the same") {
    in_each_goen([](Goen &goen) {
        Hall hall{goen};
        auto &room = hall.room;
        auto const asked = hall.ask(hall.hana, "佐藤さんへ"),
                   other = hall.ask(hall.jun, "東さんへ");
        auto const unseen = goen.archive_of(hall.ken.id);
        REQUIRE(room.hold(hall.mei.id, asked));
        CHECK(goen.archive_of(hall.ken.id) == unseen);
        REQUIRE(room.decline(hall.mei.id, asked));
        CHECK(goen.archive_of(hall.ken.id) == unseen);

        REQUIRE(room.introduce(hall.mei.id, other, "健さんです。"));
        auto const passed_on = goen.archive_of(hall.ken.id), of_mei = goen.archive_of(hall.mei.id);
        REQUIRE(room.hold(hall.jun.id, other));
        CHECK(goen.archive_of(hall.ken.id) == passed_on);
        CHECK(goen.archive_of(hall.mei.id) == of_mei);
        REQUIRE(room.decline(hall.jun.id, other));
        CHECK(goen.archive_of(hall.ken.id) == passed_on);
        CHECK(goen.archive_of(hall.mei.id) == of_mei);
        // What the asker wrote to the bridge is between the two.
        CHECK(Unpacked{goen.archive_of(hall.jun.id)}.everything().find("東さんへ") ==
              std::string::npos);
    });
}

TEST_CASE("Who introduced Hana to Ken goes with him; the introduction itself stays in the file") {
    in_both_directions([](Goen &old_home, Goen &new_home) {
        Hall hall{old_home};
        auto const asked = hall.ask(hall.hana, "佐藤さんへ");
        REQUIRE(hall.room.introduce(hall.mei.id, asked, "健さんです。"));
        REQUIRE(hall.room.accept(hall.hana.id, asked, hall.hana.card));
        REQUIRE(hall.room.thank(hall.ken.id, asked, 2));
        auto const file = old_home.archive_of(hall.ken.id);

        auto const ken = new_home.newcomer("山田", "健");
        auto const report = new_home.archives.bring_in(ken, file, {});
        REQUIRE(report);
        CHECK(report->introductions == 1);
        CHECK(report->contacts == 2);
        for (auto const box : {Box::waiting, Box::under_way, Box::made})
            CHECK(new_home.introductions.list(ken, box).empty());
        auto const book = Unpacked{new_home.archive_of(ken)};
        CHECK(book.lists.at("introductions.jsonl").empty());
        std::string notes;
        for (auto const &line : book.lists.at("contacts.jsonl")) {
            for (auto const &met : line.at("met").as_array()) {
                auto const *note = met.as_object().at("note").if_string();
                if (note) notes += *note;
            }
        }
        CHECK(notes == "林 芽衣さんのご紹介");
        // Again it changes nothing.
        REQUIRE(new_home.archives.bring_in(ken, file, {}));
        CHECK(Unpacked{new_home.archive_of(ken)}.lists.at("contacts.jsonl") ==
              book.lists.at("contacts.jsonl"));
    });
}
