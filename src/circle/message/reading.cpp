// SPDX-License-Identifier: Apache-2.0
// Threads and messages as one member has them. Every function reads her own copies.
#include "base/text.hpp"
#include "message/message_state.hpp"
#include "names/search_key.hpp"

#include <limits>
#include <set>
#include <unordered_map>

namespace goen::message {
namespace {

constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();
// A search folds messages as it reads them, so that a better folding needs no new keys; so many
// for one answer, which then says where to go on.
constexpr int in_a_piece = 1'000, most_pieces = 10;

struct Cursor { // of the list of threads
    std::int64_t at = end_of_time, thread = end_of_time;
};
std::optional<Cursor> parse_cursor(std::string_view text) {
    if (text.empty()) return Cursor{};
    auto const dash = text.find('-');
    if (dash == text.npos) return {};
    auto const at = parse_id(text.substr(0, dash)), thread = parse_id(text.substr(dash + 1));
    if (!at || !thread) return {};
    return Cursor{*at, *thread};
}

bool holds_all(std::string const &key, std::vector<std::string> const &words) {
    return std::all_of(words.begin(), words.end(),
                       [&](std::string const &word) { return key.find(word) != key.npos; });
}

} // namespace

std::vector<Thread> Messages::State::threads(store::Reader &reader, MemberId me,
                                             std::vector<SideRow> const &sides) {
    std::vector<Thread> out;
    if (sides.empty()) return out;
    std::vector<ThreadId> ids;
    for (auto const &one : sides) ids.push_back(one.thread);
    auto const list = store::id_list(ids);
    std::unordered_map<ThreadId, ThreadRow> rows;
    reader.each(sql::threads_by_id, {{"ids", list}}, [&](store::Row const &row) {
        using at = sql::thread_columns;
        auto const id = row.get<ThreadId>(at::id);
        rows[id] = {id,
                    row.get<bool>(at::is_pair),
                    row.get<std::string>(at::name),
                    row.get<MemberId>(at::owner_id),
                    row.integer(at::last_seq),
                    row.get<Time>(at::made_at)};
    });
    std::unordered_map<ThreadId, std::vector<MemberId>> inside;
    reader.each(sql::members_of_many, {{"threads", list}}, [&](store::Row const &row) {
        inside[row.get<ThreadId>(0)].push_back(row.get<MemberId>(1));
    });
    std::vector<MessageRow> newest;
    reader.each(sql::newest_of, {{"member", me}, {"threads", list}},
                [&](store::Row const &row) { newest.push_back(message_from(row)); });
    std::unordered_map<ThreadId, Message> last;
    for (auto &one : shown(reader, me, newest)) last[one.thread] = std::move(one);

    std::vector<MemberId> everybody, others, of_several;
    for (auto const &one : sides) {
        // Of a thread of two also the other who has left the network.
        if (one.other) others.push_back(one.other);
        everybody.push_back(one.other ? one.other : me);
        for (auto const member : inside[one.thread]) {
            everybody.push_back(member);
            if (!one.other) of_several.push_back(member);
        }
    }
    auto const found = people(reader, me, everybody);
    auto const unreachable = unreachable_of(reader, rooms.policy, me, others);
    std::set<MemberId> const cannot{unreachable.begin(), unreachable.end()};
    std::set<MemberId> blocked;
    if (!of_several.empty())
        reader.each(sql::my_blocks, {{"member", me}, {"others", store::id_list(of_several)}},
                    [&](store::Row const &row) { blocked.insert(row.get<MemberId>(0)); });
    std::unordered_map<ThreadId, std::vector<ReadMark>> read;
    if (reader.one<bool>(sql::shows_read, {{"member", me}}).value_or(false))
        reader.each(sql::read_seqs, {{"members", store::id_list(everybody)}, {"threads", list}},
                    [&](store::Row const &row) {
                        ReadMark const mark{row.get<MemberId>(1), row.integer(2)};
                        if (mark.member != me) read[row.get<ThreadId>(0)].push_back(mark);
                    });
    std::size_t next = 0;
    for (auto const &side : sides) {
        auto const &row = rows.at(side.thread);
        Thread one;
        one.id = side.thread;
        one.is_pair = row.is_pair;
        one.name = row.name;
        one.owner = row.owner;
        one.other = side.other;
        one.unread = side.unread;
        one.is_muted = side.is_muted;
        one.has_left = side.left.has_value();
        one.draft = side.draft;
        one.read_seq = side.read_seq;
        one.made = row.made;
        auto const &other = found[next++];
        auto const &members = inside[side.thread];
        for (std::size_t i = 0; i < members.size(); ++i) {
            one.has_blocked_someone =
                one.has_blocked_someone || (!one.is_pair && blocked.count(members[i]) > 0);
            one.members.push_back(found[next++]);
        }
        if (one.is_pair && std::find(members.begin(), members.end(), side.other) == members.end())
            one.members.push_back(other);
        one.may_write = !one.has_left && (!one.is_pair || cannot.count(side.other) == 0);
        // Between two of whom one may not write to the other, nothing new is told.
        if (one.may_write) one.read = read[side.thread];
        if (auto const at = last.find(side.thread); at != last.end()) one.last = at->second;
        out.push_back(std::move(one));
    }
    return out;
}

Result<Thread> Messages::thread(MemberId me, ThreadId id) {
    return state_->rooms.database.read([&](store::Reader &reader) -> Result<Thread> {
        auto const side = state_->side(reader, me, id);
        if (!side) return no_such_thread();
        return std::move(state_->threads(reader, me, {*side}).front());
    });
}

std::optional<ThreadId> Messages::with(MemberId me, MemberId other) {
    if (!other) return {};
    return state_->rooms.database.read([&](store::Reader &reader) {
        return reader.one<ThreadId>(sql::pair_of, {{"member", me}, {"other", other}});
    });
}

std::optional<ThreadPage> Messages::threads(MemberId me, std::string_view after, int limit) {
    auto const cursor = parse_cursor(after);
    if (!cursor) return {};
    return state_->rooms.database.read([&](store::Reader &reader) -> std::optional<ThreadPage> {
        std::vector<SideRow> sides;
        reader.each(sql::sides,
                    {{"member", me},
                     {"before", cursor->at},
                     {"thread", cursor->thread},
                     {"count", limit + 1}},
                    [&](store::Row const &row) { sides.push_back(side_from(row)); });
        ThreadPage page;
        if (static_cast<int>(sides.size()) > limit) {
            sides.resize(static_cast<std::size_t>(limit));
            auto const &end = sides.back();
            page.next = std::to_string(to_millis(*end.last_at)) + "-" + end.thread.text();
        }
        page.threads = state_->threads(reader, me, sides);
        return page;
    });
}

std::vector<Thread> Messages::threads_by_id(MemberId me, std::vector<ThreadId> const &ids) {
    return state_->rooms.database.read([&](store::Reader &reader) {
        std::vector<SideRow> sides;
        reader.each(sql::sides_by_id, {{"member", me}, {"threads", store::id_list(ids)}},
                    [&](store::Row const &row) { sides.push_back(side_from(row)); });
        return state_->threads(reader, me, sides);
    });
}

Result<MessagePage> Messages::messages(MemberId me, ThreadId id, Range const &range, int limit) {
    return state_->rooms.database.read([&](store::Reader &reader) -> Result<MessagePage> {
        if (!state_->side(reader, me, id)) return no_such_thread();
        auto const given = range.after ? range.after : range.before;
        std::int64_t seq = range.is_newest ? end_of_time : 0;
        if (given) {
            auto const row = state_->message_row(reader, me, given);
            if (!row || row->thread != id) return no_such_message();
            seq = row->seq;
        }
        bool const goes_back = !range.after && (range.before || range.is_newest);
        std::vector<MessageRow> rows;
        reader.each(goes_back ? sql::messages_before : sql::messages_after,
                    {{"member", me}, {"thread", id}, {"seq", seq}, {"count", limit + 1}},
                    [&](store::Row const &row) { rows.push_back(message_from(row)); });
        MessagePage page;
        bool const has_more = static_cast<int>(rows.size()) > limit;
        if (has_more) rows.resize(static_cast<std::size_t>(limit));
        if (goes_back) std::reverse(rows.begin(), rows.end());
        page.has_older = goes_back ? has_more : seq > 0;
        page.has_newer = goes_back ? static_cast<bool>(range.before) : has_more;
        page.messages = state_->shown(reader, me, rows);
        return page;
    });
}

Result<Message> Messages::find(MemberId me, MessageId id) {
    return state_->rooms.database.read([&](store::Reader &reader) -> Result<Message> {
        auto const row = state_->message_row(reader, me, id);
        if (!row) return no_such_message();
        return std::move(state_->shown(reader, me, {*row}).front());
    });
}

Result<FoundMessages> Messages::search(MemberId me, std::string_view query, std::string_view after,
                                       int limit) {
    auto const before = after.empty() ? std::optional{end_of_time} : parse_id(after);
    if (!before) return Refusal::field("after", N_("This page is not available."));
    if (!is_clean_utf8(query) || count_code_points(query) > 200)
        return Refusal::field("q", N_("Please search for a shorter text."));
    std::vector<std::string> words;
    auto const key = names::folded(query);
    for (auto const word : split(key, ' ')) {
        if (!word.empty()) words.emplace_back(word);
    }
    FoundMessages out;
    if (words.empty()) return out;
    return state_->rooms.database.read([&](store::Reader &reader) -> Result<FoundMessages> {
        std::vector<MessageRow> found;
        auto at = *before;
        bool has_more = true, is_full = false;
        for (int piece = 0; piece < most_pieces && has_more && !is_full; ++piece) {
            int count = 0;
            reader.each(sql::own_messages_before,
                        {{"member", me}, {"before", at}, {"count", in_a_piece}},
                        [&](store::Row const &row) {
                            ++count;
                            auto message = message_from(row);
                            at = message.id.value;
                            if (holds_all(names::folded(message.text), words))
                                found.push_back(std::move(message));
                            is_full = static_cast<int>(found.size()) == limit;
                            return !is_full;
                        });
            has_more = is_full || count == in_a_piece;
        }
        if (has_more) out.next = std::to_string(at);
        out.messages = state_->shown(reader, me, found);
        return out;
    });
}

int Messages::unread(MemberId me) {
    auto const now = state_->rooms.clock.now();
    if (auto const kept = state_->unread.find(me, now)) return *kept;
    auto const known = state_->unread.known();
    store::Marks marks;
    auto const count = state_->rooms.database.read([&](store::Reader &reader) {
        if (known >= 0) marks = marks_of_threads(reader, me);
        return static_cast<int>(
            reader.one<std::int64_t>(sql::unread, {{"member", me}}).value_or(0));
    });
    state_->unread.keep(me, known, {}, count, now, std::move(marks));
    return count;
}

store::Marks Messages::marks_of_threads(store::Reader &reader, MemberId me) {
    // A message in a thread of several names only who sent it: what is kept hangs on every thread.
    store::Marks marks{store::mark_of(threads_of, me.value)};
    reader.each(sql::own_threads, {{"member", me}}, [&](store::Row const &row) {
        marks.push_back(store::mark_of(of_thread, row.integer(0)));
    });
    return marks;
}

bool Messages::shows_read(MemberId me) {
    return state_->rooms.database.read([&](store::Reader &reader) {
        return reader.one<bool>(sql::shows_read, {{"member", me}}).value_or(false);
    });
}

Done Messages::show_read(MemberId me, bool shows, std::function<Done(bool now)> const &check) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        bool const now = writer.one<bool>(sql::shows_read, {{"member", me}}).value_or(false);
        if (check) {
            if (auto const fine = check(now); !fine) return fine.why();
        }
        if (now == shows) return {};
        writer.put(sql::put_setting, {{"member", me}, {"shows", shows}});
        store::tell(writer, MessageSettingsChanged{me});
        return {};
    });
}

