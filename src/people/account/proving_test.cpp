// SPDX-License-Identifier: Apache-2.0
#include "account/device.hpp"
#include "account/password.hpp"
#include "account/queries.hpp"
#include "account/testing_hall.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"
#include "base/throttle.hpp"
#include "mail/address.hpp"

#include <rapidcheck.h>

#include <atomic>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace goen;
using namespace goen::account;
using namespace goen::account::testing;

namespace {

// Processor time of this thread: what a log-in costs, however busy the machine is with other
// things.
std::chrono::nanoseconds worked() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

} // namespace

TEST_CASE("Every query of the account room prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE(
    "Mail addresses as people have them are taken, also docomo's old ones and Japanese domains") {
    for (auto const good :
         {"hana@mihon.example", "a..b.@docomo.ne.jp", "hana@例え.jp", "  hana+goen@mihon.example　",
          "o'hara@x.example", "hana_1-2@a-b.c.example", "1@2.example"}) {
        CHECK_MESSAGE(parse_email(good).has_value(), good);
    }
    CHECK(*parse_email(" hana@mihon.example ") == "hana@mihon.example");
    CHECK(mail_key("Hana@MIHON.example") == mail_key("hana@mihon.example"));
    CHECK(mail_key("a@例え.jp") == mail_key("a@xn--r8jz45g.jp"));
}

TEST_CASE("What is not one mail address is refused, and a full-width ＠ is explained") {
    std::string const long_local(65, 'a'), long_domain = "a@" + std::string(64, 'b') + ".example",
                                           long_all = "a@" + std::string(260, 'b');
    for (std::string const &bad : {std::string{"\"a b\"@x.example"},
                                   std::string{"a@[127.0.0.1]"},
                                   std::string{"a@127.0.0.1"},
                                   std::string{"a@b"},
                                   std::string{""},
                                   std::string{"@x.example"},
                                   std::string{"a@"},
                                   std::string{"a@x.example,b@y.example"},
                                   std::string{"a@x.example b@y.example"},
                                   std::string{"a@x.example\r\nBcc: b@y.example"},
                                   std::string{"a@x.example;b@y.example"},
                                   std::string{"a@@x.example"},
                                   std::string{"Hana <a@x.example>"},
                                   std::string{"a@x..example"},
                                   std::string{"a@-x.example"},
                                   std::string{".a@x.example"},
                                   std::string{"a@x.example\0b", 13},
                                   std::string{"a@x\xE3\x80\x82"
                                               "example"},
                                   std::string{"花@x.example"},
                                   std::string{"a@x.exam\xE2\x80\x8Bple"},
                                   long_local + "@x.example",
                                   long_domain,
                                   long_all,
                                   std::string(100'000, 'a')}) {
        CHECK_MESSAGE(!parse_email(bad).has_value(), bad.substr(0, 60));
    }
    auto const full_width = parse_email("hana＠mihon.example");
    REQUIRE_FALSE(full_width);
    CHECK(full_width.why().message.msgid.find("full-width") != std::string::npos);
}

TEST_CASE("Whatever is typed, an accepted mail address is one address, on one line, and safe in a "
          "letter's head") {
    bool const holds = rc::check("one address only", [] {
        auto const parts =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "a", "hana", "@", "@", ".", "..", ",", ";", " ", "\r\n", "\n", "\"", "<", ">",
                "x.example", "例え", "\xC2\x85", "＠", "、", "\xE2\x80\xA8", "Bcc:", "\\", "\t",
                std::string(1, '\0')));
        std::string typed;
        for (auto const &part : parts) typed += part;
        auto const email = parse_email(typed);
        if (!email) return;
        RC_ASSERT(mail::is_one_address(*email));
        RC_ASSERT(email->find_first_of("\r\n,; \"<>\\") == std::string::npos);
        RC_ASSERT(std::count(email->begin(), email->end(), '@') == 1);
    });
    CHECK(holds);
}

