// SPDX-License-Identifier: Apache-2.0
// The thread that looks after a running server: it needs no memory and no worker to do so. Not for
// other rooms.
#pragma once

#include "net/engine.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace goen::net {

class Keeper {
public:
    // Looks after `engine`, which must outlive it, until it is destroyed.
    Keeper(Engine &engine, std::function<void(Engine &)> begin_to_accept);
    ~Keeper();

private:
    void run();
    void close_late();
    void keep_accepting();
    void say_what_had_no_room(Steady::time_point now);
    void look_at_certificate(Steady::time_point now);

    Engine &engine_;
    std::function<void(Engine &)> const begin_to_accept_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool ends_ = false;
    struct Pressure {
        std::uint64_t evicted = 0, turned_away = 0, bodies_refused = 0;
        bool operator==(Pressure const &) const = default;
    } said_;
    Steady::time_point say_again_{}, look_again_{};
    std::thread thread_;
};

} // namespace goen::net
