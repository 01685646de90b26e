// SPDX-License-Identifier: Apache-2.0
// How much one member may keep here, so that nobody fills the disk for everyone. Set by the
// operator; 0 means no limit. Each room checks its own inside the transaction that adds something.
#pragma once

#include "base/quota.hpp"

#include <cstdint>

namespace goen::account {

struct Quotas {
    std::int64_t contacts = 0; // typed in or imported; cards exchanged with members never count
    std::int64_t pictures = 0; // photographs and logos
    std::int64_t picture_bytes = 0;      // of them in all sizes together
    std::int64_t post_picture_bytes = 0; // of those in her posts
    std::int64_t drafts = 0;             // files looked at and not brought in yet
    std::int64_t archive_bytes = 0;      // of the one archive kept until it is brought in
};

} // namespace goen::account
