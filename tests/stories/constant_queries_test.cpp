// SPDX-License-Identifier: Apache-2.0
// Every list costs the same few queries however long it is, and is of one moment. Each page and
// endpoint that is read stands in one of the tables below; the lists among them are filled with one
// line of everything, then with fifty, and what the database was asked must not differ: in a house
// just started, which holds nothing in memory, and once more after that.
#include "full_lists.hpp"
#include "support/counting_database.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace goen;
using namespace goen::tests;

namespace {

constexpr int few = 1, many = 50;
// What the frame around every page asks when nothing is in memory: whose session it is, and five
// counts of what waits. Of a program: whose token it is.
constexpr int snapshots_of_frame = 6, snapshots_of_token = 1;

struct List {
    std::string door;   // as it was hung
    std::string target; // with {friend} {written} {stranger} {asker} {import} put in
    int most = many;    // lines there can be: of some things one has no more
    int snapshots = 1;  // more where parts of a page are read one by one: its line says which
};

std::vector<List> const pages{
    // The book's part; the day's, which is kept by itself; the request beside it; whose posts come,
    // which is kept by itself too; outline and posts.
    {"/", "/", 20, 6},
    {"/feed", "/feed", 20, 3},
    {"/feed", "/feed?filter=close", 0, 3},
    {"/moves", "/moves", many, 2},
    {"/posts/new", "/posts/new", 20, 2},
    {"/posts/people", "/posts/people?q=%E3%81%BF%E3%81%BB%E3%82%93", 8},
    {"/posts/{id}", "/posts/{post}"},
    {"/posts/{id}/reactions", "/posts/{post}/reactions"},
    {"/posts/{id}/versions", "/posts/{own_post}/versions"},
    {"/m/{id}/posts", "/m/{friend}/posts", 20},
    {"/settings/feed", "/settings/feed"},
    {"/messages", "/messages", 30},
    {"/messages", "/messages?q=%E7%99%BA%E8%A8%80", 30, 2}, // what was found; its threads
    {"/messages/{id}", "/messages/{thread}"},
    {"/messages/{id}/newer", "/messages/{thread}/newer?after=0", many},
    {"/messages/{id}/about", "/messages/{thread}/about", many - 1},
    {"/messages/new", "/messages/new", 12},
    {"/settings/devices", "/settings/devices"},
    {"/settings/names", "/settings/names", 20},
    {"/settings/openings", "/settings/openings"},
    {"/invite", "/invite"},
    {"/admin", "/admin"},
    {"/admin", "/admin?q=%E8%A6%8B%E6%9C%AC"},
    {"/admin/applicants", "/admin/applicants"},
    {"/card", "/card", 20},
    {"/network/suggestions", "/network/suggestions", 20},
    {"/network/map", "/network/map?by=event"},
    {"/network/map", "/network/map?by=company&group=%E8%A6%8B%E6%9C%AC"},
    {"/exchange", "/exchange", 30},
    {"/requests", "/requests", 30},
    {"/notices", "/notices", 30},
    {"/blocked", "/blocked"},
    {"/people", "/people?q=%E3%81%BF%E3%81%BB%E3%82%93"},
    {"/search", "/search?q=%E3%81%BF%E3%81%BB%E3%82%93", 5, 3}, // of each kind
    {"/search", "/search?q=%E3%81%BF%E3%81%BB%E3%82%93&kind=people", 20},
    {"/search/suggest", "/search/suggest?q=%E3%81%BF%E3%81%BB%E3%82%93", 6},
    {"/contacts", "/contacts"},
    {"/contacts", "/contacts?sort=new"},
    {"/contacts", "/contacts?moved=1"},
    {"/contacts", "/contacts?index=%E3%81%9F"},
    {"/contacts", "/contacts?q=%E3%81%BF%E3%81%BB%E3%82%93"},
    {"/contacts/{id}", "/contacts/{written}", 7}, // of reminders and dates the first three each
    {"/contacts/{id}", "/contacts/{friend}"},
    {"/contacts/{id}/ledger", "/contacts/{friend}/ledger"},
    {"/contacts/{id}/ledger/compare", "/contacts/{friend}/ledger/compare?from=1&to=2"},
    {"/contacts/{id}/history", "/contacts/{written}/history"},
    {"/contacts/choose", "/contacts/choose"},
    {"/contacts/choose", "/contacts/choose?q=%E7%94%B0%E4%B8%AD"},
    {"/contacts/tags", "/contacts/tags"},
    {"/contacts/long-ago", "/contacts/long-ago"},
    {"/contacts/{id}/reminders", "/contacts/{written}/reminders"},
    {"/contacts/{id}/dates", "/contacts/{written}/dates", 20},
    {"/contacts/import", "/contacts/import", 20},
    {"/contacts/import/{id}", "/contacts/import/{import}"},
    {"/reminders", "/reminders"},
    {"/reminders/done", "/reminders/done"},
    {"/reminders/dates", "/reminders/dates"},
    {"/introductions", "/introductions"},
    {"/introductions/propose", "/introductions/propose?q=%E3%81%BF%E3%81%BB%E3%82%93"},
};

// Which show no list, or one of a handful of lines that cannot grow.
std::set<std::string> const pages_without_list{"/code",
                                               "/join",
                                               "/join/done",
                                               "/login",
                                               "/forgot",
                                               "/reset/{secret}",
                                               "/confirm/{secret}",
                                               "/settings",
                                               "/settings/choices",
                                               "/settings/mail",
                                               "/settings/password",
                                               "/settings/name",
                                               "/settings/leave",
                                               "/settings/letters",
                                               "/notices/settings",
                                               "/letters/off/{key}",
                                               "/settings/push",
                                               "/offline",
                                               "/sw.js",
                                               "/settings/archive",
                                               "/settings/archive.zip",
                                               "/settings/archive/look",
                                               "/admin/invite",
                                               "/admin/members/{id}",
                                               "/card/new",
                                               "/card/{id}/edit",
                                               "/card/{id}/preview",
                                               "/card/{id}/print",
                                               "/card/{id}/remove",
                                               "/card/{id}/pictures",
                                               "/card/{id}/qr",
                                               "/card/{id}.vcf",
                                               "/postal/{code}",
                                               "/m/{id}",
                                               "/m/{id}/paths",
                                               "/m/{id}/end",
                                               "/m/{id}/block",
                                               "/network/years",
                                               "/exchange/now",
                                               "/feed/newer",
                                               "/stream",
                                               "/messages/with/{id}",
                                               "/messages/{id}/{message}",
                                               "/messages/files/{id}",
                                               "/messages/files/{id}/{size}",
                                               "/settings/messages",
                                               "/posts/{id}/edit",
                                               "/posts/pictures/{id}/{size}",
                                               "/exchange/look",
                                               "/exchange/done",
                                               "/x/{secret}",
                                               "/x/{secret}/qr.png",
                                               "/x/{secret}/qr.svg",
                                               "/requests/new",
                                               "/contacts/new",
                                               "/contacts/{id}/edit",
                                               "/contacts/{id}/delete",
                                               "/contacts/{id}/invite",
                                               "/contacts/{id}.vcf",
                                               "/contacts/tags/edit",
                                               "/contacts/export",
                                               "/reminders/{id}",
                                               "/c/{token}",
                                               "/c/{token}/left",
                                               "/claim/{secret}",
                                               "/introductions/new",
                                               "/introductions/settings",
                                               "/introductions/{id}",
                                               "/pictures/{member}/{hash}/{size}"};

std::vector<List> const endpoints{
    {"/cards", "/cards", 20},
    {"/feed", "/feed", many, 3}, // whose posts come; its outline, from memory; its posts
    {"/posts/{id}/comments", "/posts/{post}/comments"},
    {"/posts/{id}/reactions", "/posts/{post}/reactions"},
    {"/posts/{id}/versions", "/posts/{own_post}/versions"},
    {"/members/{id}/posts", "/members/{friend}/posts"},
    {"/threads", "/threads"},
    {"/notices", "/notices"},
    {"/push/subscriptions", "/push/subscriptions", 0},
    {"/threads/{id}/messages", "/threads/{thread}/messages"},
    {"/messages", "/messages?q=%E7%99%BA%E8%A8%80"},
    {"/exchange/requests", "/exchange/requests?box=in"},
    {"/exchange/requests", "/exchange/requests?box=out"},
    {"/members", "/members?q=%E3%81%BF%E3%81%BB%E3%82%93"},
    {"/search", "/search?q=%E3%81%BF%E3%81%BB%E3%82%93&kind=people"},
    {"/blocked", "/blocked"},
    {"/graph/mutual", "/graph/mutual?with={asker}", 1},
    {"/graph/paths", "/graph/paths?to={stranger}", 1},
    {"/graph/suggestions", "/graph/suggestions"},
    {"/guests", "/guests"},
    {"/introductions", "/introductions?box=waiting"},
    {"/introductions", "/introductions?box=under_way"},
    {"/introductions", "/introductions?box=made"},
    {"/contacts", "/contacts"},
    {"/contacts", "/contacts?moved=true"},
    {"/contacts", "/contacts?q=%E3%81%BF%E3%81%BB%E3%82%93"},
    {"/contacts/{id}/ledger", "/contacts/{friend}/ledger"},
    {"/contacts/{id}/history", "/contacts/{written}/history"},
    {"/contacts/tags", "/contacts/tags"},
    {"/contacts/tags/batches", "/contacts/tags/batches", 0},
    {"/contacts/long-ago", "/contacts/long-ago"},
    {"/contacts/{id}/dates", "/contacts/{written}/dates", 20},
    {"/reminders", "/reminders?state=open"},
    {"/reminders", "/reminders?state=done"},
    {"/reminders/dates", "/reminders/dates"},
};
std::set<std::string> const endpoints_without_list{"/me",
                                                   "/posts/{id}",
                                                   "/pictures/{id}/{size}",
                                                   "/threads/{id}",
                                                   "/messages/{id}",
                                                   "/message-settings",
                                                   "/files/{id}",
                                                   "/files/{id}/{size}",
                                                   "/notices/settings",
                                                   "/push/key",
                                                   "/push/settings",
                                                   "/cards/{id}",
                                                   "/cards/{id}/preview",
                                                   "/ties/{member}",
                                                   "/members/{id}",
                                                   "/graph/degree",
                                                   "/introductions/{id}",
                                                   "/contacts/{id}",
                                                   "/contacts/{id}/ledger/compare",
                                                   "/reminders/{id}",
                                                   "/contacts/export",
                                                   "/contacts/{id}.vcf",
                                                   "/pictures/{member}/{hash}/{size}",
                                                   "/archive",
                                                   "/stream"};

std::string put_in(std::string target, Full const &full) {
    for (auto const &[mark, id] : {std::pair{"{friend}", full.friends[0].text()},
                                   {"{stranger}", full.strangers[0].text()},
                                   {"{asker}", full.askers[0].text()},
                                   {"{written}", full.written[0].text()},
                                   {"{post}", full.post.text()},
                                   {"{own_post}", full.own_post.text()},
                                   {"{thread}", full.thread.text()},
                                   {"{import}", full.import}}) {
        if (auto const at = target.find(mark); at != target.npos)
            target.replace(at, std::string_view{mark}.size(), id);
    }
    return target;
}

struct Cost {
    Reads cold, warm;
    std::size_t size = 0; // bytes of a page, lines of an endpoint's list
};

// Each in a house of its own: nothing is in memory at the first look.
Cost cost_of(FreshDatabase &fresh, app::Config const &config, std::string const &target,
             std::string const &cookie, std::string const &token) {
    fresh.open_again();
    CountingDatabase counting{*fresh};
    Town town{fresh, config, counting};
    Cost cost;
    auto const look = [&] {
        std::vector<http::Header> headers{{"accept-language", "ja"}};
        if (token.empty())
            headers.emplace_back("cookie", cookie);
        else
            headers.emplace_back("authorization", "Bearer " + token);
        auto request = request_for(http::Method::get, target, {}, std::move(headers));
        request.at = fresh.clock.now();
        counting.taken();
        auto const response = town.house.handle(std::move(request));
        auto const reads = counting.taken();
        REQUIRE_MESSAGE(response.status == 200, target);
        cost.size = response.content().size();
        if (!token.empty()) {
            auto const body = boost::json::parse(response.content()).as_object();
            cost.size = body.at("items").as_array().size();
        }
        return reads;
    };
    cost.cold = look();
    cost.warm = look();
    return cost;
}

std::vector<Cost> costs(FreshDatabase &fresh, app::Config const &config, int lines) {
    std::string cookie, token;
    std::vector<std::string> targets;
    {
        Town town{fresh, config};
        Full const full{town, lines};
        town.house.notices.derive();
        Browser browser{town};
        browser.log_in("hana@mihon.example");
        for (auto const &[name, value] : browser.cookies) cookie += name + "=" + value + "; ";
        token = Phone::of(town, "hana@mihon.example").token();
        for (auto const &list : pages) targets.push_back(put_in(list.target, full));
        for (auto const &list : endpoints) targets.push_back("/api/v1" + put_in(list.target, full));
    }
    std::vector<Cost> out;
    for (std::size_t i = 0; i < targets.size(); ++i)
        out.push_back(cost_of(fresh, config, targets[i], cookie, i < pages.size() ? "" : token));
    return out;
}

} // namespace

