// SPDX-License-Identifier: Apache-2.0
// /c/{token}, /claim/{secret}, and the member's own pages about guests.
#include "base/text.hpp"
#include "card/card_doors.hpp"
#include "circle_events/events.hpp"
#include "contacts/contacts_doors.hpp"
#include "exchange/exchange_doors.hpp"
#include "guest/carried.hpp"
#include "guest/guest_doors.hpp"
#include "guest/guest_form.hpp"
#include "guest/guest_view.hpp"
#include "media/qr.hpp"
#include "vcard/qr_text.hpp"
#include "web/plain.hpp"

namespace goen::guest {
namespace {

using html::Html;
using html::Url;
using web::Visit;

http::Response gone(Visit const &visit, Refusal const &why) {
    auto const &w = visit.words;
    auto response =
        stranger_page(visit, w("A business card"),
                      html::all(html::h1(w("This card is not available")), html::p(w(why.message)),
                                html::p(html::a(html::href(Url{"/code"}), w("Enter a code")))),
                      web::status_of(why.reason));
    if (why.retry_after > seconds{0})
        response.set("retry-after", std::to_string(why.retry_after.count()));
    return response;
}

std::string token_of(Visit const &visit) { return std::string{visit.path_param("token")}; }

http::Response show(Rooms const &rooms, Visit const &visit, web::FormState form = {},
                    int status = 200) {
    auto const token = token_of(visit);
    auto const seen = rooms.guests.shown(token);
    if (!seen) return gone(visit, seen.why());
    bool const is_mine = visit.is_member() && visit.member == seen->owner;
    // A member's camera brought her here: her way is the exchange itself.
    if (seen->is_code && visit.is_member() && !is_mine && status == 200)
        return web::go(visit, "/x/" + token + "?with=" + seen->owner.text());
    CardPage page{token, seen->body, seen->is_code, is_mine, {}, std::move(form)};
    if (visit.is_member() && !is_mine && rooms.exchange.member(visit.member, seen->owner))
        page.owner = seen->owner;
    return stranger_page(visit, title_for_all(seen->to_all, visit.words), card_page(visit, page),
                         status);
}

http::Response file(Rooms const &rooms, Visit const &visit, std::string_view token) {
    auto const seen = rooms.guests.shown(token);
    if (!seen) return gone(visit, seen.why());
    http::Response response;
    response.set("content-type", "text/vcard; charset=utf-8");
    // A name that every phone can write down; the card's own name is in the file.
    response.set("content-disposition", "attachment; filename=\"card.vcf\"");
    response.set("x-content-type-options", "nosniff");
    response.set("x-robots-tag", "noindex, nofollow, noarchive");
    response.set("cache-control", "private, no-store");
    response.body = vcard_file(seen->body, visit.words.language());
    return response;
}

http::Response leave(Rooms const &rooms, Visit const &visit) {
    auto const token = token_of(visit);
    auto const left = left_card(visit.form);
    if (!left) return show(rooms, visit, {visit.form, left.why().fields, left.why().message}, 422);
    auto const done = rooms.guests.leave(token, *left, visit.words.language(), visit.request.peer);
    if (done) return http::see_other("/c/" + token + "/left");
    if (done.why().reason != Reason::too_many) return gone(visit, done.why());
    auto response = show(rooms, visit, {visit.form, {}, done.why().message}, 429);
    response.set("retry-after", std::to_string(done.why().retry_after.count()));
    return response;
}

// Digits that somebody read out lead to the page that the QR of the same code opens.
http::Response enter_code(Rooms const &rooms, Visit const &visit) {
    auto const code = visit.form.get("code");
    if (visit.is_member()) return web::go(visit, "/exchange/look?code=" + percent_encoded(code));
    auto const secret = rooms.exchange.secret_for_stranger(code, visit.request.peer);
    if (secret) return web::go(visit, "/c/" + *secret);
    auto const &why = secret.why();
    auto response =
        stranger_page(visit, visit.words("Enter a code"),
                      code_page(visit, web::typed_again(visit, why)), web::status_of(why.reason));
    if (why.retry_after > seconds{0})
        response.set("retry-after", std::to_string(why.retry_after.count()));
    return response;
}

http::Response ask_code(Visit const &visit) {
    if (visit.is_member()) return web::go(visit, "/exchange");
    return stranger_page(visit, visit.words("Enter a code"), code_page(visit, {}));
}

http::Response thanks(Visit const &visit) {
    auto const token = token_of(visit);
    if (!is_token(token))
        return gone(visit, {Reason::not_found,
                            N_("This page was not found, or you do not have access to it.")});
    return stranger_page(visit, visit.words("A business card"), left_page(visit, token));
}

http::Response open_claim(Rooms const &rooms, Visit const &visit) {
    auto const secret = visit.path_param("secret");
    auto const claim = rooms.guests.claim(secret);
    // The page of invitations says what has become of this one.
    if (!claim) return web::go(visit, "/join?invitation=" + percent_encoded(secret));
    return stranger_page(visit, visit.words("An invitation"),
                         claim_page(visit, secret, claim->body));
}

http::Response take_claim(Rooms const &rooms, Visit const &visit) {
    auto const tie = rooms.guests.take_claim(visit.member, visit.path_param("secret"));
    if (!tie) return web::refused(visit, tie.why());
    return web::go(visit, "/exchange/done?with=" + tie->other.text());
}

http::Response accept(Rooms const &rooms, Visit const &visit) {
    std::optional<std::string> place;
    if (visit.form.has("place")) place = std::string{visit.form.get("place")};
    auto const contact = rooms.guests.accept(visit.member, visit.path_id<GuestId>(), place);
    if (!contact) return web::refused(visit, contact.why());
    return web::go(visit, "/contacts/" + contact->text(),
                   N_("The card has been added to your contacts."));
}

http::Response decline(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.guests.decline(visit.member, visit.path_id<GuestId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/requests", N_("The card has been deleted. The sender is not told."));
}

http::Response make_link(Rooms const &rooms, Visit const &visit) {
    auto const card = visit.path_id<CardId>();
    auto const made = rooms.guests.make_link(visit.member, card);
    if (!made) return web::refused(visit, made.why());
    return web::go(visit, "/card?card=" + card.text(), N_("The link has been created."));
}

http::Response end_link(Rooms const &rooms, Visit const &visit) {
    auto const card = visit.path_id<CardId>();
    auto const done = rooms.guests.end_link(visit.member, card);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/card?card=" + card.text(), N_("The link has been disabled."));
}

http::Response qr(Rooms const &rooms, Visit const &visit) {
    auto const card = rooms.cards.mine(visit.member, visit.path_id<CardId>());
    if (!card) return web::refused(visit, card.why());
    auto const &w = visit.words;
    auto const &body = card->live.body;
    QrPage page{card->id,
                body.name.display(w.language()),
                std::string{visit.query("as")},
                {},
                {},
                card::Tier::exchanged};
    if (page.as == "vcard" || page.as == "mecard") {
        // Held out by hand, as the paper card is: what people see after an exchange, or less where
        // she says so.
        if (visit.query("tier") == "none") page.tier = card::Tier::none;
        page.shown = page.tier == card::Tier::none ? policy::Policy::held_out(body)
                                                   : card::seen(body, page.tier);
        if (page.shown.name.empty()) page.shown.name = body.name;
        auto const person = person_of(page.shown, w.language());
        page.text = page.as == "vcard" ? vcard::qr_vcard(person) : vcard::mecard(person);
    } else {
        page.as = "link";
        page.tier = card::Tier::none;
        page.shown = policy::Policy::held_out(body);
        if (auto const secret = rooms.guests.link(visit.member, card->id))
            page.text = visit.public_url + "/c/" + *secret;
    }
    return web::page(visit, w("QR code of my card"), qr_page(visit, page), {.section = "card"});
}

http::Response ask_invite(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<ContactId>();
    auto const invitation = rooms.guests.invitation(visit.member, id);
    if (!invitation) return web::refused(visit, invitation.why());
    return web::page(visit, visit.words("Invite {1} to join", {invitation->letter.to_name}),
                     invite_page(visit, id, invitation->letter.to_name, *invitation),
                     {.section = "contacts", .narrow = true});
}

http::Response invite(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<ContactId>();
    auto const done = rooms.guests.invite(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/contacts/" + id.text(), N_("Your invitation has been sent."));
}

html::Html waiting_section(Visit const &visit, Rooms const &rooms) {
    std::size_t const rows = web::is_plain(visit.request) ? 10 : 30;
    auto const before = GuestId::parse(visit.query("guests_before")).value_or(GuestId{});
    auto guests = rooms.guests.list(visit.member, before, static_cast<int>(rows) + 1);
    bool const has_more = guests.size() > rows;
    if (has_more) guests.resize(rows);
    return guests_section(visit, guests, has_more, !before);
}

} // namespace

void add_parts(web::Places &places, Rooms rooms) {
    places.count("requests", [rooms](MemberId me) { return rooms.guests.waiting(me); });
    places.hang(card::below_card, 20, [rooms](Visit const &visit, CardId card) {
        return link_panel(visit, rooms.guests, rooms.cards, card);
    });
    places.hang(exchange::waiting_beside_requests, 20,
                [rooms](Visit const &visit) { return waiting_section(visit, rooms); });
    places.hang(contacts::private_contact, 10, [rooms](Visit const &visit, ContactId id) {
        return invitation_part(visit, rooms.guests, id);
    });
}

void add_live(web::Live &live) {
    live.counts<GuestLeftCard>([](GuestLeftCard const &event) { return event.other; });
    live.counts<GuestAccepted>([](GuestAccepted const &event) { return event.member; });
    live.counts<GuestDeclined>([](GuestDeclined const &event) { return event.member; });
}

void add_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    doors.get("/c/{token}", Who::anyone, [rooms](Visit const &visit) {
        std::string_view const token = visit.path_param("token");
        return token.ends_with(".vcf") ? file(rooms, visit, token.substr(0, token.size() - 4))
                                       : show(rooms, visit);
    });
    doors.post("/c/{token}", Who::anyone, with(leave));
    doors.get("/c/{token}/left", Who::anyone, thanks);
    doors.get("/code", Who::anyone, ask_code);
    doors.post("/code", Who::anyone, with(enter_code));
    doors.get("/claim/{secret}", Who::anyone, with(open_claim));
    doors.post("/claim/{secret}", Who::member, with(take_claim));
    doors.post("/guests/{id}/accept", Who::member, with(accept));
    doors.post("/guests/{id}/decline", Who::member, with(decline));
    doors.post("/card/{id}/link", Who::member, with(make_link));
    doors.post("/card/{id}/link/end", Who::member, with(end_link));
    doors.get("/card/{id}/qr", Who::member, with(qr));
    doors.get("/contacts/{id}/invite", Who::member, with(ask_invite));
    doors.post("/contacts/{id}/invite", Who::member, with(invite));
}

} // namespace goen::guest
