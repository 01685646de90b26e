// SPDX-License-Identifier: Apache-2.0
// For this room's tests: a circle of people with everything that is told of, wired as the house
// wires it, and a postman whose letters can be read.
#pragma once

#include "account/testing_hall.hpp"
#include "book_events/events.hpp"
#include "notice/notice.hpp"
#include "people_events/events.hpp"
#include "store/derived.hpp"
#include "support/circle.hpp"

namespace goen::notice::testing {

struct Board {
    explicit Board(tests::Circle &circle_)
        : circle(circle_), reminders(circle.database, circle.contacts, circle.ids, circle.clock),
          guests(circle.database, circle.cards, circle.contacts, circle.exchange, circle.policy,
                 circle.accounts, postman, circle.ids, circle.clock, circle.random),
          introductions(circle.database, circle.policy, circle.cards, circle.exchange,
                        circle.accounts, circle.ids, circle.clock),
          feed({circle.database, circle.policy, circle.cards, circle.contacts, darkroom, circle.ids,
                circle.clock},
               without_brakes()),
          messages({circle.database, circle.policy, circle.cards, feed, circle.ids, circle.clock},
                   loose()),
          letters(circle.database, circle.accounts, circle.clock, circle.random, postman),
          notices({circle.database,
                   circle.policy,
                   circle.cards,
                   circle.accounts,
                   reminders,
                   circle.exchange,
                   {circle.database, circle.policy, circle.cards, circle.contacts, circle.exchange,
                    introductions},
                   guests,
                   feed,
                   messages,
                   letters,
                   circle.ids,
                   circle.clock}) {
        circle.exchange.use(letters);
        introductions.use(letters);
        notices.write_letters();
        circle.cards.on_change(card::Cards::Order::others,
                               [this](store::Writer &writer, card::Cards::Change const &change) {
                                   feed.card_changed(writer, change);
                               });
        using Order = account::Accounts::LeaveOrder;
        circle.accounts.on_leave(Order::over_ties, [this](store::Writer &writer, MemberId member) {
            messages.member_leaves(writer, member);
        });
        circle.accounts.on_leave(Order::others, [this](store::Writer &writer, MemberId member) {
            feed.member_leaves(writer, member);
            guests.member_leaves(writer, member);
            introductions.member_leaves(writer, member);
            letters.member_leaves(writer, member);
            notices.member_leaves(writer, member);
        });
        auto kinds = std::make_shared<store::EventKinds>();
        kinds->add(people::Events{}).add(book::Events{}).add(goen::circle::Events{});
        memory.follow(circle.database, std::move(kinds));
        notices.keep_in(memory);
    }

    static feed::Options without_brakes() {
        feed::Options options;
        options.posts_an_hour = options.comments_an_hour = options.reactions_an_hour = 1'000'000;
        return options;
    }
    static message::Options loose() {
        message::Options options;
        options.messages_a_minute = options.threads_an_hour = 1'000'000;
        return options;
    }

    void pass(milliseconds time = milliseconds{1'000}) { circle.clock.advance(time); }
    feed::PostId post(tests::Member const &author, std::string text,
                      feed::Audience::To to = feed::Audience::To::exchanged) {
        pass();
        feed::NewPost typed;
        typed.text = std::move(text);
        typed.audience.to = to;
        auto const made = feed.post(author.id, typed);
        REQUIRE_MESSAGE(made, made.why().message.msgid);
        return made->id;
    }
    feed::CommentId comment(tests::Member const &by, feed::PostId post, std::string const &text,
                            feed::CommentId reply_to = {}) {
        pass();
        auto const made = feed.comment(by.id, post, text, reply_to);
        REQUIRE_MESSAGE(made, made.why().message.msgid);
        return made->id;
    }
    void react(tests::Member const &by, feed::PostId post) {
        pass();
        REQUIRE(feed.react(by.id, post, feed::Reaction::useful));
    }
    void say(tests::Member const &from, tests::Member const &to, std::string const &text) {
        pass();
        auto const thread = messages.open_thread(from.id, {{to.id}, ""});
        REQUIRE(thread);
        message::NewMessage typed;
        typed.text = text;
        typed.client_id = "c" + std::to_string(++made_);
        REQUIRE(messages.send(from.id, thread->id, typed));
    }
    void ask(tests::Member const &from, tests::Member const &to) {
        pass();
        REQUIRE(circle.exchange.ask(from.id, to.id, from.card, "一言"));
    }
    Page page(tests::Member const &me, std::int64_t before = 0, int limit = 50) {
        notices.derive();
        return notices.list(me.id, i18n::Words{i18n::Language::ja}, before, limit);
    }
    // "comment 2 佐藤…": kind, count and, when not read, "*".
    std::vector<std::string> list(tests::Member const &me) {
        std::vector<std::string> out;
        for (auto const &one : page(me).notices)
            out.push_back(std::string{letter::to_string(one.kind)} + " " +
                          std::to_string(one.count) + (one.is_read ? "" : " *"));
        return out;
    }
    int unread(tests::Member const &me) {
        notices.derive();
        return notices.unread(me.id);
    }
    std::string address(tests::Member const &who) { return circle.accounts.find(who.id)->email; }
    // To her, since the last time.
    std::vector<mail::Letter> new_letters(tests::Member const &who) {
        notices.derive();
        letters.send_due();
        std::vector<mail::Letter> out;
        auto const to = address(who);
        auto &seen = seen_[to];
        std::size_t count = 0;
        for (auto const &letter : postman.letters) {
            if (letter.to == to && ++count > seen) out.push_back(letter);
        }
        seen = count;
        return out;
    }
    void choose(tests::Member const &who, Kind kind, letter::Mode mode) {
        REQUIRE(letters.choose(who.id, [&](letter::Settings now) -> Result<letter::Settings> {
            now.set(kind, mode);
            return now;
        }));
    }
    void leave_network(tests::Member const &who) {
        REQUIRE(circle.database.write(
            [&](store::Writer &writer) { return circle.accounts.leave(writer, who.id); }));
    }

    tests::Circle &circle;
    account::testing::OpenPostman postman;
    media::Darkroom darkroom;
    reminder::Reminders reminders;
    guest::Guests guests;
    introduction::Introductions introductions;
    feed::Feed feed;
    message::Messages messages;
    letter::Letters letters;
    Notices notices;
    store::DerivedMemory memory;

private:
    int made_ = 0;
    std::map<std::string, std::size_t> seen_;
};

inline void on_each_board(std::function<void(Board &)> const &body) {
    tests::in_each_circle([&](tests::Circle &circle) {
        Board board{circle};
        body(board);
    });
}

} // namespace goen::notice::testing
