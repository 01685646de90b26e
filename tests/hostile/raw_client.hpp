// SPDX-License-Identifier: Apache-2.0
// A client that sends exactly the bytes it is given, right or wrong, and reads what comes back.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace goen::hostile {

struct Answer {
    int status = 0; // 0: none came
    std::string head, body;
    std::string_view header(std::string_view name_with_colon) const {
        auto const at = head.find("\r\n" + std::string{name_with_colon});
        if (at == head.npos) return {};
        auto const start = at + 2 + name_with_colon.size();
        auto const value = std::string_view{head}.substr(start, head.find("\r\n", start) - start);
        return value.starts_with(' ') ? value.substr(1) : value;
    }
};

class RawClient {
public:
    // A small receive buffer makes a slow reader slow. `from` is one of this machine's own
    // addresses (127.0.0.2 …), for several clients that are not the same.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0, char const *from = nullptr)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        if (receive_buffer > 0)
            setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        if (from && (inet_pton(AF_INET, from, &address.sin_addr) != 1 ||
                     ::bind(socket_, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0))
            return;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ =
            ::connect(socket_, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    }
    ~RawClient() {
        if (socket_ >= 0) ::close(socket_);
    }
    RawClient(RawClient const &) = delete;
    RawClient(RawClient &&other) noexcept
        : socket_(other.socket_), connected_(other.connected_), held_(std::move(other.held_)) {
        other.socket_ = -1;
    }
    RawClient &operator=(RawClient const &) = delete;

    bool is_connected() const { return connected_; }
    // False when the other side has closed. Never waits longer than a few seconds.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            pollfd ready{socket_, POLLOUT, 0};
            if (::poll(&ready, 1, 5000) <= 0) return false;
            auto const count =
                ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    // One answer with a Content-Length; status 0 when none comes in time.
    Answer answer(std::chrono::milliseconds at_most = std::chrono::seconds{5},
                  bool without_body = false) {
        auto const until = std::chrono::steady_clock::now() + at_most;
        std::size_t end;
        while ((end = held_.find("\r\n\r\n")) == held_.npos) {
            if (!receive(until)) return {};
        }
        Answer one;
        one.head = held_.substr(0, end + 4);
        held_.erase(0, end + 4);
        one.status = std::atoi(one.head.c_str() + 9);
        auto const size = without_body ? 0
                                       : static_cast<std::size_t>(std::atoll(
                                             std::string{one.header("Content-Length:")}.c_str()));
        while (held_.size() < size) {
            if (!receive(until)) return {};
        }
        one.body = held_.substr(0, size);
        held_.erase(0, size);
        return one;
    }
    // Whether the other side closes, in time, without saying more.
    bool is_closed(std::chrono::milliseconds at_most = std::chrono::seconds{5}) {
        auto const until = std::chrono::steady_clock::now() + at_most;
        while (receive(until)) {
        }
        return ended_ && held_.empty();
    }
    // Of an answer that goes on: whether this comes next, in time.
    bool receives(std::string_view bytes,
                  std::chrono::milliseconds at_most = std::chrono::seconds{5}) {
        auto const until = std::chrono::steady_clock::now() + at_most;
        while (held_.size() < bytes.size()) {
            if (!receive(until)) return false;
        }
        bool const is_it = held_.starts_with(bytes);
        if (is_it) held_.erase(0, bytes.size());
        return is_it;
    }
    bool is_open_still() {
        pollfd ready{socket_, POLLIN, 0};
        return ::poll(&ready, 1, 0) == 0;
    }

private:
    bool receive(std::chrono::steady_clock::time_point until) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(
                              until - std::chrono::steady_clock::now())
                              .count();
        pollfd ready{socket_, POLLIN, 0};
        if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return false;
        char buffer[16384];
        auto const count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) {
            ended_ = true;
            return false;
        }
        held_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }
    int socket_;
    bool connected_ = false, ended_ = false;
    std::string held_;
};

} // namespace goen::hostile
