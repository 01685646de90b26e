// SPDX-License-Identifier: Apache-2.0
// /requests: received, sent, new ones.
#include "exchange/page_doors.hpp"
#include "exchange/request_view.hpp"
#include "network/network_doors.hpp"
#include "web/home_places.hpp"
#include "web/plain.hpp"

namespace goen::exchange {
namespace {

using web::Visit;

web::PageOptions const in_requests{.section = "notices"};

// One more than fits is read, to know whether there is another page.
template <class Line> RequestId cut(std::vector<Line> &lines, int rows) {
    if (static_cast<int>(lines.size()) <= rows) return {};
    lines.resize(static_cast<std::size_t>(rows));
    return lines.back().id;
}

// Who asks, as each holds her card out.
std::vector<ReceivedRequest> asking(Rooms const &rooms, Visit const &visit, store::Reader &reader,
                                    std::vector<Request> requests) {
    std::vector<MemberId> senders;
    std::vector<card::CardKey> cards;
    for (auto const &request : requests) {
        senders.push_back(request.from);
        cards.push_back({request.from, request.card});
    }
    auto const versions = rooms.cards.live(reader, cards);
    auto const there = rooms.exchange.members(visit.member, senders);
    std::vector<ReceivedRequest> lines;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        ReceivedRequest line;
        if (versions[i]) line.card = policy::Policy::held_out(versions[i]->body);
        line.has_page = there[i].has_value();
        line.request = std::move(requests[i]);
        lines.push_back(std::move(line));
    }
    return lines;
}

// The same with degrees and acquaintances in common.
std::vector<ReceivedRequest> received_lines(Rooms const &rooms, Visit const &visit,
                                            store::Reader &reader, std::vector<Request> requests) {
    std::vector<MemberId> senders, acquaintances;
    for (auto const &request : requests) senders.push_back(request.from);
    auto const degrees = network::badges(visit, rooms.network, senders);
    auto const common = rooms.exchange.in_common(visit.member, senders);
    for (auto const &ids : common)
        acquaintances.insert(acquaintances.end(), ids.begin(), ids.end());
    auto const names = names_of(rooms, visit, acquaintances);
    auto name = names.begin();
    auto lines = asking(rooms, visit, reader, std::move(requests));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].degree = degrees[i];
        for (std::size_t n = 0; n < common[i].size(); ++n) lines[i].in_common.push_back(*name++);
    }
    return lines;
}

std::vector<SentRequest> sent_lines(Rooms const &rooms, Visit const &visit,
                                    std::vector<Request> requests) {
    std::vector<MemberId> receivers;
    for (auto const &request : requests) receivers.push_back(request.to);
    auto const names = names_of(rooms, visit, receivers);
    auto const there = rooms.exchange.members(visit.member, receivers);
    std::vector<SentRequest> lines;
    for (std::size_t i = 0; i < requests.size(); ++i)
        lines.push_back({std::move(requests[i]), names[i], there[i].has_value()});
    return lines;
}

http::Response list(Rooms const &rooms, Visit const &visit) {
    auto const me = visit.member;
    int const rows = web::is_plain(visit.request) ? 2 : 30; // each has its words and three forms
    RequestsPage page;
    rooms.database.read([&](store::Reader &reader) {
        page.cards = rooms.cards.of(reader, me);
        auto received = rooms.exchange.incoming(
            me, RequestId::parse(visit.query("before")).value_or(RequestId{}), rows + 1);
        auto sent = rooms.exchange.outgoing(
            me, RequestId::parse(visit.query("sent_before")).value_or(RequestId{}), rows + 1);
        page.received_before = cut(received, rows);
        page.sent_before = cut(sent, rows);
        page.received = received_lines(rooms, visit, reader, std::move(received));
        page.sent = sent_lines(rooms, visit, std::move(sent));
        page.also_waiting = rooms.places.show(waiting_beside_requests, visit);
    });
    return web::page(visit, visit.words("Requests"), requests_page(visit, page), in_requests);
}

// The request that home shows, kept while nothing happens to the two.
struct Newest {
    std::optional<ReceivedRequest> line;
    std::vector<card::CardInfo> cards; // the receiver's, to give one in return
};
using KeptNewest = store::Kept<std::shared_ptr<Newest const>, MemberId>;

