// SPDX-License-Identifier: Apache-2.0
// VAPID (RFC 8292): by which a push service knows which server sends.
#pragma once

#include "base/time.hpp"
#include "webpush/p256.hpp"

namespace goen::webpush {

// The value of Authorization for a service at `origin` ("https://push.example"), good for 12 hours.
// `subject` ("https://goen.example" or "mailto:…") is whom its operators may write to; "" = nobody.
std::string vapid_authorization(KeyPair const &server, std::string_view origin,
                                std::string_view subject, Time now);

} // namespace goen::webpush
