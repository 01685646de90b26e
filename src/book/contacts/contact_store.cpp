// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_store.hpp"

#include "card/card_store.hpp"
#include "contacts/queries.hpp"
#include "names/search_key.hpp"
#include "store/id_list.hpp"

#include <compare>
#include <limits>

namespace goen::contacts::rows {

namespace {

card::Tier tier_at(store::Row const &row, int column) {
    auto const number = row.integer(column);
    ensure(number >= 0 && number <= static_cast<int>(card::Tier::close),
           "a tier in the database is out of range");
    return static_cast<card::Tier>(number);
}

// `Columns` is a list of the .sql file with the tie's columns and what was shown last.
template <class Columns> Hand hand_from(store::Row const &row) {
    Hand hand;
    hand.shown = row.get<VersionId>(Columns::shown_version_id);
    hand.shown_tier = tier_at(row, Columns::shown_tier);
    hand.is_live = !row.is_null(Columns::sees) && row.is_null(Columns::ended_at);
    if (hand.is_live) {
        hand.live = row.get<VersionId>(Columns::received_version_id);
        hand.sees = tier_at(row, Columns::sees);
    }
    if constexpr (requires { Columns::has_left; }) hand.has_left = row.get<bool>(Columns::has_left);
    return hand;
}

LineRow line_from(store::Row const &row) {
    using at = sql::list_line;
    return {.id = row.get<ContactId>(at::id),
            .is_member = row.get<bool>(at::is_member),
            .sort_key = row.get<std::string>(at::sort_key),
            .face = row.get<std::string>(at::face),
            .memo = row.get<std::string>(at::memo_start),
            .tags = row.get<std::string>(at::tags),
            .met = row.get<std::string>(at::met),
            .moved = row.get<Time>(at::moved_at),
            .hand = hand_from<at>(row)};
}

ContactRow contact_from(store::Row const &row) {
    using at = sql::whole_line;
    return {.id = row.get<ContactId>(at::id),
            .is_member = row.get<bool>(at::is_member),
            .body = row.get<std::string>(at::body),
            .memo = row.get<std::string>(at::memo),
            .tags = row.get<std::string>(at::tags),
            .met = row.get<std::string>(at::met),
            .moved = row.get<Time>(at::moved_at),
            .looked = row.get<VersionId>(at::looked_version_id),
            .created = row.get<Time>(at::created_at),
            .updated = row.get<Time>(at::updated_at),
            .hand = hand_from<at>(row)};
}

} // namespace

std::vector<LineRow> page(store::Reader &reader, MemberId member, Where const &after, int count,
                          std::string_view head, std::string_view tag_key, bool moved_only) {
    std::vector<LineRow> lines;
    lines.reserve(static_cast<std::size_t>(count));
    auto take = [&](store::Row const &row) { lines.push_back(line_from(row)); };
    if (moved_only || !head.empty() || !tag_key.empty()) {
        reader.each(moved_only ? sql::page_moved : sql::page_filtered,
                    {{"member", member},
                     {"sort_key", after.sort_key},
                     {"id", after.id},
                     {"head", head},
                     {"tag", tag_key},
                     {"count", count}},
                    take);
    } else {
        reader.each(
            sql::page,
            {{"member", member}, {"sort_key", after.sort_key}, {"id", after.id}, {"count", count}},
            take);
    }
    return lines;
}

std::vector<LineRow> page_by_time(store::Reader &reader, MemberId member, Time created,
                                  std::int64_t id, int count, std::string_view head,
                                  std::string_view tag_key) {
    std::vector<LineRow> lines;
    auto const before = id ? to_millis(created) : std::numeric_limits<std::int64_t>::max();
    reader.each(sql::page_newest,
                {{"member", member},
                 {"created", before},
                 {"id", id},
                 {"head", head},
                 {"tag", tag_key},
                 {"count", count}},
                [&](store::Row const &row) {
                    lines.push_back(line_from(row));
                    lines.back().created = row.get<Time>(sql::list_line::end);
                });
    return lines;
}

std::vector<ContactId> lately(store::Reader &reader, MemberId member, Time since) {
    std::vector<ContactId> ids;
    reader.each(sql::lately, {{"member", member}, {"since", since}},
                [&](store::Row const &row) { ids.push_back(ContactId{row.integer(0)}); });
    return ids;
}

std::vector<KeyRow> whole_book(store::Reader &reader, MemberId member, std::string_view head,
                               std::string_view tag_key, Where const &where) {
    std::vector<KeyRow> keys;
    reader.each(sql::whole_book, {{"member", member}, {"head", head}, {"tag", tag_key}},
                [&](store::Row const &row) {
                    using at = sql::key_line;
                    auto const id = row.get<ContactId>(at::id);
                    auto order = row.text(at::sort_key) <=> std::string_view{where.sort_key};
                    if (order == 0) order = id.value <=> where.id;
                    keys.push_back({.id = id,
                                    .is_member = row.get<bool>(at::is_member),
                                    .has_moved = row.integer(at::moved_at) != 0,
                                    .after = order < 0   ? -1
                                             : order > 0 ? 1
                                                         : 0,
                                    .find = row.get<std::string>(at::find),
                                    .face = row.get<std::string>(at::face),
                                    .hand = hand_from<at>(row)});
                });
    return keys;
}

std::vector<DrawnRow> everyone(store::Reader &reader, MemberId member, int most) {
    std::vector<DrawnRow> rows;
    reader.each(sql::everyone, {{"member", member}, {"most", most}}, [&](store::Row const &row) {
        using at = sql::drawn_line;
        rows.push_back({.id = row.get<ContactId>(at::id),
                        .is_member = row.get<bool>(at::is_member),
                        .face = row.get<std::string>(at::face),
                        .met = row.get<std::string>(at::met),
                        .place = row.get<std::string>(at::place),
                        .since = row.get<std::optional<Time>>(at::since),
                        .hand = hand_from<at>(row)});
    });
    return rows;
}

std::vector<LineRow> lines(store::Reader &reader, MemberId member,
                           std::vector<ContactId> const &ids) {
    std::unordered_map<ContactId, LineRow> found;
    if (!ids.empty()) {
        reader.each(sql::lines_by_id, {{"member", member}, {"ids", store::id_list(ids)}},
                    [&](store::Row const &row) {
                        auto line = line_from(row);
                        found.emplace(line.id, std::move(line));
                    });
    }
    std::vector<LineRow> in_order;
    in_order.reserve(found.size());
    for (auto const id : ids) {
        if (auto const one = found.find(id); one != found.end()) in_order.push_back(one->second);
    }
    return in_order;
}

std::int64_t size(store::Reader &reader, MemberId member) {
    return reader.one<std::int64_t>(sql::size, {{"member", member}}).value_or(0);
}

std::int64_t private_ones(store::Reader &reader, MemberId member) {
    return reader.one<std::int64_t>(sql::private_ones, {{"member", member}}).value_or(0);
}

bool take_room(store::Writer &writer, MemberId member, std::int64_t count, std::int64_t most) {
    return writer.run(sql::take_room, {{"member", member}, {"count", count}, {"most", most}}) > 0;
}

void give_room_back(store::Writer &writer, MemberId member, ContactId private_one) {
    writer.put(sql::give_room_back, {{"member", member}, {"id", private_one}});
}

std::optional<ContactRow> contact(store::Reader &reader, MemberId member, ContactId id) {
    std::optional<ContactRow> found;
    reader.each(sql::contact, {{"member", member}, {"id", id}},
                [&](store::Row const &row) { found = contact_from(row); });
    return found;
}

std::vector<ContactRow> contacts(store::Reader &reader, MemberId member,
                                 std::vector<ContactId> const &ids) {
    std::vector<ContactRow> found;
    if (ids.empty()) return found;
    found.reserve(ids.size());
    reader.each(sql::contacts_by_id, {{"member", member}, {"ids", store::id_list(ids)}},
                [&](store::Row const &row) { found.push_back(contact_from(row)); });
    return found;
}

std::optional<ContactId> added_already(store::Reader &reader, NewLine const &line,
                                       milliseconds within) {
    std::optional<ContactId> found;
    reader.each(sql::added_since,
                {{"member", line.member}, {"since", line.id.value - IdMaker::span_of(within)}},
                [&](store::Row const &row) {
                    bool const is_same = row.text(1) == line.body && row.text(2) == line.memo &&
                                         row.text(3) == line.tags && row.text(4) == line.met;
                    if (is_same) found = ContactId{row.integer(0)};
                    return !is_same;
                });
    return found;
}

bool add(store::Writer &writer, NewLine const &line) {
    return writer.run(sql::add, {{"member", line.member},
                                 {"id", line.id},
                                 {"is_member", line.is_member ? 1 : 0},
                                 {"sort_key", line.sort_key},
                                 {"head", line.head},
                                 {"body", line.body},
                                 {"face", line.face},
                                 {"find", line.find},
                                 {"memo", line.memo},
                                 {"tags", line.tags},
                                 {"met", line.met},
                                 {"version", line.version},
                                 {"tier", line.tier},
                                 {"at", line.at}}) > 0;
}

void change(store::Writer &writer, NewLine const &line) {
    writer.put(sql::change, {{"member", line.member},
                             {"id", line.id},
                             {"sort_key", line.sort_key},
                             {"head", line.head},
                             {"body", line.body},
                             {"face", line.face},
                             {"find", line.find},
                             {"memo", line.memo},
                             {"tags", line.tags},
                             {"met", line.met},
                             {"at", line.at}});
}

std::optional<OrderOf> order_of(store::Reader &reader, MemberId member, ContactId id) {
    std::optional<OrderOf> found;
    reader.each(sql::order_of, {{"member", member}, {"id", id}}, [&](store::Row const &row) {
        found =
            OrderOf{std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}};
    });
    return found;
}

