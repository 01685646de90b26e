// SPDX-License-Identifier: Apache-2.0
// What is deleted is erased when its undo time is over; and what becomes of a member's messages
// when she leaves the network.
#include "base/log.hpp"
#include "message/message_state.hpp"
#include "store/derived.hpp"

namespace goen::message {
namespace {

constexpr int in_one_go = 200; // as in the query
constexpr seconds between_looks{60};

} // namespace

Messages::Messages(Rooms rooms, Options options)
    : state_(std::make_shared<State>(rooms, options)) {}

Messages::~Messages() { close(); }

void Messages::open() {
    ensure(!state_->worker.joinable(), "messages are opened twice");
    state_->worker = std::thread{[state = state_.get()] { state->work(); }};
}

void Messages::close() {
    if (!state_->worker.joinable()) return;
    {
        std::lock_guard const hold{state_->working};
        state_->is_closing = true;
    }
    state_->woken.notify_all();
    state_->worker.join();
}

void Messages::keep_in(store::DerivedMemory &memory) {
    memory.keep("messages_unread", state_->unread);
}

void Messages::State::wake() {
    std::lock_guard const hold{working};
    has_work = true;
    woken.notify_all();
}

void Messages::State::work() {
    std::unique_lock lock{working};
    int looks = 0; // every second until this is 0: something is to be erased soon
    while (!is_closing) {
        lock.unlock();
        try {
            erase_deleted();
        } catch (std::exception const &trouble) {
            log::warn("deleted messages could not be erased; it is tried again",
                      {{"why", trouble.what()}});
        }
        lock.lock();
        woken.wait_for(lock, looks > 0 ? seconds{1} : between_looks,
                       [&] { return is_closing || has_work; });
        if (has_work) looks = static_cast<int>(undo_time.count()) + 3;
        has_work = false;
        if (looks > 0) --looks;
    }
}

void Messages::State::erase_message(store::Writer &writer, ThreadId thread, std::int64_t seq,
                                    MessageId id) {
    writer.put(sql::erase_message, {{"members", store::id_list(copy_holders(writer, thread))},
                                    {"thread", thread},
                                    {"seq", seq}});
    erase_files_of(writer, id);
    store::tell(writer, MessageErased{thread, id.value});
}

void Messages::State::erase_deleted() {
    struct Due {
        MessageId id;
        ThreadId thread;
        std::int64_t seq;
    };
    auto const due = [this](store::Reader &reader) {
        std::vector<Due> out;
        reader.each(
            sql::erasures_due, {{"before", rooms.clock.now() - undo_time}},
            [&](store::Row const &row) {
                out.push_back({row.get<MessageId>(0), row.get<ThreadId>(1), row.integer(2)});
            });
        return out;
    };
    while (!rooms.database.read(due).empty()) {
        auto const done = rooms.database.write([&](store::Writer &writer) -> Result<int> {
            int count = 0;
            for (auto const &one : due(writer)) {
                ++count;
                // Restored at the last moment, or erased by another process.
                if (writer.run(sql::drop_erasure, {{"id", one.id}}) == 0) continue;
                erase_message(writer, one.thread, one.seq, one.id);
            }
            return count;
        });
        if (!done || *done < in_one_go) return;
    }
}

void Messages::member_leaves(store::Writer &writer, MemberId member) {
    struct Mine {
        ThreadId id;
        bool has_left;
    };
    std::vector<Mine> mine;
    writer.each(sql::own_threads, {{"member", member}}, [&](store::Row const &row) {
        mine.push_back({row.get<ThreadId>(0), !row.is_null(1)});
    });
    std::sort(mine.begin(), mine.end(), [](Mine const &a, Mine const &b) { return a.id < b.id; });
    for (auto const &[id, has_left] : mine) {
        writer.lock(id.value);
        auto thread = state_->thread_row(writer, id);
        if (!thread) continue;
        // What she wrote stays with its readers, under the name she had for each of them.
        for (auto const reading : state_->copy_holders(writer, id)) {
            if (reading == member) continue;
            auto const name = state_->rooms.policy.look(writer, reading, member).card().name;
            if (name.empty()) continue;
            writer.put(sql::put_former, {{"member", reading},
                                         {"other", member},
                                         {"name_ja", name.display(i18n::Language::ja)},
                                         {"name_en", name.display(i18n::Language::en)}});
        }
        if (!thread->is_pair && !has_left)
            state_->take_out(writer, *thread, member, member, Kind::left);
        writer.put(sql::drop_member, {{"thread", id}, {"member", member}});
        if (!state_->copy_holders(writer, id).empty()) continue;
        // Nobody has it any more.
        std::vector<FileId> files;
        writer.each(sql::files_in_thread, {{"thread", id}},
                    [&](store::Row const &row) { files.push_back(row.get<FileId>(0)); });
        for (auto const file : files) state_->erase_file(writer, file);
        writer.put(sql::erase_thread, {{"id", id}});
    }
    std::vector<FileId> unsent;
    writer.each(sql::own_unsent, {{"owner", member}},
                [&](store::Row const &row) { unsent.push_back(row.get<FileId>(0)); });
    for (auto const file : unsent) state_->erase_file(writer, file);
    for (auto const *query : {&sql::drop_memberships, &sql::drop_sides, &sql::drop_messages,
                              &sql::drop_former, &sql::drop_setting})
        writer.put(*query, {{"member", member}});
}

} // namespace goen::message
