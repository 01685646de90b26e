// SPDX-License-Identifier: Apache-2.0
#include "net/open_waits.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <charconv>

namespace goen::net {

namespace asio = boost::asio;

OpenWaits::OpenWaits(asio::io_context &io) : state_(std::make_shared<State>(io)) {}

void OpenWaits::State::wake(http::OpenBody const *body) {
    std::lock_guard const lock{mutex};
    auto const found = waiting.find(body);
    if (found == waiting.end()) return;
    auto const go_on = std::move(found->second);
    waiting.erase(found);
    go_on(); // posts only
}

void OpenWaits::attach(http::OpenBody &body) {
    body.on_news([state = std::weak_ptr{state_}, key = &body] {
        if (auto const alive = state.lock()) alive->wake(key);
    });
}

std::function<void()> OpenWaits::hearing(std::shared_ptr<http::OpenBody> body,
                                         std::shared_ptr<Ear> ear) {
    return [state = std::weak_ptr{state_}, body = std::move(body), ear = std::move(ear)] {
        ear->is_readable = true;
        if (auto const alive = state.lock()) alive->wake(body.get());
    };
}

asio::awaitable<void> OpenWaits::news_of(http::OpenBody &body, Ear &ear) {
    auto const wait = [this, &body, &ear](auto handler) {
        auto const shared = std::make_shared<decltype(handler)>(std::move(handler));
        // Under the lock, so that nobody goes on before this has been left.
        std::lock_guard const lock{state_->mutex};
        if (ear.is_readable || !body.wait()) {
            asio::post(state_->io, std::move(*shared)); // it came on the way here
            return;
        }
        state_->waiting[&body] = [this, shared] { asio::post(state_->io, std::move(*shared)); };
    };
    co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(wait, asio::use_awaitable);
}

OpenReader::OpenReader(OpenWaits &waits, std::shared_ptr<http::OpenBody> body)
    : waits_(waits), body_(std::move(body)) {
    waits_.attach(*body_);
    ++waits_.open_;
}

OpenReader::~OpenReader() {
    body_->leave();
    --waits_.open_;
}

std::string framed(std::vector<http::OpenBody::Piece> const &pieces, bool is_chunked) {
    std::size_t size = 0;
    for (auto const &piece : pieces) size += piece->size();
    std::string out;
    out.reserve(size + 24);
    if (is_chunked) {
        std::array<char, 16> digits;
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
        out.append(digits.data(), end);
        out += "\r\n";
    }
    for (auto const &piece : pieces) out += *piece;
    if (is_chunked) out += "\r\n";
    return out;
}

} // namespace goen::net
