// SPDX-License-Identifier: Apache-2.0
#include "net/server.hpp"

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "net/engine.hpp"
#include "net/keeper.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cstring>
#include <thread>
#include <unistd.h>

namespace goen::net {
namespace {

using boost::system::error_code;

std::size_t worker_count(int wanted) {
    if (wanted > 0) return static_cast<std::size_t>(wanted);
    // Handlers wait for the disk as much as they compute, and writes are committed in groups: more
    // than cores.
    return std::max<std::size_t>(4, 2 * std::thread::hardware_concurrency());
}

int thread_count(std::size_t workers, ServerOptions const &options) {
    return static_cast<int>(workers) + std::max(1, options.io_threads) +
           (options.probes.empty() ? 0 : 1);
}

std::vector<AddressBlock> parse_proxies(std::vector<std::string> const &texts) {
    std::vector<AddressBlock> blocks;
    for (auto const &text : texts) {
        auto const block = AddressBlock::parse(text);
        if (!block)
            throw Trouble{"trusted proxies: \"" + text +
                          "\" is not an address or a block like 10.0.0.0/8"};
        blocks.push_back(*block);
    }
    return blocks;
}

void listen(asio::ip::tcp::acceptor &acceptor, std::string const &text) {
    auto const wanted = parse_listen(text);
    if (!wanted)
        throw Trouble{"cannot listen on \"" + text +
                      "\": an address looks like 127.0.0.1:8080 or [::1]:8080"};
    asio::ip::tcp::endpoint const endpoint{asio::ip::make_address(wanted->host), wanted->port};
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only{false}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw Trouble{"cannot listen on " + text + ": " + error.message()};
}

void log_if_failed(std::exception_ptr failure) {
    if (failure) report("A connection failed", failure);
}

Task<void> accept_all(Engine &engine, [[maybe_unused]] Accepting accepting) {
    while (!engine.stopping) {
        error_code error;
        auto socket =
            co_await engine.acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            engine.metrics.accepted();
            try {
                asio::co_spawn(engine.io, converse(engine, std::move(socket)), log_if_failed);
            } catch (std::exception const &) {
                report("A connection could not be begun", std::current_exception());
            }
            continue;
        }
        if (error == asio::error::operation_aborted || !engine.acceptor.is_open()) co_return;
        if (error == asio::error::no_descriptors || error == asio::error::no_memory ||
            error == asio::error::no_buffer_space ||
            error == boost::system::errc::too_many_files_open_in_system) {
            // Make room, and do not spin meanwhile.
            engine.registry.make_room();
            asio::steady_timer pause{engine.io, milliseconds{20}};
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }
}

void begin_to_accept(Engine &engine) {
    asio::co_spawn(engine.io, accept_all(engine, Accepting{engine.is_accepting}), log_if_failed);
}

} // namespace

void report(char const *what, std::exception_ptr const &failure) noexcept {
    try {
        try {
            std::rethrow_exception(failure);
        } catch (std::exception const &error) {
            log::error(what, {{"why", error.what()}});
        }
    } catch (...) {
        for (auto const text : {std::string_view{what}, std::string_view{": out of memory\n"}})
            static_cast<void>(::write(STDERR_FILENO, text.data(), text.size()) < 0);
    }
}

Gate::Entry Gate::try_enter() {
    std::lock_guard const lock{mutex_};
    if (free_ > 0) {
        --free_;
        return Entry::in;
    }
    if (waiting_ >= most_waiting_) return Entry::full;
    ++waiting_;
    return Entry::wait;
}

Task<void> Gate::wait() {
    auto const stand_in_line = [this](auto handler) {
        auto const shared = std::make_shared<decltype(handler)>(std::move(handler));
        auto go_on = [this, shared] { asio::post(io_, std::move(*shared)); };
        std::lock_guard const lock{mutex_};
        if (handed_ == 0) {
            line_.push_back(std::move(go_on));
            return;
        }
        --handed_, --waiting_; // a place came free while we were on the way to the line
        go_on();
    };
    co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(stand_in_line,
                                                                         asio::use_awaitable);
}

void Gate::leave() {
    std::lock_guard const lock{mutex_};
    if (!line_.empty()) {
        auto const next = std::move(line_.front());
        line_.pop_front();
        --waiting_;
        next(); // posts only
    } else if (waiting_ > handed_) {
        ++handed_;
    } else {
        ++free_;
    }
}

std::size_t Gate::waiting() const {
    std::lock_guard const lock{mutex_};
    return waiting_;
}

Engine::Engine(ServerOptions wanted, Handler what)
    : options(std::move(wanted)), handler(std::move(what)),
      trusted(parse_proxies(options.trusted_proxies)),
      registry(options.limits.connections, options.limits.per_peer),
      bodies(registry, {options.limits.known_bytes, options.limits.known_bytes_per_peer,
                        options.limits.unknown_bytes, options.limits.unfinished_per_peer}),
      workers(worker_count(options.workers)), io(thread_count(workers, options)),
      gate(io, workers, options.limits.waiting), probe_gate(io, 1, options.limits.waiting),
      open_waits(io),
      hashing_gate(io, std::max<std::size_t>(1, workers / 2), options.limits.hashing),
      acceptor(io) {
    auto const seed = SystemRandom{}.bytes(sizeof request_seed);
    std::memcpy(&request_seed, seed.data(), sizeof request_seed);
    if (options.certificate_file.empty() != options.key_file.empty()) {
        throw Trouble{"TLS needs both a certificate and a key"};
    }
    if (!options.certificate_file.empty())
        certificates.emplace(options.certificate_file, options.key_file);
    listen(acceptor, options.listen);
}

struct Server::Inside {
    Engine engine;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
    std::vector<std::thread> threads;
    std::optional<Keeper> keeper;
    std::uint16_t port = engine.acceptor.local_endpoint().port();

