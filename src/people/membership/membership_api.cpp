// SPDX-License-Identifier: Apache-2.0
// API: tokens, and the member herself.
#include "card/card_check.hpp"
#include "card/card_json.hpp"
#include "membership/membership_doors.hpp"
#include "web/endpoint.hpp"
#include "web/versions.hpp"

#include <algorithm>

namespace goen::account {
static constexpr auto values_of(Reach) {
    return std::array{Reach::anyone, Reach::distance_two, Reach::code_only};
}
} // namespace goen::account

namespace goen::membership {

namespace shape = web::shape;
using account::Accounts;
using account::Member;
using web::ApiCall;
using web::field;

namespace {

struct MeAnswer {
    Member member;
    std::vector<card::CardAnswer> cards;
};
web::Record const &record_of(MeAnswer const *) {
    using Me = MeAnswer;
    static web::Record const record{
        "Me",
        {field<[](Me const &me) { return me.member.id; }>("id"),
         field<[](Me const &me) { return me.member.name; }>("name"),
         field<[](Me const &me) { return me.member.name.kana(); }>("kana").or_null().about(
             "The reading of the whole name."),
         field<[](Me const &me) { return me.member.name.romaji(); }>("romaji").or_null(),
         field<[](Me const &me) { return me.member.email; }>("email").most(254),
         field<[](Me const &me) { return me.member.is_confirmed; }>("confirmed")
             .about("Whether the mail address is confirmed."),
         field<[](Me const &me) { return me.member.is_operator; }>("operator"),
         field<[](Me const &me) { return me.member.language; }>("language"),
         field<[](Me const &me) { return me.member.bridge; }>("bridge").about(
             "May be asked to introduce people to each other."),
         field<[](Me const &me) { return me.member.reach; }>("reach").about(
             "Who may send a request without a code."),
         field<[](Me const &me) { return me.member.joined; }>("joined_at"),
         field<&Me::cards>("cards")}};
    return record;
}

struct MeChange {
    names::NameInput name;
    i18n::Language language{};
    bool bridge = false;
    account::Reach reach{};
};
web::Record const &record_of(MeChange const *) {
    static web::Record const record{
        "Me",
        {field<&MeChange::name>("name"), field<&MeChange::language>("language"),
         field<&MeChange::bridge>("bridge"), field<&MeChange::reach>("reach")}};
    return record;
}

struct TokenInput {
    std::string email, password, label;
    std::optional<std::vector<std::string>> scopes;
};
web::Record const &record_of(TokenInput const *) {
    static web::Record const record{
        "TokenInput",
        {field<&TokenInput::email>("email").most(254).least(1),
         field<&TokenInput::password>("password").most(1000).least(1),
         field<&TokenInput::label>("label").most(100).least(1).about("What the token is for."),
         field<&TokenInput::scopes>("scopes").optional().as(
             shape::list(shape::text(60, 1), 30)
                 .about("What the token may do, such as contacts:read; each endpoint names "
                        "the scope it needs. Left out: everything. []: nothing."))}};
    return record;
}

struct TokenAnswer {
    TokenId id;
    std::string token;
};
web::Record const &record_of(TokenAnswer const *) {
    static web::Record const record{"Token",
                                    {field<&TokenAnswer::id>("id"),
                                     field<&TokenAnswer::token>("token").about("Shown only now.")}};
    return record;
}

struct Rooms {
    web::Doors &doors;
    store::Database &database;
    Accounts &accounts;
    card::Cards &cards;
};

// The scopes asked for, as the account room keeps them; only such as an endpoint needs.
Result<std::string> scopes_of(TokenInput const &input, web::Doors const &doors) {
    if (!input.scopes) return std::string{};
    std::string scopes;
    std::vector<FieldError> unknown;
    for (std::size_t i = 0; i < input.scopes->size(); ++i) {
        auto const &scope = (*input.scopes)[i];
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

Result<TokenAnswer> make_token(Rooms const &rooms, ApiCall const &call, TokenInput const &input) {
    auto const scopes = scopes_of(input, rooms.doors);
    if (!scopes) return scopes.why();
    auto const made = rooms.accounts.make_token(input.email, input.password, input.label, *scopes,
                                                call.visit.request.peer);
    if (!made) return made.why();
    return TokenAnswer{made->id, made->secret};
}

Done end_token(Rooms const &rooms, ApiCall const &call) {
    return rooms.accounts.end_token(call.visit.member, call.visit.path_id<TokenId>());
}

MeAnswer answer_of(Rooms const &rooms, store::Reader &reader, Member const &member) {
    MeAnswer answer{member, {}};
    for (auto const &one : rooms.cards.of(reader, member.id))
        answer.cards.push_back({one.live.body, card::Audience::owner, one.id, {}, {}});
    return answer;
}

Result<MeAnswer> read(Rooms const &rooms, ApiCall const &call) {
    return rooms.database.read([&](store::Reader &reader) -> Result<MeAnswer> {
        auto const member = rooms.accounts.find(reader, call.visit.member);
        if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
        return answer_of(rooms, reader, *member);
    });
}

Result<Member> changed(Member member, web::Patch<MeChange> const &patch) {
    auto const next =
        patch.onto({card::input_of(member.name), member.language, member.bridge, member.reach});
    if (!card::is_same(next.name, member.name)) {
        auto parsed = names::PersonName::parse(next.name, names::NameRule::member);
        if (!parsed) return parsed.why();
        member.name = std::move(*parsed);
    }
    member.language = next.language;
    member.reach = next.reach;
    member.bridge = next.bridge;
    return member;
}

Result<MeAnswer> change(Rooms const &rooms, ApiCall const &call,
                        web::Patch<MeChange> const &patch) {
    auto const done = rooms.accounts.change(
        call.visit.member, [&](store::Reader &reader, Member const &member) -> Result<Member> {
            auto const current = web::to_json(answer_of(rooms, reader, member));
            if (auto const fits = web::check_preconditions(call, current); !fits) return fits.why();
            return changed(member, patch);
        });
    if (!done) return done.why();
    return read(rooms, call);
}

} // namespace

void add_api(web::Doors &doors, store::Database &database, Accounts &accounts, card::Cards &cards) {
    web::Endpoints<Rooms> api{
        doors, {doors, database, accounts, cards}, {"me", "account:read", "account:write"}};
    api.add(web::post("/tokens",
                      "Makes a token for a program, with the member's mail address and password.")
                .tagged("tokens")
                .for_anyone()
                .creates()
                .behind_password()
                .refuses({401, 403, 409, 422, 429, 503}),
            make_token);
    api.add(
        web::del("/tokens/{id}", "Ends a token of mine; at once.").tagged("tokens").refuses({404}),
        end_token);
    api.add(web::get("/me", "Myself, with my cards and settings."), read);
    api.add(
        web::patch("/me", "Changes my name or settings; what is not given stays.").refuses({422}),
        change);
}

} // namespace goen::membership
