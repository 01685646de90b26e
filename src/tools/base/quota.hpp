// SPDX-License-Identifier: Apache-2.0
// How much of something is used and how much may be, and the refusal when it is full. What is
// counted and how much a member may keep is said by account/quota.hpp.
#pragma once

#include "base/result.hpp"

#include <cstdint>

namespace goen {

struct Usage {
    std::int64_t used = 0, most = 0;
    bool is_limited() const { return most > 0; }
    std::int64_t left() const { return used < most ? most - used : 0; }       // of a limited one
    bool is_near() const { return is_limited() && used >= most - most / 10; } // from 90 % on
    bool fits(std::int64_t more) const { return !is_limited() || more <= left(); }
};

// The field by which a program tells this refusal from others ("/problems/quota"): no form or body
// has one of this name.
inline constexpr char const *quota_field = "quota";

inline Refusal over_quota(Sentence why, Reason reason = Reason::conflict) {
    return {reason, why, {{quota_field, why}}, {}};
}
inline bool is_over_quota(Refusal const &refusal) {
    return !refusal.fields.empty() && refusal.fields.front().field == quota_field;
}

} // namespace goen
