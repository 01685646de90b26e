// SPDX-License-Identifier: Apache-2.0
#include "membership/membership_doors.hpp"
#include "support/databases.hpp"
#include "web/schema.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::membership;
namespace json = boost::json;

namespace {

struct NoPostman final : mail::Postman {
    bool post(mail::Letter) override { return true; }
};

struct Api {
    Api() : accounts(*fresh, fresh.ids, fresh.clock, random, postman, {1, 8192}, {}) {
        add_api(doors, *fresh, accounts, cards);
        account::NewMember hana;
        hana.email = "hana@mihon.example", hana.password = "ten thousand cranes",
        hana.is_confirmed = true;
        hana.name.family = "山田", hana.name.given = "花", hana.name.family_kana = "やまだ",
        hana.name.given_kana = "はな";
        member = *accounts.add(hana);
    }
    tests::FreshDatabase fresh;
    SystemRandom random;
    NoPostman postman;
    account::Accounts accounts;
    card::Cards cards{*fresh, fresh.ids, fresh.clock};
    web::Doors doors;
    MemberId member;

    web::Doors::Api const &door(http::Method method, std::string_view path) {
        for (auto const &one : doors.apis()) {
            if (one.endpoint.method == method && one.endpoint.path == path) return one;
        }
        FAIL("no such endpoint");
        return doors.apis().front();
    }
    // As the pipeline does: the body is checked against the declaration first.
    Result<web::ApiAnswer> call(http::Method method, std::string const &path,
                                std::string const &body = "{}", std::string const &id = {}) {
        auto const &one = door(method, path);
        auto const parsed = web::parse_json(body);
        REQUIRE(parsed);
        if (one.endpoint.body) {
            auto errors = web::check(*one.endpoint.body, *parsed);
            if (!errors.empty())
                return Refusal{Reason::invalid, "The body is not valid.", std::move(errors), {}};
        }
        http::Request request;
        request.peer = "192.0.2.1";
        web::Visit visit{request};
        visit.member = member;
        if (!id.empty()) visit.path_params = {{"id", id}};
        auto answer = one.handler({visit, parsed->as_object()});
        if (answer && one.endpoint.answer) {
            CHECK(answer->status == one.endpoint.status);
            auto const errors = web::check(*one.endpoint.answer, answer->value);
            for (auto const &error : errors) FAIL_CHECK(error.field << " " << error.why.msgid);
        }
        return answer;
    }
};

} // namespace

TEST_CASE("A program gets a token with mail address and password, and it works until it is ended") {
    Api api;
    auto const made = api.call(
        http::Method::post, "/tokens",
        R"({"email":"hana@mihon.example","password":"ten thousand cranes","label":"同期","scopes":["account:read"]})");
    REQUIRE(made);
    auto const secret = std::string{made->value.at("token").as_string()},
               id = std::string{made->value.at("id").as_string()};
    CHECK(api.accounts.by_token(secret)->scopes == "account:read");
    auto const ended = api.call(http::Method::del, "/tokens/{id}", "{}", id);
    REQUIRE(ended);
    CHECK(ended->status == 204);
    CHECK_FALSE(api.accounts.by_token(secret));
    CHECK(api.call(http::Method::del, "/tokens/{id}", "{}", id).why().reason == Reason::not_found);
}

TEST_CASE(
    "Scopes: none named is everything, an empty list is nothing, an unknown one is refused by "
    "name") {
    Api api;
    auto const scopes_for = [&](std::string const &scopes) {
        auto const made = api.call(
            http::Method::post, "/tokens",
            R"({"email":"hana@mihon.example","password":"ten thousand cranes","label":"x")" +
                scopes + "}");
        REQUIRE(made);
        return api.accounts.by_token(std::string{made->value.at("token").as_string()})->scopes;
    };
    CHECK(scopes_for("") == "");
    CHECK(scopes_for(R"(,"scopes":[])") == account::no_scope);
    CHECK(scopes_for(R"(,"scopes":["account:read","account:write"])") ==
          "account:read account:write");
    for (auto const unknown : {"account:everything", "none", "account:read account:write", "*"}) {
        auto const refused = api.call(
            http::Method::post, "/tokens",
            R"({"email":"hana@mihon.example","password":"ten thousand cranes","label":"x","scopes":["account:read",")" +
                std::string{unknown} + "\"]}");
        REQUIRE_FALSE(refused);
        CHECK(refused.why().reason == Reason::invalid);
        CHECK(refused.why().fields.front().field == "scopes.1");
        CHECK(refused.why().fields.front().why.args.front() == unknown);
    }
    CHECK(api.accounts.tokens(api.member).size() == 3);
}

TEST_CASE("No token without the password, and the words do not tell whether the account exists") {
    Api api;
    auto const wrong =
        api.call(http::Method::post, "/tokens",
                 R"({"email":"hana@mihon.example","password":"wrong wrong","label":"x"})");
    auto const unknown =
        api.call(http::Method::post, "/tokens",
                 R"({"email":"nobody@mihon.example","password":"wrong wrong","label":"x"})");
    CHECK(wrong.why().reason == Reason::unauthenticated);
    CHECK(wrong.why().message.msgid == unknown.why().message.msgid);
}

TEST_CASE("I read myself and change name, language, bridge and reach; what I do not name stays") {
    Api api;
    auto const me = api.call(http::Method::get, "/me");
    REQUIRE(me);
    CHECK(me->value.at("kana").as_string() == "やまだ はな");
    CHECK(me->value.at("reach").as_string() == "distance_two");
    auto const changed = api.call(
        http::Method::patch, "/me",
        R"({"reach":"code_only","bridge":true,"name":{"family":"鈴木","family_kana":"すずき"}})");
    REQUIRE(changed);
    CHECK(changed->value.at("name").at("family").as_string() == "鈴木");
    CHECK(changed->value.at("name").at("given").as_string() == "花");
    CHECK(changed->value.at("reach").as_string() == "code_only");
    CHECK(changed->value.at("bridge").as_bool());
    CHECK(changed->value.at("language").as_string() == "ja");
}

TEST_CASE("Nothing else of me can be changed that way, and a bad name changes nothing at all") {
    Api api;
    for (auto const body : {R"({"operator":true})", R"({"is_operator":true})", R"({"id":"1"})",
                            R"({"email":"eve@mihon.example"})", R"({"confirmed":true})",
                            R"({"reach":"everyone"})", R"({"bridge":"yes"})",
                            R"({"language":"fr"})", R"({"name":"山田"})", R"({"name":null})"}) {
        auto const refused = api.call(http::Method::patch, "/me", body);
        CHECK_MESSAGE(!refused, body);
    }
    auto const half =
        api.call(http::Method::patch, "/me", R"({"reach":"anyone","name":{"family":"🍣"}})");
    REQUIRE_FALSE(half);
    CHECK(api.accounts.find(api.member)->reach == account::Reach::distance_two);
    CHECK_FALSE(api.accounts.find(api.member)->is_operator);
}
