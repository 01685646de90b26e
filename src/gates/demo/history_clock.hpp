// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.hpp"

#include <algorithm>

namespace goen::demo {

// Stands where the history is: ids and times of what is written are of then.
class HistoryClock final : public Clock {
public:
    Time now() const override { return now_; }
    milliseconds steady() const override {
        return std::chrono::duration_cast<milliseconds>(now_.time_since_epoch());
    }
    void set(Time now) { now_ = std::max(now_, now); }

private:
    Time now_{};
};

} // namespace goen::demo
