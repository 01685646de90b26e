// SPDX-License-Identifier: Apache-2.0
// The brake on guessing six digits. Every try counts as wrong until it is found right, so that a
// thousand tries at once gain nothing. Ten wrong ones in ten minutes stop a member, thirty stop an
// address, each time for longer; when the whole network sees very many, three are enough. Kept in
// memory, bounded. Threads share one.
//
// Who has no account needs no invitation to try, and may have many addresses. So ten wrong ones
// stop an address (which count among its thirty), and sixty in ten minutes stop everybody without
// an account. What that leaves of 1,000,000 numbers:
//   one address: ten tries, then waits of 10, 20, 40 … minutes: less than 100 tries in a day, so a
//     code that is shown for a whole day is found with 0.01 % by one address;
//   all addresses of the world together: 60 tries while a usual code lives (ten minutes), which
//     find it with 0.006 %; 8,640 in a day, so that one sweep over all numbers takes 116 days.
// What is found is the card that its owner is just holding out to people without an account.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace goen::exchange {

class GuessBrake {
public:
    // 0: go on, and the try is counted; else how long to wait.
    seconds begin(MemberId member, std::string_view peer, Time now);
    void was_right(MemberId member, std::string_view peer, Time now);
    // The same for somebody without an account.
    seconds begin_stranger(std::string_view peer, Time now);
    void stranger_was_right(std::string_view peer);

    static constexpr int member_limit = 10, peer_limit = 30, braked_limit = 3,
                         network_limit = 600;                       // the last per minute
    static constexpr int stranger_limit = 10, strangers_limit = 60; // one address, all of them
    static constexpr minutes window{10};

private:
    struct Count {
        int wrong = 0;
        int strikes = 0; // how often stopped lately
        Time start{}, stopped_until{};
    };
    seconds step(Count &count, int limit, Time now);
    void make_room(Time now);
    static void give_back(Count &count);
    void give_back(std::string const &key);

    std::mutex mutex_;
    std::unordered_map<std::string, Count> counts_;
    Count network_, strangers_;
    Time braked_until_{};
};

} // namespace goen::exchange
