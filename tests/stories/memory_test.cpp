// SPDX-License-Identifier: Apache-2.0
// A year with an address book: reminders, birthdays, tags on many at once, versions compared, and
// every step taken back. In the full and the plain edition; another member never sees any of it.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;
namespace json = boost::json;

namespace {

struct Ken {
    explicit Ken(Town &town) : browser(town) {
        town.settle("ken@mihon.example", name_of("佐々木", "健", "ささき", "けん"));
        browser.log_in("ken@mihon.example");
    }
    // A card on paper, typed in: the path of its page.
    std::string type_in(std::string const &family, std::string const &tags = "") {
        browser.open("/contacts/new").send("/contacts/new", {{"family", family}, {"tags", tags}});
        REQUIRE(browser.status() == 200);
        return browser.path();
    }
    static std::string id_of(std::string const &path) { return path.substr(10); }
    // The first path in this page that begins so, has a number there, and ends so.
    std::string path_in(std::string const &start, std::string_view end = "") const {
        auto const body = browser.body();
        for (auto at = body.find('"' + start); at != body.npos;
             at = body.find('"' + start, at + 1)) {
            auto const path = body.substr(at + 1, body.find('"', at + 1) - at - 1);
            if (path.ends_with(end) && path.size() > start.size() && path[start.size()] >= '0' &&
                path[start.size()] <= '9')
                return path;
        }
        FAIL("no such path: " << start);
        return {};
    }
    Browser browser;
};

// The page fits a keypad phone.
void fits(Browser &browser, std::string const &path) {
    browser.open(path);
    CHECK_MESSAGE(browser.status() == 200, path);
    CHECK_MESSAGE(browser.body().size() <= 9 * 1024, path << ": " << browser.body().size());
    CHECK_MESSAGE(browser.says("XHTML Basic 1.1"), path);
}

} // namespace

TEST_CASE("Ken is reminded on the next business day, on his home page, and finishes it") {
    in_each_town([](Town &town) { // Saturday, 3 October 2026
        Ken ken{town};
        auto const path = ken.type_in("高橋");
        CHECK(ken.browser.says(path + "/reminders"));
        ken.browser.open(path + "/reminders");
        CHECK(ken.browser.says("翌営業日　2026年10月5日（月）"));
        CHECK(ken.browser.says("1週間後　2026年10月13日（火）"));
        ken.browser.send(path + "/reminders",
                         {{"when", "next_business_day"}, {"note", "見積もりの返事"}});
        CHECK(ken.browser.status() == 200);
        CHECK_FALSE(ken.browser.open("/").says("見積もりの返事"));
        CHECK(ken.browser.open("/reminders").says("今後の予定"));
        town.fresh.clock.advance(std::chrono::hours{48});
        CHECK(ken.browser.open("/").says("見積もりの返事"));
        CHECK(ken.browser.open("/reminders").says("期日を迎えたもの"));
        ken.browser.send(ken.path_in("/reminders/", "/done"), {});
        CHECK(ken.browser.says("予定はありません"));
        CHECK_FALSE(ken.browser.open("/").says("見積もりの返事"));
        ken.browser.open("/reminders/done");
        ken.browser.send(ken.path_in("/reminders/", "/undo"), {}); // not done yet
        CHECK(ken.browser.says("見積もりの返事"));
    });
}

TEST_CASE("A day typed in 和暦 is taken, one that has passed comes back with what was typed") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const path = ken.type_in("高橋");
        ken.browser.open(path + "/reminders")
            .send(path + "/reminders",
                  {{"when", "typed"}, {"on", "昭和28年5月3日"}, {"note", "覚え書きです"}});
        CHECK(ken.browser.status() == 422);
        CHECK(ken.browser.says("過去の日付です"));
        CHECK(ken.browser.says("覚え書きです"));
        ken.browser.send(path + "/reminders",
                         {{"when", "next_business_day"}, {"on", "令和9年5月3日"}});
        CHECK(ken.browser.open("/reminders").says("2027年5月3日（月）"));
        CHECK(ken.browser.says("憲法記念日")); // it stays as typed, and says what day it is
        ken.browser.send("/reminders/years", {{"years", "era"}});
        CHECK(ken.browser.says("令和9年5月3日（月）"));
    });
}

