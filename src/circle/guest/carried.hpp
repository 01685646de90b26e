// SPDX-License-Identifier: Apache-2.0
// A card as a file or a QR code carries it away. Takes bodies that card::seen() has cut already.
#pragma once

#include "card/card.hpp"
#include "vcard/vcard.hpp"

namespace goen::guest {

vcard::Person person_of(card::CardBody const &seen, i18n::Language reader);
// vCard 3.0, as every phone takes it.
std::string vcard_file(card::CardBody const &seen, i18n::Language reader);

} // namespace goen::guest
