// SPDX-License-Identifier: Apache-2.0
// /graph: what a member is told of who knows whom.
#include "card/card_json.hpp"
#include "network/network_doors.hpp"
#include "web/paging.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace goen::network {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using web::ApiAnswer;
using web::ApiCall;

constexpr std::size_t most_listed = 100;

json::object person_json(Person const &person) {
    json::object out;
    out["id"] = person.id ? json::value(person.id.text()) : json::value(nullptr);
    out["name"] = person.card.name.empty() ? json::value(nullptr)
                                           : json::value(card::name_json(person.card.name));
    return out;
}

json::array people_json(std::vector<Person> const &people) {
    json::array out;
    for (auto const &one : people) out.push_back(person_json(one));
    return out;
}

web::Schema person_schema() {
    return shape::object("Acquaintance",
                         {shape::required("id", shape::id().or_null().about("null with the name")),
                          shape::required("name", card::name_schema().or_null().about(
                                                      "null when it is not shown to you"))});
}

Refusal not_ready() {
    return {Reason::too_many,
            N_("goen is just putting together who knows whom. Please ask again in a moment."),
            {},
            seconds{1}};
}

Result<MemberId> asked_for(Rooms const &rooms, ApiCall const &call, std::string_view name) {
    auto const id = MemberId::parse(call.visit.query(name)).value_or(MemberId{});
    auto const sight = rooms.look(call.visit.member, id);
    if (!sight) return sight.why();
    if (sight->is_self) {
        return Refusal{Reason::invalid,
                       N_("These are one and the same member."),
                       {{std::string{name}, N_("These are one and the same member.")}}};
    }
    return id;
}

// Lists in the order of the answer: the cursor is the place in it.
struct Piece {
    std::size_t from = 0, limit = 50;
};
Result<Piece> piece_of(ApiCall const &call) {
    Piece piece;
    piece.limit = static_cast<std::size_t>(web::limit_of(call.visit));
    if (auto const cursor = call.visit.query("after"); !cursor.empty()) {
        auto const [end, error] =
            std::from_chars(cursor.data(), cursor.data() + cursor.size(), piece.from);
        if (error != std::errc{} || end != cursor.data() + cursor.size() ||
            piece.from > most_listed)
            return web::not_our_cursor();
    }
    return piece;
}

template <class Of, class Each>
json::object list_json(std::vector<Of> const &all, Piece const &piece, Each const &each) {
    json::array items;
    auto const until = std::min(all.size(), piece.from + piece.limit);
    for (auto at = piece.from; at < until; ++at) items.push_back(each(all[at]));
    json::value next = nullptr;
    if (until < all.size()) next = std::to_string(until);
    return {{"items", std::move(items)}, {"next", std::move(next)}};
}

Result<ApiAnswer> degree(Rooms const &rooms, ApiCall const &call) {
    auto const to = asked_for(rooms, call, "to");
    if (!to) return to.why();
    auto const found = rooms.network.degree(call.visit.member, *to);
    if (!found) return not_ready();
    json::value number = nullptr;
    if (found->degree != 0) number = found->degree;
    return ApiAnswer{200, json::object{{"degree", std::move(number)},
                                       {"exact", found->is_exact},
                                       {"hidden", found->is_hidden}}};
}

Result<ApiAnswer> mutual(Rooms const &rooms, ApiCall const &call) {
    auto const with = asked_for(rooms, call, "with");
    if (!with) return with.why();
    auto const piece = piece_of(call);
    if (!piece) return piece.why();
    auto const found = rooms.network.mutual(call.visit.member, *with, most_listed);
    if (!found) return not_ready();
    auto answer = list_json(found->people, *piece, person_json);
    answer["count"] = found->count;
    answer["exact"] = found->is_exact;
    answer["hidden"] = found->is_hidden;
    return ApiAnswer{200, std::move(answer)};
}

Result<ApiAnswer> paths(Rooms const &rooms, ApiCall const &call) {
    auto const to = asked_for(rooms, call, "to");
    if (!to) return to.why();
    auto const found = rooms.network.ways(call.visit.member, *to);
    if (found && !*found) return not_ready();
    auto const ways = found ? **found : Ways{{}, true, true};
    json::array items;
    for (auto const &way : ways.ways) {
        items.push_back(json::object{{"bridge", way.people[1].id.text()},
                                     {"people", people_json(way.people)},
                                     {"times_met", way.times_met}});
    }
    return ApiAnswer{200, json::object{{"items", std::move(items)},
                                       {"next", nullptr},
                                       {"exact", ways.is_exact},
                                       {"hidden", ways.is_hidden}}};
}

