// SPDX-License-Identifier: Apache-2.0
// Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): a write sent again with the
// same key within a day gets the first answer again; with another body it is refused (422); while
// the first still runs, 409.
//
// The key's row is committed in the transaction of the first thing the request writes, so wherever
// the process dies, a deed and its key are there both or neither: with the same key nothing is ever
// done twice. The answer follows in a write of its own, because it is made after the deed. Who asks
// again when only that is missing is told that it was done. A request that is refused before it
// wrote anything leaves no row, so its key can be used again.
#pragma once

#include "http/message.hpp"
#include "store/database.hpp"

#include <functional>
#include <mutex>
#include <set>

namespace goen::app {

class Idempotency {
public:
    Idempotency(store::Database &database, Clock &clock) : database_(database), clock_(clock) {}

    // Runs `first` once for this member and key. `fingerprint` is a hash of method, path and body.
    // nullopt: it was done before, or begun, but its answer is not there: the process died in
    // between, or the outcome of its commit was unknown, or another node is about to give it.
    Result<std::optional<http::Response>> once(MemberId member, std::string_view key,
                                               std::string_view fingerprint,
                                               std::function<http::Response()> const &first);
    // Hook for Accounts::on_leave: her answers, and others' that speak of her.
    void member_leaves(store::Writer &writer, MemberId member);
    // Forgets keys older than a day; called by the hourly job.
    void forget_old();

private:
    struct Found {
        std::string fingerprint;
        int status;
        std::string body;
    };
    std::optional<Found> find(MemberId member, std::string_view key);
    void keep(MemberId member, std::string_view key, std::string_view fingerprint,
              http::Response const &response, bool has_row);

    store::Database &database_;
    Clock &clock_;
    std::mutex mutex_;
    std::set<std::pair<MemberId, std::string>> running_; // here; other nodes meet in the table
};

} // namespace goen::app
