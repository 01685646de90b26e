// SPDX-License-Identifier: Apache-2.0
// What people and programs who listen are told, through the doors of the whole house.
#include "api_things.hpp"
#include "http/open_body.hpp"

using namespace goen;
using namespace goen::tests;

namespace {

// Somebody who listens at one of the doors.
class Listener {
public:
    Listener(Town &town, http::Response response)
        : town_(town), response_(std::move(response)), body_(response_.open) {
        REQUIRE_MESSAGE(body_, response_.status << " " << response_.body);
    }
    static http::Response answer(Town &town, std::string const &token,
                                 std::vector<http::Header> headers = {}) {
        headers.emplace_back("authorization", "Bearer " + token);
        return town.house.handle(
            request_for(http::Method::get, "/api/v1/stream", {}, std::move(headers)));
    }
    static Listener by_token(Town &town, Phone const &phone, std::string const &after = {}) {
        std::vector<http::Header> headers;
        if (!after.empty()) headers.emplace_back("last-event-id", after);
        return {town, answer(town, phone.token(), std::move(headers))};
    }
    static Listener by_session(Town &town, Browser &browser) {
        return {town, browser.request(request_for(http::Method::get, "/stream"))};
    }

    // What came since the last look.
    std::string heard() {
        CHECK(town_.house.streams.wait_until_told(milliseconds{20'000}));
        std::string out;
        for (auto const &piece : body_->take()) {
            if (*piece != ":\n\n") out += *piece;
        }
        if (auto const at = out.rfind("id: "); at != out.npos)
            last_ = out.substr(at + 4, out.find('\n', at) - at - 4);
        return out;
    }
    bool hears(std::string_view event) {
        return heard().find("event: " + std::string{event} + "\n") != std::string::npos;
    }
    std::string const &last() const { return last_; }
    bool is_over() {
        heard();
        return body_->is_over();
    }
    void hang_up() { body_->leave(); }
    http::Response const &response() const { return response_; }

private:
    Town &town_;
    http::Response response_;
    std::shared_ptr<http::OpenBody> body_;
    std::string last_;
};

std::string card_of(Phone &phone) {
    return std::string{phone.get("/me")["cards"].at(0).at("id").as_string()};
}

Phone newcomer(Town &town, std::string const &mail) {
    town.settle(mail, name_of("李", "梅", "り", "めい"));
    return Phone::of(town, mail);
}

} // namespace

TEST_CASE("A request that arrives is told at once, on the page and to programs, and its badge") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto mei = newcomer(town, "mei@rei.example");
        REQUIRE(hana.phone.patch("/me", {{"reach", "anyone"}}).status == 200);
        Browser browser{town};
        browser.log_in("hana@mihon.example");
        auto page = Listener::by_session(town, browser);
        auto program = Listener::by_token(town, hana.phone);
        CHECK(page.response().header("content-type") == "text/event-stream");
        CHECK(page.response().header("cache-control").find("no-store") != std::string_view::npos);
        CHECK(page.response().header("x-accel-buffering") == "no");
        CHECK(page.heard().find("\"requests\":0") != std::string::npos);
        program.heard();

        auto const asked = mei.post("/exchange/requests", {{"to", hana.phone.get("/me").word("id")},
                                                           {"card", card_of(mei)},
                                                           {"message", "展示会でお会いしました"}});
        REQUIRE_MESSAGE(asked.status == 201, asked.text);
        auto const id = asked.word("id");
        for (auto *listener : {&page, &program}) {
            auto const heard = listener->heard();
            CHECK(heard.find("event: request\ndata: {\"id\":\"" + id + "\",\"state\":\"open\"}") !=
                  heard.npos);
            CHECK(heard.find("\"requests\":1") != heard.npos);
            CHECK(heard.find("展示会") == heard.npos);
        }
        // Put on hold: her own windows hear that, its sender hears nothing.
        auto sender = Listener::by_token(town, mei);
        sender.heard();
        REQUIRE(hana.phone.post("/exchange/requests/" + id + "/hold").status < 300);
        CHECK(page.heard().find("\"requests\":0") != std::string::npos);
        CHECK(sender.heard().empty());
        REQUIRE(
            hana.phone.post("/exchange/requests/" + id + "/accept", {{"card", card_of(hana.phone)}})
                .status < 300);
        CHECK(sender.heard().find("\"state\":\"accepted\"") != std::string::npos);
    });
}

