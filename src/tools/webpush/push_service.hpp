// SPDX-License-Identifier: Apache-2.0
// A message handed to the push service of a browser (RFC 8030), through the one door to other
// servers (fetch): https to public addresses only, no redirects.
#pragma once

#include "fetch/fetch.hpp"
#include "webpush/encrypt.hpp"

namespace goen::webpush {

enum class Urgency { low, normal, high }; // RFC 8030, section 5.3

struct Message {
    std::string plain;         // at most most_plain bytes
    seconds ttl{24 * 60 * 60}; // how long the service keeps it for a browser that is away
    Urgency urgency = Urgency::normal;
    std::string topic = {}; // at most 32 of base64url: takes the place of an earlier one
};

struct Sender {
    KeyPair const &keys;      // the server's
    std::string_view subject; // see vapid.hpp
    Time now;
};

enum class Outcome {
    sent,
    gone,      // the subscription is dead (404, 410)
    too_large, // for this service (413)
    refused,   // it will not take this, also later
    later      // it cannot be reached, is busy or broken: tried again
};
struct Sent {
    Outcome outcome;
    seconds wait{0}; // with later: what Retry-After asks for, at most a day; 0 = nothing
};

Sent send(fetch::Fetcher &fetcher, fetch::Url const &endpoint, Receiver const &receiver,
          Message const &message, Sender const &sender, Random &random);

} // namespace goen::webpush
