// SPDX-License-Identifier: Apache-2.0
// Requests: asked with a message, then accepted, held or declined. The rule of this file: whatever
// the receiver does short of accepting, the sender reads the same, is refused the same, and waits
// the same.
#include "base/text.hpp"
#include "circle_events/events.hpp"
#include "exchange/exchange_state.hpp"

#include <algorithm>

namespace goen::exchange {
namespace {

constexpr int sent_a_day = 20, open_at_once = 100;             // of one sender
constexpr int received_a_day = 100, received_in_a_life = 1000; // of one receiver

Refusal no_such_request() {
    return {Reason::not_found, N_("This request is no longer available.")};
}

std::optional<Request::State> state_of(std::string_view word) {
    for (auto const state : {Request::State::open, Request::State::held, Request::State::accepted,
                             Request::State::declined, Request::State::withdrawn}) {
        if (to_string(state) == word) return state;
    }
    return std::nullopt;
}
std::optional<Request> received(store::Reader &reader, MemberId me, RequestId id) {
    std::optional<Request> found;
    reader.each(sql::request_received, {{"me", me}, {"id", id}},
                [&](store::Row const &row) { found = received_from(row, me); });
    return found;
}
std::optional<Request> sent(store::Reader &reader, MemberId me, RequestId id) {
    std::optional<Request> found;
    reader.each(sql::request_sent, {{"me", me}, {"id", id}},
                [&](store::Row const &row) { found = sent_from(row, me); });
    return found;
}

bool is_answerable(Request const &request, Time now) {
    return (request.state == Request::State::open || request.state == Request::State::held) &&
           now < request.lapses();
}

// How many there are since a time, and when the oldest of them falls out of the count.
struct Tally {
    std::int64_t count = 0;
    Time oldest{};
};
Tally tally(store::Reader &reader, store::Query const &query, std::string_view whose,
            MemberId member, Time since) {
    auto const [count, oldest] =
        *reader.one<std::int64_t, Time>(query, {{whose, member}, {"since", since}});
    return {count, oldest};
}

Refusal slow_down(Sentence why, Time again, Time now) {
    return {Reason::too_many,
            std::move(why),
            {},
            std::max(seconds{1}, std::chrono::ceil<seconds>(again - now))};
}

Result<std::string> parse_message(std::string_view typed) {
    auto const lines = with_unix_lines(trimmed(typed));
    if (lines.empty()) {
        return Refusal{
            Reason::invalid,
            N_("Please add a message."),
            {{"message",
              N_("Please write briefly who you are and why you are contacting this person.")}}};
    }
    if (!is_clean_utf8(lines)) {
        return Refusal{
            Reason::invalid,
            N_("The message could not be read."),
            {{"message", N_("This text contains characters that cannot be displayed.")}}};
    }
    if (count_code_points(lines) > max_message) {
        return Refusal{Reason::invalid,
                       N_("The message is too long."),
                       {{"message", N_("Please keep this to 1,000 characters or fewer.")}}};
    }
    return lines;
}

// Whether `to` lets `me` ask, by what she chose. She chose it openly: a refusal says so.
Done reaches(Exchange::State &state, store::Reader &reader, MemberId me, MemberId to,
             account::Reach reach) {
    auto const know_somebody_in_common = [&] {
        auto const known = state.network ? state.network->is_within_two(me, to) : std::nullopt;
        return known ? *known : reader.any(sql::have_someone_in_common, {{"me", me}, {"them", to}});
    };
    if (reach == account::Reach::anyone ||
        (reach == account::Reach::distance_two && know_somebody_in_common()))
        return {};
    return Refusal{Reason::forbidden,
                   N_("This person only accepts introductions and exchange codes. Ask someone you "
                      "both know for an introduction, or exchange cards when you meet.")};
}

} // namespace

Request::State stored_state(std::string_view word) {
    auto const state = state_of(word);
    if (!state) throw Trouble("a request is in an unknown state");
    return *state;
}

Request received_from(store::Row const &row, MemberId me) {
    using at = sql::received_columns;
    return {.id = row.get<RequestId>(at::id),
            .from = row.get<MemberId>(at::from_id),
            .to = me,
            .card = row.get<CardId>(at::card_id),
            .message = row.get<std::string>(at::message),
            .sent = row.get<Time>(at::sent_at),
            .state = stored_state(row.text(at::end))};
}

Request sent_from(store::Row const &row, MemberId me) {
    using at = sql::sent_columns;
    return {.id = row.get<RequestId>(at::id),
            .from = me,
            .to = row.get<MemberId>(at::to_id),
            .card = row.get<CardId>(at::card_id),
            .message = row.get<std::string>(at::message),
            .sent = row.get<Time>(at::sent_at),
            .state = stored_state(row.text(at::end))};
}

std::string_view to_string(Request::State state) {
    switch (state) {
    case Request::State::open: return "open";
    case Request::State::held: return "held";
    case Request::State::accepted: return "accepted";
    case Request::State::declined: return "declined";
    case Request::State::withdrawn: return "withdrawn";
    }
    return "";
}

std::string_view Request::state_for_sender(Time now) const {
    if (state == State::accepted || state == State::withdrawn) return to_string(state);
    return now < lapses() ? "sent" : "lapsed";
}

Result<Request> Exchange::ask(MemberId me, MemberId to, CardId card, std::string message) {
    if (me == to) return Refusal{Reason::invalid, N_("You cannot exchange cards with yourself.")};
    auto const words = parse_message(message);
    if (!words) return words.why();

    return state_->database.write([&](store::Writer &writer) -> Result<Request> {
        auto const now = state_->clock.now();
        auto const since = now - request_life, yesterday = now - std::chrono::hours{24};
        lock_pair(writer, me, to);
        if (!state_->cards.live(writer, me, card)) return not_my_card();
        auto const sight = state_->member(writer, me, to);
        if (!sight) return sight.why();
        if (sight->is_tied())
            return Refusal{Reason::conflict,
                           N_("You have already exchanged cards with this person.")};
        if (state_->policy.has_blocked(writer, me, to)) {
            return Refusal{Reason::conflict,
                           N_("You have blocked this person. Please unblock them first.")};
        }
        if (writer.any(sql::asked_me, {{"me", me}, {"them", to}, {"since", since}})) {
            return Refusal{
                Reason::conflict,
                N_("This person has already sent you a request. Please check your requests.")};
        }
        auto const receiver = state_->accounts.find(writer, to);
        if (!receiver) return no_such_member();
        if (auto const reached = reaches(*state_, writer, me, to, receiver->reach); !reached)
            return reached.why();
        // What follows depends on what the sender did and when, never on what the receiver did with
        // it.
        if (auto const last = writer.one<std::optional<Time>>(
                sql::last_asked, {{"me", me}, {"them", to}, {"since", since}});
            last && *last) {
            return Refusal{Reason::conflict,
                           N_("You already sent this person a request within the last 30 days.")};
        }
        if (auto const day = tally(writer, sql::sent_since, "me", me, yesterday);
            day.count >= sent_a_day) {
            return slow_down(
                N_("You have reached the limit of 20 requests a day. Please try again tomorrow."),
                day.oldest + std::chrono::hours{24}, now);
        }
        if (auto const open = tally(writer, sql::open_sent_since, "me", me, since);
            open.count >= open_at_once) {
            return slow_down(N_("You have 100 pending requests, the maximum. Please wait for "
                                "answers or withdraw some."),
                             open.oldest + request_life, now);
        }
        for (auto const &[from, life, limit] :
             {std::tuple{yesterday, milliseconds{std::chrono::hours{24}}, received_a_day},
              std::tuple{since, milliseconds{request_life}, received_in_a_life}}) {
            if (auto const got = tally(writer, sql::received_since, "them", to, from);
                got.count >= limit) {
                return slow_down(
                    N_("This person is receiving many requests right now. Please try again later."),
                    got.oldest + life, now);
            }
        }

        Request request{state_->ids.make<RequestId>(), me, to, card, *words, now};
        // From somebody blocked it is put down as answered: the same rows in the same time, and
        // nobody sees it.
        bool const arrives = !state_->policy.has_blocked(writer, to, me);
        writer.run(sql::put_request_out, {{"from", me},
                                          {"id", request.id},
                                          {"to", to},
                                          {"card", card},
                                          {"message", request.message},
                                          {"at", now}});
        writer.run(sql::put_request_in, {{"to", to},
                                         {"id", request.id},
                                         {"from", me},
                                         {"card", card},
                                         {"message", request.message},
                                         {"at", now},
                                         {"state", arrives ? "open" : "declined"}});
        store::tell(writer, RequestSent{me, request.id});
        if (arrives) {
            store::tell(writer, RequestArrived{.member = me, .other = to, .request = request.id});
            state_->put_letter(writer, to, letter::Kind::request, request.id.value);
        } else {
            store::tell(writer, RequestKeptAway{me, request.id});
        }
        return request;
    });
}

namespace {

std::int64_t first_id(RequestId before) { return before ? before.value : INT64_MAX; }

} // namespace

std::vector<Request> Exchange::incoming(MemberId me, RequestId before, int limit) {
    auto const since = state_->clock.now() - request_life;
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Request> found;
        reader.each(sql::requests_received,
                    {{"me", me},
                     {"since", since},
                     {"before", first_id(before)},
                     {"count", std::clamp(limit, 1, 101)}},
                    [&](store::Row const &row) { found.push_back(received_from(row, me)); });
        return found;
    });
}

