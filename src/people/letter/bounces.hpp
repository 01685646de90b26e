// SPDX-License-Identifier: Apache-2.0
// Letters that came back, counted for each address. After `most_hard` that were refused for good,
// letters that can be turned off go there no more, until its owner confirms the address again.
// Letters about the account itself still go out: one of them is how she confirms it. Threads may
// share a Bounces.
#pragma once

#include "letter/signed_addresses.hpp"

namespace goen::letter {

inline constexpr int most_hard = 2;

class Bounces {
public:
    Bounces(store::Database &database, SignedAddresses &addresses, Clock &clock)
        : database_(database), addresses_(addresses), clock_(clock) {}

    // A report (RFC 3464) about a letter to the address with this key: `status` is "5.1.1".
    // `report_id` is the report's own Message-ID; the same one counts once. `owner` is whose
    // address it is, 0 = no member's.
    void count(std::string_view address_key, std::string_view status, std::string_view report_id,
               MemberId owner = {});
    bool counts() const { return !addresses_.domain().empty(); }
    bool is_dead(std::string_view email); // no letters go there
    std::int64_t dead();                  // how many addresses

    // In the transaction in which an address is confirmed, or its owner leaves. Does nothing
    // without a mail domain.
    void forget(store::Writer &writer, std::string_view email);

private:
    store::Database &database_;
    SignedAddresses &addresses_;
    Clock &clock_;
};

} // namespace goen::letter
