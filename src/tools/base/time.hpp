// SPDX-License-Identifier: Apache-2.0
// Time: instants in UTC at millisecond precision, calendar dates, and the clock as a thing one is
// handed, so that tests can turn it. People see times in their own zone; see i18n/dates.hpp.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goen {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

inline std::int64_t to_millis(Time time) { return time.time_since_epoch().count(); }
inline Time from_millis(std::int64_t value) { return Time{milliseconds{value}}; }

// RFC 3339 in UTC with seconds, as the API writes it: 2026-10-03T09:15:00Z.
std::string rfc3339(Time time);
// RFC 3339 date-time, or a bare date (midnight UTC). Nothing for anything else, years 1-9999 only.
std::optional<Time> parse_rfc3339(std::string_view text);
// 2026-10-03
std::string iso_date(Date date);
std::optional<Date> parse_iso_date(std::string_view text);

class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
    // How long it is since some moment in the past. Goes on evenly when the clock on the wall is
    // set, and while the process or the machine sleeps.
    virtual milliseconds steady() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override {
        return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
    }
    milliseconds steady() const override;
};

// A clock that stands still until it is told to move: for tests and for made histories.
class StillClock final : public Clock {
public:
    explicit StillClock(Time at) : at_(to_millis(at)) {}
    Time now() const override { return from_millis(at_.load()); }
    milliseconds steady() const override { return milliseconds{passed_.load()}; }
    // Somebody sets the clock on the wall: no time passes.
    void set(Time at) { at_ = to_millis(at); }
    void advance(milliseconds by) {
        at_ += by.count();
        if (by.count() > 0) passed_ += by.count();
    }

private:
    std::atomic<std::int64_t> at_;
    std::atomic<std::int64_t> passed_{0};
};

} // namespace goen
