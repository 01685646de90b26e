// SPDX-License-Identifier: Apache-2.0
// Work that is done after the answer, one piece after the other on a thread of its own: whoever
// waits for the answer cannot tell from its time what had to be done. Threads share a JobQueue.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace goen::account {

class JobQueue {
public:
    explicit JobQueue(std::size_t most_waiting = 1000);
    ~JobQueue(); // does what still waits: it has been promised
    JobQueue(JobQueue const &) = delete;
    JobQueue &operator=(JobQueue const &) = delete;

    // False when too much waits already: then it will not be done.
    bool add(std::function<void()> job);
    // Returns when everything added before is done.
    void finish();

private:
    void work();

    std::size_t const most_waiting_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool is_working_ = false, is_ending_ = false;
    std::thread thread_;
};

} // namespace goen::account