TEST_CASE("A birthday is noted, shown in 和暦 or 西暦, and comes up in time") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const path = ken.type_in("高橋");
        ken.browser.open(path + "/dates")
            .send(path + "/dates", {{"kind", "birthday"}, {"date", "S28.10.10"}});
        CHECK(ken.browser.says("1953年10月10日（満72歳）"));
        ken.browser.send(path + "/dates", {{"kind", "founding"}, {"date", "いつか"}});
        CHECK(ken.browser.status() == 422);
        CHECK(ken.browser.says("いつか"));
        ken.browser.send(path + "/dates", {{"kind", "founding"}, {"date", "1950"}});
        CHECK(ken.browser.says("1950年（76年）"));
        CHECK(ken.browser.open("/reminders/dates").says("誕生日（満73歳）"));
        CHECK(ken.browser.open("/").says("誕生日（満73歳）"));
        ken.browser.open("/reminders").send("/reminders/years", {{"years", "era"}});
        CHECK(ken.browser.open(path).says("昭和28年10月10日（満72歳）"));
        ken.browser.open(path + "/dates");
        ken.browser.send(ken.path_in(path + "/dates/", "/delete"), {});
        CHECK_FALSE(ken.browser.says("昭和28年10月10日"));
        ken.browser.send(ken.path_in(path + "/dates/", "/restore"), {});
        CHECK(ken.browser.says("昭和28年10月10日"));
    });
}

TEST_CASE("Ken ticks two contacts and tags them, renames the tag, and undoes it, without script") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const a = ken.type_in("安藤"), b = ken.type_in("馬場"), c = ken.type_in("千葉");
        ken.browser.open("/contacts");
        CHECK(ken.browser.says("/contacts/choose"));
        ken.browser.open("/contacts/choose");
        ken.browser.send(
            "/contacts/choose",
            {{"c", Ken::id_of(a)}, {"c", Ken::id_of(b)}, {"new_tag", "勉強会"}, {"do", "on"}});
        CHECK(ken.browser.says("「勉強会」を2件の連絡先に付けました"));
        CHECK(ken.browser.open("/contacts?tag=%E5%8B%89%E5%BC%B7%E4%BC%9A").says("馬場"));
        CHECK_FALSE(ken.browser.says("千葉"));
        // The kept page of the list is new at once.
        ken.browser.open("/contacts/tags/edit?tag=%E5%8B%89%E5%BC%B7%E4%BC%9A")
            .send("/contacts/tags/rename", {{"tag", "勉強会"}, {"to", "読書会"}});
        CHECK(ken.browser.says("「勉強会」を「読書会」に変えました"));
        CHECK(ken.browser.open("/contacts").says("読書会"));
        ken.browser.open("/contacts/tags");
        ken.browser.send(ken.path_in("/contacts/tags/", "/undo"), {});
        CHECK(ken.browser.open("/contacts").says("勉強会"));
        ken.browser.open("/contacts/choose?q=%E5%8D%83%E8%91%89")
            .send("/contacts/choose",
                  {{"q", "千葉"}, {"all", "1"}, {"new_tag", "勉強会"}, {"do", "on"}});
        CHECK(ken.browser.open(c).says("勉強会"));
        ken.browser.open("/contacts/choose")
            .send("/contacts/choose", {{"new_tag", "x"}, {"do", "on"}});
        CHECK(ken.browser.status() == 422);
        CHECK(ken.browser.says("連絡先を1件以上選んでください"));
        ken.browser.send("/contacts/choose", {{"c", Ken::id_of(a)}, {"new_tag", ""}, {"do", "on"}});
        CHECK(ken.browser.status() == 422);
        CHECK(ken.browser.says("checked"));
    });
}

TEST_CASE("What Ken changed on a contact stands in its history, and is undone from there") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const path = ken.type_in("高橋");
        ken.browser.open(path).send(path, {{"memo", "犬が好き <b>"}, {"tags", "展示会"}});
        ken.browser.open(path + "/history");
        CHECK(ken.browser.says("犬が好き &lt;b&gt;"));
        CHECK(ken.browser.says("追加したタグ：「展示会」"));
        ken.browser.send(ken.path_in(path + "/history/"), {});
        CHECK(ken.browser.says("以前の変更を元に戻しました"));
        CHECK_FALSE(ken.browser.open(path).says("犬が好き"));
    });
}

