// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange_json.hpp"
#include "introduction/introduction_doors.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"

#include <unordered_map>

namespace goen::introduction {

namespace shape = web::shape;
using exchange::MemberAnswer;
using web::ApiCall;
using web::field;

static constexpr auto values_of(Role) { return std::array{Role::asker, Role::bridge, Role::party}; }

namespace {

struct Thanks {
    std::optional<int> from, to;
};
web::Record const &record_of(Thanks const *) {
    static web::Record const record{
        "IntroductionThanks",
        {field<&Thanks::from>("from").between(1, thanks_phrases).or_null(),
         field<&Thanks::to>("to").between(1, thanks_phrases).or_null()}};
    return record;
}

struct Answer { // Introduction
    Introduction one;
    MemberAnswer from, bridge, to;
    Thanks thanks;
    Time now{};
};
web::Record const &record_of(Answer const *) {
    static web::Record const record{
        "Introduction",
        {field<[](Answer const &it) { return it.one.id; }>("id"),
         field<[](Answer const &it) { return it.one.role; }>("role").about("mine in it"),
         field<[](Answer const &it) { return it.one.state_for_reader(it.now); }>("state").as(
             shape::words(
                 {"sent", "passed_on", "open", "held", "accepted", "made", "withdrawn", "lapsed"})),
         field<[](Answer const &it) { return it.one.proposed; }>("proposed")
             .about("by the bridge, not asked for"),
         field<&Answer::from>("from"), field<&Answer::bridge>("bridge"), field<&Answer::to>("to"),
         field<[](Answer const &it) { return it.one.message; }>("message")
             .most(max_message)
             .about("of the asker to the bridge"),
         field<[](Answer const &it) { return it.one.about; }>("about").most(max_about),
         field<[](Answer const &it) { return it.one.words; }>("words").most(max_words).about(
             "of the bridge to both"),
         field<[](Answer const &it) { return it.one.since; }>("since"),
         field<[](Answer const &it) { return it.one.lapses(); }>("lapses_at"),
         field<&Answer::thanks>("thanks")}};
    return record;
}

struct Input {
    MemberId to, from;
    std::optional<MemberId> bridge;
    CardId card;
    std::string message, about, words;
};
web::Record const &record_of(Input const *) {
    static web::Record const record{
        "IntroductionInput",
        {field<&Input::to>("to"), field<&Input::bridge>("bridge").optional(),
         field<&Input::from>("from").optional(), field<&Input::card>("card").optional(),
         field<&Input::message>("message").optional().most(max_message),
         field<&Input::about>("about").optional().most(max_about),
         field<&Input::words>("words").optional().most(max_words)}};
    return record;
}

struct AcceptInput {
    CardId card;
};
web::Record const &record_of(AcceptInput const *) {
    static web::Record const record{"IntroductionAcceptInput", {field<&AcceptInput::card>("card")}};
    return record;
}

struct IntroduceInput {
    std::string words;
};
web::Record const &record_of(IntroduceInput const *) {
    static web::Record const record{
        "IntroduceInput", {field<&IntroduceInput::words>("words").most(max_words).least(1)}};
    return record;
}

struct ThankInput {
    int phrase = 0;
};
web::Record const &record_of(ThankInput const *) {
    static web::Record const record{
        "ThankInput", {field<&ThankInput::phrase>("phrase").between(1, thanks_phrases)}};
    return record;
}

using AnswerPage = web::Page<Answer, "IntroductionPage">;

// What the reader of introductions may see of the people in them, with as many queries for many as
// for one.
class PeopleShown {
public:
    PeopleShown(Rooms const &rooms, MemberId me, std::vector<Introduction> const &all) {
        rooms.database.read([&](store::Reader &reader) {
            std::vector<MemberId> members;
            std::vector<Introductions::Party> parties;
            for (auto const &one : all) {
                members.insert(members.end(), {one.from, one.bridge, one.to});
                if (one.role == Role::party)
                    parties.push_back({one.other(), !one.proposed, one.shown});
            }
            auto const sights = rooms.policy.look(reader, me, members);
            for (std::size_t i = 0; i < members.size(); ++i) seen_[members[i]] = sights[i].card();
            auto const shown = rooms.introductions.shown_of(parties);
            auto next = shown.begin();
            for (auto const &one : all) {
                if (one.role == Role::party) held_out_[one.id] = *next++;
            }
        });
    }
    MemberAnswer in(Introduction const &one, MemberId id) const {
        bool const is_held_out = one.role == Role::party && id == one.other();
        return {id, is_held_out ? held_out_.at(one.id) : seen_.at(id)};
    }

private:
    std::unordered_map<MemberId, card::CardBody> seen_;
    std::unordered_map<IntroductionId, card::CardBody> held_out_; // of the other party
};

Answer answer_of(PeopleShown const &people, Introduction const &one, Time now) {
    auto const shown = [&](bool is_mine, int phrase) {
        return phrase > 0 && (one.role == Role::bridge || is_mine) ? std::optional{phrase}
                                                                   : std::nullopt;
    };
    return {one,
            people.in(one, one.from),
            people.in(one, one.bridge),
            people.in(one, one.to),
            {shown(one.member == one.from, one.thanks_from),
             shown(one.member == one.to, one.thanks_to)},
            now};
}

Result<AnswerPage> list(Rooms const &rooms, ApiCall const &call) {
    auto const wanted = call.visit.query("box");
    auto const box = wanted == "under_way" ? Box::under_way
                     : wanted == "made"    ? Box::made
                                           : Box::waiting;
    int const limit = web::limit_of(call.visit);
    auto const before = web::cursor_of<IntroductionId>(call.visit);
    if (!before) return before.why();
    return rooms.database.read([&](store::Reader &) {
        auto found = rooms.introductions.list(call.visit.member, box, *before, limit + 1);
        AnswerPage page;
        if (static_cast<int>(found.size()) > limit) {
            found.resize(static_cast<std::size_t>(limit));
            page.next = found.back().id.text();
        }
        PeopleShown const people{rooms, call.visit.member, found};
        for (auto const &one : found) page.items.push_back(answer_of(people, one, call.visit.now));
        return page;
    });
}

Result<Answer> show(Rooms const &rooms, ApiCall const &call) {
    auto const found =
        rooms.introductions.find(call.visit.member, call.visit.path_id<IntroductionId>());
    if (!found) return found.why();
    return answer_of({rooms, call.visit.member, {*found}}, *found, call.visit.now);
}

// With a bridge: asks her. Without: I propose it to both.
Result<Answer> make(Rooms const &rooms, ApiCall const &call, Input const &input) {
    auto const me = call.visit.member;
    auto const made = input.bridge
                          ? rooms.introductions.ask(me, {*input.bridge, input.to, input.card,
                                                         input.message, input.about})
                          : rooms.introductions.propose(me, input.from, input.to, input.words);
    if (!made) return made.why();
    return answer_of({rooms, me, {*made}}, *made, call.visit.now);
}

Result<Answer> accept(Rooms const &rooms, ApiCall const &call, AcceptInput const &input) {
    auto const done = rooms.introductions.accept(call.visit.member,
                                                 call.visit.path_id<IntroductionId>(), input.card);
    if (!done) return done.why();
    return show(rooms, call);
}

Done introduce(Rooms const &rooms, ApiCall const &call, IntroduceInput const &input) {
    return rooms.introductions.introduce(call.visit.member, call.visit.path_id<IntroductionId>(),
                                         input.words);
}

Done thank(Rooms const &rooms, ApiCall const &call, ThankInput const &input) {
    return rooms.introductions.thank(call.visit.member, call.visit.path_id<IntroductionId>(),
                                     input.phrase);
}

template <Done (Introductions::*act)(MemberId, IntroductionId)>
Done answer_with(Rooms const &rooms, ApiCall const &call) {
    return (rooms.introductions.*act)(call.visit.member, call.visit.path_id<IntroductionId>());
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"introductions", "exchange:read", "exchange:write"}};
    api.add(web::get("/introductions", "Introductions I have a part in, newest first.")
                .asks(web::page_params({{"box", shape::words({"waiting", "under_way", "made"}),
                                         "waiting by default"}}))
                .refuses({422}),
            list);
    api.add(web::get("/introductions/{id}", "One introduction, as I see it.").refuses({404}), show);
    api.add(web::post("/introductions", "Ask `bridge` for an introduction to `to`; or, without "
                                        "`bridge`, introduce `from` and `to` to each other.")
                .creates()
                .refuses({403, 404, 409, 422, 429}),
            make);
    api.add(web::post("/introductions/{id}/accept", "Say yes, with the card to give.")
                .refuses({404, 409, 422}),
            accept);
    api.add(web::post("/introductions/{id}/introduce", "Introduce, in words that both will read.")
                .refuses({404, 409, 422}),
            introduce);
    api.add(web::post("/introductions/{id}/thank",
                      "Thank the one who introduced us, once, in one of three phrases.")
                .refuses({404, 422}),
            thank);
    api.add(
        web::post("/introductions/{id}/hold", "Keep it for later. Nobody is told.").refuses({404}),
        answer_with<&Introductions::hold>);
    api.add(web::post("/introductions/{id}/decline", "Put it away. Nobody is told.").refuses({404}),
            answer_with<&Introductions::decline>);
    api.add(web::post("/introductions/{id}/withdraw", "Take back what I asked for or passed on.")
                .refuses({404, 409}),
            answer_with<&Introductions::withdraw>);
}

} // namespace goen::introduction
