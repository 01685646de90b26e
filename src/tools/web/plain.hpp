// SPDX-License-Identifier: Apache-2.0
// The plain edition: the same pages as valid XHTML Basic 1.1 for keypad phones and text browsers,
// with no external file. Chosen with ?view=plain (remembered in the cookie "view"; ?view=full goes
// back) or for browsers known to be small. Lists show ten rows there: ask is_plain().
#pragma once

#include "html/html.hpp"
#include "web/visit.hpp"

namespace goen::web {

bool is_plain(http::Request const &request);

// Which rows of a list of `count` are shown on this page of it: `rows` at a time in the plain
// edition (?row=10 is the eleventh and on), all in the full one; and the links to those before and
// after.
struct Rows {
    std::size_t from = 0, until = 0;
    html::Html links;
    bool has(std::size_t row) const { return row >= from && row < until; }
};
Rows rows_of(Visit const &visit, std::size_t count, std::string_view path, std::size_t rows = 10);

// Our own HTML 5 markup in the elements and attributes of XHTML Basic 1.1: section becomes div, a
// reading in ruby goes into parentheses, drawings and everything hidden (also from readers:
// aria-hidden) are left out, blocks inside a link become spans. With a `canary` (see shift_jis.hpp)
// every form asks for UTF-8, and those that post carry it.
std::string to_xhtml_basic(std::string_view markup, std::string_view canary = {});

// A whole document, prologue included.
std::string plain_document(Visit const &visit, std::string_view title, html::Html const &flash,
                           html::Html const &body);

} // namespace goen::web
