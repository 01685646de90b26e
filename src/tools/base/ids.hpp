// SPDX-License-Identifier: Apache-2.0
// Ids: 64-bit, positive, ordered by the time they were made; one type for each meaning, so that a
// swapped argument does not compile. Outside the program an id is a string of decimal digits.
#pragma once

#include "base/time.hpp"

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace goen {

// 1 to 19 digits, no sign, no leading zero, at most 2^63-1; nothing otherwise.
std::optional<std::int64_t> parse_id(std::string_view text);

template <class Meaning> struct Id {
    std::int64_t value = 0;

    static std::optional<Id> parse(std::string_view text) {
        auto const number = parse_id(text);
        return number ? std::optional<Id>{Id{*number}} : std::nullopt;
    }
    std::string text() const { return std::to_string(value); }
    explicit operator bool() const { return value != 0; }
    auto operator<=>(Id const &) const = default;
};

using MemberId = Id<struct MemberMeaning>;
using CardId = Id<struct CardMeaning>;
using VersionId = Id<struct VersionMeaning>; // one immutable version of a card
// A line of somebody's book. A contact who is a member has the member's number.
using ContactId = Id<struct ContactMeaning>;
using RequestId = Id<struct RequestMeaning>;
using CodeId = Id<struct CodeMeaning>;
using TokenId = Id<struct TokenMeaning>;
using SessionId = Id<struct SessionMeaning>;
using InvitationId = Id<struct InvitationMeaning>;
using NameRecordId = Id<struct NameRecordMeaning>;

// Makes ids: 41 bits of milliseconds since 2024-01-01, 10 bits of node, 12 bits of sequence.
// Never repeats and never goes back, also when the clock does. Safe to share between threads; makes
// an id without a lock.
//
// Two processes that write into one database must not have the same node number at the same time.
// So whoever serves or writes holds its number by a lease (store/node_lease.hpp), which bounds what
// may be made of it. Without one (tests, a database that nobody else can open) there is no bound.
class IdMaker {
public:
    static constexpr int nodes = 1024;
    static constexpr Time first_moment{milliseconds{1'704'067'200'000}}; // 2024-01-01T00:00:00Z
    static constexpr Time last_moment = first_moment + milliseconds{(std::int64_t{1} << 41) - 1};

    explicit IdMaker(Clock &clock, int node = 0);
    // Throws Trouble while the lease has ended or there is none.
    std::int64_t next();
    template <class AnId> AnId make() { return AnId{next()}; }

    struct Lease {
        int node;
        Time after;        // the ids are later than this,
        Time up_to;        // and at most of this moment, whatever the clock says;
        milliseconds ends; // none is made from here on, by Clock::steady()
    };
    void begin(Lease const &lease);
    void extend(Time up_to, milliseconds ends); // of the lease begun
    void stop();                                // no more ids until the next begin()
    Time newest()
        const; // the moment in the newest id of this lease; its `after` when there is none

    // How far two ids lie apart that were made so long after each other.
    static constexpr std::int64_t span_of(milliseconds time) { return time.count() << 22; }
    static constexpr Time time_of(std::int64_t id) { return first_moment + milliseconds{id >> 22}; }

private:
    void look_at_clock(Time now, std::int64_t id);

    Clock &clock_;
    std::atomic<std::int64_t> last_;    // with its node: who has this one knows whose number it is
    std::atomic<std::int64_t> highest_; // 0: none may be made
    std::atomic<std::int64_t> ends_;
    std::atomic<bool> is_behind_{false}; // that the clock is behind the ids has been said
};

} // namespace goen

template <class Meaning> struct std::hash<goen::Id<Meaning>> {
    std::size_t operator()(goen::Id<Meaning> id) const noexcept {
        return std::hash<std::uint64_t>{}(static_cast<std::uint64_t>(id.value) *
                                          0x9E3779B97F4A7C15u);
    }
};
