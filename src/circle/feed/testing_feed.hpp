// SPDX-License-Identifier: Apache-2.0
// For this room's tests: a circle of people with a feed, wired as the house wires it.
#pragma once

#include "feed/feed.hpp"
#include "store/derived.hpp"
#include "support/circle.hpp"

namespace goen::feed::testing {

struct Square {
    explicit Square(tests::Circle &circle_, Options options = {})
        : circle(circle_), feed({circle.database, circle.policy, circle.cards, circle.contacts,
                                 darkroom, circle.ids, circle.clock},
                                options) {
        circle.cards.on_change(card::Cards::Order::others,
                               [this](store::Writer &writer, card::Cards::Change const &change) {
                                   feed.card_changed(writer, change);
                               });
        circle.accounts.on_leave(
            account::Accounts::LeaveOrder::others,
            [this](store::Writer &writer, MemberId member) { feed.member_leaves(writer, member); });
        memory.follow(circle.database);
        feed.keep_in(memory);
    }
    // From now on the index answers.
    void open() {
        feed.open();
        REQUIRE(feed.wait_until_ready(milliseconds{20'000}));
    }

    PostId post(tests::Member const &author, std::string text, Audience audience = {}) {
        circle.clock.advance(milliseconds{1'000});
        NewPost typed;
        typed.text = std::move(text);
        typed.audience = std::move(audience);
        auto const made = feed.post(author.id, typed);
        REQUIRE_MESSAGE(made, made.why().message.msgid);
        return made->id;
    }
    // The texts of the first page; "moves:N" for a day of moves.
    std::vector<std::string> read(tests::Member const &reader, std::string const &filter = "all",
                                  int limit = 20) {
        return texts(feed.page(reader.id, *Filter::parse(filter), "", limit, i18n::Language::ja));
    }
    // All pages, one after the other.
    std::vector<std::string> read_on(tests::Member const &reader, int limit) {
        std::vector<std::string> out;
        std::string after;
        do {
            auto const page = feed.page(reader.id, {}, after, limit, i18n::Language::ja);
            CHECK(page.items.size() <= static_cast<std::size_t>(limit));
            for (auto &text : texts(page)) out.push_back(std::move(text));
            after = page.next;
            CHECK(after.size() <= 20); // as the API takes it
            CHECK(is_cursor(after));
        } while (!after.empty() && out.size() < 1000);
        return out;
    }
    bool can_read(tests::Member const &reader, PostId id) {
        return feed.find(reader.id, id).has_value();
    }
    void tier(tests::Member const &of, tests::Member const &towards, card::Tier tier) {
        REQUIRE(circle.exchange.set_tier(of.id, towards.id, tier));
    }

    static std::vector<std::string> texts(FeedPage const &page) {
        std::vector<std::string> out;
        for (auto const &item : page.items) {
            out.push_back(item.post ? item.post->post.text
                                    : "moves:" + std::to_string(item.moves->moves.size()));
        }
        return out;
    }

    tests::Circle &circle;
    media::Darkroom darkroom;
    Feed feed;
    store::DerivedMemory memory;
};

inline void in_each_square(std::function<void(Square &)> const &body) {
    tests::in_each_circle([&](tests::Circle &circle) {
        Square square{circle};
        square.open();
        body(square);
    });
}

} // namespace goen::feed::testing
