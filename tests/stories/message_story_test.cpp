// SPDX-License-Identifier: Apache-2.0
// Messages as programs and people without script meet them.
#include "api_things.hpp"
#include "support/form_fields.hpp"

using namespace goen;
using namespace goen::tests;

namespace {

// Hana and Ken, who have exchanged cards, each with a browser and a program.
struct Writers {
    explicit Writers(Town &town)
        : hana(town), ken(Phone::of(town, "ken@mihon.example")), left(town), right(town) {
        left.log_in("hana@mihon.example");
        right.log_in("ken@mihon.example");
        kens_id = hana.ken.text();
        hanas_id = hana.phone.get("/me").word("id");
    }
    // Hana writes first, on Ken's page.
    std::string begin(std::string const &text) {
        left.open("/messages/with/" + kens_id);
        REQUIRE(left.status() == 200);
        left.send("/messages/with/" + kens_id,
                  {{"text", text},
                   {"client_id", left.value_after("name=\"client_id\"")},
                   {"do", "send"}});
        REQUIRE(left.status() == 200);
        auto const path = left.path();
        return path.substr(0, path.find_first_of("?#"));
    }
    Hana hana;
    Phone ken;
    Browser left, right;
    std::string kens_id, hanas_id;
};

int count_of(std::string const &text, std::string_view what) {
    int count = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
    return count;
}

} // namespace

TEST_CASE("Hana writes to Ken from his page, he reads it and answers, without script") {
    for (auto const *view : {"full", "plain"}) {
        in_each_town([view](Town &town) {
            Writers two{town};
            two.left.open(std::string{"/?view="} + view);
            two.right.open(std::string{"/?view="} + view);
            CHECK(two.left.open("/messages").says("まだメッセージはありません"));
            if (std::string_view{view} == "full")
                CHECK(two.left.open("/m/" + two.kens_id).says("/messages/with/" + two.kens_id));
            auto const thread = two.begin("先日はありがとうございました");
            CHECK(two.left.says("先日はありがとうございました"));
            CHECK(two.right.open("/").says("未読メッセージ 1件"));
            CHECK(two.right.open("/messages").says("先日はありがとうございました"));
            CHECK(two.right.open(thread).says("新着を見る"));
            two.right.send(thread + "/read", {{"up_to", two.right.value_after("name=\"up_to\"")}});
            CHECK_FALSE(two.right.open("/").says("未読メッセージ"));
            two.right.open(thread).send(thread,
                                        {{"text", "こちらこそ。<b>また</b>"},
                                         {"client_id", two.right.value_after("name=\"client_id\"")},
                                         {"do", "send"}});
            CHECK(two.right.says("こちらこそ。&lt;b&gt;また"));
            CHECK(two.left.open(thread).says("こちらこそ"));
            CHECK(two.left.open("/messages/with/" + two.kens_id).path().starts_with(thread));
            // A second tap on the same form sends nothing twice.
            two.left.open(thread);
            auto const id = two.left.value_after("name=\"client_id\"");
            for (int tap = 0; tap < 2; ++tap)
                two.left.send(thread, {{"text", "一度だけ"}, {"client_id", id}, {"do", "send"}});
            auto const messages =
                two.ken.get("/threads/" + thread.substr(10) + "/messages")["items"].as_array();
            CHECK(messages.size() == 3);
            // Another text in the same form is not taken for sent: it comes back to be sent.
            two.left.send(thread, {{"text", "言い直し"}, {"client_id", id}, {"do", "send"}});
            CHECK(two.left.status() == 409);
            CHECK(two.left.says("言い直し</textarea>"));
            CHECK(two.left.value_after("name=\"client_id\"") != id);
            // Nor is the same text, when what was sent by it has been deleted.
            auto const sent = std::string{messages.back().at("id").as_string()};
            REQUIRE(two.hana.phone.drop("/messages/" + sent).status == 204);
            two.left.send(thread, {{"text", "一度だけ"}, {"client_id", id}, {"do", "send"}});
            CHECK(two.left.status() == 409);
            CHECK(two.left.says("一度だけ</textarea>"));
            if (std::string_view{view} == "plain") {
                for (auto const &page : {thread, std::string{"/messages"}, thread + "/about",
                                         std::string{"/messages/new"}}) {
                    CHECK(two.left.open(page).status() == 200);
                    CHECK_MESSAGE(two.left.body().size() <= 9216, page);
                    CHECK(two.left.says("XHTML Basic 1.1"));
                }
            }
        });
    }
}

