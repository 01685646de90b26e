// SPDX-License-Identifier: Apache-2.0
// Of people_file.cpp: what the columns of a CSV of people mean, by their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace goen::transfer {

enum class What {
    nothing,
    name,
    family,
    given,
    middle,
    name_kana,
    family_kana,
    given_kana,
    family_romaji,
    given_romaji,
    prefix,
    suffix,
    nickname,
    company,
    department,
    title,
    company_en,
    department_en,
    title_en,
    email,
    phone,
    phone_label,
    url,
    postal_code,
    region,
    locality,
    street,
    building,
    address,
    country,
    tags,
    note,
    birthday,
    met_on,
    met_where,
    connected_on, // when the other network linked the two
    order,
    label
};

struct Column {
    What what = What::nothing;
    std::string label; // of a number or address: "main" "mobile" …; "" when another column says it
    int number = 1;    // E-mail 2 - Value; a home address is 50
    std::string heading; // as written
};

// One for each heading. `known` counts those that mean something.
std::vector<Column> columns_of(std::vector<std::string> const &headings, std::size_t &known);

} // namespace goen::transfer
