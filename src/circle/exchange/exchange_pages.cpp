// SPDX-License-Identifier: Apache-2.0
// /exchange and /x: codes shown, typed, scanned, redeemed.
#include "base/text.hpp"
#include "card/card_doors.hpp"
#include "exchange/page_doors.hpp"
#include "exchange/spoken_code.hpp"
#include "media/qr.hpp"

#include <algorithm>
#include <charconv>

namespace goen::exchange {
namespace {

using web::Visit;

// Exchanging cards and one's own card are one place.
web::PageOptions const in_exchange{.section = "card"};

int number_of(std::string_view text, int otherwise) {
    int number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty()) return otherwise;
    return error == std::errc{} && end == text.data() + text.size() ? number
                                                                    : -1; // which the verb refuses
}

// A mark of what /exchange would show now: another one when somebody has taken my card, or the code
// is over. For the script, which then loads that part of the page again.
std::string mark_of(std::optional<Code> const &code, std::vector<MemberId> const &met) {
    return (code ? code->id.text() : "0") + "-" + std::to_string(met.size()) +
           (met.empty() ? "" : "-" + met.front().text());
}

http::Response show(Rooms const &rooms, Visit const &visit, web::FormState make = {},
                    web::FormState type = {}, int status = 200) {
    ExchangePage page;
    page.make = std::move(make);
    page.type = std::move(type);
    rooms.database.read([&](store::Reader &reader) {
        page.code = rooms.exchange.my_code(visit.member);
        page.cards = rooms.cards.of(reader, visit.member);
        auto const met = rooms.exchange.lately_met(visit.member);
        auto const names = names_of(rooms, visit, met);
        for (std::size_t i = 0; i < met.size(); ++i) page.met.push_back({met[i], names[i]});
        if (!met.empty())
            page.met.front().card = rooms.policy.look(reader, visit.member, met.front()).card();
        page.mark = mark_of(page.code, met);
    });
    auto options = in_exchange;
    options.status = status;
    return web::page(visit, visit.words("Exchange"), exchange_page(visit, page), options);
}

http::Response make_code(Rooms const &rooms, Visit const &visit) {
    auto const card = CardId::parse(visit.form.get("card"));
    auto const made = rooms.exchange.show_code(
        visit.member, card.value_or(CardId{}),
        number_of(visit.form.get("minutes"), default_minutes), number_of(visit.form.get("uses"), 1),
        std::string{visit.form.get("place")});
    if (made) return web::go(visit, "/exchange");
    return show(rooms, visit, web::typed_again(visit, made.why()), {},
                web::status_of(made.why().reason));
}

// The address of a code's card says whose it is, so that it leads to her when the code is over:
// going back after an exchange comes here.
std::string address_of(TypedCode const &typed, MemberId owner) {
    return (typed.is_digits ? "/exchange/look?code=" + typed.text + "&"
                            : "/x/" + typed.text + "?") +
           "with=" + owner.text();
}

std::optional<MemberId> exchanged_with(Rooms const &rooms, Visit const &visit) {
    auto const other = MemberId::parse(visit.query("with"));
    if (!other) return {};
    auto const tie = rooms.database.read(
        [&](store::Reader &reader) { return rooms.policy.tie(reader, visit.member, *other); });
    return tie && tie->is_live() ? other : std::nullopt;
}

// The card of a code, with what I give in return to be chosen.
http::Response confirm(Rooms const &rooms, Visit const &visit, std::string_view code_text,
                       web::FormState state, int status) {
    auto const code = rooms.exchange.look_up(visit.member, code_text, visit.request.peer);
    if (!code) {
        if (auto const other = exchanged_with(rooms, visit))
            return web::go(visit, "/contacts/" + other->text(),
                           {N_("You have exchanged cards with this person.")});
        web::FormState typed;
        // The secret of a link is not typed by anyone and is not put into the field.
        if (auto const read = read_code(code_text); !read || read->is_digits)
            typed.typed.add("code", std::string{code_text});
        typed.message = code.why().message;
        typed.errors = code.why().fields;
        auto response = show(rooms, visit, {}, std::move(typed), web::status_of(code.why().reason));
        if (code.why().retry_after > seconds{0})
            response.set("retry-after", std::to_string(code.why().retry_after.count()));
        return response;
    }
    auto const card = rooms.database.read(
        [&](store::Reader &reader) { return rooms.cards.live(reader, code->owner, code->card); });
    if (!card)
        return web::refused(
            visit,
            {Reason::not_found,
             N_("This code is no longer valid. Please ask the other person for a new one.")});
    auto const tie = rooms.database.read(
        [&](store::Reader &reader) { return rooms.policy.tie(reader, visit.member, code->owner); });
    ConfirmPage page{code->owner,     policy::Policy::held_out(card->body), std::string{code_text},
                     code->place,     rooms.cards.of(visit.member),         tie && tie->is_live(),
                     std::move(state)};
    auto options = in_exchange;
    options.narrow = true;
    options.status = status;
    return web::page(visit, visit.words("Exchange"), confirm_page(visit, page), options);
}

// What was typed is looked at once here; the card itself has an address, so that going back,
// loading again and changing the language work. A code that leads nowhere comes back with the form.
http::Response look(Rooms const &rooms, Visit const &visit) {
    auto const typed = read_code(visit.form.get("code"));
    if (!typed) return confirm(rooms, visit, visit.form.get("code"), {}, 200);
    auto const code =
        rooms.exchange.look_up(visit.member, visit.form.get("code"), visit.request.peer);
    if (!code) return confirm(rooms, visit, visit.form.get("code"), {}, 200);
    return web::go(visit, address_of(*typed, code->owner));
}

http::Response now(Rooms const &rooms, Visit const &visit) {
    auto response = http::text(
        mark_of(rooms.exchange.my_code(visit.member), rooms.exchange.lately_met(visit.member)),
        200);
    web::set_page_headers(response);
    return response;
}

http::Response redeem(Rooms const &rooms, Visit const &visit) {
    auto const code = visit.form.get("code");
    auto const card = CardId::parse(visit.form.get("card"));
    auto const tie =
        rooms.exchange.redeem(visit.member, code, card.value_or(CardId{}),
                              std::string{visit.form.get("place")}, visit.request.peer);
    if (tie) return web::go(visit, "/exchange/done?with=" + tie->other.text());
    auto const &why = tie.why();
    if (why.reason == Reason::invalid)
        return confirm(rooms, visit, code, web::typed_again(visit, why), 422);
    web::FormState typed;
    typed.message = why.message;
    return show(rooms, visit, {}, std::move(typed), web::status_of(why.reason));
}

http::Response show_done(Rooms const &rooms, Visit const &visit, MemberId other,
                         web::FormState state = {}) {
    auto page = rooms.database.read([&](store::Reader &reader) -> std::optional<DonePage> {
        auto const sight = rooms.policy.look(reader, visit.member, other);
        if (sight.is_self || !sight.is_tied()) return std::nullopt;
        auto const mine = rooms.cards.live(reader, visit.member, sight.tie->given);
        return DonePage{other, sight.tie->since, sight.card(),
                        mine ? card::seen(mine->body, sight.tie->tier) : card::CardBody{}};
    });
    if (!page)
        return web::refused(
            visit,
            {Reason::not_found, N_("This page was not found, or you do not have access to it.")});
    auto options = in_exchange;
    options.status = state.errors.empty() && state.message.empty() ? 200 : 422;
    page->state = std::move(state);
    return web::page(visit, visit.words("You have exchanged cards"), done_page(visit, *page),
                     options);
}

http::Response done(Rooms const &rooms, Visit const &visit) {
    return show_done(rooms, visit, MemberId::parse(visit.query("with")).value_or(MemberId{}));
}

// The memo goes below what may stand there already; what is refused comes back with the form.
http::Response save_done(Rooms const &rooms, Visit const &visit) {
    auto const other = MemberId::parse(visit.form.get("with")).value_or(MemberId{});
    ContactId const contact{other.value};
    auto const memo = trimmed(visit.form.get("memo"));
    if (!memo.empty()) {
        auto const saved = rooms.contacts.change(
            visit.member, contact, [&](contacts::Contact const &now) -> Result<contacts::Edit> {
                contacts::Edit edit;
                // Sent a second time it adds nothing.
                if (now.memo == memo || now.memo.ends_with("\n" + std::string{memo})) return edit;
                edit.memo =
                    now.memo.empty() ? std::string{memo} : now.memo + "\n" + std::string{memo};
                return edit;
            });
        if (!saved && saved.why().reason == Reason::invalid)
            return show_done(rooms, visit, other, web::typed_again(visit, saved.why()));
        if (!saved) return web::refused(visit, saved.why());
    }
    auto const when = reminder::when_of(visit.form.get("when"));
    if (!when) return web::go(visit, "/contacts/" + contact.text(), N_("Saved."));
    auto const day = reminder::day_of(*when, rooms.reminders.today());
    auto const note = visit.words("Say thank you for the exchange");
    auto const open = rooms.reminders.open_of(visit.member, contact);
    bool const is_there = std::any_of(open.begin(), open.end(), [&](auto const &one) {
        return one.on == day && one.note == note;
    });
    if (!is_there) {
        auto const made = rooms.reminders.add(visit.member, contact, day, note);
        if (!made) return show_done(rooms, visit, other, web::typed_again(visit, made.why()));
    }
    return web::go(visit, "/contacts/" + contact.text(), N_("Saved."));
}

// Where a member's camera leads by /c/{secret}; somebody not logged in is shown the card there.
http::Response scanned(Rooms const &rooms, Visit const &visit) {
    auto const secret = visit.path_param("secret");
    auto const typed = read_code(secret);
    if (!typed || typed->is_digits) {
        return web::refused(
            visit,
            {Reason::not_found,
             N_("This code is no longer valid. Please ask the other person for a new one.")});
    }
    if (!visit.is_member()) return web::go(visit, "/c/" + typed->text);
    return confirm(rooms, visit, typed->text, {}, 200);
}

// The picture says nothing its own address does not say, so it asks no one who he is; of a code
// that is used up or over there is none any more.
http::Response picture(Rooms const &rooms, Visit const &visit, bool as_png) {
    auto const typed = read_code(visit.path_param("secret"));
    if (!typed || typed->is_digits || !rooms.exchange.is_live(typed->text))
        return http::text("", 404);
    http::Response response;
    response.set("content-type", as_png ? "image/png" : "image/svg+xml");
    response.set("cache-control", "no-store");
    response.set("x-content-type-options", "nosniff");
    response.set("content-security-policy", "default-src 'none'");
    auto const link = visit.public_url + "/c/" + typed->text;
    response.body = as_png ? media::qr_png_file(link) : media::qr_svg_file(link);
    return response;
}

} // namespace

