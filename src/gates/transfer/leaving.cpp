// SPDX-License-Identifier: Apache-2.0
// A member leaves: the files she brought in, and the name by which a bulk file knows her.
#include "base/random.hpp"
#include "transfer/imports.hpp"
#include "transfer/queries.hpp"

namespace goen::transfer {

void Imports::member_leaves(store::Writer &writer, MemberId member) {
    std::vector<std::string> refs;
    writer.each(sql::refs_of, {{"me", member}},
                [&](store::Row const &row) { refs.emplace_back(row.text(0)); });
    for (auto const &ref : refs)
        writer.run(sql::put_departed_ref, {{"hash", sha256_hex("import_ref " + ref)}});
    for (auto const *query : {&sql::leave_refs, &sql::leave_batches, &sql::leave_rows})
        writer.put(*query, {{"me", member}});
}

} // namespace goen::transfer
