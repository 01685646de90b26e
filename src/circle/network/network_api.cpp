// SPDX-License-Identifier: Apache-2.0
// /graph: what a member is told of who knows whom.
#include "card/card_json.hpp"
#include "network/network_doors.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"

#include <algorithm>
#include <charconv>

namespace goen::network {

using web::ApiCall;
using web::field;

static web::Record const &record_of(Acquaintance const *) {
    static web::Record const record{
        "Acquaintance",
        {field<&Acquaintance::id>("id").or_null().about("null with the name"),
         field<[](Acquaintance const &one) { return one.card.name; }>("name").or_null().about(
             "null when it is not shown to you")}};
    return record;
}

namespace {

constexpr std::size_t most_listed = 100;
constexpr auto large = std::int64_t{1} << 40;

web::Field exact_part(web::Field exact) {
    return std::move(exact).about("false: there was no time to look everywhere");
}
web::Field hidden_part(web::Field hidden) {
    return std::move(hidden).about("true: there may be more than is shown to you");
}

struct Degree {
    std::optional<int> degree;
    bool exact = false, hidden = false;
};
web::Record const &record_of(Degree const *) {
    static web::Record const record{"Degree",
                                    {field<&Degree::degree>("degree").between(1, 3).or_null().about(
                                         "null: none is shown, see `hidden`"),
                                     exact_part(field<&Degree::exact>("exact")),
                                     hidden_part(field<&Degree::hidden>("hidden"))}};
    return record;
}

struct MutualPage {
    std::vector<Acquaintance> items;
    std::string next;
    std::uint64_t count = 0;
    bool exact = false, hidden = false;
};
web::Record const &record_of(MutualPage const *) {
    using Page = MutualPage;
    static web::Record const record{
        "MutualPage",
        {field<&Page::items>("items"), field<&Page::next>("next").most(20).or_null(),
         field<&Page::count>("count").between(0, large), exact_part(field<&Page::exact>("exact")),
         hidden_part(field<&Page::hidden>("hidden"))}};
    return record;
}

struct WayAnswer {
    MemberId bridge;
    std::vector<Acquaintance> people;
    int times_met = 0;
};
web::Record const &record_of(WayAnswer const *) {
    static web::Record const record{
        "Way",
        {field<&WayAnswer::bridge>("bridge").about("whom to ask first"),
         field<&WayAnswer::people>("people").about("from you to the one you look for"),
         field<&WayAnswer::times_met>("times_met").between(0, large)}};
    return record;
}

struct WayPage {
    std::vector<WayAnswer> items;
    std::string next;
    bool exact = false, hidden = false;
};
web::Record const &record_of(WayPage const *) {
    using Page = WayPage;
    static web::Record const record{
        "WayPage",
        {field<&Page::items>("items"), field<&Page::next>("next").most(20).or_null(),
         exact_part(field<&Page::exact>("exact")), hidden_part(field<&Page::hidden>("hidden"))}};
    return record;
}

} // namespace

static web::Record const &record_of(Suggestion const *) {
    static web::Record const record{"Suggestion",
                                    {field<&Suggestion::person>("member"),
                                     field<&Suggestion::mutual>("mutual").between(0, large),
                                     field<&Suggestion::acquaintances>("acquaintances"),
                                     field<&Suggestion::companies>("companies")}};
    return record;
}

namespace {

struct SuggestionPage {
    std::vector<Suggestion> items;
    std::string next;
    bool exact = false;
    int hubs_left_out = 0;
};
web::Record const &record_of(SuggestionPage const *) {
    using Page = SuggestionPage;
    static web::Record const record{
        "SuggestionPage",
        {field<&Page::items>("items"), field<&Page::next>("next").most(20).or_null(),
         exact_part(field<&Page::exact>("exact")),
         field<&Page::hubs_left_out>("hubs_left_out").between(0, large)}};
    return record;
}

Refusal not_ready() {
    return {Reason::too_many,
            N_("Connections are being prepared. Please try again in a moment."),
            {},
            seconds{1}};
}

Result<MemberId> asked_for(Rooms const &rooms, ApiCall const &call, std::string_view name) {
    auto const id = MemberId::parse(call.visit.query(name)).value_or(MemberId{});
    auto const sight = rooms.look(call.visit.member, id);
    if (!sight) return sight.why();
    if (sight->is_self) {
        return Refusal{Reason::invalid,
                       N_("These are the same member."),
                       {{std::string{name}, N_("These are the same member.")}}};
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

template <class Page, class Of>
void put_piece(Page &page, std::vector<Of> const &all, Piece const &piece) {
    auto const until = std::min(all.size(), piece.from + piece.limit);
    for (auto at = piece.from; at < until; ++at) page.items.push_back(all[at]);
    if (until < all.size()) page.next = std::to_string(until);
}

Result<Degree> degree(Rooms const &rooms, ApiCall const &call) {
    auto const to = asked_for(rooms, call, "to");
    if (!to) return to.why();
    auto const found = rooms.network.degree(call.visit.member, *to);
    if (!found) return not_ready();
    Degree answer{{}, found->is_exact, found->is_hidden};
    if (found->degree != 0) answer.degree = found->degree;
    return answer;
}

Result<MutualPage> mutual(Rooms const &rooms, ApiCall const &call) {
    return rooms.database.read([&](store::Reader &) -> Result<MutualPage> {
        auto const with = asked_for(rooms, call, "with");
        if (!with) return with.why();
        auto const piece = piece_of(call);
        if (!piece) return piece.why();
        auto const found = rooms.network.mutual(call.visit.member, *with, most_listed);
        if (!found) return not_ready();
        MutualPage page{{}, "", found->count, found->is_exact, found->is_hidden};
        put_piece(page, found->people, *piece);
        return page;
    });
}

Result<WayPage> paths(Rooms const &rooms, ApiCall const &call) {
    return rooms.database.read([&](store::Reader &) -> Result<WayPage> {
        auto const to = asked_for(rooms, call, "to");
        if (!to) return to.why();
        auto const found = rooms.network.ways(call.visit.member, *to);
        if (found && !*found) return not_ready();
        auto const ways = found ? **found : Ways{{}, true, true};
        WayPage page{{}, "", ways.is_exact, ways.is_hidden};
        for (auto const &way : ways.ways)
            page.items.push_back({way.people[1].id, way.people, way.times_met});
        return page;
    });
}

Result<SuggestionPage> suggestions(Rooms const &rooms, ApiCall const &call) {
    auto const piece = piece_of(call);
    if (!piece) return piece.why();
    auto const found = rooms.network.suggestions(call.visit.member, most_listed);
    if (!found) return not_ready();
    SuggestionPage page{{}, "", found->is_exact, found->hubs_left_out};
    put_piece(page, found->people, *piece);
    return page;
}

Done dismiss(Rooms const &rooms, ApiCall const &call) {
    return rooms.network.dismiss(call.visit.member, call.visit.path_id<MemberId>());
}

Done restore(Rooms const &rooms, ApiCall const &call) {
    return rooms.network.undismiss(call.visit.member, call.visit.path_id<MemberId>());
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"graph", "exchange:read", "exchange:write"}};
    web::QueryParam const to{"to", web::shape::id(), "a member you may see", true};
    web::QueryParam const with{"with", web::shape::id(), "a member you may see", true};

    api.add(web::get("/graph/degree",
                     "How far away a member is, over people who agreed to be a bridge.")
                .asks({to})
                .refuses({404, 422, 429}),
            degree);
    api.add(web::get("/graph/mutual",
                     "Whom we both know, of those who agreed to be a bridge; the nearest first.")
                .asks(web::page_params({with}))
                .refuses({404, 422, 429}),
            mutual);
    api.add(web::get("/graph/paths", "Up to three ways of being introduced, over different people.")
                .asks({to})
                .refuses({404, 422, 429}),
            paths);
    api.add(web::get("/graph/suggestions", "Members you may know, by acquaintances in common.")
                .asks(web::page_params())
                .refuses({422, 429}),
            suggestions);
    api.add(web::post("/graph/suggestions/{id}/dismiss",
                      "Not interested: this member is not suggested any more. Nobody is told.")
                .refuses({404}),
            dismiss);
    api.add(
        web::post("/graph/suggestions/{id}/restore", "Undo: this member may be suggested again.")
            .refuses({404}),
        restore);
}

} // namespace goen::network
