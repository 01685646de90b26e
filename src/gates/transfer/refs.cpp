// SPDX-License-Identifier: Apache-2.0
#include "transfer/refs.hpp"

#include "transfer/queries.hpp"

namespace goen::transfer {

Refs::Refs(store::Database &database) {
    database.read([&](store::Reader &reader) {
        reader.each(sql::all_refs, {}, [&](store::Row const &row) {
            auto const id = row.get<MemberId>(1);
            members_.emplace(row.text(0), id);
            refs_.emplace(id, row.text(0));
        });
    });
}

std::optional<MemberId> Refs::find(std::string_view ref) const {
    if (auto const found = members_.find(std::string{ref}); found != members_.end())
        return found->second;
    return ref.starts_with('#') ? MemberId::parse(ref.substr(1)) : std::nullopt;
}

std::string Refs::of(MemberId id) const {
    auto const found = refs_.find(id);
    return found == refs_.end() ? "#" + id.text() : found->second;
}

} // namespace goen::transfer