    Inside(ServerOptions options, Handler handler)
        : engine(std::move(options), std::move(handler)) {}
};

Server::Server(ServerOptions options, Handler handler)
    : inside_(std::make_unique<Inside>(std::move(options), std::move(handler))) {}

Server::~Server() { stop(seconds{0}); }

std::uint16_t Server::port() const { return inside_->port; }

void Server::run_in_background() {
    auto &engine = inside_->engine;
    ensure(inside_->threads.empty() && !engine.stopping, "a server runs once");
    inside_->work.emplace(engine.io.get_executor());
    begin_to_accept(engine);
    inside_->keeper.emplace(engine, begin_to_accept);
    auto const count = thread_count(engine.workers, engine.options);
    for (int i = 0; i < count; ++i) {
        inside_->threads.emplace_back([&engine] {
            while (!engine.io.stopped()) {
                try {
                    engine.io.run();
                } catch (...) {
                    report("A server thread met an error", std::current_exception());
                }
            }
        });
    }
}

void Server::stop(seconds grace) {
    auto &engine = inside_->engine;
    if (engine.stopping.exchange(true) || inside_->threads.empty()) return;
    asio::post(engine.io, [&engine] {
        error_code ignored;
        engine.acceptor.close(ignored);
    });
    engine.registry.close_idle();
    if (!engine.registry.wait_until_empty(grace)) {
        engine.registry.close_all();
        engine.registry.wait_until_empty(milliseconds{500});
    }
    inside_->keeper.reset();
    inside_->work.reset();
    engine.io.stop();
    for (auto &thread : inside_->threads) thread.join();
    inside_->threads.clear();
}

void Server::reload_certificate() {
    if (auto &certificates = inside_->engine.certificates) certificates->reload();
}

ServerNumbers Server::numbers() const {
    auto const &engine = inside_->engine;
    auto now = engine.metrics.snapshot();
    now.open = engine.registry.size();
    now.most_open = engine.registry.most();
    now.evicted = engine.registry.evicted();
    now.turned_away = engine.registry.turned_away();
    now.body_bytes = engine.bodies.bytes();
    now.bodies_evicted = engine.bodies.evicted();
    now.bodies_refused = engine.bodies.refused();
    now.open_bodies = engine.open_waits.open();
    now.in_handlers = engine.in_handlers.load();
    now.waiting = engine.gate.waiting() + engine.hashing_gate.waiting();
    return now;
}

} // namespace goen::net
