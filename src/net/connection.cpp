// SPDX-License-Identifier: Apache-2.0
#include "net/engine.hpp"

#include "base/log.hpp"
#include "base/result.hpp"
#include "net/chunks.hpp"
#include "net/response_head.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace goen::net {
namespace {

using boost::system::error_code;
constexpr std::size_t most_drained =
    64 * 1024 * 1024; // of a refused body, so that its sender reads why
template <class Stream> constexpr bool is_plain = std::is_same_v<Stream, Socket>;

// Bytes that came in and are not used yet. Holds no memory while a connection is idle.
class Inlet {
public:
    std::string_view held() const { return {data_.get() + begin_, end_ - begin_}; }
    void drop(std::size_t count) { begin_ += count; }
    void added(std::size_t count) { end_ += count; }
    void release() {
        if (begin_ != end_) return;
        data_.reset();
        capacity_ = begin_ = end_ = 0;
    }
    asio::mutable_buffer room() {
        constexpr std::size_t least = 4 * 1024;
        if (capacity_ - end_ < least) make_room();
        return {data_.get() + end_, capacity_ - end_};
    }

private:
    void make_room() {
        auto const size = end_ - begin_;
        auto const wanted = std::max<std::size_t>(8 * 1024, size * 2);
        if (wanted > capacity_) {
            auto bigger = std::make_unique_for_overwrite<char[]>(wanted);
            if (size > 0) std::memcpy(bigger.get(), data_.get() + begin_, size);
            data_ = std::move(bigger);
            capacity_ = wanted;
        } else {
            std::memmove(data_.get(), data_.get() + begin_, size);
        }
        begin_ = 0, end_ = size;
    }
    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

std::string short_id(std::uint64_t seed, std::uint64_t number) {
    auto x = seed + number * 0x9E3779B97F4A7C15u; // splitmix64: looks random, never repeats
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    x ^= x >> 31;
    std::string id(12, ' ');
    for (char &c : id) c = "0123456789abcdefghjkmnpqrstvwxyz"[x & 31], x >>= 5;
    return id;
}

// The Date header, made once a second per thread.
std::string_view date_now(Time now) {
    thread_local std::int64_t second = -1;
    thread_local std::string text;
    auto const current = to_millis(now) / 1000;
    if (current != second) second = current, text = http_date(now);
    return text;
}

http::Response refusal(int status, std::string_view why) {
    auto response = http::text(std::string{why} + "\n", status);
    response.set("cache-control", "no-store");
    response.set("x-content-type-options", "nosniff");
    if (status == 405) response.set("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (status == 503) response.set("retry-after", "2");
    return response;
}

std::string_view why_of(int status) {
    switch (status) {
    case 408: return "The request took too long to arrive.";
    case 413: return "The body is too large.";
    case 414: return "The address of the request is too long.";
    case 431: return "The headers are too large.";
    case 503: return "Too many requests are waiting. Please try again in a moment.";
    default: return "The request is malformed.";
    }
}

http::Response calm_500(std::string const &id) {
    auto response =
        refusal(500, "Something went wrong on our side. It has been noted as " + id + ".");
    return response;
}

http::Response call_handler(Engine &engine, http::Request &&request) {
    auto const id = request.id;
    try {
        return engine.handler(std::move(request));
    } catch (std::exception const &error) {
        log::error("A handler failed", {{"request", id}, {"why", error.what()}});
    } catch (...) {
        log::error("A handler failed", {{"request", id}, {"why", "unknown"}});
    }
    return calm_500(id);
}

// A body beyond the usual size, as long as it is held in memory: all of them together are bounded.
class LargeBody {
public:
    explicit LargeBody(Engine &engine) : engine_(engine) {}
    ~LargeBody() { release(); }
    LargeBody(LargeBody const &) = delete;
    LargeBody &operator=(LargeBody const &) = delete;
    bool hold(std::size_t size) {
        auto const before = engine_.large_bodies.fetch_add(size);
        if (before + size > engine_.options.limits.large_bodies) {
            engine_.large_bodies -= size;
            return false;
        }
        size_ += size;
        return true;
    }

    void release() { engine_.large_bodies -= std::exchange(size_, 0); }

private:
    Engine &engine_;
    std::size_t size_ = 0;
};

template <class Stream> class Conversation {
public:
    Conversation(Engine &engine, Stream &stream, Watched &watched, std::string const &peer)
        : engine_(engine), limits_(engine.options.limits), stream_(stream), watched_(watched),
          peer_(peer) {}

    // (Not `while (co_await …)` with `continue`: GCC 12 makes a frame of it that crashes.)
    Task<void> run() {
        watched_.enter(Stage::idle, Steady::now() + limits_.head_time);
        while (true) {
            bool const goes_on = co_await one_request();
            if (!goes_on || engine_.stopping) co_return;
            // A long pipeline must not keep a thread for itself.
            if (++in_a_row_ % 64 == 0) co_await asio::post(engine_.io, asio::use_awaitable);
            if (inlet_.held().empty()) {
                inlet_.release();
                watched_.enter(Stage::idle, Steady::now() + limits_.idle_time);
            } else {
                watched_.enter(Stage::head, Steady::now() + limits_.head_time);
            }
        }
    }

private:
    // 0: the connection is over (closed by the peer, or cut).
    Task<std::size_t> fill(bool eager) {
        error_code error;
        std::size_t count = 0;
        if constexpr (is_plain<Stream>) {
            while (true) {
                if (!eager)
                    co_await stream_.async_wait(Socket::wait_read,
                                                asio::redirect_error(asio::use_awaitable, error));
                if (error || watched_.cut() != Cut::none) co_return 0;
                count = stream_.read_some(inlet_.room(), error);
                if (error != asio::error::would_block) break;
                error = {};
                eager = false;
            }
        } else {
            auto const room = inlet_.room();
            count = co_await stream_.async_read_some(
                room, asio::redirect_error(asio::use_awaitable, error));
        }
        if (error) co_return 0;
        inlet_.added(count);
        engine_.metrics.received(count);
        co_return count;
    }

    // Writes both, extending the deadline as long as the reader takes enough.
    Task<bool> write(std::string_view head, std::string_view body) {
        std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
        auto const start = Steady::now();
        auto const total = head.size() + body.size();
        std::size_t sent = 0;
        watched_.enter(Stage::writing, start + limits_.write_time);
        while (true) {
            error_code error;
            std::size_t count = 0;
            if constexpr (is_plain<Stream>) {
                count = stream_.write_some(parts, error);
                if (error == asio::error::would_block) {
                    error = {};
                    co_await stream_.async_wait(Socket::wait_write,
                                                asio::redirect_error(asio::use_awaitable, error));
                }
            } else {
                count = co_await stream_.async_write_some(
                    parts, asio::redirect_error(asio::use_awaitable, error));
            }
            if (error) co_return false;
            sent += count;
            engine_.metrics.sent(count);
            if (sent == total) co_return true;
            for (auto &part : parts) {
                auto const taken = std::min(part.size(), count);
                part += taken;
                count -= taken;
            }
            watched_.extend(start + limits_.write_time + time_for(sent));
        }
    }

    milliseconds time_for(std::size_t bytes) const {
        return milliseconds{
            static_cast<std::int64_t>(bytes * 1000 / std::max<std::size_t>(limits_.body_rate, 1))};
    }

    // Our own last word on this connection: an answer, then a while for it to arrive. Always false.
    Task<bool> refuse(int status, std::string_view why, bool is_head = false) {
        co_return co_await refuse(refusal(status, why), limits_.linger_time, is_head);
    }
    Task<bool> refuse(http::Response response, milliseconds linger_time, bool is_head) {
        engine_.metrics.refused();
        out_.clear();
        append_head(out_, response, {.keep_alive = false}, date_now(SystemClock{}.now()));
        bool const written =
            co_await write(out_, is_head ? std::string_view{} : response.content());
        if (written) co_await linger(linger_time);
        co_return false;
    }
    // In the words of the house, when it has some.
    http::Response said(int status, std::string_view why, http::Request const &glanced) {
        if (engine_.options.refused) {
            try {
                auto response = engine_.options.refused(status, why, glanced);
                response.set("cache-control", "no-store");
                response.set("x-content-type-options", "nosniff");
                return response;
            } catch (std::exception const &error) {
                log::error("A refusal could not be written", {{"why", error.what()}});
            }
        }
        return refusal(status, why);
    }
    Task<bool> refuse_head(int status, std::string_view why, http::Request const &glanced) {
        auto response = said(status, why, glanced);
        co_return co_await refuse(std::move(response), limits_.linger_time,
                                  glanced.method == http::Method::head);
    }
    http::Response too_large(http::Request const &request) {
        if (engine_.options.too_large) {
            try {
                auto response = engine_.options.too_large(request);
                response.set("x-content-type-options", "nosniff");
                return response;
            } catch (std::exception const &error) {
                log::error("A refusal could not be written", {{"why", error.what()}});
            }
        }
        return refusal(413, why_of(413));
    }

    // Closing with unread bytes would reset the connection and could destroy the answer on its way.
    Task<void> linger(milliseconds at_most) {
        watched_.enter(Stage::lingering, Steady::now() + at_most);
        error_code ignored;
        if constexpr (!is_plain<Stream>) {
            co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
        } else {
            stream_.shutdown(Socket::shutdown_send, ignored);
            for (std::size_t drained = 0; drained < most_drained;) {
                inlet_.drop(inlet_.held().size());
                auto const count = co_await fill(true);
                if (count == 0) co_return;
                drained += count;
            }
        }
    }

    // True when the connection goes on with another request.
    Task<bool> one_request() {
        HeadScanner scanner{limits_.head};
        HeadScanner::Found found;
        while (true) {
            if (!inlet_.held().empty()) found = scanner.scan(inlet_.held());
            if (found.refused)
                co_return co_await refuse_head(found.refused, why_of(found.refused),
                                               glance(inlet_.held()));
            if (found.size) break;
            bool const was_empty = inlet_.held().empty();
            auto const count = co_await fill(false);
            if (count == 0) {
                bool const late = watched_.cut() == Cut::late && !inlet_.held().empty();
                if (late) co_return co_await refuse_head(408, why_of(408), glance(inlet_.held()));
                co_return false;
            }
            if (was_empty) watched_.enter(Stage::head, Steady::now() + limits_.head_time);
        }

        RequestHead head;
        auto const wrong = parse_head(inlet_.held().substr(0, found.size), head);
        if (wrong)
            co_return co_await refuse_head(wrong->status, wrong->why,
                                           glance(inlet_.held().substr(0, found.size)));
        inlet_.drop(found.size);
        bool const is_head = head.request.method == http::Method::head;
        LargeBody large{engine_};
        if (head.chunked || head.content_length > 0) {
            int const refused = co_await read_body(head, large);
            if (refused < 0) co_return false;
            if (refused == 413) {
                head.request.body.clear();
                co_return co_await refuse(too_large(head.request), limits_.large_linger_time,
                                          is_head);
            }
            if (refused > 0) co_return co_await refuse(refused, why_of(refused), is_head);
        }
        co_return co_await answer(std::move(head), large);
    }

    // 0 = the body is there; > 0 = refuse with this status; < 0 = the connection is over.
    Task<int> read_body(RequestHead &head, LargeBody &large) {
        auto const &request = head.request;
        auto const limit =
            engine_.options.body_limit ? engine_.options.body_limit(request.path) : limits_.body;
        if (head.content_length > limit) co_return 413;
        auto const promised = head.chunked ? limit : head.content_length;
        if (promised > limits_.body && !large.hold(promised)) co_return 503;
        auto const start = Steady::now();
        watched_.enter(Stage::body, start + limits_.body_time);
        if (head.expects_continue && inlet_.held().empty()) {
            bool const written = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
            if (!written) co_return -1;
            watched_.enter(Stage::body, start + limits_.body_time);
        }
        auto &body = head.request.body;
        ChunkReader chunks{limit};
        std::size_t received = 0;
        while (true) {
            auto held = inlet_.held();
            auto const before = held.size();
            if (head.chunked) {
                int const refused = chunks.take(held, body);
                if (refused) co_return refused;
            } else {
                auto const count =
                    std::min<std::size_t>(held.size(), head.content_length - body.size());
                body.append(held.substr(0, count));
                held.remove_prefix(count);
            }
            inlet_.drop(before - held.size());
            if (head.chunked ? chunks.is_done() : body.size() == head.content_length) co_return 0;
            auto const count = co_await fill(true);
            if (count == 0) co_return watched_.cut() == Cut::late ? 408 : -1;
            received += count;
            watched_.extend(start + limits_.body_time + time_for(received));
        }
    }

    Task<bool> answer(RequestHead head, LargeBody &large) {
        auto &request = head.request;
        auto const start = Steady::now();
        bool const is_head = request.method == http::Method::head;
        request.at = SystemClock{}.now();
        request.peer = peer_;
        request.is_tls = !is_plain<Stream>;
        request.id = short_id(engine_.request_seed, ++engine_.next_request);
        settle_peer(request, engine_.trusted);
        watched_.enter(Stage::handling, Steady::time_point::max());

        auto const entry = engine_.gate.try_enter();
        if (entry == Gate::Entry::full) co_return co_await refuse(503, why_of(503), is_head);
        if (entry == Gate::Entry::wait) co_await engine_.gate.wait();
        ++engine_.in_handlers;
        auto const id = request.id;
        auto response = call_handler(engine_, std::move(request));
        // Before the answer goes out: who has it may at once send the next.
        request.body = {};
        large.release();
        --engine_.in_handlers;
        engine_.gate.leave();

        AnswerFraming framing{head.keep_alive && !engine_.stopping, head.is_http_1_0};
        out_.clear();
        try {
            append_head(out_, response, framing, date_now(SystemClock{}.now()));
        } catch (std::logic_error const &error) {
            log::error("An answer could not be sent", {{"request", id}, {"why", error.what()}});
            response = calm_500(id);
            out_.clear();
            append_head(out_, response, framing, date_now(SystemClock{}.now()));
        }
        engine_.metrics.answered(
            response.status,
            std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start));
        bool const bare = is_head || !has_body(response.status);
        bool const written = co_await write(out_, bare ? std::string_view{} : response.content());
        if (!written) co_return false;
        if (framing.keep_alive) co_return true;
        co_await linger(limits_.linger_time);
        co_return false;
    }

    Engine &engine_;
    ServerLimits const &limits_;
    Stream &stream_;
    Watched &watched_;
    std::string const &peer_;
    Inlet inlet_;
    std::string out_;
    std::size_t in_a_row_ = 0;
};

bool is_any_of(std::vector<AddressBlock> const &blocks, std::string const &peer) {
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](auto const &block) { return block.holds(peer); });
}