TEST_CASE("Passwords are counted in characters as people see them") {
    for (auto const bad :
         {"", "short", "123456789", "ああああ", "ぱすわーどです", "🍣🍣🍺🍺", "パスワードパスワド",
          "👨‍👩‍👧👩‍👩‍👦👨‍👨‍👦🍣🍺",
          "a\u0301b\u0301c\u0301d\u0301e\u0301"}) {
        auto const refused = check_password(bad);
        REQUIRE_FALSE_MESSAGE(refused.has_value(), bad);
        CHECK(refused.why().message.msgid.find("10 characters") != std::string::npos);
    }
    CHECK_FALSE(check_password(std::string(900, 'x') + std::string(102, 'y')).has_value());
    for (auto const good :
         {"correct horse", "  spaces at both ends  ", "春はあけぼの、夏は夜。",
          "🍣🍺👩‍👩‍👦🎏🗻🚃🌸🍵🎐🏯", "がぎぐげございじずぜ"})
        CHECK_MESSAGE(check_password(good).has_value(), good);
}

TEST_CASE("A password that says a few characters over and over is refused") {
    for (auto const bad :
         {"aaaaaaaaaaaa", "ああああああああああ", "abababababab", "1212121212", "abcabcabca",
          "abcdabcdabcd", "12345 12345 12345", "1234512345", "🍣🍺🍣🍺🍣🍺🍣🍺🍣🍺", "passwordpassword",
          "sakurasakura", "AaAaAaAaAaAa", "－－－－－－－－－－－"})
        CHECK_MESSAGE(!check_password(bad).has_value(), bad);
    CHECK(check_password("the same the same twice").has_value());
    CHECK(check_password("correct horse correct horse").has_value());
}

TEST_CASE("The ten thousand passwords that are guessed first are refused in any case and width") {
    for (auto const bad : {"1234567890", "qwertyuiop", "QWERTYUIOP", "１２３４５６７８９０",
                           "password123", "Password 123", "12345 67890", "basketball", "manchester",
                           "sakura1234", "ｐａｓｓｗｏｒｄ１２３", "1qaz2wsx3edc", "krasavchik"})
        CHECK_MESSAGE(!check_password(bad).has_value(), bad);
    // Rows that everybody has learnt by heart.
    for (auto const bad :
         {"あいうえおかきくけこ", "コケクキカオエウイア", "いろはにほへとちりぬるを",
          "cdefghijklmn", "zyxwvutsrqpo", "３４５６７８９０１２"})
        CHECK_MESSAGE(!check_password(bad).has_value(), bad);
}

TEST_CASE("What others know of her is no password: her name, her address, the network's name") {
    PasswordOwner const hana{
        "hana.yamada@mihonshokai.example",
        {"長宗我部山田", "花子", "", "ちょうそかべやまだ", "はなこ", "Yamada", "Hanako"},
        "見本商工会青年部の会"};
    for (auto const bad :
         {"hana.yamada@mihonshokai.example", "HANA.YAMADA", "mihonshokai", "mihonshokai.example",
          "YamadaHanako", "hanako yamada", "ちょうそかべやまだはなこ", "チョウソカベヤマダハナコ",
          "hanakohanako", "yamadayamada", "見本商工会青年部の会", "見本 商工会 青年部の会"})
        CHECK_MESSAGE(!check_password(bad, hana).has_value(), bad);
    for (auto const good :
         {"hana.yamada eats sushi", "yamada and the cranes", "見本商工会青年部の会へようこそ"})
        CHECK_MESSAGE(check_password(good, hana).has_value(), good);
}

