// SPDX-License-Identifier: Apache-2.0
#include "feed/whole_feed.hpp"

#include "feed/feed_state.hpp"

#include <boost/json.hpp>

namespace goen::feed {

std::vector<OwnPost> own_posts_after(store::Reader &reader, MemberId me, PostId after, int count) {
    std::vector<OwnPost> out;
    std::vector<PostId> ids;
    std::unordered_map<PostId, std::size_t> place;
    reader.each(sql::own_posts_after, {{"author", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) {
                    out.push_back({post_from(row), {}, {}});
                    ids.push_back(out.back().post.id);
                    place[ids.back()] = out.size() - 1;
                });
    if (ids.empty()) return out;
    auto const list = store::id_list(ids);
    reader.each(sql::pictures_of, {{"ids", list}}, [&](store::Row const &row) {
        out[place.at(row.get<PostId>(0))].pictures.push_back(
            {row.get<PostPictureId>(1), row.get<std::string>(2), row.get<int>(3), row.get<int>(4)});
    });
    reader.each(sql::mentions_of, {{"ids", list}}, [&](store::Row const &row) {
        out[place.at(row.get<PostId>(0))].mentions.push_back(row.get<MemberId>(1));
    });
    return out;
}

std::vector<PostVersion> earlier_versions_after(store::Reader &reader, PostId post, int after,
                                                int count) {
    std::vector<PostVersion> out;
    reader.each(sql::versions_after, {{"id", post}, {"after", after}, {"count", count}},
                [&](store::Row const &row) { out.push_back(version_from(row)); });
    return out;
}

std::vector<Comment> own_comments_after(store::Reader &reader, MemberId me, CommentId after,
                                        int count) {
    std::vector<Comment> out;
    reader.each(sql::own_comments_after, {{"author", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) { out.push_back(comment_from(row)); });
    return out;
}

std::vector<OwnReaction> own_reactions_after(store::Reader &reader, MemberId me, PostId after,
                                             int count) {
    std::vector<OwnReaction> out;
    reader.each(sql::own_reactions_after, {{"member", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) {
                    auto const kind = reaction_of(row.text(1));
                    if (!kind) throw Trouble("a reaction of an unknown kind");
                    out.push_back({row.get<PostId>(0), *kind, row.get<Time>(2)});
                });
    return out;
}

std::unordered_map<PostId, MemberId> authors_of(store::Reader &reader, policy::Policy &policy,
                                                MemberId me, std::vector<PostId> const &posts) {
    std::unordered_map<PostId, MemberId> out;
    if (posts.empty()) return out;
    std::vector<Post> rows;
    std::vector<MemberId> authors;
    reader.each(sql::posts_by_id, {{"ids", store::id_list(posts)}}, [&](store::Row const &row) {
        rows.push_back(post_from(row));
        authors.push_back(rows.back().author);
    });
    Readable const may{reader, policy, me, authors};
    for (auto const &post : rows) {
        if (may.may_read(post)) out.emplace(post.id, post.author);
    }
    return out;
}

std::vector<Hidden> hidden_in(store::Reader &reader, MemberId me) {
    std::vector<Hidden> out;
    reader.each(sql::hidden, {{"member", me}}, [&](store::Row const &row) {
        out.push_back({row.get<MemberId>(0), row.get<Time>(1)});
    });
    return out;
}

std::optional<Draft> draft_in(store::Reader &reader, MemberId me) {
    std::optional<Draft> found;
    std::string ids;
    reader.each(sql::draft, {{"member", me}}, [&](store::Row const &row) {
        Draft draft;
        draft.text = row.get<std::string>(0);
        draft.kind = row.text(1) == "article" ? Kind::article : Kind::text;
        draft.audience.to = audience_of(row.text(2)).value_or(Audience::To::exchanged);
        draft.audience.tag = row.get<std::string>(3);
        ids = row.get<std::string>(4);
        draft.quote = row.get<PostId>(5);
        draft.kept = row.get<Time>(6);
        found = std::move(draft);
    });
    if (!found || ids == "[]") return found;
    std::unordered_map<std::int64_t, Picture> there;
    reader.each(sql::own_pictures_by_id, {{"ids", ids}, {"author", me}},
                [&](store::Row const &row) {
                    there[row.integer(0)] = {row.get<PostPictureId>(0), row.get<std::string>(1),
                                             row.get<int>(2), row.get<int>(3)};
                });
    auto const list = boost::json::parse(ids);
    for (auto const &id : list.as_array()) {
        if (auto const at = there.find(id.as_int64()); at != there.end())
            found->pictures.push_back(at->second);
    }
    return found;
}

std::optional<std::string> largest_print(store::Reader &reader, PostPictureId id) {
    std::optional<std::string> bytes;
    reader.each(sql::print,
                {{"picture", id},
                 {"size", media::print_sizes(media::PictureUse::scene).back()},
                 {"format", "jpeg"}},
                [&](store::Row const &row) { bytes = row.bytes(0); });
    return bytes;
}

OwnNumbers own_numbers(store::Reader &reader, MemberId me) {
    auto const count = [&](store::Query const &query) {
        return reader.one<std::int64_t>(query, {{"member", me}}).value_or(0);
    };
    return {count(sql::count_posts), count(sql::count_comments), count(sql::count_pictures)};
}

} // namespace goen::feed
