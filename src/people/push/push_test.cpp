// SPDX-License-Identifier: Apache-2.0
#include "push/push.hpp"

#include "account/testing_hall.hpp"
#include "base/base64.hpp"
#include "push/queries.hpp"
#include "push/testing_service.hpp"
#include "store/outcome_unknown.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace goen;
using namespace goen::push;
using account::testing::Hall;
using push::testing::Browser;
using push::testing::options_for;
using push::testing::Service;

namespace {

constexpr minutes hold{11};

// Hana and Ken, each logged in; a room that says of each thing its number, but for what was
// answered.
struct Office {
    Office(store::Database &database, StillClock &the_clock, IdMaker &id_maker)
        : hall(database, the_clock, id_maker), clock(the_clock), ids(id_maker),
          push(database, hall.accounts, id_maker, the_clock, hall.random,
               options_for(service.port())),
          hana(hall.settle("hana@mihon.example")), ken(hall.settle("ken@mihon.example")) {
        speak(push);
        hall.accounts.on_sign_out(
            [this](store::Writer &writer, MemberId who, account::Accounts::SignedOut how) {
                push.signed_out(writer, who, how);
            });
    }
    void speak(Push &of) {
        for (auto const kind : {Kind::request, Kind::message}) {
            of.written_by(kind,
                          [this](account::Member const &to,
                                 std::vector<std::int64_t> const &things) -> std::optional<Said> {
                              Said said{0, to.email, "/requests"};
                              for (auto const thing : things) {
                                  if (answered.contains(thing)) continue;
                                  ++said.count;
                                  said.text += " " + std::to_string(thing);
                              }
                              if (said.count == 0) return {};
                              return said;
                          });
        }
    }
    SessionId log_in(char const *email) {
        auto const entered = hall.log_in(email);
        REQUIRE(entered);
        return entered->session;
    }
    SubscriptionId subscribe(MemberId who, Browser const &browser, SessionId session) {
        auto const id = push.subscribe(who, browser.at(service.port(), session.value));
        REQUIRE(id);
        return *id;
    }
    void choose(MemberId who, std::vector<Kind> kinds, bool has_text = false) {
        REQUIRE(push.choose(who, [&](Settings) -> Result<Settings> {
            Settings next;
            for (auto const kind : kinds) next.set(kind, true);
            next.has_text = has_text;
            return next;
        }));
    }
    void happens(MemberId to, Kind kind, std::int64_t thing) {
        REQUIRE(hall.database.write([&](store::Writer &writer) -> Done {
            push.put(writer, to, kind, thing);
            return {};
        }));
    }
    std::vector<boost::json::object> sent_to(Browser const &browser) {
        push.send_due();
        return service.come_for(browser);
    }
    // The counts of what was sent, each in its message.
    std::vector<std::int64_t> counts(Browser const &browser) {
        std::vector<std::int64_t> found;
        for (auto const &one : sent_to(browser))
            found.push_back(one.at("count").to_number<std::int64_t>());
        return found;
    }

    Hall hall;
    StillClock &clock;
    IdMaker &ids;
    Service service;
    Push push;
    MemberId hana, ken;
    std::set<std::int64_t> answered;
};
using Counts = std::vector<std::int64_t>;

void in_each_office(std::function<void(Office &)> const &body) {
    tests::on_each_engine([&](store::Database &database, StillClock &clock, IdMaker &ids) {
        Office office{database, clock, ids};
        body(office);
    });
}

} // namespace

