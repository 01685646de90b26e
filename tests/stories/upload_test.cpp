// SPDX-License-Identifier: Apache-2.0
// Files in forms, through the whole house: the token lies in a part, limits and refusals are in
// words.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

void make_operator(Town &town) {
    account::NewMember chief;
    chief.email = "chief@mihon.example", chief.password = Town::password;
    chief.name = name_of("会長", "一郎", "かいちょう", "いちろう");
    chief.is_operator = true, chief.is_confirmed = true;
    REQUIRE(town.house.accounts.add(chief));
}

} // namespace

TEST_CASE("The secretary sends the list as a file; without this page's token nothing is done") {
    in_each_town([](Town &town) {
        make_operator(town);
        Browser chief{town};
        chief.log_in("chief@mihon.example");
        std::string const list = "氏名,ふりがな,メール\n山田 花,やまだ はな,hana@mihon.example\n";
        auto const posted = chief.request(request_for(
            http::Method::post, "/admin/invite",
            "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.csv\"\r\n\r\n" +
                list + "\r\n--X--",
            {{"content-type", "multipart/form-data; boundary=X"}}));
        CHECK(posted.status == 403);
        CHECK(town.postman.letters_to("hana@mihon.example").empty());

        chief.open("/admin/invite");
        CHECK(chief.says("enctype=\"multipart/form-data\""));
        chief.send_files("/admin/invite", {{"list", ""}}, {{"file", "名簿.csv", "text/csv", list}});
        CHECK(chief.says("name=\"send\""));
        CHECK(town.postman.letters_to("hana@mihon.example").empty());
        chief.send_files("/admin/invite", {{"list", list}, {"send", "1"}}, {});
        CHECK(chief.status() == 200);
        CHECK(town.postman.letters_to("hana@mihon.example").size() == 1);
    });
}

TEST_CASE(
    "A form that cannot be read or is too large is refused in words, and nothing else happens") {
    in_each_town([](Town &town) {
        make_operator(town);
        Browser chief{town, "ja"};
        chief.log_in("chief@mihon.example").open("/admin/invite");
        auto const send = [&](std::string body, std::string type) {
            return chief.request(request_for(http::Method::post, "/admin/invite", std::move(body),
                                             {{"content-type", std::move(type)}}));
        };
        CHECK(send("--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n",
                   "multipart/form-data; boundary=X")
                  .status == 400);
        CHECK(send("--X--", "multipart/form-data").status == 400);
        CHECK(send("--X--", "multipart/mixed; boundary=X").status == 415);
        auto const huge =
            send(std::string(2 * 1024 * 1024 + 1, 'x'), "multipart/form-data; boundary=X");
        CHECK(huge.status == 413);
        CHECK(huge.content().find("2 MBを超えている") != std::string_view::npos);
        // A form without files keeps its usual limit, and so does the API.
        CHECK(town.house.pipeline().body_limit("/login") == 1024 * 1024);
        CHECK(town.house.pipeline().body_limit("/api/v1/cards") == 1024 * 1024);
        CHECK(town.house.pipeline().body_limit("/admin/invite") == 2 * 1024 * 1024);
        CHECK(town.house
                  .handle(request_for(http::Method::post, "/api/v1/cards",
                                      std::string(1024 * 1024 + 1, 'x')))
                  .status == 413);
    });
}
