// SPDX-License-Identifier: Apache-2.0
// A card as its owner holds it out for an introduction: who she is and where she works, as one says
// it when presenting somebody. How to reach her stays unseen until cards are exchanged.
#pragma once

#include "policy/policy.hpp"

namespace goen::policy {

inline card::CardBody introduced(card::CardBody const &body) {
    auto shown = Policy::held_out(body);
    shown.ja.positions = body.ja.positions;
    shown.en.positions = body.en.positions;
    return shown;
}

} // namespace goen::policy
