// SPDX-License-Identifier: Apache-2.0
// The room's thread: one event after the other, in the journal's order, to whom it concerns now.
#include "base/log.hpp"
#include "stream/stream_state.hpp"

#include <algorithm>
#include <utility>

namespace goen::stream {
namespace {

// No token has it: for those who may be told everything.
constexpr std::string_view no_scope = "-";

struct Said {
    web::LiveName name;
    boost::json::object data;
};
using SaidTo = std::unordered_map<MemberId, std::vector<Said>>;

Said counts_of(web::Places const &places, MemberId member) {
    Said out{{"counts", no_scope}, {}};
    for (auto const &[section, count] : places.waiting(member)) out.data[section] = count;
    return out;
}

// What the rooms say of an event to those for whom `is_here`.
template <class IsHere> SaidTo said_of(store::Event const &event, web::Live::Kind const &kind,
                                       Streams::State const &state,
                                       web::Live::Members const &connected, IsHere const &is_here) {
    SaidTo out;
    if (!kind.told.empty()) {
        state.database.read([&](store::Reader &reader) {
            for (auto const &one : kind.told) {
                for (auto const member : one.readers(reader, event, connected)) {
                    if (!is_here(member)) continue;
                    if (auto data = one.say(reader, member, event))
                        out[member].push_back({one.name, std::move(*data)});
                }
            }
        });
    }
    for (auto const &who : kind.counted) {
        for (auto const member : who(event)) {
            if (is_here(member)) out[member].push_back(counts_of(*state.places, member));
        }
    }
    return out;
}

// Of several things that one event means only the last has its id: who is cut off between them
// comes back with the one before, and is told all of them.
std::string text_for(Stream const &stream, std::vector<Said> const &said, std::int64_t seq) {
    std::vector<Said const *> hers;
    for (auto const &one : said) {
        if (stream.may_be_told(one.name.scope)) hers.push_back(&one);
    }
    std::string out;
    for (auto const *one : hers)
        out += event_text(one->name.name, one == hers.back() ? seq : seq - 1, one->data);
    return out;
}

} // namespace

web::Live::Members const &Streams::State::connected() {
    if (std::exchange(is_connected_stale, false)) {
        connected_members.clear();
        for (auto const &[member, streams] : reading) connected_members.push_back(member);
    }
    return connected_members;
}

void Streams::State::tell(store::Event const &event) {
    auto const *kind = live->find(event.kind);
    if (!kind || reading.empty()) return;
    auto const all = said_of(event, *kind, *this, connected(),
                             [&](MemberId member) { return reading.contains(member); });
    for (auto const &[member, said] : all) {
        for (auto const &stream : reading.at(member)) {
            if (event.seq <= stream->after) continue;
            if (auto text = text_for(*stream, said, event.seq); !text.empty())
                stream->body->push(piece_of(std::move(text)));
        }
    }
    if (kind->ends_sessions) look_at_sessions(event);
}

void Streams::State::look_at_sessions(store::Event const &event) {
    auto const found = reading.find(MemberId{event.member});
    if (found == reading.end()) return;
    for (auto const &stream : found->second) {
        if (!stream->reading.is_live()) stream->body->end();
    }
}

void Streams::State::reload_all() {
    auto const piece = piece_of(event_text("reload", told, {}));
    for (auto const &[member, streams] : reading) {
        for (auto const &stream : streams) stream->body->push(piece);
    }
}

bool Streams::State::catch_up(Stream &stream) {
    if (stream.after >= told) return true; // another node was further: the rest comes here too
    auto missed = database.journal_after(stream.after, limits.most_missed + 1);
    if (missed.size() > static_cast<std::size_t>(limits.most_missed)) return false;
    auto const me = stream.reading.member;
    std::string text;
    for (auto const &event : missed) {
        if (event.seq > told) break;
        auto const *kind = live->find(event.kind);
        if (!kind) continue;
        auto const all =
            said_of(event, *kind, *this, {me}, [&](MemberId member) { return member == me; });
        if (auto const found = all.find(me); found != all.end())
            text += text_for(stream, found->second, event.seq);
    }
    return text.empty() || stream.body->push(piece_of(std::move(text)));
}

void Streams::State::welcome(StreamPtr const &stream) {
    auto &body = *stream->body;
    body.push(piece_of(greeting(stream->after)));
    bool const is_whole = !stream->is_lost && catch_up(*stream);
    stream->after = std::max(stream->after, told);
    if (!is_whole) body.push(piece_of(event_text("reload", stream->after, {})));
    if (stream->may_be_told(no_scope)) {
        auto const counts = counts_of(*places, stream->reading.member);
        body.push(piece_of(event_text(counts.name.name, stream->after, counts.data)));
    }
    reading[stream->reading.member].push_back(stream);
    by_slot[next_slot].push_back(stream);
    next_slot = (next_slot + 1) % slots;
    is_connected_stale = true;
    // It may have ended between the request and now.
    if (!stream->reading.is_live()) body.end();
}

void Streams::State::remove(StreamPtr const &stream) {
    auto const member = stream->reading.member;
    if (auto const found = reading.find(member); found != reading.end()) {
        std::erase(found->second, stream);
        if (found->second.empty()) reading.erase(found);
        is_connected_stale = true;
    }
    std::lock_guard const hold{mutex};
    of_member.drop(member, stream);
    of_peer.drop(stream->reading.peer, stream);
    --total;
}

void Streams::State::pulse(Steady::time_point now) {
    auto &slot = by_slot[pulse_slot];
    pulse_slot = (pulse_slot + 1) % slots;
    std::erase_if(slot, [&](StreamPtr const &stream) {
        if (now >= stream->until) stream->body->end();
        if (stream->body->push(pulse_piece())) return false;
        remove(stream);
        return true;
    });
}

void Streams::State::work() {
    auto const between = milliseconds{limits.between_pulses} / slots;
    auto next_pulse = Steady::now() + between;
    std::unique_lock lock{mutex};
    while (true) {
        has_work.wait_until(lock, next_pulse, [&] {
            return is_closing || !queue.empty() || !newcomers.empty() || is_overrun;
        });
        if (is_closing) break;
        auto const events = std::exchange(queue, {});
        auto const came = std::exchange(newcomers, {});
        bool const was_overrun = std::exchange(is_overrun, false);
        auto const up_to = heard;
        is_busy = true;
        lock.unlock();

        bool is_whole = !was_overrun;
        for (auto const &event : events) {
            try {
                tell(event);
            } catch (std::exception const &trouble) {
                is_whole = false;
                log::warn("an event could not be told to who reads", {{"why", trouble.what()}});
            }
        }
        told = up_to;
        if (!is_whole) reload_all();
        for (auto const &stream : came) {
            try {
                welcome(stream);
            } catch (std::exception const &trouble) {
                log::warn("a stream could not begin", {{"why", trouble.what()}});
                stream->body->end(); // she comes again
                remove(stream);
            }
        }
        if (auto const now = Steady::now(); now >= next_pulse) {
            pulse(now);
            next_pulse = now + between;
        }

        lock.lock();
        is_busy = false;
        has_told.notify_all();
    }
    for (auto const &stream : newcomers) stream->body->end();
    newcomers.clear();
    lock.unlock();
    for (auto const &[member, streams] : reading) {
        for (auto const &stream : streams) stream->body->end();
    }
}

} // namespace goen::stream
