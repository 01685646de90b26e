// SPDX-License-Identifier: Apache-2.0
#include "membership/membership_doors.hpp"

namespace goen::membership {

http::Cookie session_cookie(std::string secret, bool secure) {
    // As long as a session can live; the server ends it earlier when it is idle.
    return {secure ? "__Host-goen" : "goen",
            std::move(secret),
            std::chrono::days{90},
            true,
            secure,
            "Lax"};
}

http::Cookie ended_session_cookie(bool secure) {
    return {secure ? "__Host-goen" : "goen", "", seconds{0}, true, secure, "Lax"};
}

} // namespace goen::membership
