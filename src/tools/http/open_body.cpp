// SPDX-License-Identifier: Apache-2.0
#include "http/open_body.hpp"

#include <utility>

namespace goen::http {

bool OpenBody::push(Piece piece) {
    std::unique_lock lock{mutex_};
    if (is_over_) return false;
    if (bytes_ + piece->size() > most_waiting_) {
        is_over_ = true;
        pieces_.clear();
        tell(std::move(lock));
        return false;
    }
    bytes_ += piece->size();
    pieces_.push_back(std::move(piece));
    tell(std::move(lock));
    return true;
}

void OpenBody::end() {
    std::unique_lock lock{mutex_};
    is_over_ = true;
    tell(std::move(lock));
}

bool OpenBody::is_over() const {
    std::lock_guard const lock{mutex_};
    return is_over_;
}

void OpenBody::on_news(std::function<void()> wake) {
    std::lock_guard const lock{mutex_};
    wake_ = std::move(wake);
}

bool OpenBody::wait() {
    std::lock_guard const lock{mutex_};
    if (is_over_ || !pieces_.empty()) return false;
    is_awaited_ = true;
    return true;
}

std::vector<OpenBody::Piece> OpenBody::take(bool *is_end) {
    std::lock_guard const lock{mutex_};
    if (is_end) *is_end = is_over_;
    bytes_ = 0;
    return std::exchange(pieces_, {});
}

void OpenBody::leave() {
    std::unique_lock lock{mutex_};
    is_over_ = true;
    pieces_.clear();
    tell(std::move(lock));
}

// Outside of the lock: whoever is woken may ask at once.
void OpenBody::tell(std::unique_lock<std::mutex> lock) {
    if (!std::exchange(is_awaited_, false)) return;
    auto const wake = wake_;
    lock.unlock();
    if (wake) wake();
}

} // namespace goen::http