TEST_CASE("Pages of messages answered from memory are never behind, and no two forms are one") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const thread = two.begin("一通目");
        auto const id = thread.substr(10);
        auto const forms = [&] {
            std::string const once = two.left.open(thread).value_after("name=\"client_id\"");
            CHECK(two.left.open(thread).value_after("name=\"client_id\"") != once);
        };
        forms();
        two.ken.post("/threads/" + id + "/messages", {{"text", "二通目"}, {"client_id", "k2"}});
        CHECK(two.left.open(thread).says("二通目"));
        CHECK(two.left.open("/messages").says("二通目"));
        two.left.open(thread).send(thread, {{"text", "下書きです"}, {"do", "keep"}});
        CHECK(two.left.open(thread).says("下書きです</textarea>"));
        CHECK(two.left.open("/messages").says("下書き"));
        two.ken.post("/threads", {{"members", {two.hanas_id}}, {"name", "三人の会"}});
        CHECK(two.left.open("/messages").says("三人の会"));
        CHECK(two.left.open(thread).says("三人の会")); // beside it
        REQUIRE(two.ken.drop("/ties/" + two.hanas_id).status == 204);
        CHECK_FALSE(two.left.open(thread).says("name=\"client_id\""));
    });
}

TEST_CASE("Several begin to talk by one form, sent twice, and a refused one begins nothing") {
    in_each_town([](Town &town) {
        Writers two{town};
        two.left.open("/messages/new");
        auto const id = two.left.value_after("name=\"client_id\"");
        auto const typed = [&](std::string const &text) {
            return Fields{{"member", two.kens_id},
                          {"name", "勉強会"},
                          {"text", text},
                          {"client_id", id},
                          {"do", "start"}};
        };
        two.left.send("/messages/new", typed(std::string(5'001, 'x')));
        CHECK(two.left.status() == 422);
        CHECK(two.left.open("/messages").says("まだメッセージはありません"));
        for (int tap = 0; tap < 2; ++tap) {
            two.left.open("/messages/new").send("/messages/new", typed("次回の日程"));
            CHECK(two.left.status() == 200);
        }
        CHECK(two.hana.phone.get("/threads")["items"].as_array().size() == 1);
        two.left.open("/messages/new").send("/messages/new", typed("別の話"));
        CHECK(two.left.status() == 409);
        CHECK(two.left.says("別の話</textarea>"));
        // A search too long to be made is there to be shortened.
        two.left.open("/messages?q=" + std::string(300, 'y'));
        CHECK(two.left.status() == 422);
        CHECK(two.left.says(std::string(300, 'y') + "\""));
        two.left.open("/search?q=" + std::string(300, 'y'));
        CHECK(two.left.status() == 422);
        CHECK(two.left.says(std::string(300, 'y') + "\""));
    });
}

TEST_CASE("A draft typed in two windows is not lost, and goes when it is sent") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const thread = two.begin("はじめまして");
        Browser first{town}, second{town};
        for (auto *window : {&first, &second}) {
            window->log_in("hana@mihon.example");
            window->open(thread);
        }
        first.send(thread, {{"text", "一つめの窓"}, {"do", "keep"}});
        CHECK(first.status() == 200);
        CHECK(first.says("一つめの窓"));
        second.send(thread, {{"text", "二つめの窓"}, {"do", "keep"}});
        CHECK(second.status() == 409);
        CHECK(second.says("一つめの窓"));
        CHECK(second.says("二つめの窓"));
        CHECK(first.open("/messages").says("下書き"));
        // The second is sent: what the first has kept is still there.
        second.send(thread, {{"text", "二つめの窓"},
                             {"client_id", second.value_after("name=\"client_id\"")},
                             {"version", "-"},
                             {"do", "send"}});
        CHECK(second.status() == 200);
        CHECK(first.open(thread).says("一つめの窓</textarea>"));
        first.send(thread, {{"text", "一つめの窓"},
                            {"client_id", first.value_after("name=\"client_id\"")},
                            {"do", "send"}});
        CHECK_FALSE(first.open(thread).says("一つめの窓</textarea>"));
        auto const mine = fields_of(first.body(), thread);
        CHECK_FALSE(mine.empty());
    });
}

