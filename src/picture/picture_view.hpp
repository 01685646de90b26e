// SPDX-License-Identifier: Apache-2.0
// The page on which a card's pictures are put and taken off: values -> Html.
#pragma once

#include "card/cards.hpp"
#include "media/darkroom.hpp"
#include "picture/picture.hpp"
#include "web/page.hpp"

namespace goen::picture {

// `state` is of the form last sent, for `use`.
html::Html pictures_page(web::Visit const &visit, card::CardInfo const &card, media::PictureUse use,
                         web::FormState const &state, Pictures::Usage const &usage);

} // namespace goen::picture
