// SPDX-License-Identifier: Apache-2.0
// Posting, editing, deleting, and what hangs on one's own posts.
#include "feed/feed_state.hpp"

#include "base/text.hpp"
#include "names/search_key.hpp"

#include <boost/json.hpp>

namespace goen::feed {
namespace {

constexpr std::chrono::minutes second_tap{2};

Result<std::string> parse_post(std::string_view typed, Kind kind, bool may_be_empty) {
    auto text = with_unix_lines(trimmed(typed));
    if (text.empty() && !may_be_empty)
        return Refusal::field("text", N_("Please write something or add a photo."));
    if (!is_clean_utf8(text))
        return Refusal::field("text",
                              N_("This text contains characters that cannot be displayed."));
    auto const most = kind == Kind::article ? most_article : most_text;
    if (count_code_points(text) > most) {
        return Refusal::field(
            "text", {kind == Kind::article
                         ? N_("Please keep this to {1} characters or fewer.")
                         : N_("Please keep this to {1} characters or fewer, or make it an "
                              "article."),
                     {std::to_string(most)}});
    }
    return text;
}

Result<std::vector<Picture>> parse_pictures(std::vector<Picture> const &typed) {
    if (typed.size() > static_cast<std::size_t>(most_pictures))
        return Refusal::field(
            "pictures", {N_("A post can have up to {1} photos."), {std::to_string(most_pictures)}});
    auto out = typed;
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto &alt = out[i].alt;
        alt = with_unix_lines(trimmed(alt));
        auto const field = "pictures." + std::to_string(i) + ".alt";
        if (!is_clean_utf8(alt))
            return Refusal::field(field,
                                  N_("This text contains characters that cannot be displayed."));
        if (count_code_points(alt) > most_alt)
            return Refusal::field(field, {N_("Please keep this to {1} characters or fewer."),
                                          {std::to_string(most_alt)}});
    }
    return out;
}

Result<Audience> parse_audience(Audience audience) {
    if (audience.to == Audience::To::group)
        return Refusal::field("audience", N_("This group was not found."));
    if (audience.to != Audience::To::tag) return Audience{audience.to};
    audience.group = 0;
    audience.tag = std::string{trimmed(audience.tag)};
    audience.key = names::folded(audience.tag);
    if (!is_clean_utf8(audience.tag) || audience.key.empty() ||
        count_code_points(audience.tag) > 100)
        return Refusal::field("audience", N_("Please choose a tag."));
    return audience;
}

Result<std::vector<MemberId>> parse_mentions(std::string_view text, Kind kind,
                                             std::vector<MemberId> const &others) {
    auto found = mentioned_in(text, kind);
    for (auto const id : others) {
        if (id && std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
    }
    if (found.size() > static_cast<std::size_t>(most_mentions))
        return Refusal::field(
            "mentions", {N_("You can mention up to {1} people."), {std::to_string(most_mentions)}});
    return found;
}

// Of two taps on one button. A form without script sends its files again, which are then other
// photographs: with the same text as many are the same.
bool are_the_same(std::vector<Picture> const &posted, std::vector<Picture> const &typed,
                  bool is_same_text) {
    if (posted.size() != typed.size()) return false;
    return is_same_text || std::equal(posted.begin(), posted.end(), typed.begin(),
                                      [](auto const &a, auto const &b) { return a.id == b.id; });
}

Refusal too_many_posts() {
    return {Reason::too_many,
            N_("You have posted many times within an hour. Please try again in a while."),
            {},
            std::chrono::hours{1}};
}

} // namespace

Result<Post> Feed::post(MemberId me, NewPost const &typed, bool once) {
    auto const text = parse_post(typed.text, typed.kind, !typed.pictures.empty() || typed.quote);
    if (!text) return text.why();
    auto const pictures = parse_pictures(typed.pictures);
    if (!pictures) return pictures.why();
    auto const audience = parse_audience(typed.audience);
    if (!audience) return audience.why();
    auto const mentions = parse_mentions(*text, typed.kind, typed.mentions);
    if (!mentions) return mentions.why();
    if (!state_->post_ration.take(me.text())) return too_many_posts();

    auto &rooms = state_->rooms;
    bool is_there = false;
    auto made = rooms.database.write([&](store::Writer &writer) -> Result<Post> {
        auto const now = rooms.clock.now();
        is_there = false;
        if (once) {
            writer.lock(me.value);
            std::optional<Post> last;
            writer.each(sql::newest_post_of, {{"author", me}},
                        [&](store::Row const &row) { last = post_from(row); });
            if (last && now - last->made < second_tap && last->text == *text &&
                last->audience == *audience && last->quote == typed.quote && last->version == 1 &&
                are_the_same(state_->pictures_of(writer, last->id), *pictures, !text->empty())) {
                is_there = true;
                return *last;
            }
        }
        Post post;
        post.id = rooms.ids.make<PostId>();
        post.author = me;
        post.kind = typed.kind;
        post.audience = *audience;
        post.text = *text;
        post.made = now;
        if (typed.quote) {
            auto const quoted = state_->readable(writer, me, typed.quote);
            if (!quoted || quoted->deleted)
                return Refusal::field("quote", N_("This post is not available."));
            post.quote = typed.quote;
        }
        auto const own = state_->own_pictures(writer, me, *pictures, {});
        if (!own) return own.why();
        writer.put(sql::put_post, {{"id", post.id},
                                   {"author", me},
                                   {"kind", to_string(post.kind)},
                                   {"audience", to_string(post.audience.to)},
                                   {"tag", post.audience.tag},
                                   {"key", post.audience.key},
                                   {"group", post.audience.group},
                                   {"text", post.text},
                                   {"quote", post.quote},
                                   {"at", now}});
        state_->put_pictures(writer, me, post.id, *own);
        state_->put_mentions(writer, post.id, *mentions);
        state_->put_link(writer, post);
        writer.put(sql::drop_draft, {{"member", me}});
        store::tell(writer, PostMade{me, post.id});
        return post;
    });
    if (!made || is_there) state_->post_ration.give_back(me.text());
    if (made && state_->options.links) state_->wake();
    return made;
}

Result<Post> Feed::edit(MemberId me, PostId id, PostEdit const &edit, Check const &check) {
    if (!state_->edit_ration.take(me.text())) {
        return Refusal{Reason::too_many,
                       N_("You have edited posts many times within an hour. Please try again in a "
                          "while."),
                       {},
                       std::chrono::hours{1}};
    }
    auto &rooms = state_->rooms;
    auto edited = rooms.database.write([&](store::Writer &writer) -> Result<Post> {
        writer.lock(id.value); // two windows that save at once follow one another
        auto post = state_->row(writer, id);
        if (!post || post->deleted || !state_->readable(writer, me, id)) return no_such_post();
        if (post->author != me)
            return Refusal{Reason::forbidden, N_("Only its author can edit a post.")};
        auto const before = state_->pictures_of(writer, id);
        if (check) {
            Readable const may{writer, rooms.policy, me, {me}};
            auto const now = state_->shown(writer, me, {*post}, may);
            if (auto const fine = check(now.front()); !fine) return fine.why();
        }
        auto pictures = before;
        if (edit.pictures) {
            auto const parsed = parse_pictures(*edit.pictures);
            if (!parsed) return parsed.why();
            auto const own = state_->own_pictures(writer, me, *parsed, id);
            if (!own) return own.why();
            pictures = *own;
        }
        auto const text = parse_post(edit.text.value_or(post->text), post->kind,
                                     !pictures.empty() || post->quote);
        if (!text) return text.why();
        auto const mentions = parse_mentions(*text, post->kind, {});
        if (!mentions) return mentions.why();
        auto const same = [](Picture const &a, Picture const &b) {
            return a.id == b.id && a.alt == b.alt;
        };
        bool const has_same_pictures =
            std::equal(before.begin(), before.end(), pictures.begin(), pictures.end(), same);
        if (*text == post->text && has_same_pictures) return *post;

        auto const now = rooms.clock.now();
        boost::json::array alts;
        for (auto const &picture : before) alts.emplace_back(picture.alt);
        writer.put(sql::keep_version, {{"id", id},
                                       {"version", post->version},
                                       {"text", post->text},
                                       {"pictures", boost::json::serialize(alts)},
                                       {"at", post->edited.value_or(post->made)}});
        writer.put(sql::edit_post, {{"text", *text}, {"at", now}, {"id", id}});
        if (!has_same_pictures) {
            writer.put(sql::take_off_pictures, {{"at", now}, {"post", id}});
            state_->put_pictures(writer, me, id, pictures);
        }
        state_->put_mentions(writer, id, *mentions);
        post->text = *text;
        post->edited = now;
        ++post->version;
        state_->put_link(writer, *post);
        store::tell(writer, PostChanged{me, id});
        return *post;
    });
    if (edited && state_->options.links) state_->wake();
    return edited;
}

Done Feed::remove(MemberId me, PostId id, Check const &check) {
    auto &rooms = state_->rooms;
    auto const done = rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(id.value);
        auto const post = state_->readable(writer, me, id);
        if (!post) return no_such_post();
        if (post->author != me)
            return Refusal{Reason::forbidden, N_("Only its author can delete a post.")};
        if (post->deleted) return {};
        if (check) {
            Readable const may{writer, rooms.policy, me, {me}};
            auto const now = state_->shown(writer, me, {*post}, may);
            if (auto const fine = check(now.front()); !fine) return fine.why();
        }
        writer.put(sql::delete_post, {{"at", rooms.clock.now()}, {"id", id}});
        store::tell(writer, PostDeleted{me, id});
        return {};
    });
    if (done) state_->wake();
    return done;
}