Result<ApiAnswer> suggestions(Rooms const &rooms, ApiCall const &call) {
    auto const piece = piece_of(call);
    if (!piece) return piece.why();
    auto const found = rooms.network.suggestions(call.visit.member, most_listed);
    if (!found) return not_ready();
    auto answer = list_json(found->people, *piece, [](Suggestion const &one) {
        json::array companies;
        for (auto const &company : one.companies) companies.emplace_back(company);
        return json::object{{"member", person_json(one.person)},
                            {"mutual", one.mutual},
                            {"acquaintances", people_json(one.acquaintances)},
                            {"companies", std::move(companies)}};
    });
    answer["exact"] = found->is_exact;
    answer["hubs_left_out"] = found->hubs_left_out;
    return ApiAnswer{200, std::move(answer)};
}

Result<ApiAnswer> dismiss(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.network.dismiss(call.visit.member, call.visit.path_id<MemberId>());
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> restore(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.network.undismiss(call.visit.member, call.visit.path_id<MemberId>());
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

web::Endpoint endpoint(http::Method method, std::string path, std::string summary,
                       std::vector<int> refusals) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.tag = "graph";
    made.scope = method == http::Method::get ? "exchange:read" : "exchange:write";
    made.refusals = std::move(refusals);
    made.status = method == http::Method::get ? 200 : 204;
    return made;
}

web::Schema exact() {
    return shape::boolean().about("false: there was no time to look everywhere");
}
web::Schema hidden() {
    return shape::boolean().about("true: there may be more than is shown to you");
}

// A list with something beside it.
web::Schema list_schema(std::string name, web::Schema item, std::vector<web::Property> beside) {
    std::vector<web::Property> all{shape::required("items", shape::list(std::move(item))),
                                   shape::required("next", shape::text(20).or_null())};
    all.insert(all.end(), beside.begin(), beside.end());
    return shape::object(std::move(name), std::move(all));
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    using http::Method;
    auto const hang = [&](web::Endpoint made,
                          Result<ApiAnswer> (*handler)(Rooms const &, ApiCall const &)) {
        doors.api(std::move(made),
                  [rooms, handler](ApiCall const &call) { return handler(rooms, call); });
    };
    constexpr auto large = std::int64_t{1} << 40;
    std::vector<web::QueryParam> const to{{"to", shape::id(), "a member you may see", true}};
    std::vector<web::QueryParam> const pages{
        {"after", shape::text(20), "the cursor `next` of the page before"},
        {"limit", shape::integer(1, 100), "50 by default"}};

    auto near = endpoint(Method::get, "/graph/degree",
                         "How far away a member is, over people who agreed to be a bridge.",
                         {404, 422, 429});
    near.query = to;
    near.answer = shape::object(
        "Degree", {shape::required("degree", shape::integer(1, 3).or_null().about(
                                                 "null: none is shown, see `hidden`")),
                   shape::required("exact", exact()), shape::required("hidden", hidden())});
    hang(std::move(near), degree);

    auto both =
        endpoint(Method::get, "/graph/mutual",
                 "Whom we both know, of those who agreed to be a bridge; the nearest first.",
                 {404, 422, 429});
    both.query = pages;
    both.query.insert(both.query.begin(), {"with", shape::id(), "a member you may see", true});
    both.answer =
        list_schema("MutualPage", person_schema(),
                    {shape::required("count", shape::integer(0, large)),
                     shape::required("exact", exact()), shape::required("hidden", hidden())});
    hang(std::move(both), mutual);

    auto found =
        endpoint(Method::get, "/graph/paths",
                 "Up to three ways of being introduced, over different people.", {404, 422, 429});
    found.query = to;
    found.answer = list_schema(
        "WayPage",
        shape::object(
            "Way",
            {shape::required("bridge", shape::id().about("whom to ask first")),
             shape::required(
                 "people", shape::list(person_schema()).about("from you to the one you look for")),
             shape::required("times_met", shape::integer(0, large))}),
        {shape::required("exact", exact()), shape::required("hidden", hidden())});
    hang(std::move(found), paths);

    auto some = endpoint(Method::get, "/graph/suggestions",
                         "Members you may know, by acquaintances in common.", {422, 429});
    some.query = pages;
    some.answer = list_schema(
        "SuggestionPage",
        shape::object("Suggestion", {shape::required("member", person_schema()),
                                     shape::required("mutual", shape::integer(0, large)),
                                     shape::required("acquaintances", shape::list(person_schema())),
                                     shape::required("companies", shape::list(shape::text()))}),
        {shape::required("exact", exact()),
         shape::required("hubs_left_out", shape::integer(0, large))});
    hang(std::move(some), suggestions);
    hang(endpoint(Method::post, "/graph/suggestions/{id}/dismiss",
                  "Not interested: this member is not suggested any more. Nobody is told.", {404}),
         dismiss);
    hang(endpoint(Method::post, "/graph/suggestions/{id}/restore",
                  "Undo: this member may be suggested again.", {404}),
         restore);
}

} // namespace goen::network