TEST_CASE("Every query of the push room is understood by both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE(
    "A member is notified of the kinds she has chosen, on each of her devices, and of nothing "
    "else") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"}, desk{"/desk"}, kens{"/ken"};
        office.subscribe(office.hana, phone, office.log_in("hana@mihon.example"));
        office.subscribe(office.ken, kens, office.log_in("ken@mihon.example"));
        office.happens(office.hana, Kind::request, 1);
        CHECK(office.counts(phone).empty()); // nothing chosen yet
        office.choose(office.hana, {Kind::request});
        CHECK(office.counts(phone).empty()); // nor what came before
        office.happens(office.hana, Kind::request, 2);
        office.happens(office.hana, Kind::request, 3);
        office.happens(office.hana, Kind::message, 4);
        CHECK(office.counts(phone) == Counts{2});
        CHECK(office.counts(phone).empty());
        office.subscribe(office.hana, desk, office.log_in("hana@mihon.example"));
        office.happens(office.hana, Kind::request, 5);
        CHECK(office.counts(phone) == Counts{1});
        CHECK(office.counts(desk) == Counts{1});
        office.happens(office.hana, Kind::request, 6);
        office.choose(office.hana, {});
        office.choose(office.hana, {Kind::request});
        CHECK(office.counts(desk).empty()); // what waited went with the choice
        CHECK(office.counts(kens).empty());
        // A kind of letters is the same kind here.
        REQUIRE(office.hall.database.write([&](store::Writer &writer) -> Done {
            office.push.put(writer, office.hana, letter::Kind::request, 7);
            return {};
        }));
        CHECK(office.counts(desk) == Counts{1});
        CHECK(office.service.come_for(kens).empty());
    });
}

TEST_CASE(
    "A notification says its kind and how many; what it is about, only to whoever allows it") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"};
        auto const session = office.log_in("hana@mihon.example");
        office.subscribe(office.hana, phone, session);
        office.choose(office.hana, {Kind::request, Kind::message});
        office.happens(office.hana, Kind::request, 1);
        auto said = office.sent_to(phone);
        REQUIRE(said.size() == 1);
        CHECK(said[0].at("kind") == "request");
        CHECK(said[0].at("body") == "名刺交換の申し込みが1件あります");
        CHECK(said[0].at("title") == "ご縁の会");
        CHECK(said[0].at("url") == "/requests");
        CHECK(said[0].at("lang") == "ja");
        CHECK_FALSE(said[0].contains("text"));
        CHECK(boost::json::serialize(said[0]).find("mihon") == std::string::npos);
        office.choose(office.hana, {Kind::request}, true);
        auto in_english = phone.at(office.service.port(), session.value);
        in_english.language = i18n::Language::en;
        REQUIRE(office.push.subscribe(office.hana, in_english));
        office.happens(office.hana, Kind::request, 2);
        said = office.sent_to(phone);
        REQUIRE(said.size() == 1);
        CHECK(said[0].at("body") == "1 request to exchange cards");
        CHECK(said[0].at("text") == "hana@mihon.example 2");
        for (auto const &request : office.service.requests()) {
            CHECK(request.find("\r\nTTL: 86400\r\n") != request.npos);
            CHECK(request.find("\r\nUrgency: normal\r\n") != request.npos);
            CHECK(request.find("\r\nTopic: ") != request.npos);
            CHECK(request.find("mihon") == request.npos);
        }
    });
}

TEST_CASE("Of what was answered meanwhile nothing is said, and about nothing nothing is sent") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"};
        office.subscribe(office.hana, phone, office.log_in("hana@mihon.example"));
        office.choose(office.hana, {Kind::request});
        office.happens(office.hana, Kind::request, 1);
        office.happens(office.hana, Kind::request, 2);
        office.answered = {1};
        CHECK(office.counts(phone) == Counts{1});
        office.happens(office.hana, Kind::request, 3);
        office.answered = {1, 3};
        CHECK(office.counts(phone).empty());
        office.answered.clear();
        office.clock.advance(hold);
        CHECK(office.counts(phone).empty()); // it is done with
    });
}

