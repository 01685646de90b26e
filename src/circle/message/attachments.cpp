// SPDX-License-Identifier: Apache-2.0
// Photographs and files of messages: kept once, read through a copy of their message alone.
#include "base/text.hpp"
#include "message/message_state.hpp"

namespace goen::message {
namespace {

constexpr std::chrono::hours until_sent{24};

// As its sender calls it, without the folders some browsers send, and on one line.
std::string file_name_of(std::string_view typed) {
    auto const slash = typed.find_last_of("/\\");
    if (slash != typed.npos) typed.remove_prefix(slash + 1);
    typed = trimmed(typed);
    std::string name;
    std::size_t count = 0;
    if (is_utf8(typed)) {
        for (std::size_t at = 0; at < typed.size() && count < most_file_name; ++count) {
            auto const one = next_code_point(typed, at);
            bool const is_control = one < 0x20 || (one >= 0x7F && one < 0xA0);
            // What turns the direction of writing hides the end of a name.
            bool const turns = (one >= 0x202A && one <= 0x202E) || (one >= 0x2066 && one <= 0x2069);
            if (!is_control && !turns) append_utf8(name, one);
        }
    }
    return name.empty() || name == "." || name == ".." ? "file" : name;
}

Refusal no_room(Usage const &used) {
    return over_quota({N_("What you have sent uses {1} of {2} MB, so there is no room for this. "
                          "Delete messages with photos or files to make room."),
                       {std::to_string(used.used >> 20), std::to_string(used.most >> 20)}},
                      Reason::too_large);
}

} // namespace

Usage Messages::usage(store::Reader &reader, MemberId me) {
    auto const used = reader.one<std::int64_t>(sql::usage, {{"owner", me}});
    return {used.value_or(0), state_->options.most_bytes};
}

Result<File> Messages::add_file(MemberId me, std::string_view name, std::string_view bytes) {
    if (bytes.size() > most_file_bytes)
        return Refusal{
            Reason::too_large,
            {N_("A file can be up to {1} MB."), {std::to_string(most_file_bytes / (1024 * 1024))}}};
    if (bytes.empty()) return Refusal::field("file", N_("This file is empty."));
    if (!state_->file_ration.take(me.text())) {
        return Refusal{Reason::too_many,
                       N_("You have sent many files within an hour. Please try again in an hour."),
                       {},
                       std::chrono::hours{1}};
    }
    auto &rooms = state_->rooms;
    File file;
    file.name = file_name_of(name);
    file.type = type_of(bytes);
    file.bytes = static_cast<std::int64_t>(bytes.size());
    auto made = rooms.database.write([&](store::Writer &writer) -> Result<File> {
        writer.lock(me.value);
        auto const used = usage(writer, me);
        if (!used.fits(file.bytes)) return no_room(used);
        auto one = file;
        one.id = rooms.ids.make<FileId>();
        writer.put(sql::put_file, {{"id", one.id},
                                   {"owner", me},
                                   {"thread", ThreadId{}},
                                   {"message", MessageId{}},
                                   {"place", 0},
                                   {"photo", false},
                                   {"name", one.name},
                                   {"type", one.type},
                                   {"width", 0},
                                   {"height", 0},
                                   {"bytes", one.bytes},
                                   {"at", rooms.clock.now()}});
        writer.put(sql::put_bytes,
                   {{"file", one.id}, {"size", 0}, {"format", ""}, {"bytes", store::Bytes{bytes}}});
        return one;
    });
    if (!made) state_->file_ration.give_back(me.text());
    return made;
}

Done Messages::State::attach(store::Writer &writer, MemberId me, MessageRow const &message,
                             NewMessage const &typed) {
    int place = 0;
    for (auto const &photo : typed.photos) {
        auto const text = parse_text(photo.alt, "pictures", most_photo_text);
        if (!text) return text.why();
        auto const taken = rooms.feed.take_picture(writer, me, photo.id);
        if (!taken)
            return Refusal::field("pictures",
                                  N_("This photo is no longer available. Please add it again."));
        Usage const used{writer.one<std::int64_t>(sql::usage, {{"owner", me}}).value_or(0),
                         options.most_bytes};
        if (!used.fits(taken->bytes)) return no_room(used);
        auto const id = rooms.ids.make<FileId>();
        writer.put(sql::put_file, {{"id", id},
                                   {"owner", me},
                                   {"thread", message.thread},
                                   {"message", message.id},
                                   {"place", place++},
                                   {"photo", true},
                                   {"name", *text},
                                   {"type", "image/jpeg"},
                                   {"width", taken->width},
                                   {"height", taken->height},
                                   {"bytes", taken->bytes},
                                   {"at", message.made}});
        for (auto const &print : taken->prints)
            writer.put(sql::put_bytes, {{"file", id},
                                        {"size", print.size},
                                        {"format", print.format},
                                        {"bytes", store::Bytes{print.bytes}}});
    }
    for (auto const file : typed.files) {
        auto const changed = writer.run(sql::send_file, {{"thread", message.thread},
                                                         {"message", message.id},
                                                         {"place", place++},
                                                         {"id", file},
                                                         {"owner", me}});
        if (changed != 1)
            return Refusal::field("files",
                                  N_("This file is no longer available. Please add it again."));
    }
    return {};
}

std::optional<Messages::Content> Messages::content(MemberId me, FileId id, int size,
                                                   std::string_view format) {
    return state_->rooms.database.read([&](store::Reader &reader) -> std::optional<Content> {
        std::optional<Content> found;
        MessageId message;
        MemberId owner;
        reader.each(sql::file, {{"id", id}}, [&](store::Row const &row) {
            using at = sql::file_columns;
            message = row.get<MessageId>(at::message_id);
            owner = row.get<MemberId>(at::end);
            Content content;
            content.file = {row.get<FileId>(at::id),        row.get<bool>(at::is_photo),
                            row.get<std::string>(at::name), row.get<std::string>(at::type),
                            row.get<int>(at::width),        row.get<int>(at::height),
                            row.integer(at::bytes)};
            found = std::move(content);
        });
        if (!found || !me) return {};
        if (message) {
            auto const copy = state_->message_row(reader, me, message);
            if (!copy || copy->deleted) return {};
        } else if (owner != me) {
            return {};
        }
        bool is_there = false;
        reader.each(sql::bytes, {{"file", id}, {"size", size}, {"format", format}},
                    [&](store::Row const &row) {
                        is_there = true;
                        found->bytes = row.bytes(0);
                    });
        return is_there ? found : std::nullopt;
    });
}

void Messages::State::erase_file(store::Writer &writer, FileId id) {
    writer.put(sql::erase_bytes, {{"file", id}});
    writer.put(sql::erase_file, {{"file", id}});
}

void Messages::State::erase_files_of(store::Writer &writer, MessageId id) {
    for (auto const &file : files_of(writer, id)) erase_file(writer, file.id);
}

void Messages::tidy() {
    auto &rooms = state_->rooms;
    state_->erase_deleted();
    for (;;) {
        auto const done = rooms.database.write([&](store::Writer &writer) -> Result<std::size_t> {
            std::vector<FileId> old;
            writer.each(sql::unsent, {{"before", rooms.clock.now() - until_sent}},
                        [&](store::Row const &row) { old.push_back(row.get<FileId>(0)); });
            for (auto const file : old) state_->erase_file(writer, file);
            return old.size();
        });
        if (!done || *done < 200) return;
    }
}

} // namespace goen::message
