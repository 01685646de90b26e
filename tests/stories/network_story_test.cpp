// SPDX-License-Identifier: Apache-2.0
// Who knows whom on pages and in the API: Ken looks for a way to Mei.
#include "support/meeting.hpp"
#include "support/town.hpp"
#include "transfer/transfer.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace goen;
using namespace goen::tests;

namespace {

struct Three {
    explicit Three(Town &town_)
        : town(town_),
          hana(town.settle("hana@mihon.example", name_of("渡辺", "花", "わたなべ", "はな"))),
          ken(town.settle("ken@mihon.example", name_of("鈴木", "健", "すずき", "けん"))),
          mei(town.settle("mei@mihon.example", name_of("王", "美", "おう", "み"))) {}
    void exchange(MemberId a, MemberId b) { exchange_cards(town, a, b); }
    void be_bridge(MemberId who, bool is_bridge) {
        REQUIRE(town.house.accounts.choose(who, i18n::Language::ja, account::Reach::distance_two,
                                           is_bridge));
    }
    Town &town;
    MemberId hana, ken, mei;
};

} // namespace

TEST_CASE("A server whose node number has no live lease says so at /readyz") {
    in_each_town([](Town &town) {
        Browser probe{town};
        CHECK(probe.open("/readyz").status() == 200);
        town.house.ids.stop();
        CHECK(probe.open("/readyz").status() == 503);
        CHECK(probe.says("the lease of this process's node number has ended"));
    });
}

TEST_CASE("Ken sees how far Mei is and who can introduce him, as far as Hana allows it") {
    in_each_town([](Town &town) {
        Three all{town};
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        auto const mei = "/m/" + all.mei.text();
        ken.open(mei);
        CHECK(ken.status() == 200);
        CHECK_FALSE(ken.says("知人の知人"));
        all.exchange(all.hana, all.ken);
        all.exchange(all.hana, all.mei);
        // The page of Mei is kept in memory; what stands there of others' ties is not.
        CHECK_FALSE(ken.open(mei).says("知人の知人"));
        CHECK(ken.open("/m/" + all.hana.text()).says("知人"));
        CHECK(ken.open(mei + "/paths").says("表示できる経路がありません"));
        all.be_bridge(all.hana, true);
        CHECK(ken.open(mei).says("知人の知人"));
        CHECK(ken.says("共通の知人1名"));
        CHECK(ken.says("渡辺 花"));
        CHECK(ken.open(mei + "/paths").says("/introductions/new?to=" + all.mei.text()));
        CHECK(ken.says("bridge=" + all.hana.text()));
        CHECK(ken.open("/people?q=%E7%8E%8B").says("知人の知人"));
        CHECK(ken.open("/network/suggestions").says("王 美"));
        CHECK(ken.open("/network/suggestions?view=plain").says("XHTML Basic"));
        CHECK(ken.body().size() <= 9 * 1024);
        CHECK(ken.open(mei + "/paths?view=plain").body().size() <= 9 * 1024);
        ken.open("/network/suggestions?view=full");
        ken.send("/network/suggestions/" + all.mei.text() + "/dismiss", {});
        CHECK(ken.says("非表示にした方"));
        CHECK_FALSE(ken.says("共通の知人"));
        ken.send("/network/suggestions/" + all.mei.text() + "/restore", {});
        CHECK(ken.says("共通の知人1名"));
        // A request from distance two arrives, with its badge in the tray.
        REQUIRE(town.house.exchange.ask(all.ken, all.mei, town.house.cards.of(all.ken).front().id,
                                        "はじめまして。"));
        Browser of_mei{town};
        of_mei.log_in("mei@mihon.example");
        CHECK(of_mei.open("/requests").says("知人の知人"));
        REQUIRE(town.house.exchange.end(all.hana, all.mei));
        CHECK_FALSE(of_mei.open("/requests").says("知人の知人"));
        CHECK_FALSE(ken.open(mei).says("知人の知人"));
        CHECK(ken.open("/m/12345/paths").status() == 404);
        CHECK(ken.open(mei + "/paths").status() == 200);
    });
}