Task<void> hold_nothing() { co_return; }

Task<bool> greet(TlsStream &stream) {
    error_code error;
    co_await stream.async_handshake(TlsStream::server,
                                    asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

template <class Stream> Task<void> hold(Engine &engine, Stream stream, std::string peer) {
    auto const group = is_any_of(engine.trusted, peer) ? std::string{} : peer_group(peer);
    Watched watched{engine.registry, static_cast<int>(stream.lowest_layer().native_handle()),
                    group};
    if (!watched.is_admitted()) co_return;
    if constexpr (!is_plain<Stream>) {
        watched.enter(Stage::head, Steady::now() + engine.options.limits.head_time);
        bool const greeted = co_await greet(stream);
        if (!greeted) co_return;
    }
    Conversation<Stream> conversation{engine, stream, watched, peer};
    co_await conversation.run();
}

} // namespace

Task<void> converse(Engine &engine, Socket socket) {
    error_code error;
    auto const endpoint = socket.remote_endpoint(error);
    if (error) return hold_nothing(); // gone before it was looked at
    auto peer = plain_address(endpoint.address().to_string());
    socket.set_option(asio::ip::tcp::no_delay{true}, error);
    socket.non_blocking(true, error);
    if (engine.tls)
        return hold<TlsStream>(engine, TlsStream{std::move(socket), *engine.tls}, std::move(peer));
    return hold<Socket>(engine, std::move(socket), std::move(peer));
}

} // namespace goen::net
