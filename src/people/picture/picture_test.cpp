// SPDX-License-Identifier: Apache-2.0
#include "picture/picture_doors.hpp"
#include "picture/queries.hpp"
#include "support/circle.hpp"
#include "support/darkroom.hpp"

#include <rapidcheck.h>

#include <fstream>

using namespace goen;
using namespace goen::picture;
using card::Tier;
using tests::Circle;

namespace {

std::string sample(std::string const &name) {
    std::ifstream in{"tests/samples/pictures/" + name, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    REQUIRE_MESSAGE(!bytes.empty(), name);
    return bytes;
}

// The circle with pictures, wired as the house wires them.
struct Album {
    explicit Album(Circle &circle_, account::Quotas quotas = {})
        : circle(circle_),
          pictures(circle.database, circle.policy, circle.cards, darkroom, circle.clock, quotas) {
        circle.cards.on_change(card::Cards::Order::others,
                               [this](store::Writer &writer, card::Cards::Change const &change) {
                                   pictures.card_changed(writer, change);
                               });
    }
    http::Response ask(MemberId viewer, card::Picture const &picture, std::string const &size,
                       std::vector<http::Header> headers = {}) {
        http::Request request;
        request.headers = std::move(headers);
        web::Visit visit{request};
        visit.member = viewer;
        visit.path_params = {
            {"member", picture.owner.text()}, {"hash", picture.hash}, {"size", size}};
        return serve(visit, pictures);
    }
    bool sees(MemberId viewer, card::Picture const &picture) {
        bool const seen = ask(viewer, picture, "96").status == 200;
        // No size, format or condition is a way around.
        for (auto const *size : {"48", "192", "384"}) {
            for (auto const *type : {"image/webp", "*/*"}) {
                auto const response =
                    ask(viewer, picture, size, {{"accept", type}, {"if-none-match", "*"}});
                CHECK(response.status == (seen ? 304 : 404));
            }
        }
        return seen;
    }

    Circle &circle;
    media::Darkroom darkroom;
    Pictures pictures;
};

} // namespace

TEST_CASE("Every query of the picture room prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE(
    "Hana's photograph is on her card, in two formats and four sizes, for those who may see it") {
    tests::in_each_circle([](Circle &circle) {
        Album album{circle};
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   eve = circle.settle("鈴木", "愛");
        circle.exchange_cards(ken, hana);
        auto const card =
            album.pictures.put(hana.id, hana.card, PictureUse::photo, sample("gps.jpg"));
        REQUIRE(card);
        auto const photo = card->live.body.photo;
        CHECK(photo.owner == hana.id);
        CHECK(photo.hash.size() == 32);
        CHECK(circle.look(ken.id, hana.id).card().photo ==
              photo); // a new version: Ken sees it at once
        CHECK(circle.look(eve.id, hana.id).card().photo.empty());
        CHECK(circle.torn().empty());

        auto const webp =
            album.ask(ken.id, photo, "96", {{"accept", "image/avif,image/webp,image/*;q=0.8"}});
        CHECK(webp.status == 200);
        CHECK(webp.header("content-type") == "image/webp");
        CHECK(media::file_kind(webp.content()) == media::FileKind::webp);
        CHECK(webp.header("x-content-type-options") == "nosniff");
        CHECK(webp.header("cache-control").starts_with("private"));
        CHECK(webp.header("vary").find("Accept") != std::string_view::npos);
        auto const jpeg = album.ask(ken.id, photo, "96", {{"accept", "*/*"}});
        CHECK(jpeg.header("content-type") == "image/jpeg");
        CHECK(media::file_kind(jpeg.content()) == media::FileKind::jpeg);
        CHECK(album.ask(ken.id, photo, "96", {{"accept", "image/webp;q=0, */*"}})
                  .header("content-type") == "image/jpeg");
        CHECK(jpeg.header("etag") != webp.header("etag"));
        auto const again =
            album.ask(ken.id, photo, "96", {{"if-none-match", std::string{jpeg.header("etag")}}});
        CHECK(again.status == 304);
        CHECK(again.content().empty());
        CHECK(album.sees(ken.id, photo));
        CHECK(album.sees(hana.id, photo));
        CHECK_FALSE(album.sees(eve.id, photo));
        CHECK_FALSE(album.sees(MemberId{}, photo));
        for (auto const *size : {"97", "0", "-1", "96x", "", "99999999999999999999", "768"})
            CHECK(album.ask(ken.id, photo, size).status == 404);
        CHECK(album.ask(ken.id, {ken.id, photo.hash}, "96").status == 404);
        CHECK(album.ask(ken.id, {hana.id, std::string(32, '0')}, "96").status == 404);
    });
}

TEST_CASE("A photograph that was taken off is seen by nobody from then on, stands in no ledger, "
          "and is deleted") {
    tests::in_each_circle([](Circle &circle) {
        Album album{circle};
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(ken, hana);
        auto const photo =
            album.pictures.put(hana.id, hana.card, PictureUse::photo, sample("plain.webp"))
                ->live.body.photo;
        auto const logo =
            album.pictures.put(hana.id, hana.card, PictureUse::logo, sample("alpha.png"))
                ->live.body.logo;
        CHECK(logo.width == 160);
        CHECK(album.sees(ken.id, photo));
        circle.clock.advance(std::chrono::hours{1});
        CHECK(album.pictures.tidy() == 0); // both are shown

        REQUIRE(album.pictures.take_off(hana.id, hana.card, PictureUse::photo));
        CHECK_FALSE(album.sees(ken.id, photo));
        auto const entries = circle.contacts.ledger(ken.id, ContactId{hana.id.value});
        REQUIRE(entries);
        CHECK(entries->size() == 1); // a picture is no event of the ledger
        for (auto const &entry : *entries) CHECK(entry.body.photo.empty());
        CHECK(album.pictures.tidy() == 1);
        CHECK_FALSE(album.sees(hana.id, photo)); // gone from the disk
        CHECK(album.ask(ken.id, logo, "384").status == 200);

        // The exchange ends: what is left in Ken's book has no pictures.
        REQUIRE(circle.exchange.end(hana.id, ken.id));
        CHECK_FALSE(album.pictures.print(ken.id, hana.id, logo.hash, 384, Format::jpeg));
        auto const contact = circle.contacts.find(ken.id, ContactId{hana.id.value});
        REQUIRE(contact);
        CHECK(contact->body.logo.empty());
    });
}

TEST_CASE("One picture on two cards is stored once, and stays until the last card lets it go") {
    tests::in_each_circle([](Circle &circle) {
        Album album{circle};
        auto const hana = circle.settle("山田", "花");
        auto const second =
            circle.cards.make(hana.id, circle.cards.mine(hana.id, hana.card)->live.body);
        REQUIRE(second);
        auto const photo =
            album.pictures.put(hana.id, hana.card, PictureUse::photo, sample("plain.webp"))
                ->live.body.photo;
        CHECK(album.pictures.put(hana.id, second->id, PictureUse::photo, sample("plain.webp"))
                  ->live.body.photo == photo);
        circle.clock.advance(std::chrono::hours{1});
        REQUIRE(circle.cards.remove(hana.id, second->id));
        CHECK(album.pictures.tidy() == 0);
        REQUIRE(album.pictures.take_off(hana.id, hana.card, PictureUse::photo));
        CHECK(album.pictures.tidy() == 1);
    });
}

TEST_CASE("Pictures over a limit are refused in words, and the card stays as it was; one taken off "
          "makes room within the hour") {
    tests::in_each_circle([](Circle &circle) {
        Album album{circle, {.pictures = 1}};
        auto const hana = circle.settle("山田", "花");
        REQUIRE(album.pictures.put(hana.id, hana.card, PictureUse::photo, sample("gps.jpg")));
        CHECK(album.pictures.usage(hana.id).pictures.is_near());
        CHECK(album.pictures.usage(hana.id).bytes.used > 1000);
        auto const refused =
            album.pictures.put(hana.id, hana.card, PictureUse::logo, sample("alpha.png"));
        REQUIRE_FALSE(refused);
        CHECK(is_over_quota(refused.why()));
        CHECK(refused.why().reason == Reason::conflict);
        CHECK(circle.cards.mine(hana.id, hana.card)->live.body.logo.empty());
        // The same one again is no second one.
        CHECK(album.pictures.put(hana.id, hana.card, PictureUse::photo, sample("gps.jpg")));
        REQUIRE(album.pictures.take_off(hana.id, hana.card, PictureUse::photo));
        circle.clock.advance(minutes{11});
        CHECK(album.pictures.tidy() == 1);
        CHECK(album.pictures.usage(hana.id).bytes.used == 0);
        CHECK(album.pictures.put(hana.id, hana.card, PictureUse::logo, sample("alpha.png")));

        Album small{circle, {.picture_bytes = 1000}};
        auto const ken = circle.settle("佐藤", "健");
        auto const too_big =
            small.pictures.put(ken.id, ken.card, PictureUse::photo, sample("gps.jpg"));
        REQUIRE_FALSE(too_big);
        CHECK(too_big.why().reason == Reason::too_large);
        CHECK(small.pictures.usage(ken.id).pictures.used == 0);
    });
}

TEST_CASE("Nobody puts a picture on another's card, a wrong file changes nothing, and thirty files "
          "an hour are enough") {
    tests::in_each_circle([](Circle &circle) {
        Album album{circle};
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        CHECK(album.pictures.put(ken.id, hana.card, PictureUse::photo, sample("plain.webp"))
                  .why()
                  .reason == Reason::not_found);
        CHECK(album.pictures.take_off(ken.id, hana.card, PictureUse::photo).why().reason ==
              Reason::not_found);
        CHECK(album.pictures.show(ken.id, hana.card, PictureUse::photo, Tier::none).why().reason ==
              Reason::not_found);
        auto const before = circle.cards.mine(hana.id, hana.card)->live.id;
        CHECK(album.pictures.put(hana.id, hana.card, PictureUse::photo, "<svg/>").why().reason ==
              Reason::unsupported);
        CHECK(album.pictures
                  .put(hana.id, hana.card, PictureUse::photo, std::string(most_bytes + 1, 'x'))
                  .why()
                  .reason == Reason::too_large);
        CHECK(circle.cards.mine(hana.id, hana.card)->live.id == before);
        Reason last = Reason::invalid;
        for (int i = 0; i < most_an_hour; ++i)
            last = album.pictures.put(hana.id, hana.card, PictureUse::photo, "GI").why().reason;
        CHECK(last == Reason::too_many);
    });
}

TEST_CASE(
    "Whatever happens between people, no byte of a picture reaches anyone below its distance") {
    tests::in_each_circle([](Circle &circle) {
        Album album{circle};
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mei = circle.settle("高橋", "芽衣"), eve = circle.settle("鈴木", "愛");
        auto const other =
            circle.cards.make(hana.id, circle.cards.mine(hana.id, hana.card)->live.body);
        REQUIRE(other);
        std::vector<card::Picture> known;
        for (auto const *name : {"plain.webp", "plain.gif"}) {
            known.push_back(album.pictures.put(hana.id, hana.card, PictureUse::photo, sample(name))
                                ->live.body.photo);
        }
        known.push_back(
            album.pictures.put(hana.id, hana.card, PictureUse::logo, sample("alpha.png"))
                ->live.body.logo);
        circle.exchange_cards(ken, hana);
        circle.exchange_cards(mei, {hana.id, other->id});

        std::vector<CardId> const cards{hana.card, other->id};
        std::map<MemberId, CardId> holds{
            {ken.id, hana.card}, {mei.id, other->id}}; // the model: live ties and their distance
        std::map<MemberId, Tier> tier{{ken.id, Tier::exchanged}, {mei.id, Tier::exchanged}};
        auto const tiers =
            rc::gen::element(Tier::none, Tier::exchanged, Tier::colleague, Tier::close);
        CHECK(rc::check([&] {
            for (int step = *rc::gen::inRange(1, 5); step > 0; --step) {
                auto const whom = *rc::gen::element(ken.id, mei.id);
                switch (*rc::gen::inRange(0, 6)) {
                case 0: {
                    auto const wanted =
                        *rc::gen::element(Tier::exchanged, Tier::colleague, Tier::close);
                    if (holds.contains(whom) && circle.exchange.set_tier(hana.id, whom, wanted))
                        tier[whom] = wanted;
                    break;
                }
                case 1:
                    if (holds.contains(whom) && *rc::gen::inRange(0, 4) == 0) {
                        RC_ASSERT(circle.exchange.end(hana.id, whom).has_value());
                        holds.erase(whom);
                    }
                    break;
                case 2:
                    if (!holds.contains(whom)) {
                        auto const gives = *rc::gen::elementOf(cards);
                        circle.exchange_cards(whom == ken.id ? ken : mei, {hana.id, gives});
                        holds[whom] = gives;
                        tier[whom] = circle.look(whom, hana.id).tier;
                    }
                    break;
                default: {
                    auto const card = *rc::gen::elementOf(cards);
                    auto body = circle.cards.mine(hana.id, card)->live.body;
                    body.photo = *rc::gen::element(card::Picture{}, known[0], known[1]);
                    body.logo = *rc::gen::element(card::Picture{}, known[2]);
                    body.show["photo"] = *tiers;
                    body.show["logo"] = *tiers;
                    RC_ASSERT(circle.cards.publish(hana.id, card, body).has_value());
                }
                }
            }
            for (auto const &picture : known) {
                auto const shown_from = [&](CardId card) {
                    auto const body = circle.cards.mine(hana.id, card)->live.body;
                    auto least = Tier::owner;
                    if (body.photo == picture)
                        least = std::min(least, card::least_tier(body, "photo"));
                    if (body.logo == picture)
                        least = std::min(least, card::least_tier(body, "logo"));
                    return least;
                };
                bool const is_for_all =
                    shown_from(hana.card) == Tier::none || shown_from(other->id) == Tier::none;
                for (auto const viewer : {MemberId{}, eve.id, ken.id, mei.id}) {
                    bool const may = is_for_all || (holds.contains(viewer) &&
                                                    tier[viewer] >= shown_from(holds[viewer]));
                    RC_ASSERT((album.ask(viewer, picture, "96").status == 200) == may);
                }
            }
        }));
        CHECK(circle.torn().empty());
    });
}
