// SPDX-License-Identifier: Apache-2.0
// The messages she can read, and the attachments that she sent. Others' attachments stay: they are
// theirs to keep.
#include "archive/format.hpp"
#include "archive/taker.hpp"
#include "message/whole_messages.hpp"

namespace goen::archive {
namespace {

constexpr std::size_t most_message_files = 24u << 20; // bytes; older ones are left out
constexpr int files_at_once = 100;

std::string message_file(message::FileId id) { return "message-files/" + id.text(); }

} // namespace

void Taker::messages() {
    List threads{file::threads};
    for (auto const &one : message::own_threads(reader, me)) {
        json::array members;
        for (auto const id : one.members)
            members.push_back(json::object{{"member", id.text()}, {"name", name_of(id)}});
        threads.add({{"id", one.id.text()},
                     {"name", text_or_null(one.name)},
                     {"owner", id_or_null(one.owner.value)},
                     {"members", std::move(members)},
                     {"draft", text_or_null(one.draft)},
                     {"muted", one.is_muted},
                     {"left_at", time_or_null(one.left)},
                     {"made_at", rfc3339(one.made)}});
    }
    add(std::move(threads));

    List messages{file::messages};
    for (message::MessageId after;;) {
        auto const piece = message::own_messages_after(reader, me, after, piece_size);
        for (auto const &one : piece) {
            json::array files;
            for (auto const &file : one.files) {
                files.push_back(
                    json::object{{"id", file.id.text()},
                                 {"file", one.from == me ? json::value(message_file(file.id))
                                                         : json::value(nullptr)},
                                 {"name", file.name},
                                 {"type", file.type},
                                 {"bytes", file.bytes}});
            }
            messages.add({{"id", one.id.text()},
                          {"thread", one.thread.text()},
                          {"seq", one.seq},
                          {"from", one.from.text()},
                          {"name", name_of(one.from)},
                          {"kind", message::to_string(one.kind)},
                          {"text", one.text},
                          {"about", id_or_null(one.about.value)},
                          {"files", std::move(files)},
                          {"deleted", one.is_deleted},
                          {"at", rfc3339(one.made)}});
        }
        if (piece.size() < piece_size) break;
        after = piece.back().id;
    }
    add(std::move(messages));
}

void Taker::message_files() {
    std::size_t bytes_of_all = 0;
    for (message::FileId before;;) {
        auto const piece = message::own_files_before(reader, me, before, files_at_once);
        for (auto const &one : piece) {
            auto const bytes =
                bytes_of_all < most_message_files ? message::bytes_of(reader, one) : std::nullopt;
            if (!bytes) {
                ++pictures_left_out;
                continue;
            }
            bytes_of_all += bytes->size();
            ZipEntry entry{message_file(one.id), ZipEntry::Packing::stored};
            entry.write(*bytes);
            zip.add(std::move(entry));
        }
        if (piece.size() < files_at_once) return;
        before = piece.back().id;
    }
}

} // namespace goen::archive
