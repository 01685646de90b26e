// SPDX-License-Identifier: Apache-2.0
#include "net/bodies.hpp"

#include <utility>

namespace goen::net {

HeldBody::HeldBody(Bodies &bodies, Watched &connection, std::string const &peer)
    : bodies_(bodies), connection_(connection) {
    // Allocated before anything is counted: a failure leaves no trace.
    std::list<HeldBody *> of_all{this}, of_peer{this};
    std::lock_guard const lock{bodies_.mutex_};
    if (!peer.empty()) {
        peer_ = &*bodies_.peers_.try_emplace(peer).first;
        auto &place = peer_->second;
        ++place.bodies;
        if (place.waiting.size() >= bodies_.limits_.unfinished_per_peer)
            bodies_.evict_oldest(place.waiting, nullptr);
        place.waiting.splice(place.waiting.end(), of_peer);
        in_peer_ = std::prev(place.waiting.end());
    }
    bodies_.waiting_.splice(bodies_.waiting_.end(), of_all);
    in_all_ = std::prev(bodies_.waiting_.end());
}

HeldBody::~HeldBody() {
    std::lock_guard const lock{bodies_.mutex_};
    stop_waiting();
    (is_known_ ? bodies_.known_bytes_ : bodies_.unknown_bytes_) -= bytes_;
    if (!peer_) return;
    if (is_known_) peer_->second.known_bytes -= bytes_;
    if (--peer_->second.bodies == 0) bodies_.peers_.erase(bodies_.peers_.find(peer_->first));
}

void HeldBody::stop_waiting() {
    if (in_all_) bodies_.waiting_.erase(*std::exchange(in_all_, std::nullopt));
    if (in_peer_) peer_->second.waiting.erase(*std::exchange(in_peer_, std::nullopt));
    if (is_known_ && is_unfinished_ && peer_) --peer_->second.known;
    is_unfinished_ = false;
}

bool HeldBody::now_known() {
    std::lock_guard const lock{bodies_.mutex_};
    if (peer_ && peer_->second.known >= bodies_.limits_.unfinished_per_peer) {
        ++bodies_.refused_;
        return false;
    }
    stop_waiting();
    is_known_ = is_unfinished_ = true;
    bodies_.unknown_bytes_ -= bytes_;
    bodies_.known_bytes_ += bytes_;
    if (peer_) {
        ++peer_->second.known;
        peer_->second.known_bytes += bytes_;
    }
    return true;
}

bool HeldBody::has_grown_to(std::size_t bytes) {
    std::lock_guard const lock{bodies_.mutex_};
    auto const more = bytes - bytes_;
    auto const &limits = bodies_.limits_;
    if (is_known_) {
        auto *const of_peer = peer_ ? &peer_->second.known_bytes : nullptr;
        if (bodies_.known_bytes_ + more > limits.known_bytes ||
            (of_peer && *of_peer + more > limits.known_bytes_per_peer)) {
            ++bodies_.refused_;
            return false;
        }
        bodies_.known_bytes_ += more;
        if (of_peer) *of_peer += more;
    } else {
        while (bodies_.unknown_bytes_ + more > limits.unknown_bytes) {
            if (bodies_.evict_oldest(bodies_.waiting_, this)) continue;
            ++bodies_.refused_;
            return false;
        }
        bodies_.unknown_bytes_ += more;
    }
    bytes_ = bytes;
    return true;
}

void HeldBody::is_complete() {
    std::lock_guard const lock{bodies_.mutex_};
    stop_waiting();
}

bool Bodies::evict_oldest(std::list<HeldBody *> const &waiting, HeldBody const *spared) {
    if (waiting.empty()) return false;
    auto const first = waiting.front() == spared ? std::next(waiting.begin()) : waiting.begin();
    if (first == waiting.end()) return false;
    auto &oldest = **first;
    registry_.evict(oldest.connection_);
    ++evicted_;
    oldest.stop_waiting();
    // Its connection is about to go and takes the bytes with it.
    unknown_bytes_ -= std::exchange(oldest.bytes_, 0);
    return true;
}

std::size_t Bodies::bytes() const {
    std::lock_guard const lock{mutex_};
    return known_bytes_ + unknown_bytes_;
}

} // namespace goen::net
