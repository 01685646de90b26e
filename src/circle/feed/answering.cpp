// SPDX-License-Identifier: Apache-2.0
// Comments and reactions.
#include "feed/feed_state.hpp"

#include "base/text.hpp"

namespace goen::feed {
namespace {

constexpr std::chrono::minutes tapped_twice{2};

std::optional<Comment> comment_row(store::Reader &reader, CommentId id) {
    std::optional<Comment> found;
    reader.each(sql::comment, {{"id", id}},
                [&](store::Row const &row) { found = comment_from(row); });
    return found;
}

Refusal no_such_comment() { return {Reason::not_found, N_("This comment is not available.")}; }

Result<std::string> parse_comment(std::string_view typed) {
    auto text = with_unix_lines(trimmed(typed));
    if (text.empty()) return Refusal::field("text", N_("Please write a comment."));
    if (!is_clean_utf8(text))
        return Refusal::field("text",
                              N_("This text contains characters that cannot be displayed."));
    if (count_code_points(text) > most_comment)
        return Refusal::field("text", {N_("Please keep this to {1} characters or fewer."),
                                       {std::to_string(most_comment)}});
    if (mentioned_in(text, Kind::text).size() > static_cast<std::size_t>(most_mentions))
        return Refusal::field(
            "text", {N_("You can mention up to {1} people."), {std::to_string(most_mentions)}});
    return text;
}

} // namespace

Comment comment_from(store::Row const &row) {
    using at = sql::comment_columns;
    Comment comment;
    comment.id = row.get<CommentId>(at::id);
    comment.post = row.get<PostId>(at::post_id);
    comment.author.id = row.get<MemberId>(at::author_id);
    comment.reply_to = row.get<CommentId>(at::reply_to);
    comment.text = row.get<std::string>(at::text);
    comment.made = row.get<Time>(at::made_at);
    comment.deleted = row.get<std::optional<Time>>(at::deleted_at);
    return comment;
}

Result<Comment> Feed::comment(MemberId me, PostId id, std::string_view typed, CommentId reply_to,
                              bool once) {
    auto const text = parse_comment(typed);
    if (!text) return text.why();
    if (!state_->comment_ration.take(me.text())) {
        return Refusal{Reason::too_many,
                       N_("You have written many comments within an hour. Please try again in a "
                          "while."),
                       {},
                       std::chrono::hours{1}};
    }
    auto &rooms = state_->rooms;
    auto made = rooms.database.write([&](store::Writer &writer) -> Result<Comment> {
        auto const now = rooms.clock.now();
        auto const post = state_->readable(writer, me, id);
        if (!post || post->deleted) return no_such_post();
        if (post->is_closed)
            return Refusal{Reason::conflict, N_("This post takes no more comments.")};
        Comment comment;
        if (reply_to) {
            auto const answered = comment_row(writer, reply_to);
            Readable const may{writer, rooms.policy, me, {post->author}};
            if (!answered || answered->deleted || answered->post != id ||
                may.has_blocked(answered->author.id))
                return Refusal::field("reply_to", N_("This comment is not available."));
            comment.reply_to = answered->reply_to ? answered->reply_to : answered->id;
        }
        if (once) {
            writer.lock(me.value);
            std::optional<Comment> last;
            writer.each(sql::newest_comment_of, {{"author", me}},
                        [&](store::Row const &row) { last = comment_from(row); });
            if (last && now - last->made < tapped_twice && last->text == *text &&
                last->post == id && last->reply_to == comment.reply_to)
                return *last;
        }
        comment.id = rooms.ids.make<CommentId>();
        comment.post = id;
        comment.author = {me, {}, true};
        comment.text = *text;
        comment.made = now;
        comment.may_delete = true;
        writer.put(sql::put_comment, {{"post", id},
                                      {"id", comment.id},
                                      {"author", me},
                                      {"reply_to", comment.reply_to},
                                      {"text", comment.text},
                                      {"at", now}});
        store::tell(writer, CommentMade{me, post->author, id});
        return comment;
    });
    if (!made) {
        state_->comment_ration.give_back(me.text());
        return made;
    }
    auto people = rooms.database.read(
        [&](store::Reader &reader) { return state_->people(reader, me, {me}); });
    made->author = std::move(people.front());
    return made;
}

std::optional<PostId> Feed::post_of(CommentId id) {
    return state_->rooms.database.read([&](store::Reader &reader) -> std::optional<PostId> {
        auto const comment = comment_row(reader, id);
        if (!comment || comment->deleted) return {};
        return comment->post;
    });
}

Result<PostId> Feed::remove_comment(MemberId me, CommentId id) {
    auto &rooms = state_->rooms;
    auto const done = rooms.database.write([&](store::Writer &writer) -> Result<PostId> {
        auto const comment = comment_row(writer, id);
        if (!comment) return no_such_comment();
        auto const post = state_->readable(writer, me, comment->post);
        bool const is_hers = comment->author.id == me;
        // Hers also on a post that she may not read any more.
        if (!is_hers && !post) return no_such_comment();
        if (!is_hers && post->author != me)
            return Refusal{Reason::forbidden,
                           N_("Only its author and the author of the post can delete a comment.")};
        if (comment->deleted) return comment->post;
        writer.put(sql::delete_comment,
                   {{"at", rooms.clock.now()}, {"post", comment->post}, {"id", id}});
        store::tell(writer, CommentDeleted{me, comment->post});
        return comment->post;
    });
    if (done) state_->wake();
    return done;
}

Result<PostId> Feed::restore_comment(MemberId me, CommentId id) {
    auto &rooms = state_->rooms;
    return rooms.database.write([&](store::Writer &writer) -> Result<PostId> {
        auto const comment = comment_row(writer, id);
        auto const post = comment ? state_->readable(writer, me, comment->post) : std::nullopt;
        if (!post || (comment->author.id != me && post->author != me)) return no_such_comment();
        if (!comment->deleted) return comment->post;
        if (rooms.clock.now() - *comment->deleted >= undo_time) return no_such_comment();
        writer.put(sql::restore_comment, {{"post", comment->post}, {"id", id}});
        store::tell(writer, CommentRestored{me, comment->post});
        return comment->post;
    });
}

Result<Feed::Comments> Feed::comments(MemberId viewer, PostId id, CommentId after, int limit) {
    auto &rooms = state_->rooms;
    return rooms.database.read([&](store::Reader &reader) -> Result<Comments> {
        auto const post = state_->readable(reader, viewer, id);
        if (!post) return no_such_post();
        Readable const may{reader, rooms.policy, viewer, {post->author}};
        Comments out;
        reader.each(sql::comments,
                    {{"post", id},
                     {"after", after},
                     {"without", store::id_list(may.blocked())},
                     {"count", limit + 1}},
                    [&](store::Row const &row) { out.comments.push_back(comment_from(row)); });
        if (static_cast<int>(out.comments.size()) > limit) {
            out.comments.resize(static_cast<std::size_t>(limit));
            out.next = out.comments.back().id;
        }
        std::vector<MemberId> ids;
        std::vector<std::size_t> starts; // where the mentions of each begin
        for (auto const &one : out.comments) ids.push_back(one.author.id);
        for (auto const &one : out.comments) {
            starts.push_back(ids.size());
            auto const mentioned = mentioned_in(one.text, Kind::text);
            ids.insert(ids.end(), mentioned.begin(), mentioned.end());
        }
        starts.push_back(ids.size());
        auto const people = state_->people(reader, viewer, ids);
        for (std::size_t i = 0; i < out.comments.size(); ++i) {
            auto &one = out.comments[i];
            one.author = people[i];
            one.may_delete = one.author.is_self || post->author == viewer;
            for (auto at = starts[i]; at < starts[i + 1]; ++at) one.mentions.push_back(people[at]);
        }
        return out;
    });
}

Done Feed::react(MemberId me, PostId id, std::optional<Reaction> reaction) {
    if (!state_->reaction_ration.take(me.text())) {
        return Refusal{Reason::too_many,
                       N_("You have reacted many times within an hour. Please try again in a "
                          "while."),
                       {},
                       std::chrono::hours{1}};
    }
    auto &rooms = state_->rooms;
    return rooms.database.write([&](store::Writer &writer) -> Done {
        auto const post = state_->readable(writer, me, id);
        if (!post || post->deleted) return no_such_post();
        if (reaction) {
            writer.put(sql::put_reaction, {{"post", id},
                                           {"member", me},
                                           {"kind", to_string(*reaction)},
                                           {"at", rooms.clock.now()}});
        } else {
            writer.put(sql::drop_reaction, {{"post", id}, {"member", me}});
        }
        store::tell(writer, PostReacted{me, post->author, id});
        return {};
    });
}

Result<std::vector<std::pair<Person, Reaction>>> Feed::reacted(MemberId viewer, PostId id) {
    using Found = std::vector<std::pair<Person, Reaction>>;
    auto &rooms = state_->rooms;
    return rooms.database.read([&](store::Reader &reader) -> Result<Found> {
        auto const post = state_->readable(reader, viewer, id);
        if (!post) return no_such_post();
        Readable const may{reader, rooms.policy, viewer, {post->author}};
        std::vector<MemberId> ids;
        std::vector<Reaction> kinds;
        reader.each(sql::reacted, {{"post", id}, {"without", store::id_list(may.blocked())}},
                    [&](store::Row const &row) {
                        auto const kind = reaction_of(row.text(1));
                        if (!kind) return;
                        ids.push_back(row.get<MemberId>(0));
                        kinds.push_back(*kind);
                    });
        auto const people = state_->people(reader, viewer, ids);
        Found out;
        for (std::size_t i = 0; i < people.size(); ++i) out.emplace_back(people[i], kinds[i]);
        return out;
    });
}

} // namespace goen::feed
