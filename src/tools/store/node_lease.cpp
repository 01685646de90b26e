// SPDX-License-Identifier: Apache-2.0
#include "store/node_lease.hpp"

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "store/queries.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace goen::store {

namespace {

constexpr std::int64_t takers = -1; // the lock of those who take a number; members' are positive
constexpr std::chrono::hours too_far_ahead{1};
// Ids beyond this in the journal are none of ours: a number made of them would leave no room.
constexpr Time latest_believable = IdMaker::last_moment - std::chrono::hours{24 * 3650};

struct Taken {
    int number;
    Time after, up_to;
};

// For people who look into the table, and so that no two are the same.
std::string new_holder() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string name;
    for (char const *at = host.data(); *at; ++at)
        if (*at > ' ' && *at < 0x7F) name += *at;
    SystemRandom random;
    return name + "/" + std::to_string(::getpid()) + "/" + hex(random.bytes(8));
}

// A database without numbers may hold ids all the same: of a goen that had none, or restored from
// a backup of a machine whose clock is ahead of this one's.
Time newest_id(Reader &reader) {
    auto newest = IdMaker::first_moment;
    reader.each(sql::newest_events, {}, [&](Row const &row) {
        newest = std::max(newest, row.get<Time>(0));
        for (int column = 1; column < 4; ++column) {
            auto const time = IdMaker::time_of(row.integer(column));
            if (time < latest_believable) newest = std::max(newest, time);
        }
    });
    return newest;
}

} // namespace

NodeLease::NodeLease(Database &database, IdMaker &ids, Clock &clock)
    : database_(database), ids_(ids), clock_(clock), me_(new_holder()) {
    ids_.stop();
    take();
}

NodeLease::~NodeLease() {
    std::lock_guard const lock{mutex_};
    ids_.stop();
    if (!is_held_) return;
    // A second more: somebody who was interrupted in the middle may still finish an id.
    auto const highest = std::max(ids_.newest(), clock_.now()) + seconds{1};
    try {
        (void)database_.write([&](Writer &writer) -> Done {
            writer.run(sql::give_back_node,
                       {{"me", me_}, {"number", number_}, {"highest", std::min(highest, up_to_)}});
            return {};
        });
    } catch (std::exception const &trouble) {
        log::warn("the node number was not given back; it is free when its lease ends",
                  {{"number", number_}, {"why", trouble.what()}});
    }
}

Time NodeLease::database_now(Reader &reader) const {
    return reader.one<Time>(sql::database_now, {{"now", clock_.now()}}).value_or(clock_.now());
}

Time NodeLease::promise(Time from) const {
    return std::min(std::max(from, clock_.now()) + length, IdMaker::last_moment);
}

void NodeLease::take() {
    auto const began = clock_.steady(); // the lease is counted from before it was asked for
    auto const taken = database_.write([&](Writer &writer) -> Result<std::optional<Taken>> {
        writer.lock(takers);
        if (!writer.any(sql::has_nodes, {}))
            writer.run(sql::make_nodes, {{"highest", newest_id(writer)}});
        for (;;) {
            auto const now = database_now(writer);
            auto const found = writer.one<int, Time, Time>(
                sql::free_node,
                {{"me", me_}, {"ended", now - margin}, {"too_far", now + too_far_ahead}});
            if (!found) return std::optional<Taken>{};
            auto const [number, was_until, highest] = *found;
            auto const up_to = promise(highest);
            // Nothing when its holder has woken up and renewed it just now.
            if (writer.run(sql::hold_node, {{"me", me_},
                                            {"number", number},
                                            {"was_until", was_until},
                                            {"until", now + length},
                                            {"highest", up_to}}) == 1)
                return std::optional{Taken{number, highest, up_to}};
        }
    });
    ensure(taken, "taking a node number is never refused");
    if (!*taken) {
        throw Trouble{"All 1,024 node numbers of this database are taken. Each process that writes "
                      "into it holds one; one that was killed holds its own for two and a half "
                      "minutes. End some, or wait; the table \"node\" says who they are."};
    }
    number_ = (*taken)->number;
    up_to_ = (*taken)->up_to;
    renew_at_ = began + renewed_after;
    is_held_ = true;
    ids_.begin({.node = number_,
                .after = (*taken)->after,
                .up_to = up_to_,
                .ends = began + length - stops_before});
}

// False when somebody else has the number.
bool NodeLease::renew() {
    auto const began = clock_.steady();
    auto const up_to = std::max(up_to_, promise(ids_.newest()));
    auto const renewed = database_.write([&](Writer &writer) -> Result<bool> {
        auto const now = database_now(writer);
        return writer.run(sql::renew_node, {{"me", me_},
                                            {"number", number_},
                                            {"until", now + length},
                                            {"highest", up_to}}) == 1;
    });
    ensure(renewed, "renewing a node number is never refused");
    if (!*renewed) return false;
    up_to_ = up_to;
    renew_at_ = began + renewed_after;
    ids_.extend(up_to_, began + length - stops_before);
    return true;
}

void NodeLease::keep() {
    std::lock_guard const lock{mutex_};
    if (is_held_ && clock_.steady() < renew_at_) return;
    try {
        if (is_held_ && !renew()) {
            ids_.stop();
            is_held_ = false;
            log::warn("this process was away longer than the lease of its node number, which is "
                      "another's now",
                      {{"number", number_}});
        }
        if (!is_held_) take();
        if (is_failing_) log::info("ids can be made again", {{"node", number_}});
        is_failing_ = false;
    } catch (std::exception const &trouble) {
        if (!is_failing_)
            log::warn("the lease of the node number could not be renewed; it is tried again each "
                      "second, and no ids are made after its end",
                      {{"why", trouble.what()}});
        is_failing_ = true;
    }
}

} // namespace goen::store
