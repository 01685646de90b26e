// SPDX-License-Identifier: Apache-2.0
#include "card/card_check.hpp"
#include "card/card_doors.hpp"
#include "card/card_json.hpp"
#include "web/endpoint.hpp"
#include "web/versions.hpp"

namespace goen::card {
namespace {

using web::ApiCall;
using CardList = web::Page<CardAnswer, "CardList">;
using CardPatch = web::Patch<CardInput, "CardPatch">;

Result<CardAnswer> answer_of(Result<CardInfo> const &card) {
    if (!card) return card.why();
    return own_card(*card);
}

Result<CardList> list(Cards &cards, ApiCall const &call) {
    CardList page;
    for (auto const &card : cards.of(call.visit.member)) page.items.push_back(own_card(card));
    return page;
}

Result<CardAnswer> make(Cards &cards, ApiCall const &call, CardInput const &input) {
    auto body = card_of(input, names::NameRule::member);
    if (!body) return body.why();
    if (auto const good = checked_name(body->name, call.visit.network_name); !good)
        return good.why();
    auto made = cards.make(call.visit.member, std::move(*body));
    if (!made) return made.why();
    if (input.main.value_or(false)) {
        if (auto const done = cards.make_main(call.visit.member, made->id); !done)
            return done.why();
        made->is_main = true;
    }
    return own_card(*made);
}

Result<CardAnswer> read(Cards &cards, ApiCall const &call) {
    return answer_of(cards.mine(call.visit.member, call.visit.path_id<CardId>()));
}

Done check_version(ApiCall const &call, CardInfo const &card) {
    return web::check_preconditions(call, web::to_json(own_card(card)), card.live.published);
}

Result<CardAnswer> change(Cards &cards, ApiCall const &call, CardPatch const &patch) {
    auto const next_of = [&](CardInfo const &card) -> Result<Cards::Next> {
        if (auto const fits = check_version(call, card); !fits) return fits.why();
        auto const &before = card.live.body;
        auto const whole = patch.onto(input_of(before));
        auto body = changed_card(before, whole, names::NameRule::member);
        if (!body) return body.why();
        if (auto const good = checked_new_name(body->name, before.name, call.visit.network_name);
            !good)
            return good.why();
        return Cards::Next{std::move(*body), whole.main.value_or(false)};
    };
    return answer_of(cards.change(call.visit.member, call.visit.path_id<CardId>(), next_of));
}

Done remove(Cards &cards, ApiCall const &call) {
    return cards.remove(call.visit.member, call.visit.path_id<CardId>(),
                        [&](CardInfo const &card) { return check_version(call, card); });
}

Result<CardAnswer> preview(Cards &cards, ApiCall const &call) {
    auto const card = cards.mine(call.visit.member, call.visit.path_id<CardId>());
    if (!card) return card.why();
    auto const tier = tier_of(call.visit.query("tier"));
    if (!tier) {
        Sentence const why{N_("This sharing level is not available.")};
        return Refusal{Reason::invalid, why, {{"tier", why}}, {}};
    }
    return CardAnswer{seen(card->live.body, *tier), Audience::others, card->id, {}, {}};
}

} // namespace

void add_api(web::Doors &doors, Cards &cards) {
    web::Endpoints<Cards &> api{doors, cards, {"cards", "cards:read", "cards:write"}};
    api.add(web::get("/cards", "My cards, the main one first."), list);
    api.add(web::post("/cards", "Make another card of mine.").creates().refuses({409}), make);
    api.add(web::get("/cards/{id}", "One of my cards.").refuses({404}), read);
    api.add(web::patch("/cards/{id}",
                       "Change a card: what is not named stays, also in sides, name and show. "
                       "Those who hold it see it at once.")
                .refuses({404}),
            change);
    api.add(web::del("/cards/{id}",
                     "Take a card back: those who hold it keep what they received and see nothing "
                     "new.")
                .refuses({404, 409}),
            remove);
    api.add(web::get("/cards/{id}/preview", "What a distance sees of my card.")
                .asks({{"tier", tier_schema(), "none, exchanged, colleague or close"}})
                .refuses({404}),
            preview);
}

} // namespace goen::card
