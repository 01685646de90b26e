// SPDX-License-Identifier: Apache-2.0
#include "net/engine.hpp"

#include "base/log.hpp"
#include "base/peer.hpp"
#include "base/result.hpp"
#include "net/chunks.hpp"
#include "net/inlet.hpp"
#include "net/response_head.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace goen::net {
namespace {

using boost::system::error_code;
constexpr std::size_t most_drained =
    64 * 1024 * 1024; // of a refused body, so that its sender reads why
constexpr std::size_t most_of_a_usual_head = 8 * 1024;
template <class Stream> constexpr bool is_plain = std::is_same_v<Stream, Socket>;

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
    struct Counted {
        std::atomic<std::uint64_t> &count;
        explicit Counted(std::atomic<std::uint64_t> &c) : count(c) { ++count; }
        ~Counted() { --count; }
    } const counted{engine.in_handlers};
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

// Refused in the words of the house, or in plain ones when it has none or fails.
template <class Say> http::Response in_its_words(int status, std::string_view why, Say const &say) {
    try {
        auto response = say();
        response.set("x-content-type-options", "nosniff");
        return response;
    } catch (std::exception const &error) {
        log::error("A refusal could not be written", {{"why", error.what()}});
    }
    return refusal(status, why);
}

bool is_any_of(std::vector<AddressBlock> const &blocks, std::string const &peer) {
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](auto const &block) { return block.holds(peer); });
}

// What limits count by; empty = exempt: a proxy, which is many.
std::string counted_by(Engine const &engine, std::string const &peer) {
    return is_any_of(engine.trusted, peer) ? std::string{} : peer_group(peer);
}

