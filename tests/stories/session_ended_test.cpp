// SPDX-License-Identifier: Apache-2.0
// What becomes of a form whose session had ended when it was sent: its writer logs in, sees what
// she wrote, and sends it by a tap of her own. Nobody else's form gets that far.
#include "base/text.hpp"
#include "support/form_fields.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

std::string const hana_mail = "hana@mihon.example";
std::string const memo = "展示会で名刺交換。\n\"次回\" は <b>10月</b> に";

struct OpenContact {
    explicit OpenContact(Town &town, std::string email = hana_mail)
        : mail(std::move(email)), hana(town) {
        town.settle(mail, name_of("山田", "花", "やまだ", "はな"));
        auto phone = Phone::of(town, mail);
        auto const made =
            phone.post("/contacts", {{"card", {{"name", {{"family", "佐藤"}, {"given", "健"}}}}},
                                     {"memo", "犬"}});
        REQUIRE(made.status == 201);
        contact = "/contacts/" + made.word("id");
        hana.log_in(mail).open(contact);
        REQUIRE(hana.status() == 200);
    }
    std::string mail, contact;
    Browser hana;

    std::string notes() const { return contact; }
    Fields notes_with(std::string const &text) const {
        return typed_into(fields_of(hana.body(), notes()), {{"memo", text}});
    }
    std::string stored(Town &town) const { return Phone::of(town, mail).get(contact).word("memo"); }
    void end_session(Town &town) {
        Browser other{town};
        other.log_in(mail).open("/settings/devices").send("/settings/devices/end-others", {});
    }
};

// The fields of a form as they stand, with some typed anew.
Browser &send_form(Browser &browser, std::string const &path, Fields const &typed = {}) {
    auto fields = typed_into(fields_of(browser.body(), path), typed);
    std::erase_if(fields, [](auto const &field) { return field.first == "csrf"; });
    return browser.send(path, fields);
}

std::string post(Browser &browser, std::string const &path, Fields const &fields,
                 std::vector<http::Header> headers) {
    std::string body;
    for (auto const &[name, value] : fields)
        body += (body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    auto const response =
        browser.request(request_for(http::Method::post, path, body, std::move(headers)));
    CHECK(response.status >= 400);
    return std::string{response.content()};
}

bool has(std::string_view page, std::string_view text) { return page.find(text) != page.npos; }

} // namespace

TEST_CASE("A memo saved after the session ended is there after the log-in, and is sent by a tap") {
    in_each_town([](Town &town) {
        OpenContact book{town};
        auto &hana = book.hana;
        auto const fields = book.notes_with(memo);
        book.end_session(town);
        hana.send(book.notes(), fields);
        CHECK(hana.status() == 401);
        CHECK(hana.says("ログアウトされていたため"));
        CHECK(book.stored(town) == "犬");

        // A wrong password loses nothing.
        send_form(hana, "/login", {{"email", hana_mail}, {"password", "not her password"}});
        CHECK(hana.status() == 401);
        send_form(hana, "/login", {{"email", hana_mail}, {"password", Town::password}});
        CHECK(hana.status() == 200);
        CHECK(hana.says("まだ送信されていません"));
        CHECK(hana.says("展示会で名刺交換。\n&quot;次回&quot; は &lt;b&gt;10月&lt;/b&gt; に"));
        CHECK(hana.says(book.notes()));
        CHECK(book.stored(town) == "犬"); // logging in alone sends nothing

        send_form(hana, book.notes());
        CHECK(hana.path() == book.contact);
        CHECK(book.stored(town) == memo);
    });
}

TEST_CASE("Whoever logged in again elsewhere meanwhile sends the old form by a tap as well") {
    in_each_town([](Town &town) {
        OpenContact book{town};
        auto const fields = book.notes_with(memo);
        auto const old_page = book.hana.body();
        book.end_session(town);
        Browser window{town};
        window.log_in(hana_mail);
        book.hana.cookies = window.cookies;
        book.hana.send(book.notes(), fields); // with the token of the ended session
        CHECK(book.hana.status() == 403);
        CHECK(book.hana.says("まだ送信されていません"));
        CHECK(book.stored(town) == "犬");
        send_form(book.hana, book.notes());
        CHECK(book.stored(town) == memo);
    });
}

