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
    auto &of_peer = is_private_address(peer) ? nobody : counts_["p" + peer_key(peer)];
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

void GuessBrake::was_right(MemberId member, std::string_view peer, Time) {
    std::lock_guard const hold{mutex_};
    auto const give_back = [](Count &count) { count.wrong = std::max(0, count.wrong - 1); };
    if (auto const found = counts_.find(member_key(member)); found != counts_.end())
        give_back(found->second);
    if (auto const found = counts_.find("p" + peer_key(peer)); found != counts_.end())
        give_back(found->second);
    give_back(network_);
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
