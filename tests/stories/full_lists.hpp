// SPDX-License-Identifier: Apache-2.0
// Hana's town with as many lines as one likes of everything that a list can show: for the tests
// that compare short lists with long ones.
#pragma once

#include "support/meeting.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

namespace goen::tests {

// Hana, an operator, with `lines` of everything a list can show.
struct Full {
    Full(Town &town, int lines_) : lines(lines_) {
        auto &house = town.house;
        hana = settle(town, "hana", true);
        REQUIRE(house.accounts.choose(hana, i18n::Language::ja, account::Reach::anyone, true));
        make_ties(town);
        fill_requests(town);
        fill_book(town);
        fill_account(town);
        fill_guests_and_introductions(town);
        fill_import(town);
        meet_and_move(town);
        fill_posts(town);
        fill_messages(town);
    }

    MemberId settle(Town &town, std::string const &label, bool is_operator = false) {
        account::NewMember member;
        member.email = label + "@mihon.example";
        member.password = Town::password;
        member.name = name_of("見本", "花", "みほん", "はな");
        member.is_confirmed = true;
        member.is_operator = is_operator;
        auto const made = town.house.accounts.add(member);
        REQUIRE(made);
        REQUIRE(
            town.house.accounts.choose(*made, i18n::Language::ja, account::Reach::anyone, true));
        return *made;
    }
    CardId card_of(Town &town, MemberId id) { return town.house.cards.of(id).front().id; }
    void move_on(Town &town, MemberId id, std::string const &title) {
        auto const card = town.house.cards.of(id).front();
        auto body = card.live.body;
        body.ja.positions = {{"株式会社見本", {}, title, true}};
        body.show["positions"] = card::Tier::none;
        REQUIRE(town.house.cards.publish(id, card.id, body));
    }

    // Friends hold Hana's card and know one stranger each, who may be suggested to her.
    void make_ties(Town &town) {
        for (int n = 0; n < lines; ++n) {
            auto const number = std::to_string(n);
            friends.push_back(settle(town, "friend" + number));
            strangers.push_back(settle(town, "stranger" + number));
            exchange_cards(town, friends.back(), hana);
            exchange_cards(town, strangers.back(), friends.back());
        }
    }

    // They use the code that Hana shows now, and have other cards since: the first friend's ledger
    // has a line of each.
    void meet_and_move(Town &town) {
        auto const code = town.house.exchange.show_code(hana, card_of(town, hana), 60, 0, "");
        REQUIRE(code);
        for (auto const id : friends) {
            REQUIRE(
                town.house.exchange.redeem(id, code->secret, card_of(town, id), "", "127.0.0.1"));
            move_on(town, id, "課長");
        }
        for (int n = 0; n < lines; ++n) move_on(town, friends[0], "課長" + std::to_string(n));
    }

    // Askers share a friend with Hana; those she asked she has set aside as suggestions, too.
    void fill_requests(Town &town) {
        auto &house = town.house;
        for (int n = 0; n < lines; ++n) {
            auto const number = std::to_string(n);
            auto const place = static_cast<std::size_t>(n);
            askers.push_back(settle(town, "asker" + number));
            exchange_cards(town, askers.back(), friends[place]);
            REQUIRE(house.exchange.ask(askers.back(), hana, card_of(town, askers.back()), "一言"));
            if (n % 20 == 19) town.fresh.clock.advance(std::chrono::hours{25});
            auto const asked = settle(town, "asked" + number);
            REQUIRE(house.exchange.ask(hana, asked, card_of(town, hana), "一言"));
            REQUIRE(house.network.dismiss(hana, asked));
            auto const blocked = settle(town, "blocked" + number);
            REQUIRE(house.exchange.block(hana, blocked));
        }
    }

