// SPDX-License-Identifier: Apache-2.0
#include "net/keeper.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace goen::net {
namespace {

constexpr std::chrono::seconds between_lines{60}; // about one and the same pressure

milliseconds tick_of(ServerOptions const &options) {
    auto const &limits = options.limits;
    auto const shortest =
        std::min({limits.head_time, limits.body_time, limits.idle_time, limits.write_time,
                  limits.linger_time, options.certificate_check});
    return std::clamp(shortest / 5, milliseconds{10}, milliseconds{500});
}

} // namespace

Keeper::Keeper(Engine &engine, std::function<void(Engine &)> begin_to_accept)
    : engine_(engine), begin_to_accept_(std::move(begin_to_accept)), thread_([this] { run(); }) {}

Keeper::~Keeper() {
    {
        std::lock_guard const lock{mutex_};
        ends_ = true;
    }
    ended_.notify_all();
    thread_.join();
}

void Keeper::run() {
    auto const tick = tick_of(engine_.options);
    std::unique_lock lock{mutex_};
    while (!ended_.wait_for(lock, tick, [&] { return ends_; })) {
        try {
            close_late();
            keep_accepting();
            auto const now = Steady::now();
            say_what_had_no_room(now);
            look_at_certificate(now);
        } catch (...) {
            report("The server's keeper met an error", std::current_exception());
        }
    }
}

// One look at all connections costs less than a timer for each of their steps.
void Keeper::close_late() {
    for (auto count = engine_.registry.close_late(Steady::now()); count > 0; --count)
        engine_.metrics.timed_out();
    if (engine_.stopping) engine_.registry.close_idle();
}

void Keeper::keep_accepting() {
    if (engine_.stopping || engine_.is_accepting) return;
    begin_to_accept_(engine_);
    log::warn("Accepting connections had ended for want of memory or file numbers; it goes on");
}

void Keeper::say_what_had_no_room(Steady::time_point now) {
    auto const &registry = engine_.registry;
    Pressure const current{registry.evicted(), registry.turned_away(), engine_.bodies.refused()};
    if (current == said_ || now < say_again_) return;
    log::warn("There was no room for all connections",
              {{"closed_for_others", current.evicted - said_.evicted},
               {"turned_away", current.turned_away - said_.turned_away},
               {"bodies_refused", current.bodies_refused - said_.bodies_refused},
               {"open", registry.size()},
               {"limit", registry.most()}});
    said_ = current;
    say_again_ = now + between_lines;
}

void Keeper::look_at_certificate(Steady::time_point now) {
    if (!engine_.certificates || now < look_again_) return;
    look_again_ = now + engine_.options.certificate_check;
    if (!engine_.certificates->have_changed()) return;
    try {
        engine_.certificates->reload();
        log::info("The certificate was renewed");
    } catch (std::exception const &error) {
        log::error("The new certificate cannot be used; the one before stays in use",
                   {{"why", error.what()}});
    }
}

} // namespace goen::net
