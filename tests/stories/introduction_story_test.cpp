// SPDX-License-Identifier: Apache-2.0
// An introduction from page to page: Ken asks Mei, Mei writes, Hana accepts.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;
using boost::json::object;

namespace {

void swap_cards(Phone &a, std::string const &a_card, Phone &b, std::string const &b_card) {
    auto const code = b.post("/exchange/codes", object{{"card", b_card}});
    REQUIRE(code.status == 201);
    REQUIRE(a.post("/exchange/codes/redeem", object{{"code", code.word("code")}, {"card", a_card}})
                .status == 201);
}
std::string card_of(Phone &phone) {
    return std::string{
        std::string_view{phone.get("/cards")["items"].as_array().at(0).at("id").as_string()}};
}

// Everything about introductions that a person is answered, page by page, but what is new in every
// page.
std::string told_to(Browser &browser, Phone &phone, std::string const &id) {
    std::string told;
    for (auto const &path :
         {"/introductions", "/requests", "/introductions?view=plain", "/introductions?view=full"}) {
        auto page = browser.open(path).body();
        for (std::size_t at; (at = page.find("name=\"csrf\"")) != page.npos;)
            page.erase(at, page.find('>', at) - at);
        told += page;
    }
    for (auto const &path :
         {"/introductions", "/introductions?box=under_way", "/introductions?box=made"})
        told += phone.get(path).text;
    return told + phone.get("/introductions/" + id).text;
}

} // namespace

TEST_CASE("Ken asks Mei for an introduction on a page, Mei previews and writes it, Hana accepts") {
    in_each_town([](Town &town) {
        auto const ken_id =
            town.settle("ken@mihon.example", name_of("山田", "健", "やまだ", "けん"));
        auto const mei_id =
            town.settle("mei@mihon.example", name_of("林", "芽衣", "はやし", "めい"));
        auto const hana_id =
            town.settle("hana@mihon.example", name_of("佐藤", "花", "さとう", "はな"));
        auto ken = Phone::of(town, "ken@mihon.example"), mei = Phone::of(town, "mei@mihon.example"),
             hana = Phone::of(town, "hana@mihon.example");
        auto const kens = card_of(ken), meis = card_of(mei), hanas = card_of(hana);
        swap_cards(ken, kens, mei, meis);
        swap_cards(mei, meis, hana, hanas);
        Browser k{town}, m{town}, h{town};
        k.log_in("ken@mihon.example"), m.log_in("mei@mihon.example"),
            h.log_in("hana@mihon.example");

        CHECK(k.open("/introductions/new?to=" + hana_id.text()).says("依頼できる方がいません"));
        m.open("/introductions/settings");
        m.send("/introductions/settings", {{"bridge", "1"}, {"found", "1"}, {"card", meis}});
        REQUIRE(m.status() == 200);
        k.open("/introductions/new?to=" + hana_id.text() + "&bridge=" + mei_id.text());
        REQUIRE(k.says("林"));
        k.send("/introductions/new", {{"to", hana_id.text()},
                                      {"bridge", mei_id.text()},
                                      {"card", kens},
                                      {"message", "佐藤さんに<b>ぜひ</b>。"},
                                      {"about", "製図の山田です。"}});
        REQUIRE(k.says("依頼を送りました"));
        REQUIRE(k.says("依頼中"));

        CHECK(m.open("/requests").says("山田 健さんから、佐藤 花さんへの紹介の依頼"));
        auto const asked = mei.get("/introductions")["items"].as_array().at(0);
        std::string const id{std::string_view{asked.at("id").as_string()}};
        m.open("/introductions/" + id);
        CHECK(m.says("佐藤さんに&lt;b&gt;"));
        CHECK(m.says("製図の山田です。"));
        auto const path = "/introductions/" + id;
        m.send(path + "/introduce", {{"words", "山田さんは丁寧な方です。"}, {"step", "preview"}});
        CHECK(m.says("山田さんは丁寧な方です。"));
        CHECK(h.open("/requests").says("山田さん") == false);
        m.open(path);
        m.send(path + "/introduce", {{"words", "山田さんは丁寧な方です。"}, {"step", "send"}});
        CHECK(m.says("紹介を送りました"));

        auto const before_ken = told_to(k, ken, id), before_mei = told_to(m, mei, id);
        h.open("/requests");
        CHECK(h.says("山田さんは丁寧な方です。"));
        CHECK_FALSE(h.says("ken@mihon.example"));
        CHECK_FALSE(h.says("佐藤さんに")); // that was for Mei
        h.send(path + "/hold", {});
        CHECK(told_to(k, ken, id) == before_ken);
        CHECK(told_to(m, mei, id) == before_mei);

        h.send(path + "/accept", {{"card", hanas}});
        REQUIRE(h.status() == 200);
        CHECK(h.open("/contacts/" + ken_id.text()).says("紹介：林 芽衣さん"));
        CHECK(k.open("/m/" + hana_id.text()).says("林 芽衣"));
        k.open(path);
        k.send(path + "/thank", {{"phrase", "1"}});
        CHECK(m.open(path).says("ご紹介いただき、ありがとうございました。"));
        CHECK(m.open("/introductions").says("紹介の記録"));
        CHECK(m.open("/introductions?view=plain").body().size() < 9 * 1024);
    });
}

