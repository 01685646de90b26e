// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "feed/feed.hpp"
#include "feed/feed_index.hpp"
#include "feed/queries.hpp"
#include "store/events.hpp"
#include "store/id_list.hpp"
#include "store/kept.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_set>

namespace goen::feed {

// ---- may_read.cpp: THE policy of posts ----
// What one reader may read of some authors, looked up once for all of them.
class Readable {
public:
    Readable(store::Reader &reader, policy::Policy &policy, MemberId viewer,
             std::vector<MemberId> const &authors);
    bool may_read(Post const &post) const; // a deleted one: nobody
    bool is_tied_with(MemberId author) const;
    bool has_blocked(MemberId other) const { return blocked_.count(other) > 0; } // either way
    std::vector<MemberId> blocked() const { return {blocked_.begin(), blocked_.end()}; }

private:
    MemberId viewer_;
    std::unordered_map<MemberId, policy::Tie> ties_;
    std::set<MemberId> blocked_;
    std::set<std::pair<MemberId, std::string>> tags_; // of whose book, under which
};

struct Feed::State {
    Rooms rooms;
    Options options;
    Ration post_ration, edit_ration, comment_ration, reaction_ration, picture_ration;
    FeedIndex index;
    std::optional<fetch::Fetcher> fetcher;
    // My live ties with what each lets me see.
    store::Kept<std::shared_ptr<std::vector<Source> const>, MemberId> sources{65'536, seconds{600}};

    State(Rooms const &rooms_, Options const &options_)
        : rooms(rooms_), options(options_),
          post_ration(rooms.clock, options.posts_an_hour, std::chrono::hours{1}),
          edit_ration(rooms.clock, options.edits_an_hour, std::chrono::hours{1}),
          comment_ration(rooms.clock, options.comments_an_hour, std::chrono::hours{1}),
          reaction_ration(rooms.clock, options.reactions_an_hour, std::chrono::hours{1}),
          picture_ration(rooms.clock, options.pictures_an_hour, std::chrono::hours{1}),
          index(options.kept_of_author) {
        if (options.links) fetcher.emplace(*options.links);
    }

    // ---- post_rows.cpp ----
    std::optional<Post> row(store::Reader &reader, PostId id);
    std::vector<Post> rows_of(store::Reader &reader, std::vector<PostId> const &ids); // as given
    std::vector<Post> readable_of(store::Reader &reader, MemberId viewer,
                                  std::vector<PostId> const &ids); // those of them, as given
    // One that the viewer may read, or her own while it can be restored.
    std::optional<Post> readable(store::Reader &reader, MemberId viewer, PostId id);
    Result<std::vector<Picture>> own_pictures(store::Reader &reader, MemberId me,
                                              std::vector<Picture> const &wanted, PostId post);
    std::vector<Picture> pictures_of(store::Reader &reader, PostId id);
    void put_pictures(store::Writer &writer, MemberId me, PostId id,
                      std::vector<Picture> const &pictures);
    void put_mentions(store::Writer &writer, PostId id, std::vector<MemberId> const &mentions);
    void put_link(store::Writer &writer, Post const &post);
    void put_picture(store::Writer &writer, MemberId me, PostId post, int place,
                     Picture const &picture, media::Picture const &developed, std::int64_t bytes);
    void erase(store::Writer &writer, PostId id);
    void erase_picture(store::Writer &writer, PostPictureId id);

    // ---- reading.cpp ----
    // What posts look like to their reader; all of them may be read.
    std::vector<Shown> shown(store::Reader &reader, MemberId viewer, std::vector<Post> const &posts,
                             Readable const &readable, bool with_quoted = true);
    std::vector<Person> people(store::Reader &reader, MemberId viewer,
                               std::vector<MemberId> const &ids);

    // ---- merging.cpp ----
    // Whose posts are in the feed: live ties, hidden ones left out.
    using Sources = std::shared_ptr<std::vector<Source> const>;
    // To be asked before a read is opened: inside one, what is found cannot be kept.
    Sources all_sources(MemberId me);
    // Those of `everybody` whom the filter lets through.
    Sources sources_of(store::Reader &reader, MemberId me, Sources const &everybody,
                       Filter const &filter, i18n::Language language);
    // The newest `count` below `before`, of posts and moves: proposals (feed_index.hpp). Fewer:
    // there are no more.
    std::vector<std::pair<MemberId, Entry>> candidates(store::Reader &reader,
                                                       Sources const &sources, std::int64_t before,
                                                       std::size_t count);
    // The moves within these ids that the viewer sees, newest first.
    std::vector<Move> moves_between(store::Reader &reader, MemberId viewer, Sources const &sources,
                                    std::int64_t from, std::int64_t before,
                                    i18n::Language language);

    // ---- following.cpp ----
    using Follower = store::Subscriber<>;
    Follower follower();
    void work();
    bool fill();
    void erase_deleted();
    void fetch_links();
    void wake();

    std::atomic<bool> is_ready{false};
    std::atomic<bool> is_closing{false};
    std::mutex working;
    std::condition_variable woken, became_ready;
    bool has_work = false;
    std::thread worker;
};

Post post_from(store::Row const &row);
PostVersion version_from(store::Row const &row);
Comment comment_from(store::Row const &row);
Refusal no_such_post();

// The day in Japan of an id, and the first id of a day.
Date day_of(std::int64_t id);
std::int64_t first_id_of(Date day);
// The members whose tokens stand in a text, each once.
std::vector<MemberId> mentioned_in(std::string_view text, Kind kind);
std::int64_t bytes_of(media::Picture const &developed); // of all its prints

} // namespace goen::feed
