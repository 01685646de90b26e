// SPDX-License-Identifier: Apache-2.0
#include "feed/testing_posts.hpp"
#include "fetch/testing_site.hpp"
#include "support/darkroom.hpp"

using namespace goen;
using namespace goen::feed;
using namespace goen::feed::testing;

TEST_CASE(
    "The first link of a post is looked at once, by the server, and goes when it is edited away") {
    fetch::TestingSite site{[](std::string const &request, fetch::TestingSite::Send const &send) {
        bool const is_picture = request.find("GET /p.webp") == 0;
        send(is_picture ? fetch::TestingSite::page(sample_picture("plain.webp"), "image/webp")
                        : fetch::TestingSite::page("<title>展示会の案内</title><meta "
                                                   "property=og:image content=/p.webp>"));
    }};
    tests::in_each_circle([&](tests::Circle &circle) {
        fetch::Settings settings;
        settings.ports = {site.port()};
        settings.may_connect = [](fetch::Address const &) { return true; };
        settings.resolve = [](std::string const &) {
            return std::vector<std::string>{"127.0.0.1"};
        };
        Options options;
        options.links = settings;
        Square square{circle, options};
        square.open();
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const url = "http://mihon.example:" + std::to_string(site.port()) + "/fair";
        auto const id = square.post(hana, "ご案内です " + url + " です");
        auto const link_of = [&](bool is_there) {
            Link link;
            for (int i = 0; i < 400; ++i) {
                link = square.feed.find(ken.id, id)->link;
                if (link.empty() != is_there) break;
                std::this_thread::sleep_for(milliseconds{25});
            }
            return link;
        };
        auto const link = link_of(true);
        CHECK(link.title == "展示会の案内");
        CHECK(link.url == url);
        REQUIRE(link.picture);
        CHECK(square.feed.print(ken.id, link.picture->id, 640, "jpeg"));
        auto const asked = site.connections();
        CHECK(square.feed.find(ken.id, id)->pictures.empty());
        CHECK(site.connections() == asked); // readers ask nobody
        REQUIRE(square.feed.edit(hana.id, id, {"ご案内です", {}}));
        CHECK(link_of(false).empty());
        CHECK(count(circle.database, all_pictures) == 0);
    });
}

TEST_CASE("A link into the network that goen stands in is not looked at") {
    tests::in_each_circle([](tests::Circle &circle) {
        fetch::TestingSite site{[](std::string const &, fetch::TestingSite::Send const &send) {
            send(fetch::TestingSite::page("<title>秘密</title>"));
        }};
        fetch::Settings settings;
        settings.ports = {site.port()};
        Options options;
        options.links = settings;
        Square square{circle, options};
        square.open();
        auto const hana = circle.settle("山田", "花");
        auto const id =
            square.post(hana, "http://127.0.0.1:" + std::to_string(site.port()) + "/secret");
        for (int i = 0; i < 400 && count(circle.database, links_due) > 0; ++i)
            std::this_thread::sleep_for(milliseconds{25});
        CHECK(count(circle.database, links_due) == 0);
        CHECK(square.feed.find(hana.id, id)->link.empty());
        CHECK(site.connections() == 0);
    });
}
