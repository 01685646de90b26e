// SPDX-License-Identifier: Apache-2.0
// PATCH as JSON Merge Patch (RFC 7396): what the body does not name stays as it is, at every depth;
// null clears; a list is replaced whole. A handler is given a web::Patch<T> (web/endpoint.hpp) and
// lays it onto what stands, inside the transaction that writes.
#pragma once

#include "web/schema.hpp"

#include <boost/json/value.hpp>

namespace goen::web {

// RFC 7396 section 2.
boost::json::value merge_patch(boost::json::value target, boost::json::value const &patch);

// The body of a PATCH of what `whole` describes: no member is required, at any depth outside lists,
// and an entry of a map may be null, which takes it out. Whether a named property may be null is
// for `whole` to say. A component that differs from that in `whole` is called NAMEPatch.
Schema patch_of(Schema const &whole);

} // namespace goen::web