std::vector<Person> Messages::people(MemberId viewer, std::vector<MemberId> const &ids) {
    return state_->rooms.database.read(
        [&](store::Reader &reader) { return state_->people(reader, viewer, ids); });
}

std::vector<MemberId> Messages::members_of(store::Reader &reader, ThreadId id) {
    return state_->members(reader, id);
}

std::optional<Message> Messages::seen_by(store::Reader &reader, MemberId reading, MessageId id) {
    auto const row = state_->message_row(reader, reading, id);
    if (!row) return {};
    return std::move(state_->shown(reader, reading, {*row}).front());
}

std::vector<MemberId> Messages::to_notify(store::Reader &reader, ThreadId id, MemberId from) {
    auto members = state_->members(reader, id);
    std::erase(members, from);
    std::vector<MemberId> out;
    reader.each(sql::not_muted, {{"members", store::id_list(members)}, {"thread", id}},
                [&](store::Row const &row) { out.push_back(row.get<MemberId>(0)); });
    return out;
}

std::vector<Thread> Messages::unread_threads(store::Reader &reader, MemberId me, int limit) {
    std::vector<SideRow> sides;
    reader.each(sql::unread_sides, {{"member", me}, {"count", limit}},
                [&](store::Row const &row) { sides.push_back(side_from(row)); });
    return state_->threads(reader, me, sides);
}

std::vector<Message> Messages::unread_of(store::Reader &reader, MemberId me,
                                         std::vector<MessageId> const &ids) {
    std::vector<MessageRow> rows;
    reader.each(sql::unread_messages, {{"member", me}, {"ids", store::id_list(ids)}},
                [&](store::Row const &row) { rows.push_back(message_from(row)); });
    return state_->shown(reader, me, rows);
}

} // namespace goen::message
