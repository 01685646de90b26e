// SPDX-License-Identifier: Apache-2.0
// Notifications on devices as people without script and programs meet them; what is sent, and to
// whom, is in the tests of its rooms.
#include "api_things.hpp"
#include "base/base64.hpp"
#include "base/text.hpp"
#include "webpush/p256.hpp"

using namespace goen;
using namespace goen::tests;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// What the script of the page sends.
Fields browser_at(std::string const &endpoint) {
    return {{"endpoint", endpoint},
            {"p256dh", base64url(webpush::make_key_pair().point)},
            {"auth", base64url(std::string(16, 'a'))}};
}
json::object subscription_at(std::string const &endpoint) {
    auto const keys = webpush::make_key_pair();
    json::object body;
    body["endpoint"] = endpoint;
    body["keys"] =
        json::object{{"p256dh", base64url(keys.point)}, {"auth", base64url(std::string(16, 'b'))}};
    body["label"] = "作業用";
    return body;
}
MemberId id_of(Phone &phone) { return *MemberId::parse(phone.get("/me").word("id")); }
std::size_t devices_of(Phone &phone) {
    return phone.get("/push/subscriptions")["items"].as_array().size();
}

} // namespace

TEST_CASE("Hana reads what notifications are, chooses, and sees her devices, without script") {
    in_each_town([](Town &town) {
        Hana two{town};
        Browser hana{town, "ja"};
        hana.log_in("hana@mihon.example").open("/settings");
        CHECK(hana.says("href=\"/settings/push\""));
        hana.open("/settings/push");
        CHECK(hana.says("この端末でお知らせを受け取る"));
        CHECK(hana.says("ブラウザでスクリプトを許可してください"));
        CHECK(hana.says("メッセージが届いたとき"));
        CHECK(hana.says("自分の投稿にコメントがあったとき"));
        CHECK_FALSE(hana.says("異動があったとき")); // moves come by mail
        CHECK_FALSE(hana.says("checked"));
        CHECK_FALSE(hana.says("お知らせを受け取る端末"));

        hana.send("/settings/push/devices", browser_at("https://push.example/hana"));
        CHECK(hana.says("次に、お知らせの種類をお選びください"));
        CHECK(hana.says("お知らせを受け取る端末"));
        CHECK(hana.says("お知らせはまだありません"));
        hana.send("/settings/push", {{"request", "1"}, {"message", "1"}});
        CHECK(hana.says("保存しました"));
        auto const settings = town.house.push.settings(id_of(two.phone));
        CHECK(settings.has(push::Kind::message));
        CHECK_FALSE(settings.has(push::Kind::exchange));
        CHECK_FALSE(settings.has_text);

        hana.open("/settings/push?view=plain");
        CHECK(hana.status() == 200);
        CHECK(hana.body().size() < 9 * 1024);
        hana.open("/settings/push?view=full");
        for (auto const *endpoint :
             {"http://push.example/a", "https://127.0.0.1/a", "https://10.1.2.3/a", ""}) {
            hana.send("/settings/push/devices", browser_at(endpoint));
            CHECK(hana.status() == 422);
            hana.open("/settings/push");
        }
        auto const at = hana.body().find("/settings/push/devices/");
        REQUIRE(at != std::string::npos);
        auto const path = hana.body().substr(at, hana.body().find('"', at) - at);
        Browser ken{town, "en"};
        ken.log_in("ken@mihon.example").open("/settings/push");
        ken.send(path, {});
        CHECK(ken.status() == 404);
        hana.send(path, {});
        CHECK(hana.says("この端末へのお知らせを止めました"));
        CHECK_FALSE(hana.says("お知らせを受け取る端末"));
    });
}

TEST_CASE("A log-out ends the notifications of its browser, a new password those of all") {
    in_each_town([](Town &town) {
        Hana two{town};
        auto &phone = two.phone;
        auto const hana_id = id_of(phone);
        Browser desk{town}, other{town};
        desk.log_in("hana@mihon.example").open("/settings/push");
        other.log_in("hana@mihon.example").open("/settings/push");
        desk.send("/settings/push/devices", browser_at("https://push.example/desk"));
        other.send("/settings/push/devices", browser_at("https://push.example/other"));
        CHECK(devices_of(phone) == 2);
        other.send("/logout", {});
        CHECK(devices_of(phone) == 1);
        desk.open("/settings/password");
        desk.send("/settings/password",
                  {{"old_password", Town::password}, {"password", "a much better sentence"}});
        CHECK(town.house.push.subscriptions(hana_id).empty());
    });
}

