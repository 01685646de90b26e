// SPDX-License-Identifier: Apache-2.0
// Epochs: readers pin the time they came, without a lock; what the writer has replaced is freed
// when everybody who may still see it has gone. At most `seats` readers at once; the next one waits
// for a seat. One writer at a time (the caller's lock) retires and sweeps.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <thread>

namespace goen::graph {

struct Scratch; // a reader's working memory, kept with the seat (scratch.hpp)

class Epochs {
public:
    static constexpr std::size_t seats = 128;
    struct alignas(128) Seat {
        std::atomic<std::uint64_t> since{0}; // 0: free
        std::shared_ptr<Scratch> scratch;    // of whoever sits here
    };

    Seat &sit() {
        static thread_local std::size_t favourite =
            std::hash<std::thread::id>{}(std::this_thread::get_id());
        for (std::size_t tries = 0;; ++tries) {
            auto &seat = seats_[favourite % seats];
            std::uint64_t nobody = 0;
            if (seat.since.load(std::memory_order_relaxed) == 0 &&
                seat.since.compare_exchange_strong(nobody, now_.load()))
                return seat;
            ++favourite;
            if (tries % seats == seats - 1) std::this_thread::yield();
        }
    }
    static void leave(Seat &seat) { seat.since.store(0, std::memory_order_release); }

    // Writer: to be called after what `free_it` frees cannot be found any more by who comes later.
    void retire(void *thing, void (*free_it)(void *)) {
        retired_.push_back({now_.load(std::memory_order_relaxed), thing, free_it});
    }
    // Writer: ends the epoch and frees what nobody can see.
    void sweep() {
        now_.fetch_add(1);
        if (retired_.empty()) return;
        std::uint64_t oldest = ~std::uint64_t{0};
        for (auto const &seat : seats_) {
            auto const since = seat.since.load();
            if (since != 0 && since < oldest) oldest = since;
        }
        for (; !retired_.empty() && retired_.front().at < oldest; retired_.pop_front()) {
            retired_.front().free_it(retired_.front().thing);
        }
    }
    ~Epochs() {
        for (auto const &each : retired_) each.free_it(each.thing);
    }

private:
    struct Retired {
        std::uint64_t at;
        void *thing;
        void (*free_it)(void *);
    };
    std::atomic<std::uint64_t> now_{1};
    std::array<Seat, seats> seats_;
    std::deque<Retired> retired_;
};

} // namespace goen::graph