TEST_CASE("Who cannot be reached is told how to reach them, on pages and in programs alike") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const mei = town.settle("mei@rei.example", name_of("李", "梅", "り", "めい")).text();
        for (auto const &who : {mei, std::string{"4242"}}) {
            two.left.open("/messages/with/" + who);
            CHECK(two.left.status() == 403);
            CHECK(two.left.says("/introductions/new?to=" + who));
            auto const refused = two.hana.phone.post("/threads", {{"members", {who}}});
            CHECK(refused.status == 403);
            CHECK(refused.word("type").ends_with("/problems/cannot-be-reached"));
        }
        auto const thread = two.begin("まだ届きます");
        REQUIRE(two.ken.drop("/ties/" + two.hanas_id).status == 204);
        two.left.open(thread);
        CHECK(two.left.status() == 200);
        CHECK(two.left.says("まだ届きます"));
        CHECK_FALSE(two.left.says("name=\"client_id\""));
        two.left.send(thread, {{"text", "届かない"}, {"client_id", "x"}, {"do", "send"}});
        CHECK(two.left.status() == 403);
        CHECK(two.left.says("届かない</textarea>")); // to be copied
        auto const refused = two.hana.phone.post("/threads/" + thread.substr(10) + "/messages",
                                                 {{"text", "届かない"}, {"client_id", "y"}});
        CHECK(refused.status == 403);
        CHECK(refused.word("type").ends_with("/problems/cannot-be-reached"));
    });
}

TEST_CASE("A card is passed on from its page, with nothing more to say") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const mei = town.settle("mei@rei.example", name_of("李", "梅", "り", "めい")).text();
        auto meis = Phone::of(town, "mei@rei.example");
        auto const exchange = [&](Phone &with) {
            auto const code =
                with.post("/exchange/codes", {{"card", Hana::card_of(with)}}).word("code");
            REQUIRE(
                meis.post("/exchange/codes/redeem", {{"code", code}, {"card", Hana::card_of(meis)}})
                    .status < 300);
        };
        exchange(two.hana.phone);
        CHECK(two.left.open("/m/" + mei).says("/messages/new?card=" + mei));
        two.left.open("/messages/new?card=" + mei);
        REQUIRE(two.left.says("李 梅"));
        auto const pass_on = [&] {
            two.left.open("/messages/new?card=" + mei)
                .send("/messages/new", {{"member", two.kens_id},
                                        {"card", mei},
                                        {"client_id", two.left.value_after("name=\"client_id\"")},
                                        {"do", "start"}});
        };
        pass_on();
        CHECK(two.left.status() == 200);
        CHECK(two.right.open("/messages").says("李 梅"));
        // A stranger's id shows no name.
        two.left.open("/messages/new?card=4242");
        CHECK(two.left.status() == 200);
        CHECK_FALSE(two.left.says("name=\"card\""));
    });
}

TEST_CASE("A file is only ever handed out to be saved, to those who may read its message") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const thread = two.begin("資料をお送りします");
        two.left.open(thread);
        two.left.send_files(thread,
                            {{"text", "こちらです"},
                             {"client_id", two.left.value_after("name=\"client_id\"")},
                             {"do", "send"}},
                            {{"upload1", "見本.html", "text/html", "<svg onload=alert(1)></svg>"},
                             {"upload2", "会場.webp", "text/html", sample_picture("plain.webp")}});
        REQUIRE(two.left.status() == 200);
        two.right.open(thread);
        CHECK(two.right.says("見本.html"));
        auto const messages =
            two.ken.get("/threads/" + thread.substr(10) + "/messages")["items"].as_array();
        auto const &sent = messages.back();
        auto const &file = sent.at("files").at(0);
        CHECK(file.at("type") == "text/plain");
        CHECK(sent.at("pictures").as_array().size() == 1);
        auto const path =
            "/messages/files/" + std::string{std::string_view{file.at("id").as_string()}};
        two.right.open(path);
        CHECK(two.right.status() == 200);
        CHECK(two.right.header("content-disposition").starts_with("attachment"));
        CHECK(two.right.header("x-content-type-options") == "nosniff");
        CHECK(two.right.header("content-type").starts_with("text/plain"));
        CHECK(two.right.header("content-security-policy").find("sandbox") != std::string::npos);
        town.settle("mei@rei.example", name_of("李", "梅", "り", "めい"));
        Browser mei{town};
        mei.log_in("mei@rei.example");
        CHECK(mei.open(path).status() == 404);
        CHECK(mei.open(thread).status() == 404);
        CHECK(mei.open(thread + "/newer?after=0").status() == 404);
    });
}

