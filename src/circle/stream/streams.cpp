// SPDX-License-Identifier: Apache-2.0
// Who reads, and what is to be told: everything that other threads do here.
#include "base/log.hpp"
#include "base/text.hpp"
#include "stream/stream_state.hpp"
#include "web/scopes.hpp"

#include <algorithm>
#include <charconv>

namespace goen::stream {
namespace {

std::optional<std::int64_t> position_of(std::string_view text) {
    std::int64_t seq = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (error != std::errc{} || end != text.data() + text.size() || seq < 0) return {};
    return seq;
}

} // namespace

bool Stream::may_be_told(std::string_view scope) const {
    return web::allows(reading.scopes, scope);
}

void Streams::State::hear(store::Event const &event) {
    std::lock_guard const hold{mutex};
    heard = event.seq;
    if (total == 0 || is_closing || !live->find(event.kind)) return;
    if (queue.size() >= limits.most_queued) {
        queue.clear();
        is_overrun = true;
    }
    if (!is_overrun) queue.push_back(event);
    has_work.notify_one();
}

Result<StreamPtr> Streams::State::admit(Reading &&wanted) {
    auto stream = std::make_shared<Stream>();
    stream->reading = std::move(wanted);
    stream->body = std::make_shared<http::OpenBody>(limits.most_unread);
    stream->until = Steady::now() + limits.longest;
    auto const after = position_of(stream->reading.after);
    // Asked outside of the lock, which the journal's thread waits for.
    auto const last = after ? database.last_seq() : 0;

    auto const &peer = stream->reading.peer;
    std::lock_guard const hold{mutex};
    bool const is_full =
        total >= limits.total || (!peer.empty() && of_peer.of(peer).size() >= limits.of_peer);
    if (!live || is_closing || is_full) {
        return Refusal{Reason::too_many,
                       N_("Too many windows are open. Please try again later."),
                       {},
                       minutes{1}};
    }
    auto &hers = of_member.of(stream->reading.member);
    if (hers.size() >= limits.of_member) hers.front()->body->end();
    hers.push_back(stream);
    if (!peer.empty()) of_peer.of(peer).push_back(stream);
    ++total;
    stream->after = after.value_or(heard);
    // A number that nothing has, of another network or invented, tells nothing.
    stream->is_lost = !stream->reading.after.empty() && (!after || *after > std::max(last, heard));
    if (stream->is_lost) stream->after = heard;
    newcomers.push_back(stream);
    has_work.notify_one();
    return stream;
}

Streams::Streams(store::Database &database, Limits limits)
    : state_(std::make_shared<State>(database, limits)) {}

Streams::~Streams() { close(); }

void Streams::open(web::Live const &live, web::Places const &places) {
    auto &state = *state_;
    ensure(!state.worker.joinable(), "the streams are opened twice");
    {
        std::lock_guard const hold{state.mutex};
        state.live = &live;
        state.places = &places;
        state.heard = state.told = state.database.last_seq();
    }
    // The follower stays with the database, which may outlive this.
    state.database.follow(state.heard, [weak = std::weak_ptr{state_}](store::Event const &event) {
        if (auto const alive = weak.lock()) alive->hear(event);
    });
    state.worker = std::thread{[&state] { state.work(); }};
}

void Streams::close() {
    auto &state = *state_;
    if (!state.worker.joinable()) return;
    {
        std::lock_guard const hold{state.mutex};
        state.is_closing = true;
    }
    state.has_work.notify_all();
    state.worker.join();
}

Result<std::shared_ptr<http::OpenBody>> Streams::read(Reading reading) {
    auto admitted = state_->admit(std::move(reading));
    if (!admitted) return admitted.why();
    return (*admitted)->body;
}

std::size_t Streams::readers() const {
    std::lock_guard const hold{state_->mutex};
    return state_->total;
}

bool Streams::wait_until_told(milliseconds at_most) {
    auto &state = *state_;
    std::unique_lock lock{state.mutex};
    return state.has_told.wait_for(lock, at_most, [&] {
        return state.queue.empty() && state.newcomers.empty() && !state.is_overrun &&
               !state.is_busy;
    });
}

} // namespace goen::stream
