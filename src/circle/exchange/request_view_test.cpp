// SPDX-License-Identifier: Apache-2.0
#include "exchange/request_view.hpp"

#include "web/page.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::exchange;

TEST_CASE("Two requests with the longest messages fit a plain page, and each is read whole") {
    http::Request request;
    request.path = request.target = "/requests";
    request.query.add("view", "plain");
    web::Visit visit{.request = request};
    visit.member = MemberId{3};
    visit.csrf = std::string(128, 'c');
    visit.network_name = "見本の会";
    std::string longest;
    for (std::size_t i = 0; i < max_message; ++i) longest += "縁";
    RequestsPage page;
    for (int i = 0; i < 2; ++i) {
        ReceivedRequest line;
        line.request.id = RequestId{1'000'000'000'000'000'000 - i};
        line.request.from = MemberId{1'000'000'000'000'000'000 + i};
        line.request.message = longest;
        line.card.name.family = "渡邉", line.card.name.given = "健太郎";
        line.card.name.family_kana = "わたなべ", line.card.name.given_kana = "けんたろう";
        line.has_page = true;
        line.in_common = {"高橋さん", "鈴木さん", "佐藤さん"};
        page.received.push_back(std::move(line));
    }
    page.received_before = RequestId{999'999'999'999'999'998};
    auto const markup = web::page(visit, "名刺交換の申し込み", requests_page(visit, page)).body;
    CHECK(markup.size() <= 9 * 1024);
    CHECK(markup.find(longest) != std::string::npos);
    CHECK(markup.find("/requests?before=1000000000000000000\"") != std::string::npos);
}