TEST_CASE("A dead subscription is dropped; a service that is busy is tried again ever more slowly, "
          "for a day") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"}, desk{"/desk"};
        auto const session = office.log_in("hana@mihon.example");
        office.subscribe(office.hana, phone, session);
        office.choose(office.hana, {Kind::request, Kind::message});

        office.service.answer = "503 Busy";
        office.happens(office.hana, Kind::request, 1);
        CHECK(office.counts(phone) == Counts{1});
        CHECK(office.counts(phone).empty());
        office.happens(office.hana, Kind::message, 2); // nor another kind meanwhile
        CHECK(office.counts(phone).empty());
        office.clock.advance(minutes{1});
        office.service.answer = "429 Too Many\r\nRetry-After: 3600";
        CHECK(office.sent_to(phone).size() >= 1);
        office.clock.advance(minutes{59});
        CHECK(office.counts(phone).empty());
        office.clock.advance(minutes{1});
        office.service.answer = "201 Created";
        auto const said = office.sent_to(phone);
        CHECK(said.size() == 2);
        CHECK(office.push.subscriptions(office.hana)[0].sent == office.clock.now());

        office.service.answer = "500 Oh";
        office.happens(office.hana, Kind::request, 3);
        int tries = 0;
        for (int i = 0; i < 60; ++i, office.clock.advance(minutes{30}))
            tries += static_cast<int>(office.sent_to(phone).size());
        CHECK(tries > 5);
        CHECK(tries < 16);
        office.service.answer = "201 Created";
        office.clock.advance(std::chrono::hours{7});
        CHECK(office.counts(phone).empty()); // given up

        office.subscribe(office.hana, desk, session);
        office.service.answer = "410 Gone";
        office.happens(office.hana, Kind::request, 4);
        office.push.send_due();
        CHECK(office.push.subscriptions(office.hana).empty());
        CHECK(office.service.come_for(desk).size() == 1);
        office.service.answer = "201 Created";
        office.happens(office.hana, Kind::request, 5);
        CHECK(office.counts(desk).empty());
        // The browser asks anew.
        office.subscribe(office.hana, desk, session);
        office.happens(office.hana, Kind::request, 6);
        CHECK(office.counts(desk) == Counts{1});
        // What it will not take is let go.
        office.service.answer = "413 Too Large";
        office.happens(office.hana, Kind::request, 7);
        CHECK(office.counts(desk) == Counts{1});
        office.clock.advance(std::chrono::hours{2});
        CHECK(office.counts(desk).empty());
        CHECK(office.push.subscriptions(office.hana).size() == 1);
    });
}

TEST_CASE("What one process sends no other sends; after a crash it is sent again under the same "
          "mark, never lost") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"};
        office.subscribe(office.hana, phone, office.log_in("hana@mihon.example"));
        office.choose(office.hana, {Kind::request});
        Push other{office.hall.database, office.hall.accounts, office.ids,
                   office.clock,         office.hall.random,   options_for(office.service.port())};
        office.speak(other);
        int by_other = 0;
        office.service.before_answer = [&] {
            if (by_other++ == 0) other.send_due();
        };
        office.happens(office.hana, Kind::request, 1);
        CHECK(office.counts(phone) == Counts{1});
        CHECK(by_other == 1);
        office.service.before_answer = nullptr;
        CHECK(other.server_key() == office.push.server_key());

        // The process dies between the push service and the database.
        office.happens(office.hana, Kind::request, 2);
        office.push.written_by(Kind::request, [](auto const &, auto const &things) {
            if (things.size() == 1) throw Trouble{"killed"};
            return std::optional<Said>{};
        });
        CHECK(office.counts(phone).empty());
        other.send_due();
        CHECK(office.service.come_for(phone).empty()); // still held
        office.clock.advance(hold);
        other.send_due();
        auto const again = office.service.come_for(phone);
        REQUIRE(again.size() == 1);
        CHECK(again[0].at("count") == 1);
        // As if it had died after the service took it.
        office.happens(office.hana, Kind::request, 2);
        other.send_due();
        auto const twice = office.service.come_for(phone);
        REQUIRE(twice.size() == 1);
        CHECK(twice[0].at("mark") == again[0].at("mark"));
        auto const topic = "\r\nTopic: " + std::string{again[0].at("mark").as_string()} + "\r\n";
        CHECK(office.service.requests().back().find(topic) != std::string::npos);
    });
}

