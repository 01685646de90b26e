// SPDX-License-Identifier: Apache-2.0
// The fields of a person's name on a form: two parts with readings for most, and room for names of
// every other shape, all on one page.
#pragma once

#include "names/person_name.hpp"
#include "web/page.hpp"

namespace goen::membership {

enum class NameHints { yes, no };
html::Html name_fields(web::Visit const &visit, web::FormState const &state,
                       NameHints hints = NameHints::yes);
names::NameInput name_input(http::Params const &form);
// To fill in the fields with a name that is known.
void put_name(http::Params &form, names::NameInput const &name);
void put_name(http::Params &form, names::PersonName const &name);

// The refusal's fields and message on the form it came from.

} // namespace goen::membership
