// SPDX-License-Identifier: Apache-2.0
// A web site on an address of the loopback network, for tests: answers each request with whatever
// bytes the test says, one connection at a time.
#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace goen::fetch {

class TestingSite {
public:
    // Sends a piece of an answer; false when nobody listens any more.
    using Send = std::function<bool(std::string_view)>;
    using Answer = std::function<void(std::string const &request, Send const &)>;

    explicit TestingSite(Answer answer, std::string const &address = "127.0.0.1",
                         std::uint16_t port = 0)
        : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_port = htons(port);
        inet_pton(AF_INET, address.c_str(), &here.sin_addr);
        socklen_t size = sizeof here;
        auto *const name = reinterpret_cast<sockaddr *>(&here);
        int const yes = 1; // closed connections of an earlier test do not hold the port
        ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (::bind(listener_, name, size) != 0 || ::listen(listener_, 16) != 0 ||
            ::getsockname(listener_, name, &size) != 0) {
            ::close(listener_);
            throw std::runtime_error{"the testing site cannot listen"};
        }
        port_ = ntohs(here.sin_port);
        thread_ = std::jthread{[this](std::stop_token const &stop) { serve_until(stop); }};
    }
    ~TestingSite() {
        thread_.request_stop();
        thread_.join();
        ::close(listener_);
    }
    TestingSite(TestingSite const &) = delete;
    TestingSite &operator=(TestingSite const &) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }
    std::vector<std::string> requests() const {
        std::lock_guard const lock{mutex_};
        return requests_;
    }

    static std::string page(std::string_view body, std::string_view type = "text/html",
                            std::string_view more = "") {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string{type} + "\r\n" +
               std::string{more} + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               std::string{body};
    }
    static std::string redirect(std::string_view to) {
        return "HTTP/1.1 302 Found\r\nLocation: " + std::string{to} +
               "\r\nSet-Cookie: a=b\r\nContent-Length: 4\r\n\r\nmore";
    }

private:
    // Of a request of which the head has come, with its body.
    static std::size_t size_of(std::string const &request) {
        auto const head = request.find("\r\n\r\n");
        constexpr std::string_view field = "\r\nContent-Length: ";
        auto const at = request.find(field);
        if (head == request.npos || at >= head) return request.size();
        return head + 4 + std::stoul(request.substr(at + field.size(), 12));
    }
    void serve_until(std::stop_token const &stop) {
        while (!stop.stop_requested()) {
            pollfd waiting{listener_, POLLIN, 0};
            if (::poll(&waiting, 1, 20) <= 0) continue;
            int const peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (peer < 0) continue;
            ++connections_;
            std::string request;
            char buffer[4096];
            while (request.find("\r\n\r\n") == request.npos) {
                auto const size = ::recv(peer, buffer, sizeof buffer, 0);
                if (size <= 0) break;
                request.append(buffer, static_cast<std::size_t>(size));
            }
            auto const whole = size_of(request);
            while (request.size() < whole) {
                auto const size = ::recv(peer, buffer, sizeof buffer, 0);
                if (size <= 0) break;
                request.append(buffer, static_cast<std::size_t>(size));
            }
            {
                std::lock_guard const lock{mutex_};
                requests_.push_back(request);
            }
            answer_(request, [&](std::string_view piece) {
                while (!piece.empty() && !stop.stop_requested()) {
                    auto const sent = ::send(peer, piece.data(), piece.size(), MSG_NOSIGNAL);
                    if (sent <= 0) return false;
                    piece.remove_prefix(static_cast<std::size_t>(sent));
                }
                return !stop.stop_requested();
            });
            ::shutdown(peer, SHUT_RDWR);
            ::close(peer);
        }
    }

    Answer answer_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::jthread thread_;
};

} // namespace goen::fetch
