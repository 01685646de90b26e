// SPDX-License-Identifier: Apache-2.0
// What a member keeps here besides posts: whom she hid, how far she has read, her draft and the
// photographs she is about to post. And what becomes of all that when she leaves.
#include "feed/feed_state.hpp"
#include "feed/whole_feed.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>

namespace goen::feed {
namespace {

constexpr std::chrono::hours until_posted{24};

std::string ids_of(std::vector<Picture> const &pictures) {
    boost::json::array out;
    for (auto const &one : pictures) out.emplace_back(one.id.value);
    return boost::json::serialize(out);
}

// The day of a move is read off its id: it is the day from which the card was in force, also when
// that is written down later. Not above 0: before there were ids.
std::int64_t move_id(IdMaker &ids, Time published) {
    auto const id = ids.next();
    auto const later = std::chrono::floor<milliseconds>(IdMaker::time_of(id) - published);
    return later < minutes{1} ? id : id - IdMaker::span_of(later);
}

} // namespace

Done Feed::hide(MemberId me, MemberId other) {
    if (me == other) return Refusal{Reason::invalid, N_("Your own posts are always in your feed.")};
    auto &rooms = state_->rooms;
    return rooms.database.write([&](store::Writer &writer) -> Done {
        // Only whose posts are in the feed: else hiding would tell which numbers are members.
        auto const tie = rooms.policy.tie(writer, me, other);
        if (!tie || !tie->is_live())
            return Refusal{Reason::not_found, N_("You have not exchanged cards with this person.")};
        writer.put(sql::hide, {{"member", me}, {"other", other}, {"at", rooms.clock.now()}});
        store::tell(writer, FeedChosen{me});
        return {};
    });
}

Done Feed::unhide(MemberId me, MemberId other) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        writer.put(sql::unhide, {{"member", me}, {"other", other}});
        store::tell(writer, FeedChosen{me});
        return {};
    });
}

std::vector<MemberId> Feed::hidden(MemberId me) {
    return state_->rooms.database.read([&](store::Reader &reader) {
        std::vector<MemberId> out;
        for (auto const &one : hidden_in(reader, me)) out.push_back(one.other);
        return out;
    });
}

Done Feed::seen(MemberId me, PostId newest) {
    auto &rooms = state_->rooms;
    // A number from tomorrow would hide what is new until then.
    auto const most = IdMaker::span_of(rooms.clock.now() - IdMaker::first_moment + seconds{60});
    if (!newest || newest.value > most) return Refusal{Reason::invalid, N_("Please try again.")};
    return rooms.database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::put_seen, {{"member", me}, {"seen", newest}}) > 0)
            store::tell(writer, FeedChosen{me});
        return {};
    });
}

Result<Picture> Feed::add_picture(MemberId me, std::string_view file) {
    auto &rooms = state_->rooms;
    if (file.size() > most_picture_bytes) {
        return Refusal{Reason::too_large,
                       {N_("A picture can be up to {1} MB."),
                        {std::to_string(most_picture_bytes / (1024 * 1024))}}};
    }
    if (!state_->picture_ration.take(me.text())) {
        return Refusal{Reason::too_many,
                       N_("You have sent many photos within an hour. Please try again in a while."),
                       {},
                       std::chrono::hours{1}};
    }
    auto const developed = rooms.darkroom.develop(file, media::PictureUse::scene);
    if (!developed) return developed.why();
    auto const bytes = bytes_of(*developed);
    return rooms.database.write([&](store::Writer &writer) -> Result<Picture> {
        writer.lock(me.value);
        auto const used = usage(writer, me);
        if (!used.fits(bytes)) {
            return over_quota(
                {N_("Photos in your posts use {1} of {2} MB, so there is no room for this one."),
                 {std::to_string(used.used >> 20), std::to_string(used.most >> 20)}},
                Reason::too_large);
        }
        Picture picture{rooms.ids.make<PostPictureId>(), {}, developed->width, developed->height};
        state_->put_picture(writer, me, {}, 0, picture, *developed, bytes);
        return picture;
    });
}

Usage Feed::usage(store::Reader &reader, MemberId me) {
    auto const [count, bytes] =
        *reader.one<std::int64_t, std::int64_t>(sql::usage, {{"author", me}});
    return {bytes, state_->rooms.quotas.post_picture_bytes};
}

std::optional<std::string> Feed::print(MemberId viewer, PostPictureId id, int size,
                                       std::string_view format) {
    return state_->rooms.database.read([&](store::Reader &reader) -> std::optional<std::string> {
        auto const found = reader.one<MemberId, PostId>(sql::picture, {{"id", id}});
        if (!found) return {};
        auto const [author, post] = *found;
        bool const may =
            post ? state_->readable(reader, viewer, post).has_value() : viewer && author == viewer;
        if (!may) return {};
        std::optional<std::string> bytes;
        reader.each(sql::print, {{"picture", id}, {"size", size}, {"format", format}},
                    [&](store::Row const &row) { bytes = row.bytes(0); });
        return bytes;
    });
}