// Whether something, or the end, has come in. The reactor also wakes for what was read before.
bool has_been_told(int socket) {
    char byte = 0;
    return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 ||
           (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

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
            if (open_) co_await write_open();
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
    Task<bool> write(std::string_view head, std::string_view body, Stage stage = Stage::writing) {
        std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
        auto const start = Steady::now();
        auto const total = head.size() + body.size();
        std::size_t sent = 0;
        watched_.enter(stage, start + limits_.write_time);
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
    Task<bool> refuse_head(int status, std::string_view why, http::Request const &glanced) {
        auto response = engine_.options.refused
                            ? in_its_words(status, why,
                                           [&] {
                                               auto said =
                                                   engine_.options.refused(status, why, glanced);
                                               said.set("cache-control", "no-store");
                                               return said;
                                           })
                            : refusal(status, why);
        co_return co_await refuse(std::move(response), limits_.linger_time,
                                  glanced.method == http::Method::head);
    }

    // Closing with unread bytes would reset the connection and could destroy the answer on its way.
    Task<void> linger(milliseconds at_most) {
        watched_.enter(Stage::lingering, Steady::now() + at_most);
        error_code ignored;
        if constexpr (!is_plain<Stream>) {
            co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
            // Who was still sending: what comes is encrypted, and thrown away as it is.
            if (ignored && ignored != asio::error::eof) co_await drain(stream_.next_layer());
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
    Task<void> drain(Socket &socket) {
        error_code error;
        socket.shutdown(Socket::shutdown_send, error);
        for (std::size_t drained = 0; drained < most_drained;) {
            co_await socket.async_wait(Socket::wait_read,
                                       asio::redirect_error(asio::use_awaitable, error));
            if (error || watched_.cut() != Cut::none) co_return;
            auto const count = socket.read_some(inlet_.room(), error);
            if (error && error != asio::error::would_block) co_return;
            drained += count;
        }
    }

    // True when the connection goes on with another request.
    Task<bool> one_request() {
        HeadScanner scanner{limits_.head};
        HeadScanner::Found found;
        std::optional<HeldBody> held; // of a head too, as long as it is larger than most
        while (true) {
            if (!inlet_.held().empty()) found = scanner.scan(inlet_.held());
            if (found.refused)
                co_return co_await refuse_head(found.refused, why_of(found.refused),
                                               glance(inlet_.held()));
            if (found.size) break;
            bool const was_empty = inlet_.held().empty();
            if (inlet_.held().size() > most_of_a_usual_head) {
                if (!held) held.emplace(engine_.bodies, watched_, counted_by(engine_, peer_));
                if (!held->has_grown_to(inlet_.held().size()))
                    co_return co_await refuse(503, why_of(503));
            }
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
        held.reset();
        auto &request = head.request;
        request.peer = peer_;
        request.is_tls = !is_plain<Stream>;
        request.id = short_id(engine_.request_seed, ++engine_.next_request);
        auto const settled = settle_peer(request, engine_.trusted, engine_.options.proxy_header);
        if (settled == Settled::unbelieved) tell_of_proxy();
        if (head.chunked || head.content_length > 0) {
            int const refused = co_await read_body(head, held);
            if (refused < 0) co_return false;
            if (refused > 0) {
                request.body = {};
                held.reset();
                auto response = co_await words_for(refused, request);
                co_return co_await refuse(std::move(response), limits_.large_linger_time,
                                          request.method == http::Method::head);
            }
        }
        co_return co_await answer(std::move(head), held);
    }

    // What a body is refused with, found out on a worker; when there is none, in plain words.
    Task<http::Response> words_for(int status, http::Request const &request) {
        if (turned_away_) {
            auto response = std::move(*turned_away_);
            turned_away_.reset();
            response.set("x-content-type-options", "nosniff");
            co_return response;
        }
        if (status == 413 && engine_.options.too_large) {
            bool const is_in = co_await enter(engine_.gate);
            if (is_in) {
                GatePlace const place{engine_.gate};
                co_return in_its_words(status, why_of(status),
                                       [&] { return engine_.options.too_large(request); });
            }
        }
        co_return refusal(status, why_of(status));
    }

    // False when too many are waiting already. Who is in makes a GatePlace.
    Task<bool> enter(Gate &gate) {
        watched_.enter(Stage::handling, Steady::time_point::max());
        auto const entry = gate.try_enter();
        if (entry == Gate::Entry::wait) co_await gate.wait();
        co_return entry != Gate::Entry::full;
    }

    // Before more of a large body is read: 0 = its sender may send it, else the status of the
    // refusal.
    Task<int> admit(http::Request &request) {
        if (!engine_.options.admit_body) co_return 0;
        bool const is_in = co_await enter(engine_.gate);
        if (!is_in) co_return 503;
        GatePlace const place{engine_.gate};
        auto begun = std::exchange(request.body, {});
        try {
            turned_away_ = engine_.options.admit_body(request);
        } catch (std::exception const &error) {
            log::error("A body could not be admitted",
                       {{"request", request.id}, {"why", error.what()}});
            turned_away_ = calm_500(request.id);
        }
        request.body = std::move(begun);
        co_return turned_away_ ? turned_away_->status : 0;
    }

    // Takes what has come of the body. 0 = go on, else refuse with this status.
    int take(RequestHead &head, ChunkReader &chunks) {
        auto &body = head.request.body;
        auto bytes = inlet_.held();
        auto const before = bytes.size();
        int refused = 0;
        if (head.chunked) {
            refused = chunks.take(bytes, body);
        } else {
            auto const count =
                std::min<std::size_t>(bytes.size(), head.content_length - body.size());
            body.append(bytes.substr(0, count));
            bytes.remove_prefix(count);
        }
        inlet_.drop(before - bytes.size());
        return refused;
    }

    // 0 = the body is there; > 0 = refuse with this status; < 0 = the connection is over.
    Task<int> read_body(RequestHead &head, std::optional<HeldBody> &held) {
        auto &request = head.request;
        auto const limit =
            engine_.options.body_limit ? engine_.options.body_limit(request.path) : limits_.body;
        if (head.content_length > limit) co_return 413;
        bool is_known = head.content_length > limits_.unknown_body;
        if (is_known) {
            int const refused = co_await admit(request);
            if (refused) co_return refused;
        }
        bool const wants_word = head.expects_continue && inlet_.held().empty();
        auto const is_whole = [&](ChunkReader const &chunks) {
            return head.chunked ? chunks.is_done() : request.body.size() == head.content_length;
        };
        ChunkReader chunks{limit};
        Steady::time_point start{};
        std::size_t received = 0;
        bool is_watched = false; // as what it is now
        while (true) {
            int refused = take(head, chunks);
            if (!refused && !is_known && request.body.size() > limits_.unknown_body) {
                refused = co_await admit(request);
                if (!refused && held && !held->now_known()) refused = 503;
                is_known = true, is_watched = false;
            }
            if (refused) co_return refused;
            if (is_whole(chunks)) break; // as most forms are at once: they came with their head
            if (!held) {
                held.emplace(engine_.bodies, watched_, counted_by(engine_, request.peer));
                if (is_known && !held->now_known()) co_return 503;
                start = Steady::now();
                if (wants_word) {
                    bool const written = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
                    if (!written) co_return -1;
                }
            }
            if (!held->has_grown_to(request.body.size())) co_return 503;
            auto const until = start + limits_.body_time + time_for(received);
            if (is_watched)
                watched_.extend(until);
            else
                watched_.enter(is_known ? Stage::upload : Stage::body, until);
            is_watched = true;
            auto const count = co_await fill(true);
            if (count == 0) co_return watched_.cut() == Cut::late ? 408 : -1;
            received += count;
        }
        if (!held) co_return 0;
        held->is_complete();
        co_return held->has_grown_to(request.body.size()) ? 0 : 503;
    }

    void tell_of_proxy() {
        if (!engine_.options.untrusted_proxy || !is_private_address(peer_)) return;
        if (!engine_.has_told_of_proxy.exchange(true)) engine_.options.untrusted_proxy(peer_);
    }

    Task<bool> answer(RequestHead head, std::optional<HeldBody> &held) {
        auto &request = head.request;
        auto const start = Steady::now();
        bool const is_head = request.method == http::Method::head;
        request.at = SystemClock{}.now();
        watched_.enter(Stage::handling, Steady::time_point::max());

        std::optional<GatePlace> hashing;
        if (engine_.options.hashes_password && engine_.options.hashes_password(request)) {
            bool const is_in = co_await enter(engine_.hashing_gate);
            if (!is_in) co_return co_await refuse_head(503, why_of(503), request);
            hashing.emplace(engine_.hashing_gate);
        }
        auto &gate = is_probe(request) ? engine_.probe_gate : engine_.gate;
        auto const entry = gate.try_enter();
        if (entry == Gate::Entry::full) {
            // Not kept while the refusal is written: a slow reader would hold the place.
            hashing.reset(), held.reset();
            co_return co_await refuse_head(503, why_of(503), request);
        }
        if (entry == Gate::Entry::wait) co_await gate.wait();
        auto const id = request.id;
        http::Response response;
        {
            GatePlace const place{gate};
            response = call_handler(engine_, std::move(request));
            // Before the answer goes out: who has it may at once send the next.
            request.body = {};
            held.reset();
        }
        hashing.reset();

        AnswerFraming framing{head.keep_alive && !engine_.stopping && !response.open,
                              head.is_http_1_0};
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
        bool const bare = is_head || !has_body(response.status) || response.open;
        bool const written = co_await write(out_, bare ? std::string_view{} : response.content());
        if (response.open && written && !is_head) {
            open_ = std::move(response.open);
            is_chunked_ = !head.is_http_1_0;
            co_return false; // run() goes on with it, when all that the request needed is freed
        }
        if (response.open) response.open->leave();
        if (!written) co_return false;
        if (framing.keep_alive) co_return true;
        co_await linger(limits_.linger_time);
        co_return false;
    }

    // The pieces of an open body, until either side has had enough.
    Task<void> write_open() {
        auto const body = std::exchange(open_, {});
        OpenReader const reader{engine_.open_waits, body};
        inlet_.drop(inlet_.held().size());
        inlet_.release();
        out_ = {};
        auto const ear = std::make_shared<OpenWaits::Ear>();
        auto const listen = [&] {
            ear->is_readable = false;
            stream_.lowest_layer().async_wait(
                Socket::wait_read,
                [heard = engine_.open_waits.hearing(body, ear)](error_code) { heard(); });
        };
        listen();
        for (bool is_end = false; !is_end;) {
            watched_.enter(Stage::open, Steady::time_point::max());
            co_await engine_.open_waits.news_of(*body, *ear);
            if (watched_.cut() != Cut::none) co_return;
            if (ear->is_readable) {
                // Whoever reads has nothing more to say: a byte, or the end, ends it.
                if (has_been_told(stream_.lowest_layer().native_handle())) co_return;
                listen();
            }
            auto const pieces = body->take(&is_end);
            if (!pieces.empty()) {
                auto const bytes = framed(pieces, is_chunked_);
                bool const written = co_await write(bytes, {}, Stage::open);
                if (!written) co_return;
            }
        }
        if (is_chunked_) {
            bool const written = co_await write("0\r\n\r\n", {}, Stage::open);
            if (!written) co_return;
        }
        co_await linger(limits_.linger_time);
    }

    bool is_probe(http::Request const &request) const {
        auto const &probes = engine_.options.probes;
        return std::find(probes.begin(), probes.end(), request.path) != probes.end();
    }

    Engine &engine_;
    ServerLimits const &limits_;
    Stream &stream_;
    Watched &watched_;
    std::string const &peer_;
    Inlet inlet_;
    std::string out_;
    std::optional<http::Response> turned_away_; // what a body is refused with
    std::shared_ptr<http::OpenBody> open_;      // what goes on after the head that was written
    bool is_chunked_ = false;
    std::size_t in_a_row_ = 0;
};

Task<void> hold_nothing() { co_return; }

Task<bool> greet(TlsStream &stream) {
    error_code error;
    co_await stream.async_handshake(TlsStream::server,
                                    asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

template <class Stream> Task<void> hold(Engine &engine, Stream stream, std::string peer) {
    Watched watched{engine.registry, static_cast<int>(stream.lowest_layer().native_handle()),
                    counted_by(engine, peer)};
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
    if (engine.certificates)
        return hold<TlsStream>(
            engine, TlsStream{std::move(socket), *engine.certificates->current()}, std::move(peer));
    return hold<Socket>(engine, std::move(socket), std::move(peer));
}

} // namespace goen::net
