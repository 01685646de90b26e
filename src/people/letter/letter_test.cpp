// SPDX-License-Identifier: Apache-2.0
#include "letter/letter.hpp"

#include "account/testing_hall.hpp"
#include "letter/letter_text.hpp"
#include "letter/queries.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

using namespace goen;
using namespace goen::letter;
using account::testing::Hall;

namespace {

constexpr std::chrono::hours hour{1};

// Hana, and a room that writes of each thing its number; of what was answered it says nothing.
struct Office {
    Office(store::Database &database, StillClock &the_clock, IdMaker &ids)
        : hall(database, the_clock, ids), clock(the_clock),
          letters(database, hall.accounts, the_clock, hall.random, hall.postman) {
        for (auto const kind : kinds) {
            if (kind == Kind::move) continue; // nobody moves here
            letters.written_by(
                kind,
                [this, kind](account::Member const &to,
                             std::vector<std::int64_t> const &things) -> std::optional<Text> {
                    std::string body;
                    for (auto const thing : things) {
                        if (thing != answered) body += std::to_string(thing) + " ";
                    }
                    ++written;
                    if (body.empty()) return {};
                    return Text{std::string{to_string(kind)} + " for " + to.email, body};
                });
        }
    }
    void happens(MemberId to, Kind kind, std::int64_t thing) {
        REQUIRE(hall.database.write([&](store::Writer &writer) -> Done {
            letters.put(writer, to, kind, thing);
            return {};
        }));
    }
    void choose(MemberId who, Kind kind, Mode mode) {
        REQUIRE(letters.choose(who, [&](Settings now) -> Result<Settings> {
            now.set(kind, mode);
            return now;
        }));
    }
    // The bodies of the letters sent since the last call, first lines only.
    std::vector<std::string> sent() {
        letters.send_due();
        std::vector<std::string> bodies;
        for (; seen < hall.postman.letters.size(); ++seen) {
            auto const &text = hall.postman.letters[seen].text;
            auto const from = text.find("\n\n") + 2;
            bodies.push_back(text.substr(from, text.find(" \n", from) - from));
        }
        return bodies;
    }

    Hall hall;
    StillClock &clock;
    Letters letters;
    std::int64_t answered = 0;
    int written = 0;
    std::size_t seen = 0;
};
using Bodies = std::vector<std::string>;

void in_each_office(std::function<void(Office &)> const &body) {
    tests::on_each_engine([&](store::Database &database, StillClock &clock, IdMaker &ids) {
        Office office{database, clock, ids};
        body(office);
    });
}

} // namespace

TEST_CASE("Every query of the letter room is understood by both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("A member is written to once a day at most, of everything since; each time if she wants "
          "it; or never") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        office.happens(hana, Kind::request, 1);
        CHECK(office.sent() == Bodies{"1"});
        CHECK(office.hall.postman.letters.back().to == "hana@mihon.example");
        auto const &text = office.hall.postman.letters.back().text;
        CHECK(text.find("https://goen.example/notices/settings") != std::string::npos);
        office.happens(hana, Kind::request, 2);
        office.happens(hana, Kind::request, 3);
        CHECK(office.sent().empty());
        // Of another kind she has had none today.
        office.happens(hana, Kind::introduction, 4);
        CHECK(office.sent() == Bodies{"4"});
        office.clock.advance(hour * 23);
        CHECK(office.sent().empty());
        office.clock.advance(hour);
        CHECK(office.sent() == Bodies{"2 3"});
        CHECK(office.sent().empty());

        office.choose(hana, Kind::request, Mode::at_once);
        office.happens(hana, Kind::request, 5);
        CHECK(office.sent() == Bodies{"5"});
        office.happens(hana, Kind::request, 6);
        CHECK(office.sent() == Bodies{"6"});

        office.choose(hana, Kind::request, Mode::daily);
        office.happens(hana, Kind::request, 7);
        CHECK(office.sent().empty());
        // What waited comes with it.
        office.choose(hana, Kind::request, Mode::at_once);
        CHECK(office.sent() == Bodies{"7"});

        office.choose(hana, Kind::request, Mode::daily);
        office.happens(hana, Kind::request, 8);
        office.choose(hana, Kind::request, Mode::never);
        office.happens(hana, Kind::request, 9);
        office.clock.advance(hour * 48);
        CHECK(office.sent().empty());
        office.choose(hana, Kind::request, Mode::at_once);
        CHECK(office.sent().empty());
    });
}

