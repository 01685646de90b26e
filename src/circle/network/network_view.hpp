// SPDX-License-Identifier: Apache-2.0
// Ways and suggestions: values to Html.
#pragma once

#include "network/network.hpp"
#include "web/page.hpp"

namespace goen::network {

std::string name_of(Acquaintance const &person,
                    i18n::Words const &words); // "A member" without a name
// "Hana Watanabe, Ken Suzuki and 2 more"
std::string names_of(std::vector<Acquaintance> const &people, std::uint64_t count,
                     i18n::Words const &words);

struct WaysPage {
    MemberId to;
    std::string name;         // of the one I look for
    bool is_tied = false;     // cards are exchanged: nobody need stand between
    std::optional<Ways> ways; // nothing: not ready
};
html::Html ways_page(web::Visit const &visit, WaysPage const &page);

struct SuggestionsPage {
    std::optional<Suggestions> found; // nothing: not ready
    std::vector<Acquaintance> dismissed;
};
html::Html suggestions_page(web::Visit const &visit, SuggestionsPage const &page);

} // namespace goen::network
