// SPDX-License-Identifier: Apache-2.0
#include "message/whole_messages.hpp"

#include "media/darkroom.hpp"
#include "message/message_state.hpp"

#include <limits>
#include <unordered_map>

namespace goen::message {

std::vector<OwnThread> own_threads(store::Reader &reader, MemberId me) {
    std::vector<OwnThread> out;
    std::vector<ThreadId> ids;
    std::unordered_map<ThreadId, std::size_t> place;
    reader.each(sql::own_sides, {{"member", me}}, [&](store::Row const &row) {
        auto side = side_from(row);
        place[side.thread] = out.size();
        ids.push_back(side.thread);
        OwnThread one;
        one.id = side.thread;
        one.draft = std::move(side.draft);
        one.is_muted = side.is_muted;
        one.left = side.left;
        out.push_back(std::move(one));
    });
    auto const list = store::id_list(ids);
    reader.each(sql::threads_by_id, {{"ids", list}}, [&](store::Row const &row) {
        using at = sql::thread_columns;
        auto &one = out[place.at(row.get<ThreadId>(at::id))];
        one.name = row.get<std::string>(at::name);
        one.owner = row.get<MemberId>(at::owner_id);
        one.made = row.get<Time>(at::made_at);
    });
    reader.each(sql::members_of_many, {{"threads", list}}, [&](store::Row const &row) {
        out[place.at(row.get<ThreadId>(0))].members.push_back(row.get<MemberId>(1));
    });
    return out;
}

std::vector<OwnMessage> own_messages_after(store::Reader &reader, MemberId me, MessageId after,
                                           int count) {
    std::vector<OwnMessage> out;
    std::vector<MessageId> ids;
    std::unordered_map<MessageId, std::size_t> place;
    reader.each(sql::own_messages_after, {{"member", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) {
                    auto from = message_from(row);
                    OwnMessage one;
                    one.id = from.id;
                    one.thread = from.thread;
                    one.seq = from.seq;
                    one.from = from.from;
                    one.kind = from.kind;
                    one.made = from.made;
                    one.is_deleted = from.deleted.has_value();
                    if (!one.is_deleted) {
                        one.text = std::move(from.text);
                        one.about = from.about;
                    }
                    if (from.files > 0 && !one.is_deleted) {
                        place[one.id] = out.size();
                        ids.push_back(one.id);
                    }
                    out.push_back(std::move(one));
                });
    if (ids.empty()) return out;
    reader.each(sql::files_of_many, {{"messages", store::id_list(ids)}},
                [&](store::Row const &row) {
                    auto const id = row.get<MessageId>(sql::file_columns::message_id);
                    out[place.at(id)].files.push_back(file_from(row));
                });
    return out;
}

std::vector<OwnFile> own_files_before(store::Reader &reader, MemberId me, FileId before,
                                      int count) {
    std::vector<OwnFile> out;
    auto const from = before ? before.value : std::numeric_limits<std::int64_t>::max();
    reader.each(sql::own_files_before, {{"owner", me}, {"before", from}, {"count", count}},
                [&](store::Row const &row) {
                    out.push_back({row.get<FileId>(0), row.get<bool>(1)});
                });
    return out;
}

std::optional<std::string> bytes_of(store::Reader &reader, OwnFile const &file) {
    std::optional<std::string> bytes;
    int const size = file.is_photo ? media::print_sizes(media::PictureUse::scene).back() : 0;
    reader.each(sql::bytes,
                {{"file", file.id}, {"size", size}, {"format", file.is_photo ? "jpeg" : ""}},
                [&](store::Row const &row) { bytes = row.bytes(0); });
    return bytes;
}

OwnNumbers own_numbers(store::Reader &reader, MemberId me) {
    auto const count = [&](store::Query const &query) {
        return reader.one<std::int64_t>(query, {{"member", me}}).value_or(0);
    };
    return {count(sql::count_messages), count(sql::count_files)};
}

} // namespace goen::message
