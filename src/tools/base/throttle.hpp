// SPDX-License-Identifier: Apache-2.0
// The brake on guessing and on letters: counts per key, in memory, of bounded size (the longest
// quiet key goes first). Each node has its own, so n nodes allow n times as much: still nothing for
// a guesser. Threads share one.
#pragma once

#include "base/time.hpp"

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace goen {

// Whose requests are counted together: an IPv4 address, or the /64 of an IPv6 one (a household owns
// all of it).
std::string peer_key(std::string_view peer);

class Throttle {
public:
    // `free` failures cost nothing; after that each doubles the wait, from two seconds up to
    // `longest`. An hour without a failure forgives.
    Throttle(Clock &clock, int free, seconds longest, std::size_t most_keys = 100'000);

    seconds wait_for(std::string const &key); // 0 = go on
    void failed(std::string const &key);
    void succeeded(std::string const &key); // forgets all its failures
    void forgive(std::string const &key);   // takes back the last one
    std::size_t size() const;

private:
    struct Entry {
        std::string key;
        int failures = 0;
        Time last{};
    };
    Entry *find(std::string const &key);

    Clock &clock_;
    int free_;
    seconds longest_;
    std::size_t most_keys_;
    mutable std::mutex mutex_;
    std::list<Entry> entries_; // last failed first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

// At most `most` of something for one key in a window of time.
class Ration {
public:
    Ration(Clock &clock, int most, seconds window, std::size_t most_keys = 100'000);
    bool take(std::string const &key); // false: no more now
    void give_back(std::string const &key);

private:
    struct Entry {
        std::string key;
        int taken = 0;
        Time since{};
    };
    Clock &clock_;
    int most_;
    seconds window_;
    std::size_t most_keys_;
    std::mutex mutex_;
    std::list<Entry> entries_; // newest window first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

} // namespace goen
