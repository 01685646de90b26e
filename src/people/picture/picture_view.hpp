// SPDX-License-Identifier: Apache-2.0
// The page on which a card's pictures are put and taken off: values -> Html.
#pragma once

#include "card/cards.hpp"
#include "media/darkroom.hpp"
#include "picture/picture.hpp"
#include "web/form_version.hpp"

namespace goen::picture {

// `state` is of the form last sent, for `use`.
html::Html pictures_page(web::Visit const &visit, card::CardInfo const &card, media::PictureUse use,
                         web::FormState const &state, Pictures::Usage const &usage);

// The form of one picture, as it stands and in its parts. A file does not come back with a form: it
// counts by its name, as what is to replace the picture that is there.
http::Params picture_form(card::CardBody const &body, media::PictureUse use);
web::FormParts picture_parts(card::CardBody const &now, media::PictureUse use,
                             i18n::Words const &words);

} // namespace goen::picture
