// SPDX-License-Identifier: Apache-2.0
#include "base/throttle.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>

namespace goen {

std::string peer_key(std::string_view peer) {
    if (peer.find(':') == peer.npos) return std::string{peer};
    in6_addr address{};
    auto const bare = std::string{peer.substr(0, peer.find('%'))};
    if (inet_pton(AF_INET6, bare.c_str(), &address) != 1) return bare;
    auto const *const bytes = reinterpret_cast<char const *>(address.s6_addr);
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        char text[INET_ADDRSTRLEN]{};
        inet_ntop(AF_INET, bytes + 12, text, sizeof text);
        return text;
    }
    return std::string{bytes, 8};
}

Throttle::Throttle(Clock &clock, int free, seconds longest, std::size_t most_keys)
    : clock_(clock), free_(free), longest_(longest), most_keys_(most_keys) {}

Throttle::Entry *Throttle::find(std::string const &key) {
    auto const found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    auto &entry = *found->second;
    if (clock_.now() - entry.last > std::chrono::hours{1}) entry.failures = 0;
    return &entry;
}

seconds Throttle::wait_for(std::string const &key) {
    std::lock_guard const lock{mutex_};
    auto const *entry = find(key);
    if (!entry || entry->failures < free_) return seconds{0};
    auto const wait =
        std::min(seconds{std::int64_t{2} << std::min(entry->failures - free_, 20)}, longest_);
    auto const rest = entry->last + wait - clock_.now();
    return rest <= milliseconds{0} ? seconds{0} : std::chrono::ceil<seconds>(rest);
}

void Throttle::failed(std::string const &key) {
    std::lock_guard const lock{mutex_};
    if (auto *entry = find(key)) {
        ++entry->failures;
        entry->last = clock_.now();
        entries_.splice(entries_.begin(), entries_, by_key_.find(key)->second);
        return;
    }
    if (entries_.size() >= most_keys_) {
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
    entries_.push_front({key, 1, clock_.now()});
    by_key_.emplace(entries_.front().key, entries_.begin());
}

void Throttle::succeeded(std::string const &key) {
    std::lock_guard const lock{mutex_};
    auto const found = by_key_.find(key);
    if (found == by_key_.end()) return;
    auto const place = found->second;
    by_key_.erase(found);
    entries_.erase(place);
}

void Throttle::forgive(std::string const &key) {
    std::lock_guard const lock{mutex_};
    if (auto *entry = find(key); entry && entry->failures > 0) --entry->failures;
}

std::size_t Throttle::size() const {
    std::lock_guard const lock{mutex_};
    return entries_.size();
}

void Ration::give_back(std::string const &key) {
    std::lock_guard const lock{mutex_};
    if (auto const found = by_key_.find(key); found != by_key_.end() && found->second->taken > 0)
        --found->second->taken;
}

Ration::Ration(Clock &clock, int most, seconds window, std::size_t most_keys)
    : clock_(clock), most_(most), window_(window), most_keys_(most_keys) {}

bool Ration::take(std::string const &key) {
    std::lock_guard const lock{mutex_};
    auto const now = clock_.now();
    if (auto const found = by_key_.find(key); found != by_key_.end()) {
        auto &entry = *found->second;
        if (now - entry.since < window_) return entry.taken < most_ ? (++entry.taken, true) : false;
        entry.taken = 1, entry.since = now;
        entries_.splice(entries_.begin(), entries_, found->second);
        return true;
    }
    if (entries_.size() >= most_keys_) {
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
    entries_.push_front({key, 1, now});
    by_key_.emplace(entries_.front().key, entries_.begin());
    return true;
}

} // namespace goen