    void fill_book(Town &town) {
        auto &house = town.house;
        auto const today = house.reminders.today();
        Date const long_ago{today.year() - std::chrono::years{5}, today.month(), today.day()};
        Date const soon{std::chrono::sys_days{today} + std::chrono::days{10}};
        for (int n = 0; n < lines; ++n) {
            contacts::Edit edit;
            card::CardBody body;
            body.name.family = "田中";
            body.name.given = std::to_string(n);
            body.name.family_kana = "たなか";
            body.ja.positions = {{"田中商事", {}, "部長", true}};
            edit.body = body;
            edit.tags = std::vector<std::string>{"標" + std::to_string(n)};
            edit.met = std::vector<contacts::Meeting>{{long_ago, "見本市", ""}};
            auto const id = house.contacts.add(hana, edit);
            REQUIRE(id);
            written.push_back(*id);
            auto const reminder = house.reminders.add(hana, *id, today, "電話");
            REQUIRE(reminder);
            auto const done = house.reminders.add(hana, *id, today, "電話");
            REQUIRE(done);
            REQUIRE(house.reminders.change(hana, done->id, {.done = true}));
            REQUIRE(house.reminders.add_date(
                hana, *id, reminder::Kind::birthday, "",
                {0, static_cast<unsigned>(soon.month()), static_cast<unsigned>(soon.day())}));
            if (n > 0) {
                REQUIRE(house.reminders.add(hana, written[0], today, "電話"));
                if (n < 20)
                    REQUIRE(house.reminders.add_date(hana, written[0], reminder::Kind::other,
                                                     "記念日", {0, 5, 3}));
            }
            REQUIRE(house.contacts.edit(hana, written[0],
                                        {.memo = std::string{"メモ"} + std::to_string(n)}));
        }
    }

    void fill_account(Town &town) {
        auto &house = town.house;
        for (int n = 0; n < lines; ++n)
            REQUIRE(house.accounts.log_in("hana@mihon.example", Town::password, "127.0.0.1", ""));
        Browser browser{town}; // the last to log in: only the newest sessions are kept
        browser.log_in("hana@mihon.example");
        for (int n = 0; n < lines; ++n) {
            auto const number = std::to_string(n);
            if (n < 40) // some are left for the phones
                REQUIRE(house.accounts.make_token("hana@mihon.example", Town::password, number, "",
                                                  "127.0.0.1"));
            REQUIRE(house.accounts.invite(hana, number));
            browser.open("/admin/members/" + hana.text());
            browser.send("/admin/members/" + hana.text(),
                         {{"reason", "電話の問い合わせ" + number}});
            REQUIRE(browser.status() == 200);
            if (n < 20) {
                account::NameRecord record;
                record.name = name_of("佐藤", "花", "さとう", "はな");
                REQUIRE(house.accounts.add_name_record(hana, record));
                if (n > 0) REQUIRE(house.cards.make(hana, card::first_card(record.name)));
            }
            account::NewMember applicant;
            applicant.email = "applicant" + number + "@mihon.example";
            applicant.password = Town::password;
            applicant.name = name_of("志願", "太郎", "しがん", "たろう");
            REQUIRE(house.accounts.join(applicant, {}, "お願いします", "127.0.0.1", ""));
        }
    }

    void fill_guests_and_introductions(Town &town) {
        auto &house = town.house;
        auto const url = Phone::of(town, "hana@mihon.example")
                             .post("/cards/" + card_of(town, hana).text() + "/link")
                             .word("url");
        auto const link = url.substr(url.rfind('/') + 1);
        Browser stranger{town};
        for (int n = 0; n < lines; ++n) {
            auto const place = static_cast<std::size_t>(n);
            if (n % 25 == 24) town.fresh.clock.advance(std::chrono::hours{2});
            stranger.open("/c/" + link);
            stranger.send(
                "/c/" + link,
                {{"name", "客 花"}, {"email", "kyaku" + std::to_string(n) + "@mihon.example"}});
            REQUIRE(stranger.path().ends_with("/left"));
            auto const propose = [&](MemberId bridge, MemberId to) {
                auto const made = house.introductions.propose(bridge, hana, to, "ご紹介します");
                REQUIRE(made);
                return made->id;
            };
            propose(friends[place], strangers[place]);
            auto const under_way = propose(friends[place], askers[place]);
            REQUIRE(house.introductions.accept(hana, under_way, card_of(town, hana)));
            auto const other = settle(town, "introduced" + std::to_string(n));
            exchange_cards(town, other, friends[place]);
            auto const made = propose(friends[place], other);
            REQUIRE(house.introductions.accept(hana, made, card_of(town, hana)));
            REQUIRE(house.introductions.accept(other, made, card_of(town, other)));
        }
    }

