// SPDX-License-Identifier: Apache-2.0
#include "web/paging.hpp"

#include "i18n/words.hpp"

#include <algorithm>
#include <charconv>

namespace goen::web {

int limit_of(Visit const &visit) {
    int limit = 50;
    if (auto const asked = visit.query("limit"); !asked.empty())
        std::from_chars(asked.data(), asked.data() + asked.size(), limit);
    return std::clamp(limit, 1, 100);
}

Refusal not_our_cursor() {
    return {Reason::invalid,
            N_("This cursor is not valid."),
            {{"after", N_("This cursor is not valid.")}},
            {}};
}

} // namespace goen::web