TEST_CASE("Of what was answered meanwhile nothing is written, and a letter about nothing is not "
          "sent and counts for no day") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        office.answered = 1;
        office.happens(hana, Kind::request, 1);
        CHECK(office.sent().empty());
        CHECK(office.written == 1);
        office.clock.advance(hour);
        office.happens(hana, Kind::request, 2);
        CHECK(office.sent() == Bodies{"2"});
        CHECK(office.written == 2);
    });
}

TEST_CASE("Nobody is written to at an address that is not proven, nor after leaving") {
    in_each_office([](Office &office) {
        account::NewMember newcomer;
        newcomer.email = "mei@mihon.example";
        newcomer.name = account::testing::name_of("林", "芽衣", "はやし", "めい");
        auto const mei = office.hall.accounts.add(newcomer);
        REQUIRE(mei);
        office.happens(*mei, Kind::request, 1);
        CHECK(office.sent().empty());

        auto const hana = office.hall.settle("hana@mihon.example");
        office.happens(hana, Kind::request, 2);
        REQUIRE(office.hall.database.write([&](store::Writer &writer) -> Done {
            office.letters.member_leaves(writer, hana);
            return {};
        }));
        CHECK(office.sent().empty());
        CHECK(office.letters.settings(hana) == Settings{});
    });
}

TEST_CASE("A letter that cannot be written keeps nobody else's back, and is tried again") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        auto const ken = office.hall.settle("ken@mihon.example");
        bool is_broken = true;
        office.letters.written_by(Kind::introduction, [&](auto const &to, auto const &) {
            if (is_broken && to.id == hana) throw Trouble{"broken"};
            return std::optional{Text{"s", to.email + " \n"}};
        });
        office.happens(hana, Kind::introduction, 1);
        office.happens(ken, Kind::introduction, 2);
        CHECK(office.sent() == Bodies{"ken@mihon.example"});
        is_broken = false;
        office.clock.advance(std::chrono::minutes{11});
        CHECK(office.sent() == Bodies{"hana@mihon.example"});
    });
}

TEST_CASE("A letter the postman has no room for comes later; one that is being sent is not sent by "
          "another process") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        office.hall.postman.is_full = true;
        office.happens(hana, Kind::request, 1);
        CHECK(office.sent().empty());
        office.hall.postman.is_full = false;
        CHECK(office.sent().empty()); // still held
        office.clock.advance(std::chrono::minutes{11});
        CHECK(office.sent() == Bodies{"1"});

        // A second process, while the first is writing.
        Letters other{office.hall.database, office.hall.accounts, office.clock, office.hall.random,
                      office.hall.postman};
        int written_by_other = 0;
        other.written_by(Kind::introduction, [&](auto const &, auto const &) {
            ++written_by_other;
            return std::optional{Text{"s", "other \n"}};
        });
        office.letters.written_by(Kind::introduction, [&](auto const &, auto const &) {
            other.send_due();
            return std::optional{Text{"s", "mine \n"}};
        });
        office.happens(hana, Kind::introduction, 2);
        CHECK(office.sent() == Bodies{"mine"});
        CHECK(written_by_other == 0);
    });
}

TEST_CASE("Reminders are written of on the morning of their day in Japan, to those who asked for "
          "it") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        office.hall.settle("ken@mihon.example");
        auto const at = [&](char const *time) { office.clock.set(*parse_rfc3339(time)); };
        at("2026-10-05T03:00:00Z"); // noon in Japan
        office.choose(hana, Kind::reminder, Mode::daily);
        CHECK(office.sent().empty()); // not of a morning that has passed
        at("2026-10-05T21:59:00Z");   // 6:59
        CHECK(office.sent().empty());
        at("2026-10-05T22:00:00Z");
        auto const day = std::chrono::sys_days{std::chrono::year{2026} / 10 / 6};
        CHECK(office.sent() == Bodies{std::to_string(day.time_since_epoch().count())});
        at("2026-10-06T09:00:00Z");
        CHECK(office.sent().empty());
        at("2026-10-06T21:59:59Z");
        CHECK(office.sent().empty());
        at("2026-10-06T22:00:00Z");
        CHECK(office.sent().size() == 1);
        office.choose(hana, Kind::reminder, Mode::never);
        at("2026-10-08T00:00:00Z");
        CHECK(office.sent().empty());
        CHECK_FALSE(office.letters.choose(hana, [](Settings now) -> Result<Settings> {
            now.set(Kind::reminder, Mode::at_once);
            return now;
        }));
    });
}

