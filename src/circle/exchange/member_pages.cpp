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
html::Html with_network(Rooms const &rooms, Visit const &visit, MemberId id,
                        web::KeptBodies::Body const &body) {
    auto const part =
        rooms.network ? network::member_part(visit, *rooms.network, id) : html::Html{};
    return html::all(body.head, part, body.rest);
}

http::Response show_member(Rooms const &rooms, Visit const &visit, web::FormState state = {},
                           int status = 200) {
    auto const id = visit.path_id<MemberId>();
    // As it stands, not with what was just refused.
    bool const is_plain_look = status == 200;
    auto const key = visit.member.text() + ' ' + id.text() +
                     (visit.words.language() == i18n::Language::ja ? " ja" : " en") +
                     (web::is_plain(visit.request) ? " plain" : "");
    if (is_plain_look) {
        if (auto kept = rooms.member_pages.find(visit, key))
            return web::page(visit, kept->title, with_network(rooms, visit, id, *kept),
                             in_contacts);
    }
    auto const known = rooms.member_pages.known();
    auto sight = rooms.exchange.member(visit.member, id);
    if (!sight) return web::refused(visit, sight.why());
    MemberPage page{id, {}, std::move(*sight), {}, {}, false, false, std::move(state)};
    page.name = page.sight.sees_name() ? name_for(page.sight.card(), visit.words)
                                       : name_of(rooms, visit, id);
    if (page.sight.is_tied() && !page.sight.tie->version) {
        // What I received stays mine to read, here as in my book.
        if (auto const contact = rooms.contacts.find(visit.member, ContactId{id.value});
            contact && contact->withdrawn) {
            page.withdrawn = contact->withdrawn;
            page.received = contact->body;
            page.name = name_for(page.received, visit.words);
        }
    }
    page.other_names = rooms.exchange.other_names(visit.member, id);
    if (!page.sight.is_self) {
        if (page.sight.tie && page.sight.tie->introducer)
            page.introducer = name_of(rooms, visit, page.sight.tie->introducer);
        page.is_blocked = rooms.exchange.has_blocked(visit.member, id);
        if (!page.sight.is_tied()) {
            page.has_asked_me = rooms.exchange.has_asked_me(visit.member, id);
            page.asked_on = rooms.exchange.asked_on(visit.member, id);
        }
    }
    auto options = in_contacts;
    options.status = status;
    web::KeptBodies::Body const body{page.name, member_heading(visit, page),
                                     member_page(visit, page)};
    if (is_plain_look) {
        std::vector<std::int64_t> people{visit.member.value, id.value};
        if (page.sight.tie) people.push_back(page.sight.tie->introducer.value);
        rooms.member_pages.keep(visit, key, known, people, body);
    }
    return web::page(visit, page.name, with_network(rooms, visit, id, body), options);
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
    if (stale) return show_member(rooms, visit, std::move(*stale), 409);
    if (done)
        return web::go(visit, "/m/" + id.text(), N_("Changed. The other person is not told."));
    if (done.why().reason == Reason::invalid)
        return show_member(rooms, visit, web::typed_again(visit, done.why()), 422);
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
