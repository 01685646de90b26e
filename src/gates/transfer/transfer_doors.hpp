// SPDX-License-Identifier: Apache-2.0
// What the transfer room hangs on the house. All must outlive `doors`.
#pragma once

#include "transfer/imports.hpp"
#include "web/doors.hpp"

namespace goen::transfer {

// /contacts/import, /contacts/import/{id}, /contacts/export, /contacts/{id}.vcf, /card/{id}.vcf
void add_pages(web::Doors &doors, Imports &imports, contacts::Contacts &contacts,
               card::Cards &cards);
// /contacts/import, /imports/{batch}, /contacts/export, /contacts/{id}.vcf
void add_api(web::Doors &doors, Imports &imports, contacts::Contacts &contacts);

} // namespace goen::transfer