TEST_CASE("A list of fifty lines asks the database no more than a list of one, and for one moment "
          "only") {
    app::Config config;
    config.join = "approval";
    config.most_drafts = "0";
    std::vector<FreshDatabase::Engine> engines{FreshDatabase::Engine::sqlite};
    if (has_postgres()) engines.push_back(FreshDatabase::Engine::postgres);
    for (auto const engine : engines) {
        FreshDatabase one{engine}, fifty{engine};
        auto const short_lists = costs(one, config, few), long_lists = costs(fifty, config, many);
        for (std::size_t i = 0; i < short_lists.size(); ++i) {
            bool const is_page = i < pages.size();
            auto const &list = is_page ? pages[i] : endpoints[i - pages.size()];
            auto const &[cold, warm, size] = long_lists[i];
            auto const &before = short_lists[i];
            CAPTURE((is_page ? "" : "/api/v1") + list.target);
            // It is filled: a line of a page takes more than thirty bytes.
            auto const more = static_cast<std::size_t>(std::max(0, list.most - few));
            CHECK(size >= before.size + (is_page ? more * 30 : more > 0 ? 1 : 0));
            // A part whose few people are in memory already leaves its query out.
            CHECK(cold.queries <= before.cold.queries + 1);
            CHECK(warm.queries <= before.warm.queries + 1);
            CHECK(cold.snapshots ==
                  list.snapshots + (is_page ? snapshots_of_frame : snapshots_of_token));
            CHECK(before.cold.snapshots == cold.snapshots);
            CHECK(warm.snapshots <= cold.snapshots);
        }
    }
}

TEST_CASE("Every page and endpoint says whether it shows a list") {
    FreshDatabase fresh;
    Town town{fresh};
    std::set<std::string> known_pages = pages_without_list,
                          known_endpoints = endpoints_without_list;
    for (auto const &list : pages) known_pages.insert(list.door);
    for (auto const &list : endpoints) known_endpoints.insert(list.door);
    std::set<std::string> there_pages, there_endpoints;
    for (auto const &page : town.house.doors().pages()) {
        if (page.method == http::Method::get) there_pages.insert(page.pattern);
    }
    for (auto const &[endpoint, handler] : town.house.doors().apis()) {
        if (endpoint.method != http::Method::get) continue;
        there_endpoints.insert(endpoint.path);
        bool const has_items =
            endpoint.answer &&
            std::any_of(endpoint.answer->properties.begin(), endpoint.answer->properties.end(),
                        [](auto const &one) { return one.name == "items"; });
        CHECK_MESSAGE(has_items != endpoints_without_list.contains(endpoint.path), endpoint.path);
    }
    CHECK(there_pages == known_pages);
    CHECK(there_endpoints == known_endpoints);
}
