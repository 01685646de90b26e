// SPDX-License-Identifier: Apache-2.0
// A body that stays open: pieces pushed by any thread, now or hours later, are written in their
// order as soon as the connection takes them (Server-Sent Events). Whoever answers with one
// (Response::open) keeps a pointer to push to. Meanwhile its connection holds no thread and no
// worker. Threads may share it.
//
// What was pushed and not yet taken by the reader is bounded: a reader who falls further behind is
// closed, because waiting for her would cost everybody else memory.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace goen::http {

class OpenBody {
public:
    using Piece = std::shared_ptr<std::string const>; // shared by all readers who are told the same
    explicit OpenBody(std::size_t most_waiting = 64 * 1024) : most_waiting_(most_waiting) {}

    // Never waits. False: it is over, or is now, because the reader is too far behind.
    bool push(Piece piece);
    void end();           // after what was pushed before
    bool is_over() const; // takes nothing more: ended, left by its reader, or too far behind

    // ---- for net, which has one coroutine for it ----
    // `wake` is called from whatever thread, once for each wait() that answered true.
    void on_news(std::function<void()> wake);
    // False: there are pieces to take, or it is over. True: on_news() tells.
    bool wait();
    // What was pushed since. `is_end`: it is over, and this is the rest.
    std::vector<Piece> take(bool *is_end = nullptr);
    void leave(); // the reader has hung up; what was not taken is dropped

private:
    void tell(std::unique_lock<std::mutex> lock);

    std::size_t const most_waiting_;
    mutable std::mutex mutex_;
    std::vector<Piece> pieces_;
    std::size_t bytes_ = 0; // of those
    bool is_over_ = false;
    bool is_awaited_ = false;
    std::function<void()> wake_;
};

} // namespace goen::http
