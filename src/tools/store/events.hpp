// SPDX-License-Identifier: Apache-2.0
// Typed events of the journal. One struct declares a kind, and its fields say what goes where:
//
//     struct CardPublished {
//         static constexpr std::string_view kind = "card.published";
//         static constexpr std::string_view means = "A card has a new version"; // docs/events.md
//         MemberId member; // the journal's columns `member` and `other` are fields of these names,
//         CardId card;     // its `thing` is the field that Thing names, its payload that of Amount
//         static constexpr store::Thing thing{"card", &CardPublished::card};
//     };
//
//     store::tell(writer, CardPublished{owner, card});        // in the transaction of the write
//     auto const published = store::read<CardPublished>(event); // an optional
//     store::Subscriber<> follower;
//     follower.on<CardPublished>([](CardPublished const &published) { … });
//     database.follow(database.last_seq(), follower);
//
// What is kept in memory (store/freshness.hpp) becomes old when an event touches what it was made
// of: the ids that the event holds, or, where the struct has `Marks touches() const`, the members
// and topics named there.
#pragma once

#include "store/database.hpp"
#include "store/topic.hpp"

#include <algorithm>
#include <concepts>

namespace goen::store {

// Which field goes to the journal's `thing`, and what documentation calls it.
template <class E, class F> struct Thing {
    std::string_view name;
    F E::*field;
};
// The number in an event's payload, and its name there: {"sides":12}.
template <class E> struct Amount {
    std::string_view name;
    std::int64_t E::*field;
};

namespace events {

template <class E>
concept Member = requires(E event) {
    event.member.value;
};
template <class E>
concept Other = requires(E event) {
    event.other.value;
};
template <class E>
concept HasThing = requires {
    E::thing.field;
};
template <class E>
concept HasPayload = requires {
    E::payload.field;
};
template <class E>
concept HasTouches = requires(E event) {
    { event.touches() } -> std::same_as<Marks>;
};

std::string payload_of(std::string_view name, std::int64_t number);
std::int64_t number_in(std::string_view payload, std::string_view name); // 0 when it is not there

// Each field is 8 bytes; one that no column takes would be lost.
template <class E> constexpr std::size_t columns =
    Member<E> + Other<E> + HasThing<E> + HasPayload<E>;
template <class E> constexpr bool is_whole = columns<E> == 0 ? std::is_empty_v<E>
                                                             : sizeof(E) == 8 * columns<E>;

} // namespace events

template <class E>
concept TypedEvent = std::is_aggregate_v<E> && requires {
    { E::kind } -> std::convertible_to<std::string_view>;
    { E::means } -> std::convertible_to<std::string_view>;
};

// Appends the event to the journal in the writer's transaction.
template <TypedEvent E> void tell(Writer &writer, E const &event) {
    static_assert(events::is_whole<E>, "a field of this event has no column in the journal");
    std::int64_t member = 0, other = 0, thing = 0;
    std::string payload;
    if constexpr (events::Member<E>) member = event.member.value;
    if constexpr (events::Other<E>) other = event.other.value;
    if constexpr (events::HasThing<E>) thing = (event.*E::thing.field).value;
    if constexpr (events::HasPayload<E>)
        payload = events::payload_of(E::payload.name, event.*E::payload.field);
    writer.journal(E::kind, member, other, thing, payload);
}

// The event as an E, or nothing when it is of another kind.
template <TypedEvent E> std::optional<E> read(Event const &event) {
    if (event.kind != E::kind) return std::nullopt;
    E out{};
    if constexpr (events::Member<E>) out.member.value = event.member;
    if constexpr (events::Other<E>) out.other.value = event.other;
    if constexpr (events::HasThing<E>) (out.*E::thing.field).value = event.thing;
    if constexpr (events::HasPayload<E>)
        out.*E::payload.field = events::number_in(event.payload, E::payload.name);
    return out;
}

// Calls what was hung up for an event's kind; other kinds are none of its business. `With` is what
// whoever hears the event hands on to the handlers. To be filled before it hears anything; then
// threads may share it.
template <class... With> class Subscriber {
public:
    template <TypedEvent E, std::invocable<E const &, With...> F> Subscriber &on(F handler) {
        handlers_.push_back(
            {E::kind, [handler = std::move(handler)](Event const &event, With... with) {
                 handler(*read<E>(event), with...);
             }});
        return *this;
    }
    void operator()(Event const &event, With... with) const {
        for (auto const &one : handlers_) {
            if (one.kind == event.kind) one.handle(event, with...);
        }
    }
    std::vector<std::string_view> kinds() const {
        std::vector<std::string_view> out;
        for (auto const &one : handlers_) out.push_back(one.kind);
        return out;
    }

private:
    struct Handler {
        std::string_view kind;
        std::function<void(Event const &, With...)> handle;
    };
    std::vector<Handler> handlers_;
};

// The events of a district: using Events = store::Events<CardMade, CardPublished, …>;
template <TypedEvent... E> struct Events {};

// Every kind this goen knows. A newer node may write others: they are skipped and counted.
class EventKinds {
public:
    struct Kind {
        std::string_view kind, means;
        std::vector<std::string_view> fields;      // in the order of the journal's columns
        Marks (*touches)(Event const &) = nullptr; // null: what its ids name
    };

    template <TypedEvent... E> EventKinds &add(Events<E...>) {
        (add_kind(described<E>()), ...);
        return *this;
    }
    Kind const *find(std::string_view kind) const;
    std::vector<Kind> const &all() const { return kinds_; } // in the order of their names

private:
    template <class E> static Kind described() {
        Kind out{E::kind, E::means, {}};
        if constexpr (events::Member<E>) out.fields.emplace_back("member");
        if constexpr (events::Other<E>) out.fields.emplace_back("other");
        if constexpr (events::HasThing<E>) out.fields.push_back(E::thing.name);
        if constexpr (events::HasPayload<E>) out.fields.push_back(E::payload.name);
        if constexpr (events::HasTouches<E>)
            out.touches = [](Event const &event) { return read<E>(event)->touches(); };
        return out;
    }
    void add_kind(Kind kind);

    std::vector<Kind> kinds_;
};

} // namespace goen::store