TEST_CASE("When the machine has no memory to check a password, that is trouble and no wrong "
          "password") {
    Passwords passwords{{1, 64u << 20}};
    auto const hash = passwords.hash("ten thousand cranes");
    CHECK(passwords.is_right("ten thousand cranes", hash));
    // In a child of its own, which may have only a little more than it has now.
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::ifstream statm{"/proc/self/statm"};
        std::size_t pages = 0;
        statm >> pages;
        rlimit room{};
        room.rlim_cur = room.rlim_max = pages * 4096 + (32u << 20);
        ::setrlimit(RLIMIT_AS, &room);
        try {
            ::_exit(passwords.is_right("ten thousand cranes", hash) ? 1 : 2);
        } catch (Trouble const &) {
            ::_exit(0);
        }
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("Behind a proxy nobody told of, a guesser stops neither log-ins nor letters of others") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example"), hall.settle("ken@mihon.example");
        for (auto const proxy : {"127.0.0.1", "10.1.2.3", "::1", "fd00::7", "::ffff:192.168.1.9"}) {
            for (int i = 0; i < 60; ++i) {
                (void)hall.log_in("nobody" + std::to_string(i) + "@mihon.example",
                                  "guess number one", proxy);
                (void)hall.accounts.forgot("nobody" + std::to_string(i) + "@mihon.example", proxy);
            }
            CHECK(hall.log_in("ken@mihon.example", Hall::password, proxy).has_value());
            CHECK(hall.accounts.forgot("ken@mihon.example", proxy).has_value());
        }
        // The account itself is still guarded, and its owner not stopped for more than a minute.
        for (int i = 0; i < 200; ++i)
            (void)hall.log_in("hana@mihon.example", "guess number one", "127.0.0.1");
        auto const blocked = hall.log_in("hana@mihon.example", Hall::password, "127.0.0.1");
        REQUIRE_FALSE(blocked);
        CHECK(blocked.why().retry_after <= seconds{60});
        CHECK(hall.log_in("ken@mihon.example", Hall::password, "127.0.0.1").has_value());
    });
}

TEST_CASE("Failed and braked log-ins stand in the security log, without password and address of "
          "mail") {
    std::string const file = "/tmp/goen-security-" + std::to_string(::getpid()) + ".log";
    std::filesystem::remove(file);
    security_log::open(file);
    tests::FreshDatabase fresh;
    Hall hall{*fresh, fresh.clock, fresh.ids};
    hall.settle("hana@mihon.example");
    for (int i = 0; i < 7; ++i) (void)hall.log_in("Hana@mihon.example", "guess number one");
    (void)hall.log_in("hana@mihon.example", Hall::password, "198.51.100.7"); // right: no line
    for (int i = 0; i < 60; ++i) (void)hall.accounts.forgot("x@mihon.example", "198.51.100.8");
    security_log::open("");
    std::stringstream all;
    all << std::ifstream{file}.rdbuf();
    auto const text = all.str();
    std::filesystem::remove(file);
    auto const who = " account=" + account_hash("hana@mihon.example") + " address=192.0.2.1\n";
    CHECK(text.find("event=log-in-failed" + who) != std::string::npos);
    CHECK(text.find("event=log-in-braked" + who) != std::string::npos);
    CHECK(text.find("event=letters-braked") != std::string::npos);
    for (auto const private_word : {"hana", "mihon", "guess", "198.51.100.7"})
        CHECK(text.find(private_word) == std::string::npos);
}

TEST_CASE("Hana logs in, is known by her cookie, and is nobody after logging out") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        auto const entered = hall.log_in(" Hana@Mihon.example ");
        REQUIRE(entered);
        CHECK(entered->member == hana);
        auto const who = hall.accounts.by_session(entered->secret);
        REQUIRE(who);
        CHECK(who->member == hana);
        CHECK(who->info.name.display() == "山田 花");
        CHECK(who->csrf_key.size() == 64);
        CHECK(hall.accounts.sessions(hana).front().device == "Firefox, Linux");
        CHECK(hall.accounts.log_out(hana, entered->session).has_value());
        CHECK_FALSE(hall.accounts.by_session(entered->secret));
    });
}

