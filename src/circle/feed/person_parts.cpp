// SPDX-License-Identifier: Apache-2.0
// One person's posts: a section of her page, a page of their own; and whose posts I hide.
#include "circle_events/events.hpp"
#include "contacts/contacts_doors.hpp"
#include "feed/page_doors.hpp"
#include "web/kept_bodies.hpp"
#include "web/plain.hpp"

namespace goen::feed {
namespace {

using html::Html;
using web::Visit;

constexpr int shown_on_page = 3, posts_a_page = 20, plain_posts = 6;

Person person_of(Rooms const &rooms, Visit const &visit, MemberId id) {
    auto people = rooms.feed.people(visit.member, {id});
    return people.empty() ? Person{id, {}, id == visit.member} : std::move(people.front());
}

Html newest_of(Rooms const &rooms, Visit const &visit, MemberId person) {
    auto const key = web::KeptBodies::key(visit, person.value) + " posts";
    if (rooms.kept) {
        if (auto const kept = rooms.kept->find(visit, key)) return kept->rest;
    }
    auto const known = rooms.kept ? rooms.kept->known() : -1;
    auto const posts = rooms.feed.of_member(visit.member, person, {}, shown_on_page);
    auto part = person_part(visit, person, person == visit.member, posts.posts,
                            static_cast<bool>(posts.next));
    MadeOf of;
    of.people = {visit.member.value, person.value};
    of.topics = {store::mark_of(of_author, person.value)};
    for (auto const &one : posts.posts) of.add(one);
    if (rooms.kept && of.can_be_kept)
        rooms.kept->keep(visit, key, known, of.people, {{}, {}, part}, std::move(of.topics));
    return part;
}

http::Response posts_page(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<MemberId>();
    auto const before = PostId::parse(visit.query("before")).value_or(PostId{});
    int const rows = web::is_plain(visit.request) ? plain_posts : posts_a_page;
    return rooms.database.read([&](store::Reader &) {
        auto const person = person_of(rooms, visit, id);
        auto const posts = rooms.feed.of_member(visit.member, id, before, rows);
        // Somebody of whom I see neither card nor post is nobody to me.
        if (person.card.name.empty() && posts.posts.empty())
            return web::refused(visit,
                                {Reason::not_found, N_("This member was not found."), {}, {}});
        auto const title = visit.words("Posts by {1}", {name_of(person, visit.words)});
        return web::page(visit, title, posts_of_person(visit, person, posts), in_home);
    });
}

http::Response hide(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.feed.hide(visit.member, visit.path_id<MemberId>());
    if (!done) return web::refused(visit, done.why());
    return back(visit, N_("Hidden. Nobody is told. You can change this in the settings."));
}

http::Response unhide(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.feed.unhide(visit.member, visit.path_id<MemberId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/settings/feed", N_("Their posts are shown again."));
}

http::Response settings(Rooms const &rooms, Visit const &visit) {
    auto const people = rooms.database.read([&](store::Reader &) {
        return rooms.feed.people(visit.member, rooms.feed.hidden(visit.member));
    });
    return web::page(visit, visit.words("Hidden posts"), hidden_page(visit, people),
                     {.section = "settings", .narrow = true});
}

} // namespace

void add_parts(web::Places &places, Rooms rooms) {
    places.hang(contacts::end_of_person, 10, [rooms](Visit const &visit, ContactId person) {
        return newest_of(rooms, visit, MemberId{person.value});
    });
}

void add_person_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    doors.get("/m/{id}/posts", Who::member, with(posts_page));
    doors.post("/m/{id}/hide", Who::member, with(hide));
    doors.post("/m/{id}/unhide", Who::member, with(unhide));
    doors.get("/settings/feed", Who::member, with(settings));
}

} // namespace goen::feed
