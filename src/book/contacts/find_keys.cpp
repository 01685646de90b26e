// SPDX-License-Identifier: Apache-2.0
#include "contacts/find_keys.hpp"

#include "book_events/events.hpp"
#include "card/card_store.hpp"
#include "contacts/changing.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"

namespace goen::contacts {
namespace {

constexpr std::int64_t renewal_lock = 0x66'69'6E'64; // "find"; no member's number

struct StoredLine {
    MemberId member;
    ContactId id;
    bool is_member = false;
    std::string body, memo, tags, met, find, sort_key;
};

StoredLine stored_at(store::Row const &row) {
    return {row.get<MemberId>(0),    row.get<ContactId>(1),   row.integer(2) != 0,
            row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5),
            row.get<std::string>(6), row.get<std::string>(7), row.get<std::string>(8)};
}

// Whether something had to be written.
bool renew(store::Writer &writer, StoredLine const &stored) {
    if (stored.is_member) return false;
    rows::NewLine line;
    put_body(line, card::from_stored(stored.body));
    line.find += find_text(stored.memo, unpacked_tags(stored.tags), unpacked_meetings(stored.met));
    if (line.find == stored.find && line.sort_key == stored.sort_key) return false;
    if (line.sort_key != stored.sort_key) store::tell(writer, BookReordered{stored.member});
    writer.put(sql::find_set, {{"find", line.find},
                               {"sort_key", line.sort_key},
                               {"head", line.head},
                               {"member", stored.member},
                               {"contact", stored.id},
                               {"before", stored.find}});
    return true;
}

} // namespace

FindKeyRenewal renew_find_keys(store::Database &database, int count) {
    auto const read = [](store::Reader &reader, MemberId &after_member, ContactId &after) {
        std::optional<FindKeyRenewal> found;
        reader.each(sql::renewal, {{"version", find_key_version}}, [&](store::Row const &row) {
            after_member = row.get<MemberId>(0);
            after = row.get<ContactId>(1);
            bool const is_done = row.integer(3) != 0;
            found = FindKeyRenewal{row.integer(2), is_done, is_done};
        });
        return found;
    };
    auto const done = database.write([&](store::Writer &writer) -> Result<FindKeyRenewal> {
        writer.lock(renewal_lock);
        writer.put(sql::renewal_begin, {{"version", find_key_version}});
        MemberId member;
        ContactId id;
        auto renewal = read(writer, member, id);
        ensure(renewal.has_value(), "a renewal that was begun is not there");
        if (renewal->is_done) return *renewal;
        std::vector<StoredLine> lines;
        writer.each(sql::renewal_rows, {{"member", member}, {"contact", id}, {"count", count}},
                    [&](store::Row const &row) { lines.push_back(stored_at(row)); });
        for (auto const &line : lines) renewal->renewed += renew(writer, line) ? 1 : 0;
        if (!lines.empty()) member = lines.back().member, id = lines.back().id;
        renewal->is_done = static_cast<int>(lines.size()) < count;
        writer.put(sql::renewal_move, {{"version", find_key_version},
                                       {"member", member},
                                       {"contact", id},
                                       {"renewed", renewal->renewed},
                                       {"is_done", renewal->is_done ? 1 : 0}});
        return *renewal;
    });
    ensure(done.has_value(), "renewing find keys refuses nothing");
    return *done;
}

void renew_find_key(store::Writer &writer, MemberId member, ContactId id) {
    std::optional<StoredLine> line;
    writer.each(sql::renewal_one, {{"member", member}, {"contact", id}},
                [&](store::Row const &row) { line = stored_at(row); });
    if (line) renew(writer, *line);
}

} // namespace goen::contacts
