// SPDX-License-Identifier: Apache-2.0
// /m/{id}, /people, /blocked.
#include "base/text.hpp"
#include "exchange/member_view.hpp"
#include "exchange/page_doors.hpp"
#include "network/network_doors.hpp"
#include "web/plain.hpp"

namespace goen::exchange {
namespace {

using web::Visit;

web::PageOptions const in_contacts{.section = "contacts"};
web::PageOptions const narrow{.section = "contacts", .narrow = true};

// Degree and acquaintances in common below the name. They depend on ties of other people, of which
// the journal names neither reader nor owner: so they are made for each answer and put into the
// body that is kept without them.
html::Html network_line(Rooms const &rooms, Visit const &visit, MemberId id) {
    return rooms.network ? network::member_part(visit, *rooms.network, id) : html::Html{};
}

http::Response page_of(Rooms const &rooms, Visit const &visit, MemberId id,
                       web::KeptBodies::Body const &body) {
    return web::page(
        visit, body.title,
        html::all(body.head, network_line(rooms, visit, id), body.rest,
                  rooms.places.show(contacts::end_of_person, visit, ContactId{id.value})),
        in_contacts);
}

Between between_us(Rooms const &rooms, Visit const &visit, MemberId id,
                   std::optional<policy::Tie> const &tie) {
    Between between;
    if (tie && tie->is_live()) between.tier = tie->tier;
    between.is_blocked = rooms.exchange.has_blocked(visit.member, id);
    if (!between.tier) {
        between.has_asked_me = rooms.exchange.has_asked_me(visit.member, id);
        between.asked_on = rooms.exchange.asked_on(visit.member, id);
    }
    return between;
}

// `known` was asked before anything was read.
http::Response show_stranger(Rooms const &rooms, Visit const &visit, MemberId id,
                             std::int64_t known) {
    return rooms.database.read([&](store::Reader &) {
        auto sight = rooms.exchange.member(visit.member, id);
        if (!sight) return web::refused(visit, sight.why());
        MemberPage page{id, {}, std::move(*sight), {}, {}};
        page.name = page.sight.sees_name() ? name_for(page.sight.card(), visit.words)
                                           : name_of(rooms, visit, id);
        page.other_names = rooms.exchange.other_names(visit.member, id);
        web::KeptBodies::Body body{page.name, {}, {}};
        if (page.sight.is_self) {
            body.head = html::h1(page.name);
            body.rest = own_page(page, visit.words);
        } else {
            page.between = between_us(rooms, visit, id, page.sight.tie);
            page.between.name = page.name;
            body.head = member_head(page, visit.words);
            body.rest = member_page(visit, page);
        }
        rooms.member_pages.keep(visit, web::KeptBodies::key(visit, id.value), known,
                                {visit.member.value, id.value}, body);
        return page_of(rooms, visit, id, body);
    });
}

// Somebody in my book has one page, under both addresses. A page that was kept is asked for before
// the book is: an exchange, or a contact that comes back, ends it.
http::Response show_member(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<MemberId>();
    if (auto const kept = rooms.member_pages.find(visit, web::KeptBodies::key(visit, id.value)))
        return page_of(rooms, visit, id, *kept);
    auto const known = rooms.member_pages.known();
    if (auto in_book = contacts::show_person(visit, rooms.person_pages, ContactId{id.value}))
        return std::move(*in_book);
    return show_stranger(rooms, visit, id, known);
}

http::Response sharing_page(Rooms const &rooms, Visit const &visit, MemberId id,
                            web::FormState state, int status) {
    auto const tie = rooms.database.read(
        [&](store::Reader &reader) { return rooms.policy.tie(reader, visit.member, id); });
    auto options = narrow;
    options.status = status;
    return web::page(visit, visit.words("Sharing level"),
                     sharing_form(visit, id, name_of(rooms, visit, id),
                                  tie ? tie->tier : card::Tier::exchanged, std::move(state)),
                     options);
}

http::Response set_tier(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<MemberId>();
    auto const tier = card::tier_of(visit.form.get("tier")).value_or(card::Tier::none);
    std::optional<web::FormState> stale;
    auto const done = rooms.exchange.set_tier(
        visit.member, id, [&](store::Reader &, policy::Tie const &now) -> Result<card::Tier> {
            stale = web::stale_form(distance_parts(visit.words), visit.form, distance_of(now.tier));
            if (stale) return web::changed_meanwhile();
            return tier;
        });
    if (stale) return sharing_page(rooms, visit, id, std::move(*stale), 409);
    if (done)
        return web::go(visit, "/m/" + id.text(), N_("Changed. The other person is not told."));
    if (done.why().reason == Reason::invalid)
        return sharing_page(rooms, visit, id, web::typed_again(visit, done.why()), 422);
    return web::refused(visit, done.why());
}

http::Response ask_parting(Rooms const &rooms, Visit const &visit, Parting parting) {
    auto const id = visit.path_id<MemberId>();
    auto const sight = rooms.exchange.member(visit.member, id);
    bool const may = sight && !sight->is_self && (parting == Parting::block || sight->is_tied());
    if (!may && !(parting == Parting::block && rooms.exchange.has_asked_me(visit.member, id))) {
        return web::refused(
            visit,
            {Reason::not_found, N_("This page was not found, or you do not have access to it.")});
    }
    auto const &w = visit.words;
    return web::page(visit, parting == Parting::end ? w("End the exchange") : w("Block"),
                     parting_page(visit, id, name_of(rooms, visit, id), parting), narrow);
}

http::Response blocked(Rooms const &rooms, Visit const &visit) {
    auto const lines = rooms.database.read([&](store::Reader &) {
        auto const ids = rooms.exchange.blocked(visit.member);
        auto const names = names_of(rooms, visit, ids);
        std::vector<BlockedLine> found;
        for (std::size_t i = 0; i < ids.size(); ++i) found.push_back({ids[i], names[i]});
        return found;
    });
    return web::page(visit, visit.words("Blocked people"), blocked_page(visit, lines),
                     {.section = "settings", .narrow = true});
}

} // namespace

void add_member_parts(Rooms rooms) {
    rooms.places.hang(contacts::below_head, 10, [rooms](Visit const &visit, ContactId contact) {
        return network_line(rooms, visit, MemberId{contact.value});
    });
    rooms.places.hang(contacts::beside_member, 10, [rooms](Visit const &visit, ContactId contact) {
        MemberId const id{contact.value};
        auto between = between_us(rooms, visit, id, rooms.database.read([&](store::Reader &reader) {
            return rooms.policy.tie(reader, visit.member, id);
        }));
        between.name = name_of(rooms, visit, id);
        return beside_contact(visit, id, between);
    });
}

void add_member_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    doors.get("/m/{id}", Who::member,
              [rooms](Visit const &visit) { return show_member(rooms, visit); });
    doors.post("/m/{id}/tier", Who::member,
               [rooms](Visit const &visit) { return set_tier(rooms, visit); });
    doors.get("/m/{id}/end", Who::member,
              [rooms](Visit const &visit) { return ask_parting(rooms, visit, Parting::end); });
    doors.get("/m/{id}/block", Who::member,
              [rooms](Visit const &visit) { return ask_parting(rooms, visit, Parting::block); });
    doors.post("/m/{id}/end", Who::member, [rooms](Visit const &visit) {
        auto const done = rooms.exchange.end(visit.member, visit.path_id<MemberId>());
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/contacts/" + visit.path_id<MemberId>().text(),
                       N_("You have ended the exchange."));
    });
    doors.post("/m/{id}/block", Who::member, [rooms](Visit const &visit) {
        auto const done = rooms.exchange.block(visit.member, visit.path_id<MemberId>());
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/blocked", N_("Blocked."));
    });
    doors.post("/m/{id}/unblock", Who::member, [rooms](Visit const &visit) {
        auto const done = rooms.exchange.unblock(visit.member, visit.path_id<MemberId>());
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/blocked", N_("The person has been unblocked."));
    });
    doors.get("/blocked", Who::member,
              [rooms](Visit const &visit) { return blocked(rooms, visit); });
    doors.get("/people", Who::member, [rooms](Visit const &visit) {
        auto const query = trimmed(visit.query("q"));
        std::vector<FoundPerson> found;
        std::vector<int> degrees;
        rooms.database.read([&](store::Reader &) {
            found =
                rooms.exchange.people(visit.member, query, web::is_plain(visit.request) ? 10 : 50);
            std::vector<MemberId> ids;
            for (auto const &one : found) ids.push_back(one.id);
            degrees = network::badges(visit, rooms.network, ids);
        });
        return web::page(visit, visit.words("Find a member"),
                         people_page(visit, query, found, degrees), in_contacts);
    });
}

} // namespace goen::exchange