TEST_CASE("The link in a letter turns off its kind for its reader, and nothing else") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        auto const ken = office.hall.settle("ken@mihon.example");
        office.happens(hana, Kind::request, 1);
        office.sent();
        auto const secret = office.hall.database.read([&](store::Reader &reader) {
            return *reader.one<std::string>(sql::key_of, {{"member", hana}});
        });
        auto const key = hana.text() + ".request." + secret;
        CHECK(office.letters.off_link(key)->kinds == std::vector{Kind::request});
        for (auto const &wrong :
             {hana.text() + ".request." + std::string(43, 'a'), hana.text() + ".request.",
              hana.text() + ".password." + secret, ken.text() + ".request." + secret,
              std::string{"..."}, std::string{"."}, std::string{}, secret,
              "999999.request." + secret}) {
            CAPTURE(wrong);
            CHECK_FALSE(office.letters.off_link(wrong));
            CHECK_FALSE(office.letters.turn_off(wrong));
        }
        CHECK(office.letters.settings(hana) == Settings{});
        REQUIRE(office.letters.turn_off(key));
        REQUIRE(office.letters.turn_off(key));
        Settings expected;
        expected.set(Kind::request, Mode::never);
        CHECK(office.letters.settings(hana) == expected);
        CHECK(office.letters.settings(ken) == Settings{});
    });
}

TEST_CASE("Quiet hours, chosen weekdays and business days in Japan put letters off") {
    auto const at = [](char const *text) { return *parse_rfc3339(text); };
    Schedule night{22 * 60, 7 * 60, 1, false};
    CHECK(night.open_from(at("2026-10-06T12:59:00Z"), Kind::request) ==
          at("2026-10-06T12:59:00Z")); // 21:59
    CHECK(night.open_from(at("2026-10-06T13:00:00Z"), Kind::request) == at("2026-10-06T22:00:00Z"));
    CHECK(night.open_from(at("2026-10-06T21:30:00Z"), Kind::request) == at("2026-10-06T22:00:00Z"));
    Schedule noon{12 * 60, 13 * 60, 1, false};
    CHECK(noon.open_from(at("2026-10-06T03:30:00Z"), Kind::request) == at("2026-10-06T04:00:00Z"));
    Schedule business{0, 0, 1, true};
    // Saturday to Monday; over the new year; reminders belong to their day.
    CHECK(business.open_from(at("2026-10-10T03:00:00Z"), Kind::request) ==
          at("2026-10-12T15:00:00Z")); // Monday the 12th is スポーツの日
    CHECK(business.open_from(at("2026-12-29T03:00:00Z"), Kind::request) ==
          at("2027-01-03T15:00:00Z"));
    CHECK(business.open_from(at("2026-10-10T03:00:00Z"), Kind::reminder) ==
          at("2026-10-10T03:00:00Z"));
    // Monday 8:00, and strictly later.
    CHECK(Schedule{}.next_week(at("2026-10-06T03:00:00Z")) == at("2026-10-11T23:00:00Z"));
    CHECK(Schedule{}.next_week(at("2026-10-11T23:00:00Z")) == at("2026-10-18T23:00:00Z"));
    Schedule twice{0, 0, 1 | 8, false}; // Monday and Thursday
    CHECK(twice.next_week(at("2026-10-06T03:00:00Z")) == at("2026-10-07T23:00:00Z"));
    CHECK(business.next_week(at("2026-10-06T03:00:00Z")) ==
          at("2026-10-12T15:00:00Z")); // the holiday is left out
    CHECK(read_clock_time("22:05") == 22 * 60 + 5);
    CHECK(read_clock_time("7:00") == 7 * 60);
    for (auto const *wrong : {"", ":", "24:00", "7:60", "7:0", "７:00", "-7:00", "7:000", "007:00"})
        CHECK_FALSE_MESSAGE(read_clock_time(wrong), wrong);
}

