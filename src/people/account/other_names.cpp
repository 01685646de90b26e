// SPDX-License-Identifier: Apache-2.0
#include "account/other_names.hpp"

#include "account/account_store.hpp"
#include "account/queries.hpp"
#include "names/prefix_key.hpp"
#include "store/id_list.hpp"

#include <algorithm>
#include <set>

namespace goen::account {
namespace {

constexpr int rows_a_prefix = 2000;

} // namespace

std::vector<NameRecord> other_names(store::Reader &reader, MemberId member) {
    std::vector<NameRecord> found;
    reader.each(sql::records_of, {{"member", member}},
                [&](store::Row const &row) { found.push_back(record_from(row)); });
    return found;
}

std::vector<KnownAs> known_as(store::Reader &reader, std::string_view query) {
    std::set<std::pair<MemberId, NameRecordId>> hits;
    for (auto const &prefix : names::prefixes_of(query)) {
        reader.each(
            sql::known_with_prefix,
            {{"lower", prefix}, {"upper", names::after_prefix(prefix)}, {"count", rows_a_prefix}},
            [&](store::Row const &row) {
                hits.emplace(row.get<MemberId>(0), row.get<NameRecordId>(1));
            });
    }
    std::vector<KnownAs> found;
    if (hits.empty()) return found;
    std::vector<MemberId> owners;
    for (auto const &[owner, id] : hits) {
        if (owners.empty() || owners.back() != owner) owners.push_back(owner);
    }
    reader.each(sql::records_of_members, {{"members", store::id_list(owners)}},
                [&](store::Row const &row) {
                    auto const owner = row.get<MemberId>(sql::record_columns::member_id);
                    if (hits.contains({owner, row.get<NameRecordId>(sql::record_columns::id)}))
                        found.push_back({owner, record_from(row)});
                });
    return found;
}

void keep_name_keys(store::Writer &writer, MemberId member, NameRecord const &record) {
    drop_name_keys(writer, member, record.id);
    if (!record.findable || record.visible == "nobody") return;
    for (auto const &key : names::prefix_keys(record.name)) {
        writer.run(sql::put_name_key,
                   {{"member", member}, {"record", record.id}, {"name_key", key}});
    }
}

void drop_name_keys(store::Writer &writer, MemberId member, NameRecordId record) {
    writer.run(sql::drop_name_keys, {{"member", member}, {"record", record}});
}

void fill_name_keys(store::Writer &writer) {
    std::vector<std::pair<MemberId, NameRecordId>> keyless;
    writer.each(sql::keyless_records, {}, [&](store::Row const &row) {
        keyless.emplace_back(row.get<MemberId>(0), row.get<NameRecordId>(1));
    });
    for (auto const &[member, id] : keyless) {
        for (auto const &record : other_names(writer, member)) {
            if (record.id == id) keep_name_keys(writer, member, record);
        }
    }
}

} // namespace goen::account