std::shared_ptr<Newest const> newest(Rooms const &rooms, Visit const &visit, KeptNewest &kept) {
    auto const me = visit.member;
    if (auto const found = kept.find(me, visit.now)) return *found;
    auto const known = kept.known();
    auto made = std::make_shared<Newest>();
    std::vector<std::int64_t> people{me.value};
    rooms.database.read([&](store::Reader &reader) {
        auto received = rooms.exchange.incoming(me, {}, 1);
        if (received.empty()) return;
        people.push_back(received.front().from.value);
        made->line = asking(rooms, visit, reader, std::move(received)).front();
        made->cards = rooms.cards.of(reader, me);
    });
    kept.keep(me, known, people, made, visit.now);
    return made;
}

// Nothing is asked on the days when nobody waits.
html::Html home_request(Rooms const &rooms, Visit const &visit, KeptNewest &kept) {
    auto const waiting = visit.waiting_in("requests");
    if (waiting == 0 || web::is_plain(visit.request)) return {};
    auto const found = newest(rooms, visit, kept);
    if (!found->line) return {};
    return request_panel(visit, *found->line, found->cards, waiting);
}

http::Response new_form(Rooms const &rooms, Visit const &visit, MemberId to, web::FormState state,
                        int status) {
    auto const sight = rooms.exchange.member(visit.member, to);
    if (!sight) return web::refused(visit, sight.why());
    if (sight->is_self || sight->is_tied()) return web::go(visit, "/m/" + to.text());
    if (state.message.empty() && rooms.exchange.has_asked_me(visit.member, to))
        return web::go(visit, "/requests");
    if (auto const reached = rooms.exchange.can_reach(visit.member, to);
        !reached && state.message.empty())
        return web::refused(visit, reached.why());
    auto options = in_requests;
    options.narrow = true;
    options.status = status;
    NewRequestPage page{to, sight->card(), rooms.cards.of(visit.member), std::move(state)};
    if (page.card.name.empty()) page.card.name.family = name_of(rooms, visit, to);
    return web::page(visit, visit.words("New request"), new_request_page(visit, page), options);
}

http::Response send(Rooms const &rooms, Visit const &visit) {
    auto const to = MemberId::parse(visit.form.get("to")).value_or(MemberId{});
    auto const card = CardId::parse(visit.form.get("card")).value_or(CardId{});
    auto const asked =
        rooms.exchange.ask(visit.member, to, card, message_of(visit.form, visit.words));
    if (asked) return web::go(visit, "/requests", N_("Your request has been sent."));
    auto const &why = asked.why();
    if (why.reason == Reason::not_found) return web::refused(visit, why);
    auto response =
        new_form(rooms, visit, to, web::typed_again(visit, why), web::status_of(why.reason));
    if (why.retry_after > seconds{0})
        response.set("retry-after", std::to_string(why.retry_after.count()));
    return response;
}

http::Response accept(Rooms const &rooms, Visit const &visit) {
    auto const card = CardId::parse(visit.form.get("card")).value_or(CardId{});
    auto const tie = rooms.exchange.accept(visit.member, visit.path_id<RequestId>(), card);
    if (!tie) return web::refused(visit, tie.why());
    return web::go(visit, "/exchange/done?with=" + tie->other.text());
}

} // namespace

void add_request_parts(Rooms rooms, store::DerivedMemory &memory) {
    auto const kept = std::make_shared<KeptNewest>(4096, seconds{60});
    memory.keep("home_requests", *kept);
    rooms.places.hang(web::home_beside, 10, [rooms, kept](Visit const &visit) {
        return home_request(rooms, visit, *kept);
    });
}

void add_request_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    doors.get("/requests", Who::member, [rooms](Visit const &visit) { return list(rooms, visit); });
    doors.get("/requests/new", Who::member, [rooms](Visit const &visit) {
        return new_form(rooms, visit, MemberId::parse(visit.query("to")).value_or(MemberId{}), {},
                        200);
    });
    doors.post("/requests/new", Who::member,
               [rooms](Visit const &visit) { return send(rooms, visit); });
    doors.post("/requests/{id}/accept", Who::member,
               [rooms](Visit const &visit) { return accept(rooms, visit); });

    auto const verb = [&](std::string const &word, Done (Exchange::*act)(MemberId, RequestId),
                          char const *said) {
        doors.post("/requests/{id}/" + word, Who::member, [rooms, act, said](Visit const &visit) {
            auto const done = (rooms.exchange.*act)(visit.member, visit.path_id<RequestId>());
            if (!done) return web::refused(visit, done.why());
            return web::go(visit, "/requests", said);
        });
    };
    verb("hold", &Exchange::hold, N_("The request is on hold. The sender is not told."));
    verb("decline", &Exchange::decline,
         N_("The request has been declined. The sender is not told."));
    verb("withdraw", &Exchange::withdraw, N_("The request has been withdrawn."));
}

} // namespace goen::exchange
