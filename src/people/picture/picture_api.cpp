// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"
#include "picture/picture_doors.hpp"
#include "web/endpoint.hpp"

namespace goen::picture {
namespace {

using card::CardAnswer;
using web::ApiAnswer;
using web::ApiCall;

template <PictureUse use> Result<CardAnswer> put(Pictures &pictures, ApiCall const &call) {
    auto const &visit = call.visit;
    std::optional<card::Tier> who;
    if (auto const typed = visit.query("show"); !typed.empty())
        who = card::tier_of(typed); // the schema knows no other
    auto const card =
        pictures.put(visit.member, visit.path_id<CardId>(), use, visit.file("file")->bytes, who);
    if (!card) return card.why();
    return card::own_card(*card);
}

template <PictureUse use> Done take_off(Pictures &pictures, ApiCall const &call) {
    auto const card = pictures.take_off(call.visit.member, call.visit.path_id<CardId>(), use);
    if (!card) return card.why();
    return {};
}

Result<ApiAnswer> print(Pictures &pictures, ApiCall const &call) {
    auto response = serve(call.visit, pictures);
    if (response.status == 404)
        return Refusal{Reason::not_found,
                       N_("This picture was not found, or you do not have access to it."),
                       {},
                       {}};
    return ApiAnswer{response.status, nullptr, std::move(response)};
}

web::Declared takes_picture(web::Declared sent) {
    return std::move(sent)
        .asks({{"show", card::tier_schema(),
                "Who sees it: none, exchanged, colleague or close. As it was when absent. A logo "
                "is never seen by more people than the positions."}})
        .takes_file({most_bytes + 64 * 1024}, {"image/jpeg", "image/png", "image/webp",
                                               "image/heic", "image/avif", "image/gif"})
        .refuses({404, 409});
}

} // namespace

void add_api(web::Doors &doors, Pictures &pictures) {
    web::Endpoints<Pictures &> api{doors, pictures, {"cards", "cards:read", "cards:write"}};
    api.add(takes_picture(web::post(
                "/cards/{id}/photo",
                "Put my photograph on a card, in place of the one there. It is made small and "
                "square, and everything the camera wrote into the file (place, time, device) is "
                "left out.")),
            put<PictureUse::photo>);
    api.add(web::del("/cards/{id}/photo", "Take my photograph off a card. Nobody sees it from now "
                                          "on, and it is deleted.")
                .refuses({404}),
            take_off<PictureUse::photo>);
    api.add(takes_picture(web::post("/cards/{id}/logo",
                                    "Put a logo on a card, in place of the one there. It is made "
                                    "small and stands on white.")),
            put<PictureUse::logo>);
    api.add(web::del("/cards/{id}/logo",
                     "Take the logo off a card. Nobody sees it from now on, and it is deleted.")
                .refuses({404}),
            take_off<PictureUse::logo>);
    api.add(web::get("/pictures/{member}/{hash}/{size}",
                     "A picture as a card's JSON names it, as long as the caller may see it. "
                     "Sizes: 48, 96, 192, 384 (photographs), 96, 192, 384, 768 (logos). WebP for "
                     "those whose Accept names it, else JPEG.")
                .needs("")
                .answers_file({"image/jpeg", "image/webp"})
                .refuses({404}),
            print);
}

} // namespace goen::picture
