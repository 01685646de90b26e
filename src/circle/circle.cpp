// SPDX-License-Identifier: Apache-2.0
#include "circle/circle.hpp"

#include "exchange/exchange_doors.hpp"
#include "guest/guest_doors.hpp"
#include "introduction/introduction_doors.hpp"
#include "message/message_doors.hpp"
#include "network/network_doors.hpp"
#include "notice/notice_doors.hpp"
#include "search/people.hpp"
#include "search/search_doors.hpp"
#include "stream/stream_doors.hpp"

namespace goen::circle {

Circle::Circle(people::Ground const &ground, people::People &people, book::Book &book,
               Settings const &settings)
    : network(ground.database, people.policy, book.contacts, ground.clock),
      exchange(ground.database, people.policy, people.cards, book.contacts, people.accounts,
               ground.ids, ground.clock, ground.random),
      guests(ground.database, people.cards, book.contacts, exchange, people.policy, people.accounts,
             ground.postman, ground.ids, ground.clock, ground.random),
      introductions(ground.database, people.policy, people.cards, exchange, people.accounts,
                    ground.ids, ground.clock),
      feed({ground.database, people.policy, people.cards, book.contacts, people.darkroom,
            ground.ids, ground.clock, settings.quotas},
           settings.feed),
      post_search(ground.database, feed, ground.clock),
      messages({ground.database, people.policy, people.cards, feed, ground.ids, ground.clock},
               settings.messages),
      notices({ground.database,
               people.policy,
               people.cards,
               people.accounts,
               book.reminders,
               exchange,
               {ground.database, people.policy, people.cards, book.contacts, exchange,
                introductions, &network},
               guests,
               feed,
               messages,
               people.letters,
               ground.ids,
               ground.clock}),
      streams(ground.database, settings.streams), ground_(ground), people_(people), book_(book) {}

void Circle::open(web::Registry &registry) {
    auto &doors = registry.doors;
    auto &places = registry.places;
    using Order = card::Cards::Order;
    using Change = card::Cards::Change;
    using LeaveOrder = account::Accounts::LeaveOrder;

    network.keep_in(registry.memory);
    network::Rooms const with_network{ground_.database, network,
                                      [this](MemberId me, std::vector<MemberId> const &others) {
                                          return exchange.members(me, others);
                                      }};
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        network.member_leaves(writer, member);
    });
    network::add_pages(doors, with_network);
    network::add_api(doors, with_network);

    exchange.use(network);
    exchange.use(people_.letters);
    exchange.use(people_.push);
    people_.cards.on_change(Order::ties, [this](store::Writer &writer, Change const &change) {
        exchange.card_changed(writer, change);
    });
    people_.accounts.on_leave(LeaveOrder::ties, [this](store::Writer &writer, MemberId member) {
        exchange.member_leaves(writer, member);
    });
    exchange.keep_in(registry.memory);
    registry.memory.keep("member_pages", member_pages_);
    exchange::Rooms const with_exchange{
        ground_.database, people_.cards, people_.policy, book_.contacts,
        exchange,         member_pages_, places,         book_.person_pages(places),
        book_.reminders,  &network};
    exchange::add_parts(with_exchange, registry.memory);
    exchange::add_live(registry.live, with_exchange);
    exchange::write_letters(people_.letters, with_exchange);
    exchange::write_notifications(people_.push, with_exchange);
    exchange::add_pages(doors, with_exchange);
    exchange::add_api(doors, with_exchange);
    registry.every_hour("exchange", [this] { exchange.tidy(); });

    people_.cards.on_change(Order::others, [this](store::Writer &writer, Change const &change) {
        guests.card_changed(writer, change);
    });
    people_.accounts.on_join([this](store::Writer &writer, MemberId member,
                                    names::PersonName const &) { guests.joined(writer, member); });
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        guests.member_leaves(writer, member);
    });
    guests.keep_in(registry.memory);
    people_.offline.link = [this](MemberId me, CardId card) { return guests.link(me, card); };
    people_.offline.make_link = [this](MemberId me, CardId card) -> Done {
        auto const made = guests.make_link(me, card);
        return made ? Done{} : Done{made.why()};
    };
    guest::Rooms const with_guests{ground_.database, people_.cards, book_.contacts, exchange,
                                   guests};
    guest::add_parts(places, with_guests);
    guest::add_live(registry.live);
    guest::add_pages(doors, with_guests);
    guest::add_api(doors, with_guests);
    registry.every_hour("guest", [this] { guests.tidy(); });

    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        introductions.member_leaves(writer, member);
    });
    introductions.keep_in(registry.memory);
    introductions.use(people_.letters);
    introductions.use(people_.push);
    introduction::Rooms const with_introductions{ground_.database, people_.policy, people_.cards,
                                                 book_.contacts,   exchange,       introductions,
                                                 &network};
    introduction::add_parts(places, with_introductions);
    introduction::add_live(registry.live);
    introduction::write_letters(people_.letters, with_introductions);
    introduction::write_notifications(people_.push, with_introductions);
    introduction::add_pages(doors, with_introductions);
    introduction::add_api(doors, with_introductions);

    people_.cards.on_change(Order::others, [this](store::Writer &writer, Change const &change) {
        feed.card_changed(writer, change);
    });
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        feed.member_leaves(writer, member);
    });
    feed.keep_in(registry.memory);
    registry.memory.keep("feed_answers", feed_answers_);
    registry.memory.keep("feed_pages", feed_pages_);
    feed::Rooms const with_feed{ground_.database, book_.contacts, feed, &feed_answers_,
                                &feed_pages_};
    feed::add_parts(places, with_feed);
    feed::add_live(registry.live, with_feed);
    feed::add_pages(doors, with_feed);
    feed::add_api(doors, with_feed);
    registry.every_hour("feed", [this] { feed.tidy(); });

    // Before the ties end: her name stays with what she wrote, as each reader saw it.
    people_.accounts.on_leave(
        LeaveOrder::over_ties,
        [this](store::Writer &writer, MemberId member) { messages.member_leaves(writer, member); });
    messages.keep_in(registry.memory);
    registry.memory.keep("message_pages", message_pages_);
    messages.use(people_.push);
    message::Rooms const with_messages{ground_.database, book_.contacts, feed, messages,
                                       &message_pages_};
    message::add_parts(places, with_messages);
    message::add_live(registry.live, with_messages);
    message::write_notifications(people_.push, with_messages);
    message::add_pages(doors, with_messages);
    message::add_api(doors, with_messages);
    registry.every_hour("message", [this] { messages.tidy(); });

    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        notices.member_leaves(writer, member);
    });
    notices.keep_in(registry.memory);
    notices.write_letters();
    notice::write_notifications(people_.push, notices);
    notice::add_parts(places, notices);
    notice::add_live(registry.live, notices);
    notice::add_pages(doors, notices);
    notice::add_api(doors, notices);
    registry.every_hour("notice", [this] { notices.tidy(); });

    stream::Rooms const with_streams{people_.accounts, streams};
    stream::add_pages(doors, with_streams);
    stream::add_api(doors, with_streams);

    // Its doors name the kinds there are: after every room that registers one.
    post_search.keep_in(registry.memory);
    found.add(search::people({ground_.database, book_.contacts, exchange}));
    found.add(post_search.kind());
    found.add(message::found_messages(with_messages));
    search::add_pages(doors, found);
    search::add_api(doors, found);
}

} // namespace goen::circle
