// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"
#include "guest/guest_doors.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"

namespace goen::guest {

namespace shape = web::shape;
using web::ApiCall;
using web::field;

static web::Record const &record_of(Guest const *) {
    static web::Record const record{
        "Guest",
        {field<&Guest::id>("id"), field<[](Guest const &one) { return one.body.name; }>("name"),
         field<[](Guest const &one) { return card::CardAnswer{one.body}; }>("card").about(
             "as the guest left it"),
         field<&Guest::word>("word").most(max_word),
         field<&Guest::card>("seen").about("which card of mine the guest saw"),
         field<[](Guest const &one) -> std::string_view { return one.by_code ? "code" : "link"; }>(
             "means")
             .as(shape::words({"code", "link"})),
         field<&Guest::place>("place").most(exchange::max_place), field<&Guest::left>("left_at"),
         field<[](Guest const &one) { return one.stays_until(); }>("stays_until")}};
    return record;
}

namespace {

struct AcceptInput {
    std::optional<std::string> place;
};
web::Record const &record_of(AcceptInput const *) {
    static web::Record const record{"GuestAcceptInput",
                                    {field<&AcceptInput::place>("place")
                                         .optional()
                                         .most(exchange::max_place)
                                         .about("where we met; else the code's place")}};
    return record;
}

struct GuestContact {
    ContactId contact;
};
web::Record const &record_of(GuestContact const *) {
    static web::Record const record{"GuestContact", {field<&GuestContact::contact>("contact")}};
    return record;
}

struct CardLink {
    std::string url, vcard;
};
web::Record const &record_of(CardLink const *) {
    static web::Record const record{
        "CardLink",
        {field<&CardLink::url>("url").about("shows the card to anyone"),
         field<&CardLink::vcard>("vcard").about("the same as a vCard 3.0 file")}};
    return record;
}

using GuestPage = web::Page<Guest, "GuestPage">;

Result<GuestPage> list(Rooms const &rooms, ApiCall const &call) {
    int const limit = web::limit_of(call.visit);
    auto const before = web::cursor_of<GuestId>(call.visit);
    if (!before) return before.why();
    GuestPage page{rooms.guests.list(call.visit.member, *before, limit + 1), ""};
    if (static_cast<int>(page.items.size()) > limit) {
        page.items.resize(static_cast<std::size_t>(limit));
        page.next = page.items.back().id.text();
    }
    return page;
}

Result<GuestContact> accept(Rooms const &rooms, ApiCall const &call, AcceptInput const &input) {
    auto const contact =
        rooms.guests.accept(call.visit.member, call.visit.path_id<GuestId>(), input.place);
    if (!contact) return contact.why();
    return GuestContact{*contact};
}

Done decline(Rooms const &rooms, ApiCall const &call) {
    return rooms.guests.decline(call.visit.member, call.visit.path_id<GuestId>());
}

Result<CardLink> make_link(Rooms const &rooms, ApiCall const &call) {
    auto const secret = rooms.guests.make_link(call.visit.member, call.visit.path_id<CardId>());
    if (!secret) return secret.why();
    auto const url = call.visit.public_url + "/c/" + *secret;
    return CardLink{url, url + ".vcf"};
}

Done end_link(Rooms const &rooms, ApiCall const &call) {
    return rooms.guests.end_link(call.visit.member, call.visit.path_id<CardId>());
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"guests", "exchange:read", "exchange:write"}};
    api.add(
        web::get("/guests", "Cards that people without an account have left for me, newest first.")
            .asks(web::page_params())
            .refuses({422}),
        list);
    api.add(web::post("/guests/{id}/accept", "Keep a guest's card: it becomes a private contact.")
                .refuses({404, 409, 422}),
            accept);
    api.add(
        web::post("/guests/{id}/decline", "Delete a guest's card. Nobody is told.").refuses({404}),
        decline);
    api.add(web::post("/cards/{id}/link",
                      "The lasting link to a card of mine; made when there is none.")
                .needs("cards:write")
                .refuses({404}),
            make_link);
    api.add(web::del("/cards/{id}/link", "End the link to a card of mine.").needs("cards:write"),
            end_link);
}

} // namespace goen::guest
