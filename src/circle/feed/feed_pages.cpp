// SPDX-License-Identifier: Apache-2.0
// /feed, /moves, and the feed on the home page.
#include "circle_events/events.hpp"
#include "feed/page_doors.hpp"
#include "i18n/dates.hpp"
#include "web/kept_bodies.hpp"
#include "web/plain.hpp"

namespace goen::feed {
namespace {

using html::Html;
using web::Visit;

constexpr int list_rows = 20, plain_rows = 6, plain_home_rows = 3;
constexpr int most_announced = 20;

int rows_for(Visit const &visit, bool is_home) {
    if (!web::is_plain(visit.request)) return list_rows;
    return is_home ? plain_home_rows : plain_rows;
}

FeedView read_view(Visit const &visit, Rooms const &rooms, Filter const &filter,
                   std::string_view after, bool is_home) {
    FeedView view;
    view.filter = filter;
    view.is_home = is_home;
    view.is_first = after.empty();
    rooms.database.read([&](store::Reader &) {
        view.page = rooms.feed.page(visit.member, filter, after, rows_for(visit, is_home),
                                    visit.words.language());
        for (auto &[tag, count] : rooms.contacts.tags(visit.member)) view.tags.push_back(tag);
    });
    return view;
}

HomeFeed list_of(Visit const &visit, FeedView const &view) {
    HomeFeed part;
    part.feed = feed_list(visit, view);
    part.of.add(view.page);
    return part;
}

// Nothing: the list cannot be kept yet.
std::optional<std::string> mark_of_list(Visit const &visit, Rooms const &rooms,
                                        Filter const &filter, bool is_home) {
    auto const outline =
        rooms.feed.outline(visit.member, filter, rows_for(visit, is_home), visit.words.language());
    if (!outline) return {};
    std::string mark = filter.text();
    for (auto const id : *outline) mark += ' ' + std::to_string(id);
    return mark;
}

http::Response feed_page(Visit const &visit, Html const &list) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Posts"),
        html::all(feed_assets(), html::h1(w("Posts")), undo_of(visit), composer_line(visit), list),
        in_home);
}

http::Response show_feed(Rooms const &rooms, Visit const &visit) {
    auto const asked = visit.query("filter");
    auto const filter = asked.empty() ? std::optional{Filter{}} : Filter::parse(asked);
    if (!filter) {
        return web::refused(visit,
                            {Reason::not_found, N_("This filter is not available."), {}, {}});
    }
    auto const after = visit.query("after");
    auto const mark =
        after.empty() && rooms.kept ? mark_of_list(visit, rooms, *filter, false) : std::nullopt;
    if (!mark)
        return feed_page(visit,
                         list_of(visit, read_view(visit, rooms, *filter, after, false)).feed);
    auto const key = web::KeptBodies::key(visit, 0) + " feed " + *mark;
    if (auto const kept = rooms.kept->find(visit, key)) return feed_page(visit, kept->rest);
    auto const known = rooms.kept->known();
    auto part = list_of(visit, read_view(visit, rooms, *filter, {}, false));
    part.of.people.push_back(visit.member.value);
    if (part.of.can_be_kept)
        rooms.kept->keep(visit, key, known, part.of.people, {{}, {}, part.feed}, part.of.topics);
    return feed_page(visit, part.feed);
}

// How many posts came since the page was made: the script asks now and then.
http::Response newer(Rooms const &rooms, Visit const &visit) {
    auto const filter = Filter::parse(visit.query("filter")).value_or(Filter{});
    auto const newest = PostId::parse(visit.query("newest")).value_or(PostId{});
    auto const outline =
        rooms.feed.outline(visit.member, filter, most_announced, visit.words.language());
    int count = 0;
    for (auto const id : outline.value_or(std::vector<std::int64_t>{})) {
        if (id > newest.value) ++count;
    }
    auto response = http::text(std::to_string(count));
    web::set_page_headers(response);
    return response;
}

http::Response seen(Rooms const &rooms, Visit const &visit) {
    auto const done =
        rooms.feed.seen(visit.member, PostId::parse(visit.form.get("newest")).value_or(PostId{}));
    if (!done) return web::refused(visit, done.why());
    if (visit.form.get("part") == "1") {
        auto response = http::text("");
        web::set_page_headers(response);
        return response;
    }
    return web::go(visit, "/feed", N_("Marked as read."));
}

// "2026-04"; this month for anything else.
Date month_asked(Visit const &visit) {
    auto const asked = std::string{visit.query("month")} + "-01";
    if (auto const day = parse_iso_date(asked)) return *day;
    auto const today = i18n::date_in_japan(visit.now);
    return Date{today.year(), today.month(), std::chrono::day{1}};
}

http::Response moves(Rooms const &rooms, Visit const &visit) {
    auto const month = month_asked(visit);
    auto const days = rooms.feed.moves(visit.member, month, visit.words.language());
    return web::page(visit, visit.words("Moves"), moves_page(visit, month, days), in_home);
}

} // namespace

std::optional<std::string> home_mark(Visit const &visit, Rooms const &rooms) {
    return mark_of_list(visit, rooms, {}, true);
}

HomeFeed home_part(Visit const &visit, Rooms const &rooms) {
    auto part = list_of(visit, read_view(visit, rooms, {}, {}, true));
    part.composer = composer_line(visit);
    return part;
}

http::Response back(Visit const &visit, Sentence flash) {
    return web::go(visit, http::safe_path(visit.form.get("back")), std::move(flash));
}

Html undo_of(Visit const &visit) {
    auto const &w = visit.words;
    if (auto const post = PostId::parse(visit.query("deleted")))
        return undo_notice(visit, w("The post was deleted."), path_of(*post, "restore"));
    if (auto const comment = CommentId::parse(visit.query("deleted_comment"))) {
        return undo_notice(visit, w("The comment was deleted."),
                           "/comments/" + comment->text() + "/restore");
    }
    return {};
}

http::Response with_retry(http::Response response, Refusal const &why) {
    if (why.retry_after > seconds{0})
        response.set("retry-after", std::to_string(why.retry_after.count()));
    return response;
}

Refusal post_not_found() { return {Reason::not_found, N_("This post is not available."), {}, {}}; }

void add_list_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    doors.get("/feed", Who::member, with(show_feed));
    doors.get("/feed/newer", Who::member, with(newer));
    doors.post("/feed/seen", Who::member, with(seen));
    doors.get("/moves", Who::member, with(moves));
}

void add_pages(web::Doors &doors, Rooms rooms) {
    add_list_pages(doors, rooms);
    add_compose_pages(doors, rooms);
    add_post_pages(doors, rooms);
    add_person_pages(doors, rooms);
}

} // namespace goen::feed
