// SPDX-License-Identifier: Apache-2.0
// PostgreSQL told to stop while it commits: it answers COMMIT, and then that it goes.
#include "store/outcome_unknown.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <atomic>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace goen;
using namespace goen::store;
using tests::FreshDatabase;

namespace {

constexpr Query keep{
    "test.keep",
    "insert into migration (number, name, hash, applied_at) values (:number, '', '', 0)",
    "insert into migration (number, name, hash, applied_at) values (:number, '', '', 0)"};
constexpr Query count{"test.count", "select count(*) from migration where number > 1000",
                      "select count(*) from migration where number > 1000"};

// Hands bytes on between goen and the server. While is_stopping, the end of an answer to COMMIT is
// replaced by FATAL 57P01, as a server does that was told to stop meanwhile (PostgreSQL manual,
// 55.7, message formats).
class Between {
public:
    explicit Between(int server_port) : server_port_(server_port) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        auto here = loopback(0);
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr *>(&here), sizeof here) == 0);
        REQUIRE(::listen(listener_, 16) == 0);
        socklen_t size = sizeof here;
        REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr *>(&here), &size) == 0);
        port = ntohs(here.sin_port);
        accepting_ = std::thread{[this] { accept_all(); }};
    }
    ~Between() {
        is_over_ = true;
        accepting_.join();
        for (auto &one : relaying_) one.join();
        ::close(listener_);
    }
    int port = 0;
    std::atomic<bool> is_stopping{false};

private:
    static sockaddr_in loopback(int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    bool is_ready(int socket) const {
        pollfd one{socket, POLLIN, 0};
        return ::poll(&one, 1, 20) == 1;
    }
    void accept_all() {
        while (!is_over_) {
            if (!is_ready(listener_)) continue;
            int const client = ::accept(listener_, nullptr, nullptr);
            relaying_.emplace_back([this, client] { relay(client); });
        }
    }
    void relay(int client) {
        int const server = ::socket(AF_INET, SOCK_STREAM, 0);
        auto there = loopback(server_port_);
        bool is_open = ::connect(server, reinterpret_cast<sockaddr *>(&there), sizeof there) == 0;
        while (is_open && !is_over_) {
            pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(both, 2, 20) <= 0) continue;
            if (both[0].revents) is_open = hand_on(client, server, false);
            if (is_open && both[1].revents) is_open = hand_on(server, client, true);
        }
        ::close(client), ::close(server);
    }
    bool hand_on(int from, int to, bool is_answer) {
        char bytes[16384];
        auto const size = ::recv(from, bytes, sizeof bytes, 0);
        if (size <= 0) return false;
        std::string text{bytes, static_cast<std::size_t>(size)};
        static std::string const committed{"C\0\0\0\x0b"
                                           "COMMIT\0",
                                           12};
        static std::string const fields{"SFATAL\0VFATAL\0C57P01\0Mgoing down\0", 34};
        auto const at = is_answer && is_stopping ? text.find(committed) : text.npos;
        if (at != text.npos) {
            text.resize(at + committed.size());
            text += std::string{"E\0\0\0", 4} + static_cast<char>(4 + fields.size() + 1) + fields;
            text += '\0';
            (void)::send(to, text.data(), text.size(), MSG_NOSIGNAL);
            return false; // and it has gone
        }
        return ::send(to, text.data(), text.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(text.size());
    }

    int server_port_, listener_ = -1;
    std::atomic<bool> is_over_{false};
    std::thread accepting_;
    std::vector<std::thread> relaying_; // the accepting thread's until it has ended
};

} // namespace

TEST_CASE("A write whose server was told to stop while it committed is done once and not "
          "acknowledged") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    auto url = fresh.url();
    auto const colon = url.find(':', url.find('@')), slash = url.find('/', colon);
    Between between{std::stoi(url.substr(colon + 1, slash - colon - 1))};
    url.replace(colon + 1, slash - colon - 1, std::to_string(between.port));
    auto const db = Database::open(url, fresh.clock, {});
    int tries = 0;
    auto const write = [&](std::int64_t number) {
        return db->write([&](Writer &writer) -> Done {
            ++tries;
            writer.put(keep, {{"number", number + tries}});
            return {};
        });
    };
    CHECK(write(2000));
    between.is_stopping = true;
    CHECK_THROWS_AS((void)write(3000), OutcomeUnknown);
    between.is_stopping = false;
    CHECK(tries == 2);
    fresh->read([&](Reader &reader) { CHECK(reader.one<int>(count, {}) == 2); });
    CHECK(write(4000));
}
