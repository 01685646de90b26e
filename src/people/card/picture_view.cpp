// SPDX-License-Identifier: Apache-2.0
// Pictures on pages. Each has its width and height, so that nothing moves when it comes; a screen
// of more dots takes a larger print.
#include "base/text.hpp"
#include "card/card_view.hpp"

#include <algorithm>
#include <cmath>

namespace goen::card {

using namespace html;

namespace {

constexpr int tones = 8; // assets/66-picture.css

Html image(Picture const &picture, std::string_view css_class, int print, int larger, int width,
           int height, std::string const &alt) {
    auto const path = picture_path(picture, print);
    return img(cls(css_class), src(Url{path}),
               attr("srcset", path + " 1x, " + picture_path(picture, larger) + " 2x"),
               attr("width", std::to_string(width)), attr("height", std::to_string(height)),
               attr("loading", "lazy"), attr("decoding", "async"), attr("alt", alt));
}

// The first character as a reader sees it: with its variation selector or combining marks.
std::string first_character(std::string_view text) {
    std::size_t at = 0;
    if (text.empty()) return {};
    next_code_point(text, at);
    while (at < text.size()) {
        auto next = at;
        auto const c = next_code_point(text, next);
        bool const goes_on = (c >= 0x300 && c <= 0x36F) || (c >= 0x3099 && c <= 0x309A) ||
                             (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
        if (!goes_on) break;
        at = next;
    }
    return std::string{text.substr(0, at)};
}

std::string logo_text(CardBody const &body, i18n::Words const &w) {
    auto const *position = main_position(body, w.language());
    return position && !position->company.empty() ? w("Logo of {1}", {position->company})
                                                  : std::string{w("Logo")};
}
std::string photo_text(CardBody const &body, i18n::Words const &w) {
    auto const name = body.name.display(w.language());
    return name.empty() ? std::string{w("Photo")} : w("Photo of {1}", {name});
}

} // namespace

Html pictures_on_face(CardBody const &body, i18n::Words const &w, Size size) {
    // Paper takes the largest; a small card on a screen a quarter of that.
    int const print = size == Size::print ? 4 : size == Size::large ? 2 : 1;
    auto const on_face = [&](Picture const &picture, std::string_view css_class, int width,
                             std::string const &alt) {
        auto const path = picture_path(picture, width * print);
        auto const sharper = picture_path(picture, width * std::min(4, print * 2));
        return img(cls(css_class), src(Url{path}),
                   size == Size::print ? no_attribute()
                                       : attr("srcset", path + " 1x, " + sharper + " 2x"),
                   attr("width", std::to_string(picture.width)),
                   attr("height", std::to_string(picture.height)), attr("decoding", "async"),
                   attr("alt", alt));
    };
    // Photographs come in 48 96 192 384, logos in 96 192 384 768.
    return all(when(!body.photo.empty(),
                    [&] { return on_face(body.photo, "on-face photo", 96, photo_text(body, w)); }),
               when(!body.logo.empty(),
                    [&] { return on_face(body.logo, "on-face logo", 192, logo_text(body, w)); }));
}

Html card_pictures(CardBody const &body, i18n::Words const &w) {
    if (body.photo.empty() && body.logo.empty()) return {};
    Html pictures;
    if (!body.photo.empty()) {
        pictures += image(body.photo, "photo", 96, 192, 96, 96, photo_text(body, w));
    }
    if (!body.logo.empty()) {
        // Its box is 192 by 96; the shape within it is known.
        auto const &logo = body.logo;
        auto const scale = std::min(
            1.0, std::min(192.0 / std::max(1, logo.width), 96.0 / std::max(1, logo.height)));
        auto const side = [&](int of) {
            return std::max(1, static_cast<int>(std::lround(of * scale)));
        };
        pictures +=
            image(logo, "logo", 192, 384, side(logo.width), side(logo.height), logo_text(body, w));
    }
    return div(cls("card-pictures"), pictures);
}

Html portrait(Picture const &photo, std::int64_t id, names::PersonName const &name) {
    if (!photo.empty()) return image(photo, "portrait", 48, 96, 44, 44, "");
    // Ids are time-ordered: their low digits alone would paint a whole morning in one colour.
    auto const tone =
        (static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u >> 40) % static_cast<unsigned>(tones);
    auto const initial = first_character(
        !name.family.empty() && name.order == names::Order::family_first ? name.family
                                                                         : name.display());
    // Drawn by the style sheet: it is an ornament, not text to be read, found or copied.
    return span(cls("portrait tone-" + std::to_string(tone)), attr("data-initial", initial),
                attr("aria-hidden", "true"));
}

} // namespace goen::card
