// SPDX-License-Identifier: Apache-2.0
// What a page says of itself, for the card below a post that links to it.
#pragma once

#include "fetch/fetch.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace goen::fetch {

struct Preview {
    std::string title;       // at most 200 characters, one line; "" when the page has none
    std::string description; // at most 300
    std::string site;        // its name for itself, at most 60, or its host
    std::optional<Url> picture;
    Url canonical;             // of the same host; else where it was found
    std::string picture_bytes; // of a PNG, JPEG, WebP or GIF, as preview() found them; or ""
};

// Reads the head of a page that was found at `base`: Open Graph (ogp.me), then Twitter's cards,
// then plain HTML. By a scanner of its own: it needs a handful of elements out of anything the web
// may send, and a parser of whole documents (libxml2) would read the charset, the nesting and the
// entities by rules of its own. At most the first 256 KB, in one pass.
//
// charset: what Content-Type said, or "". The page's own <meta> comes next, then what its bytes
// look like. A page in a charset that goen does not know has no words here, rather than wrong ones.
Preview read_preview(std::string_view html, Url const &base, std::string_view charset = {});

// Asks for the page and its picture, both within the time of the limits; without the bytes of the
// picture when they cannot be had. Refused when the page cannot.
Result<Preview> preview(Url const &url, Fetcher &fetcher, Limits const &limits = {});

} // namespace goen::fetch