TEST_CASE("Two versions of Hana's card are chosen by radio buttons and compared") {
    in_each_town([](Town &town) {
        Ken ken{town};
        town.settle("hana@mihon.example", name_of("髙﨑", "花", "たかさき", "はな"));
        auto hana = Phone::of(town, "hana@mihon.example"),
             phone = Phone::of(town, "ken@mihon.example");
        auto const card_of = [](Phone &of) {
            return std::string{std::string_view{of.get("/me")["cards"].at(0).at("id").as_string()}};
        };
        auto const id = hana.get("/me").word("id");
        auto const title = [&](char const *text) {
            return json::value{
                {"sides",
                 {{"ja",
                   {{"positions",
                     json::array{json::object{
                         {"company", "株式会社見本"}, {"title", text}, {"main", true}}}}}}}}};
        };
        REQUIRE(hana.patch("/cards/" + card_of(hana), title("課長")).status == 200);
        auto const code = hana.post("/exchange/codes", {{"card", card_of(hana)}});
        REQUIRE(phone
                    .post("/exchange/codes/redeem",
                          {{"code", code.word("code")}, {"card", card_of(phone)}})
                    .status == 201);
        REQUIRE(hana.patch("/cards/" + card_of(hana), title("部長")).status == 200);

        ken.browser.open("/contacts/" + id + "/ledger");
        CHECK(ken.browser.says("type=\"radio\""));
        ken.browser.open("/contacts/" + id + "/ledger/compare?from=1&to=2");
        CHECK(ken.browser.says("課長"));
        CHECK(ken.browser.says("部長"));
        CHECK(ken.browser.says("株式会社見本"));
        CHECK(ken.browser.open("/contacts/" + id + "/ledger/compare").status() == 200);
        CHECK(ken.browser.open("/contacts/" + id + "/ledger/compare?from=1&to=7").status() == 404);
        fits(ken.browser, "/contacts/" + id + "/ledger/compare?from=1&to=2&view=plain");

        auto const answer = phone.get("/contacts/" + id + "/ledger/compare?from=1&to=2");
        REQUIRE(answer.status == 200);
        auto const &changes = answer["changes"].as_array();
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].at("field") == "title");
        CHECK(changes[0].at("is") == "部長");
        CHECK(phone.get("/contacts/" + id + "/ledger/compare?from=0&to=2").status == 422);
    });
}

TEST_CASE("Another member finds none of it, by page or by API, and each answer is the one for what "
          "never was") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const path = ken.type_in("高橋", "秘密のタグ");
        ken.browser.open(path).send(path, {{"memo", "秘密のメモ"}});
        ken.browser.open(path + "/reminders")
            .send(path + "/reminders", {{"when", "one_week"}, {"note", "秘密の予定"}});
        ken.browser.open(path + "/dates")
            .send(path + "/dates", {{"kind", "other"}, {"label", "秘密の日"}, {"date", "10/10"}});
        town.settle("mei@mihon.example", name_of("李", "美", "り", "めい"));
        Browser mei{town};
        mei.log_in("mei@mihon.example");
        for (auto const *page :
             {"/", "/reminders", "/reminders/done", "/reminders/dates", "/contacts/long-ago",
              "/contacts/tags", "/contacts/choose", "/contacts"}) {
            mei.open(page);
            CHECK_MESSAGE(mei.status() == 200, page);
            CHECK_MESSAGE(!mei.says("秘密"), page);
        }
        for (auto const *page : {"/history", "/reminders", "/dates", "/ledger/compare"}) {
            auto const none = std::string{"/contacts/4242"} + page;
            mei.open(path + page);
            auto const status = mei.status();
            CHECK_MESSAGE(status == 404, page);
            CHECK_FALSE(mei.says("秘密"));
            CHECK(mei.open(none).status() == status);
        }
        auto phone = Phone::of(town, "mei@mihon.example");
        CHECK(phone.get("/reminders")["items"].as_array().empty());
        CHECK(phone.get("/reminders/dates?days=366")["items"].as_array().empty());
        CHECK(phone.get("/contacts/tags")["items"].as_array().empty());
        CHECK(phone.get("/contacts/tags/batches")["items"].as_array().empty());
        CHECK(phone.get("/contacts/long-ago")["items"].as_array().empty());
        CHECK(phone.get(path + "/history").status == 404);
        CHECK(phone.get(path + "/dates").status == 404);
        CHECK(
            phone.post("/reminders", {{"contact", Ken::id_of(path)}, {"in", "one_week"}}).status ==
            404);
    });
}