std::vector<Request> Exchange::outgoing(MemberId me, RequestId before, int limit) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Request> found;
        reader.each(
            sql::requests_sent,
            {{"me", me}, {"before", first_id(before)}, {"count", std::clamp(limit, 1, 101)}},
            [&](store::Row const &row) { found.push_back(sent_from(row, me)); });
        return found;
    });
}

Result<Request> Exchange::request_to(MemberId me, RequestId id) {
    auto const now = state_->clock.now();
    auto found =
        state_->database.read([&](store::Reader &reader) { return received(reader, me, id); });
    if (!found || !is_answerable(*found, now)) return no_such_request();
    return *found;
}

std::optional<Request> Exchange::unanswered(MemberId me, RequestId id) {
    auto const since = state_->clock.now() - request_life;
    return state_->database.read([&](store::Reader &reader) -> std::optional<Request> {
        if (!reader.any(sql::request_unanswered, {{"me", me}, {"id", id}, {"since", since}}))
            return {};
        return received(reader, me, id);
    });
}

std::optional<Time> Exchange::asked_on(MemberId me, MemberId other) {
    auto const since = state_->clock.now() - request_life;
    return state_->database.read([&](store::Reader &reader) {
        return reader
            .one<std::optional<Time>>(sql::last_asked,
                                      {{"me", me}, {"them", other}, {"since", since}})
            .value_or(std::nullopt);
    });
}

