// SPDX-License-Identifier: Apache-2.0
// Streams of the server and of the stream room, on a database, read over sockets by a process of
// its own: what many that hear nothing cost, and how long an event takes from its writer's call
// to its reader's socket.
//
//     stream_bench [IDLE [READERS [EVENTS_A_SECOND [SECONDS]]]]
#include "net/descriptors.hpp"
#include "net/server.hpp"
#include "store/database.hpp"
#include "stream/stream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace {

using namespace goen;
using Steady = std::chrono::steady_clock;

struct Noted {
    static constexpr std::string_view kind = "bench.noted";
    static constexpr std::string_view means = "Something happened to a member (other)";
    MemberId member;
    MemberId other;
    std::int64_t at;
    static constexpr store::Amount payload{"at", &Noted::at};
};

std::int64_t micros_now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch())
        .count();
}

double resident_mib() {
    std::ifstream statm{"/proc/self/statm"};
    double size = 0, resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1024 / 1024;
}

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    auto const of = [](timeval const &t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

// ---- the readers' process ----

int open_stream(std::uint16_t port, int member) {
    int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) return -1;
    auto const request =
        "GET /stream?member=" + std::to_string(member) + " HTTP/1.1\r\nHost: goen.example\r\n\r\n";
    if (::send(socket, request.data(), request.size(), 0) < 0) return -1;
    char head[1024];
    auto const got = ::recv(socket, head, sizeof head, 0); // one after the other: no flood
    bool const is_open =
        got > 0 &&
        std::string_view{head, static_cast<std::size_t>(got)}.starts_with("HTTP/1.1 200");
    return is_open ? socket : -1;
}

template <class T> T told(int pipe) {
    T value{};
    if (::read(pipe, &value, sizeof value) != sizeof value) std::exit(0);
    return value;
}

// Opens as many as it is told, and says so; then keeps the delay of each event that arrives.
[[noreturn]] void read_streams(int from_parent, int to_parent) {
    net::raise_descriptor_limit();
    auto const port = told<std::uint16_t>(from_parent);
    auto const wanted = told<int>(from_parent);
    int const poll = epoll_create1(0);
    for (int i = 1; i <= wanted; ++i) {
        int const socket = open_stream(port, i);
        if (socket < 0) std::exit(1);
        epoll_event event{EPOLLIN, {.fd = socket}};
        epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    }
    static_cast<void>(::write(to_parent, "y", 1) < 0);
    epoll_event parent{EPOLLIN, {.fd = from_parent}};
    epoll_ctl(poll, EPOLL_CTL_ADD, from_parent, &parent);
    std::vector<std::int64_t> delays;
    std::vector<char> buffer(64 * 1024);
    std::vector<epoll_event> ready(1024);
    while (true) {
        int const count = epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            int const from = ready[static_cast<std::size_t>(i)].data.fd;
            if (from == from_parent) {
                told<char>(from_parent);
                std::sort(delays.begin(), delays.end());
                auto const share = [&](double part) {
                    return delays.empty() ? 0.0
                                          : static_cast<double>(delays[static_cast<std::size_t>(
                                                part * static_cast<double>(delays.size() - 1))]) /
                                                1000;
                };
                std::printf("seen %zu: p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n", delays.size(),
                            share(0.5), share(0.99), share(1));
                std::fflush(stdout);
                std::exit(0);
            }
            auto const got = ::recv(from, buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                std::fprintf(stderr, "a stream ended: %s\n", got < 0 ? strerror(errno) : "closed");
                std::exit(1);
            }
            auto const now = micros_now();
            std::string_view const text{buffer.data(), static_cast<std::size_t>(got)};
            for (auto at = text.find("\"at\":"); at != text.npos; at = text.find("\"at\":", at + 1))
                delays.push_back(now - std::atoll(text.data() + at + 5));
        }
    }
}

// ---- the server's ----

int argument(int argc, char **argv, int number, int otherwise) {
    return argc > number ? std::atoi(argv[number]) : otherwise;
}

} // namespace

