// SPDX-License-Identifier: Apache-2.0
// The list as its reader has it, and what she has read.
#include "notice/notice_state.hpp"
#include "store/derived.hpp"

#include <algorithm>

namespace goen::notice {
namespace {

using i18n::Words;

constexpr int most_in_badge = 100;

} // namespace

Notices::Notices(Rooms rooms) : state_(std::make_shared<State>(rooms)) {}

Notices::~Notices() { close(); }

void Notices::use(Door door) { state_->doors.push_back(std::move(door)); }

void Notices::keep_in(store::DerivedMemory &memory) {
    memory.keep("notice_badges", state_->badges);
}

Page Notices::list(MemberId me, Words const &words, std::int64_t before, int limit) {
    auto &state = *state_;
    return state.rooms.database.read([&](store::Reader &reader) {
        auto const moves = state.moves(me, words);
        Range range;
        if (before > 0) range.before = before;
        range.limit = limit;
        Page page;
        page.notices = state.gather(reader, me, words, range, moves).notices;
        if (before == 0 && !page.notices.empty()) page.newest = page.notices.front().place;
        if (page.notices.size() > static_cast<std::size_t>(limit)) {
            page.notices.resize(static_cast<std::size_t>(limit));
            page.next = page.notices.back().place;
        }
        state.set_read(reader, me, page.notices);
        auto const mark = reader.one<std::int64_t, std::int64_t, Time>(sql::mark, {{"me", me}});
        page.can_undo = mark && to_millis(std::get<2>(*mark)) > 0 &&
                        state.rooms.clock.now() - std::get<2>(*mark) < undo_time;
        return page;
    });
}

int Notices::unread(MemberId me) {
    auto &state = *state_;
    auto const now = state.rooms.clock.now();
    if (auto const kept = state.badges.find(me, now)) return *kept;
    auto const known = state.badges.known();
    Gathered found;
    auto const count = state.rooms.database.read([&](store::Reader &reader) {
        Range range;
        range.is_for_badge = true;
        range.limit = most_in_badge;
        range.after = reader.one<std::int64_t>(sql::mark, {{"me", me}}).value_or(0);
        found = state.gather(reader, me, Words{i18n::Language::ja}, range, {});
        state.set_read(reader, me, found.notices);
        return static_cast<int>(std::count_if(found.notices.begin(), found.notices.end(),
                                              [](Notice const &one) { return !one.is_read; }));
    });
    found.people.push_back(me.value);
    found.topics.push_back(store::mark_of(notices_of, me.value));
    state.badges.keep(me, known, found.people, std::min(count, most_in_badge), now,
                      std::move(found.topics));
    return std::min(count, most_in_badge);
}

Done Notices::read_all(MemberId me, std::int64_t up_to) {
    auto &rooms = state_->rooms;
    auto const now = rooms.clock.now();
    if (up_to <= 0) return Refusal::field("up_to", N_("This notice is not available."));
    // Nothing that is still to come has been read.
    up_to = std::min(up_to, id_of(now + seconds{1}));
    return rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        if (writer.run(sql::read_all, {{"me", me}, {"read", up_to}, {"at", now}}) > 0)
            store::tell(writer, NoticesRead{me});
        return {};
    });
}

Done Notices::undo_read_all(MemberId me) {
    auto &rooms = state_->rooms;
    return rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const since = rooms.clock.now() - undo_time;
        if (writer.run(sql::undo_read_all, {{"me", me}, {"since", since}}) > 0)
            store::tell(writer, NoticesRead{me});
        return {};
    });
}

Done Notices::opened(MemberId me, Kind kind, std::int64_t about, std::int64_t up_to) {
    auto &rooms = state_->rooms;
    up_to = std::min(up_to, id_of(rooms.clock.now() + seconds{1}));
    return rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        if (writer.run(sql::opened, {{"me", me},
                                     {"kind", letter::to_string(kind)},
                                     {"about", about},
                                     {"read", up_to}}) > 0)
            store::tell(writer, NoticesRead{me});
        return {};
    });
}

std::optional<Notice> Notices::seen_by(store::Reader &reader, MemberId me, Words const &words,
                                       std::int64_t id) {
    std::optional<std::pair<Kind, std::int64_t>> group;
    reader.each(sql::row, {{"me", me}, {"id", id}}, [&](store::Row const &row) {
        if (auto const kind = letter::kind_of(row.text(0))) group.emplace(*kind, row.integer(1));
    });
    if (!group) return {};
    std::vector<Row> rows;
    auto const abouts = '[' + std::to_string(group->second) + ']';
    reader.each(sql::rows_about, {{"me", me}, {"abouts", abouts}}, [&](store::Row const &row) {
        if (letter::kind_of(row.text(0)) == group->first)
            rows.push_back({group->first, row.integer(1), row.integer(2), row.get<MemberId>(3),
                            row.integer(4)});
    });
    // Of the row itself, or nothing: an older one of the group is no news.
    std::erase_if(rows, [&](Row const &row) { return row.id != id; });
    auto told = state_->told_of(reader, me, words, rows);
    if (told.empty()) return {};
    state_->set_read(reader, me, told);
    return std::move(told.front());
}

void Notices::member_leaves(store::Writer &writer, MemberId member) {
    for (auto const *query : {&sql::leave, &sql::leave_done, &sql::leave_mark, &sql::leave_read})
        writer.put(*query, {{"member", member}});
}

void Notices::tidy() {
    auto &rooms = state_->rooms;
    auto const before = id_of(rooms.clock.now() - kept_for);
    (void)rooms.database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::drop_old, {{"before", before}});
        writer.run(sql::drop_old_reads, {{"before", before}});
        return {};
    });
}

} // namespace goen::notice
