// SPDX-License-Identifier: Apache-2.0
#include "card/card_check.hpp"
#include "card/card_doors.hpp"
#include "card/card_page_view.hpp"
#include "card/card_view.hpp"

#include <algorithm>

namespace goen::card {
namespace {

using html::Html;
using html::Url;
using web::FormState;
using web::Visit;

struct Pages {
    Cards &cards;
    web::Places const &places;
    PostalLookup postal;

    Result<CardInfo> mine(Visit const &visit) const {
        return cards.mine(visit.member, visit.path_id<CardId>());
    }

    // The cards, with the parts of other rooms, of one moment.
    http::Response show(Visit const &visit) const {
        return cards.database().read([&](store::Reader &) { return show_now(visit); });
    }
    http::Response show_now(Visit const &visit) const {
        auto const &w = visit.words;
        auto const all = cards.of(visit.member);
        if (all.empty()) {
            auto const make = html::a(html::cls("button primary"), html::href(Url{"/card/new"}),
                                      w("Create my card"));
            return web::page(
                visit, w("My card"),
                web::empty_state(w("You have no card yet"),
                                 html::p(w("Create a card to exchange with the people you meet.")),
                                 make),
                {.section = "card"});
        }
        auto const asked = CardId::parse(visit.query("card")).value_or(all.front().id);
        auto const found = std::find_if(all.begin(), all.end(),
                                        [&](CardInfo const &card) { return card.id == asked; });
        if (found == all.end())
            return web::refused(visit, {Reason::not_found, N_("This card was not found."), {}, {}});
        return web::page(visit, w("My card"),
                         my_cards(visit, all, *found, places.show(below_card, visit, found->id)),
                         {.section = "card"});
    }

    http::Response form(Visit const &visit, FormState const &state, Url const &to, bool is_new,
                        std::string focus = {}) const {
        auto const &w = visit.words;
        auto const at =
            parse_id(visit.form.has("part") ? visit.form.get("part") : visit.form.get("at"));
        CardFormOptions options{to,
                                static_cast<bool>(postal),
                                static_cast<int>(std::clamp<std::int64_t>(at.value_or(0), 0, 9)),
                                std::move(focus),
                                draft(visit, state.typed),
                                visit.request.method == http::Method::post};
        char const *const title = is_new ? w("New card") : w("Edit my card");
        return web::page(visit, title, card_form(visit, state, options),
                         {.section = "card",
                          .status = !state.meanwhile.empty() ? 409
                                    : state.errors.empty()   ? 200
                                                             : 422});
    }

    // The card as it would be; its pictures are those of the card that is being changed.
    CardBody draft(Visit const &visit, http::Params const &typed) const {
        return draft_of(typed, base_of(visit));
    }
    CardBody base_of(Visit const &visit) const {
        if (auto const id = visit.path_id<CardId>()) {
            if (auto const card = cards.mine(visit.member, id)) return card->live.body;
        }
        return {};
    }

    // Asked by the script after each change.
    http::Response live(Visit const &visit, FormState const &state) const {
        auto const base = base_of(visit);
        auto response = http::html(
            live_parts(visit.words, draft_of(state.typed, base), wrong_in_name(state.typed, base))
                .markup());
        web::set_page_headers(response);
        return response;
    }

    // The buttons of the form that do not save. Nothing when it was the one that does.
    std::optional<http::Response> stay(Visit const &visit, Url const &to, bool is_new) const {
        FormState state{without_blanks(visit.form), {}, {}};
        if (visit.form.has("more")) {
            auto const group = visit.form.get("more");
            add_line(state.typed, group);
            std::string focus;
            for (auto const &[name, value] : state.typed.pairs()) {
                if (value.empty() && focus.empty() && name.starts_with(std::string{group} + "."))
                    focus = name;
            }
            return form(visit, state, to, is_new, std::move(focus));
        }
        if (visit.form.has("part")) return form(visit, state, to, is_new);
        if (visit.form.get("look") == "live") return live(visit, state);
        if (visit.form.has("look")) {
            state.errors = wrong_in_name(state.typed, base_of(visit));
            return form(visit, state, to, is_new);
        }
        if (visit.form.has("fill")) {
            auto const side = visit.form.get("fill");
            auto const done = fill_address(state.typed, address_of_side(side), postal);
            if (!done) state.errors = done.why().fields, state.message = done.why().message;
            return form(visit, state, to, is_new, "sides." + std::string{side} + ".address.street");
        }
        return std::nullopt;
    }

    http::Response ask_new(Visit const &visit) const {
        // Her name is known: it comes along, with the reach it has on her main card.
        CardBody start;
        if (auto const all = cards.of(visit.member); !all.empty()) {
            start.name = all.front().live.body.name;
            start.show["name"] = least_tier(all.front().live.body, "name");
        }
        return form(visit, {form_of(start), {}, {}}, Url{"/card/new"}, true);
    }

    http::Response make(Visit const &visit) const {
        Url const to{"/card/new"};
        if (auto response = stay(visit, to, true)) return std::move(*response);
        FormState state{without_blanks(visit.form), {}, {}};
        auto body = body_of(state.typed, {});
        if (!body) return shown_again(visit, state, body.why(), to, true);
        if (auto const good = checked_name(body->name, visit.network_name); !good)
            return shown_again(visit, state, good.why(), to, true);
        auto const made = cards.make(visit.member, std::move(*body));
        if (!made) return shown_again(visit, state, made.why(), to, true);
        return web::go(visit, "/card?card=" + made->id.text(), N_("Your new card is ready."));
    }

