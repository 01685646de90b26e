// SPDX-License-Identifier: Apache-2.0
// The brake on guessing six digits. Every try counts as wrong until it is found right, so that a
// thousand tries at once gain nothing. Ten wrong ones in ten minutes stop a member, thirty stop an
// address, each time for longer; when the whole network sees very many, three are enough. Kept in
// memory, bounded. Threads share one.
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

    static constexpr int member_limit = 10, peer_limit = 30, braked_limit = 3,
                         network_limit = 600; // the last per minute
    static constexpr minutes window{10};

private:
    struct Count {
        int wrong = 0;
        int strikes = 0; // how often stopped lately
        Time start{}, stopped_until{};
    };
    seconds step(Count &count, int limit, Time now);
    void make_room(Time now);

    std::mutex mutex_;
    std::unordered_map<std::string, Count> counts_;
    Count network_;
    Time braked_until_{};
};

} // namespace goen::exchange