Done Exchange::can_reach(MemberId me, MemberId to) {
    return state_->database.read([&](store::Reader &reader) -> Done {
        auto const receiver = state_->accounts.find(reader, to);
        if (!receiver) return no_such_member();
        return reaches(*state_, reader, me, to, receiver->reach);
    });
}

bool Exchange::has_asked_me(MemberId me, MemberId other) {
    auto const since = state_->clock.now() - request_life;
    return state_->database.read([&](store::Reader &reader) {
        return reader.any(sql::asked_me, {{"me", me}, {"them", other}, {"since", since}});
    });
}

int Exchange::waiting(MemberId me) {
    auto const now = state_->clock.now();
    if (auto const kept = state_->waiting.find(me, now)) return *kept;
    auto const known = state_->waiting.known();
    auto const count = state_->database.read([&](store::Reader &reader) {
        return static_cast<int>(
            reader.one<std::int64_t>(sql::waiting, {{"me", me}, {"since", now - request_life}})
                .value_or(0));
    });
    state_->waiting.keep(me, known, {me.value}, count, now);
    return count;
}

Result<policy::Tie> Exchange::accept(MemberId me, RequestId id, CardId my_card) {
    return state_->database.write([&](store::Writer &writer) -> Result<policy::Tie> {
        auto const now = state_->clock.now();
        auto request = received(writer, me, id);
        if (!request) return no_such_request();
        lock_pair(writer, me, request->from);
        request = received(writer, me, id); // as it stands now that nobody else can move it
        if (request && request->state == Request::State::accepted) {
            // A second tap.
            if (auto standing = state_->policy.tie(writer, me, request->from);
                standing && standing->is_live())
                return *standing;
        }
        if (!request || !is_answerable(*request, now)) return no_such_request();
        if (writer.run(
                sql::move_request_in,
                {{"state", "accepted"}, {"me", me}, {"id", id}, {"since", now - request_life}}) ==
                0 ||
            writer.run(sql::move_request_out,
                       {{"state", "accepted"}, {"from", request->from}, {"id", id}}) == 0) {
            return no_such_request();
        }
        auto made =
            tie(writer,
                {me, request->from, my_card, request->card, policy::Means::request, {}, {}, now});
        if (!made) return made;
        store::tell(writer, RequestAccepted{.member = me, .other = request->from, .request = id});
        put_exchange_letter(writer, request->from, me);
        return made;
    });
}

