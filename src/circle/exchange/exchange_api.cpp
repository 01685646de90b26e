// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "exchange/exchange_doors.hpp"
#include "exchange/exchange_json.hpp"
#include "web/merge_patch.hpp"
#include "web/paging.hpp"
#include "web/versions.hpp"

#include <boost/json.hpp>

namespace goen::exchange {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;

// The body has passed its schema: text is text.
std::string text(json::object const &body, std::string_view key) {
    auto const *value = body.if_contains(key);
    return value && value->is_string() ? std::string{std::string_view{value->as_string()}}
                                       : std::string{};
}
int number(json::object const &body, std::string_view key, int otherwise) {
    auto const *value = body.if_contains(key);
    return value ? static_cast<int>(value->to_number<std::int64_t>()) : otherwise;
}
template <class AnId> AnId id_in(json::object const &body, std::string_view key) {
    return AnId::parse(text(body, key)).value_or(AnId{});
}

json::object tie_seen(Rooms const &rooms, store::Reader &reader, policy::Tie const &tie) {
    return tie_json(tie, rooms.policy.look(reader, tie.member, tie.other).card());
}
json::object tie_seen(Rooms const &rooms, policy::Tie const &tie) {
    return rooms.database.read([&](store::Reader &reader) { return tie_seen(rooms, reader, tie); });
}

Result<ApiAnswer> answer_of(Done const &done) {
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> show_code(Rooms const &rooms, ApiCall const &call) {
    auto const code =
        rooms.exchange.show_code(call.visit.member, id_in<CardId>(call.body, "card"),
                                 number(call.body, "minutes", default_minutes),
                                 number(call.body, "uses", 1), text(call.body, "place"));
    if (!code) return code.why();
    return ApiAnswer{201, code_json(*code, call.visit.public_url)};
}

Result<ApiAnswer> redeem(Rooms const &rooms, ApiCall const &call) {
    auto const tie = rooms.exchange.redeem(call.visit.member, text(call.body, "code"),
                                           id_in<CardId>(call.body, "card"),
                                           text(call.body, "place"), call.visit.request.peer);
    if (!tie) return tie.why();
    return ApiAnswer{201, tie_seen(rooms, *tie)};
}

// The other person of a request: a sender as she holds out her card, a receiver as I may see her.
json::object request_seen(Rooms const &rooms, ApiCall const &call, Request const &request,
                          std::string_view box) {
    auto const card = rooms.database.read([&](store::Reader &reader) {
        if (box == "out") return rooms.policy.look(reader, request.from, request.to).card();
        auto const version = rooms.cards.live(reader, request.from, request.card);
        return version ? policy::Policy::held_out(version->body) : card::CardBody{};
    });
    return request_json(request, box, card, call.visit.now);
}

Result<ApiAnswer> ask(Rooms const &rooms, ApiCall const &call) {
    auto const request =
        rooms.exchange.ask(call.visit.member, id_in<MemberId>(call.body, "to"),
                           id_in<CardId>(call.body, "card"), text(call.body, "message"));
    if (!request) return request.why();
    return ApiAnswer{201, request_seen(rooms, call, *request, "out")};
}

Result<ApiAnswer> requests(Rooms const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    auto const box = visit.query("box") == "out" ? std::string_view{"out"} : std::string_view{"in"};
    int const limit = web::limit_of(visit);
    auto const before = web::cursor_of<RequestId>(visit);
    if (!before) return before.why();
    auto found = box == "out" ? rooms.exchange.outgoing(visit.member, *before, limit + 1)
                              : rooms.exchange.incoming(visit.member, *before, limit + 1);
    json::value next = nullptr;
    if (static_cast<int>(found.size()) > limit) {
        found.resize(static_cast<std::size_t>(limit));
        next = found.back().id.text();
    }
    json::array items;
    for (auto const &one : found) items.push_back(request_seen(rooms, call, one, box));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", std::move(next)}}};
}

Result<ApiAnswer> accept(Rooms const &rooms, ApiCall const &call) {
    auto const tie = rooms.exchange.accept(call.visit.member, call.visit.path_id<RequestId>(),
                                           id_in<CardId>(call.body, "card"));
    if (!tie) return tie.why();
    return ApiAnswer{200, tie_seen(rooms, *tie)};
}

Result<ApiAnswer> tie(Rooms const &rooms, ApiCall const &call) {
    return rooms.database.read([&](store::Reader &reader) -> Result<ApiAnswer> {
        auto const tie =
            rooms.policy.tie(reader, call.visit.member, call.visit.path_id<MemberId>("member"));
        if (!tie || !tie->is_live())
            return Refusal{Reason::not_found, N_("You have not exchanged cards with this person.")};
        return ApiAnswer{200, tie_seen(rooms, reader, *tie)};
    });
}

Done check_tie(Rooms const &rooms, ApiCall const &call, store::Reader &reader,
               policy::Tie const &tie) {
    return web::check_preconditions(call, tie_seen(rooms, reader, tie));
}

Result<ApiAnswer> change_tie(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.exchange.set_tier(
        call.visit.member, call.visit.path_id<MemberId>("member"),
        [&](store::Reader &reader, policy::Tie const &tie) -> Result<card::Tier> {
            if (auto const fits = check_tie(rooms, call, reader, tie); !fits) return fits.why();
            auto const changed = web::patched({{"tier", card::to_string(tie.tier)}}, call.body);
            return card::tier_of(text(changed, "tier")).value_or(tie.tier);
        });
    if (!done) return done.why();
    return tie(rooms, call);
}

Result<ApiAnswer> end_tie(Rooms const &rooms, ApiCall const &call) {
    return answer_of(rooms.exchange.end(call.visit.member, call.visit.path_id<MemberId>("member"),
                                        [&](store::Reader &reader, policy::Tie const &tie) {
                                            return check_tie(rooms, call, reader, tie);
                                        }));
}

Result<ApiAnswer> member(Rooms const &rooms, ApiCall const &call) {
    auto const id = call.visit.path_id<MemberId>();
    auto const sight = rooms.exchange.member(call.visit.member, id);
    if (!sight) return sight.why();
    auto card = sight->card();
    json::value withdrawn_at = nullptr;
    if (sight->is_tied() && !sight->tie->version) {
        if (auto const contact = rooms.contacts.find(call.visit.member, ContactId{id.value});
            contact && contact->withdrawn) {
            card = contact->body;
            withdrawn_at = rfc3339(*contact->withdrawn);
        }
    }
    auto out = member_json(id, card);
    out["withdrawn_at"] = std::move(withdrawn_at);
    if (sight->is_tied()) {
        out["tie"] = tie_json(*sight->tie, card);
    } else {
        out["tie"] = nullptr;
    }
    json::array others;
    for (auto const &one : rooms.exchange.other_names(call.visit.member, id))
        others.push_back(other_name_json(one));
    out["other_names"] = std::move(others);
    return ApiAnswer{200, std::move(out)};
}

Result<ApiAnswer> people(Rooms const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    int limit = 50;
    if (auto const wanted = visit.query("limit"); !wanted.empty()) {
        auto const number = parse_id(wanted);
        limit =
            number && *number <= 100 ? static_cast<int>(*number) : 0; // 0 is refused by the verb
    }
    auto const after = web::cursor_of<MemberId>(visit);
    if (!after) return after.why();
    auto const found = rooms.exchange.people(visit.member, visit.query("q"), *after, limit);
    if (!found) return found.why();
    json::array items;
    for (auto const &one : found->people) items.push_back(member_json(one.id, one.card));
    return ApiAnswer{200, json::object{{"items", std::move(items)},
                                       {"next", found->next ? json::value(found->next.text())
                                                            : json::value(nullptr)}}};
}

Result<ApiAnswer> blocked(Rooms const &rooms, ApiCall const &call) {
    json::array items;
    for (auto const id : rooms.exchange.blocked(call.visit.member)) {
        auto const card = rooms.database.read([&](store::Reader &reader) {
            return rooms.policy.look(reader, call.visit.member, id).card();
        });
        items.push_back(member_json(id, card));
    }
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", nullptr}}};
}

web::Endpoint endpoint(http::Method method, std::string path, std::string summary,
                       std::string scope, std::vector<int> refusals) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.tag = "exchange";
    made.scope = std::move(scope);
    made.refusals = std::move(refusals);
    made.status = 204;
    return made;
}

web::Endpoint with_body(web::Endpoint made, web::Schema body) {
    made.body = std::move(body);
    return made;
}

web::Endpoint answering(web::Endpoint made, int status, web::Schema answer) {
    made.status = status;
    made.answer = std::move(answer);
    return made;
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    using http::Method;
    std::string const read = "exchange:read", write = "exchange:write";
    auto const hang = [&](web::Endpoint made,
                          Result<ApiAnswer> (*handler)(Rooms const &, ApiCall const &)) {
        doors.api(std::move(made),
                  [rooms, handler](ApiCall const &call) { return handler(rooms, call); });
    };
    auto const verb = [&](std::string const &word, std::string summary,
                          Done (Exchange::*act)(MemberId, RequestId), std::vector<int> refusals) {
        doors.api(endpoint(Method::post, "/exchange/requests/{id}/" + word, std::move(summary),
                           write, std::move(refusals)),
                  [rooms, act](ApiCall const &call) {
                      return answer_of((rooms.exchange.*act)(call.visit.member,
                                                             call.visit.path_id<RequestId>()));
                  });
    };
    auto const towards = [&](Method method, std::string path, std::string summary,
                             std::string_view param, Done (Exchange::*act)(MemberId, MemberId),
                             std::vector<int> refusals) {
        doors.api(endpoint(method, std::move(path), std::move(summary), write, std::move(refusals)),
                  [rooms, act, param](ApiCall const &call) {
                      return answer_of((rooms.exchange.*act)(call.visit.member,
                                                             call.visit.path_id<MemberId>(param)));
                  });
    };

    hang(answering(
             with_body(endpoint(Method::post, "/exchange/codes",
                                "Show a code: whoever redeems it in time exchanges cards with me.",
                                write, {422, 429}),
                       shape::object("ExchangeCodeInput",
                                     {shape::required("card", shape::id()),
                                      shape::optional("minutes", shape::integer(1, max_minutes)),
                                      shape::optional("place", shape::text(max_place)),
                                      shape::optional("uses", shape::integer(0, max_uses))})),
             201, code_schema()),
         show_code);
    doors.api(endpoint(Method::del, "/exchange/codes", "Stop showing my code.", write, {}),
              [rooms](ApiCall const &call) {
                  return answer_of(rooms.exchange.end_code(call.visit.member));
              });
    hang(answering(with_body(endpoint(Method::post, "/exchange/codes/redeem",
                                      "Exchange cards with whoever shows this code.", write,
                                      {404, 409, 422, 429}),
                             shape::object(
                                 "RedeemInput",
                                 {shape::required("code", shape::text(300, 1).about(
                                                              "six digits, or the link of the QR")),
                                  shape::required("card", shape::id()),
                                  shape::optional("place", shape::text(max_place))})),
                   201, tie_schema()),
         redeem);

    hang(answering(
             with_body(endpoint(Method::post, "/exchange/requests",
                                "Ask a member for an exchange, with a message.", write,
                                {403, 404, 409, 422, 429}),
                       shape::object("ExchangeRequestInput",
                                     {shape::required("to", shape::id()),
                                      shape::required("card", shape::id()),
                                      shape::required("message", shape::text(max_message, 1))})),
             201, request_schema()),
         ask);
    auto boxes = answering(endpoint(Method::get, "/exchange/requests",
                                    "Requests to me (box=in) or from me (box=out), newest first.",
                                    read, {422}),
                           200, shape::page_of("ExchangeRequestPage", request_schema()));
    boxes.query = {{"box", shape::words({"in", "out"}), "in by default"},
                   {"after", shape::text(20), "the cursor `next` of the page before"},
                   {"limit", shape::integer(1, 100), "50 by default"}};
    hang(std::move(boxes), requests);
    hang(answering(with_body(endpoint(Method::post, "/exchange/requests/{id}/accept",
                                      "Accept a request and give a card in return.", write,
                                      {404, 409, 422}),
                             shape::object("AcceptInput", {shape::required("card", shape::id())})),
                   200, tie_schema()),
         accept);
    verb("hold", "Keep a request for later. Its sender is not told.", &Exchange::hold, {404});
    verb("decline", "Put a request away. Its sender is not told.", &Exchange::decline, {404});
    verb("withdraw", "Take back a request of mine.", &Exchange::withdraw, {404, 409});

    hang(answering(endpoint(Method::get, "/ties/{member}",
                            "My exchange with a member: how we met, what I show.", read, {404}),
                   200, tie_schema()),
         tie);
    hang(answering(
             with_body(
                 endpoint(Method::patch, "/ties/{member}",
                          "Change what I show to this member. Nobody is told.", write, {404, 422}),
                 web::patch_of(shape::object(
                     "Tie", {shape::required("tier",
                                             shape::words({"exchanged", "colleague", "close"}))}))),
             200, tie_schema()),
         change_tie);
    hang(endpoint(Method::del, "/ties/{member}",
                  "End the exchange: live fields close, ledgers stay.", write, {404}),
         end_tie);

    hang(answering(
             endpoint(Method::get, "/members/{id}", "What I may see of a member.", read, {404}),
             200, member_page_schema()),
         member);
    auto search =
        answering(endpoint(Method::get, "/members",
                           "Members whose name I may see, by name in any script.", read, {422}),
                  200, shape::page_of("MemberPage", member_schema()));
    search.query = {{"q", shape::text(200),
                     "a name, reading or romaji, or its beginning; a former name counts where it "
                     "is shown to me"},
                    {"after", shape::text(20), "the cursor `next` of the page before"},
                    {"limit", shape::integer(1, 100), "50 by default"}};
    hang(std::move(search), people);
    towards(Method::post, "/members/{id}/block",
            "Block a member: an exchange ends and requests no longer arrive.", "id",
            &Exchange::block, {404, 422});
    towards(Method::post, "/members/{id}/unblock", "Lift a block. Nothing is restored.", "id",
            &Exchange::unblock, {404});
    hang(answering(endpoint(Method::get, "/blocked", "Whom I have blocked.", read, {}), 200,
                   shape::page_of("BlockedPage", member_schema())),
         blocked);
}

} // namespace goen::exchange
