// SPDX-License-Identifier: Apache-2.0
// How much one member may keep here, so that nobody fills the disk for everyone. Set by the
// operator; 0 means no limit. Each room checks its own inside the transaction that adds something.
#pragma once

#include "base/result.hpp"

#include <cstdint>

namespace goen::account {

struct Quotas {
    std::int64_t contacts = 0; // typed in or imported; cards exchanged with members never count
    std::int64_t pictures = 0; // photographs and logos
    std::int64_t picture_bytes = 0; // of them in all sizes together
    std::int64_t drafts = 0;        // files looked at and not brought in yet
    std::int64_t archive_bytes = 0; // of the one archive kept until it is brought in
};

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

} // namespace goen::account