TEST_CASE(
    "Whoever sends again with the same key or id sends once, and an unknown field is refused") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const thread = two.hana.phone.post("/threads", {{"members", {two.kens_id}}});
        REQUIRE(thread.status == 201);
        auto const path = "/threads/" + thread.word("id") + "/messages";
        json::value const body{{"text", "一通"}, {"client_id", "a"}};
        auto const first = two.hana.phone.post(path, body);
        auto const again = two.hana.phone.post(path, body);
        CHECK(first.word("id") == again.word("id"));
        for (int i = 0; i < 2; ++i) {
            auto const keyed = two.hana.phone.call(http::Method::post, path,
                                                   {{"text", "二通"}, {"client_id", "b"}},
                                                   {{"idempotency-key", "k"}});
            CHECK(keyed.status == 201);
        }
        CHECK(two.hana.phone.post(path, {{"text", "x"}}).status == 422);
        CHECK(two.hana.phone.post(path, {{"text", "x"}, {"client_id", "c"}, {"to", "1"}}).status ==
              422);
        CHECK(two.ken.get(path)["items"].as_array().size() == 2);
        // What was read before a change is not changed in ignorance.
        auto const at = "/threads/" + thread.word("id");
        auto const read = two.hana.phone.get(at);
        CHECK(two.hana.phone.patch(at, {{"muted", true}}, {{"if-match", read.etag}}).status == 200);
        CHECK(two.hana.phone.patch(at, {{"muted", false}}, {{"if-match", read.etag}}).status ==
              412);
    });
}

TEST_CASE("Several talk: who is added reads from there on, and all read who came and went") {
    in_each_town([](Town &town) {
        Writers two{town};
        auto const mei = town.settle("mei@rei.example", name_of("李", "梅", "り", "めい"));
        auto meis = Phone::of(town, "mei@rei.example");
        auto const card_of = [](Phone &one) {
            return std::string{one.get("/me")["cards"].at(0).at("id").as_string()};
        };
        auto const code =
            two.hana.phone.post("/exchange/codes", {{"card", card_of(two.hana.phone)}})
                .word("code");
        REQUIRE(
            meis.post("/exchange/codes/redeem", {{"code", code}, {"card", card_of(meis)}}).status ==
            201);
        two.left.open("/messages/new");
        CHECK(two.left.says("佐藤"));
        two.left.send("/messages/new", {{"member", two.kens_id},
                                        {"name", "勉強会"},
                                        {"text", "題材を決めましょう"},
                                        {"client_id", "n1"},
                                        {"do", "start"}});
        REQUIRE(two.left.status() == 200);
        auto const thread = two.left.path().substr(0, two.left.path().find_first_of("?#"));
        two.left.open(thread + "/about");
        two.left.send(thread + "/members", {{"q", "梅"}, {"do", "find"}});
        CHECK(two.left.says("name=\"history\""));
        two.left.send(thread + "/members", {{"member", mei.text()}, {"do", "add"}});
        REQUIRE(two.left.status() == 200);
        Browser third{town};
        third.log_in("mei@rei.example");
        third.open(thread);
        CHECK_FALSE(third.says("題材を決めましょう"));
        CHECK(third.says("ここからの内容が見えます"));
        CHECK(third.open("/messages?q=%E9%A1%8C%E6%9D%90").says("見つかりませんでした"));
        third.open(thread + "/about");
        CHECK(count_of(third.body(), "class=\"thread-row\"") == 3);
        CHECK_FALSE(third.says(thread + "/remove"));
        third.send(thread + "/leave", {});
        CHECK(third.open(thread).says("この会話からは抜けています"));
        CHECK(two.right.open(thread).says("抜けました"));
    });
}