TEST_CASE("Who was cut off goes on without a gap, and a tie that ended or a block closes at once") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto ken = Phone::of(town, "ken@mihon.example");
        auto const post = [&](char const *text) {
            auto const made = ken.post("/posts", {{"text", text}});
            REQUIRE_MESSAGE(made.status == 201, made.text);
            town.fresh.clock.advance(seconds{5});
            return made.word("id");
        };
        auto listener = Listener::by_token(town, hana.phone);
        listener.heard();
        auto const first = post("一つ目");
        CHECK(listener.heard().find(first) != std::string::npos);
        listener.hang_up();
        auto const second = post("二つ目"), third = post("三つ目");
        auto back = Listener::by_token(town, hana.phone, listener.last());
        auto const heard = back.heard();
        CHECK(heard.find(first) == heard.npos);
        CHECK(heard.find(second) != heard.npos);
        CHECK(heard.find(third) > heard.find(second));
        CHECK(heard.find("event: reload") == heard.npos);
        CHECK(heard.find("二つ目") == heard.npos); // that there is one, not what it says

        auto const kens = "/ties/" + hana.ken.text();
        REQUIRE(hana.phone.drop(kens).status == 204);
        post("四つ目");
        CHECK_FALSE(back.hears("post"));
        auto again = Listener::by_token(town, hana.phone, listener.last());
        CHECK_FALSE(again.hears("post"));
    });
}

TEST_CASE("A stream ends with the session or token it was opened with, and with them alone") {
    in_each_town([](Town &town) {
        Hana hana{town};
        Browser here{town}, there{town};
        here.log_in("hana@mihon.example");
        there.log_in("hana@mihon.example");
        auto at_here = Listener::by_session(town, here),
             at_there = Listener::by_session(town, there);
        auto const made = Phone::of(town, "hana@mihon.example");
        auto program = Listener::by_token(town, hana.phone), other = Listener::by_token(town, made);
        CHECK_FALSE(at_here.is_over());
        here.open("/").send("/logout", {});
        CHECK(at_here.is_over());
        CHECK_FALSE(at_there.is_over());
        CHECK_FALSE(program.is_over());
        auto const member = town.house.accounts.by_token(made.token());
        REQUIRE(member);
        REQUIRE(hana.phone.drop("/tokens/" + member->token.text()).status == 204);
        CHECK(other.is_over());
        CHECK_FALSE(program.is_over());
        // A new password ends all others.
        REQUIRE(town.house.accounts.change_password(member->member, {}, Town::password,
                                                    "another horse battery", "192.0.2.1"));
        CHECK(at_there.is_over());
        CHECK(program.is_over());
    });
}

TEST_CASE("Without a session or a token there is no stream, and HEAD opens none") {
    in_each_town([](Town &town) {
        Hana hana{town};
        CHECK(Listener::answer(town, "nobody").status == 401);
        Browser browser{town};
        auto const refused = browser.request(request_for(http::Method::get, "/stream"));
        CHECK(refused.status == 303);
        CHECK_FALSE(refused.open);
        auto const before = town.house.streams.readers();
        auto const head =
            town.house.handle(request_for(http::Method::head, "/api/v1/stream", {},
                                          {{"authorization", "Bearer " + hana.phone.token()}}));
        CHECK(head.status == 200);
        CHECK_FALSE(head.open);
        CHECK(town.house.streams.readers() == before);
    });
}
