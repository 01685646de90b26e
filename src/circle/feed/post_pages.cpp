// SPDX-License-Identifier: Apache-2.0
// /posts/{id}: the post with its comments, and what is done with both; its pictures.
#include "feed/page_doors.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::feed {
namespace {

using web::Visit;

constexpr int comment_rows = 100, plain_comment_rows = 3;

http::Response show_post(Rooms const &rooms, Visit const &visit, web::FormState state = {},
                         CommentId reply_to = {}, Refusal const *why = nullptr) {
    auto const id = visit.path_id<PostId>();
    // Only what a link to the post leads to, with nothing typed.
    bool const is_kept = rooms.kept && !why && visit.request.query.pairs().empty();
    auto const key = web::KeptBodies::key(visit, id.value) + " post";
    if (is_kept) {
        if (auto found = rooms.kept->find(visit, key))
            return web::page(visit, found->title, std::move(found->rest), in_home);
    }
    auto const known = is_kept ? rooms.kept->known() : -1;
    std::optional<Refusal> refusal;
    PostView view;
    rooms.database.read([&](store::Reader &) {
        auto found = rooms.feed.find(visit.member, id);
        if (!found) {
            refusal = found.why();
            return;
        }
        auto const after = CommentId::parse(visit.query("after")).value_or(CommentId{});
        bool const is_plain = web::is_plain(visit.request);
        int const rows = !is_plain ? comment_rows : after ? 1 : plain_comment_rows;
        auto comments = rooms.feed.comments(visit.member, id, after, rows);
        view.post = std::move(*found);
        view.is_first = !after;
        if (comments) view.comments = std::move(*comments);
    });
    if (refusal) return web::refused(visit, *refusal);
    view.state = std::move(state);
    view.part =
        static_cast<int>(std::min<std::int64_t>(parse_id(visit.query("part")).value_or(1), 1000));
    view.reply_to =
        reply_to ? reply_to : CommentId::parse(visit.query("reply")).value_or(CommentId{});
    auto const &w = visit.words;
    auto options = in_home;
    if (why) options.status = web::status_of(why->reason);
    if (view.post.post.deleted) {
        return web::page(
            visit, w("Deleted post"),
            html::all(html::h1(w("Deleted post")),
                      undo_notice(visit, w("The post was deleted."), path_of(id, "restore"))),
            options);
    }
    auto const title = w("Post by {1}", {name_of(view.post.author, w)});
    auto const body = html::all(undo_of(visit), post_page(visit, view));
    if (is_kept) {
        MadeOf of;
        of.people.push_back(visit.member.value);
        of.add(view.post);
        for (auto const &each : view.comments.comments) of.add(each);
        if (of.can_be_kept)
            rooms.kept->keep(visit, key, known, of.people, {title, {}, body}, of.topics);
    }
    auto response = web::page(visit, title, body, options);
    return why ? with_retry(std::move(response), *why) : response;
}

// The reaction's form comes back alone when the script asks.
http::Response react(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<PostId>();
    auto const done = rooms.feed.react(visit.member, id, reaction_of(visit.form.get("kind")));
    if (!done) return with_retry(web::refused(visit, done.why()), done.why());
    if (visit.form.get("part") != "1") {
        auto const to = http::safe_path(visit.form.get("back"));
        return web::go(visit, to.find('#') == std::string::npos ? to + "#post-" + id.text() : to);
    }
    auto const found = rooms.feed.find(visit.member, id);
    if (!found) return web::refused(visit, found.why());
    auto response = http::html(post_footer(visit, *found, visit.form.get("back")).markup());
    web::set_page_headers(response);
    return response;
}

http::Response comment(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<PostId>();
    auto const reply_to = CommentId::parse(visit.form.get("reply_to")).value_or(CommentId{});
    auto const text = stored_text(visit.form.get("text"), mentions_of(visit.form));
    auto const made = rooms.feed.comment(visit.member, id, text, reply_to, true);
    if (made) {
        // Behind very many others it is shown by itself, with a link to the beginning.
        auto const found = rooms.feed.find(visit.member, id);
        bool const is_far = found && found->comments > comment_rows;
        auto const after = CommentId{made->id.value - 1}.text();
        return web::go(visit,
                       path_of(id) + (is_far ? "?after=" + after : "") + "#c-" + made->id.text(),
                       N_("Your comment has been sent."));
    }
    auto const why = made.why();
    if (why.reason == Reason::not_found || why.reason == Reason::forbidden)
        return web::refused(visit, why);
    return show_post(rooms, visit, web::typed_again(visit, why), reply_to, &why);
}

http::Response remove(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<PostId>();
    auto const done = rooms.feed.remove(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/feed?deleted=" + id.text());
}

http::Response restore(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<PostId>();
    auto const done = rooms.feed.restore(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(id), N_("The post is back."));
}

http::Response close_or_open(Rooms const &rooms, Visit const &visit, bool is_closed) {
    auto const id = visit.path_id<PostId>();
    auto const done = rooms.feed.close_comments(visit.member, id, is_closed);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(id),
                   is_closed ? Sentence{N_("Comments are off now.")}
                             : Sentence{N_("Comments are on again.")});
}

// Of small pages, whose buttons have no addresses of their own.
http::Response do_verb(Rooms const &rooms, Visit const &visit) {
    auto const verb = visit.form.get("do");
    if (verb == "delete") return remove(rooms, visit);
    if (verb == "close" || verb == "open") return close_or_open(rooms, visit, verb == "close");
    auto const found = rooms.feed.find(visit.member, visit.path_id<PostId>());
    if (!found) return web::refused(visit, found.why());
    if (verb == "hide") {
        auto const done = rooms.feed.hide(visit.member, found->author.id);
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/settings/feed", N_("Hidden. Nobody is told."));
    }
    return web::go(visit, path_of(found->post.id));
}

http::Response remove_comment(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<CommentId>();
    auto const post = rooms.feed.remove_comment(visit.member, id);
    if (!post) return web::refused(visit, post.why());
    return web::go(visit, path_of(*post) + "?deleted_comment=" + id.text());
}

http::Response restore_comment(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<CommentId>();
    auto const post = rooms.feed.restore_comment(visit.member, id);
    if (!post) return web::refused(visit, post.why());
    return web::go(visit, path_of(*post) + "#c-" + id.text(), N_("The comment is back."));
}

http::Response reacted(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<PostId>();
    return rooms.database.read([&](store::Reader &) {
        auto const found = rooms.feed.find(visit.member, id);
        if (!found) return web::refused(visit, found.why());
        auto const people = rooms.feed.reacted(visit.member, id);
        if (!people) return web::refused(visit, people.why());
        return web::page(visit, visit.words("Who reacted"), reacted_page(visit, *found, *people),
                         in_home);
    });
}

http::Response versions(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<PostId>();
    return rooms.database.read([&](store::Reader &) {
        auto const found = rooms.feed.find(visit.member, id);
        if (!found) return web::refused(visit, found.why());
        auto const kept = rooms.feed.versions(visit.member, id);
        if (!kept) return web::refused(visit, kept.why());
        return web::page(visit, visit.words("Edit history"), versions_page(visit, *found, *kept),
                         in_home);
    });
}

} // namespace

void add_post_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    doors.get("/posts/{id}", Who::member,
              [rooms](Visit const &visit) { return show_post(rooms, visit); });
    doors.get("/posts/{id}/reactions", Who::member, with(reacted));
    doors.get("/posts/{id}/versions", Who::member, with(versions));
    doors.get("/posts/pictures/{id}/{size}", Who::member,
              [rooms](Visit const &visit) { return serve_picture(visit, rooms.feed); });
    doors.post("/posts/{id}/reaction", Who::member, with(react));
    doors.post("/posts/{id}/comments", Who::member, with(comment));
    doors.post("/posts/{id}/delete", Who::member, with(remove));
    doors.post("/posts/{id}/restore", Who::member, with(restore));
    doors.post("/posts/{id}/do", Who::member, with(do_verb));
    doors.post("/posts/{id}/close", Who::member,
               [rooms](Visit const &visit) { return close_or_open(rooms, visit, true); });
    doors.post("/posts/{id}/open", Who::member,
               [rooms](Visit const &visit) { return close_or_open(rooms, visit, false); });
    doors.post("/comments/{id}/delete", Who::member, with(remove_comment));
    doors.post("/comments/{id}/restore", Who::member, with(restore_comment));
}

} // namespace goen::feed
