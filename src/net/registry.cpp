// SPDX-License-Identifier: Apache-2.0
#include "net/registry.hpp"

#include <sys/socket.h>

namespace goen::net {

Watched::Watched(Registry &registry, int socket, std::string const &group)
    : registry_(registry), socket_(socket) {
    std::lock_guard const lock{registry_.mutex_};
    if (!group.empty()) {
        auto const found = registry_.peers_.try_emplace(group).first;
        if (found->second.count >= registry_.most_per_peer_ && !registry_.evict_oldest(&*found))
            return;
        peer_ = &*found;
        ++peer_->second.count; // counted before others are evicted, so that the entry stays
    }
    if (registry_.size_ - registry_.going_ >= registry_.most_ && !registry_.evict_oldest(nullptr)) {
        leave_peer();
        return;
    }
    admitted_ = true;
    since_ = Steady::now().time_since_epoch().count();
    after_ = registry_.newest_;
    if (after_) after_->before_ = this;
    registry_.newest_ = this;
    ++registry_.size_;
}

Watched::~Watched() {
    if (!admitted_) return;
    std::lock_guard const lock{registry_.mutex_};
    (before_ ? before_->after_ : registry_.newest_) = after_;
    if (after_) after_->before_ = before_;
    --registry_.size_;
    if (cut_ == Cut::evicted) --registry_.going_;
    leave_peer();
    if (registry_.size_ == 0) registry_.emptied_.notify_all();
}

void Watched::leave_peer() {
    if (peer_ && --peer_->second.count == 0)
        registry_.peers_.erase(registry_.peers_.find(peer_->first));
    peer_ = nullptr;
}

void Watched::enter(Stage stage, Steady::time_point until) {
    since_.store(Steady::now().time_since_epoch().count(), std::memory_order_relaxed);
    until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
    stage_.store(stage);
}

void Registry::close(Watched &one, Cut why) {
    auto none = Cut::none;
    one.cut_.compare_exchange_strong(none, why);
    // Only the kernel's socket is touched, which any thread may do; the coroutine wakes and closes
    // it itself. While a request comes in, the way out stays open for a last word (408).
    auto const stage = one.stage_.load();
    bool const can_speak = stage == Stage::head || stage == Stage::body || stage == Stage::idle;
    if (!can_speak) {
        // A reader that takes nothing is not waited for: reset, and the kernel's buffers are free
        // at once.
        linger const at_once{1, 0};
        setsockopt(one.socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    shutdown(one.socket_, can_speak ? SHUT_RD : SHUT_RDWR);
}

bool Registry::evict_oldest(Peers::value_type const *peer) {
    Watched *oldest = nullptr;
    for (auto *one = newest_; one; one = one->after_) {
        auto const stage = one->stage_.load(std::memory_order_relaxed);
        if ((stage != Stage::idle && stage != Stage::head) || one->cut_ != Cut::none) continue;
        if (peer && one->peer_ != peer) continue;
        if (!oldest || one->since_ < oldest->since_) oldest = one;
    }
    if (!oldest) return false;
    close(*oldest, Cut::evicted);
    ++going_;
    ++evicted_;
    // An entry whose limit is full has others left, unless the limit is one: then the newcomer
    // needs it.
    if (oldest->peer_ && oldest->peer_ == peer) {
        --oldest->peer_->second.count;
        oldest->peer_ = nullptr;
    } else {
        oldest->leave_peer();
    }
    return true;
}

std::size_t Registry::close_late(Steady::time_point now) {
    std::lock_guard const lock{mutex_};
    std::size_t count = 0;
    for (auto *one = newest_; one; one = one->after_) {
        if (now.time_since_epoch().count() < one->until_.load(std::memory_order_relaxed)) continue;
        if (one->cut_ == Cut::none) ++count;
        close(*one, Cut::late);
    }
    return count;
}

void Registry::close_idle() {
    std::lock_guard const lock{mutex_};
    for (auto *one = newest_; one; one = one->after_) {
        if (one->stage_ == Stage::idle || one->stage_ == Stage::lingering)
            close(*one, Cut::stopping);
    }
}

void Registry::close_all() {
    std::lock_guard const lock{mutex_};
    for (auto *one = newest_; one; one = one->after_) {
        auto none = Cut::none;
        one->cut_.compare_exchange_strong(none, Cut::stopping);
        shutdown(one->socket_, SHUT_RDWR);
    }
}

bool Registry::close_oldest_idle() {
    std::lock_guard const lock{mutex_};
    return evict_oldest(nullptr);
}

bool Registry::wait_until_empty(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    return emptied_.wait_for(lock, at_most, [&] { return size_ == 0; });
}

std::size_t Registry::size() const {
    std::lock_guard const lock{mutex_};
    return size_;
}

} // namespace goen::net
