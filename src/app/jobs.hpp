// SPDX-License-Identifier: Apache-2.0
// Something done now and then on a thread of its own, which ends with its owner.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace goen::app {

class Every {
public:
    Every(std::chrono::seconds interval, std::function<void()> job);
    ~Every();

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace goen::app
