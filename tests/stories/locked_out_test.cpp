// SPDX-License-Identifier: Apache-2.0
// Who is kept out, who must not be, and what the operator is told of it.
#include "app/proxy_warning.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <unistd.h>

using namespace goen;
using namespace goen::tests;

namespace {

struct Folder {
    std::string path = "/tmp/goen-locked-out-" + std::to_string(::getpid());
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

std::string text_of(std::string const &file) {
    std::stringstream all;
    all << std::ifstream{file}.rdbuf();
    return all.str();
}

} // namespace

TEST_CASE("A token for nothing can do nothing, at any door of the API") {
    in_each_town([](Town &town) {
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        Phone nobody{town, ""};
        auto const made = nobody.post("/tokens", {{"email", "hana@mihon.example"},
                                                  {"password", Town::password},
                                                  {"label", "nothing"},
                                                  {"scopes", boost::json::array{}}});
        REQUIRE(made.status == 201);
        Phone nothing{town, made.word("token")};
        int asked = 0;
        for (auto const &door : town.house.doors().apis()) {
            auto const &one = door.endpoint;
            if (one.who == web::Who::anyone || one.scope.empty()) continue;
            std::string path = one.path;
            for (auto at = path.find('{'); at != path.npos; at = path.find('{'))
                path.replace(at, path.find('}') - at + 1, "1");
            auto const answer = nothing.call(one.method, path);
            CHECK_MESSAGE(answer.status == 403, path);
            ++asked;
        }
        CHECK(asked > 20);
        auto const unknown = nobody.post("/tokens", {{"email", "hana@mihon.example"},
                                                     {"password", Town::password},
                                                     {"label", "typo"},
                                                     {"scopes", {"contact:read"}}});
        CHECK(unknown.status == 422);
        CHECK(unknown.text.find("contact:read") != std::string::npos);
    });
}

TEST_CASE("Every door at which a password is typed waits in the line of those who hash one") {
    in_each_town([](Town &town) {
        std::set<std::string> hashing;
        for (auto const &door : town.house.doors().pages())
            if (door.hashes_password) hashing.insert(door.pattern);
        CHECK(hashing == std::set<std::string>{"/join", "/login", "/reset/{secret}",
                                               "/settings/leave", "/settings/mail",
                                               "/settings/password"});
        for (auto const &door : town.house.doors().apis()) {
            auto const &body = door.endpoint.body;
            bool const asks =
                body && std::any_of(body->properties.begin(), body->properties.end(),
                                    [](auto const &one) { return one.name == "password"; });
            CHECK_MESSAGE(door.endpoint.hashes_password == asks, door.endpoint.path);
        }
        auto &pipeline = town.house.pipeline();
        auto const asks = [&](http::Method method, std::string path) {
            http::Request request;
            request.method = method, request.path = std::move(path);
            return pipeline.hashes_password(request);
        };
        CHECK(asks(http::Method::post, "/login"));
        CHECK(asks(http::Method::post, "/reset/abc"));
        CHECK(asks(http::Method::post, "/api/v1/tokens"));
        CHECK_FALSE(asks(http::Method::get, "/login"));
        CHECK_FALSE(asks(http::Method::post, "/forgot"));
        CHECK_FALSE(asks(http::Method::del, "/api/v1/tokens/1"));
        CHECK_FALSE(asks(http::Method::post, "/nowhere"));
    });
}

TEST_CASE("Refused tokens and guesses stand in the security log with their address") {
    in_each_town([](Town &town) {
        Folder const folder;
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto const file = folder.path + "/security.log";
        security_log::open(file);
        Phone wrong{town, "goen_1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
        CHECK(wrong.get("/me").status == 401);
        Browser guesser{town};
        guesser.open("/login").send(
            "/login", {{"email", "hana@mihon.example"}, {"password", "not her password"}});
        security_log::open("");
        auto const text = text_of(file);
        CHECK(text.find("event=token-refused account=- address=192.0.2.1\n") != text.npos);
        CHECK(text.find("event=log-in-failed account=") != text.npos);
        CHECK(text.find("AAAAAAA") == text.npos);
        CHECK(text.find("hana") == text.npos);
    });
}

TEST_CASE("Nobody puts the network's own name on a card, on the page or by the API") {
    in_each_town([](Town &town) {
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto phone = Phone::of(town, "hana@mihon.example");
        auto const card =
            std::string{phone.get("/cards")["items"].as_array()[0].at("id").as_string()};
        auto const network = town.house.config.network_name;
        for (auto const &name : {network, std::string{"管理者"}}) {
            boost::json::value const as{
                {"family", name}, {"given", ""}, {"family_kana", "てすと"}, {"given_kana", ""}};
            CHECK(phone.patch("/cards/" + card, {{"name", as}}).status == 422);
            CHECK(phone.post("/cards", {{"kind", "own"}, {"name", as}}).status == 422);
            CHECK(phone.patch("/me", {{"name", as}}).status == 422);
        }
    });
}

TEST_CASE("An untrusted proxy is told by goen check until a server runs that trusts it") {
    Folder const folder;
    app::Config config;
    config.data = folder.path;
    CHECK(app::proxy_warning(config).empty());
    app::note_untrusted_proxy(config, "10.1.2.3");
    CHECK(app::proxy_warning(config).find("10.1.2.3") != std::string::npos);
    app::forget_untrusted_proxy(config);
    CHECK(app::proxy_warning(config).empty());
    // By the settings alone: https outside, plain http inside, and nobody trusted.
    config.public_url = "https://goen.example";
    CHECK(app::proxy_warning(config).find("trusted-proxies") != std::string::npos);
    config.trusted_proxies = "127.0.0.1";
    CHECK(app::proxy_warning(config).empty());
    config.trusted_proxies.clear(), config.tls_certificate = "cert.pem";
    CHECK(app::proxy_warning(config).empty());
}
