// SPDX-License-Identifier: Apache-2.0
// Versions of what the API can change (RFC 9110 section 13). Whatever GET reads as JSON at a path
// where it can also be changed or deleted has an ETag, made of that JSON; If-Match and
// If-None-Match then say which version a change means. Derived from the declarations, so that no
// new endpoint is without.
#pragma once

#include "web/doors.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace goen::web {

struct VersionUse {
    bool answers = false; // its JSON is what GET reads there now: the answer carries the ETag
    bool heeds = false;   // it changes or deletes what has one: its handler checks preconditions
};
// One for each of `apis`, in their order.
std::vector<VersionUse> version_uses(std::vector<Doors::Api> const &apis);

// The ETag of what GET answers as this.
std::string version_of(boost::json::object const &current);

// Refused with Reason::changed unless the call's If-Match and If-None-Match fit what stands as
// `current`, and its If-Unmodified-Since the time of the last change, where there is one. To be
// asked inside the transaction that changes it.
Done check_preconditions(ApiCall const &call, boost::json::object const &current,
                         std::optional<Time> modified = {});

Refusal changed_since();

} // namespace goen::web