    http::Response ask_edit(Visit const &visit) const {
        auto const card = mine(visit);
        if (!card) return web::refused(visit, card.why());
        FormState state{form_of(card->live.body), {}, {}};
        state.version = web::version_of(card_parts(visit.words), state.typed);
        return form(visit, state, edit_url(*card), false);
    }

    http::Response edit(Visit const &visit) const {
        auto const card = mine(visit);
        if (!card) return web::refused(visit, card.why());
        if (auto response = stay(visit, edit_url(*card), false)) return std::move(*response);
        FormState state{without_blanks(visit.form), {}, {}};
        std::optional<FormState> stale;
        auto const next =
            cards.change(visit.member, card->id, [&](CardInfo const &now) -> Result<Cards::Next> {
                auto body = body_of(state.typed, now.live.body);
                if (!body) return body.why();
                if (auto const good =
                        checked_new_name(body->name, now.live.body.name, visit.network_name);
                    !good)
                    return good.why();
                stale = web::stale_form(card_parts(visit.words), state.typed,
                                        form_of(now.live.body), form_of(*body));
                if (stale) return web::changed_meanwhile();
                return Cards::Next{std::move(*body)};
            });
        if (stale) return form(visit, *stale, edit_url(*card), false);
        if (!next && next.why().reason == Reason::invalid)
            return shown_again(visit, state, next.why(), edit_url(*card), false);
        if (!next) return web::refused(visit, next.why());
        bool const is_new = next->live.id != card->live.id;
        return web::go(
            visit, "/card?card=" + card->id.text(),
            is_new ? Sentence{N_("Saved. People who have your card will now see this version.")}
                   : Sentence{N_("Nothing has changed.")});
    }

    http::Response shown_again(Visit const &visit, FormState &state, Refusal const &why,
                               Url const &to, bool is_new) const {
        state.message = why.message;
        state.errors = why.fields;
        auto response = form(visit, state, to, is_new);
        response.status = web::status_of(why.reason);
        return response;
    }

    http::Response preview_page(Visit const &visit) const {
        auto const card = mine(visit);
        if (!card) return web::refused(visit, card.why());
        auto const asked = visit.query("tier");
        auto const tier = asked.empty() ? std::optional{Tier::none} : tier_of(asked);
        if (!tier)
            return web::refused(
                visit, {Reason::not_found, N_("This sharing level is not available."), {}, {}});
        return web::page(visit, visit.words("How others see my card"), preview(visit, *card, *tier),
                         {.section = "card"});
    }

    http::Response print(Visit const &visit) const {
        auto const card = mine(visit);
        if (!card) return web::refused(visit, card.why());
        return web::page(visit, visit.words("Print my card"), print_sheets(visit, *card),
                         {.section = "card"});
    }

    http::Response make_main(Visit const &visit) const {
        auto const id = visit.path_id<CardId>();
        auto const done = cards.make_main(visit.member, id);
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/card", N_("This is now your main card."));
    }

    http::Response show_work(Visit const &visit) const {
        auto const done = cards.change(visit.member, visit.path_id<CardId>(),
                                       [](CardInfo const &now) -> Result<Cards::Next> {
                                           auto body = now.live.body;
                                           body.show["positions"] = Tier::none;
                                           return Cards::Next{std::move(body)};
                                       });
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/card?card=" + visit.path_id<CardId>().text(),
                       N_("Everyone who opens your link or code now sees your company and title."));
    }

    http::Response ask_remove(Visit const &visit) const {
        auto const card = mine(visit);
        if (!card) return web::refused(visit, card.why());
        return web::page(
            visit, visit.words("Remove this card?"),
            confirm_removal(visit, *card, places.show(before_removal, visit, card->id)),
            {.section = "card", .narrow = true});
    }

    http::Response remove(Visit const &visit) const {
        auto const done = cards.remove(visit.member, visit.path_id<CardId>());
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, "/card", N_("The card has been withdrawn."));
    }

    static Url edit_url(CardInfo const &card) { return Url{"/card/" + card.id.text() + "/edit"}; }
};

} // namespace

void add_pages(web::Doors &doors, web::Places &places, Cards &cards, PostalLookup postal) {
    auto const pages = std::make_shared<Pages const>(Pages{cards, places, std::move(postal)});
    auto const get = [&](char const *path, http::Response (Pages::*page)(Visit const &) const) {
        doors.get(path, web::Who::member,
                  [pages, page](Visit const &visit) { return (*pages.*page)(visit); });
    };
    auto const post = [&](char const *path, http::Response (Pages::*page)(Visit const &) const) {
        doors.post(path, web::Who::member,
                   [pages, page](Visit const &visit) { return (*pages.*page)(visit); });
    };
    get("/card", &Pages::show);
    get("/card/new", &Pages::ask_new);
    post("/card/new", &Pages::make);
    get("/card/{id}/edit", &Pages::ask_edit);
    post("/card/{id}/edit", &Pages::edit);
    get("/card/{id}/preview", &Pages::preview_page);
    get("/card/{id}/print", &Pages::print);
    post("/card/{id}/main", &Pages::make_main);
    post("/card/{id}/show-work", &Pages::show_work);
    get("/card/{id}/remove", &Pages::ask_remove);
    post("/card/{id}/remove", &Pages::remove);
    if (pages->postal) {
        doors.get("/postal/{code}", web::Who::member,
                  [pages](Visit const &visit) { return postal_answer(visit, pages->postal); });
    }
}

} // namespace goen::card
