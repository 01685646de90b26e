// SPDX-License-Identifier: Apache-2.0
// What somebody looks for in a book, folded once and then held against many find keys: words (of
// names, companies, memos …), telephone numbers in any spelling, postal codes, pieces of addresses.
// For this room's own files only.
#pragma once

#include "card/card.hpp"
#include "names/phone_key.hpp"
#include "names/search_key.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::contacts {

class BookQuery {
public:
    explicit BookQuery(std::string_view typed);
    bool empty() const { return parts_.empty(); }
    // Every part must be found.
    bool matches(std::string_view find_key) const;

private:
    struct Part {
        names::NameQuery words;
        std::string place; // an address_key(), when the words alone do not say it
        std::string postal;
        std::optional<names::PhoneQuery> number;

        bool matches(std::string_view find_key) const;
    };
    std::vector<Part> parts_;
};

// The lines of a find key by which BookQuery finds these.
void add_phone_lines(std::string &find_key, std::vector<card::Labelled> const &phones);
void add_address_lines(std::string &find_key, card::Address const &address);

} // namespace goen::contacts
