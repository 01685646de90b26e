// SPDX-License-Identifier: Apache-2.0
// The card of a private contact as it lies in its row.
#pragma once

#include "card/card.hpp"

namespace goen::contacts {

std::string body_text(card::CardBody const& body);
card::CardBody body_of(std::string const& text);

} // namespace goen::contacts