TEST_CASE("A subscription ends with the session that made it, and all of them with the password") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"}, desk{"/desk"}, program{"/program"};
        auto const on_phone = office.log_in("hana@mihon.example"),
                   at_desk = office.log_in("hana@mihon.example");
        office.subscribe(office.hana, phone, on_phone);
        office.subscribe(office.hana, desk, at_desk);
        office.choose(office.hana, {Kind::request});
        office.happens(office.hana, Kind::request, 1);
        REQUIRE(office.hall.accounts.log_out(office.hana, on_phone));
        CHECK(office.push.subscriptions(office.hana).size() == 1);
        CHECK(office.counts(phone).empty());
        CHECK(office.service.come_for(desk).size() == 1);

        auto const token = office.hall.accounts.make_token("hana@mihon.example", Hall::password,
                                                           "p", "", Hall::here);
        REQUIRE(token);
        REQUIRE(
            office.push.subscribe(office.hana, program.at(office.service.port(), token->id.value)));
        REQUIRE(office.hall.accounts.end_other_sessions(office.hana, at_desk));
        CHECK(office.push.subscriptions(office.hana).size() == 2);
        REQUIRE(office.hall.accounts.end_token(office.hana, token->id));
        CHECK(office.push.subscriptions(office.hana).size() == 1);

        // Sessions that end by themselves: nothing is sent even before they are tidied away.
        office.clock.advance(std::chrono::days{31});
        office.hall.accounts.tidy();
        office.happens(office.hana, Kind::request, 2);
        CHECK(office.counts(desk).empty());
        CHECK(office.push.subscriptions(office.hana).empty());
        auto const anew = office.log_in("hana@mihon.example");
        office.subscribe(office.hana, desk, anew);
        office.push.tidy();
        CHECK(office.push.subscriptions(office.hana).size() == 1);
        REQUIRE(office.hall.accounts.change_password(office.hana, anew, Hall::password,
                                                     "another good sentence", Hall::here,
                                                     {false, false}));
        CHECK(office.push.subscriptions(office.hana).empty());
        office.happens(office.hana, Kind::request, 3);
        CHECK(office.counts(desk).empty());
    });
}

TEST_CASE("The same browser is one device, and belongs to whoever is logged in there now") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"};
        auto const hanas = office.log_in("hana@mihon.example"),
                   kens = office.log_in("ken@mihon.example");
        auto const id = office.subscribe(office.hana, phone, hanas);
        CHECK(office.subscribe(office.hana, phone, hanas) == id);
        office.choose(office.hana, {Kind::request});
        office.choose(office.ken, {Kind::request});
        office.happens(office.hana, Kind::request, 1);
        auto const taken = office.subscribe(office.ken, phone, kens);
        CHECK(taken != id);
        CHECK(office.push.subscriptions(office.hana).empty());
        CHECK(office.counts(phone).empty());
        office.happens(office.hana, Kind::request, 2);
        office.happens(office.ken, Kind::request, 3);
        CHECK(office.counts(phone) == Counts{1});

        // Nobody removes another's.
        CHECK_FALSE(office.push.unsubscribe(office.hana, taken));
        CHECK(office.push.subscriptions(office.ken).size() == 1);
        // The browser has got a new endpoint.
        Browser const renewed{"/renewed"};
        auto typed = renewed.at(office.service.port(), kens.value);
        typed.replaces = phone.at(office.service.port(), 0).endpoint;
        REQUIRE(office.push.subscribe(office.ken, typed));
        CHECK(office.push.subscriptions(office.ken).size() == 1);
        // Another's is not replaced.
        typed = phone.at(office.service.port(), hanas.value);
        typed.replaces = renewed.at(office.service.port(), 0).endpoint;
        REQUIRE(office.push.subscribe(office.hana, typed));
        CHECK(office.push.subscriptions(office.ken).size() == 1);
        REQUIRE(office.push.unsubscribe(office.ken, office.push.subscriptions(office.ken)[0].id));
        CHECK(office.push.subscriptions(office.ken).empty());
    });
}

