// SPDX-License-Identifier: Apache-2.0
// What the files of this room share; included by its .cpp files only.
#pragma once

#include "stream/stream.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace goen::stream {

using Steady = std::chrono::steady_clock;

// One open stream.
struct Stream {
    Reading reading;
    std::shared_ptr<http::OpenBody> body;
    // She knows everything up to here; events of other nodes may still lie before it.
    std::int64_t after = 0;
    bool is_lost = false; // what she missed is not known: she is told to reload
    Steady::time_point until{};

    bool may_be_told(std::string_view scope) const;
};
using StreamPtr = std::shared_ptr<Stream>;

// Streams that are counted by a name, the oldest first.
template <class Key> class Counted {
public:
    // Those of `key` that are open still.
    std::vector<StreamPtr> &of(Key const &key) {
        auto &streams = all_[key];
        std::erase_if(streams, [](StreamPtr const &one) { return one->body->is_over(); });
        return streams;
    }
    void drop(Key const &key, StreamPtr const &stream) {
        auto const found = all_.find(key);
        if (found == all_.end()) return;
        std::erase(found->second, stream);
        if (found->second.empty()) all_.erase(found);
    }

private:
    std::unordered_map<Key, std::vector<StreamPtr>> all_;
};

struct Streams::State {
    State(store::Database &database_, Limits const &limits_)
        : database(database_), limits(limits_) {}

    store::Database &database;
    Limits const limits;
    web::Live const *live = nullptr; // null: not open yet
    web::Places const *places = nullptr;

    // ---- streams.cpp: the queue, under the mutex ----
    void hear(store::Event const &event); // on the journal's thread
    Result<StreamPtr> admit(Reading &&wanted);
    std::mutex mutex;
    std::condition_variable has_work, has_told;
    std::deque<store::Event> queue;
    std::vector<StreamPtr> newcomers;
    Counted<MemberId> of_member;
    Counted<std::string> of_peer;
    std::size_t total = 0;
    std::int64_t heard = 0;  // the last event of the journal
    bool is_overrun = false; // events were left out of the queue
    bool is_closing = false;
    bool is_busy = false; // the thread is at what it took

    // ---- telling.cpp: the thread ----
    void work();
    void tell(store::Event const &event);
    void tell_count(MemberId member, std::int64_t seq);
    void look_at_sessions(store::Event const &event);
    void reload_all();
    void welcome(StreamPtr const &stream);
    // What happened after `stream->after`, up to `told`. False: too much.
    bool catch_up(Stream &stream);
    void pulse(Steady::time_point now);
    void remove(StreamPtr const &stream);
    web::Live::Members const &connected();

    static constexpr std::size_t slots = 20; // a pulse goes to one of them after the other
    std::int64_t told = 0;
    std::unordered_map<MemberId, std::vector<StreamPtr>> reading;
    std::array<std::vector<StreamPtr>, slots> by_slot;
    std::size_t next_slot = 0;  // for a newcomer
    std::size_t pulse_slot = 0; // whose turn it is
    web::Live::Members connected_members;
    bool is_connected_stale = false;
    std::thread worker;
};

// ---- wire.cpp: as the standard has it (WHATWG HTML, section 9.2.6) ----
http::OpenBody::Piece piece_of(std::string text);
std::string event_text(std::string_view name, std::int64_t id, boost::json::object const &data);
// So that who comes back says from where, before anything has happened.
std::string greeting(std::int64_t id);
http::OpenBody::Piece const &pulse_piece();

} // namespace goen::stream
