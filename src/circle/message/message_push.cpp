// SPDX-License-Identifier: Apache-2.0
// What a notification says of messages: of those that its reader has not read yet, in threads that
// are not muted, and that she may read at that moment.
#include "message/message_doors.hpp"
#include "message/message_view.hpp"
#include "push/push.hpp"

#include <algorithm>
#include <map>

namespace goen::message {
namespace {

bool is_quiet(Thread const &thread) {
    // Between two who cannot write to each other any more (a block, an ended tie) all is quiet.
    return thread.is_muted || thread.has_left || (thread.is_pair && !thread.may_write);
}

std::vector<Message> still_news(Rooms const &rooms, MemberId me,
                                std::vector<std::int64_t> const &things) {
    std::vector<Message> found;
    rooms.database.read([&](store::Reader &reader) {
        std::map<ThreadId, std::optional<Thread>> threads;
        for (auto const thing : things) {
            auto seen = rooms.messages.seen_by(reader, me, MessageId{thing});
            if (!seen || seen->deleted || !is_written(seen->kind) || seen->from.id == me) continue;
            auto [at, is_new] = threads.try_emplace(seen->thread);
            if (is_new) {
                if (auto thread = rooms.messages.thread(me, seen->thread)) at->second = *thread;
            }
            auto const &thread = at->second;
            if (!thread || is_quiet(*thread) || seen->seq <= thread->read_seq) continue;
            found.push_back(std::move(*seen));
        }
    });
    return found;
}

} // namespace

void write_notifications(push::Push &push, Rooms rooms) {
    push.written_by(push::Kind::message,
                    [rooms](account::Member const &to,
                            std::vector<std::int64_t> const &things) -> std::optional<push::Said> {
                        i18n::Words const w{to.language};
                        auto const news = still_news(rooms, to.id, things);
                        if (news.empty()) return {};
                        auto const &newest = news.back();
                        bool const is_one_thread = std::ranges::all_of(
                            news, [&](Message const &one) { return one.thread == newest.thread; });
                        return push::Said{static_cast<std::int64_t>(news.size()),
                                          name_of(newest.from, w) + ": " +
                                              excerpt_of(newest, 200, w),
                                          is_one_thread ? path_of(newest.thread) : "/messages"};
                    });
}

} // namespace goen::message
