// SPDX-License-Identifier: Apache-2.0
// /posts, /comments, /feed, /members/{id}/posts, /pictures.
#include "feed/feed_doors.hpp"
#include "feed/feed_json.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"
#include "web/versions.hpp"

#include <boost/json/serialize.hpp>

namespace goen::feed {

namespace shape = web::shape;
using web::ApiCall;
using web::field;

namespace {

web::Field only_read(web::Field part) { return std::move(part).optional().about("Only read."); }

struct PictureInput {
    PostPictureId id;
    std::string alt;
    // As a picture is read; taken so that what was read can be sent again.
    std::optional<std::string> url;
    std::optional<int> width, height;
};
web::Record const &record_of(PictureInput const *) {
    static web::Record const record{"PostPictureInput",
                                    {field<&PictureInput::id>("id"),
                                     field<&PictureInput::alt>("alt").optional().most(most_alt),
                                     only_read(field<&PictureInput::url>("url")),
                                     only_read(field<&PictureInput::width>("width")),
                                     only_read(field<&PictureInput::height>("height"))}};
    return record;
}

struct PostInput {
    std::string text;
    std::optional<Kind> kind;
    std::optional<AudienceJson> audience;
    std::vector<PictureInput> pictures;
    PostId quote;
    std::vector<MemberId> mentions;
};
web::Record const &record_of(PostInput const *) {
    static web::Record const record{
        "PostInput",
        {field<&PostInput::text>("text").most(most_article),
         field<&PostInput::kind>("kind").optional().about(
             "text (by default, up to 5,000 characters, links live) or article (Markdown, up to "
             "50,000)"),
         field<&PostInput::audience>("audience").optional(),
         field<&PostInput::pictures>("pictures").optional().most(most_pictures),
         field<&PostInput::quote>("quote").optional(),
         field<&PostInput::mentions>("mentions").optional().most(most_mentions)}};
    return record;
}

struct PostChange {
    std::string text;
    std::vector<PictureInput> pictures;
};
web::Record const &record_of(PostChange const *) {
    static web::Record const record{
        "PostPatch",
        {field<&PostChange::text>("text").optional().most(most_article).takes_null(),
         field<&PostChange::pictures>("pictures").optional().most(most_pictures).takes_null()}};
    return record;
}

struct CommentInput {
    std::string text;
    CommentId reply_to;
};
web::Record const &record_of(CommentInput const *) {
    static web::Record const record{
        "PostCommentInput",
        {field<&CommentInput::text>("text").most(most_comment).least(1),
         field<&CommentInput::reply_to>("reply_to")
             .optional()
             .about("an answer to an answer goes to the comment above both")}};
    return record;
}

struct ReactionInput {
    Reaction kind{};
};
web::Record const &record_of(ReactionInput const *) {
    static web::Record const record{"PostReactionInput", {field<&ReactionInput::kind>("kind")}};
    return record;
}

using PostsPage = web::Page<PostJson, "PostPage">;
using VersionsPage = web::Page<VersionJson, "PostVersionPage">;
using CommentsPage = web::Page<CommentJson, "PostCommentPage">;
using ReactionsPage = web::Page<ReactedJson, "PostReactionPage">;
using ItemsPage = web::Page<ItemJson, "FeedPage">;

PostJson json_of(ApiCall const &call, Shown shown) {
    auto url = call.visit.public_url + "/posts/" + shown.post.id.text();
    return {std::move(shown), std::move(url)};
}

std::vector<Picture> pictures_in(std::vector<PictureInput> const &typed) {
    std::vector<Picture> out;
    for (auto const &one : typed) out.push_back({one.id, one.alt});
    return out;
}

PostId id_of(ApiCall const &call) { return call.visit.path_id<PostId>(); }

Result<PostJson> show(Rooms const &rooms, ApiCall const &call) {
    auto shown = rooms.feed.find(call.visit.member, id_of(call));
    if (!shown) return shown.why();
    // One that can still be restored is not there for programs.
    if (shown->post.deleted) return Refusal{Reason::not_found, N_("This post is not available.")};
    return json_of(call, std::move(*shown));
}

Result<PostJson> make(Rooms const &rooms, ApiCall const &call, PostInput const &input) {
    NewPost post{input.text,  input.kind.value_or(Kind::text),
                 {},          pictures_in(input.pictures),
                 input.quote, input.mentions};
    if (input.audience) {
        auto const audience = AudienceJson::parse(*input.audience);
        if (!audience) return audience.why();
        post.audience = *audience;
    }
    auto const made = rooms.feed.post(call.visit.member, post);
    if (!made) return made.why();
    auto shown = rooms.feed.find(call.visit.member, made->id);
    if (!shown) return shown.why();
    return json_of(call, std::move(*shown));
}

Feed::Check check_version(ApiCall const &call) {
    return [&call](Shown const &now) {
        return web::check_preconditions(call, web::to_json(json_of(call, now)),
                                        now.post.edited.value_or(now.post.made));
    };
}

Result<PostJson> change(Rooms const &rooms, ApiCall const &call,
                        web::Patch<PostChange> const &patch) {
    auto const given = patch.given();
    PostEdit edit;
    if (patch.names("text")) edit.text = given.text;
    if (patch.names("pictures")) edit.pictures = pictures_in(given.pictures);
    auto const done = rooms.feed.edit(call.visit.member, id_of(call), edit, check_version(call));
    if (!done) return done.why();
    return show(rooms, call);
}

Done remove(Rooms const &rooms, ApiCall const &call) {
    if (auto const there = show(rooms, call); !there) return there.why();
    return rooms.feed.remove(call.visit.member, id_of(call), check_version(call));
}

Result<PostJson> restore(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.feed.restore(call.visit.member, id_of(call));
    if (!done) return done.why();
    return show(rooms, call);
}

Result<VersionsPage> versions(Rooms const &rooms, ApiCall const &call) {
    auto const found = rooms.feed.versions(call.visit.member, id_of(call));
    if (!found) return found.why();
    VersionsPage page;
    for (auto const &one : *found) page.items.push_back({one});
    return page;
}

Result<CommentsPage> comments(Rooms const &rooms, ApiCall const &call) {
    auto const after = web::cursor_of<CommentId>(call.visit);
    if (!after) return after.why();
    auto found =
        rooms.feed.comments(call.visit.member, id_of(call), *after, web::limit_of(call.visit));
    if (!found) return found.why();
    CommentsPage page;
    for (auto &one : found->comments) page.items.push_back({std::move(one)});
    if (found->next) page.next = found->next.text();
    return page;
}

Result<CommentJson> comment(Rooms const &rooms, ApiCall const &call, CommentInput const &input) {
    auto made = rooms.feed.comment(call.visit.member, id_of(call), input.text, input.reply_to);
    if (!made) return made.why();
    return CommentJson{std::move(*made)};
}

Done remove_comment(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.feed.remove_comment(call.visit.member, call.visit.path_id<CommentId>());
    if (!done) return done.why();
    return {};
}

Done react(Rooms const &rooms, ApiCall const &call, ReactionInput const &input) {
    return rooms.feed.react(call.visit.member, id_of(call), input.kind);
}

Done take_back(Rooms const &rooms, ApiCall const &call) {
    return rooms.feed.react(call.visit.member, id_of(call), {});
}

Result<ReactionsPage> reacted(Rooms const &rooms, ApiCall const &call) {
    auto const found = rooms.feed.reacted(call.visit.member, id_of(call));
    if (!found) return found.why();
    ReactionsPage page;
    for (auto const &[person, kind] : *found) page.items.push_back({person, kind});
    return page;
}

ItemsPage items_of(ApiCall const &call, FeedPage found) {
    ItemsPage page;
    for (auto &one : found.items) page.items.push_back({std::move(one), call.visit.public_url});
    page.next = found.next;
    return page;
}

web::ApiAnswer json_answer(std::string body) {
    auto response = http::json(std::move(body));
    response.set("cache-control", "no-store");
    response.set("vary", "authorization, accept-language");
    return {200, nullptr, std::move(response)};
}

// First pages are kept as they were answered: most calls ask whether there is anything new.
Result<web::ApiAnswer> feed_page(Rooms const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    auto const filter = Filter::parse(visit.query("filter"));
    if (!filter) return Refusal::field("filter", N_("This filter is not available."));
    auto const after = visit.query("after");
    if (!is_cursor(after)) return web::not_our_cursor();
    auto const limit = web::limit_of(visit);
    auto const language = visit.words.language();
    auto const make = [&] {
        return rooms.feed.page(visit.member, *filter, after, limit, language);
    };
    auto const write = [&](FeedPage found) {
        return boost::json::serialize(web::to_json(items_of(call, std::move(found))));
    };
    auto const known = rooms.answers ? rooms.answers->known() : -1;
    auto const outline = rooms.answers && after.empty()
                             ? rooms.feed.outline(visit.member, *filter, limit, language)
                             : std::nullopt;
    if (!outline) return json_answer(write(make()));
    std::string key = visit.member.text() + ' ' + std::string{i18n::code(language)} + ' ' +
                      std::to_string(limit) + ' ' + filter->text();
    for (auto const id : *outline) key += ' ' + std::to_string(id);
    if (auto const kept = rooms.answers->find(key, visit.now)) return json_answer(**kept);
    auto found = make();
    MadeOf of;
    of.add(found);
    auto const body = std::make_shared<std::string const>(write(std::move(found)));
    if (of.can_be_kept) {
        of.people.push_back(visit.member.value);
        rooms.answers->keep(std::move(key), known, of.people, body, visit.now,
                            std::move(of.topics));
    }
    return json_answer(*body);
}

Result<PostsPage> of_member(Rooms const &rooms, ApiCall const &call) {
    auto const before = web::cursor_of<PostId>(call.visit);
    if (!before) return before.why();
    auto found = rooms.feed.of_member(call.visit.member, call.visit.path_id<MemberId>(), *before,
                                      web::limit_of(call.visit));
    PostsPage page;
    for (auto &one : found.posts) page.items.push_back(json_of(call, std::move(one)));
    if (found.next) page.next = found.next.text();
    return page;
}

Result<PictureJson> add_picture(Rooms const &rooms, ApiCall const &call) {
    auto const made = rooms.feed.add_picture(call.visit.member, call.visit.file("file")->bytes);
    if (!made) return made.why();
    return PictureJson{*made};
}

Result<web::ApiAnswer> print(Rooms const &rooms, ApiCall const &call) {
    auto response = serve_picture(call.visit, rooms.feed);
    if (response.status == 404)
        return Refusal{Reason::not_found,
                       N_("This picture was not found, or you do not have access to it.")};
    return web::ApiAnswer{response.status, nullptr, std::move(response)};
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"posts", "posts:read", "posts:write"}};
    api.add(web::post("/posts", "Post something. By default those read it with whom cards were "
                                "exchanged.")
                .creates()
                .refuses({403, 404, 409, 422, 429}),
            make);
    api.add(web::get("/posts/{id}", "A post, as I may read it.").refuses({404}), show);
    api.add(web::patch("/posts/{id}", "Edit my post. What it said before stays visible to its "
                                      "readers.")
                .refuses({403, 404, 422, 429}),
            change);
    api.add(web::del("/posts/{id}", "Delete my post. Nobody sees it from now on; text and pictures "
                                    "are gone after ten seconds.")
                .refuses({403, 404}),
            remove);
    api.add(web::post("/posts/{id}/restore", "Take back that I deleted it, within ten seconds.")
                .refuses({404}),
            restore);
    api.add(
        web::get("/posts/{id}/versions", "What a post said before, newest first.").refuses({404}),
        versions);
    api.add(web::get("/posts/{id}/comments", "Comments, oldest first.")
                .asks(web::page_params({}))
                .refuses({404, 422}),
            comments);
    api.add(web::post("/posts/{id}/comments", "Comment on a post, or answer a comment.")
                .creates()
                .refuses({404, 409, 422, 429}),
            comment);
    api.add(web::del("/comments/{id}", "Delete my comment, or one on my post.").refuses({403, 404}),
            remove_comment);
    api.add(web::put("/posts/{id}/reaction", "React to a post; a member has one reaction.")
                .refuses({404, 422, 429}),
            react);
    api.add(web::del("/posts/{id}/reaction", "Take my reaction back.").refuses({404, 429}),
            take_back);
    api.add(web::get("/posts/{id}/reactions", "Who reacted, for those who may read the post.")
                .refuses({404}),
            reacted);
    auto feed = web::get("/feed", "What happened among the people I exchanged cards with, strictly "
                                  "by time, newest first: posts, and one line for the moves of a "
                                  "day.")
                    .asks(web::page_params(
                        {{"filter", shape::text(200),
                          "all (by default), colleague, close, company, tag:NAME or group:ID"}}))
                    .refuses({422});
    feed.answer = web::shape_of<ItemsPage>();
    api.add(std::move(feed), feed_page);
    api.add(web::get("/members/{id}/posts", "A member's posts, as I may read them, newest first.")
                .asks(web::page_params({}))
                .refuses({422}),
            of_member);
    api.add(
        web::post("/pictures", "A photograph to be posted: within a day, or it is gone. "
                               "Everything the camera wrote into the file is left out.")
            .takes_file({most_picture_bytes + 64 * 1024}, {"image/jpeg", "image/png", "image/webp",
                                                           "image/heic", "image/avif", "image/gif"})
            .creates()
            .refuses({409, 413, 415, 429}),
        add_picture);
    api.add(web::get("/pictures/{id}/{size}", "A photograph of a post, for those who may read the "
                                              "post. Sizes: 640, 1600.")
                .answers_file({"image/jpeg", "image/webp"})
                .refuses({404}),
            print);
}

} // namespace goen::feed
