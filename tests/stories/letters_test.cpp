// SPDX-License-Identifier: Apache-2.0
// Emails about what waits for a member: who gets one, what it says, and how it is turned off.
#include "app/config.hpp"
#include "support/said.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;
using boost::json::object;
using letter::Mode;

namespace {

struct People {
    explicit People(Town &a_town) : town(a_town) {
        hana = town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        ken = town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        mei = town.settle("mei@mihon.example", name_of("林", "芽衣", "はやし", "めい"));
        for (auto const who : {hana, ken, mei}) let_anyone_ask(who);
        // Who wants to hear the same day that somebody accepted; by default that waits for Monday.
        for (auto const who : {hana, ken, mei})
            REQUIRE(town.house.letters.choose(
                who,
                [&](letter::Settings const &) -> Result<letter::Settings> { return begun(); }));
        auto body = town.house.cards.of(ken).front().live.body;
        body.ja.positions = {{"見えない商事", {}, "課長", true}};
        body.phones = {{"mobile", "090-1234-5678"}};
        body.show["positions"] = body.show["phones"] = card::Tier::exchanged;
        REQUIRE(town.house.cards.publish(ken, card_of(ken), body));
    }
    static letter::Settings begun() {
        letter::Settings settings;
        settings.set(letter::Kind::exchange, Mode::daily);
        return settings;
    }
    void let_anyone_ask(MemberId who) {
        REQUIRE(town.house.accounts.choose(who, i18n::Language::ja, account::Reach::anyone, true));
    }
    CardId card_of(MemberId who) { return town.house.cards.of(who).front().id; }
    RequestId ask(MemberId from, MemberId to) {
        auto const made = town.house.exchange.ask(from, to, card_of(from), "内緒の用件です。");
        REQUIRE(made);
        return made->id;
    }
    void swap(MemberId a, MemberId b) {
        auto const code = town.house.exchange.show_code(a, card_of(a), 10, 1, "");
        REQUIRE(code);
        REQUIRE(town.house.exchange.redeem(b, code->secret, card_of(b), "", "192.0.2.1"));
    }
    // To her, since the last time.
    std::vector<mail::Letter> new_letters(std::string const &address) {
        town.house.letters.send_due();
        auto all = town.postman.letters_to(address);
        auto &seen = seen_[address];
        std::vector<mail::Letter> fresh{all.begin() + static_cast<std::ptrdiff_t>(seen), all.end()};
        seen = all.size();
        return fresh;
    }

