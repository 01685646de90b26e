// SPDX-License-Identifier: Apache-2.0
// For this room's tests: a circle of people who write to each other, wired as the house wires it.
#pragma once

#include "book_events/events.hpp"
#include "message/message.hpp"
#include "people_events/events.hpp"
#include "store/derived.hpp"
#include "support/circle.hpp"

namespace goen::message::testing {

inline Options without_brakes() {
    Options options;
    options.messages_a_minute = options.files_an_hour = options.threads_an_hour = 1'000'000;
    return options;
}

struct PostOffice {
    explicit PostOffice(tests::Circle &circle_, Options options = without_brakes())
        : circle(circle_), feed({circle.database, circle.policy, circle.cards, circle.contacts,
                                 darkroom, circle.ids, circle.clock}),
          messages({circle.database, circle.policy, circle.cards, feed, circle.ids, circle.clock},
                   options) {
        using Order = account::Accounts::LeaveOrder;
        circle.accounts.on_leave(Order::over_ties, [this](store::Writer &writer, MemberId member) {
            messages.member_leaves(writer, member);
        });
        auto kinds = std::make_shared<store::EventKinds>();
        kinds->add(people::Events{}).add(book::Events{}).add(goen::circle::Events{});
        memory.follow(circle.database, std::move(kinds));
        messages.keep_in(memory);
    }

    ThreadId pair(tests::Member const &a, tests::Member const &b) {
        auto const opened = messages.open_thread(a.id, {{b.id}, ""});
        REQUIRE_MESSAGE(opened, opened.why().message.msgid);
        return opened->id;
    }
    ThreadId several(tests::Member const &owner, std::vector<tests::Member> const &others,
                     std::string name = "勉強会") {
        NewThread typed;
        typed.name = std::move(name);
        for (auto const &one : others) typed.members.push_back(one.id);
        auto const opened = messages.open_thread(owner.id, typed);
        REQUIRE_MESSAGE(opened, opened.why().message.msgid);
        return opened->id;
    }
    Result<Messages::Sent> try_send(tests::Member const &from, ThreadId thread, std::string text,
                                    std::string client_id = {}) {
        NewMessage typed;
        typed.text = std::move(text);
        typed.client_id = client_id.empty() ? "c" + std::to_string(++made_) : std::move(client_id);
        return messages.send(from.id, thread, typed);
    }
    MessageId send(tests::Member const &from, ThreadId thread, std::string text) {
        circle.clock.advance(milliseconds{1'000});
        auto const sent = try_send(from, thread, std::move(text));
        REQUIRE_MESSAGE(sent, sent.why().message.msgid);
        return sent->id;
    }
    // Texts oldest first; "[kind]" for a line, "[deleted]" for what is deleted.
    std::vector<std::string> read(tests::Member const &who, ThreadId thread) {
        std::vector<std::string> out;
        auto const page = messages.messages(who.id, thread, {}, 1000);
        if (!page) return {"[" + page.why().message.msgid + "]"};
        for (auto const &one : page->messages)
            out.push_back(one.deleted            ? "[deleted]"
                          : is_written(one.kind) ? one.text
                                                 : "[" + std::string{to_string(one.kind)} + "]");
        return out;
    }
    int unread(tests::Member const &who, ThreadId thread) {
        auto const found = messages.thread(who.id, thread);
        REQUIRE(found);
        return found->unread;
    }
    std::vector<std::string> found(tests::Member const &who, std::string_view query) {
        std::vector<std::string> out;
        auto const hits = messages.search(who.id, query, "", 100);
        REQUIRE(hits);
        for (auto const &one : hits->messages) out.push_back(one.text);
        return out;
    }
    void leave_network(tests::Member const &who) {
        REQUIRE(circle.database.write(
            [&](store::Writer &writer) { return circle.accounts.leave(writer, who.id); }));
    }

    tests::Circle &circle;
    media::Darkroom darkroom;
    feed::Feed feed;
    Messages messages;
    store::DerivedMemory memory;

private:
    int made_ = 0;
};

inline void in_each_office(std::function<void(PostOffice &)> const &body) {
    tests::in_each_circle([&](tests::Circle &circle) {
        PostOffice office{circle};
        body(office);
    });
}

} // namespace goen::message::testing
