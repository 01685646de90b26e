// SPDX-License-Identifier: Apache-2.0
// All messages that one member can read, inside a snapshot that its caller holds: for the file she
// takes with her. Oldest first, in pieces.
#pragma once

#include "message/message.hpp"

namespace goen::message {

struct OwnThread {
    ThreadId id;
    std::string name;
    MemberId owner;
    std::vector<MemberId> members; // who are in it now
    std::string draft;
    bool is_muted = false;
    std::optional<Time> left;
    Time made{};
};
struct OwnMessage {
    MessageId id;
    ThreadId thread;
    std::int64_t seq = 0;
    MemberId from;
    Kind kind = Kind::text;
    std::string text;
    MemberId about;
    Time made{};
    bool is_deleted = false;
    std::vector<File> files;
};

std::vector<OwnThread> own_threads(store::Reader &reader, MemberId me);
std::vector<OwnMessage> own_messages_after(store::Reader &reader, MemberId me, MessageId after,
                                           int count);
// What she sent herself: a photograph as its largest print, a file as it is.
struct OwnFile {
    FileId id;
    bool is_photo = false;
};
std::vector<OwnFile> own_files_before(store::Reader &reader, MemberId me, FileId before,
                                      int count); // newest first
std::optional<std::string> bytes_of(store::Reader &reader, OwnFile const &file);

struct OwnNumbers {
    std::int64_t messages = 0, files = 0; // of hers
};
OwnNumbers own_numbers(store::Reader &reader, MemberId me);

} // namespace goen::message
