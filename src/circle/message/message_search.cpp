// SPDX-License-Identifier: Apache-2.0
// Messages in the search of everything.
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "message/message_doors.hpp"
#include "message/message_view.hpp"

namespace goen::message {
namespace {

search::Item item_of(Message const &message, std::vector<Thread> const &threads,
                     search::Asked const &asked) {
    auto const id = message.id.text();
    search::Item item{"message", id, path_of(message.thread) + "?at=" + id + "#m-" + id, {}, {}};
    item.title.text = name_of(message.from, asked.words);
    for (auto const &thread : threads) {
        if (thread.id == message.thread && !thread.is_pair)
            item.note = title_of(thread, asked.words);
    }
    item.about = i18n::day_text(message.made, asked.words.language());
    item.portrait = portrait_of(message.from);
    item.why.push_back({"text", search::excerpt(message.text, asked.q)});
    return item;
}

Result<search::Found> find(Rooms const &rooms, search::Asked const &asked) {
    return rooms.database.read([&](store::Reader &) -> Result<search::Found> {
        auto const messages = rooms.messages.search(asked.me, asked.q, asked.after, asked.limit);
        if (!messages) return messages.why();
        std::vector<ThreadId> ids;
        for (auto const &one : messages->messages) ids.push_back(one.thread);
        auto const threads = rooms.messages.threads_by_id(asked.me, ids);
        search::Found found;
        found.next = messages->next;
        for (auto const &one : messages->messages)
            found.items.push_back(item_of(one, threads, asked));
        return found;
    });
}

} // namespace

search::Kind found_messages(Rooms rooms) {
    return {"messages",
            N_("Messages"),
            30,
            false,
            "messages:read",
            [rooms](search::Asked const &asked) { return find(rooms, asked); }};
}

} // namespace goen::message
