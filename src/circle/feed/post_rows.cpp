// SPDX-License-Identifier: Apache-2.0
// Rows of posts and of their pictures <-> values.
#include "feed/feed_state.hpp"
#include "markup/markup.hpp"

#include <algorithm>

namespace goen::feed {

namespace {

constexpr std::array kind_words{"text", "article"};
constexpr std::array audience_words{"everyone", "exchanged", "colleague", "close", "tag", "group"};
constexpr std::array reaction_words{"like", "congratulation", "useful", "thanks"};

template <class Enum, std::size_t count>
std::optional<Enum> found_in(std::array<char const *, count> const &words, std::string_view text) {
    for (std::size_t i = 0; i < count; ++i) {
        if (words[i] == text) return static_cast<Enum>(i);
    }
    return {};
}

} // namespace

std::string_view to_string(Kind kind) { return kind_words.at(static_cast<std::size_t>(kind)); }
std::string_view to_string(Audience::To to) {
    return audience_words.at(static_cast<std::size_t>(to));
}
std::optional<Audience::To> audience_of(std::string_view text) {
    return found_in<Audience::To>(audience_words, text);
}
std::string_view to_string(Reaction reaction) {
    return reaction_words.at(static_cast<std::size_t>(reaction));
}
std::optional<Reaction> reaction_of(std::string_view text) {
    return found_in<Reaction>(reaction_words, text);
}

Refusal no_such_post() { return {Reason::not_found, N_("This post is not available.")}; }

Post post_from(store::Row const &row) {
    using at = sql::post_columns;
    Post post;
    post.id = row.get<PostId>(at::id);
    post.author = row.get<MemberId>(at::author_id);
    post.kind = row.text(at::kind) == "article" ? Kind::article : Kind::text;
    auto const to = audience_of(row.text(at::audience));
    if (!to) throw Trouble("a post holds an unknown audience");
    post.audience = {*to, row.get<std::string>(at::audience_tag), row.integer(at::audience_id),
                     row.get<std::string>(at::audience_key)};
    post.text = row.get<std::string>(at::text);
    post.quote = row.get<PostId>(at::quote_id);
    post.version = row.get<int>(at::version);
    post.made = row.get<Time>(at::made_at);
    post.edited = row.get<std::optional<Time>>(at::edited_at);
    post.deleted = row.get<std::optional<Time>>(at::deleted_at);
    post.is_closed = row.get<bool>(at::is_closed);
    return post;
}

std::vector<MemberId> mentioned_in(std::string_view text, Kind kind) {
    return markup::mentions(text, kind == Kind::article ? markup::Format::article
                                                        : markup::Format::plain);
}

std::int64_t bytes_of(media::Picture const &developed) {
    std::int64_t bytes = 0;
    for (auto const &print : developed.prints)
        bytes += static_cast<std::int64_t>(print.webp.size() + print.jpeg.size());
    return bytes;
}

std::optional<Post> Feed::State::row(store::Reader &reader, PostId id) {
    std::optional<Post> found;
    reader.each(sql::post, {{"id", id}}, [&](store::Row const &row) { found = post_from(row); });
    return found;
}

std::vector<Post> Feed::State::rows_of(store::Reader &reader, std::vector<PostId> const &ids) {
    if (ids.empty()) return {};
    std::unordered_map<PostId, Post> found;
    reader.each(sql::posts_by_id, {{"ids", store::id_list(ids)}}, [&](store::Row const &row) {
        auto post = post_from(row);
        found.emplace(post.id, std::move(post));
    });
    std::vector<Post> out;
    for (auto const id : ids) {
        if (auto const one = found.find(id); one != found.end()) out.push_back(one->second);
    }
    return out;
}

std::vector<Post> Feed::State::readable_of(store::Reader &reader, MemberId viewer,
                                           std::vector<PostId> const &ids) {
    auto rows = rows_of(reader, ids);
    if (rows.empty()) return rows;
    std::vector<MemberId> authors;
    for (auto const &row : rows) authors.push_back(row.author);
    Readable const may{reader, rooms.policy, viewer, authors};
    std::erase_if(rows, [&](Post const &post) { return !may.may_read(post); });
    return rows;
}

std::optional<Post> Feed::State::readable(store::Reader &reader, MemberId viewer, PostId id) {
    auto post = row(reader, id);
    if (!post) return {};
    if (post->deleted) {
        bool const is_open = rooms.clock.now() - *post->deleted < undo_time;
        return post->author == viewer && is_open ? post : std::nullopt;
    }
    if (post->author == viewer) return post;
    Readable const may{reader, rooms.policy, viewer, {post->author}};
    return may.may_read(*post) ? post : std::nullopt;
}

Result<std::vector<Picture>> Feed::State::own_pictures(store::Reader &reader, MemberId me,
                                                       std::vector<Picture> const &wanted,
                                                       PostId post) {
    std::vector<Picture> out;
    std::vector<PostPictureId> ids;
    for (auto const &one : wanted) ids.push_back(one.id);
    std::unordered_map<std::int64_t, Picture> found;
    reader.each(sql::own_pictures, {{"ids", store::id_list(ids)}, {"author", me}, {"post", post}},
                [&](store::Row const &row) {
                    auto const id = row.get<PostPictureId>(0);
                    found[id.value] = {id, {}, row.get<int>(1), row.get<int>(2)};
                });
    for (auto const &one : wanted) {
        auto const at = found.find(one.id.value);
        if (at == found.end()) {
            return Refusal::field("pictures", N_("This photo is no longer available. Please add it "
                                                 "again."));
        }
        at->second.alt = one.alt;
        out.push_back(at->second);
        found.erase(at); // the same one twice
    }
    return out;
}

std::vector<Picture> Feed::State::pictures_of(store::Reader &reader, PostId id) {
    std::vector<Picture> out;
    reader.each(sql::pictures_of, {{"ids", store::id_list(std::vector{id})}},
                [&](store::Row const &row) {
                    out.push_back({row.get<PostPictureId>(1), row.get<std::string>(2),
                                   row.get<int>(3), row.get<int>(4)});
                });
    return out;
}

void Feed::State::put_pictures(store::Writer &writer, MemberId me, PostId id,
                               std::vector<Picture> const &pictures) {
    int place = 0;
    for (auto const &one : pictures) {
        writer.put(
            sql::post_picture,
            {{"post", id}, {"place", place++}, {"alt", one.alt}, {"id", one.id}, {"author", me}});
    }
}

void Feed::State::put_mentions(store::Writer &writer, PostId id,
                               std::vector<MemberId> const &mentions) {
    for (auto const member : mentions)
        writer.put(sql::put_mention, {{"id", id}, {"member", member}});
}

void Feed::State::put_picture(store::Writer &writer, MemberId me, PostId post, int place,
                              Picture const &picture, media::Picture const &developed,
                              std::int64_t bytes) {
    writer.put(sql::put_picture, {{"id", picture.id},
                                  {"author", me},
                                  {"post", post},
                                  {"place", place},
                                  {"width", picture.width},
                                  {"height", picture.height},
                                  {"bytes", bytes},
                                  {"at", rooms.clock.now()}});
    for (auto const &print : developed.prints) {
        for (auto const &[format, content] :
             {std::pair{"webp", &print.webp}, std::pair{"jpeg", &print.jpeg}}) {
            writer.put(sql::put_print, {{"picture", picture.id},
                                        {"size", print.size},
                                        {"format", format},
                                        {"bytes", store::Bytes{*content}}});
        }
    }
}

void Feed::State::erase_picture(store::Writer &writer, PostPictureId id) {
    writer.put(sql::erase_prints, {{"id", id}});
    writer.put(sql::erase_picture, {{"id", id}});
}

void Feed::State::erase(store::Writer &writer, PostId id) {
    std::vector<PostPictureId> pictures;
    writer.each(sql::pictures_to_erase, {{"post", id}},
                [&](store::Row const &row) { pictures.push_back(row.get<PostPictureId>(0)); });
    for (auto const picture : pictures) erase_picture(writer, picture);
    for (auto const *query : {&sql::erase_versions, &sql::erase_mentions, &sql::erase_comments,
                              &sql::erase_reactions, &sql::erase_link, &sql::erase_post})
        writer.put(*query, {{"id", id}});
}

} // namespace goen::feed
