// SPDX-License-Identifier: Apache-2.0
// API: tokens, and the member herself.
#include "card/card_json.hpp"
#include "membership/membership_doors.hpp"
#include "web/merge_patch.hpp"
#include "web/versions.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace goen::membership {

namespace json = boost::json;
namespace shape = web::shape;
using account::Accounts;
using web::ApiAnswer;
using web::ApiCall;

namespace {

web::Schema me_schema() {
    return shape::object(
        "Me",
        {shape::required("id", shape::id()), shape::required("name", card::name_schema()),
         shape::required("kana", shape::text().or_null().about("The reading of the whole name.")),
         shape::required("romaji", shape::text().or_null()),
         shape::required("email", shape::text(254)),
         shape::required("confirmed",
                         shape::boolean().about("Whether the mail address is confirmed.")),
         shape::required("operator", shape::boolean()),
         shape::required("language", shape::words({"ja", "en"})),
         shape::required("bridge",
                         shape::boolean().about("May be asked to introduce people to each other.")),
         shape::required("reach", shape::words({"anyone", "distance_two", "code_only"})
                                      .about("Who may send a request without a code.")),
         shape::required("joined_at", shape::time()),
         shape::required("cards", shape::list(card::card_schema()))});
}

json::value text_or_null(std::string text) {
    return text.empty() ? json::value(nullptr) : json::value(std::move(text));
}

json::object me_json(account::Member const &member, json::array cards) {
    json::object out;
    out["id"] = member.id.text();
    out["name"] = card::name_json(member.name);
    out["kana"] = text_or_null(member.name.kana());
    out["romaji"] = text_or_null(member.name.romaji());
    out["email"] = member.email;
    out["confirmed"] = member.is_confirmed;
    out["operator"] = member.is_operator;
    out["language"] = i18n::code(member.language);
    out["bridge"] = member.bridge;
    out["reach"] = to_string(member.reach);
    out["joined_at"] = rfc3339(member.joined);
    out["cards"] = std::move(cards);
    return out;
}

Refusal no_such_member() { return {Reason::not_found, N_("There is no such member."), {}, {}}; }

std::string_view text_of(json::object const &body, std::string_view name) {
    auto const *value = body.if_contains(name);
    return value && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
}

// The scopes asked for, as the account room keeps them; only such as an endpoint needs.
Result<std::string> scopes_of(json::object const &body, web::Doors const &doors) {
    auto const *list = body.if_contains("scopes");
    if (!list) return std::string{};
    std::string scopes;
    std::vector<FieldError> unknown;
    for (std::size_t i = 0; i < list->as_array().size(); ++i) {
        std::string const scope{list->as_array()[i].as_string()};
        bool const is_known =
            std::any_of(doors.apis().begin(), doors.apis().end(), [&](auto const &door) {
                return !scope.empty() && door.endpoint.scope == scope;
            });
        if (!is_known) {
            unknown.push_back(
                {"scopes." + std::to_string(i), {N_("There is no scope “{1}”."), {scope}}});
        }
        scopes += (scopes.empty() ? "" : " ") + scope;
    }
    if (!unknown.empty())
        return Refusal{Reason::invalid, unknown.front().why, std::move(unknown), {}};
    return scopes.empty() ? std::string{account::no_scope} : scopes;
}

// What a PATCH may change.
json::object changeable(account::Member const &member) {
    return {{"name", card::name_json(member.name)},
            {"language", i18n::code(member.language)},
            {"bridge", member.bridge},
            {"reach", to_string(member.reach)}};
}

Result<account::Member> patched_member(account::Member member, json::object const &patch) {
    auto const named = web::patched(changeable(member), patch);
    if (auto const *name = named.if_contains("name");
        name && *name != json::value(card::name_json(member.name))) {
        auto parsed = card::name_from_json(name->as_object(), names::NameRule::member);
        if (!parsed) return parsed.why();
        member.name = std::move(*parsed);
    }
    if (named.contains("language")) member.language = i18n::language_of(text_of(named, "language"));
    if (named.contains("reach"))
        member.reach = account::reach_of(text_of(named, "reach")).value_or(member.reach);
    if (auto const *bridge = named.if_contains("bridge")) member.bridge = bridge->as_bool();
    return member;
}

struct Me { // what stands behind /me
    store::Database &database;
    Accounts &accounts;
    card::Cards &cards;