    void fill_import(Town &town) {
        Browser browser{town};
        browser.log_in("hana@mihon.example");
        for (int n = lines; n > 0; --n) {
            std::string file = "氏名,メール\r\n";
            for (int line = 0; line < (n == 1 ? lines : 1); ++line)
                file += "佐藤" + std::to_string(line) + ",s@mihon.example\r\n";
            browser.open("/contacts/import");
            browser.send("/contacts/import", {{"text", file}});
            REQUIRE(browser.status() == 200);
            import = browser.path().substr(browser.path().rfind('/') + 1);
        }
    }

    // Friends post; they comment on one of these and react to it. Hana edits hers, and hides people
    // who have posted nothing.
    void fill_posts(Town &town) {
        auto &feed = town.house.feed;
        using To = feed::Audience::To;
        auto const post_by = [&](MemberId author, std::string const &text, To to = To::exchanged) {
            feed::NewPost typed;
            typed.text = text;
            typed.audience.to = to;
            auto const made = feed.post(author, typed);
            REQUIRE(made);
            return made->id;
        };
        own_post = post_by(hana, "お知らせ");
        post = post_by(friends[0], "展示会に出ます", To::everyone);
        for (int n = 0; n < lines; ++n) {
            auto const number = std::to_string(n);
            auto const friend_ = friends[static_cast<std::size_t>(n)];
            if (n % 25 == 24) town.fresh.clock.advance(std::chrono::hours{2});
            post_by(friends[0], "続報" + number);
            post_by(friend_, "近況" + number);
            REQUIRE(feed.comment(friend_, post, "伺います" + number, {}));
            REQUIRE(feed.react(friend_, post, feed::Reaction::useful));
            REQUIRE(feed.edit(hana, own_post, {"お知らせ、その" + number, {}}));
            auto const quiet = settle(town, "quiet" + number);
            exchange_cards(town, quiet, hana);
            REQUIRE(feed.hide(hana, quiet));
        }
    }

    // Friends write to Hana one by one, and all together in one thread.
    void fill_messages(Town &town) {
        auto &messages = town.house.messages;
        auto const say = [&](MemberId who, message::ThreadId where, std::string const &text) {
            message::NewMessage typed;
            typed.text = text;
            typed.client_id = text;
            REQUIRE(messages.send(who, where, typed));
        };
        message::NewThread all{{}, "勉強会"};
        for (int n = 0; n < lines; ++n) {
            auto const friend_ = friends[static_cast<std::size_t>(n)];
            auto const opened = messages.open_thread(friend_, {{hana}, ""});
            REQUIRE(opened);
            say(friend_, opened->id, "ご連絡" + std::to_string(n));
            if (n + 1 < message::most_members) all.members.push_back(friend_);
        }
        auto const opened = messages.open_thread(hana, all);
        REQUIRE(opened);
        thread = opened->id;
        for (int n = 0; n < lines; ++n) {
            auto const friend_ = all.members[static_cast<std::size_t>(n) % all.members.size()];
            say(friend_, thread, "発言" + std::to_string(n));
        }
    }

    int lines;
    MemberId hana;
    message::ThreadId thread;
    feed::PostId post, own_post;
    std::vector<MemberId> friends, strangers, askers;
    std::vector<ContactId> written; // private contacts; the first has the most of everything
    std::string import;             // of all those lines
};

} // namespace goen::tests
