// SPDX-License-Identifier: Apache-2.0
// Secrets in cookies, links and tokens: "MEMBER.43 characters". The number says in whose rows to
// look, so that one point read is enough however many machines the rows are spread over; the rest
// is 256 random bits.
#pragma once

#include "base/ids.hpp"
#include "base/random.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace goen::account {

struct Secret {
    MemberId member;
    std::string hash; // SHA-256 of the whole text: all that is stored

    static std::optional<Secret> parse(std::string_view text);
    static std::string make(MemberId member, Random &random);
};

} // namespace goen::account
