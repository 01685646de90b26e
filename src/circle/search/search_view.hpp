// SPDX-License-Identifier: Apache-2.0
// What was found as Html: values in, markup out.
#pragma once

#include "search/search.hpp"
#include "web/page.hpp"

namespace goen::search {

struct Section { // of one kind
    std::string_view kind;
    char const *words;
    Found found;
    std::string more; // the address of the rest, or ""
};
struct Tab {
    std::string_view kind; // "" = all
    char const *words;
};
struct SearchPage {
    std::string q, kind;
    std::vector<Tab> tabs;
    std::vector<Section> sections;
    Sentence refused; // why nothing was looked for
};

std::string search_path(std::string_view q, std::string_view kind, std::string_view after = {});
html::Html search_page(web::Visit const &visit, SearchPage const &page);
// Options of the list below a search field; the last leads to all that can be found.
html::Html suggestions(web::Visit const &visit, std::string_view q, std::vector<Item> const &items);

} // namespace goen::search