Done Feed::restore(MemberId me, PostId id) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto const post = state_->readable(writer, me, id);
        if (!post || post->author != me)
            return Refusal{Reason::not_found, N_("This post has been deleted for good.")};
        if (!post->deleted) return {};
        writer.put(sql::restore_post, {{"id", id}});
        store::tell(writer, PostRestored{me, id});
        return {};
    });
}

Done Feed::close_comments(MemberId me, PostId id, bool is_closed) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto const post = state_->readable(writer, me, id);
        if (!post || post->deleted) return no_such_post();
        if (post->author != me)
            return Refusal{Reason::forbidden,
                           N_("Only the author of a post can close its comments.")};
        if (post->is_closed == is_closed) return {};
        writer.put(sql::close_post, {{"closed", is_closed}, {"id", id}});
        store::tell(writer, PostChanged{me, id});
        return {};
    });
}

PostVersion version_from(store::Row const &row) {
    PostVersion one{row.get<int>(0), row.get<Time>(1), row.get<std::string>(2), {}};
    auto const alts = boost::json::parse(row.text(3));
    for (auto const &alt : alts.as_array()) one.alts.emplace_back(alt.as_string());
    return one;
}

Result<std::vector<PostVersion>> Feed::versions(MemberId viewer, PostId id) {
    return state_->rooms.database.read(
        [&](store::Reader &reader) -> Result<std::vector<PostVersion>> {
            auto const post = state_->readable(reader, viewer, id);
            if (!post) return no_such_post();
            std::vector<PostVersion> out;
            PostVersion now{post->version, post->edited.value_or(post->made), post->text, {}};
            for (auto const &picture : state_->pictures_of(reader, id))
                now.alts.push_back(picture.alt);
            out.push_back(std::move(now));
            reader.each(sql::versions, {{"id", id}},
                        [&](store::Row const &row) { out.push_back(version_from(row)); });
            return out;
        });
}

} // namespace goen::feed
