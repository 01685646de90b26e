// SPDX-License-Identifier: Apache-2.0
#include "webpush/push_service.hpp"

#include "webpush/vapid.hpp"

#include <algorithm>

namespace goen::webpush {
namespace {

constexpr seconds longest_wait{24 * 60 * 60};

char const *word_of(Urgency urgency) {
    switch (urgency) {
    case Urgency::low: return "low";
    case Urgency::high: return "high";
    case Urgency::normal: break;
    }
    return "normal";
}

Outcome outcome_of(int status) {
    if (status >= 200 && status < 300) return Outcome::sent;
    if (status == 404 || status == 410) return Outcome::gone;
    if (status == 413) return Outcome::too_large;
    if (status == 408 || status == 425 || status == 429 || status >= 500) return Outcome::later;
    return Outcome::refused;
}

} // namespace

Sent send(fetch::Fetcher &fetcher, fetch::Url const &endpoint, Receiver const &receiver,
          Message const &message, Sender const &sender, Random &random) {
    fetch::Post post;
    post.body = encrypt(message.plain, receiver, random);
    post.fields = {{"Authorization", vapid_authorization(sender.keys, endpoint.origin(),
                                                         sender.subject, sender.now)},
                   {"Content-Encoding", "aes128gcm"},
                   {"Content-Type", "application/octet-stream"},
                   {"TTL", std::to_string(message.ttl.count())},
                   {"Urgency", word_of(message.urgency)}};
    if (!message.topic.empty()) post.fields.emplace_back("Topic", message.topic);
    auto const reply = fetcher.post(endpoint, post);
    if (!reply) return {Outcome::later};
    return {outcome_of(reply->status), std::min(reply->retry_after, longest_wait)};
}

} // namespace goen::webpush