TEST_CASE("Endpoints and keys that are none are refused, and so is the twenty-first device") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"};
        auto const session = office.log_in("hana@mihon.example");
        auto const good = phone.at(office.service.port(), session.value);
        auto const is_refused = [&](NewSubscription const &typed) {
            auto const done = office.push.subscribe(office.hana, typed);
            return !done && done.why().reason == Reason::invalid;
        };
        auto const port = ":" + std::to_string(office.service.port());
        for (std::string const &endpoint :
             {std::string{}, std::string{"push"}, "ftp://127.0.0.1" + port + "/a",
              "http://127.0.0.2" + port + "/a", "http://10.0.0.1" + port + "/a",
              "http://[::1]" + port + "/a", "http://[::ffff:127.0.0.1]" + port + "/a",
              "http://localhost" + port + "/a", "http://2130706433" + port + "/a",
              "http://0x7f.1" + port + "/a", std::string{"http://127.0.0.1:25/a"},
              "http://user@127.0.0.1" + port + "/a", "http://127.0.0.1" + port + "/a\r\nX: y",
              "http://127.0.0.1" + port + "/" + std::string(1'000, 'a')}) {
            CAPTURE(endpoint);
            auto typed = good;
            typed.endpoint = endpoint;
            CHECK(is_refused(typed));
        }
        for (auto const &key :
             {std::string{}, std::string{"AAAA"}, base64url(std::string(65, '\0')),
              base64url("\x04" + std::string(64, '\x01')),
              base64url(phone.keys.point.substr(0, 64)), std::string(300, 'A'),
              std::string{"鍵"}}) {
            CAPTURE(key);
            auto typed = good;
            typed.p256dh = key;
            CHECK(is_refused(typed));
            typed = good;
            typed.auth = key;
            CHECK(is_refused(typed));
        }
        auto typed = good;
        typed.label = std::string(101, 'a');
        CHECK(is_refused(typed));
        typed.label = "a\x01";
        CHECK(is_refused(typed));
        typed = good;
        typed.p256dh += "="; // as some programs write it
        CHECK(office.push.subscribe(office.hana, typed));
        for (int i = 1; i < most_subscriptions; ++i) {
            typed.endpoint = good.endpoint + std::to_string(i);
            REQUIRE(office.push.subscribe(office.hana, typed));
        }
        typed.endpoint = good.endpoint + "/more";
        auto const more = office.push.subscribe(office.hana, typed);
        REQUIRE_FALSE(more);
        CHECK(more.why().reason == Reason::conflict);
        CHECK(office.push.subscribe(office.hana, good)); // one that is there
    });
}

TEST_CASE("Outside of tests only https on public addresses is taken") {
    in_each_office([](Office &office) {
        Push strict{office.hall.database, office.hall.accounts, office.ids, office.clock,
                    office.hall.random};
        Browser const phone{"/phone"};
        auto typed = phone.at(443, office.log_in("hana@mihon.example").value);
        for (auto const *endpoint :
             {"https://127.0.0.1/a", "https://192.168.1.1/a", "https://[fd00::1]/a",
              "https://169.254.169.254/a", "http://push.example/a", "https://push.example:8443/a",
              "https://localhost/a", "https://metadata/a"}) {
            CAPTURE(endpoint);
            typed.endpoint = endpoint;
            CHECK_FALSE(strict.subscribe(office.hana, typed));
        }
        typed.endpoint = "https://push.example/a";
        CHECK(strict.subscribe(office.hana, typed));
    });
}

TEST_CASE("Nobody is notified before her address is proven, nor after leaving") {
    in_each_office([](Office &office) {
        Browser const phone{"/phone"};
        office.subscribe(office.hana, phone, office.log_in("hana@mihon.example"));
        office.choose(office.hana, {Kind::request}, true);
        office.happens(office.hana, Kind::request, 1);
        REQUIRE(office.hall.database.write([&](store::Writer &writer) -> Done {
            office.push.member_leaves(writer, office.hana);
            return {};
        }));
        CHECK(office.counts(phone).empty());
        CHECK(office.push.subscriptions(office.hana).empty());
        CHECK(office.push.settings(office.hana) == Settings{});

        account::NewMember newcomer;
        newcomer.email = "mei@mihon.example", newcomer.password = Hall::password;
        newcomer.name = account::testing::name_of("林", "芽衣", "はやし", "めい");
        auto const mei = office.hall.accounts.add(newcomer);
        REQUIRE(mei);
        Browser const hers{"/mei"};
        office.subscribe(*mei, hers, office.log_in("mei@mihon.example"));
        office.choose(*mei, {Kind::request});
        office.happens(*mei, Kind::request, 2);
        CHECK(office.counts(hers).empty());
    });
}
