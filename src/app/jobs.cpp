// SPDX-License-Identifier: Apache-2.0
#include "app/jobs.hpp"

#include "base/log.hpp"

namespace goen::app {

Every::Every(std::chrono::seconds interval, std::function<void()> job)
    : thread_([this, interval, job = std::move(job)] {
          std::unique_lock lock{mutex_};
          while (!wake_.wait_for(lock, interval, [this] { return stopping_; })) {
              lock.unlock();
              try {
                  job();
              } catch (std::exception const &trouble) {
                  log::warn("a job failed; it comes again", {{"why", trouble.what()}});
              }
              lock.lock();
          }
      }) {}

Every::~Every() {
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

} // namespace goen::app
