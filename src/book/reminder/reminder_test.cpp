// SPDX-License-Identifier: Apache-2.0
#include "reminder/reminder.hpp"

#include "contacts/testing_book.hpp"
#include "reminder/queries.hpp"
#include "store/derived.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::reminder;
namespace book = goen::contacts::testing;

namespace {

Date date(int year, unsigned month, unsigned day) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

names::PersonName person(std::string family) {
    names::PersonName name;
    name.family = std::move(family);
    return name;
}

// The clock stands at Saturday, 3 October 2026, in the evening of Japan.
struct Desk {
    explicit Desk(book::World &w)
        : world(w), reminders(w.database, w.contacts, w.ids, w.clock), me(w.member()) {}
    void turn_to(Date day) { world.clock.set(std::chrono::sys_days{day} + std::chrono::hours{3}); }
    ContactId met(std::string family, std::vector<contacts::Meeting> met) {
        contacts::Edit edit;
        edit.body = book::body_of(person(std::move(family)));
        edit.met = std::move(met);
        // As a file brings it in, whatever the clock says.
        auto const made = world.contacts.ready(me, std::move(edit));
        REQUIRE(made);
        auto const done = world.database.write([&](store::Writer &writer) -> Done {
            auto room = world.contacts.room_for(writer, me, 1);
            REQUIRE(room);
            world.contacts.add(writer, *room, *made);
            writer.journal("contact.made", me.value, 0, made->id().value);
            return {};
        });
        REQUIRE(done);
        return made->id();
    }
    std::vector<std::string> open() {
        std::vector<std::string> found;
        for (auto const &one : reminders.open(me, {}, 100))
            found.push_back(iso_date(one.on) + " " + one.note);
        return found;
    }

