// SPDX-License-Identifier: Apache-2.0
// The refusal to somebody who writes to a person whom she cannot reach.
#pragma once

#include "base/result.hpp"

namespace goen {

// The field by which a program tells this refusal from others ("/problems/cannot-be-reached"): no
// form or body has one of this name.
inline constexpr char const *reach_field = "reach";

inline Refusal cannot_be_reached(Sentence why) {
    return {Reason::forbidden, why, {{reach_field, why}}, {}};
}
inline bool is_unreachable(Refusal const &refusal) {
    return !refusal.fields.empty() && refusal.fields.front().field == reach_field;
}

} // namespace goen
