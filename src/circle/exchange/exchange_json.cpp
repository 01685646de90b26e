// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange_json.hpp"

#include "card/card_json.hpp"

namespace goen::exchange {

namespace json = boost::json;
namespace shape = web::shape;

json::object member_json(MemberId id, card::CardBody const &seen) {
    json::object out{{"id", id.text()}};
    if (seen.name.empty()) {
        out["name"] = nullptr;
    } else {
        out["name"] = card::name_json(seen.name);
    }
    out["card"] = card::card_json(seen, card::Audience::others);
    return out;
}

json::object tie_json(policy::Tie const &tie, card::CardBody const &seen) {
    return {{"member", member_json(tie.other, seen)},
            {"since", rfc3339(tie.since)},
            {"means", policy::to_string(tie.means)},
            {"place", tie.place},
            {"given", tie.given.text()},
            {"received", tie.received.text()},
            {"tier", card::to_string(tie.tier)}};
}

json::object code_json(Code const &code, std::string_view public_url) {
    auto const url = std::string{public_url} + "/c/" + code.secret,
               qr = std::string{public_url} + "/x/" + code.secret + "/qr.svg";
    return {{"id", code.id.text()},
            {"code", code.digits},
            {"url", url},
            {"qr", qr},
            {"card", code.card.text()},
            {"place", code.place},
            {"uses", std::max(0, code.uses_left)},
            {"expires_at", rfc3339(code.expires)}};
}

json::object request_json(Request const &request, std::string_view box, card::CardBody const &seen,
                          Time now) {
    bool const is_mine = box == "out";
    return {{"id", request.id.text()},
            {"from", request.from.text()},
            {"to", request.to.text()},
            {"member", member_json(is_mine ? request.to : request.from, seen)},
            {"card", request.card.text()},
            {"message", request.message},
            {"sent_at", rfc3339(request.sent)},
            {"lapses_at", rfc3339(request.lapses())},
            {"state", is_mine ? request.state_for_sender(now) : to_string(request.state)}};
}

json::object other_name_json(account::NameRecord const &record) {
    auto const or_null = [](std::string const &date) {
        return date.empty() ? json::value(nullptr) : json::value(date);
    };
    return {{"kind", account::to_string(record.kind)},
            {"name", card::name_json(record.name)},
            {"since", or_null(record.since)},
            {"until", or_null(record.until)}};
}

web::Schema member_schema() {
    return shape::object(
        "Member", {shape::required("id", shape::id()),
                   shape::required("name", card::name_schema().or_null().about(
                                               "null when it is not shown to you")),
                   shape::required("card", card::card_schema().about("as far as you may see it"))});
}

namespace {

web::Schema tier_schema() {
    return shape::words({"exchanged", "colleague", "close"})
        .about("what you show to the other; only you can read it");
}
web::Schema means_schema() {
    return shape::words({"code", "qr", "request", "event", "introduction", "import"});
}

} // namespace

web::Schema tie_schema() {
    return shape::object(
        "Tie",
        {shape::required("member", member_schema()), shape::required("since", shape::time()),
         shape::required("means", means_schema()), shape::required("place", shape::text(max_place)),
         shape::required("given", shape::id()), shape::required("received", shape::id()),
         shape::required("tier", tier_schema())});
}

web::Schema member_page_schema() {
    auto page = member_schema();
    page.name = "MemberWithTie";
    auto const partial = [] {
        return shape::text(10).or_null().about("1998, 1998-04 or 1998-04-01");
    };
    page.properties.push_back(shape::required(
        "other_names",
        shape::list(shape::object(
                        "OtherName",
                        {shape::required("kind", shape::words({"maiden", "alias", "legal", "pen"})),
                         shape::required("name", card::name_schema()),
                         shape::required("since", partial()), shape::required("until", partial())}),
                    20)
            .about("former names and the like, as far as they are shown to me")));
    page.properties.push_back(shape::required(
        "withdrawn_at",
        shape::time().or_null().about(
            "when the member withdrew the card I hold; the card is then the last received")));
    page.properties.push_back(
        shape::required("tie", tie_schema().or_null().about("null when none stands")));
    return page;
}

web::Schema code_schema() {
    return shape::object(
        "ExchangeCode",
        {shape::required("id", shape::id()),
         shape::required("code", shape::text(6, 6).about("six digits, to be said or typed")),
         shape::required("url", shape::text().about("what the QR holds")),
         shape::required("qr", shape::text().about("the QR as SVG; needs no token")),
         shape::required("card", shape::id()), shape::required("place", shape::text(max_place)),
         shape::required("uses",
                         shape::integer(0, max_uses).about("0: everyone who comes in time")),
         shape::required("expires_at", shape::time())});
}

web::Schema request_schema() {
    return shape::object(
        "ExchangeRequest",
        {shape::required("id", shape::id()), shape::required("from", shape::id()),
         shape::required("to", shape::id()),
         shape::required("member", member_schema().about("the other person")),
         shape::required("card", shape::id().about("the card the sender gives")),
         shape::required("message", shape::text(max_message)),
         shape::required("sent_at", shape::time()), shape::required("lapses_at", shape::time()),
         shape::required("state",
                         shape::words({"open", "held", "sent", "accepted", "withdrawn", "lapsed"})
                             .about("received ones are open or held; sent ones are sent, accepted, "
                                    "withdrawn or lapsed"))});
}

} // namespace goen::exchange
