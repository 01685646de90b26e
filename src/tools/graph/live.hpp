// SPDX-License-Identifier: Apache-2.0
// What Live and Reading share: the network in memory, and who packs it.
#pragma once

#include "graph/graph.hpp"
#include "graph/scratch.hpp"
#include "graph/versions.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace goen::graph {

struct Live::State {
    Options options;
    std::unique_ptr<Members> members;
    std::unique_ptr<Versions> versions;

    std::mutex writing;              // held by apply() and when a packed chunk is put in place
    std::mutex packing;              // held by whoever packs; taken before `writing`
    std::condition_variable crowded; // of `writing`: chunks wait, or the end has come
    bool is_closing = false;
    std::atomic<std::uint64_t> packings{0};
    std::thread packer;

    void start();
    void stop();
    void pack_one(Layer layer, std::uint32_t chunk); // with `packing` held
    void pack_all();
    void work(); // the packer's life
};

struct Reading::State {
    Live::State const *live;
    Epochs::Seat *seat;
    Version version;
    View view;
    Budget budget;
};

struct Reach::State {
    MemberId member;
    Ordinal ordinal;
    std::int64_t seq;
    std::vector<Ordinal> first;
    Bits reach;
    bool is_exact;
};

} // namespace goen::graph