TEST_CASE("Another member who logs in on the same browser is not shown what the first one wrote") {
    in_each_town([](Town &town) {
        OpenContact book{town};
        town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto const fields = book.notes_with(memo);
        book.end_session(town);
        book.hana.send(book.notes(), fields);
        REQUIRE(book.hana.says("ログアウトされていたため"));
        send_form(book.hana, "/login",
                  {{"email", "ken@mihon.example"}, {"password", Town::password}});
        CHECK(book.hana.path() == "/");
        CHECK(book.hana.says("別の会員が"));
        CHECK_FALSE(book.hana.says("展示会"));

        // Nor when he was logged in before the old form was sent.
        Browser window{town};
        window.log_in("ken@mihon.example");
        OpenContact other{town, "yuki@mihon.example"};
        auto const hers = other.notes_with(memo);
        other.end_session(town);
        other.hana.cookies = window.cookies;
        other.hana.send(other.notes(), hers);
        CHECK(other.hana.status() == 403);
        CHECK_FALSE(other.hana.says("展示会"));
    });
}

TEST_CASE("A form of another site is never put into a form of ours") {
    in_each_town([](Town &town) {
        OpenContact book{town};
        Browser stranger{town};
        Fields const forged{{"memo", "forged by another site"}, {"tags", ""}};
        std::string const ours = "http://127.0.0.1:8080";
        std::vector<std::vector<http::Header>> const from_others{
            {{"origin", "https://evil.example"}, {"referer", ours + book.contact}},
            {{"origin", "null"}},
            {{"sec-fetch-site", "cross-site"}, {"origin", ours}},
            {{"sec-fetch-site", "same-site"}, {"referer", ours + book.contact}},
            {{"referer", "https://evil.example/127.0.0.1:8080"}},
            {{"referer", "http://127.0.0.1:8080.evil.example/"}},
            {}, // an old browser that says nothing
        };
        for (auto const &headers : from_others) {
            for (auto *browser : {&stranger, &book.hana}) { // without a session, and with one
                auto const page = post(*browser, book.notes(), forged, headers);
                CHECK_FALSE(has(page, "value=\"forged"));
                CHECK_FALSE(has(page, "action=\"" + book.notes() + "\""));
            }
        }
        CHECK(book.stored(town) == "犬");
        // The same from a page of ours is carried.
        for (std::vector<http::Header> const &headers :
             {std::vector<http::Header>{{"origin", ours}},
              std::vector<http::Header>{{"sec-fetch-site", "same-origin"}},
              std::vector<http::Header>{{"referer", ours + book.contact}}}) {
            CHECK(has(post(stranger, book.notes(), forged, headers), "value=\"forged"));
        }
        // What a log-in carries is believed with the token of its page only.
        auto const page = post(stranger, "/login",
                               {{"email", hana_mail},
                                {"password", Town::password},
                                {"unsent_to", book.notes()},
                                {"unsent.memo", "forged by another site"}},
                               {{"origin", ours}});
        CHECK_FALSE(has(page, "action=\"" + book.notes() + "\""));
        CHECK(book.stored(town) == "犬");
    });
}

TEST_CASE("A refused form of somebody without a session lets her go back, but for the log-in") {
    in_each_town([](Town &town) {
        Browser guest{town};
        guest.open("/join").send("/join", {{"family", "高橋"}});
        CHECK(guest.status() == 422);
        CHECK(guest.header("cache-control") == "private, no-cache");
        guest.open("/login").send("/login", {{"email", "x"}, {"password", "y"}});
        CHECK(guest.header("cache-control") == "private, no-store");
    });
}

TEST_CASE("Passwords and files are not carried, nor a form in which nothing was typed") {
    in_each_town([](Town &town) {
        OpenContact book{town};
        auto &hana = book.hana;
        hana.open("/settings");
        book.end_session(town);
        hana.send("/settings/mail",
                  {{"email", "new@mihon.example"}, {"password", "secret sentence"}});
        CHECK(hana.status() == 401);
        CHECK(hana.says("new@mihon.example"));
        CHECK_FALSE(hana.says("secret sentence"));

        hana.open(book.contact + "/ledger"); // sent to the log-in
        hana.send_files("/contacts/import", {{"charset", "utf-8"}},
                        {{"file", "book.csv", "text/csv", "name\nfile of hers\n"}});
        CHECK(hana.status() == 401);
        CHECK(hana.says("ファイルは保持されません"));
        CHECK_FALSE(hana.says("file of hers"));

        hana.send("/settings/devices/end-others", {});
        CHECK(hana.says("もう一度お試しください"));
        CHECK_FALSE(hana.says("unsent"));
    });
}
