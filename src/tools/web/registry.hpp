// SPDX-License-Identifier: Apache-2.0
// Everything a room registers with while the house is being built: its pages and endpoints, its
// parts of other rooms' pages and its entries of the menu, what it keeps in memory, what it tells
// those who read a stream, and what it does every hour.
#pragma once

#include "store/derived.hpp"
#include "web/doors.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace goen::web {

struct HourlyJob {
    std::string_view name; // of the room, for the log
    std::function<void()> run;
};

struct Registry {
    Doors doors;
    Places places;
    store::DerivedMemory memory{};
    Live live{};
    std::vector<HourlyJob> hourly; // each runs although another one failed

    void every_hour(std::string_view name, std::function<void()> run) {
        hourly.push_back({name, std::move(run)});
    }
};

} // namespace goen::web
