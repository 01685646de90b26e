// SPDX-License-Identifier: Apache-2.0
#include "card/card_check.hpp"
#include "card/card_doors.hpp"
#include "card/card_json.hpp"
#include "web/versions.hpp"

#include <boost/json/array.hpp>

namespace goen::card {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using http::Method;
using web::ApiAnswer;
using web::ApiCall;

bool wants_main(json::object const &body) {
    auto const *main = body.if_contains("main");
    return main && main->is_bool() && main->get_bool();
}

Result<CardInfo> own(ApiCall const &call, Cards &cards) {
    return cards.mine(call.visit.member, call.visit.path_id<CardId>());
}

Result<ApiAnswer> list(ApiCall const &call, Cards &cards) {
    json::array items;
    for (auto const &card : cards.of(call.visit.member)) items.push_back(own_card_json(card));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", nullptr}}};
}

Result<ApiAnswer> make(ApiCall const &call, Cards &cards) {
    auto body = card_from_json(call.body, names::NameRule::member);
    if (!body) return body.why();
    if (auto const good = checked_name(body->name, call.visit.network_name); !good)
        return good.why();
    auto made = cards.make(call.visit.member, std::move(*body));
    if (!made) return made.why();
    if (wants_main(call.body)) {
        if (auto const done = cards.make_main(call.visit.member, made->id); !done)
            return done.why();
        made->is_main = true;
    }
    return ApiAnswer{201, own_card_json(*made)};
}

Result<ApiAnswer> read(ApiCall const &call, Cards &cards) {
    auto const card = own(call, cards);
    if (!card) return card.why();
    return ApiAnswer{200, own_card_json(*card)};
}

Done still_fits(ApiCall const &call, CardInfo const &card) {
    return web::check_preconditions(call, own_card_json(card), card.live.published);
}

Result<ApiAnswer> change(ApiCall const &call, Cards &cards) {
    auto const changed = cards.change(
        call.visit.member, call.visit.path_id<CardId>(),
        [&](CardInfo const &card) -> Result<Cards::Next> {
            if (auto const fits = still_fits(call, card); !fits) return fits.why();
            auto body = patched_card(card.live.body, call.body, names::NameRule::member);
            if (!body) return body.why();
            if (auto const good =
                    checked_new_name(body->name, card.live.body.name, call.visit.network_name);
                !good)
                return good.why();
            return Cards::Next{std::move(*body), wants_main(call.body)};
        });
    if (!changed) return changed.why();
    return ApiAnswer{200, own_card_json(*changed)};
}

Result<ApiAnswer> remove(ApiCall const &call, Cards &cards) {
    auto const done = cards.remove(call.visit.member, call.visit.path_id<CardId>(),
                                   [&](CardInfo const &card) { return still_fits(call, card); });
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> preview(ApiCall const &call, Cards &cards) {
    auto const card = own(call, cards);
    if (!card) return card.why();
    auto const tier = tier_of(call.visit.query("tier"));
    if (!tier) {
        Sentence const why{N_("This distance is not known.")};
        return Refusal{Reason::invalid, why, {{"tier", why}}, {}};
    }
    return ApiAnswer{200,
                     card_json(seen(card->live.body, *tier), Audience::others, card->id.text())};
}

web::Endpoint endpoint(Method method, std::string path, std::string summary, std::string scope) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.scope = std::move(scope);
    made.tag = "cards";
    return made;
}

} // namespace

void add_api(web::Doors &doors, Cards &cards) {
    auto all = endpoint(Method::get, "/cards", "My cards, the main one first.", "cards:read");
    all.answer = shape::page_of("CardList", card_schema());
    doors.api(all, [&cards](ApiCall const &call) { return list(call, cards); });

    auto made = endpoint(Method::post, "/cards", "Make another card of mine.", "cards:write");
    made.body = card_input_schema();
    made.answer = card_schema();
    made.status = 201;
    made.refusals = {409};
    doors.api(made, [&cards](ApiCall const &call) { return make(call, cards); });

    auto one = endpoint(Method::get, "/cards/{id}", "One of my cards.", "cards:read");
    one.answer = card_schema();
    one.refusals = {404};
    doors.api(one, [&cards](ApiCall const &call) { return read(call, cards); });

    auto changed = endpoint(Method::patch, "/cards/{id}",
                            "Change a card: what is not named stays, also in sides, name and show. "
                            "Those who hold it see it at once.",
                            "cards:write");
    changed.body = card_patch_schema();
    changed.answer = card_schema();
    changed.refusals = {404};
    doors.api(changed, [&cards](ApiCall const &call) { return change(call, cards); });

    auto removed =
        endpoint(Method::del, "/cards/{id}",
                 "Take a card back: those who hold it keep what they received and see nothing new.",
                 "cards:write");
    removed.status = 204;
    removed.refusals = {404, 409};
    doors.api(removed, [&cards](ApiCall const &call) { return remove(call, cards); });

    auto seen_as = endpoint(Method::get, "/cards/{id}/preview", "What a distance sees of my card.",
                            "cards:read");
    seen_as.query = {{"tier", tier_schema(), "none, exchanged, colleague or close"}};
    seen_as.answer = card_schema();
    seen_as.refusals = {404};
    doors.api(seen_as, [&cards](ApiCall const &call) { return preview(call, cards); });
}

} // namespace goen::card
