// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"
#include "picture/picture_doors.hpp"

#include <boost/json/object.hpp>

namespace goen::picture {
namespace {

namespace json = boost::json;
namespace shape = web::shape;
using http::Method;
using web::ApiAnswer;
using web::ApiCall;

Result<ApiAnswer> put(ApiCall const &call, Pictures &pictures, PictureUse use) {
    auto const &visit = call.visit;
    std::optional<card::Tier> who;
    if (auto const typed = visit.query("show"); !typed.empty())
        who = card::tier_of(typed); // the schema knows no other
    auto const card =
        pictures.put(visit.member, visit.path_id<CardId>(), use, visit.file("file")->bytes, who);
    if (!card) return card.why();
    return ApiAnswer{200, card::own_card_json(*card)};
}

Result<ApiAnswer> take_off(ApiCall const &call, Pictures &pictures, PictureUse use) {
    auto const card = pictures.take_off(call.visit.member, call.visit.path_id<CardId>(), use);
    if (!card) return card.why();
    return ApiAnswer{204, nullptr};
}

} // namespace

void add_api(web::Doors &doors, Pictures &pictures) {
    for (auto const use : {PictureUse::photo, PictureUse::logo}) {
        bool const is_photo = use == PictureUse::photo;
        web::Endpoint sent;
        sent.method = Method::post;
        sent.path = is_photo ? "/cards/{id}/photo" : "/cards/{id}/logo";
        sent.summary = is_photo
                           ? "Put my photograph on a card, in place of the one there. It is made "
                             "small and square, and everything "
                             "the camera wrote into the file (place, time, device) is left out."
                           : "Put a logo on a card, in place of the one there. It is made small "
                             "and stands on white.";
        sent.tag = "cards";
        sent.scope = "cards:write";
        sent.query = {{"show", card::tier_schema(),
                       "Who sees it: none, exchanged, colleague or close. As it was when absent."}};
        sent.file = web::Upload{most_bytes + 64 * 1024};
        sent.file_types = {"image/jpeg", "image/png",  "image/webp",
                           "image/heic", "image/avif", "image/gif"};
        sent.answer = card::card_schema();
        sent.refusals = {404, 409};
        doors.api(sent, [&pictures, use](ApiCall const &call) { return put(call, pictures, use); });

        web::Endpoint taken;
        taken.method = Method::del;
        taken.path = sent.path;
        taken.summary =
            is_photo
                ? "Take my photograph off a card. Nobody sees it from now on, and it is deleted."
                : "Take the logo off a card. Nobody sees it from now on, and it is deleted.";
        taken.tag = "cards";
        taken.scope = "cards:write";
        taken.status = 204;
        taken.refusals = {404};
        doors.api(taken,
                  [&pictures, use](ApiCall const &call) { return take_off(call, pictures, use); });
    }

    web::Endpoint print;
    print.path = "/pictures/{member}/{hash}/{size}";
    print.summary = "A picture as a card's JSON names it, as long as the caller may see it. Sizes: "
                    "48, 96, 192, 384 (photographs), 96, 192, "
                    "384, 768 (logos). WebP for those whose Accept names it, else JPEG.";
    print.tag = "cards";
    print.answer_types = {"image/jpeg", "image/webp"};
    print.refusals = {404};
    doors.api(print, [&pictures](ApiCall const &call) -> Result<ApiAnswer> {
        auto response = serve(call.visit, pictures);
        if (response.status == 404)
            return Refusal{
                Reason::not_found, N_("There is no such picture, or it is not for you."), {}, {}};
        return ApiAnswer{response.status, nullptr, std::move(response)};
    });
}

} // namespace goen::picture