std::string name_of(Rooms const &rooms, Visit const &visit, MemberId id) {
    return names_of(rooms, visit, {id}).front();
}

std::vector<std::string> names_of(Rooms const &rooms, Visit const &visit,
                                  std::vector<MemberId> const &ids) {
    return rooms.database.read([&](store::Reader &reader) {
        std::vector<std::string> names(ids.size(), visit.words("A member"));
        auto const sights = rooms.policy.look(reader, visit.member, ids);
        std::vector<ContactId> in_my_book;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (sights[i].sees_name())
                names[i] = name_for(sights[i].card(), visit.words);
            else if (sights[i].tie)
                in_my_book.push_back(ContactId{ids[i].value});
        }
        for (auto const &contact : rooms.contacts.find_all(visit.member, in_my_book)) {
            for (std::size_t i = 0; i < ids.size(); ++i) {
                if (ids[i].value == contact.id.value)
                    names[i] = name_for(contact.body, visit.words);
            }
        }
        return names;
    });
}

namespace {

html::Html exchange_panel(Visit const &visit, Exchange &exchange, CardId card) {
    auto const &w = visit.words;
    auto const code = exchange.my_code(visit.member);
    if (code && code->card == card) return code_panel(visit, *code);
    return html::section(
        html::cls("panel code-panel"), html::h2(w("Give this card")),
        html::p(html::cls("meta"), w("A QR code and six digits you can read aloud.")),
        web::post_button(visit, html::Url{"/exchange/code"}, w("Show my code"), "button primary",
                         {{"card", card.text()}}));
}

html::Html holders_notice(Rooms const &rooms, Visit const &visit, CardId card) {
    auto const holders = rooms.database.read([&](store::Reader &reader) {
        return static_cast<std::int64_t>(rooms.policy.holders(reader, visit.member, card).size());
    });
    if (holders == 0) return {};
    return web::notice(html::p(html::strong(visit.words.n("{1} person has this card.",
                                                          "{1} people have this card.", holders))),
                       "warn");
}

} // namespace