void looked(store::Writer &writer, MemberId member, ContactId id, VersionId version) {
    writer.put(sql::looked, {{"member", member}, {"id", id}, {"version", version}});
}

std::optional<Held> held(store::Reader &reader, MemberId member, ContactId id) {
    std::optional<Held> found;
    reader.each(sql::held, {{"member", member}, {"id", id}}, [&](store::Row const &row) {
        found = Held{VersionId{row.integer(0)},
                     tier_at(row, 1),
                     VersionId{row.integer(2)},
                     std::string{row.text(3)},
                     from_millis(row.integer(4)),
                     VersionId{row.integer(5)},
                     tier_at(row, 6)};
    });
    return found;
}

void revive(store::Writer &writer, NewLine const &line, VersionId last, card::Tier last_tier) {
    writer.put(sql::revive, {{"member", line.member},
                             {"id", line.id},
                             {"sort_key", line.sort_key},
                             {"head", line.head},
                             {"met", line.met},
                             {"find", line.find},
                             {"last_version", last},
                             {"last_tier", last_tier},
                             {"version", line.version},
                             {"tier", line.tier},
                             {"at", line.at}});
}

void refresh(store::Writer &writer, NewLine const &line, VersionId last, card::Tier last_tier,
             Time moved, bool is_seen) {
    writer.put(sql::refresh, {{"member", line.member},
                              {"id", line.id},
                              {"sort_key", line.sort_key},
                              {"head", line.head},
                              {"last_version", last},
                              {"last_tier", last_tier},
                              {"version", line.version},
                              {"tier", line.tier},
                              {"moved_at", moved},
                              {"is_seen", is_seen},
                              {"at", line.at}});
}

