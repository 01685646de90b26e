// SPDX-License-Identifier: Apache-2.0
#include "search/search.hpp"

#include "base/text.hpp"
#include "web/scopes.hpp"

#include <algorithm>

namespace goen::search {
namespace {

Refusal no_such_page() {
    return Refusal::field(
        "after", N_("This page of the list was not found. Please start from the first page."));
}

} // namespace

void Kinds::add(Kind kind) {
    ensure(find(kind.name) == nullptr, "a kind of things to be found is registered twice");
    auto const place =
        std::upper_bound(kinds_.begin(), kinds_.end(), kind.order,
                         [](int order, Kind const &other) { return order < other.order; });
    kinds_.insert(place, std::move(kind));
}

Kind const *Kinds::find(std::string_view name) const {
    auto const found = std::find_if(kinds_.begin(), kinds_.end(),
                                    [&](Kind const &kind) { return kind.name == name; });
    return found == kinds_.end() ? nullptr : &*found;
}

Result<std::string> checked_query(std::string_view typed) {
    // Bytes first: no work is done on a query of a megabyte.
    if (typed.size() > longest_query * 4 || !is_clean_utf8(typed) ||
        count_code_points(typed) > longest_query) {
        return Refusal::field("q", {N_("Please keep the search to {1} characters or fewer."),
                                    {std::to_string(longest_query)}});
    }
    return std::string{trimmed(typed)};
}

// A cursor of all kinds is "KIND:CURSOR".
Result<Found> find(Kinds const &kinds, std::string_view kind, Asked const &asked) {
    if (!kind.empty()) {
        auto const *const one = kinds.find(kind);
        if (one == nullptr) return Refusal::field("kind", N_("There is nothing of this kind."));
        if (!web::allows(asked.scopes, one->scope))
            return Refusal{Reason::forbidden,
                           {N_("This token cannot do that. It needs the scope {1}."),
                            {std::string{one->scope}}},
                           {},
                           {}};
        return one->find(asked);
    }
    auto const &all = kinds.all();
    auto at = all.begin();
    auto rest = asked;
    if (!asked.after.empty()) {
        auto const colon = asked.after.find(':');
        at = std::find_if(all.begin(), all.end(), [&](Kind const &one) {
            return one.name == std::string_view{asked.after}.substr(0, colon);
        });
        if (colon == asked.after.npos || at == all.end()) return no_such_page();
        rest.after = asked.after.substr(colon + 1);
    }
    Found out;
    for (; at != all.end(); ++at) {
        auto const of_all = [&](std::string const &cursor) {
            return std::string{at->name} + ':' + cursor;
        };
        if (!web::allows(asked.scopes, at->scope)) continue;
        rest.limit = asked.limit - static_cast<int>(out.items.size());
        if (rest.limit == 0) {
            out.next = of_all({});
            return out;
        }
        auto found = at->find(rest);
        if (!found) return found.why();
        std::move(found->items.begin(), found->items.end(), std::back_inserter(out.items));
        out.is_building = out.is_building || found->is_building;
        if (!found->next.empty()) {
            out.next = of_all(found->next);
            return out;
        }
        rest.after.clear();
    }
    return out;
}

} // namespace goen::search
