// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_store.hpp"

#include "card/card_store.hpp"
#include "contacts/queries.hpp"
#include "names/search_key.hpp"

#include <limits>

namespace goen::contacts::rows {

namespace {

card::Tier tier_at(store::Row const &row, int column) {
    auto const number = row.integer(column);
    ensure(number >= 0 && number <= static_cast<int>(card::Tier::close),
           "a tier in the database is out of range");
    return static_cast<card::Tier>(number);
}

// received_version_id, sees, ended_at stand at `tie`, shown_version_id and shown_tier at `shown`.
Hand hand_at(store::Row const &row, int shown, int tie) {
    Hand hand;
    hand.shown = VersionId{row.integer(shown)};
    hand.shown_tier = tier_at(row, shown + 1);
    hand.is_live = !row.is_null(tie + 1) && row.is_null(tie + 2);
    if (hand.is_live) {
        hand.live = VersionId{row.integer(tie)};
        hand.sees = tier_at(row, tie + 1);
    }
    return hand;
}

Hand with_left(Hand hand, store::Row const &row, int column) {
    hand.has_left = row.integer(column) != 0;
    return hand;
}

LineRow line_at(store::Row const &row) {
    return {ContactId{row.integer(0)},
            row.integer(1) != 0,
            std::string{row.text(2)},
            std::string{row.text(3)},
            std::string{row.text(4)},
            std::string{row.text(5)},
            std::string{row.text(6)},
            from_millis(row.integer(7)),
            with_left(hand_at(row, 8, 10), row, 13),
            {}};
}

} // namespace

std::vector<LineRow> page(store::Reader &reader, MemberId member, Where const &after, int count,
                          std::string_view head, std::string_view tag_key, bool moved_only) {
    std::vector<LineRow> lines;
    lines.reserve(static_cast<std::size_t>(count));
    auto take = [&](store::Row const &row) { lines.push_back(line_at(row)); };
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
                    lines.push_back(line_at(row));
                    lines.back().created = from_millis(row.integer(14));
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
                    auto const id = row.integer(0);
                    auto const order = row.text(2).compare(where.sort_key);
                    keys.push_back({ContactId{id}, row.integer(1) != 0, row.integer(10) != 0,
                                    order != 0       ? (order < 0 ? -1 : 1)
                                    : id == where.id ? 0
                                    : id < where.id  ? -1
                                                     : 1,
                                    std::string{row.text(3)}, std::string{row.text(4)},
                                    hand_at(row, 5, 7)});
                });
    return keys;
}

std::optional<LineRow> line(store::Reader &reader, MemberId member, ContactId id) {
    std::optional<LineRow> found;
    reader.each(sql::line, {{"member", member}, {"id", id}},
                [&](store::Row const &row) { found = line_at(row); });
    return found;
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
    reader.each(sql::contact, {{"member", member}, {"id", id}}, [&](store::Row const &row) {
        found = ContactRow{row.integer(0) != 0,          std::string{row.text(1)},
                           std::string{row.text(2)},     std::string{row.text(3)},
                           std::string{row.text(4)},     from_millis(row.integer(5)),
                           VersionId{row.integer(8)},    from_millis(row.integer(9)),
                           from_millis(row.integer(10)), with_left(hand_at(row, 6, 11), row, 14)};
    });
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