TEST_CASE("Hana declines: Ken and Mei are answered the same to the byte as if she had not looked") {
    in_each_town([](Town &town) {
        town.settle("ken@mihon.example", name_of("山田", "健", "やまだ", "けん"));
        auto const mei_id =
            town.settle("mei@mihon.example", name_of("林", "芽衣", "はやし", "めい"));
        auto const hana_id =
            town.settle("hana@mihon.example", name_of("佐藤", "花", "さとう", "はな"));
        auto ken = Phone::of(town, "ken@mihon.example"), mei = Phone::of(town, "mei@mihon.example"),
             hana = Phone::of(town, "hana@mihon.example");
        auto const kens = card_of(ken), meis = card_of(mei), hanas = card_of(hana);
        swap_cards(ken, kens, mei, meis);
        swap_cards(mei, meis, hana, hanas);
        REQUIRE(mei.patch("/me", object{{"bridge", true}}).status == 200);
        auto const asked = ken.post("/introductions", object{{"bridge", mei_id.text()},
                                                             {"to", hana_id.text()},
                                                             {"card", kens},
                                                             {"message", "お願いします。"}});
        REQUIRE(asked.status == 201);
        auto const id = asked.word("id");
        REQUIRE(
            mei.post("/introductions/" + id + "/introduce", object{{"words", "ぜひ。"}}).status ==
            204);
        Browser k{town}, m{town};
        k.log_in("ken@mihon.example"), m.log_in("mei@mihon.example");
        auto const before_ken = told_to(k, ken, id), before_mei = told_to(m, mei, id);
        REQUIRE(hana.post("/introductions/" + id + "/decline").status == 204);
        CHECK(told_to(k, ken, id) == before_ken);
        CHECK(told_to(m, mei, id) == before_mei);
        CHECK(hana.get("/introductions/" + id).status == 404);
        // Hana leaves the network: what was about her is gone for the others, too.
        auto const left = town.house.leaving.leave(hana_id, Town::password, "192.0.2.9");
        REQUIRE(left);
        CHECK(ken.get("/introductions/" + id).status == 404);
        CHECK(mei.get("/introductions/" + id).status == 404);
        CHECK(m.open("/introductions").status() == 200);
    });
}

TEST_CASE(
    "Forms and calls for an introduction with ids of nobody, oneself, the blocked and the gone "
    "are refused in words") {
    in_each_town([](Town &town) {
        auto const ken_id =
            town.settle("ken@mihon.example", name_of("山田", "健", "やまだ", "けん"));
        auto const mei_id =
            town.settle("mei@mihon.example", name_of("林", "芽衣", "はやし", "めい"));
        auto const hana_id =
            town.settle("hana@mihon.example", name_of("佐藤", "花", "さとう", "はな"));
        auto const gone_id = town.settle("leo@mihon.example", name_of("王", "麗", "おう", "れい"));
        auto ken = Phone::of(town, "ken@mihon.example"), mei = Phone::of(town, "mei@mihon.example"),
             hana = Phone::of(town, "hana@mihon.example");
        auto const kens = card_of(ken), meis = card_of(mei), hanas = card_of(hana);
        swap_cards(ken, kens, mei, meis);
        swap_cards(mei, meis, hana, hanas);
        REQUIRE(mei.patch("/me", object{{"bridge", true}}).status == 200);
        REQUIRE(town.house.leaving.leave(gone_id, Town::password, "192.0.2.9"));
        Browser k{town};
        k.log_in("ken@mihon.example");
        std::vector<std::string> const nobody{"",
                                              "0",
                                              "-1",
                                              "12345",
                                              "1e99",
                                              "x",
                                              "%E7%94%B0",
                                              gone_id.text(),
                                              std::string(3000, '9')};
        for (auto const &id : nobody) {
            CAPTURE(id.substr(0, 30));
            CHECK(k.open("/introductions/new?to=" + id).status() == 404);
            CHECK(k.open("/m/" + (id.empty() ? "0" : id) + "/paths").status() == 404);
            CHECK(k.open("/introductions/" + (id.empty() ? "0" : id)).status() == 404);
            // Whom I cannot introduce I am asked to choose anew.
            CHECK(k.open("/introductions/propose?a=" + id + "&b=" + mei_id.text()).status() == 200);
            CHECK_FALSE(k.says("name=\"words\""));
            if (id == "12345" || id == gone_id.text()) {
                auto const answer = ken.post("/introductions", object{{"to", id},
                                                                      {"bridge", mei_id.text()},
                                                                      {"card", kens},
                                                                      {"message", "ぜひ。"}});
                CHECK(answer.status == 404);
            }
        }
        k.open("/introductions/new?to=" + ken_id.text()); // herself: her own page
        CHECK(k.path() == "/m/" + ken_id.text());
        auto const asked = [&](MemberId bridge, MemberId to) {
            return ken
                .post("/introductions", object{{"to", to.text()},
                                               {"bridge", bridge.text()},
                                               {"card", kens},
                                               {"message", "ぜひ。"}})
                .status;
        };
        CHECK(asked(mei_id, ken_id) == 422);  // to oneself
        CHECK(asked(ken_id, hana_id) == 422); // over oneself
        CHECK(asked(hana_id, hana_id) == 422);
        CHECK(asked(gone_id, hana_id) == 403);
        CHECK(asked(MemberId{12345}, hana_id) == 403);
        auto const proposed =
            ken.post("/introductions",
                     object{{"from", mei_id.text()}, {"to", mei_id.text()}, {"words", "w"}});
        CHECK(proposed.status == 422);
        CHECK(ken.post("/introductions", object{{"to", hana_id.text()}}).status >= 400);
        // Whom he has blocked he cannot ask for; who has blocked him he may, and nothing is told.
        REQUIRE(town.house.exchange.block(ken_id, hana_id));
        CHECK(asked(mei_id, hana_id) == 409);
        REQUIRE(town.house.exchange.unblock(ken_id, hana_id));
        REQUIRE(town.house.exchange.block(hana_id, ken_id));
        CHECK(asked(mei_id, hana_id) == 201);
    });
}
