// SPDX-License-Identifier: Apache-2.0
// The "contact", "tie" and "ledger entry" objects of the API, both ways, with their schemas.
#pragma once

#include "contacts/contacts.hpp"
#include "web/schema.hpp"

#include <boost/json/object.hpp>

namespace goen::contacts {

boost::json::object contact_json(Contact const &contact);
boost::json::object ledger_json(LedgerEntry const &entry);
// The exchange room's tie without the card, which stands beside it. `name` is the other member's as
// this member may see it. What they disclose is not in it: that is theirs to know.
boost::json::object tie_json(policy::Tie const &tie, names::PersonName const &name);

// A new contact: the body has passed contact_input_schema().
Result<Edit> edit_from_json(boost::json::object const &body);
// A change of `current` by a JSON Merge Patch (RFC 7396) that has passed contact_patch_schema().
Result<Edit> edit_from_patch(boost::json::object const &patch, Contact const &current);

web::Schema contact_schema();
web::Schema ledger_schema();
web::Schema tie_schema();
web::Schema contact_input_schema();
web::Schema contact_patch_schema();

} // namespace goen::contacts