    book::World &world;
    Reminders reminders;
    MemberId me;
};

void at_the_desk(std::function<void(Desk &)> const &body) {
    book::on_each_world([&](book::World &world) {
        Desk desk{world};
        body(desk);
    });
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("Every query of the reminders prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("One tap chooses a business day: holidays and the New Year are passed over") {
    auto const saturday = date(2026, 10, 3);
    CHECK(day_of(When::next_business_day, saturday) == date(2026, 10, 5));
    CHECK(day_of(When::three_business_days, saturday) == date(2026, 10, 7));
    CHECK(day_of(When::one_week, saturday) == date(2026, 10, 13)); // the 12th is スポーツの日
    CHECK(day_of(When::one_month, saturday) == date(2026, 11, 4)); // the 3rd is 文化の日
    CHECK(day_of(When::one_month, date(2026, 1, 31)) == date(2026, 3, 2));
    CHECK(day_of(When::next_business_day, date(2026, 12, 28)) == date(2027, 1, 4));
}

TEST_CASE("A day is typed as one writes it, and must be still to come") {
    auto const today = date(2026, 10, 3);
    CHECK(*day_typed("令和8年12月1日", today) == date(2026, 12, 1));
    CHECK(*day_typed("R9.4.1", today) == date(2027, 4, 1));
    CHECK(*day_typed("2026-10-03", today) == today);
    CHECK(*day_typed("10/4", today) == date(2026, 10, 4));
    CHECK(*day_typed("10/2", today) == date(2027, 10, 2)); // the next one
    for (auto const *wrong : {"", "2026-10-02", "S28.5.3", "2026年12月", "soon", "2999-01-01"})
        CHECK_MESSAGE(!day_typed(wrong, today), wrong);
}

TEST_CASE("Ken is reminded of Takahashi, finishes it, puts it off, and takes each step back") {
    at_the_desk([](Desk &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        auto const made = ken.reminders.add(ken.me, id, date(2026, 10, 5), " 見積もりの返事 ");
        REQUIRE(made);
        REQUIRE(ken.reminders.add(ken.me, id, date(2026, 10, 1), "早いほう"));
        CHECK(ken.open() == Lines{"2026-10-01 早いほう", "2026-10-05 見積もりの返事"});

        REQUIRE(ken.reminders.change(ken.me, made->id, {.done = true}));
        CHECK(ken.open() == Lines{"2026-10-01 早いほう"});
        CHECK(ken.reminders.done(ken.me, {}, 10).size() == 1);
        REQUIRE(ken.reminders.undo(ken.me, made->id));
        REQUIRE(ken.reminders.change(ken.me, made->id, {.on = date(2026, 11, 4)}));
        CHECK(ken.open().back() == "2026-11-04 見積もりの返事");
        REQUIRE(ken.reminders.undo(ken.me, made->id));
        CHECK(ken.open().back() == "2026-10-05 見積もりの返事");
        CHECK(ken.reminders.undo(ken.me, made->id).why().reason == Reason::conflict);
        REQUIRE(ken.reminders.remove(ken.me, made->id));
        CHECK(ken.open().size() == 1);
        CHECK_FALSE(ken.reminders.find(ken.me, made->id));
        REQUIRE(ken.reminders.undo(ken.me, made->id));
        CHECK(ken.open().size() == 2);
    });
}

TEST_CASE("Reminders follow one another page by page") {
    at_the_desk([](Desk &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        for (unsigned i = 1; i <= 5; ++i)
            REQUIRE(ken.reminders.add(ken.me, id, date(2026, 11, 1 + i / 2), std::to_string(i)));
        auto const first = ken.reminders.open(ken.me, {}, 3);
        auto const rest = ken.reminders.open(ken.me, first.back(), 3);
        REQUIRE(rest.size() == 2);
        CHECK(rest[0].note == "4");
        for (auto const &one : ken.reminders.open(ken.me, {}, 10)) {
            REQUIRE(ken.reminders.change(ken.me, one.id, {.done = true}));
            ken.world.clock.advance(minutes{1});
        }
        auto const newest = ken.reminders.done(ken.me, {}, 2);
        CHECK(newest.at(0).note == "5");
        CHECK(ken.reminders.done(ken.me, newest.back(), 10).size() == 3);
    });
}

TEST_CASE("Nobody else reads, finishes or finds out about a reminder or a date") {
    at_the_desk([](Desk &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        auto const made = ken.reminders.add(ken.me, id, date(2026, 10, 5), "秘密");
        auto const born = ken.reminders.add_date(ken.me, id, Kind::birthday, "", {1953, 5, 3});
        REQUIRE(made);
        REQUIRE(born);
        auto const mei = ken.world.member();
        CHECK(ken.reminders.open(mei, {}, 10).empty());
        CHECK(ken.reminders.open_of(mei, id).empty());
        CHECK_FALSE(ken.reminders.find(mei, made->id));
        CHECK(ken.reminders.change(mei, made->id, {.done = true}).why().reason ==
              Reason::not_found);
        CHECK(ken.reminders.remove(mei, made->id).why().reason == Reason::not_found);
        CHECK(ken.reminders.undo(mei, made->id).why().reason == Reason::not_found);
        CHECK(ken.reminders.add(mei, id, date(2026, 10, 5), "").why().reason == Reason::not_found);
        CHECK(ken.reminders.dates_of(mei, id).why().reason == Reason::not_found);
        CHECK(ken.reminders.add_date(mei, id, Kind::birthday, "", {1953, 5, 3}).why().reason ==
              Reason::not_found);
        CHECK(ken.reminders.remove_date(mei, id, born->id).why().reason == Reason::not_found);
        CHECK(ken.reminders.coming(mei, 366).empty());
        CHECK(ken.reminders.for_home(mei)->due.empty());
        CHECK(ken.reminders.long_ago(mei, 50).empty());
        CHECK(ken.open().size() == 1);
    });
}

TEST_CASE("Reminders of a deleted contact are away with it, back with it, and gone with it") {
    at_the_desk([](Desk &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        REQUIRE(ken.reminders.add(ken.me, id, date(2026, 10, 5), "電話"));
        REQUIRE(ken.reminders.add_date(ken.me, id, Kind::birthday, "", {0, 10, 5}));
        REQUIRE(ken.world.contacts.remove(ken.me, id));
        CHECK(ken.open().empty());
        CHECK(ken.reminders.coming(ken.me, 30).empty());
        ken.reminders.tidy();
        REQUIRE(ken.world.contacts.restore(ken.me, id));
        CHECK(ken.open().size() == 1);
        CHECK(ken.reminders.coming(ken.me, 30).size() == 1);
        REQUIRE(ken.world.contacts.remove(ken.me, id));
        ken.world.clock.advance(std::chrono::hours{24 * 31});
        ken.world.contacts.tidy();
        ken.reminders.tidy();
        CHECK(ken.reminders.open_of(ken.me, id).empty());
    });
}

TEST_CASE("A birthday of which only a part is known is noted as far as it is known") {
    at_the_desk([](Desk &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        for (auto const *typed : {"1953", "S28", "昭和28年5月3日", "10/10", "10月5日"}) {
            auto const read = i18n::read_loose_date(typed);
            REQUIRE(read);
            CHECK(ken.reminders.add_date(ken.me, id, Kind::birthday, "", *read));
        }
        CHECK(ken.reminders.dates_of(ken.me, id)->size() == 5);
        CHECK_FALSE(ken.reminders.add_date(ken.me, id, Kind::birthday, "", {}));
        CHECK_FALSE(ken.reminders.add_date(ken.me, id, Kind::other, " ", {1953, 0, 0}));
        CHECK_FALSE(
            ken.reminders.add_date(ken.me, id, Kind::other, std::string(51, 'a'), {1953, 0, 0}));
        auto const coming = ken.reminders.coming(ken.me, 14);
        REQUIRE(coming.size() == 2);
        CHECK(coming[0].on == date(2026, 10, 5));
        CHECK_FALSE(coming[0].years);
        auto const first = ken.reminders.dates_of(ken.me, id)->front();
        REQUIRE(ken.reminders.remove_date(ken.me, id, first.id));
        CHECK(ken.reminders.dates_of(ken.me, id)->size() == 4);
        REQUIRE(ken.reminders.restore_date(ken.me, id, first.id));
        CHECK(ken.reminders.dates_of(ken.me, id)->size() == 5);
        for (int i = 5; i < max_dates; ++i)
            REQUIRE(ken.reminders.add_date(ken.me, id, Kind::founding, "", {1950, 0, 0}));
        CHECK_FALSE(ken.reminders.add_date(ken.me, id, Kind::founding, "", {1950, 0, 0}));
    });
}

TEST_CASE("Ages are reckoned in full years, and on the day itself the new one counts") {
    ImportantDate born{{}, {}, Kind::birthday, "", {1953, 10, 3}};
    CHECK(born.years(date(2026, 10, 2)) == 72);
    CHECK(born.years(date(2026, 10, 3)) == 73);
    born.date = {1953, 0, 0};
    CHECK(born.years(date(2026, 1, 1)) == 73);
    born.date = {0, 5, 3};
    CHECK_FALSE(born.years(date(2026, 1, 1)));
    born.date = {2030, 1, 1};
    CHECK_FALSE(born.years(date(2026, 1, 1)));
}

TEST_CASE("Whom Ken met around this day in other years, and whom he has not met for long") {
    at_the_desk([](Desk &ken) {
        ken.turn_to(date(2022, 1, 10));
        auto const last_met = ken.met("昔", {{date(2021, 6, 1), "京都", ""}});
        auto const noted = ken.met("近況", {{date(2021, 6, 1), "京都", ""}});
        auto const around = ken.met("今ごろ", {{date(2024, 10, 5), "名古屋", ""}});
        ken.met("先月", {{date(2025, 9, 1), "東京", ""}});
        ken.met("今年", {{date(2026, 10, 1), "東京", ""}});
        ken.met("記録なし", {});
        ken.turn_to(date(2026, 10, 3));
        contacts::Edit edit;
        edit.memo = "転職されたとのこと";
        REQUIRE(ken.world.contacts.edit(ken.me, noted, edit));

        auto const old = ken.reminders.long_ago(ken.me, 50);
        REQUIRE(old.size() == 2);
        CHECK(old[0].contact == around);
        CHECK(old[0].why == Old::Why::years_ago);
        CHECK(old[0].years == 2);
        CHECK(old[0].where == "名古屋");
        CHECK(old[1].contact == last_met);
        CHECK(old[1].why == Old::Why::long_since);
        CHECK(old[1].years == 5);
        auto const home = ken.reminders.for_home(ken.me);
        REQUIRE(home->old.size() == 1); // only those around today
        REQUIRE(home->name_of(around));
        CHECK(home->name_of(around)->family == "今ごろ");
    });
}

TEST_CASE("An exchange of cards is a meeting, and the turn of the year is no border") {
    at_the_desk([](Desk &ken) {
        ken.turn_to(date(2024, 12, 31));
        auto const hana = ken.world.member();
        auto const hers = ken.world.card(hana, book::body_of(person("髙﨑"))),
                   mine = ken.world.card(ken.me, book::body_of(person("健")));
        ken.world.exchange(ken.me, mine, hana, hers);
        ken.turn_to(date(2027, 1, 2));
        auto const old = ken.reminders.long_ago(ken.me, 50);
        REQUIRE(old.size() == 1);
        CHECK(old[0].years == 2);
        CHECK(old[0].is_exchange);
    });
}

TEST_CASE("The home page is kept until something happens to what is on it, or the day turns") {
    at_the_desk([](Desk &ken) {
        store::DerivedMemory memory;
        memory.follow(ken.world.database);
        ken.reminders.keep_in(memory);
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        CHECK(ken.reminders.for_home(ken.me)->due.empty());
        CHECK(ken.reminders.for_home(ken.me) == ken.reminders.for_home(ken.me));
        auto const made = ken.reminders.add(ken.me, id, date(2026, 10, 3), "今日");
        REQUIRE(made);
        auto home = ken.reminders.for_home(ken.me);
        REQUIRE(home->due.size() == 1);
        CHECK(home->due_count == 1);
        contacts::Edit edit;
        edit.body = book::body_of(person("髙橋"));
        REQUIRE(ken.world.contacts.edit(ken.me, id, edit));
        CHECK(ken.reminders.for_home(ken.me)->name_of(id)->family == "髙橋");
        REQUIRE(ken.reminders.change(ken.me, made->id, {.done = true}));
        CHECK(ken.reminders.for_home(ken.me)->due.empty());
        REQUIRE(ken.reminders.add(ken.me, id, date(2026, 10, 4), "明日"));
        CHECK(ken.reminders.for_home(ken.me)->due.empty());
        ken.world.clock.advance(std::chrono::hours{24});
        CHECK(ken.reminders.for_home(ken.me)->due.size() == 1);
        REQUIRE(ken.reminders.set_years(ken.me, i18n::Years::era));
        CHECK(ken.reminders.for_home(ken.me)->years == i18n::Years::era);
        REQUIRE(ken.world.contacts.remove(ken.me, id));
        CHECK(ken.reminders.for_home(ken.me)->due.empty());
    });
}