TEST_CASE("Each log-in makes a new session, so that a secret planted before it opens nothing") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        auto const first = hall.log_in("hana@mihon.example"),
                   second = hall.log_in("hana@mihon.example");
        REQUIRE(first);
        REQUIRE(second);
        CHECK(first->secret != second->secret);
        CHECK(hall.accounts.by_session(first->secret)->csrf_key !=
              hall.accounts.by_session(second->secret)->csrf_key);
        for (std::string const &planted :
             {std::string{}, std::string{"x"}, std::string{"1.planted"},
              first->member.text() + '.' + std::string(43, 'A'), first->secret + "x",
              "9" + first->secret, std::string(10'000, 'a'), sha256_hex(first->secret)}) {
            CHECK_FALSE(hall.accounts.by_session(planted));
        }
    });
}

TEST_CASE("A wrong password and an unknown address are refused in the same words") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        auto const wrong = hall.log_in("hana@mihon.example", "not her password"),
                   unknown = hall.log_in("nobody@mihon.example", "not her password");
        REQUIRE_FALSE(wrong);
        REQUIRE_FALSE(unknown);
        CHECK(wrong.why().reason == Reason::unauthenticated);
        CHECK(unknown.why().reason == Reason::unauthenticated);
        CHECK(wrong.why().message.msgid == unknown.why().message.msgid);
        CHECK(wrong.why().fields.empty());
        CHECK(unknown.why().fields.empty());
    });
}

TEST_CASE("A wrong password and an unknown address cost the same time") {
    tests::FreshDatabase fresh;
    SystemRandom random;
    OpenPostman postman;
    // Dear enough that hashing is what takes the time.
    Accounts accounts{*fresh, fresh.ids, fresh.clock, random, postman, {2, 8u << 20}};
    NewMember member;
    member.email = "hana@mihon.example", member.password = Hall::password,
    member.name = name_of("山田", "花");
    REQUIRE(accounts.add(member));
    NewMember imported = member;
    imported.email = "imported@mihon.example", imported.password = "";
    REQUIRE(accounts.add(imported));
    auto const fastest = [&](std::string_view email) {
        auto best = std::chrono::nanoseconds::max();
        for (int i = 0; i < 5; ++i) {
            fresh.clock.advance(std::chrono::hours{2});
            auto const start = worked();
            CHECK_FALSE(accounts.log_in(email, "not the password", "192.0.2.1", ""));
            best = std::min(best, worked() - start);
        }
        return std::chrono::duration<double>(best).count();
    };
    auto const known = fastest("hana@mihon.example"), unknown = fastest("nobody@mihon.example"),
               without = fastest("imported@mihon.example");
    CHECK(unknown > known * 0.5);
    CHECK(unknown < known * 2.0);
    CHECK(without > known * 0.5);
}

TEST_CASE("A guesser is made to wait longer and longer, whether the account exists or not, and "
          "time forgives") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        for (auto const email : {"nobody@mihon.example", "hana@mihon.example"}) {
            int checked = 0, waits = 0;
            seconds longest{0};
            for (int i = 0; i < 30; ++i) {
                auto const tried = hall.log_in(email, "guess number " + std::to_string(i),
                                               email); // a place for each, to see the pair alone
                REQUIRE_FALSE(tried);
                if (tried.why().reason == Reason::too_many) {
                    ++waits;
                    longest = std::max(longest, tried.why().retry_after);
                    hall.clock.advance(tried.why().retry_after);
                } else {
                    ++checked;
                }
            }
            CHECK(waits >= 10);
            CHECK(longest >= seconds{512});
            CHECK(longest <= seconds{900});
            CHECK(checked < 21);
        }
        // The right password does not pass either while the guesser's wait lasts, and passes after
        // it.
        (void)hall.log_in("hana@mihon.example", "one guess more", "hana@mihon.example");
        CHECK(
            hall.log_in("hana@mihon.example", Hall::password, "hana@mihon.example").why().reason ==
            Reason::too_many);
        hall.clock.advance(std::chrono::hours{2});
        CHECK(hall.log_in("hana@mihon.example", Hall::password, "hana@mihon.example").has_value());
    });
}