    Town &town;
    MemberId hana, ken, mei;

private:
    std::map<std::string, std::size_t> seen_;
};

void fresh_day(Town &town) { town.fresh.clock.advance(std::chrono::hours{25}); }

// The path of the link in a letter that turns off its kind.
std::string off_path(mail::Letter const &letter) {
    auto const start = letter.text.find("/letters/off/");
    REQUIRE(start != std::string::npos);
    auto const path = letter.text.substr(start, letter.text.find('\n', start) - start);
    CHECK(letter.unsubscribe.ends_with(path));
    return path;
}

bool has(mail::Letter const &letter, std::string_view text) {
    return letter.text.find(text) != std::string::npos ||
           letter.subject.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("A request and its acceptance are told by mail, and no more than the page shows") {
    in_each_town([](Town &town) {
        People people{town};
        auto const request = people.ask(people.ken, people.hana);
        auto const asked = people.new_letters("hana@mihon.example");
        REQUIRE(asked.size() == 1);
        CHECK(asked[0].subject == "佐藤 健さんから名刺交換の申し込みが届いています");
        CHECK(has(asked[0], "/requests"));
        CHECK(has(asked[0], "/notices/settings"));
        for (auto const *hidden : {"見えない商事", "課長", "090-1234", "内緒の用件"})
            CHECK_MESSAGE(!has(asked[0], hidden), hidden);
        CHECK(people.new_letters("ken@mihon.example").empty());

        REQUIRE(town.house.exchange.accept(people.hana, request, people.card_of(people.hana)));
        auto const accepted = people.new_letters("ken@mihon.example");
        REQUIRE(accepted.size() == 1);
        CHECK(accepted[0].subject == "山田 花さんと名刺交換しました");
        CHECK(has(accepted[0], "/contacts/" + people.hana.text()));
        CHECK(people.new_letters("hana@mihon.example").empty());
        // Who exchanges face to face is not written to.
        people.swap(people.mei, people.hana);
        for (auto const *address : {"hana@mihon.example", "mei@mihon.example"})
            CHECK(people.new_letters(address).empty());
    });
}

TEST_CASE("Nobody is written to about what she has answered, held or declined, what was withdrawn, "
          "and whom she has blocked") {
    in_each_town([](Town &town) {
        People people{town};
        auto &exchange = town.house.exchange;
        auto const nothing_for_hana = [&](char const *why) {
            CAPTURE(why);
            CHECK(people.new_letters("hana@mihon.example").empty());
        };
        auto const held = people.ask(people.ken, people.hana);
        REQUIRE(exchange.hold(people.hana, held));
        nothing_for_hana("held");
        REQUIRE(exchange.decline(people.hana, held));
        nothing_for_hana("declined");
        auto const withdrawn = people.ask(people.mei, people.hana);
        REQUIRE(exchange.withdraw(people.mei, withdrawn));
        nothing_for_hana("withdrawn");
        // The sender of neither is told.
        for (auto const *address : {"ken@mihon.example", "mei@mihon.example"})
            CHECK(people.new_letters(address).empty());

        auto const eve = town.settle("eve@mihon.example", name_of("江口", "夢", "えぐち", "ゆめ"));
        REQUIRE(exchange.block(people.hana, eve));
        people.ask(eve, people.hana);
        nothing_for_hana("blocked before");
        auto const dan = town.settle("dan@mihon.example", name_of("段", "五郎", "だん", "ごろう"));
        people.ask(dan, people.hana);
        REQUIRE(exchange.block(people.hana, dan));
        nothing_for_hana("blocked after");
        auto const eri =
            town.settle("eri@mihon.example", name_of("江川", "絵里", "えがわ", "えり"));
        people.let_anyone_ask(eri);
        auto const accepted = people.ask(people.hana, eri);
        REQUIRE(exchange.accept(eri, accepted, people.card_of(eri)));
        REQUIRE(exchange.block(people.hana, eri));
        nothing_for_hana("blocked after it was accepted");
        CHECK(people.new_letters("eve@mihon.example").empty());
    });
}

TEST_CASE("An introduction is told to whom it waits for, to the asker when it came about, and to "
          "nobody who holds it") {
    in_each_town([](Town &town) {
        People people{town};
        people.swap(people.ken, people.mei);
        people.swap(people.mei, people.hana);
        auto &introductions = town.house.introductions;
        auto const asked =
            introductions.ask(people.ken, {people.mei, people.hana, people.card_of(people.ken),
                                           "内緒の用件です。", ""});
        REQUIRE(asked);
        auto const to_mei = people.new_letters("mei@mihon.example");
        REQUIRE(to_mei.size() == 1);
        CHECK(has(to_mei[0], "佐藤 健さんから、山田 花さんへの紹介の依頼"));
        CHECK_FALSE(has(to_mei[0], "内緒の用件"));
        CHECK(people.new_letters("hana@mihon.example").empty());

        REQUIRE(introductions.introduce(people.mei, asked->id, "丁寧な方です。"));
        auto const to_hana = people.new_letters("hana@mihon.example");
        REQUIRE(to_hana.size() == 1);
        CHECK(has(to_hana[0], "林 芽衣さんから、佐藤 健さんのご紹介"));
        CHECK_FALSE(has(to_hana[0], "見えない商事"));
        REQUIRE(introductions.accept(people.hana, asked->id, people.card_of(people.hana)));
        auto const to_ken = people.new_letters("ken@mihon.example");
        REQUIRE(to_ken.size() == 1);
        CHECK(to_ken[0].subject == "山田 花さんと名刺交換しました");

        auto const dan = town.settle("dan@mihon.example", name_of("段", "五郎", "だん", "ごろう"));
        people.swap(people.mei, dan);
        fresh_day(town);
        auto const proposed = introductions.propose(people.mei, people.hana, dan, "お二人で。");
        REQUIRE(proposed);
        REQUIRE(introductions.hold(people.hana, proposed->id));
        CHECK(people.new_letters("hana@mihon.example").empty());
        CHECK(people.new_letters("dan@mihon.example").size() == 1);
        CHECK(people.new_letters("mei@mihon.example").empty());
    });
}

TEST_CASE("Nobody is told by email of an introduction by or to somebody she has blocked") {
    in_each_town([](Town &town) {
        People people{town};
        people.swap(people.mei, people.ken);
        people.swap(people.mei, people.hana);
        auto &introductions = town.house.introductions;
        auto &exchange = town.house.exchange;
        auto const nothing_for = [&](char const *address, char const *why) {
            CAPTURE(why);
            CHECK(people.new_letters(address).empty());
        };
        auto const ask = [&] {
            return introductions.ask(
                people.ken,
                {people.mei, people.hana, people.card_of(people.ken), "お願いします。", ""});
        };
        auto const first = ask();
        REQUIRE(first);
        REQUIRE(people.new_letters("mei@mihon.example").size() == 1);
        REQUIRE(introductions.introduce(people.mei, first->id, "丁寧な方です。"));
        REQUIRE(exchange.block(people.hana, people.ken));
        nothing_for("hana@mihon.example", "she blocked the asker after it had arrived");

        auto const dan = town.settle("dan@mihon.example", name_of("段", "五郎", "だん", "ごろう"));
        people.let_anyone_ask(dan);
        people.swap(people.mei, dan);
        REQUIRE(exchange.block(dan, people.ken));
        REQUIRE(introductions.propose(people.mei, people.ken, dan, "お二人で。"));
        nothing_for("dan@mihon.example", "he blocked the other before");
        CHECK(people.new_letters("ken@mihon.example").size() == 1); // he cannot tell

        auto const eri =
            town.settle("eri@mihon.example", name_of("江川", "絵里", "えがわ", "えり"));
        people.let_anyone_ask(eri);
        people.swap(people.mei, eri);
        REQUIRE(introductions.propose(people.mei, people.hana, eri, "お二人で。"));
        REQUIRE(exchange.block(eri, people.mei));
        nothing_for("eri@mihon.example", "she blocked who introduces");
        CHECK(people.new_letters("hana@mihon.example").size() == 1);
    });
}

TEST_CASE("No email goes to a member who has left, or tells of one") {
    in_each_town([](Town &town) {
        People people{town};
        people.ask(people.ken, people.hana);
        people.ask(people.mei, people.hana);
        REQUIRE(town.house.leaving.leave(people.mei, Town::password, "192.0.2.1"));
        auto const asked = people.new_letters("hana@mihon.example");
        REQUIRE(asked.size() == 1);
        CHECK(asked[0].subject == "佐藤 健さんから名刺交換の申し込みが届いています");
        CHECK_FALSE(has(asked[0], "林"));
        auto const dan = town.settle("dan@mihon.example", name_of("段", "五郎", "だん", "ごろう"));
        people.let_anyone_ask(dan);
        people.ask(people.hana, dan);
        REQUIRE(town.house.leaving.leave(dan, Town::password, "192.0.2.1"));
        CHECK(people.new_letters("dan@mihon.example").empty());
    });
}

TEST_CASE("Reminders come in the reader's language at seven on their day, once she wants them") {
    in_each_town([](Town &town) {
        People people{town};
        REQUIRE(town.house.accounts.choose(people.hana, i18n::Language::en, account::Reach::anyone,
                                           false));
        contacts::Edit edit;
        edit.body = card::CardBody{};
        edit.body->name.family = "西園寺", edit.body->name.family_kana = "さいおんじ";
        auto const contact = town.house.contacts.add(people.hana, edit);
        REQUIRE(contact);
        auto const on = [](unsigned day) { return Date{std::chrono::year{2026} / 10 / day}; };
        REQUIRE(town.house.reminders.add(people.hana, *contact, on(6), "call back"));
        REQUIRE(town.house.reminders.add(people.hana, *contact, on(7), "write"));
        auto &clock = town.fresh.clock;
        clock.set(*parse_rfc3339("2026-10-05T22:30:00Z"));
        CHECK(people.new_letters("hana@mihon.example").empty());

        clock.set(*parse_rfc3339("2026-10-05T03:00:00Z"));
        Browser hana{town};
        hana.log_in("hana@mihon.example").open("/settings/letters");
        hana.send("/settings/letters", {{"request", "never"},
                                        {"introduction", "at_once"},
                                        {"exchange", "daily"},
                                        {"reminder", "daily"},
                                        {"version", hana.value_after("name=\"version\"")}});
        REQUIRE(hana.says("Saved."));
        auto const settings = town.house.letters.settings(people.hana);
        auto chosen = People::begun(); // a form of an earlier goen: what it does not name stays
        chosen.set(letter::Kind::request, Mode::never);
        chosen.set(letter::Kind::introduction, Mode::at_once);
        chosen.set(letter::Kind::reminder, Mode::daily);
        CHECK(settings == chosen);
        clock.set(*parse_rfc3339("2026-10-05T22:00:30Z"));
        auto const letters = people.new_letters("hana@mihon.example");
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].subject == "1 reminder for today");
        CHECK(has(letters[0], "SAIONJI: call back"));
        CHECK_FALSE(has(letters[0], "write"));
        CHECK(has(letters[0], "Dear YAMADA Hana,"));
        CHECK(people.new_letters("ken@mihon.example").empty());
    });
}

