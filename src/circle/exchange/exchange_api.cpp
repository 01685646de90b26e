// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange_doors.hpp"
#include "exchange/exchange_json.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"
#include "web/versions.hpp"

namespace goen::exchange {
namespace {

namespace shape = web::shape;
using web::ApiCall;
using web::field;

struct CodeInput {
    CardId card;
    int minutes = default_minutes, uses = 1;
    std::string place;
};
web::Record const &record_of(CodeInput const *) {
    static web::Record const record{
        "ExchangeCodeInput",
        {field<&CodeInput::card>("card"),
         field<&CodeInput::minutes>("minutes").optional().between(1, max_minutes),
         field<&CodeInput::place>("place").optional().most(max_place),
         field<&CodeInput::uses>("uses").optional().between(0, max_uses)}};
    return record;
}

struct RedeemInput {
    std::string code, place;
    CardId card;
};
web::Record const &record_of(RedeemInput const *) {
    static web::Record const record{
        "RedeemInput",
        {field<&RedeemInput::code>("code").most(300).least(1).about(
             "six digits, or the link of the QR"),
         field<&RedeemInput::card>("card"),
         field<&RedeemInput::place>("place").optional().most(max_place)}};
    return record;
}

struct RequestInput {
    MemberId to;
    CardId card;
    std::string message;
};
web::Record const &record_of(RequestInput const *) {
    static web::Record const record{
        "ExchangeRequestInput",
        {field<&RequestInput::to>("to"), field<&RequestInput::card>("card"),
         field<&RequestInput::message>("message").most(max_message).least(1)}};
    return record;
}

struct AcceptInput {
    CardId card;
};
web::Record const &record_of(AcceptInput const *) {
    static web::Record const record{"AcceptInput", {field<&AcceptInput::card>("card")}};
    return record;
}

struct TieChange {
    card::Tier tier{};
};
web::Record const &record_of(TieChange const *) {
    static web::Record const record{
        "Tie",
        {field<&TieChange::tier>("tier").as(shape::words({"exchanged", "colleague", "close"}))}};
    return record;
}

using RequestPage = web::Page<RequestAnswer, "ExchangeRequestPage">;
using MemberList = web::Page<MemberAnswer, "MemberPage">;
using BlockedPage = web::Page<MemberAnswer, "BlockedPage">;

TieAnswer seen_tie(Rooms const &rooms, store::Reader &reader, policy::Tie const &tie) {
    return {tie, rooms.policy.look(reader, tie.member, tie.other).card()};
}
Result<TieAnswer> seen_tie(Rooms const &rooms, Result<policy::Tie> const &tie) {
    if (!tie) return tie.why();
    return rooms.database.read(
        [&](store::Reader &reader) { return seen_tie(rooms, reader, *tie); });
}

Result<CodeAnswer> show_code(Rooms const &rooms, ApiCall const &call, CodeInput const &input) {
    auto const code = rooms.exchange.show_code(call.visit.member, input.card, input.minutes,
                                               input.uses, input.place);
    if (!code) return code.why();
    return CodeAnswer{*code, call.visit.public_url};
}

Done end_code(Rooms const &rooms, ApiCall const &call) {
    return rooms.exchange.end_code(call.visit.member);
}

Result<TieAnswer> redeem(Rooms const &rooms, ApiCall const &call, RedeemInput const &input) {
    return seen_tie(rooms, rooms.exchange.redeem(call.visit.member, input.code, input.card,
                                                 input.place, call.visit.request.peer));
}

// The other person of a request: a sender as she holds out her card, a receiver as I may see her.
std::vector<RequestAnswer> seen_requests(Rooms const &rooms, ApiCall const &call,
                                         store::Reader &reader, std::vector<Request> requests,
                                         bool is_mine) {
    std::vector<card::CardBody> shown(requests.size());
    if (is_mine) {
        std::vector<MemberId> receivers;
        for (auto const &one : requests) receivers.push_back(one.to);
        auto const sights = rooms.policy.look(reader, call.visit.member, receivers);
        for (std::size_t i = 0; i < sights.size(); ++i) shown[i] = sights[i].card();
    } else {
        std::vector<card::CardKey> cards;
        for (auto const &one : requests) cards.push_back({one.from, one.card});
        auto const versions = rooms.cards.live(reader, cards);
        for (std::size_t i = 0; i < versions.size(); ++i) {
            if (versions[i]) shown[i] = policy::Policy::held_out(versions[i]->body);
        }
    }
    std::vector<RequestAnswer> answers;
    for (std::size_t i = 0; i < requests.size(); ++i)
        answers.push_back({std::move(requests[i]), is_mine, std::move(shown[i]), call.visit.now});
    return answers;
}

Result<RequestAnswer> ask(Rooms const &rooms, ApiCall const &call, RequestInput const &input) {
    auto const request = rooms.exchange.ask(call.visit.member, input.to, input.card, input.message);
    if (!request) return request.why();
    return rooms.database.read([&](store::Reader &reader) {
        return seen_requests(rooms, call, reader, {*request}, true).front();
    });
}

Result<RequestPage> requests(Rooms const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    bool const is_mine = visit.query("box") == "out";
    int const limit = web::limit_of(visit);
    auto const before = web::cursor_of<RequestId>(visit);
    if (!before) return before.why();
    // One snapshot, which the verbs' own reads join.
    return rooms.database.read([&](store::Reader &reader) {
        auto found = is_mine ? rooms.exchange.outgoing(visit.member, *before, limit + 1)
                             : rooms.exchange.incoming(visit.member, *before, limit + 1);
        RequestPage page;
        if (static_cast<int>(found.size()) > limit) {
            found.resize(static_cast<std::size_t>(limit));
            page.next = found.back().id.text();
        }
        page.items = seen_requests(rooms, call, reader, std::move(found), is_mine);
        return page;
    });
}

Result<TieAnswer> accept(Rooms const &rooms, ApiCall const &call, AcceptInput const &input) {
    return seen_tie(rooms, rooms.exchange.accept(call.visit.member, call.visit.path_id<RequestId>(),
                                                 input.card));
}

Result<TieAnswer> tie(Rooms const &rooms, ApiCall const &call) {
    return rooms.database.read([&](store::Reader &reader) -> Result<TieAnswer> {
        auto const tie =
            rooms.policy.tie(reader, call.visit.member, call.visit.path_id<MemberId>("member"));
        if (!tie || !tie->is_live())
            return Refusal{Reason::not_found, N_("You have not exchanged cards with this person.")};
        return seen_tie(rooms, reader, *tie);
    });
}

Done check_version(Rooms const &rooms, ApiCall const &call, store::Reader &reader,
                   policy::Tie const &tie) {
    return web::check_preconditions(call, web::to_json(seen_tie(rooms, reader, tie)));
}

Result<TieAnswer> change_tie(Rooms const &rooms, ApiCall const &call,
                             web::Patch<TieChange> const &patch) {
    auto const done = rooms.exchange.set_tier(
        call.visit.member, call.visit.path_id<MemberId>("member"),
        [&](store::Reader &reader, policy::Tie const &tie) -> Result<card::Tier> {
            if (auto const fits = check_version(rooms, call, reader, tie); !fits) return fits.why();
            return patch.onto({tie.tier}).tier;
        });
    if (!done) return done.why();
    return tie(rooms, call);
}

Done end_tie(Rooms const &rooms, ApiCall const &call) {
    return rooms.exchange.end(call.visit.member, call.visit.path_id<MemberId>("member"),
                              [&](store::Reader &reader, policy::Tie const &tie) {
                                  return check_version(rooms, call, reader, tie);
                              });
}

Result<MemberWithTie> member(Rooms const &rooms, ApiCall const &call) {
    auto const id = call.visit.path_id<MemberId>();
    auto const sight = rooms.exchange.member(call.visit.member, id);
    if (!sight) return sight.why();
    MemberWithTie page;
    page.member = {id, sight->card()};
    if (sight->is_tied()) page.tie = sight->tie;
    if (sight->is_tied() && !sight->tie->version) {
        if (auto const contact = rooms.contacts.find(call.visit.member, ContactId{id.value});
            contact && contact->withdrawn) {
            page.member.seen = contact->body;
            page.withdrawn = contact->withdrawn;
        }
    }
    page.other_names = rooms.exchange.other_names(call.visit.member, id);
    return page;
}

Result<MemberList> people(Rooms const &rooms, ApiCall const &call) {
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
    MemberList page;
    for (auto const &one : found->people) page.items.push_back({one.id, one.card});
    if (found->next) page.next = found->next.text();
    return page;
}

Result<BlockedPage> blocked(Rooms const &rooms, ApiCall const &call) {
    return rooms.database.read([&](store::Reader &reader) {
        auto const ids = rooms.exchange.blocked(call.visit.member);
        auto const sights = rooms.policy.look(reader, call.visit.member, ids);
        BlockedPage page;
        for (std::size_t i = 0; i < ids.size(); ++i)
            page.items.push_back({ids[i], sights[i].card()});
        return page;
    });
}

template <Done (Exchange::*act)(MemberId, RequestId)>
Done answer_request(Rooms const &rooms, ApiCall const &call) {
    return (rooms.exchange.*act)(call.visit.member, call.visit.path_id<RequestId>());
}
template <Done (Exchange::*act)(MemberId, MemberId)>
Done towards_member(Rooms const &rooms, ApiCall const &call) {
    return (rooms.exchange.*act)(call.visit.member, call.visit.path_id<MemberId>());
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"exchange", "exchange:read", "exchange:write"}};
    api.add(web::post("/exchange/codes",
                      "Show a code: whoever redeems it in time exchanges cards with me.")
                .creates()
                .refuses({422, 429}),
            show_code);
    api.add(web::del("/exchange/codes", "Stop showing my code."), end_code);
    api.add(web::post("/exchange/codes/redeem", "Exchange cards with whoever shows this code.")
                .creates()
                .refuses({404, 409, 422, 429}),
            redeem);

