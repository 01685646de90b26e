// SPDX-License-Identifier: Apache-2.0
// Of vcard.cpp: what the properties of one card say of the person. All text is UTF-8 and clean by
// now.
#pragma once

#include "vcard/content_line.hpp"
#include "vcard/vcard.hpp"

namespace goen::vcard {

struct Property {
    std::string group, name; // lower case
    std::vector<Parameter> parameters;
    std::string value; // still escaped

    std::string_view parameter(std::string_view lower_case_name) const;
    bool has_type(std::string_view lower_case) const;
};

Person person_of(std::vector<Property> const &properties);
// MECARD:N:… and MEMORY:\r\nNAME1:…
Person person_of_phone_text(std::string_view text);

} // namespace goen::vcard