TEST_CASE("A program reminds, tags and undoes; what it may not say is refused") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const path = ken.type_in("高橋");
        auto const id = Ken::id_of(path);
        auto phone = Phone::of(town, "ken@mihon.example");
        auto made =
            phone.post("/reminders", {{"contact", id}, {"on", "R8.10.12"}, {"note", "電話"}});
        REQUIRE(made.status == 201);
        CHECK(made.word("on") == "2026-10-12");
        CHECK(made.word("holiday") == "スポーツの日");
        auto const reminder = "/reminders/" + made.word("id");
        CHECK(phone.patch(reminder, {{"in", "one_week"}}).word("on") == "2026-10-13");
        CHECK(phone.patch(reminder, {{"done", true}}).status == 200);
        CHECK(phone.get("/reminders")["items"].as_array().empty());
        CHECK(phone.get("/reminders?state=done")["items"].as_array().size() == 1);
        CHECK(phone.post(reminder + "/undo").status == 204);
        CHECK(phone.drop(reminder).status == 204);
        CHECK(phone.drop(reminder).status == 404);
        CHECK(phone.post("/reminders", {{"contact", id}}).status == 422);
        CHECK(phone.post("/reminders", {{"contact", id}, {"on", "1953"}}).status == 422);
        CHECK(phone.get("/reminders?after=77").status == 422);

        auto const born = phone.post(path + "/dates", {{"kind", "birthday"}, {"date", "5/3"}});
        REQUIRE(born.status == 201);
        CHECK(born["year"].is_null());
        CHECK(born.word("next") == "2027-05-03");
        CHECK(phone.drop(path + "/dates/" + born.word("id")).status == 204);

        auto const batch = phone.post("/contacts/tags/batches",
                                      {{"do", "put_on"}, {"tag", "VIP"}, {"contacts", {id}}});
        REQUIRE(batch.status == 200);
        CHECK(batch["changed"] == 1);
        auto const history = phone.get(path + "/history");
        REQUIRE(history["items"].as_array().size() == 1);
        CHECK(history["items"].at(0).at("batch") == true);
        CHECK(phone.drop("/contacts/tags/batches/" + batch.word("id")).status == 204);
        CHECK(phone.drop("/contacts/tags/batches/" + batch.word("id")).status == 409);
        CHECK(phone.post("/contacts/tags/batches", {{"do", "rename"}, {"tag", "x"}, {"to", "y"}})
                  .status == 404);
        CHECK(phone.patch(path, {{"memo", "一"}}).status == 200);
        auto const edit = phone.get(path + "/history")["items"].at(0).at("id");
        auto const undo =
            path + "/history/" + std::string{std::string_view{edit.as_string()}} + "/undo";
        CHECK(phone.post(undo).status == 204);
        CHECK(phone.post(undo).status == 409);
        CHECK(phone.get(path).word("memo").empty());
    });
}

TEST_CASE("Every page of reminders, dates, tags and history fits a keypad phone, however full") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const path = ken.type_in("高橋", "展示会");
        std::string long_note;
        for (int i = 0; i < 12; ++i) long_note += "たいへん長い覚え書き";
        for (int i = 0; i < 20; ++i) {
            REQUIRE(phone
                        .post("/reminders", {{"contact", Ken::id_of(path)},
                                             {"on", "2026-10-" + std::to_string(10 + i)},
                                             {"note", long_note}})
                        .status == 201);
            REQUIRE(phone.patch(path, {{"memo", long_note + std::to_string(i)}}).status == 200);
            REQUIRE(phone
                        .post(path + "/dates", {{"kind", "other"},
                                                {"label", "設立記念式典の日" + std::to_string(i)},
                                                {"date", "10/" + std::to_string(5 + i)}})
                        .status == 201);
            REQUIRE(phone
                        .post("/contacts",
                              {{"card", {{"name", {{"family", "佐藤" + std::to_string(i)}}}}},
                               {"tags", {"タグ" + std::to_string(i)}}})
                        .status == 201);
        }
        auto const done =
            "/reminders/" + std::string{std::string_view{
                                phone.get("/reminders")["items"].at(0).at("id").as_string()}};
        ken.browser.cookies["view"] = "plain";
        for (auto const &page :
             {std::string{"/reminders"}, std::string{"/reminders?row=8"},
              std::string{"/reminders/dates"}, done, path + "/reminders", path + "/dates",
              path + "/history", path, std::string{"/contacts/tags"},
              std::string{"/contacts/choose"}, std::string{"/contacts/tags/edit?tag=a"},
              std::string{"/contacts/long-ago"}, std::string{"/reminders/done"}, std::string{"/"}})
            fits(ken.browser, page);
    });
}

TEST_CASE("A memo or a meeting that is refused comes back on the whole page, with its reminders") {
    in_each_town([](Town &town) {
        Ken ken{town};
        auto const path = ken.type_in("高橋");
        REQUIRE(ken.browser.open(path).says(path + "/reminders"));
        ken.browser.send(path, {{"memo", std::string(10'001, 'x')}, {"tags", ""}});
        CHECK(ken.browser.status() == 422);
        CHECK(ken.browser.says("xxxxxxxxxx"));
        CHECK(ken.browser.says(path + "/reminders"));
        ken.browser.open(path).send(path + "/met", {{"on", "いつか"}, {"place", "展示会"}});
        CHECK(ken.browser.status() == 422);
        CHECK(ken.browser.says("展示会"));
        CHECK(ken.browser.says(path + "/reminders"));
    });
}