void ledger_add(store::Writer &writer, MemberId member, ContactId id, Time at, VersionId version,
                card::Tier tier) {
    writer.put(sql::ledger_add,
               {{"member", member}, {"id", id}, {"at", at}, {"version", version}, {"tier", tier}});
}

std::vector<LedgerRow> ledger_of(store::Reader &reader, MemberId member, ContactId id) {
    std::vector<LedgerRow> found;
    reader.each(sql::ledger_of, {{"member", member}, {"id", id}}, [&](store::Row const &row) {
        found.push_back({from_millis(row.integer(0)), VersionId{row.integer(1)}, tier_at(row, 2)});
    });
    return found;
}

std::unordered_map<ContactId, SeenBefore> seen_before(store::Reader &reader, MemberId member,
                                                      std::vector<ContactId> const &ids) {
    std::unordered_map<ContactId, SeenBefore> found;
    if (ids.empty()) return found;
    reader.each(sql::seen_before, {{"member", member}, {"ids", store::id_list(ids)}},
                [&](store::Row const &row) {
                    auto &before = found[row.get<ContactId>(0)];
                    before.moved = row.get<Time>(1);
                    before.version = row.get<VersionId>(2);
                    if (before.version) before.tier = tier_at(row, 3);
                });
    return found;
}