TEST_CASE("A program subscribes, sees its own devices alone and removes them") {
    in_each_town([](Town &town) {
        Hana two{town};
        auto &hana = two.phone;
        auto &ken = two.kens;
        auto const key = *from_base64url(hana.get("/push/key").word("key"));
        CHECK(webpush::is_point(key));
        auto const body = subscription_at("https://push.example/hana");
        auto const made = hana.post("/push/subscriptions", body);
        REQUIRE(made.status == 201);
        CHECK(hana.post("/push/subscriptions", body).word("id") == made.word("id"));
        auto const listed = hana.get("/push/subscriptions")["items"].as_array();
        REQUIRE(listed.size() == 1);
        CHECK(listed[0].at("label") == "作業用");
        CHECK(listed[0].at("last_sent_at").is_null());
        CHECK_FALSE(listed[0].as_object().contains("endpoint"));
        CHECK(devices_of(ken) == 0);
        CHECK(ken.drop("/push/subscriptions/" + made.word("id")).status == 404);
        // The browser is Ken's now.
        auto const moved = ken.post("/push/subscriptions", body);
        CHECK(moved.status == 201);
        CHECK(devices_of(hana) == 0);
        CHECK(hana.drop("/push/subscriptions/" + moved.word("id")).status == 404);
        CHECK(ken.drop("/push/subscriptions/" + moved.word("id")).status == 204);
        CHECK(devices_of(ken) == 0);

        auto wrong = body;
        wrong["endpoint"] = "https://192.168.0.1/a";
        CHECK(hana.post("/push/subscriptions", wrong).status == 422);
        wrong = body;
        wrong["keys"] = json::object{{"p256dh", "AAAA"}, {"auth", "AAAA"}};
        CHECK(hana.post("/push/subscriptions", wrong).status == 422);
        wrong = body;
        wrong["expirationTime"] = nullptr;
        CHECK(hana.post("/push/subscriptions", wrong).status == 422);

        CHECK(hana.get("/push/settings")["kinds"].as_array().empty());
        auto const chosen =
            hana.patch("/push/settings", {{"kinds", {"message", "request"}}, {"text", true}});
        CHECK(chosen.status == 200);
        CHECK(chosen["kinds"].as_array().size() == 2);
        CHECK(hana.patch("/push/settings", {{"kinds", {"move"}}}).status == 422);
        CHECK(hana.patch("/push/settings", {{"kinds", {"nothing"}}}).status == 422);
        CHECK(hana.patch("/push/settings", {{"text", false}})["kinds"].as_array().size() == 2);
    });
}

TEST_CASE("The page that works offline holds one's own card and nothing of others") {
    in_each_town([](Town &town) {
        Hana const two{town};
        Browser hana{town, "ja"}, nobody{town, "ja"};
        nobody.open("/offline");
        CHECK(nobody.path().starts_with("/login"));
        hana.log_in("hana@mihon.example").open("/offline");
        CHECK(hana.status() == 200);
        CHECK(hana.says("オフラインで使う名刺"));
        CHECK_FALSE(hana.says("<svg class=\"qr\""));
        hana.open("/settings/push");
        hana.send("/offline", {});
        CHECK(hana.path() == "/offline");
        CHECK(hana.says("class=\"qr\""));
        CHECK_FALSE(hana.says("csrf"));
        CHECK_FALSE(hana.says("<form"));
        hana.open("/offline?view=plain");
        CHECK(hana.status() == 200);
        CHECK(hana.body().size() < 9 * 1024);

        auto const worker = nobody.request(request_for(http::Method::get, "/sw.js"));
        CHECK(worker.status == 200);
        CHECK(worker.header("content-type") == "text/javascript; charset=utf-8");
        CHECK(worker.header("cache-control") == "no-cache");
        CHECK(worker.header("set-cookie").empty());
        CHECK(worker.content().find("asset(") == std::string_view::npos);
    });
}
