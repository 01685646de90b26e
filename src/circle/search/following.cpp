// SPDX-License-Identifier: Apache-2.0
#include "search/following.hpp"

#include "base/log.hpp"
#include "network/graph_rows.hpp"
#include "store/sqlite_connection.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace goen::search {
namespace {

constexpr int piece = 1000;                   // rows or events at a time
constexpr milliseconds until_more_comes{100}; // writes of this time are committed together
constexpr seconds until_tried_again{2};
constexpr int purge_share = 50; // of the time one part is spent on purging

} // namespace

struct Following::State {
    State(store::Database &d, Source s) : database(d), source(std::move(s)) {}

    store::Database &database;
    Source const source;
    std::unique_ptr<index::Index> index; // set once, by open()

    mutable std::mutex mutex;
    mutable std::condition_variable woken, told;
    std::int64_t heard = 0;   // the last event that concerns this
    std::int64_t passed = 0;  // the last event of any kind while none was waiting
    std::int64_t applied = 0; // up to here everything is in the index
    bool is_whole = false;
    std::atomic<bool> is_closing{false};
    std::thread worker;
    using Watch = std::chrono::steady_clock;
    Watch::time_point purge_at{}; // not before; of the worker
    Watch::duration purged_for{};

    void hear(store::Event const &event);
    void work();
    void bring_up_to_date();
    void fill(index::Mark &mark);
    void follow_journal(index::Mark &mark);
    void tell(index::Mark const &mark);
    void wait_for_work();
    void purge_a_little();
};

// On the store's thread.
void Following::State::hear(store::Event const &event) {
    auto const kinds = source.changes.kinds();
    bool const is_ours = std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end();
    std::lock_guard const hold{mutex};
    if (is_ours) {
        heard = event.seq;
        woken.notify_all();
    } else if (heard <= applied) {
        passed = event.seq;
    }
}

void Following::State::tell(index::Mark const &mark) {
    std::lock_guard const hold{mutex};
    applied = mark.seq;
    is_whole = mark.is_whole;
    told.notify_all();
}

// From the rows; the journal is read on from before the first of them was read.
void Following::State::fill(index::Mark &mark) {
    if (mark.seq == 0 && mark.built_to == 0) mark.seq = database.last_seq();
    auto const began = std::chrono::steady_clock::now();
    for (;;) {
        auto const documents = database.read(
            [&](store::Reader &reader) { return source.after(reader, mark.built_to, piece); });
        for (auto const &document : documents) {
            index->put(document);
            mark.built_to = document.id;
        }
        mark.is_whole = documents.size() < piece;
        index->commit(mark);
        if (mark.is_whole || is_closing) break;
    }
    auto const took = std::chrono::steady_clock::now() - began;
    log::info("the search index is filled",
              {{"of", source.name},
               {"documents", static_cast<std::int64_t>(index->numbers().documents)},
               {"ms", static_cast<std::int64_t>(
                          std::chrono::duration_cast<milliseconds>(took).count())}});
}

void Following::State::follow_journal(index::Mark &mark) {
    for (;;) {
        auto const events = database.journal_after(mark.seq, piece);
        Changes changes;
        for (auto const &event : events) {
            source.changes(event, changes);
            mark.seq = event.seq;
        }
        auto &ids = changes.ids;
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        for (auto const label : changes.labels) index->remove_labelled(label);
        if (!ids.empty()) {
            // As they are now, which may be later than the event: hearing of it twice does no harm.
            auto const documents =
                database.read([&](store::Reader &reader) { return source.of(reader, ids); });
            for (auto const &document : documents) {
                index->put(document);
                std::erase(ids, document.id);
            }
            for (auto const id : ids) index->remove(id);
        }
        if (!ids.empty() || !changes.ids.empty() || !changes.labels.empty()) index->commit(mark);
        if (events.size() < piece || is_closing) break;
    }
    index->commit(mark);
}

void Following::State::bring_up_to_date() {
    auto mark = index->mark();
    if (mark.seq > database.last_seq()) {
        index->clear("of a later time than the database");
        mark = {};
    }
    if (!mark.is_whole) {
        tell(mark);
        fill(mark);
    }
    {
        // Other rooms' events of a quiet time need not be read one by one.
        std::lock_guard const hold{mutex};
        if (heard <= applied && mark.seq == applied && mark.is_whole)
            mark.seq = std::max(mark.seq, passed);
    }
    follow_journal(mark);
    tell(mark);
}

