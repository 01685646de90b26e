// SPDX-License-Identifier: Apache-2.0
#include "webpush/vapid.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

namespace goen::webpush {
namespace {

constexpr std::chrono::hours good_for{12}; // 24 at most (RFC 8292, section 2)

} // namespace

std::string vapid_authorization(KeyPair const &server, std::string_view origin,
                                std::string_view subject, Time now) {
    auto const until = std::chrono::duration_cast<seconds>((now + good_for).time_since_epoch());
    boost::json::object claims{{"aud", origin}, {"exp", std::int64_t{until.count()}}};
    if (!subject.empty()) claims["sub"] = subject;
    auto const signed_part = base64url(R"({"typ":"JWT","alg":"ES256"})") + "." +
                             base64url(boost::json::serialize(claims));
    return "vapid t=" + signed_part + "." + base64url(sign_es256(server, signed_part)) +
           ", k=" + base64url(server.point);
}

} // namespace goen::webpush
