// SPDX-License-Identifier: Apache-2.0
// The graph is filled from its snapshot or from the rows, then follows the journal. An event is
// heard before the write that made it returns, so whoever made a tie finds it on her next page.
//
// Most events say how things are from then on (a tie stands, has ended), in the order in which all
// nodes see them, so that hearing one twice does no harm. Where an event does not say it (a block
// lifted while the other's stands, a choice of settings), the rows are asked how things are now.
#include "base/log.hpp"
#include "circle_events/events.hpp"
#include "network/graph_rows.hpp"
#include "network/network_state.hpp"
#include "people_events/events.hpp"
#include "store/derived.hpp"

namespace goen::network {
namespace {

using Kind = graph::Change::Kind;

constexpr int piece = 1000; // events at a time
constexpr std::chrono::milliseconds until_an_import_rests{500};

std::filesystem::path file_in(std::filesystem::path const &folder) { return folder / "graph.ties"; }

} // namespace

Network::State::Follower Network::State::follower() {
    Follower out;
    auto const tied = [](auto const &event, Changes &changes) {
        changes.push_back({Kind::tied, event.member, event.other});
    };
    out.on<exchange::TieMade>(tied);
    out.on<exchange::TieRenewed>(tied);
    out.on<exchange::TieEnded>([](exchange::TieEnded const &event, Changes &changes) {
        changes.push_back({Kind::untied, event.member, event.other});
    });
    out.on<account::MemberJoined>([](account::MemberJoined const &event, Changes &changes) {
        changes.push_back({Kind::member, event.member, {}});
    });
    auto const deleted = [](auto const &event, Changes &changes) {
        changes.push_back({Kind::member_deleted, event.member, {}});
    };
    out.on<account::MemberLeft>(deleted);
    out.on<account::MemberDeclined>(deleted);
    out.on<account::MemberChose>([this](account::MemberChose const &event, Changes &changes) {
        bool const is_bridge = database.read([&](store::Reader &reader) {
            return reader.any(sql::is_bridge, {{"member", event.member}});
        });
        changes.push_back({is_bridge ? Kind::bridge : Kind::no_bridge, event.member, {}});
    });
    out.on<exchange::BlockSet>([](exchange::BlockSet const &event, Changes &changes) {
        changes.push_back({Kind::blocked, event.member, event.whom});
    });
    out.on<exchange::BlockLifted>([this](exchange::BlockLifted const &event, Changes &changes) {
        bool const stands = database.read([&](store::Reader &reader) {
            return reader.any(sql::either_has_blocked, {{"a", event.member}, {"b", event.whom}});
        });
        changes.push_back({stands ? Kind::blocked : Kind::unblocked, event.member, event.whom});
    });
    return out;
}

Network::State::Changes Network::State::changes_of(store::Event const &event) const {
    Changes changes;
    to_changes(event, changes);
    return changes;
}

// On the store's thread.
void Network::State::hear(store::Event const &event) {
    if (store::read<exchange::TiesImported>(event)) return fill_anew();
    try {
        std::lock_guard const one_by_one{applying};
        std::shared_ptr<graph::Live> standing;
        {
            std::lock_guard const hold{live_mutex};
            standing = graph;
        }
        if (standing) { // else it is being filled, and reads on to here by itself
            if (auto const changes = changes_of(event); !changes.empty())
                standing->apply(changes, event.seq);
        }
        heard.store(std::max(heard.load(), event.seq));
    } catch (std::exception const &trouble) {
        log::warn("the graph could not follow the journal and is filled anew",
                  {{"why", trouble.what()}, {"seq", event.seq}});
        fill_anew();
    }
}

void Network::State::fill_anew() {
    {
        std::lock_guard const hold{live_mutex};
        is_stale = true;
    }
    std::lock_guard const hold{working};
    is_to_fill = true;
    woken.notify_all();
}

void Network::State::fill() {
    auto const began = std::chrono::steady_clock::now();
    graph::Options made;
    made.network = network;
    std::shared_ptr<graph::Live> next;
    std::string from = "snapshot";
    bool const is_first = [&] {
        std::lock_guard const hold{live_mutex};
        return !graph && !is_stale;
    }();
    if (is_first && !options.folder.empty()) {
        made.room_for_members = 1u << 16;
        made.checks_all_at_open = true; // else damage would be met in the middle of a page
        auto opened = graph::Live::open(file_in(options.folder), made);
        if (opened && (*opened)->seq() <= database.last_seq()) {
            next = std::move(*opened);
            saved = next->seq();
        } else if (opened) {
            log::warn("the graph's snapshot is of a later time than the database; it is not used");
        } else if (opened.why().reason != Reason::not_found) {
            log::warn("the graph's snapshot is not used; the graph is filled from the database",
                      {{"why", opened.why().message.msgid}});
        }
    }
    if (!next) {
        from = "rows";
        made.room_for_members = 0;
        next = graph_from_rows(database, made);
    }
    // What happened meanwhile. The last piece while nobody else applies anything; the store's
    // thread then waits for a read, never a read for it.
    auto read = next->seq();
    auto const read_on = [&] {
        auto const events = database.journal_after(read, piece);
        for (auto const &event : events) {
            if (store::read<exchange::TiesImported>(event) && from == "snapshot") return -1;
            next->apply(changes_of(event), event.seq);
            read = event.seq;
        }
        return static_cast<int>(events.size());
    };
    int count = piece;
    while (count == piece && !is_closing) count = read_on();
    if (count >= 0) {
        std::lock_guard const one_by_one{applying};
        do {
            count = read_on();
        } while (count == piece);
        if (count >= 0) {
            std::lock_guard const hold{live_mutex};
            graph = next;
            is_stale = false;
        }
    }
    if (count < 0) { // a file of ties was brought in since the snapshot
        std::lock_guard const hold{live_mutex};
        is_stale = true;
    }
    std::lock_guard const hold{working};
    if (count < 0) {
        is_to_fill = true;
        return;
    }
    heard.store(std::max(heard.load(), read));
    became_ready.notify_all();
    auto const took = std::chrono::steady_clock::now() - began;
    log::info("the graph is ready",
              {{"from", from},
               {"ms", static_cast<std::int64_t>(
                          std::chrono::duration_cast<milliseconds>(took).count())}});
}

void Network::State::work() {
    std::unique_lock lock{working};
    is_to_fill = true;
    while (!is_closing) {
        if (is_to_fill) {
            is_to_fill = false;
            lock.unlock();
            bool is_done = false;
            try {
                fill();
                is_done = true;
            } catch (std::exception const &trouble) {
                log::warn("the graph could not be filled; it is tried again",
                          {{"why", trouble.what()}});
            }
            lock.lock();
            if (!is_done) {
                is_to_fill = true;
                woken.wait_for(lock, seconds{2}, [&] { return is_closing.load(); });
            }
            continue;
        }
        bool const is_woken =
            woken.wait_for(lock, options.save_every, [&] { return is_closing || is_to_fill; });
        if (is_closing) break;
        if (is_to_fill) { // a file of ties comes in many pieces: not once for each
            is_to_fill = false;
            while (woken.wait_for(lock, until_an_import_rests, [&] {
                return is_closing || is_to_fill;
            }) && !is_closing)
                is_to_fill = false;
            is_to_fill = true;
            continue;
        }
        if (is_woken) continue;
        lock.unlock();
        save();
        lock.lock();
    }
}

void Network::State::save() {
    auto const standing = live();
    if (!standing || options.folder.empty()) return;
    try {
        {
            // Events that changed nothing here are in it, too: else they were read again.
            std::lock_guard const one_by_one{applying};
            if (heard.load() > standing->seq()) standing->apply({}, heard.load());
        }
        if (standing->seq() == saved) return;
        standing->save(file_in(options.folder));
        saved = standing->seq();
    } catch (std::exception const &trouble) {
        log::warn("the graph's snapshot could not be saved", {{"why", trouble.what()}});
    }
}

Network::Network(store::Database &database, policy::Policy &policy, contacts::Contacts &contacts,
                 Clock &clock)
    : state_(std::make_shared<State>(database, policy, contacts, clock)) {}

Network::~Network() { close(); }

void Network::open(Options options) {
    ensure(!state_->worker.joinable(), "the network is opened twice");
    state_->options = std::move(options);
    state_->network = network_of(state_->database);
    // The follower stays with the database, which may outlive this: it holds the state weakly.
    state_->database.follow(state_->database.last_seq(),
                            [state = std::weak_ptr{state_}](store::Event const &event) {
                                if (auto const alive = state.lock()) alive->hear(event);
                            });
    state_->worker = std::thread{[state = state_.get()] { state->work(); }};
}

void Network::close() {
    if (!state_->worker.joinable()) return;
    {
        std::lock_guard const hold{state_->working};
        state_->is_closing = true;
    }
    state_->woken.notify_all();
    state_->became_ready.notify_all();
    state_->worker.join();
    state_->save();
    std::lock_guard const one_by_one{state_->applying};
    std::lock_guard const hold{state_->live_mutex};
    state_->graph = nullptr;
}

bool Network::is_ready() const { return state_->live() != nullptr; }

bool Network::wait_until_ready(milliseconds at_most) {
    std::unique_lock lock{state_->working};
    return state_->became_ready.wait_for(lock, at_most, [&] { return is_ready(); });
}

void Network::save() { state_->save(); }

std::vector<std::string_view> Network::followed_kinds() const {
    auto kinds = state_->to_changes.kinds();
    kinds.push_back(exchange::TiesImported::kind);
    return kinds;
}

void Network::keep_in(store::DerivedMemory &memory) {
    memory.add(
        "graph", [state = state_] { return state->live() != nullptr; },
        [state = state_] {
            TableNumbers out;
            if (auto const standing = state->live()) {
                auto const numbers = standing->numbers();
                out.entries = numbers.members;
                out.bytes = numbers.packed_bytes + numbers.id_bytes;
            }
            return out;
        });
}

Numbers Network::numbers() const {
    Numbers out;
    out.seq = state_->heard.load();
    if (auto const standing = state_->live()) {
        auto const numbers = standing->numbers();
        out.is_ready = true;
        out.members = numbers.members;
        out.ties = numbers.ties;
    }
    return out;
}

} // namespace goen::network