TEST_CASE("Nobody can lock Hana out of her account from elsewhere for more than a minute") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        for (int i = 0; i < 200; ++i)
            (void)hall.log_in("hana@mihon.example", "guess number one",
                              "198.51.100." + std::to_string(i));
        auto const blocked = hall.log_in("hana@mihon.example");
        REQUIRE_FALSE(blocked);
        CHECK(blocked.why().reason == Reason::too_many);
        CHECK(blocked.why().retry_after <= seconds{60});
        hall.clock.advance(seconds{61});
        CHECK(hall.log_in("hana@mihon.example").has_value());
    });
}

TEST_CASE("One password tried on a thousand accounts from one place is stopped") {
    in_each_hall([](Hall &hall) {
        int checked = 0;
        for (int i = 0; i < 1000; ++i) {
            auto const tried = hall.log_in("person" + std::to_string(i) + "@mihon.example",
                                           "sakura sakura", "2001:db8::" + std::to_string(i % 9));
            checked += tried.why().reason == Reason::unauthenticated;
        }
        CHECK(checked <= 40);
    });
}

TEST_CASE("The brake's memory is bounded, and one household's IPv6 addresses are one") {
    StillClock clock{*parse_rfc3339("2026-10-03")};
    Throttle throttle{clock, 1, seconds{900}, 100};
    for (int i = 0; i < 10'000; ++i) throttle.failed("key" + std::to_string(i));
    CHECK(throttle.size() == 100);
    CHECK(throttle.wait_for("key9999") > seconds{0});
    CHECK(throttle.wait_for("key0") == seconds{0});
    CHECK(peer_key("2001:db8:1::1") == peer_key("2001:db8:1:0:1:1:1:1"));
    CHECK(peer_key("2001:db8:1:2:3:4:5:6") == peer_key("2001:db8:1:2::1"));
    CHECK(peer_key("2001:db8:1:2::1") != peer_key("2001:db8:1:3::1"));
    CHECK(peer_key("::ffff:192.0.2.1") == peer_key("192.0.2.1"));
}

TEST_CASE("A session ends after thirty days of rest, or ninety in all, and being seen is written "
          "down later") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        auto const resting = hall.log_in("hana@mihon.example");
        hall.clock.advance(std::chrono::days{29});
        auto const seen_before = hall.accounts.sessions(hana).front().last_seen;
        CHECK(hall.accounts.by_session(resting->secret));
        CHECK(hall.accounts.sessions(hana).front().last_seen ==
              seen_before); // reading writes nothing by itself
        hall.accounts.write_seen();
        CHECK(hall.accounts.sessions(hana).front().last_seen == hall.clock.now());
        hall.clock.advance(minutes{4});
        CHECK(hall.accounts.by_session(resting->secret));
        hall.accounts.write_seen();
        CHECK(hall.accounts.sessions(hana).front().last_seen ==
              hall.clock.now() - minutes{4}); // at most every five minutes
        hall.clock.advance(std::chrono::days{31});
        CHECK_FALSE(hall.accounts.by_session(resting->secret));
        CHECK(hall.accounts.sessions(hana).empty());

        auto const busy = hall.log_in("hana@mihon.example");
        for (int day = 0; day < 90; day += 10) {
            CHECK(hall.accounts.by_session(busy->secret));
            hall.accounts.write_seen();
            hall.clock.advance(std::chrono::days{10});
        }
        CHECK_FALSE(hall.accounts.by_session(busy->secret));
        hall.accounts.tidy();
    });
}