TEST_CASE("In quiet hours nothing is sent; afterwards everything comes in one letter") {
    in_each_office([](Office &office) {
        auto const hana = office.hall.settle("hana@mihon.example");
        office.clock.set(*parse_rfc3339("2026-10-06T13:30:00Z")); // 22:30
        REQUIRE(office.letters.choose(hana, [](Settings now) -> Result<Settings> {
            now.schedule = {22 * 60, 7 * 60, 1, false};
            now.set(Kind::message, Mode::at_once);
            return now;
        }));
        office.happens(hana, Kind::request, 1);
        office.happens(hana, Kind::message, 2);
        office.happens(hana, Kind::message, 3);
        CHECK(office.sent().empty());
        office.clock.set(*parse_rfc3339("2026-10-06T21:59:00Z"));
        CHECK(office.sent().empty());
        office.clock.set(*parse_rfc3339("2026-10-06T22:00:00Z"));
        office.letters.send_due();
        REQUIRE(office.hall.postman.letters.size() == 1);
        auto const &letter = office.hall.postman.letters.back();
        CHECK(letter.text.find("■ request for hana@mihon.example\n1 ") != std::string::npos);
        CHECK(letter.text.find("■ message for hana@mihon.example\n2 3 ") != std::string::npos);
        CHECK(letter.html.find("<h2>request for hana@mihon.example</h2>") != std::string::npos);
        CHECK(letter.unsubscribe.find(".request-message.") != std::string::npos);
        // Its link turns both off, and nothing else.
        auto const key = letter.unsubscribe.substr(letter.unsubscribe.rfind('/') + 1);
        REQUIRE(office.letters.turn_off(key));
        CHECK(office.letters.settings(hana).of(Kind::request) == Mode::never);
        CHECK(office.letters.settings(hana).of(Kind::message) == Mode::never);
        CHECK(office.letters.settings(hana).of(Kind::introduction) == Mode::daily);
        CHECK(office.letters.off_link(key)->is_off);
        // What is gathered until then counts as a letter of the day it is sent.
        office.choose(hana, Kind::request, Mode::daily);
        office.happens(hana, Kind::request, 4);
        CHECK(office.sent().size() == 1); // the one from above, seen now
        CHECK(office.sent().empty());
    });
}

TEST_CASE("A process that dies between the postman and the database leaves a letter that is taken "
          "up as the same letter; nothing is lost and nothing told in a second one") {
    in_each_office([](Office &office) {
        struct Crash {};
        auto const hana = office.hall.settle("hana@mihon.example");
        auto const ken = office.hall.settle("ken@mihon.example");
        office.happens(hana, Kind::request, 1);
        office.happens(ken, Kind::request, 2);
        // It is written and handed over, then the process is gone: nothing is finished.
        office.letters.written_by(Kind::request, [&](auto const &to, auto const &things) {
            if (to.id == ken) throw Crash{}; // no std::exception: through everything
            return std::optional{Text{"s", std::to_string(things.size()) + " \n"}};
        });
        CHECK_THROWS_AS(office.letters.send_due(), Crash);
        REQUIRE(office.hall.postman.letters.size() == 1);
        auto const first = office.hall.postman.letters.front();
        office.happens(hana, Kind::request, 3); // meanwhile
        Letters next{office.hall.database, office.hall.accounts, office.clock, office.hall.random,
                     office.hall.postman};
        std::vector<std::vector<std::int64_t>> told;
        next.written_by(Kind::request, [&](auto const &, auto const &things) {
            told.push_back(things);
            return std::optional{Text{"s", "again \n"}};
        });
        next.send_due(); // hers is still held; what came meanwhile is another letter
        office.clock.advance(std::chrono::minutes{11});
        next.send_due();
        office.clock.advance(std::chrono::hours{25});
        next.send_due();
        std::map<std::string, std::set<std::string>> ids;
        for (auto const &letter : office.hall.postman.letters)
            ids[letter.to].insert(letter.message_id);
        CHECK(ids["ken@mihon.example"].size() == 1);
        CHECK(ids["hana@mihon.example"].size() == 2);
        CHECK(ids["hana@mihon.example"].count(first.message_id) == 1);
        std::multiset<std::int64_t> all;
        for (auto const &things : told) all.insert(things.begin(), things.end());
        CHECK(all == std::multiset<std::int64_t>{1, 2, 3});
        CHECK(office.hall.postman.letters.size() == 4); // one of them twice, with one Message-ID
    });
}

TEST_CASE(
    "Whatever people wrote stands in HTML as text, and only addresses of this site are links") {
    auto const html = html_of("<img src=x> & \"so\"\n- a\n- <b>\n\nhttps://goen.example/requests\n"
                              "https://evil.example/x\nhttps://goen.example.evil.example/",
                              "https://goen.example");
    CHECK(html.find("<img") == std::string::npos);
    CHECK(html.find("&lt;img src=x&gt; &amp;") != std::string::npos);
    CHECK(html.find("<ul><li>a</li><li>&lt;b&gt;</li></ul>") != std::string::npos);
    CHECK(html.find("<a href=\"https://goen.example/requests\">") != std::string::npos);
    CHECK(html.find("href=\"https://evil") == std::string::npos);
    CHECK(html.find("href=\"https://goen.example.evil") == std::string::npos);
}
