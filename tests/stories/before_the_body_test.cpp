// SPDX-License-Identifier: Apache-2.0
// What the house says by the head of a request alone, and what it puts into the head of each
// answer.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

constexpr std::size_t unknown_body = 64 * 1024;

std::optional<http::Response> refusal(Town &town, http::Method method, std::string const &target,
                                      std::vector<http::Header> headers = {}) {
    return town.house.pipeline().body_refusal(request_for(method, target, {}, std::move(headers)),
                                              unknown_body);
}

int status(std::optional<http::Response> const &refusal) { return refusal ? refusal->status : 0; }

std::string cookies_of(Browser const &browser) {
    std::string jar;
    for (auto const &[name, value] : browser.cookies)
        jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    return jar;
}

} // namespace

TEST_CASE("A large body is taken from a member, and from nobody else") {
    in_each_town([](Town &town) {
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        Browser hana{town};
        hana.log_in("hana@mihon.example");
        auto phone = Phone::of(town, "hana@mihon.example");
        auto const post = http::Method::post;
        std::vector<http::Header> const session{{"cookie", cookies_of(hana)}},
            token{{"authorization", "Bearer " + phone.token()}};

        CHECK(status(refusal(town, post, "/settings/archive", session)) == 0);
        CHECK(status(refusal(town, post, "/settings/archive")) == 401);
        CHECK(status(refusal(town, post, "/settings/archive", {{"cookie", "goen=1.planted"}})) ==
              401);
        CHECK(status(refusal(town, post, "/admin/invite", session)) == 404); // no operator
        CHECK(status(refusal(town, post, "/nowhere", session)) == 404);
        CHECK(status(refusal(town, http::Method::put, "/login", session)) == 405);
        // Where nobody needs to be known, nothing large is taken.
        auto const log_in = refusal(
            town, post, "/login",
            {{"content-type", "application/x-www-form-urlencoded"}, {"accept-language", "ja"}});
        CHECK(status(log_in) == 413);
        CHECK(log_in->content().find("64 KBを超えている") != std::string_view::npos);

        CHECK(status(refusal(town, post, "/api/v1/contacts/import", token)) == 0);
        CHECK(status(refusal(town, post, "/api/v1/contacts/import")) == 401);
        CHECK(status(refusal(town, post, "/api/v1/contacts/import", session)) == 401);
        CHECK(status(refusal(town, post, "/api/v1/tokens", token)) == 413);
        CHECK(status(refusal(town, post, "/api/v1/nowhere", token)) == 404);
        auto const narrow = phone.call(post, "/tokens",
                                       {{"email", "hana@mihon.example"},
                                        {"password", Town::password},
                                        {"label", "reads"},
                                        {"scopes", {"cards:read"}}});
        REQUIRE(narrow.status == 201);
        CHECK(status(refusal(town, post, "/api/v1/contacts/import",
                             {{"authorization", "Bearer " + narrow.word("token")}})) == 403);
    });
}

TEST_CASE("A network at an https address tells browsers to come by https from then on") {
    auto const header = [](http::Response const &response) {
        return response.header("strict-transport-security");
    };
    app::Config config;
    config.public_url = "https://goen.example";
    in_each_town(
        [&](Town &town) {
            for (auto const *path : {"/", "/login", "/nowhere", "/healthz", "/api/v1/me"}) {
                CAPTURE(path);
                CHECK(header(town.house.handle(request_for(http::Method::get, path))) ==
                      "max-age=31536000");
            }
            auto &pipeline = town.house.pipeline();
            auto const login = request_for(http::Method::post, "/login");
            CHECK(header(pipeline.refused(400, "No request.", login)) == "max-age=31536000");
            CHECK(header(pipeline.too_large(login)) == "max-age=31536000");
            CHECK(header(*pipeline.body_refusal(login, unknown_body)) == "max-age=31536000");
        },
        config);
    in_each_town([&](Town &town) {
        CHECK(header(town.house.handle(request_for(http::Method::get, "/login"))).empty());
    });
}
