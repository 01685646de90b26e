// SPDX-License-Identifier: Apache-2.0
#include "web/link_line.hpp"

namespace goen::web {

using namespace html;

Html link_line(Visit const &visit, std::string const &link, std::string const &title) {
    auto const &w = visit.words;
    auto const failed = attr("data-failed", w("Please select the link and copy it."));
    return all(p(cls("link-text"), link),
               div(cls("row"),
                   button(cls("button"), type("button"), attr("data-copy", link),
                          attr("data-done", w("The link has been copied.")), failed, flag("hidden"),
                          w("Copy link")),
                   button(cls("button"), type("button"), attr("data-share", link),
                          attr("data-title", title), failed, flag("hidden"), w("Share link")),
                   span(cls("meta"), attr("role", "status"), attr("aria-live", "polite"))));
}

} // namespace goen::web