void add_parts(Rooms rooms, store::DerivedMemory &memory) {
    auto &places = rooms.places;
    places.add({30, "card", "/exchange", N_("Card"), "#"});
    places.count("requests", [rooms](MemberId me) { return rooms.exchange.waiting(me); });
    places.hang(card::below_card, 10, [rooms](Visit const &visit, CardId card) {
        return exchange_panel(visit, rooms.exchange, card);
    });
    places.hang(card::before_removal, 10, [rooms](Visit const &visit, CardId card) {
        return holders_notice(rooms, visit, card);
    });
    add_member_parts(rooms);
    add_request_parts(rooms, memory);
}

void add_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    doors.get("/exchange", Who::member, [rooms](Visit const &visit) { return show(rooms, visit); });
    doors.post("/exchange/code", Who::member,
               [rooms](Visit const &visit) { return make_code(rooms, visit); });
    doors.post("/exchange/code/end", Who::member, [rooms](Visit const &visit) {
        auto const ended = rooms.exchange.end_code(visit.member);
        if (!ended) return web::refused(visit, ended.why());
        return web::go(visit, "/exchange", N_("The code has been cancelled."));
    });
    doors.get("/exchange/now", Who::member,
              [rooms](Visit const &visit) { return now(rooms, visit); });
    doors.get("/exchange/look", Who::member, [rooms](Visit const &visit) {
        if (visit.query("code").empty()) return web::go(visit, "/exchange");
        return confirm(rooms, visit, visit.query("code"), {}, 200);
    });
    doors.post("/exchange/look", Who::member,
               [rooms](Visit const &visit) { return look(rooms, visit); });
    doors.post("/exchange/redeem", Who::member,
               [rooms](Visit const &visit) { return redeem(rooms, visit); });
    doors.get("/exchange/done", Who::member,
              [rooms](Visit const &visit) { return done(rooms, visit); });
    doors.post("/exchange/done", Who::member,
               [rooms](Visit const &visit) { return save_done(rooms, visit); });
    doors.get("/x/{secret}", Who::anyone,
              [rooms](Visit const &visit) { return scanned(rooms, visit); });
    doors.get("/x/{secret}/qr.svg", Who::anyone,
              [rooms](Visit const &visit) { return picture(rooms, visit, false); });
    doors.get("/x/{secret}/qr.png", Who::anyone,
              [rooms](Visit const &visit) { return picture(rooms, visit, true); });
    add_request_pages(doors, rooms);
    add_member_pages(doors, rooms);
}

} // namespace goen::exchange