namespace {

// Hold and decline: the receiver's row only.
Done put_aside(store::Database &database, Clock &clock, MemberId me, RequestId id,
               Request::State to) {
    return database.write([&](store::Writer &writer) -> Done {
        auto const now = clock.now();
        auto request = received(writer, me, id);
        if (!request) return no_such_request();
        lock_pair(writer, me, request->from);
        request = received(writer, me, id);
        if (request && request->state == to) return {};
        if (!request || !is_answerable(*request, now)) return no_such_request();
        if (writer.run(sql::move_request_in, {{"state", to_string(to)},
                                              {"me", me},
                                              {"id", id},
                                              {"since", now - request_life}}) == 0) {
            return no_such_request();
        }
        if (to == Request::State::held) {
            store::tell(writer, RequestHeld{me, id});
        } else {
            store::tell(writer, RequestDeclined{me, id});
        }
        return {};
    });
}

} // namespace

Done Exchange::hold(MemberId me, RequestId id) {
    return put_aside(state_->database, state_->clock, me, id, Request::State::held);
}

Done Exchange::decline(MemberId me, RequestId id) {
    return put_aside(state_->database, state_->clock, me, id, Request::State::declined);
}

Done Exchange::withdraw(MemberId me, RequestId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const now = state_->clock.now();
        auto const request = sent(writer, me, id);
        if (!request) return no_such_request();
        lock_pair(writer, me, request->to);
        auto const as_it_stands = sent(writer, me, id);
        if (!as_it_stands) return no_such_request(); // she has left the network while this waited
        if (as_it_stands->state == Request::State::withdrawn) return {};
        if (as_it_stands->state == Request::State::accepted ||
            writer.run(sql::move_request_out, {{"state", "withdrawn"}, {"from", me}, {"id", id}}) ==
                0) {
            return Refusal{Reason::conflict,
                           N_("The request has been accepted: you have exchanged cards.")};
        }
        // Nothing below may change what the sender is answered.
        writer.run(sql::move_request_in, {{"state", "withdrawn"},
                                          {"me", request->to},
                                          {"id", id},
                                          {"since", now - request_life}});
        store::tell(writer, RequestWithdrawn{me, id});
        store::tell(writer, RequestGone{request->to, id}); // one fewer waits for her
        return {};
    });
}

} // namespace goen::exchange