// While nothing else is to be done.
void Following::State::purge_a_little() {
    auto const began = Watch::now();
    bool const is_left = index->purge();
    auto const now = Watch::now();
    purged_for += now - began;
    if (is_left) return;
    purge_at = now + purge_share * purged_for;
    purged_for = {};
    std::lock_guard const hold{mutex};
    told.notify_all();
}

void Following::State::wait_for_work() {
    std::unique_lock lock{mutex};
    auto const is_due = [&] { return is_closing || heard > applied || index->is_damaged(); };
    while (!is_due()) {
        if (index->has_to_purge() && Watch::now() >= purge_at) {
            lock.unlock();
            purge_a_little();
            lock.lock();
        } else {
            woken.wait_for(lock, until_tried_again, is_due);
        }
    }
    if (!index->is_damaged())
        woken.wait_for(lock, until_more_comes, [&] { return is_closing.load(); });
}

void Following::State::work() {
    bool is_open = false;
    while (!is_closing) {
        try {
            if (index->is_damaged()) {
                tell({});
                index->clear("damaged");
            } else if (!is_open) {
                index->open();
            }
            is_open = true;
            bring_up_to_date();
            wait_for_work();
        } catch (store::DamagedFile const &) {
            index->found_damaged();
        } catch (std::exception const &trouble) {
            log::warn("the search index could not be written; it is tried again",
                      {{"of", source.name}, {"why", trouble.what()}});
            is_open = false; // whatever was begun is given up with its connection
            std::unique_lock lock{mutex};
            woken.wait_for(lock, until_tried_again, [&] { return is_closing.load(); });
        }
    }
}

Following::Following(store::Database &database, Source source)
    : state_(std::make_shared<State>(database, std::move(source))) {}

Following::~Following() { close(); }

void Following::open(std::filesystem::path const &folder) {
    auto &state = *state_;
    ensure(!state.worker.joinable(), "a search index is opened twice");
    state.index = std::make_unique<index::Index>(
        index::Options{.folder = folder,
                       .name = state.source.name,
                       .network = network::network_of(state.database)});
    // The follower stays with the database, which may outlive this: it holds the state weakly.
    state.database.follow(state.database.last_seq(),
                          [state = std::weak_ptr{state_}](store::Event const &event) {
                              if (auto const alive = state.lock()) alive->hear(event);
                          });
    state.worker = std::thread{[state = state_.get()] { state->work(); }};
}

void Following::close() {
    if (!state_->worker.joinable()) return;
    {
        std::lock_guard const hold{state_->mutex};
        state_->is_closing = true;
    }
    state_->woken.notify_all();
    state_->told.notify_all();
    state_->worker.join();
}

bool Following::is_whole() const {
    std::lock_guard const hold{state_->mutex};
    return state_->is_whole && state_->index && !state_->index->is_damaged();
}

bool Following::wait_until_whole(milliseconds at_most) const {
    std::unique_lock lock{state_->mutex};
    return state_->told.wait_for(lock, at_most,
                                 [&] { return state_->is_whole && !state_->index->is_damaged(); });
}

bool Following::wait_until_heard(milliseconds at_most) const {
    std::unique_lock lock{state_->mutex};
    return state_->told.wait_for(
        lock, at_most, [&] { return state_->is_whole && state_->heard <= state_->applied; });
}

index::Answer Following::find(index::Ask const &ask) const {
    if (!state_->index) return {};
    auto answer = state_->index->find(ask);
    if (state_->index->is_damaged()) state_->woken.notify_all();
    return answer;
}

bool Following::wait_until_purged(milliseconds at_most) const {
    std::unique_lock lock{state_->mutex};
    return state_->told.wait_for(lock, at_most, [&] {
        return state_->heard <= state_->applied && !state_->index->has_to_purge();
    });
}

std::filesystem::path Following::file() const { return state_->index->file(); }

index::Index::Numbers Following::numbers() const {
    return state_->index ? state_->index->numbers() : index::Index::Numbers{};
}

// Ready in any case: pages work while it is filled and say so, as /readyz does (House::ready_but).
void Following::keep_in(store::DerivedMemory &memory) {
    memory.add(
        "search_" + state_->source.name, [] { return true; },
        [state = state_] {
            TableNumbers out;
            if (!state->index) return out;
            auto const numbers = state->index->numbers();
            out.entries = numbers.documents;
            out.bytes = numbers.bytes;
            return out;
        });
}

} // namespace goen::search
