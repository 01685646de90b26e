// SPDX-License-Identifier: Apache-2.0
// Bodies of pages (what stands between head and foot) as markup, kept while nothing has happened to
// the members they were made of (store/kept.hpp). The csrf token of their forms is another in every
// answer: it is cut out when a body is kept, and the visitor's put in when it is shown again. So is
// one more value that a page may have, which must be another in every answer (`once`).
#pragma once

#include "html/html.hpp"
#include "store/kept.hpp"
#include "web/visit.hpp"

namespace goen::web {

class KeptBodies {
public:
    struct Body {
        std::string title;
        html::Html head; // through the heading: what is never kept may be put below it
        html::Html rest;
    };
    explicit KeptBodies(std::size_t capacity = 2048) : kept_(capacity, seconds{60}) {}

    void begin(std::shared_ptr<store::Freshness const> freshness) {
        kept_.begin(std::move(freshness));
    }
    std::int64_t known() const {
        return kept_.known();
    } // to be asked before the page's values are read

    TableNumbers numbers() const { return kept_.numbers(); }

    // The key of a page about `id`, as its reader sees it in her language and edition.
    static std::string key(Visit const &visit, std::int64_t id);
    // `key` names the page, its reader, her language and edition.
    std::optional<Body> find(Visit const &visit, std::string const &key,
                             std::string_view once = {}) const;
    // `ids`: everybody who is on the page, and its reader. `topics`: the marks of what else it was
    // made of.
    void keep(Visit const &visit, std::string key, std::int64_t known,
              std::vector<std::int64_t> const &ids, Body const &body, store::Marks topics = {},
              std::string_view once = {});

private:
    struct Piece { // of the rest
        std::string markup;
        enum class Before { token, once, nothing } before = Before::nothing; // what stood before it
    };
    struct Cut {
        std::string title;
        html::Html head;
        std::vector<Piece> pieces;
    };
    store::Kept<std::shared_ptr<Cut const>> kept_;
};

} // namespace goen::web
