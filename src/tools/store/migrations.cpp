// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace goen::store {

Done apply_missing(MigrationTarget &target, std::vector<std::int64_t> const *only) {
    auto const &known = embedded_migrations();
    auto const applied = target.applied();
    for (auto const &one : applied) {
        auto const same = std::find_if(known.begin(), known.end(),
                                       [&](auto const &m) { return m.number == one.number; });
        if (same == known.end()) {
            return Refusal{Reason::conflict,
                           {N_("This database was created by a newer goen: it has migration {1} "
                               "({2}), which this version does not know. Start the newer version, "
                               "or restore a backup made before the upgrade."),
                            {std::to_string(one.number), one.name}},
                           {},
                           {}};
        }
        if (target.hash(*same) != one.hash) {
            return Refusal{Reason::conflict,
                           {N_("Migration {1} ({2}) differs from the one that created this "
                               "database. Start the version of goen that created it."),
                            {std::to_string(one.number), one.name}},
                           {},
                           {}};
        }
    }
    for (auto const &migration : known) {
        bool const done = std::any_of(applied.begin(), applied.end(), [&](auto const &one) {
            return one.number == migration.number;
        });
        if (done ||
            (only && std::find(only->begin(), only->end(), migration.number) == only->end()))
            continue;
        target.apply(migration);
        log::debug("migration applied", {{"number", migration.number}, {"name", migration.name}});
    }
    return {};
}

} // namespace goen::store