TEST_CASE("Whom to ask first is said in one order on the page of ways and in the form") {
    in_each_town([](Town &town) {
        Three all{town};
        std::vector<MemberId> between{all.hana};
        for (std::string const name : {"leo", "aki", "yui"})
            between.push_back(
                town.settle(name + "@mihon.example", name_of("林", name, "はやし", "はな")));
        for (auto const one : between) {
            all.be_bridge(one, true);
            all.exchange(one, all.mei);
            all.exchange(all.ken, one);
            town.fresh.clock.advance(minutes{1});
        }
        // The oldest acquaintance is the nearest; the others stand by how late they met.
        REQUIRE(town.house.exchange.set_tier(all.ken, all.hana, card::Tier::close));
        std::vector<MemberId> const order{between[0], between[3], between[2], between[1]};
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        auto const places = [&](std::string const &before, std::size_t count) {
            std::vector<std::size_t> found;
            for (std::size_t i = 0; i < count; ++i) {
                found.push_back(ken.body().find(before + order[i].text()));
                REQUIRE(found.back() != std::string::npos);
            }
            return found;
        };
        ken.open("/m/" + all.mei.text() + "/paths");
        auto const ways = places("bridge=", 3);
        CHECK(std::is_sorted(ways.begin(), ways.end()));
        ken.open("/introductions/new?to=" + all.mei.text());
        auto const form = places("value=\"", 4);
        CHECK(std::is_sorted(form.begin(), form.end()));
        // While the network is not ready the form still knows whom one may ask.
        town.house.network.close();
        ken.open("/introductions/new?to=" + all.mei.text());
        (void)places("value=\"", 4);
    });
}

TEST_CASE("Somebody three steps away is reached step by step: first the one between") {
    in_each_town([](Town &town) {
        Three all{town};
        auto const leo = town.settle("leo@mihon.example", name_of("林", "礼央", "はやし", "れお"));
        for (auto const one : {all.hana, leo}) all.be_bridge(one, true);
        all.exchange(all.ken, all.hana);
        all.exchange(all.hana, leo);
        all.exchange(leo, all.mei);
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        auto const names = "to=" + leo.text() + "&amp;bridge=" + all.hana.text();
        auto const shows_name_to = [&](card::Tier tier) {
            auto const card = town.house.cards.of(leo).front();
            auto body = card.live.body;
            body.show["name"] = tier;
            REQUIRE(town.house.cards.publish(leo, card.id, body));
            ken.open("/m/" + all.mei.text() + "/paths");
            CHECK(ken.says("bridge=" + all.hana.text()) == (tier == card::Tier::none));
        };
        // Somebody without a name cannot be asked for.
        shows_name_to(card::Tier::exchanged);
        shows_name_to(card::Tier::none);
        REQUIRE(ken.says(names));
        CHECK(ken.says("渡辺 花さんに林 礼央さんへの紹介を依頼"));
        CHECK_FALSE(ken.says("to=" + all.mei.text() + "&amp;bridge"));
        ken.open("/introductions/new?to=" + leo.text() + "&bridge=" + all.hana.text());
        CHECK(ken.says("value=\"" + all.hana.text()));
    });
}

TEST_CASE("A stranger is asked only by who knows somebody she knows, ready or not") {
    in_each_town([](Town &town) {
        Three all{town};
        all.exchange(all.hana, all.ken);
        auto const card = town.house.cards.of(all.ken).front().id;
        auto const far = town.house.exchange.ask(all.ken, all.mei, card, "はじめまして。");
        REQUIRE_FALSE(far);
        CHECK(far.why().reason == Reason::forbidden);
        town.house.network.close(); // from here on the rows are asked
        CHECK(town.house.exchange.ask(all.ken, all.mei, card, "はじめまして。").why().reason ==
              Reason::forbidden);
        all.exchange(all.hana, all.mei);
        CHECK(town.house.exchange.ask(all.ken, all.mei, card, "はじめまして。"));
        // Pages go on without badges, and /readyz says why.
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        CHECK(ken.open("/m/" + all.mei.text()).status() == 200);
        CHECK(ken.open("/network/suggestions").says("ただいまつながりの情報を準備しています"));
        CHECK(ken.open("/m/" + all.mei.text() + "/paths").status() == 200);
        CHECK(ken.request(request_for(http::Method::get, "/readyz")).status == 503);
        auto phone = Phone::of(town, "ken@mihon.example");
        CHECK(phone.get("/graph/degree?to=" + all.mei.text()).status == 429);
    });
}