std::vector<LedgerEntry> received_of(store::Reader &reader, MemberId member, ContactId id) {
    std::vector<LedgerEntry> entries;
    reader.each(sql::received_of, {{"member", member}, {"contact", id}},
                [&](store::Row const &row) {
                    entries.push_back({row.get<Time>(1),
                                       row.get<VersionId>(0),
                                       card::Tier::exchanged,
                                       card::from_stored(row.text(2)),
                                       {}});
                });
    return entries;
}

std::vector<std::string> heads(store::Reader &reader, MemberId member) {
    std::vector<std::string> found;
    reader.each(sql::heads, {{"member", member}},
                [&](store::Row const &row) { found.push_back(row.get<std::string>(0)); });
    return found;
}

std::vector<std::pair<std::string, std::int64_t>> tags_of_member(store::Reader &reader,
                                                                 MemberId member) {
    std::vector<std::pair<std::string, std::int64_t>> tags;
    reader.each(sql::tags_of_member, {{"member", member}},
                [&](store::Row const &row) { tags.emplace_back(row.text(0), row.integer(1)); });
    return tags;
}

void write_tags(store::Writer &writer, MemberId member, ContactId id,
                std::vector<std::string> const &tags) {
    writer.put(sql::tags_clear, {{"member", member}, {"id", id}});
    for (auto const &tag : tags) {
        auto const key = names::folded(tag);
        writer.put(sql::tag_add, {{"member", member}, {"tag_key", key}, {"id", id}, {"tag", tag}});
    }
}

void bin(store::Writer &writer, MemberId member, ContactId id, Time at) {
    writer.put(sql::unbin, {{"member", member}, {"id", id}});
    writer.put(sql::bin, {{"member", member}, {"id", id}, {"at", at}});
    writer.put(sql::tags_clear, {{"member", member}, {"id", id}});
    give_room_back(writer, member, id);
    writer.put(sql::remove, {{"member", member}, {"id", id}});
}

std::optional<std::string> binned(store::Reader &reader, MemberId member, ContactId id,
                                  Time since) {
    return reader.one<std::string>(sql::binned, {{"member", member}, {"id", id}, {"since", since}});
}

bool is_private_binned(store::Reader &reader, MemberId member, ContactId id) {
    return reader.any(sql::is_private_binned, {{"member", member}, {"id", id}});
}

void restore(store::Writer &writer, MemberId member, ContactId id) {
    writer.put(sql::restore, {{"member", member}, {"id", id}});
    writer.put(sql::unbin, {{"member", member}, {"id", id}});
}

std::vector<MemberId> with_old_bins(store::Reader &reader, Time before, int count) {
    std::vector<MemberId> found;
    reader.each(sql::with_old_bins, {{"before", before}, {"count", count}},
                [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
    return found;
}

void purge(store::Writer &writer, MemberId member, Time before) {
    writer.put(sql::purge_received, {{"member", member}, {"before", before}});
    writer.put(sql::edits_purge, {{"member", member}, {"before", before}});
    writer.put(sql::purge_ledger, {{"member", member}, {"before", before}});
    writer.put(sql::purge, {{"member", member}, {"before", before}});
}

} // namespace goen::contacts::rows
