// SPDX-License-Identifier: Apache-2.0
#include "account/job_queue.hpp"

#include "base/log.hpp"

#include <exception>

namespace goen::account {

JobQueue::JobQueue(std::size_t most_waiting)
    : most_waiting_(most_waiting), thread_([this] { work(); }) {}

JobQueue::~JobQueue() {
    {
        std::lock_guard const lock{mutex_};
        is_ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool JobQueue::add(std::function<void()> job) {
    {
        std::lock_guard const lock{mutex_};
        if (waiting_.size() >= most_waiting_) return false;
        waiting_.push_back(std::move(job));
    }
    changed_.notify_all();
    return true;
}

void JobQueue::finish() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return waiting_.empty() && !is_working_; });
}

void JobQueue::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [&] { return !waiting_.empty() || is_ending_; });
        if (waiting_.empty()) return;
        auto const job = std::move(waiting_.front());
        waiting_.pop_front();
        is_working_ = true;
        lock.unlock();
        try {
            job();
        } catch (std::exception const &trouble) {
            log::error("a letter could not be written", {{"why", trouble.what()}});
        }
        lock.lock();
        is_working_ = false;
        changed_.notify_all();
    }
}

} // namespace goen::account
