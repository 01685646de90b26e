// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"
#include "exchange/exchange_json.hpp"
#include "introduction/introduction_doors.hpp"
#include "web/paging.hpp"

#include <boost/json.hpp>

namespace goen::introduction {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;

std::string text(json::object const &body, std::string_view key) {
    auto const *value = body.if_contains(key);
    return value && value->is_string() ? std::string{std::string_view{value->as_string()}}
                                       : std::string{};
}
template <class AnId> AnId id_in(json::object const &body, std::string_view key) {
    return AnId::parse(text(body, key)).value_or(AnId{});
}

json::object person(Rooms const &rooms, Introduction const &one, MemberId id) {
    auto const held_out = one.role == Role::party && id == one.other();
    auto const card = held_out ? one.proposed ? rooms.introductions.shown_of(id)
                                              : rooms.introductions.shown_of_asker(one.shown, id)
                               : rooms.database.read([&](store::Reader &reader) {
                                     return rooms.policy.look(reader, one.member, id).card();
                                 });
    return exchange::member_json(id, card);
}

json::value phrase_json(int phrase) {
    return phrase > 0 ? json::value(phrase) : json::value(nullptr);
}

json::object introduction_json(Rooms const &rooms, Introduction const &one, Time now) {
    json::object thanks;
    thanks["from"] = one.role == Role::bridge || one.member == one.from
                         ? phrase_json(one.thanks_from)
                         : json::value(nullptr);
    thanks["to"] = one.role == Role::bridge || one.member == one.to ? phrase_json(one.thanks_to)
                                                                    : json::value(nullptr);
    return {{"id", one.id.text()},
            {"role", to_string(one.role)},
            {"state", one.state_for_reader(now)},
            {"proposed", one.proposed},
            {"from", person(rooms, one, one.from)},
            {"bridge", person(rooms, one, one.bridge)},
            {"to", person(rooms, one, one.to)},
            {"message", one.message},
            {"about", one.about},
            {"words", one.words},
            {"since", rfc3339(one.since)},
            {"lapses_at", rfc3339(one.lapses())},
            {"thanks", std::move(thanks)}};
}

web::Schema introduction_schema() {
    auto const phrase = shape::integer(1, thanks_phrases).or_null();
    return shape::object(
        "Introduction",
        {shape::required("id", shape::id()),
         shape::required("role", shape::words({"asker", "bridge", "party"}).about("mine in it")),
         shape::required("state", shape::words({"sent", "passed_on", "open", "held", "accepted",
                                                "made", "withdrawn", "lapsed"})),
         shape::required("proposed", shape::boolean().about("by the bridge, not asked for")),
         shape::required("from", exchange::member_schema()),
         shape::required("bridge", exchange::member_schema()),
         shape::required("to", exchange::member_schema()),
         shape::required("message", shape::text(max_message).about("of the asker to the bridge")),
         shape::required("about", shape::text(max_about)),
         shape::required("words", shape::text(max_words).about("of the bridge to both")),
         shape::required("since", shape::time()), shape::required("lapses_at", shape::time()),
         shape::required("thanks",
                         shape::object("IntroductionThanks", {shape::required("from", phrase),
                                                              shape::required("to", phrase)}))});
}

Result<ApiAnswer> list(Rooms const &rooms, ApiCall const &call) {
    auto const wanted = call.visit.query("box");
    auto const box = wanted == "under_way" ? Box::under_way
                     : wanted == "made"    ? Box::made
                                           : Box::waiting;
    int const limit = web::limit_of(call.visit);
    auto const before = web::cursor_of<IntroductionId>(call.visit);
    if (!before) return before.why();
    auto found = rooms.introductions.list(call.visit.member, box, *before, limit + 1);
    json::value next = nullptr;
    if (static_cast<int>(found.size()) > limit) {
        found.resize(static_cast<std::size_t>(limit));
        next = found.back().id.text();
    }
    json::array items;
    for (auto const &one : found) items.push_back(introduction_json(rooms, one, call.visit.now));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", std::move(next)}}};
}

Result<ApiAnswer> show(Rooms const &rooms, ApiCall const &call) {
    auto const found =
        rooms.introductions.find(call.visit.member, call.visit.path_id<IntroductionId>());
    if (!found) return found.why();
    return ApiAnswer{200, introduction_json(rooms, *found, call.visit.now)};
}

// With a bridge: asks her. Without: I propose it to both.
Result<ApiAnswer> make(Rooms const &rooms, ApiCall const &call) {
    auto const me = call.visit.member;
    auto const &body = call.body;
    auto const to = id_in<MemberId>(body, "to");
    auto const made =
        body.contains("bridge")
            ? rooms.introductions.ask(me, {id_in<MemberId>(body, "bridge"), to,
                                           id_in<CardId>(body, "card"), text(body, "message"),
                                           text(body, "about")})
            : rooms.introductions.propose(me, id_in<MemberId>(body, "from"), to,
                                          text(body, "words"));
    if (!made) return made.why();
    return ApiAnswer{201, introduction_json(rooms, *made, call.visit.now)};
}

Result<ApiAnswer> accept(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.introductions.accept(
        call.visit.member, call.visit.path_id<IntroductionId>(), id_in<CardId>(call.body, "card"));
    if (!done) return done.why();
    return show(rooms, call);
}

Result<ApiAnswer> answer_of(Done const &done) {
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

web::Endpoint endpoint(http::Method method, std::string path, std::string summary,
                       std::vector<int> refusals) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.tag = "introductions";
    made.scope = method == http::Method::get ? "exchange:read" : "exchange:write";
    made.refusals = std::move(refusals);
    made.status = 204;
    return made;
}
web::Endpoint answering(web::Endpoint made, int status, web::Schema answer) {
    made.status = status;
    made.answer = std::move(answer);
    return made;
}
web::Endpoint taking(web::Endpoint made, web::Schema body) {
    made.body = std::move(body);
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
    auto lists = answering(endpoint(Method::get, "/introductions",
                                    "Introductions I have a part in, newest first.", {422}),
                           200, shape::page_of("IntroductionPage", introduction_schema()));
    lists.query = {{"box", shape::words({"waiting", "under_way", "made"}), "waiting by default"},
                   {"after", shape::text(20), "the cursor `next` of the page before"},
                   {"limit", shape::integer(1, 100), "50 by default"}};
    hang(std::move(lists), list);
    hang(answering(
             endpoint(Method::get, "/introductions/{id}", "One introduction, as I see it.", {404}),
             200, introduction_schema()),
         show);
    hang(answering(
             taking(endpoint(Method::post, "/introductions",
                             "Ask `bridge` for an introduction to `to`; or, without `bridge`, "
                             "introduce `from` and `to` to each other.",
                             {403, 404, 409, 422, 429}),
                    shape::object(
                        "IntroductionInput",
                        {shape::required("to", shape::id()), shape::optional("bridge", shape::id()),
                         shape::optional("from", shape::id()), shape::optional("card", shape::id()),
                         shape::optional("message", shape::text(max_message)),
                         shape::optional("about", shape::text(max_about)),
                         shape::optional("words", shape::text(max_words))})),
             201, introduction_schema()),
         make);
    hang(answering(taking(endpoint(Method::post, "/introductions/{id}/accept",
                                   "Say yes, with the card to give.", {404, 409, 422}),
                          shape::object("IntroductionAcceptInput",
                                        {shape::required("card", shape::id())})),
                   200, introduction_schema()),
         accept);
    doors.api(
        taking(
            endpoint(Method::post, "/introductions/{id}/introduce",
                     "Introduce, in words that both will read.", {404, 409, 422}),
            shape::object("IntroduceInput", {shape::required("words", shape::text(max_words, 1))})),
        [rooms](ApiCall const &call) {
            return answer_of(rooms.introductions.introduce(
                call.visit.member, call.visit.path_id<IntroductionId>(), text(call.body, "words")));
        });
    doors.api(taking(endpoint(Method::post, "/introductions/{id}/thank",
                              "Thank the one who introduced us, once, in one of three phrases.",
                              {404, 422}),
                     shape::object("ThankInput",
                                   {shape::required("phrase", shape::integer(1, thanks_phrases))})),
              [rooms](ApiCall const &call) {
                  return answer_of(rooms.introductions.thank(
                      call.visit.member, call.visit.path_id<IntroductionId>(),
                      static_cast<int>(call.body.at("phrase").to_number<std::int64_t>())));
              });
    auto const verb = [&](std::string const &word, std::string summary,
                          Done (Introductions::*act)(MemberId, IntroductionId),
                          std::vector<int> refusals) {
        doors.api(endpoint(Method::post, "/introductions/{id}/" + word, std::move(summary),
                           std::move(refusals)),
                  [rooms, act](ApiCall const &call) {
                      return answer_of((rooms.introductions.*act)(
                          call.visit.member, call.visit.path_id<IntroductionId>()));
                  });
    };
    verb("hold", "Keep it for later. Nobody is told.", &Introductions::hold, {404});
    verb("decline", "Put it away. Nobody is told.", &Introductions::decline, {404});
    verb("withdraw", "Take back what I asked for or passed on.", &Introductions::withdraw,
         {404, 409});
}

} // namespace goen::introduction