TEST_CASE("Hana sees where she is logged in and ends what she does not know; Ken cannot end hers") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example"), ken = hall.settle("ken@mihon.example");
        auto const phone = hall.log_in("hana@mihon.example"),
                   office = hall.log_in("hana@mihon.example"),
                   home = hall.log_in("hana@mihon.example");
        CHECK(hall.accounts.sessions(hana).size() == 3);
        CHECK(hall.accounts.end_session(ken, office->session).why().reason == Reason::not_found);
        CHECK(hall.accounts.by_session(office->secret));
        CHECK(hall.accounts.end_session(hana, office->session).has_value());
        CHECK_FALSE(hall.accounts.by_session(office->secret));
        CHECK(hall.accounts.end_other_sessions(hana, phone->session).has_value());
        CHECK_FALSE(hall.accounts.by_session(home->secret));
        CHECK(hall.accounts.by_session(phone->secret));
    });
}

TEST_CASE("A script that logs in for ever keeps fifty sessions, not more") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        auto const first = hall.log_in("hana@mihon.example");
        for (int i = 0; i < 55; ++i) CHECK(hall.log_in("hana@mihon.example").has_value());
        CHECK(hall.accounts.sessions(hana).size() == 50);
        CHECK_FALSE(hall.accounts.by_session(first->secret));
    });
}

TEST_CASE("A token acts for its member with its scopes until it is ended, by her alone") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example"), ken = hall.settle("ken@mihon.example");
        auto const token =
            hall.accounts.make_token("hana@mihon.example", Hall::password, "電話帳の同期",
                                     "contacts:read  cards:write contacts:read", Hall::here);
        REQUIRE(token);
        auto const who = hall.accounts.by_token(token->secret);
        REQUIRE(who);
        CHECK(who->member == hana);
        CHECK(who->scopes == "contacts:read cards:write");
        CHECK_FALSE(who->session);
        CHECK_FALSE(hall.accounts.by_session(token->secret.substr(5))); // a token is no cookie
        CHECK_FALSE(hall.accounts.by_token(hall.log_in("hana@mihon.example")->secret));
        CHECK(hall.accounts.end_token(ken, token->id).why().reason == Reason::not_found);
        CHECK(hall.accounts.by_token(token->secret));
        CHECK(hall.accounts.end_token(hana, token->id).has_value());
        CHECK_FALSE(hall.accounts.by_token(token->secret));
    });
}

TEST_CASE("A token needs the password, a label and readable scopes") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        auto const make = [&](char const *password, std::string const &label, char const *scopes) {
            auto const made =
                hall.accounts.make_token("hana@mihon.example", password, label, scopes, Hall::here);
            return made ? std::optional<Reason>{} : made.why().reason;
        };
        CHECK(make("not the password", "x", "") == Reason::unauthenticated);
        CHECK(make(Hall::password, "  ", "") == Reason::invalid);
        CHECK(make(Hall::password, std::string(101, 'x'), "") == Reason::invalid);
        CHECK(make(Hall::password, "x", "everything; drop table") == Reason::invalid);
        CHECK(make(Hall::password, "x", "") == std::nullopt);
        CHECK(make(Hall::password, "x", "none") == std::nullopt);
    });
}

TEST_CASE("Many log-ins at once are all answered, two hashes at a time") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        std::atomic<int> entered = 0;
        std::vector<std::thread> people;
        for (int i = 0; i < 6; ++i) {
            people.emplace_back([&, i] {
                entered += hall.log_in("hana@mihon.example", Hall::password,
                                       "198.51.100." + std::to_string(i))
                               .has_value();
            });
        }
        for (auto &person : people) person.join();
        CHECK(entered == 6);
    });
}

TEST_CASE("Devices are named so that people know them") {
    CHECK(device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                      "Gecko) Chrome/126.0 Safari/537.36") == "Chrome, Windows");
    CHECK(device_name("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 "
                      "Edg/126.0") == "Edge, Windows");
    CHECK(device_name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
                      "Version/17.5 Mobile Safari/604.1") == "Safari, iPhone");
    CHECK(device_name("") == "");
    CHECK(device_name(std::string(1'000'000, 'x')) == "");
}
