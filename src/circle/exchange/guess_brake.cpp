// SPDX-License-Identifier: Apache-2.0
#include "exchange/guess_brake.hpp"

#include "base/throttle.hpp"

#include "base/peer.hpp"
#include "base/security_log.hpp"

#include <algorithm>

namespace goen::exchange {
namespace {

constexpr std::size_t most_counts = 100'000;
constexpr std::chrono::hours longest_stop{24};

std::string member_key(MemberId member) { return "m" + member.text(); }
std::string address_key(std::string_view peer) { return "p" + peer_key(peer); }
std::string stranger_key(std::string_view peer) { return "g" + peer_key(peer); }

} // namespace

seconds GuessBrake::step(Count &count, int limit, Time now) {
    if (now < count.stopped_until) {
        return std::chrono::ceil<seconds>(count.stopped_until - now);
    }
    if (now - count.start >= window) {
        if (now - count.start >= longest_stop) count.strikes = 0;
        count.start = now;
        count.wrong = 0;
    }
    if (count.wrong >= limit) {
        auto const stop =
            std::min<milliseconds>(window * (1 << std::min(count.strikes, 8)), longest_stop);
        count.stopped_until = now + stop;
        count.start = now;
        count.wrong = 0;
        ++count.strikes;
        return std::chrono::ceil<seconds>(stop);
    }
    return seconds{0};
}

seconds GuessBrake::begin(MemberId member, std::string_view peer, Time now) {
    std::lock_guard const hold{mutex_};
    if (counts_.size() >= most_counts) make_room(now);
    if (now - network_.start >= minutes{1}) network_ = Count{.start = now};
    if (network_.wrong >= network_limit) braked_until_ = now + window;

    auto &of_member = counts_[member_key(member)];
    bool const is_braked = now < braked_until_;
    auto wait = step(of_member, is_braked ? braked_limit : member_limit, now);
    // A whole hall may sit behind one address: the brake lowers the limit of members only. And
    // behind a private one may sit everybody (base/peer.hpp): there the address does not count.
    Count nobody;
    auto &of_peer = is_private_address(peer) ? nobody : counts_[address_key(peer)];
    wait = std::max(wait, step(of_peer, peer_limit, now));
    if (wait > seconds{0}) {
        security_log::note("code-guesses-braked", "", peer);
        return wait;
    }
    ++of_member.wrong;
    ++of_peer.wrong;
    ++network_.wrong;
    return seconds{0};
}

void GuessBrake::give_back(Count &count) { count.wrong = std::max(0, count.wrong - 1); }

void GuessBrake::give_back(std::string const &key) {
    if (auto const found = counts_.find(key); found != counts_.end()) give_back(found->second);
}

void GuessBrake::was_right(MemberId member, std::string_view peer, Time) {
    std::lock_guard const hold{mutex_};
    give_back(member_key(member));
    give_back(address_key(peer));
    give_back(network_);
}

seconds GuessBrake::begin_stranger(std::string_view peer, Time now) {
    std::lock_guard const hold{mutex_};
    if (counts_.size() >= most_counts) make_room(now);
    if (now - strangers_.start >= window) strangers_ = Count{.start = now};
    seconds wait{0};
    if (strangers_.wrong >= strangers_limit)
        wait = std::chrono::ceil<seconds>(strangers_.start + window - now);
    // Behind a private address may sit everybody: there the limit of all strangers counts alone.
    bool const is_shared = is_private_address(peer);
    Count nobody, no_address;
    auto &of_stranger = is_shared ? nobody : counts_[stranger_key(peer)];
    auto &of_peer = is_shared ? no_address : counts_[address_key(peer)];
    wait = std::max(wait, step(of_stranger, stranger_limit, now));
    wait = std::max(wait, step(of_peer, peer_limit, now));
    if (wait > seconds{0}) {
        security_log::note("code-guesses-braked", "", peer);
        return wait;
    }
    ++of_stranger.wrong;
    ++of_peer.wrong;
    ++strangers_.wrong;
    return seconds{0};
}

void GuessBrake::stranger_was_right(std::string_view peer) {
    std::lock_guard const hold{mutex_};
    give_back(stranger_key(peer));
    give_back(address_key(peer));
    give_back(strangers_);
}

// Forgets those whose time is over; when that is not enough, those who were never stopped.
void GuessBrake::make_room(Time now) {
    std::erase_if(counts_, [&](auto const &one) {
        return now >= one.second.stopped_until &&
               now - one.second.start >= (one.second.strikes ? longest_stop : window);
    });
    if (counts_.size() < most_counts) return;
    std::erase_if(counts_, [](auto const &one) { return one.second.strikes == 0; });
    if (counts_.size() >= most_counts) counts_.clear();
}

} // namespace goen::exchange
