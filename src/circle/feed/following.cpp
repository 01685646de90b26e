// SPDX-License-Identifier: Apache-2.0
// The index is filled from the rows and follows the journal. It is told of a post before the write
// that made it returns, so whoever posts finds it on her next page. What it hears while it is being
// filled goes into the same index: an entry too many is left out when its row is read, and none is
// missed.
#include "base/log.hpp"
#include "feed/feed_state.hpp"
#include "people_events/events.hpp"
#include "store/derived.hpp"

namespace goen::feed {
namespace {

constexpr int in_a_piece = 10'000;
constexpr int in_one_go = 200; // as in the queries
constexpr seconds between_looks{60};

} // namespace

Feed::State::Follower Feed::State::follower() {
    Follower out;
    auto const add = [this](auto const &event) {
        auto const post =
            rooms.database.read([&](store::Reader &reader) { return row(reader, event.post); });
        if (post) index.add(post->author, {post->id.value, false, post->audience.to});
    };
    out.on<PostMade>(add);
    out.on<PostRestored>(add);
    out.on<PostDeleted>(
        [this](PostDeleted const &event) { index.remove(event.member, event.post.value); });
    out.on<MoveNoted>([this](MoveNoted const &event) {
        index.add(event.member, {event.move, true, Audience::To::exchanged});
    });
    out.on<account::MemberLeft>(
        [this](account::MemberLeft const &event) { index.forget(event.member); });
    return out;
}

// False: it is closing.
bool Feed::State::fill() {
    auto const began = std::chrono::steady_clock::now();
    auto const pieces = [&](store::Query const &query, auto const &take) {
        std::int64_t after = 0;
        for (int count = in_a_piece; count == in_a_piece && !is_closing;) {
            count = 0;
            rooms.database.read([&](store::Reader &reader) {
                reader.each(query, {{"after", after}, {"count", in_a_piece}},
                            [&](store::Row const &row) {
                                after = row.integer(0);
                                ++count;
                                take(row);
                            });
            });
        }
    };
    pieces(sql::recent_posts, [&](store::Row const &row) {
        if (!row.is_null(3)) return;
        index.add(
            row.get<MemberId>(1),
            {row.integer(0), false, audience_of(row.text(2)).value_or(Audience::To::exchanged)});
    });
    pieces(sql::recent_moves, [&](store::Row const &row) {
        index.add(row.get<MemberId>(1), {row.integer(0), true, Audience::To::exchanged});
    });
    if (is_closing) return false;
    auto const took = std::chrono::steady_clock::now() - began;
    log::info("the feed is ready",
              {{"posts", static_cast<std::int64_t>(index.numbers().entries)},
               {"ms", static_cast<std::int64_t>(
                          std::chrono::duration_cast<milliseconds>(took).count())}});
    return true;
}

void Feed::State::erase_deleted() {
    auto const is_due = [&] {
        return rooms.database.read([&](store::Reader &reader) {
            auto const before = rooms.clock.now() - undo_time;
            return reader.any(sql::posts_to_erase, {{"before", before}}) ||
                   reader.any(sql::comments_to_erase, {{"before", before}});
        });
    };
    while (is_due()) {
        auto const done = rooms.database.write([&](store::Writer &writer) -> Result<int> {
            auto const before = rooms.clock.now() - undo_time;
            int count = 0;
            std::vector<PostId> posts;
            writer.each(sql::posts_to_erase, {{"before", before}},
                        [&](store::Row const &row) { posts.push_back(row.get<PostId>(0)); });
            for (auto const post : posts) {
                erase(writer, post);
                store::tell(writer, PostErased{post});
                ++count;
            }
            std::vector<std::pair<PostId, CommentId>> to_erase;
            writer.each(sql::comments_to_erase, {{"before", before}}, [&](store::Row const &row) {
                to_erase.emplace_back(row.get<PostId>(0), row.get<CommentId>(1));
            });
            for (auto const &[post, comment] : to_erase) {
                writer.put(sql::free_answers, {{"post", post}, {"id", comment}});
                writer.put(sql::erase_comment, {{"post", post}, {"id", comment}});
                ++count;
            }
            return count;
        });
        if (!done || *done < in_one_go) return;
    }
}

void Feed::State::wake() {
    std::lock_guard const hold{working};
    has_work = true;
    woken.notify_all();
}

void Feed::State::work() {
    std::unique_lock lock{working};
    int looks = 0; // every second until this is 0: something is to be deleted soon
    while (!is_closing) {
        lock.unlock();
        try {
            if (!is_ready) {
                if (fill()) is_ready = true;
                became_ready.notify_all();
            }
            erase_deleted();
            if (options.links) fetch_links();
        } catch (std::exception const &trouble) {
            log::warn("the feed's work could not be done; it is tried again",
                      {{"why", trouble.what()}});
        }
        lock.lock();
        auto const pause = looks > 0 ? seconds{1} : is_ready ? between_looks : seconds{2};
        woken.wait_for(lock, pause, [&] { return is_closing || has_work; });
        if (has_work) looks = static_cast<int>(undo_time.count()) + 3;
        has_work = false;
        if (looks > 0) --looks;
    }
}

Feed::Feed(Rooms rooms, Options options) : state_(std::make_shared<State>(rooms, options)) {}

Feed::~Feed() { close(); }

void Feed::open() {
    ensure(!state_->worker.joinable(), "the feed is opened twice");
    auto &database = state_->rooms.database;
    // The follower stays with the database, which may outlive this: it holds the state weakly.
    database.follow(
        database.last_seq(),
        [state = std::weak_ptr{state_}, follower = state_->follower()](store::Event const &event) {
            if (auto const alive = state.lock(); alive && !alive->is_closing) follower(event);
        });
    state_->worker = std::thread{[state = state_.get()] { state->work(); }};
}

void Feed::close() {
    if (!state_->worker.joinable()) return;
    {
        std::lock_guard const hold{state_->working};
        state_->is_closing = true;
    }
    state_->woken.notify_all();
    state_->became_ready.notify_all();
    state_->worker.join();
    state_->is_ready = false;
}

bool Feed::is_ready() const { return state_->is_ready; }

bool Feed::wait_until_ready(milliseconds at_most) {
    std::unique_lock lock{state_->working};
    return state_->became_ready.wait_for(lock, at_most, [&] { return is_ready(); });
}

void Feed::keep_in(store::DerivedMemory &memory) {
    memory.keep("feed_sources", state_->sources);
    memory.add(
        "feed", [state = state_] { return state->is_ready.load(); },
        [state = state_] {
            TableNumbers out;
            auto const numbers = state->index.numbers();
            out.entries = numbers.entries;
            out.bytes = numbers.entries * sizeof(Entry);
            return out;
        });
}

} // namespace goen::feed
