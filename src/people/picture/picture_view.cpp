// SPDX-License-Identifier: Apache-2.0
#include "picture/picture_view.hpp"

#include "card/card_form.hpp"
#include "card/card_view.hpp"

namespace goen::picture {

using namespace html;
using card::Tier;
using media::PictureUse;

namespace {

std::string part_of(PictureUse use) { return use == PictureUse::photo ? "photo" : "logo"; }

Html section_of(web::Visit const &visit, card::CardInfo const &card, PictureUse use,
                web::FormState state) {
    auto const &w = visit.words;
    auto const &body = card.live.body;
    bool const is_photo = use == PictureUse::photo;
    auto const &now = is_photo ? body.photo : body.logo;
    std::string const part = part_of(use), path = "/card/" + card.id.text() + "/" + part;
    if (is_photo && state.typed.get(part + "-show").empty())
        state.typed.add(part + "-show", std::string{to_string(card::least_tier(body, part))});
    if (state.version.empty() && state.errors.empty())
        state.version = web::version_of(picture_parts(body, use, w), picture_form(body, use));
    card::CardBody alone;
    alone.name = body.name, alone.ja = body.ja, alone.en = body.en;
    (is_photo ? alone.photo : alone.logo) = now;
    auto const hint =
        is_photo ? w("JPEG, PNG, WebP, HEIC, AVIF or GIF, up to 20 MB. It is cropped to a square. "
                     "Location, date and camera details are removed before it is saved.")
                 : w("JPEG, PNG, WebP, HEIC, AVIF or GIF, up to 20 MB. It keeps its shape and is "
                     "shown on white. All other information in the file is removed.");
    return section(
        cls("panel picture-panel"), h2(is_photo ? w("Photo") : w("Logo")),
        now.empty() ? p(cls("meta"), is_photo ? w("This card has no photo. Lists show the first "
                                                  "character of the name instead.")
                                              : w("This card has no logo."))
                    : card::card_pictures(alone, w),
        web::upload_form(
            visit, Url{path},
            all(web::form_errors(visit, state), web::form_version(visit, state),
                web::file_field(visit, state, part,
                                now.empty() ? w("Picture file") : w("Another picture file"),
                                "image/*,.heic,.heif,.avif", hint, now.empty() || !is_photo),
                is_photo ? web::select_field(visit, state, "photo-show", w("Who can see the photo"),
                                             card::tier_choices(w))
                         : p(w("Everyone who can see the company name on this card can see the "
                               "logo.")),
                div(cls("actions"), web::submit(now.empty() ? w("Add to card") : w("Save"))))),
        when(!now.empty(), [&] {
            return web::post_button(visit, Url{path + "/remove"},
                                    is_photo ? w("Remove photo") : w("Remove logo"),
                                    "button quiet");
        }));
}

} // namespace

http::Params picture_form(card::CardBody const &body, PictureUse use) {
    auto const part = part_of(use);
    http::Params form;
    form.add(part, (use == PictureUse::photo ? body.photo : body.logo).hash);
    if (use == PictureUse::photo)
        form.add("photo-show", std::string{to_string(card::least_tier(body, part))});
    return form;
}

web::FormParts picture_parts(card::CardBody const &now, PictureUse use, i18n::Words const &w) {
    auto const part = part_of(use);
    auto const &hash = (use == PictureUse::photo ? now.photo : now.logo).hash;
    std::vector<web::Choice> pictures{{"", w("(empty)"), ""}};
    if (!hash.empty()) pictures.push_back({hash, w("the picture shown above"), ""});
    if (use == PictureUse::logo) return {web::choice_part(part, w("Logo"), pictures)};
    return {web::choice_part(part, w("Photo"), pictures),
            web::choice_part("photo-show", w("Who can see the photo"), card::tier_choices(w))};
}

Html pictures_page(web::Visit const &visit, card::CardInfo const &card, PictureUse use,
                   web::FormState const &state, Pictures::Usage const &usage) {
    auto const &w = visit.words;
    Html near;
    if (usage.pictures.is_near()) {
        near += p(w("You have {1} of at most {2} pictures.",
                    {std::to_string(usage.pictures.used), std::to_string(usage.pictures.most)}));
    }
    if (usage.bytes.is_near()) {
        near += p(w("Your pictures use {1} of {2} MB.", {std::to_string(usage.bytes.used >> 20),
                                                         std::to_string(usage.bytes.most >> 20)}));
    }
    auto const state_of = [&](PictureUse one) { return one == use ? state : web::FormState{}; };
    return all(h1(w("Photo and logo")),
               p(w("Pictures are part of this card and are shown as soon as you add them. When you "
                   "remove one, nobody can see it any more. It is deleted within an hour and is "
                   "not kept in any ledger.")),
               when(!near.empty(), [&] { return web::notice(near, "info"); }),
               section_of(visit, card, PictureUse::photo, state_of(PictureUse::photo)),
               section_of(visit, card, PictureUse::logo, state_of(PictureUse::logo)),
               p(a(href(Url{"/card?card=" + card.id.text()}), w("Back to my card"))));
}

} // namespace goen::picture
