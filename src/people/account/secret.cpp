// SPDX-License-Identifier: Apache-2.0
#include "account/secret.hpp"

namespace goen::account {

std::optional<Secret> Secret::parse(std::string_view text) {
    auto const dot = text.find('.');
    if (dot == text.npos || dot > 19 || text.size() - dot - 1 != 43) return {};
    // The command line invites as member 0.
    auto const member = text.substr(0, dot) == "0" ? std::optional{MemberId{}}
                                                   : MemberId::parse(text.substr(0, dot));
    if (!member) return {};
    return Secret{*member, sha256_hex(text)};
}

std::string Secret::make(MemberId member, Random &random) {
    return member.text() + '.' + random.secret();
}

} // namespace goen::account