std::optional<Feed::TakenPicture> Feed::take_picture(store::Writer &writer, MemberId me,
                                                     PostPictureId id) {
    TakenPicture taken;
    bool is_hers = false;
    writer.each(sql::unposted_picture, {{"id", id}, {"author", me}}, [&](store::Row const &row) {
        is_hers = true;
        taken.width = row.get<int>(0);
        taken.height = row.get<int>(1);
        taken.bytes = row.integer(2);
    });
    if (!is_hers) return {};
    writer.each(sql::prints, {{"picture", id}}, [&](store::Row const &row) {
        taken.prints.push_back({row.get<int>(0), row.get<std::string>(1), row.bytes(2)});
    });
    state_->erase_picture(writer, id);
    return taken;
}

std::optional<Draft> Feed::draft(MemberId me) {
    return state_->rooms.database.read([&](store::Reader &reader) { return draft_in(reader, me); });
}

Done Feed::keep_draft(MemberId me, Draft const &draft) {
    if (!is_clean_utf8(draft.text))
        return Refusal::field("text",
                              N_("This text contains characters that cannot be displayed."));
    if (count_code_points(draft.text) > most_article)
        return Refusal::field("text", {N_("Please keep this to {1} characters or fewer."),
                                       {std::to_string(most_article)}});
    if (draft.pictures.size() > static_cast<std::size_t>(most_pictures))
        return Refusal::field(
            "pictures", {N_("A post can have up to {1} photos."), {std::to_string(most_pictures)}});
    auto &rooms = state_->rooms;
    return rooms.database.write([&](store::Writer &writer) -> Done {
        if (trimmed(draft.text).empty() && draft.pictures.empty() && !draft.quote) {
            writer.put(sql::drop_draft, {{"member", me}});
            return {};
        }
        writer.put(sql::put_draft, {{"member", me},
                                    {"text", draft.text},
                                    {"kind", to_string(draft.kind)},
                                    {"audience", to_string(draft.audience.to)},
                                    {"tag", draft.audience.tag},
                                    {"pictures", ids_of(draft.pictures)},
                                    {"quote", draft.quote},
                                    {"at", rooms.clock.now()}});
        for (auto const &picture : draft.pictures)
            writer.put(sql::describe_unposted,
                       {{"alt", picture.alt}, {"id", picture.id}, {"author", me}});
        return {};
    });
}

void Feed::card_changed(store::Writer &writer, card::Cards::Change const &change) {
    if (!change.next) return;
    auto const before = writer.one<std::optional<VersionId>>(
        sql::previous_version,
        {{"owner", change.owner}, {"card", change.card}, {"version", change.next->id}});
    if (!before || !*before) return; // a new card
    auto const was = state_->rooms.cards.version(writer, change.owner, **before);
    if (!was) return;
    auto const &is = change.next->body;
    bool const had_none = was->body.ja.positions.empty() && was->body.en.positions.empty();
    if (had_none ||
        (was->body.ja.positions == is.ja.positions && was->body.en.positions == is.en.positions))
        return; // a card that is filled in for the first time is no move
    auto const id = move_id(state_->rooms.ids, change.next->published);
    if (id <= 0) return;
    writer.put(sql::put_move, {{"member", change.owner},
                               {"id", id},
                               {"card", change.card},
                               {"before", **before},
                               {"after", change.next->id}});
    store::tell(writer, MoveNoted{change.owner, id});
}

void Feed::member_leaves(store::Writer &writer, MemberId member) {
    std::vector<PostId> posts;
    writer.each(sql::leave_posts, {{"member", member}},
                [&](store::Row const &row) { posts.push_back(row.get<PostId>(0)); });
    for (auto const post : posts) {
        state_->erase(writer, post);
        store::tell(writer, PostErased{post});
    }
    std::vector<PostId> commented;
    std::vector<PostReacted> reacted_to;
    std::vector<PostPictureId> pictures;
    writer.each(sql::leave_pictures, {{"member", member}},
                [&](store::Row const &row) { pictures.push_back(row.get<PostPictureId>(0)); });
    for (auto const picture : pictures) state_->erase_picture(writer, picture);
    // What was said of others' posts is gone from them.
    writer.each(sql::leave_commented, {{"member", member}},
                [&](store::Row const &row) { commented.push_back(row.get<PostId>(0)); });
    for (auto const post : commented) store::tell(writer, CommentDeleted{member, post});
    writer.each(sql::leave_reacted, {{"member", member}}, [&](store::Row const &row) {
        reacted_to.push_back({member, row.get<MemberId>(1), row.get<PostId>(0)});
    });
    for (auto const &event : reacted_to) store::tell(writer, event);
    for (auto const *query :
         {&sql::leave_answers, &sql::leave_comments, &sql::leave_reactions, &sql::leave_mentions,
          &sql::leave_draft, &sql::leave_hidden, &sql::leave_mark, &sql::leave_moves})
        writer.put(*query, {{"member", member}});
}

void Feed::tidy() {
    auto &rooms = state_->rooms;
    state_->erase_deleted();
    for (;;) {
        auto const done = rooms.database.write([&](store::Writer &writer) -> Result<std::size_t> {
            std::vector<PostPictureId> old;
            writer.each(sql::unposted, {{"before", rooms.clock.now() - until_posted}},
                        [&](store::Row const &row) { old.push_back(row.get<PostPictureId>(0)); });
            for (auto const picture : old) state_->erase_picture(writer, picture);
            return old.size();
        });
        if (!done || *done < 200) return;
    }
}

} // namespace goen::feed