TEST_CASE("Emails are turned off from a mail program with one press, without logging in") {
    in_each_town([](Town &town) {
        People people{town};
        people.ask(people.ken, people.hana);
        auto const letters = people.new_letters("hana@mihon.example");
        REQUIRE(letters.size() == 1);
        auto const path = off_path(letters[0]);
        // Opening the link in a browser shows a page and changes nothing.
        Browser somebody{town};
        CHECK(somebody.open(path).says("名刺交換の申し込みが届いたとき"));
        CHECK(town.house.letters.settings(people.hana) == People::begun());

        auto const press = [&](std::string const &where, std::string const &body,
                               std::vector<http::Header> headers = {}) {
            auto request = request_for(http::Method::post, where);
            request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
            for (auto &header : headers) request.headers.push_back(std::move(header));
            request.body = body;
            return town.house.handle(std::move(request)).status;
        };
        std::string const one_click = "List-Unsubscribe=One-Click";
        CHECK(press(path, "") == 403);
        CHECK(press(path, "List-Unsubscribe=Two") == 403);
        CHECK(press(path, one_click, {{"sec-fetch-site", "cross-site"}}) == 403);
        CHECK(press(path.substr(0, path.size() - 1) + "!", one_click) == 404);
        // No other form is sent that way.
        CHECK(press("/login", one_click) == 403);
        CHECK(press("/settings/letters", one_click) == 401);
        CHECK(town.house.letters.settings(people.hana) == People::begun());
        CHECK(press(path, one_click) == 200);
        CHECK(town.house.letters.settings(people.hana).of(letter::Kind::request) == Mode::never);
        CHECK(town.house.letters.settings(people.hana).of(letter::Kind::exchange) == Mode::daily);
        people.ask(people.mei, people.hana);
        fresh_day(town);
        CHECK(people.new_letters("hana@mihon.example").empty());

        auto phone = Phone::of(town, "hana@mihon.example");
        auto const read = phone.get("/notices/settings");
        CHECK(read["request"].at("mail") == "never");
        auto const changed =
            phone.patch("/notices/settings", object{{"request", {{"mail", "daily"}}}});
        CHECK(changed.status == 200);
        CHECK(changed["request"].at("mail") == "daily");
        CHECK(changed["reminder"].at("mail") == "never");
        CHECK(
            phone.patch("/notices/settings", object{{"reminder", {{"mail", "at_once"}}}}).status ==
            422);
        somebody.open(path);
        CHECK_FALSE(somebody.says("メールを停止しました"));
        somebody.send(path, {});
        CHECK(somebody.says("メールを停止しました"));
        // What is off is not offered a second time.
        somebody.open(path);
        CHECK(somebody.says("メールを停止しました"));
        CHECK_FALSE(somebody.says("action=\"" + path));
        CHECK(town.house.letters.settings(people.hana).of(letter::Kind::request) == Mode::never);
    });
}

TEST_CASE("A public URL that cannot stand in a header of an email is refused when goen starts") {
    auto const with = [](char const *url) {
        return app::read_config({}, {{"public-url", url}}, [](char const *) { return nullptr; });
    };
    CHECK(with("https://goen.example"));
    CHECK(with("https://xn--r8jz45g.example:8443/"));
    for (auto const *wrong :
         {"https://例え.example", "https://goen.example>", "https://a\tb.example"})
        CHECK_FALSE_MESSAGE(with(wrong), wrong);
}