    json::array cards_of(store::Reader &reader, MemberId me) const {
        json::array out;
        for (auto const &mine : cards.of(reader, me))
            out.push_back(card::card_json(mine.live.body, card::Audience::owner, mine.id.text()));
        return out;
    }

    Result<ApiAnswer> read(ApiCall const &call) const {
        return database.read([&](store::Reader &reader) -> Result<ApiAnswer> {
            auto const member = accounts.find(reader, call.visit.member);
            if (!member) return no_such_member();
            return ApiAnswer{200, me_json(*member, cards_of(reader, member->id))};
        });
    }
    Result<ApiAnswer> change(ApiCall const &call) const {
        auto const done = accounts.change(
            call.visit.member,
            [&](store::Reader &reader, account::Member const &member) -> Result<account::Member> {
                auto const current = me_json(member, cards_of(reader, member.id));
                if (auto const fits = web::check_preconditions(call, current); !fits)
                    return fits.why();
                return patched_member(member, call.body);
            });
        if (!done) return done.why();
        return read(call);
    }
};

} // namespace

void add_api(web::Doors &doors, store::Database &database, Accounts &accounts, card::Cards &cards) {
    using http::Method;
    using web::Who;
    Me const me{database, accounts, cards};

    web::Endpoint make;
    make.method = Method::post, make.path = "/tokens", make.tag = "tokens", make.who = Who::anyone,
    make.status = 201;
    make.summary = "Makes a token for a program, with the member's mail address and password.";
    make.body = shape::object(
        "TokenInput",
        {shape::required("email", shape::text(254, 1)),
         shape::required("password", shape::text(1000, 1)),
         shape::required("label", shape::text(100, 1).about("What the token is for.")),
         shape::optional(
             "scopes",
             shape::list(shape::text(60, 1), 30)
                 .about("What the token may do, such as contacts:read; each endpoint names the "
                        "scope it needs. Left out: everything. []: nothing."))});
    make.answer =
        shape::object("Token", {shape::required("id", shape::id()),
                                shape::required("token", shape::text().about("Shown only now."))});
    make.refusals = {401, 403, 409, 422, 429, 503};
    make.hashes_password = true;
    doors.api(std::move(make), [&accounts, &doors](ApiCall const &call) -> Result<ApiAnswer> {
        auto const scopes = scopes_of(call.body, doors);
        if (!scopes) return scopes.why();
        auto const made =
            accounts.make_token(text_of(call.body, "email"), text_of(call.body, "password"),
                                text_of(call.body, "label"), *scopes, call.visit.request.peer);
        if (!made) return made.why();
        return ApiAnswer{201, json::object{{"id", made->id.text()}, {"token", made->secret}}};
    });

    web::Endpoint end;
    end.method = Method::del, end.path = "/tokens/{id}", end.tag = "tokens", end.status = 204,
    end.scope = "account:write";
    end.summary = "Ends a token of mine; at once.";
    end.refusals = {404};
    doors.api(std::move(end), [&accounts](ApiCall const &call) -> Result<ApiAnswer> {
        if (auto const done = accounts.end_token(call.visit.member, call.visit.path_id<TokenId>());
            !done)
            return done.why();
        return ApiAnswer{204, nullptr};
    });

    web::Endpoint read;
    read.path = "/me", read.tag = "me", read.summary = "Myself, with my cards and settings.",
    read.scope = "account:read";
    read.answer = me_schema();
    doors.api(std::move(read), [me](ApiCall const &call) { return me.read(call); });

    web::Endpoint change;
    change.method = Method::patch, change.path = "/me", change.tag = "me",
    change.scope = "account:write";
    change.summary = "Changes my name or settings; what is not given stays.";
    change.body = web::patch_of(shape::object(
        "Me", {shape::required("name", card::name_input_schema()),
               shape::required("language", shape::words({"ja", "en"})),
               shape::required("bridge", shape::boolean()),
               shape::required("reach", shape::words({"anyone", "distance_two", "code_only"}))}));
    change.answer = me_schema();
    change.refusals = {422};
    doors.api(std::move(change), [me](ApiCall const &call) { return me.change(call); });
}

} // namespace goen::membership
