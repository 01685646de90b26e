// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"
#include "guest/guest_doors.hpp"
#include "web/paging.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace goen::guest {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;

json::object guest_json(Guest const &guest) {
    return {{"id", guest.id.text()},
            {"name", card::name_json(guest.body.name)},
            {"card", card::card_json(guest.body, card::Audience::others)},
            {"word", guest.word},
            {"seen", guest.card.text()},
            {"means", guest.by_code ? "code" : "link"},
            {"place", guest.place},
            {"left_at", rfc3339(guest.left)},
            {"stays_until", rfc3339(guest.stays_until())}};
}

web::Schema guest_schema() {
    return shape::object(
        "Guest",
        {shape::required("id", shape::id()), shape::required("name", card::name_schema()),
         shape::required("card", card::card_schema().about("as the guest left it")),
         shape::required("word", shape::text(max_word)),
         shape::required("seen", shape::id().about("which card of mine the guest saw")),
         shape::required("means", shape::words({"code", "link"})),
         shape::required("place", shape::text(exchange::max_place)),
         shape::required("left_at", shape::time()), shape::required("stays_until", shape::time())});
}

Result<ApiAnswer> list(Rooms const &rooms, ApiCall const &call) {
    int const limit = web::limit_of(call.visit);
    auto const before = web::cursor_of<GuestId>(call.visit);
    if (!before) return before.why();
    auto found = rooms.guests.list(call.visit.member, *before, limit + 1);
    json::value next = nullptr;
    if (static_cast<int>(found.size()) > limit) {
        found.resize(static_cast<std::size_t>(limit));
        next = found.back().id.text();
    }
    json::array items;
    for (auto const &guest : found) items.push_back(guest_json(guest));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", std::move(next)}}};
}

Result<ApiAnswer> accept(Rooms const &rooms, ApiCall const &call) {
    std::optional<std::string> place;
    if (auto const *given = call.body.if_contains("place"); given && given->is_string()) {
        place = std::string{std::string_view{given->as_string()}};
    }
    auto const contact =
        rooms.guests.accept(call.visit.member, call.visit.path_id<GuestId>(), place);
    if (!contact) return contact.why();
    return ApiAnswer{200, json::object{{"contact", contact->text()}}};
}

Result<ApiAnswer> decline(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.guests.decline(call.visit.member, call.visit.path_id<GuestId>());
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> make_link(Rooms const &rooms, ApiCall const &call) {
    auto const secret = rooms.guests.make_link(call.visit.member, call.visit.path_id<CardId>());
    if (!secret) return secret.why();
    auto const url = call.visit.public_url + "/c/" + *secret;
    return ApiAnswer{200, json::object{{"url", url}, {"vcard", url + ".vcf"}}};
}

Result<ApiAnswer> end_link(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.guests.end_link(call.visit.member, call.visit.path_id<CardId>());
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

web::Endpoint endpoint(http::Method method, std::string path, std::string summary,
                       std::string scope, std::vector<int> refusals) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.tag = "guests";
    made.scope = std::move(scope);
    made.refusals = std::move(refusals);
    made.status = 204;
    return made;
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    using http::Method;
    auto const hang = [&](web::Endpoint made,
                          Result<ApiAnswer> (*handler)(Rooms const &, ApiCall const &)) {
        doors.api(std::move(made),
                  [rooms, handler](ApiCall const &call) { return handler(rooms, call); });
    };
    auto all = endpoint(Method::get, "/guests",
                        "Cards that people without an account have left for me, newest first.",
                        "exchange:read", {422});
    all.status = 200;
    all.answer = shape::page_of("GuestPage", guest_schema());
    all.query = {{"after", shape::text(20), "the cursor `next` of the page before"},
                 {"limit", shape::integer(1, 100), "50 by default"}};
    hang(std::move(all), list);

    auto keep = endpoint(Method::post, "/guests/{id}/accept",
                         "Keep a guest's card: it becomes a private contact.", "exchange:write",
                         {404, 409, 422});
    keep.body = shape::object(
        "GuestAcceptInput",
        {shape::optional(
            "place",
            shape::text(exchange::max_place).about("where we met; else the code's place"))});
    keep.status = 200;
    keep.answer = shape::object("GuestContact", {shape::required("contact", shape::id())});
    hang(std::move(keep), accept);
    hang(endpoint(Method::post, "/guests/{id}/decline", "Delete a guest's card. Nobody is told.",
                  "exchange:write", {404}),
         decline);

    auto link = endpoint(Method::post, "/cards/{id}/link",
                         "The lasting link to a card of mine; made when there is none.",
                         "cards:write", {404});
    link.status = 200;
    link.answer = shape::object(
        "CardLink",
        {shape::required("url", shape::text().about("shows the card to anyone")),
         shape::required("vcard", shape::text().about("the same as a vCard 3.0 file"))});
    hang(std::move(link), make_link);
    hang(endpoint(Method::del, "/cards/{id}/link", "End the link to a card of mine.", "cards:write",
                  {}),
         end_link);
}

} // namespace goen::guest