    api.add(web::post("/exchange/requests", "Ask a member for an exchange, with a message.")
                .creates()
                .refuses({403, 404, 409, 422, 429}),
            ask);
    api.add(web::get("/exchange/requests",
                     "Requests to me (box=in) or from me (box=out), newest first.")
                .asks(web::page_params({{"box", shape::words({"in", "out"}), "in by default"}}))
                .refuses({422}),
            requests);
    api.add(
        web::post("/exchange/requests/{id}/accept", "Accept a request and give a card in return.")
            .refuses({404, 409, 422}),
        accept);
    api.add(web::post("/exchange/requests/{id}/hold",
                      "Keep a request for later. Its sender is not told.")
                .refuses({404}),
            answer_request<&Exchange::hold>);
    api.add(
        web::post("/exchange/requests/{id}/decline", "Put a request away. Its sender is not told.")
            .refuses({404}),
        answer_request<&Exchange::decline>);
    api.add(web::post("/exchange/requests/{id}/withdraw", "Take back a request of mine.")
                .refuses({404, 409}),
            answer_request<&Exchange::withdraw>);

    api.add(web::get("/ties/{member}", "My exchange with a member: how we met, what I show.")
                .refuses({404}),
            tie);
    api.add(web::patch("/ties/{member}", "Change what I show to this member. Nobody is told.")
                .refuses({404, 422}),
            change_tie);
    api.add(web::del("/ties/{member}", "End the exchange: live fields close, ledgers stay.")
                .refuses({404}),
            end_tie);

    api.add(web::get("/members/{id}", "What I may see of a member.").refuses({404}), member);
    api.add(web::get("/members", "Members whose name I may see, by name in any script.")
                .asks(web::page_params({{"q", shape::text(200),
                                         "a name, reading or romaji, or its beginning; a former "
                                         "name counts where it is shown to me"}}))
                .refuses({422}),
            people);
    api.add(web::post("/members/{id}/block",
                      "Block a member: an exchange ends and requests no longer arrive.")
                .refuses({404, 422}),
            towards_member<&Exchange::block>);
    api.add(web::post("/members/{id}/unblock", "Lift a block. Nothing is restored.").refuses({404}),
            towards_member<&Exchange::unblock>);
    api.add(web::get("/blocked", "Whom I have blocked."), blocked);
}

} // namespace goen::exchange
