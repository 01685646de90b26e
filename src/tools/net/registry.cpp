// SPDX-License-Identifier: Apache-2.0
#include "net/registry.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace goen::net {
namespace {

constexpr std::size_t crowd_step = 16;
// Who reads an answer, or sends what she may send, is given so much more time than who only waits.
constexpr Steady::duration patience = std::chrono::seconds{10};

} // namespace

Watched::Watched(Registry &registry, int socket, std::string const &group)
    : registry_(registry), socket_(socket) {
    std::lock_guard const lock{registry_.mutex_};
    if (!group.empty()) {
        auto const found = registry_.peers_.try_emplace(group).first;
        if (found->second.count >= registry_.most_per_peer_ && !registry_.evict_some(&*found)) {
            ++registry_.turned_away_;
            return;
        }
        peer_ = &*found;
        ++peer_->second.count; // counted before others are evicted, so that the entry stays
    }
    if (registry_.size_ - registry_.going_ >= registry_.most_ && !registry_.evict_some(nullptr)) {
        ++registry_.turned_away_;
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
    bool const can_speak = stage == Stage::head || stage == Stage::body || stage == Stage::upload ||
                           stage == Stage::idle;
    // An open body ends like any connection when the server stops: nothing of it is thrown away.
    if (!can_speak && !(stage == Stage::open && why == Cut::stopping)) {
        // A reader that takes nothing is not waited for: reset, and the kernel's buffers are free
        // at once.
        linger const at_once{1, 0};
        setsockopt(one.socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    shutdown(one.socket_, can_speak ? SHUT_RD : SHUT_RDWR);
}

bool Registry::evict_some(Peers::value_type const *peer) {
    candidates_.clear();
    for (auto *one = newest_; one; one = one->after_) {
        auto const stage = one->stage_.load(std::memory_order_relaxed);
        if (stage == Stage::handling || one->cut_ != Cut::none) continue;
        if (peer && one->peer_ != peer) continue;
        auto since = one->since_.load(std::memory_order_relaxed);
        if (stage == Stage::writing || stage == Stage::upload || stage == Stage::open)
            since += patience.count();
        candidates_.push_back({one, one->peer_ ? one->peer_->second.count / crowd_step : 0, since});
    }
    if (candidates_.empty()) return false;
    auto const wanted = std::min(candidates_.size(), 1 + (peer ? most_per_peer_ : most_) / 64);
    auto const end = candidates_.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::nth_element(candidates_.begin(), end - 1, candidates_.end(),
                     [](Candidate const &a, Candidate const &b) {
                         return a.crowd != b.crowd ? a.crowd > b.crowd : a.since < b.since;
                     });
    for (auto each = candidates_.begin(); each != end; ++each) {
        // The newcomer needs its peer's entry, which must not go with the last of the others.
        if (peer) {
            --each->one->peer_->second.count;
            each->one->peer_ = nullptr;
        }
        let_go(*each->one);
    }
    return true;
}

void Registry::let_go(Watched &one) {
    close(one, Cut::evicted);
    ++going_;
    ++evicted_;
    one.leave_peer();
}

bool Registry::evict(Watched &one) {
    std::lock_guard const lock{mutex_};
    if (one.cut_ != Cut::none) return false;
    let_go(one);
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
        auto const stage = one->stage_.load();
        if (stage == Stage::idle || stage == Stage::lingering || stage == Stage::open)
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

bool Registry::make_room() {
    std::lock_guard const lock{mutex_};
    return evict_some(nullptr);
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
