// SPDX-License-Identifier: Apache-2.0
// Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): a write sent again with the
// same key within a day gets the first answer again; with another body it is refused (422); while
// the first still runs, 409.
#pragma once

#include "http/message.hpp"
#include "store/database.hpp"

#include <functional>

namespace goen::app {

class Idempotency {
public:
    Idempotency(store::Database &database, Clock &clock) : database_(database), clock_(clock) {}

    // Runs `first` once for this member and key. `fingerprint` is a hash of method, path and body.
    Result<http::Response> once(MemberId member, std::string_view key, std::string_view fingerprint,
                                std::function<http::Response()> const &first);
    // Forgets keys older than a day; called by the hourly job.
    void forget_old();

private:
    store::Database &database_;
    Clock &clock_;
};

} // namespace goen::app
