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

// A body that has passed contact_input_schema() or contact_patch_schema(). `base` is the card being
// changed.
Result<Edit> edit_from_json(boost::json::object const &body, card::CardBody const &base);

web::Schema contact_schema();
web::Schema ledger_schema();
web::Schema tie_schema();
web::Schema contact_input_schema();

} // namespace goen::contacts