TEST_CASE("Ken's program asks for degree, acquaintances, ways and suggestions") {
    in_each_town([](Town &town) {
        Three all{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const mei = all.mei.text();
        CHECK(phone.get("/graph/degree?to=" + mei).text ==
              R"({"degree":null,"exact":true,"hidden":false})");
        all.exchange(all.hana, all.ken);
        all.exchange(all.hana, all.mei);
        CHECK(phone.get("/graph/degree?to=" + mei).text ==
              R"({"degree":null,"exact":true,"hidden":true})");
        all.be_bridge(all.hana, true);
        CHECK(phone.get("/graph/degree?to=" + mei)["degree"] == 2);
        auto const mutual = phone.get("/graph/mutual?with=" + mei);
        REQUIRE(mutual["items"].as_array().size() == 1);
        CHECK(mutual["items"].as_array()[0].at("id").as_string() == all.hana.text());
        CHECK(mutual["next"].is_null());
        auto const paths = phone.get("/graph/paths?to=" + mei);
        REQUIRE(paths["items"].as_array().size() == 1);
        CHECK(paths["items"].as_array()[0].at("people").as_array().size() == 3);
        auto const suggested = phone.get("/graph/suggestions?limit=1");
        REQUIRE(suggested["items"].as_array().size() == 1);
        CHECK(suggested["items"].as_array()[0].at("mutual") == 1);
        CHECK(phone.post("/graph/suggestions/" + mei + "/dismiss").status == 204);
        CHECK(phone.get("/graph/suggestions")["items"].as_array().empty());
        CHECK(phone.post("/graph/suggestions/" + mei + "/restore").status == 204);
        CHECK(phone.post("/graph/suggestions/" + mei + "/restore").status == 404);
        CHECK(phone.get("/graph/degree?to=12345").status == 404);
        CHECK(phone.get("/graph/degree?to=" + all.ken.text()).status == 422);
        CHECK(phone.get("/graph/mutual?with=" + mei + "&after=x").status == 422);
    });
}

TEST_CASE(
    "When Hana leaves, no way leads over her any more; a file of ties is known without a restart") {
    in_each_town([](Town &town) {
        Three all{town};
        auto &network = town.house.network;
        all.be_bridge(all.hana, true);
        all.exchange(all.hana, all.ken);
        all.exchange(all.hana, all.mei);
        CHECK(network.degree(all.ken, all.mei)->degree == 2);
        REQUIRE(network.dismiss(all.ken, all.mei));
        REQUIRE(town.house.leaving.leave(all.hana, Town::password, "192.0.2.1"));
        // Nobody knows Ken now, and he knows that himself.
        CHECK(*network.degree(all.ken, all.mei) == network::Degree{0, true, false});
        CHECK_FALSE((*network.is_within_two(all.ken, all.mei)));
        REQUIRE(town.house.leaving.leave(all.mei, Town::password, "192.0.2.1"));
        CHECK(network.dismissed(all.ken).empty());

        transfer::Bulk bulk{town.house.database, town.house.accounts, town.house.cards,
                            town.house.ids, town.fresh.clock};
        std::string lines;
        for (std::string const ref : {"p1", "p2", "p3"}) {
            lines += R"({"ref":")" + ref + R"(","email":")" + ref +
                     R"(@mihon.example","name":{"family":"山田","given":"花",)"
                     R"("family_kana":"やまだ","given_kana":"はな"}})"
                     "\n";
        }
        std::istringstream people{lines}, ties{"a,b,met_at,place\np1,p2,,\np2,p3,,\n"};
        REQUIRE(bulk.people(people, 0, {}));
        REQUIRE(bulk.ties(ties, 0, {}));
        REQUIRE(network.wait_until_ready(milliseconds{20'000}));
        CHECK(network.numbers().ties == 2);
        CHECK(network.numbers().members == 4);
    });
}
