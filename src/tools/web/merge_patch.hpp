// SPDX-License-Identifier: Apache-2.0
// PATCH as JSON Merge Patch (RFC 7396): what the body does not name stays as it is, at every depth;
// null clears; a list is replaced whole. A handler merges the body into what stands, inside the
// transaction that writes, and reads the result with the reader that POST uses.
#pragma once

#include "web/schema.hpp"

#include <boost/json/object.hpp>

namespace goen::web {

// RFC 7396 section 2.
boost::json::value merge_patch(boost::json::value target, boost::json::value const &patch);

// The members of `current` that `patch` names, as the patch leaves them; those it removes are null.
boost::json::object patched(boost::json::object const &current, boost::json::object const &patch);

// The body of a PATCH of what `whole` describes: no member is required, at any depth outside lists,
// and an entry of a map may be null, which takes it out. Whether a named property may be null is
// for `whole` to say. A component that differs from that in `whole` is called NAMEPatch.
Schema patch_of(Schema const &whole);

} // namespace goen::web
