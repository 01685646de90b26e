// SPDX-License-Identifier: Apache-2.0
// Migrations: the numbered files of migrations/, embedded in the binary, applied in order, each in
// one transaction with its hash. Forward only: a changed or unknown one is refused in words.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goen::store {

struct Migration {
    std::int64_t number;
    std::string_view name;
    std::string_view sqlite;
    std::string_view sqlite_hash; // SHA-256 of the file, in hex
    std::string_view postgres;
    std::string_view postgres_hash;
};

std::vector<Migration> const &embedded_migrations();

struct AppliedMigration {
    std::int64_t number;
    std::string name;
    std::string hash;
};

// Holds for a while what differs between the engines.
class MigrationTarget {
public:
    virtual std::vector<AppliedMigration> applied() = 0; // makes the table `migration` when it is
                                                         // missing
    // In one transaction: the text, and the line in `migration`.
    virtual void apply(Migration const &migration) = 0;
    virtual std::string_view hash(Migration const &migration) const = 0;

protected:
    ~MigrationTarget() = default;
};

// All that are missing, or of those only the ones with these numbers.
Done apply_missing(MigrationTarget &target, std::vector<std::int64_t> const *only = nullptr);

inline constexpr char const *migration_table = "create table if not exists migration "
                                               "(number bigint primary key, name text not null, "
                                               "hash text not null, applied_at bigint not null)";

} // namespace goen::store
