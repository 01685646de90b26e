// SPDX-License-Identifier: Apache-2.0
// What those who read a stream are told of posts and comments: that there is one, never its text.
#include "feed/feed_doors.hpp"
#include "feed/feed_state.hpp"

namespace goen::feed {

using web::Live;

// Asked from the author's side, so that it costs by who is connected, not by how many ties she has.
std::vector<MemberId> Feed::who_follows(store::Reader &reader, PostId id,
                                        std::vector<MemberId> const &members) {
    std::vector<MemberId> out;
    auto const post = state_->row(reader, id);
    if (!post || members.empty()) return out;
    auto const ties = state_->rooms.policy.ties(reader, post->author, members);
    for (auto const member : members) {
        auto const tie = ties.find(member);
        if (member == post->author || (tie != ties.end() && tie->second.is_live()))
            out.push_back(member);
    }
    return out;
}

std::optional<Post> Feed::to_tell(store::Reader &reader, MemberId viewer, PostId id, MemberId by) {
    auto post = state_->row(reader, id);
    if (!post) return {};
    if (reader.any(sql::is_hidden, {{"member", viewer}, {"other", post->author}})) return {};
    Readable const may{reader, state_->rooms.policy, viewer, {post->author}};
    if (!may.may_read(*post) || may.has_blocked(by)) return {};
    return post;
}

namespace {

constexpr web::LiveName post_event{"post", "posts:read"}, comment_event{"comment", "posts:read"};

boost::json::object data_of(PostMade const &event) {
    return {{"id", event.post.text()}, {"author", event.member.text()}};
}
boost::json::object data_of(PostRestored const &event) {
    return {{"id", event.post.text()}, {"author", event.member.text()}};
}
// Which comment it is the journal does not say.
template <class CommentEvent> boost::json::object data_of(CommentEvent const &event) {
    return {{"post", event.post.text()}};
}

template <class E> void tell_of(Live &live, web::LiveName name, Feed &feed) {
    live.on<E>(
        name,
        [&feed](store::Reader &reader, E const &event, Live::Members const &connected) {
            return feed.who_follows(reader, event.post, connected);
        },
        [&feed](store::Reader &reader, MemberId me, E const &event) -> Live::Said {
            if (!feed.to_tell(reader, me, event.post, event.member)) return {};
            return data_of(event);
        });
}

} // namespace

void add_live(Live &live, Rooms rooms) {
    tell_of<PostMade>(live, post_event, rooms.feed);
    tell_of<PostRestored>(live, post_event, rooms.feed);
    tell_of<CommentMade>(live, comment_event, rooms.feed);
    tell_of<CommentDeleted>(live, comment_event, rooms.feed);
    tell_of<CommentRestored>(live, comment_event, rooms.feed);
}

} // namespace goen::feed
