// SPDX-License-Identifier: Apache-2.0
// Rows of threads and messages <-> values; the people in them.
#include "base/text.hpp"
#include "contacts/whole_book.hpp"
#include "message/message_state.hpp"

#include <array>
#include <unordered_map>

namespace goen::message {
namespace {

constexpr std::array kind_words{"text",    "card", "made",    "added",
                                "removed", "left", "renamed", "handed"};

ThreadRow thread_from(store::Row const &row) {
    using at = sql::thread_columns;
    return {row.get<ThreadId>(at::id),      row.get<bool>(at::is_pair),
            row.get<std::string>(at::name), row.get<MemberId>(at::owner_id),
            row.integer(at::last_seq),      row.get<Time>(at::made_at)};
}

} // namespace

File file_from(store::Row const &row) {
    using at = sql::file_columns;
    File file;
    file.id = row.get<FileId>(at::id);
    file.is_photo = row.get<bool>(at::is_photo);
    file.name = row.get<std::string>(at::name);
    file.type = row.get<std::string>(at::type);
    file.width = row.get<int>(at::width);
    file.height = row.get<int>(at::height);
    file.bytes = row.integer(at::bytes);
    return file;
}

std::string_view to_string(Kind kind) { return kind_words.at(static_cast<std::size_t>(kind)); }

std::optional<Kind> kind_of(std::string_view word) {
    for (std::size_t i = 0; i < kind_words.size(); ++i) {
        if (kind_words[i] == word) return static_cast<Kind>(i);
    }
    return {};
}

Refusal no_such_thread() { return {Reason::not_found, N_("This conversation is not available.")}; }
Refusal no_such_message() { return {Reason::not_found, N_("This message is not available.")}; }

Result<std::string> parse_text(std::string_view typed, std::string const &field, std::size_t most) {
    auto text = with_unix_lines(trimmed(typed));
    if (!is_clean_utf8(text))
        return Refusal::field(field, N_("This text contains characters that cannot be displayed."));
    if (count_code_points(text) > most)
        return Refusal::field(
            field, {N_("Please keep this to {1} characters or fewer."), {std::to_string(most)}});
    return text;
}

MessageRow message_from(store::Row const &row) {
    using at = sql::message_columns;
    MessageRow out;
    out.thread = row.get<ThreadId>(at::thread_id);
    out.seq = row.integer(at::seq);
    out.id = row.get<MessageId>(at::id);
    out.from = row.get<MemberId>(at::from_id);
    auto const kind = kind_of(row.text(at::kind));
    if (!kind) throw Trouble("a message is of an unknown kind");
    out.kind = *kind;
    out.text = row.get<std::string>(at::text);
    out.about = row.get<MemberId>(at::about_id);
    out.client_id = row.get<std::string>(at::client_id);
    out.files = row.get<int>(at::files);
    out.made = row.get<Time>(at::made_at);
    out.deleted = row.get<std::optional<Time>>(at::deleted_at);
    return out;
}

SideRow side_from(store::Row const &row) {
    using at = sql::side_columns;
    SideRow out;
    out.thread = row.get<ThreadId>(at::thread_id);
    out.other = row.get<MemberId>(at::other_id);
    out.left = row.get<std::optional<Time>>(at::left_at);
    out.is_muted = row.get<bool>(at::is_muted);
    out.read_seq = row.integer(at::read_seq);
    out.unread = row.get<int>(at::unread);
    out.last_at = row.get<std::optional<Time>>(at::last_at);
    out.draft = row.get<std::string>(at::draft);
    return out;
}

std::optional<ThreadRow> Messages::State::thread_row(store::Reader &reader, ThreadId id) {
    std::optional<ThreadRow> found;
    reader.each(sql::thread, {{"id", id}},
                [&](store::Row const &row) { found = thread_from(row); });
    return found;
}

std::optional<SideRow> Messages::State::side(store::Reader &reader, MemberId me, ThreadId id) {
    std::optional<SideRow> found;
    reader.each(sql::side, {{"member", me}, {"thread", id}},
                [&](store::Row const &row) { found = side_from(row); });
    return found;
}

std::vector<MemberId> Messages::State::members(store::Reader &reader, ThreadId id) {
    std::vector<MemberId> out;
    reader.each(sql::members, {{"thread", id}},
                [&](store::Row const &row) { out.push_back(row.get<MemberId>(0)); });
    return out;
}

std::vector<MemberId> Messages::State::copy_holders(store::Reader &reader, ThreadId id) {
    std::vector<MemberId> out;
    reader.each(sql::copy_holders, {{"thread", id}},
                [&](store::Row const &row) { out.push_back(row.get<MemberId>(0)); });
    return out;
}

std::optional<MessageRow> Messages::State::message_row(store::Reader &reader, MemberId me,
                                                       MessageId id) {
    std::optional<MessageRow> found;
    reader.each(sql::message, {{"member", me}, {"id", id}},
                [&](store::Row const &row) { found = message_from(row); });
    return found;
}

std::vector<File> Messages::State::files_of(store::Reader &reader, MessageId id) {
    std::vector<File> out;
    reader.each(sql::files_of_many, {{"messages", store::id_list(std::vector{id})}},
                [&](store::Row const &row) { out.push_back(file_from(row)); });
    return out;
}

// Who shows the viewer no name by her card: the name the viewer's book or this room has kept.
std::vector<Person> Messages::State::people(store::Reader &reader, MemberId viewer,
                                            std::vector<MemberId> const &ids) {
    auto distinct = ids;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    auto const sights = rooms.policy.look(reader, viewer, distinct);
    std::unordered_map<MemberId, Person> known;
    std::vector<MemberId> nameless;
    std::vector<ContactId> in_book;
    for (std::size_t i = 0; i < distinct.size(); ++i) {
        auto &person = known[distinct[i]];
        person.id = distinct[i];
        person.card = sights[i].card();
        person.is_self = distinct[i] == viewer;
        if (!person.card.name.empty() || !distinct[i]) continue;
        nameless.push_back(distinct[i]);
        in_book.push_back(ContactId{distinct[i].value});
    }
    if (!nameless.empty()) {
        reader.each(sql::former, {{"member", viewer}, {"others", store::id_list(nameless)}},
                    [&](store::Row const &row) {
                        auto &person = known[row.get<MemberId>(0)];
                        person.has_left = true;
                        person.former_ja = row.get<std::string>(1);
                        person.former_en = row.get<std::string>(2);
                    });
        for (auto const &contact :
             contacts::contacts_in(reader, rooms.policy, rooms.cards, viewer, in_book)) {
            auto &person = known[MemberId{contact.id.value}];
            person.has_left = person.has_left || contact.has_left;
            person.former_ja = contact.body.name.display(i18n::Language::ja);
            person.former_en = contact.body.name.display(i18n::Language::en);
        }
    }
    std::vector<Person> out;
    out.reserve(ids.size());
    for (auto const id : ids) out.push_back(known.at(id));
    return out;
}

std::vector<Message> Messages::State::shown(store::Reader &reader, MemberId me,
                                            std::vector<MessageRow> const &rows) {
    std::vector<Message> out;
    if (rows.empty()) return out;
    std::vector<MemberId> ids;
    std::vector<MessageId> with_files;
    for (auto const &row : rows) {
        ids.push_back(row.from);
        ids.push_back(row.deleted ? MemberId{} : row.about);
        if (row.files > 0 && !row.deleted) with_files.push_back(row.id);
    }
    auto const persons = people(reader, me, ids);
    std::unordered_map<MessageId, std::vector<File>> files;
    if (!with_files.empty()) {
        reader.each(sql::files_of_many, {{"messages", store::id_list(with_files)}},
                    [&](store::Row const &row) {
                        files[row.get<MessageId>(sql::file_columns::message_id)].push_back(
                            file_from(row));
                    });
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const &row = rows[i];
        Message one;
        one.id = row.id;
        one.thread = row.thread;
        one.seq = row.seq;
        one.from = persons[2 * i];
        one.kind = row.kind;
        one.made = row.made;
        one.deleted = row.deleted;
        one.client_id = row.client_id;
        if (!row.deleted) {
            one.text = row.text;
            one.about = persons[2 * i + 1];
            if (auto const found = files.find(row.id); found != files.end())
                one.files = found->second;
        }
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace goen::message