int main(int argc, char **argv) {
    int const idle = argument(argc, argv, 1, 10'000), readers = argument(argc, argv, 2, 1'000),
              a_second = argument(argc, argv, 3, 1'000), seconds_long = argument(argc, argv, 4, 10);
    // The readers' processes are made before there are threads.
    struct Child {
        pid_t pid = 0;
        int to = -1, from = -1;
    };
    auto const make_child = [] {
        int down[2], up[2];
        if (pipe(down) != 0 || pipe(up) != 0) std::exit(1);
        Child child{fork(), down[1], up[0]};
        if (child.pid == 0) {
            ::close(down[1]);
            ::close(up[0]);
            read_streams(down[0], up[1]);
        }
        ::close(down[0]);
        ::close(up[1]);
        return child;
    };
    auto const idle_readers = make_child(), hearing = make_child();

    net::raise_descriptor_limit();
    auto const folder =
        std::filesystem::temp_directory_path() / ("goen-stream-bench-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    SystemClock clock;
    auto database = store::Database::open("sqlite:" + (folder / "bench.db").string(), clock);
    if (!database->migrate()) return 1;
    web::Live live;
    web::Places places;
    live.on<Noted>(
        {"note", ""},
        [](store::Reader &, Noted const &event, web::Live::Members const &) {
            return web::Live::Members{event.other};
        },
        [](store::Reader &, MemberId, Noted const &event) -> web::Live::Said {
            return boost::json::object{{"at", event.at}};
        });
    stream::Streams streams{*database};
    streams.open(live, places);

    net::ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.trusted_proxies = {"127.0.0.1"}; // not one peer, but many
    options.limits.connections = 16'384;
    net::Server server{options, [&](http::Request &&request) {
                           auto const at = request.target.find('=');
                           stream::Reading reading;
                           reading.member = MemberId{std::atoll(request.target.c_str() + at + 1)};
                           reading.is_live = [] { return true; };
                           http::Response response;
                           response.set("content-type", "text/event-stream");
                           auto body = streams.read(std::move(reading));
                           if (!body) return http::text("too many\n", 503);
                           response.open = std::move(*body);
                           return response;
                       }};
    server.run_in_background();
    auto const open = [&](Child const &child, int count) {
        auto const port = server.port();
        char heard = 0;
        bool const is_told = ::write(child.to, &port, sizeof port) > 0 &&
                             ::write(child.to, &count, sizeof count) > 0 &&
                             ::read(child.from, &heard, 1) == 1;
        if (!is_told) {
            std::fprintf(stderr, "the readers could not open their streams\n");
            std::exit(1);
        }
    };
    auto const end = [](Child const &child) {
        static_cast<void>(::write(child.to, "e", 1) < 0);
        waitpid(child.pid, nullptr, 0);
    };

    auto const before = resident_mib();
    open(idle_readers, idle);
    std::this_thread::sleep_for(seconds{2});
    auto const after = resident_mib();
    auto const cpu = cpu_seconds();
    auto const start = Steady::now();
    std::this_thread::sleep_for(seconds{30});
    auto const took = std::chrono::duration<double>(Steady::now() - start).count();
    std::printf(
        "%d idle streams: %.1f MiB more (%.1f KiB each), %.2f %% of a core, %llu open, %llu "
        "requests held\n",
        idle, after - before, (after - before) * 1024 / idle, (cpu_seconds() - cpu) / took * 100,
        static_cast<unsigned long long>(server.numbers().open_bodies),
        static_cast<unsigned long long>(server.numbers().in_handlers));
    std::fflush(stdout);
    end(idle_readers);

    open(hearing, readers);
    std::vector<std::thread> writers;
    constexpr int threads = 8;
    auto const begin = Steady::now();
    for (int thread = 0; thread < threads; ++thread) {
        writers.emplace_back([&, thread] {
            for (int i = thread; i < a_second * seconds_long; i += threads) {
                std::this_thread::sleep_until(begin +
                                              std::chrono::microseconds{1'000'000} * i / a_second);
                static_cast<void>(database->write([&](store::Writer &writer) -> Result<int> {
                    store::tell(writer,
                                Noted{MemberId{1}, MemberId{1 + i % readers}, micros_now()});
                    return 0;
                }));
            }
        });
    }
    for (auto &writer : writers) writer.join();
    std::printf("%d readers, %d events a second written to the disk: ", readers, a_second);
    std::fflush(stdout);
    std::this_thread::sleep_for(seconds{1});
    end(hearing);
    server.stop(seconds{2});
    streams.close();
    database.reset();
    std::filesystem::remove_all(folder);
}
