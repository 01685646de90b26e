// SPDX-License-Identifier: Apache-2.0
// /introductions: the record, asking, proposing, answering.
#include "base/text.hpp"
#include "circle_events/events.hpp"
#include "exchange/exchange_doors.hpp"
#include "introduction/introduction_doors.hpp"
#include "introduction/introduction_shown.hpp"
#include "web/plain.hpp"

namespace goen::introduction {
namespace {

using html::Html;
using web::Visit;

web::PageOptions const in_requests{.section = "notices"};

std::string name_of(Rooms const &rooms, Visit const &visit, MemberId id) {
    return rooms.database.read([&](store::Reader &reader) {
        return names_of(rooms, visit.member, visit.words, reader, {id})[id];
    });
}

// One more than fits is read, to know whether there is another page.
std::vector<Shown> box(Rooms const &rooms, Visit const &visit, Box which, std::string_view param,
                       int rows, IntroductionId &before) {
    return rooms.database.read([&](store::Reader &reader) {
        auto const from = IntroductionId::parse(visit.query(param)).value_or(IntroductionId{});
        auto found = rooms.introductions.list(visit.member, which, from, rows + 1);
        if (static_cast<int>(found.size()) > rows) {
            found.resize(static_cast<std::size_t>(rows));
            before = found.back().id;
        }
        return shown_to(rooms, visit.member, visit.words, reader, std::move(found));
    });
}

http::Response record(Rooms const &rooms, Visit const &visit) {
    bool const plain = web::is_plain(visit.request);
    RecordPage page;
    rooms.database.read([&](store::Reader &reader) {
        page.cards = rooms.cards.of(reader, visit.member);
        page.waiting =
            box(rooms, visit, Box::waiting, "waiting_before", plain ? 2 : 30, page.waiting_before);
        page.under_way = box(rooms, visit, Box::under_way, "under_way_before", plain ? 10 : 30,
                             page.under_way_before);
        page.made = box(rooms, visit, Box::made, "made_before", plain ? 10 : 50, page.made_before);
    });
    return web::page(visit, visit.words("Introductions"), record_page(visit, page), in_requests);
}

http::Response with_status(Visit const &visit, std::string_view title, Html body,
                           Refusal const *why) {
    auto options = in_requests;
    options.narrow = true;
    if (why) options.status = web::status_of(why->reason);
    auto response = web::page(visit, title, std::move(body), options);
    if (why && why->retry_after > seconds{0})
        response.set("retry-after", std::to_string(why->retry_after.count()));
    return response;
}

http::Response one(Rooms const &rooms, Visit const &visit, web::FormState state = {},
                   Refusal const *why = nullptr) {
    auto const found = rooms.introductions.find(visit.member, visit.path_id<IntroductionId>());
    if (!found) return web::refused(visit, found.why());
    auto const shown = rooms.database.read([&](store::Reader &reader) {
        return shown_to(rooms, visit.member, visit.words, reader, {*found});
    });
    return with_status(visit, visit.words("Introduction"),
                       one_page(visit, shown.front(), rooms.cards.of(visit.member), state), why);
}

http::Response ask_form(Rooms const &rooms, Visit const &visit, MemberId to, web::FormState state,
                        Refusal const *why = nullptr) {
    auto const sight = rooms.exchange.member(visit.member, to);
    if (!sight) return web::refused(visit, sight.why());
    if (sight->is_self || sight->is_tied()) return web::go(visit, "/m/" + to.text());
    AskPage page{to, name_of(rooms, visit, to), {}, rooms.cards.of(visit.member), std::move(state)};
    auto bridges = rooms.network ? rooms.network->bridges(visit.member, to) : std::nullopt;
    if (!bridges) bridges = rooms.exchange.in_common(visit.member, to);
    auto names = rooms.database.read([&](store::Reader &reader) {
        return names_of(rooms, visit.member, visit.words, reader, *bridges);
    });
    for (auto const id : *bridges) page.bridges.emplace_back(id, names[id]);
    if (!page.state.typed.has("bridge") && !visit.query("bridge").empty()) {
        for (auto const &[id, name] : page.bridges) {
            if (id.text() == visit.query("bridge")) page.state.typed.add("bridge", id.text());
        }
    }
    if (!page.state.typed.has("card")) {
        if (auto const card = rooms.introductions.settings(visit.member).card)
            page.state.typed.add("card", card.text());
    }
    return with_status(visit, visit.words("Ask for an introduction"), ask_page(visit, page), why);
}

http::Response ask(Rooms const &rooms, Visit const &visit) {
    auto const id = [&](char const *name) {
        return MemberId::parse(visit.form.get(name)).value_or(MemberId{});
    };
    auto const done = rooms.introductions.ask(
        visit.member,
        {id("bridge"), id("to"), CardId::parse(visit.form.get("card")).value_or(CardId{}),
         std::string{visit.form.get("message")}, std::string{visit.form.get("about")}});
    if (done)
        return web::go(visit, "/introductions",
                       N_("Your request for an introduction has been sent."));
    auto const why = done.why();
    if (why.reason == Reason::not_found) return web::refused(visit, why);
    return ask_form(rooms, visit, id("to"), web::typed_again(visit, why), &why);
}

http::Response introduce(Rooms const &rooms, Visit const &visit) {
    if (visit.form.get("step") == "preview") return one(rooms, visit, {visit.form, {}, {}});
    auto const done = rooms.introductions.introduce(visit.member, visit.path_id<IntroductionId>(),
                                                    visit.form.get("words"));
    if (done) return web::go(visit, "/introductions", N_("Your introduction has been sent."));
    auto const why = done.why();
    if (why.reason == Reason::not_found) return web::refused(visit, why);
    return one(rooms, visit, web::typed_again(visit, why), &why);
}

bool is_tied(Rooms const &rooms, Visit const &visit, MemberId id) {
    auto const sight = rooms.exchange.member(visit.member, id);
    return sight && sight->is_tied();
}

http::Response propose_form(Rooms const &rooms, Visit const &visit, MemberId a, MemberId b,
                            web::FormState state, Refusal const *why = nullptr) {
    ProposePage page;
    if (a && is_tied(rooms, visit, a)) {
        page.one = a;
        page.one_name = name_of(rooms, visit, a);
    }
    if (page.one && b && b != a && is_tied(rooms, visit, b)) {
        page.another = b;
        page.another_name = name_of(rooms, visit, b);
        page.one_card = rooms.introductions.shown_of(a);
        page.another_card = rooms.introductions.shown_of(b);
    } else {
        page.query = std::string{trimmed(visit.query("q"))};
        contacts::Ask wanted;
        wanted.q = page.query;
        wanted.limit = 50;
        auto const found = rooms.contacts.list(visit.member, wanted, visit.words.language());
        std::size_t const rows = web::is_plain(visit.request) ? 10 : 50;
        if (found) {
            for (auto const &line : found->lines) {
                if (page.found.size() == rows) break;
                if (!line.is_live || line.id.value == page.one.value) continue;
                auto work = line.company;
                for (auto const &part : {line.department, line.title}) {
                    if (!work.empty() && !part.empty()) work += ' ';
                    work += part;
                }
                page.found.push_back(
                    {MemberId{line.id.value}, exchange::name_for(line.name, visit.words), work});
            }
        }
    }
    page.state = std::move(state);
    return with_status(visit, visit.words("Introduce two people"), propose_page(visit, page), why);
}

http::Response propose(Rooms const &rooms, Visit const &visit) {
    auto const id = [&](char const *name) {
        return MemberId::parse(visit.form.get(name)).value_or(MemberId{});
    };
    if (visit.form.get("step") == "preview")
        return propose_form(rooms, visit, id("a"), id("b"), {visit.form, {}, {}});
    auto const done =
        rooms.introductions.propose(visit.member, id("a"), id("b"), visit.form.get("words"));
    if (done) return web::go(visit, "/introductions", N_("Your introduction has been sent."));
    auto const why = done.why();
    if (why.reason == Reason::not_found) return web::refused(visit, why);
    return propose_form(rooms, visit, id("a"), id("b"), web::typed_again(visit, why), &why);
}

http::Response accept(Rooms const &rooms, Visit const &visit) {
    auto const done =
        rooms.introductions.accept(visit.member, visit.path_id<IntroductionId>(),
                                   CardId::parse(visit.form.get("card")).value_or(CardId{}));
    if (!done) return web::refused(visit, done.why());
    if (*done) return web::go(visit, "/exchange/done?with=" + (*done)->other.text());
    return web::go(
        visit, "/introductions",
        N_("You have accepted. When the other person also accepts, cards are exchanged."));
}

http::Response settings_form_page(Rooms const &rooms, Visit const &visit,
                                  web::FormState const &state, int status) {
    return web::page(visit, visit.words("Introduction settings"),
                     settings_page(visit, state, rooms.cards.of(visit.member)),
                     {.section = "settings", .narrow = true, .status = status});
}

http::Response choose(Rooms const &rooms, Visit const &visit) {
    Settings const settings{CardId::parse(visit.form.get("card")).value_or(CardId{}),
                            visit.form.get("bridge") == "1", visit.form.get("found") == "1"};
    auto const cards = rooms.cards.of(visit.member);
    std::optional<web::FormState> stale;
    auto const done =
        rooms.introductions.choose(visit.member, settings, [&](Settings const &now) -> Done {
            stale = web::stale_form(settings_parts(cards, visit.words), visit.form,
                                    settings_form(now, cards));
            if (stale) return web::changed_meanwhile();
            return {};
        });
    if (stale) return settings_form_page(rooms, visit, *stale, 409);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/introductions/settings", N_("Saved."));
}

} // namespace

Html waiting_section(Visit const &visit, Rooms const &rooms) {
    IntroductionId more;
    auto const waiting = box(rooms, visit, Box::waiting, "introductions_before",
                             web::is_plain(visit.request) ? 1 : 30, more);
    auto const all =
        html::p(html::a(html::href(html::Url{"/introductions"}), visit.words("All introductions")));
    if (waiting.empty()) return all;
    return waiting_part(visit, waiting, rooms.cards.of(visit.member), all,
                        visit.words("Introductions"));
}

void add_parts(web::Places &places, Rooms rooms) {
    places.count("requests", [rooms](MemberId me) { return rooms.introductions.waiting(me); });
    places.hang(exchange::waiting_beside_requests, 10,
                [rooms](Visit const &visit) { return waiting_section(visit, rooms); });
}

namespace {

template <class E> void counts_for_member(web::Live &live) {
    live.counts<E>([](E const &event) { return event.member; });
}

} // namespace

void add_live(web::Live &live) {
    live.counts<IntroductionAsked>([](IntroductionAsked const &event) { return event.other; });
    live.counts<IntroductionArrived>([](IntroductionArrived const &event) { return event.other; });
    counts_for_member<IntroductionPassedOn>(live);
    counts_for_member<IntroductionAccepted>(live);
    counts_for_member<IntroductionMade>(live);
    counts_for_member<IntroductionHeld>(live);
    counts_for_member<IntroductionDeclined>(live);
    counts_for_member<IntroductionGone>(live);
}

void add_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    auto const in_query = [](Visit const &visit, std::string_view name) {
        return MemberId::parse(visit.query(name)).value_or(MemberId{});
    };
    doors.get("/introductions", Who::member, with(record));
    doors.get("/introductions/new", Who::member, [rooms, in_query](Visit const &visit) {
        return ask_form(rooms, visit, in_query(visit, "to"), {});
    });
    doors.post("/introductions/new", Who::member, with(ask));
    doors.get("/introductions/propose", Who::member, [rooms, in_query](Visit const &visit) {
        return propose_form(rooms, visit, in_query(visit, "a"), in_query(visit, "b"), {});
    });
    doors.post("/introductions/propose", Who::member, with(propose));
    doors.get("/introductions/settings", Who::member, [rooms](Visit const &visit) {
        auto const cards = rooms.cards.of(visit.member);
        web::FormState state{
            settings_form(rooms.introductions.settings(visit.member), cards), {}, {}};
        state.version = web::version_of(settings_parts(cards, visit.words), state.typed);
        return settings_form_page(rooms, visit, state, 200);
    });
    doors.post("/introductions/settings", Who::member, with(choose));
    doors.get("/introductions/{id}", Who::member,
              [rooms](Visit const &visit) { return one(rooms, visit); });
    doors.post("/introductions/{id}/introduce", Who::member, with(introduce));
    doors.post("/introductions/{id}/accept", Who::member, with(accept));
    doors.post("/introductions/{id}/thank", Who::member, [rooms](Visit const &visit) {
        auto const phrase = parse_id(visit.form.get("phrase")).value_or(0);
        auto const id = visit.path_id<IntroductionId>();
        auto const done =
            rooms.introductions.thank(visit.member, id, phrase <= thanks_phrases ? int(phrase) : 0);
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/introductions/" + id.text(), N_("Your thanks have been sent."));
    });
    auto const verb = [&](std::string const &word,
                          Done (Introductions::*act)(MemberId, IntroductionId), char const *said) {
        doors.post(
            "/introductions/{id}/" + word, Who::member, [rooms, act, said](Visit const &visit) {
                auto const done =
                    (rooms.introductions.*act)(visit.member, visit.path_id<IntroductionId>());
                if (!done) return web::refused(visit, done.why());
                return web::go(visit, "/introductions", said);
            });
    };
    verb("hold", &Introductions::hold, N_("The introduction is on hold. Nobody is told."));
    verb("decline", &Introductions::decline,
         N_("The introduction has been declined. Nobody is told."));
    verb("withdraw", &Introductions::withdraw, N_("The introduction has been withdrawn."));
}

} // namespace goen::introduction
