// SPDX-License-Identifier: Apache-2.0
// Emails and notifications about introductions that wait for an answer. They name everybody as
// /introductions does.
#include "introduction/introduction_shown.hpp"
#include "letter/letter.hpp"
#include "push/push.hpp"

namespace goen::introduction {
namespace {

using i18n::Words;
using Things = std::vector<std::int64_t>;

// Those that still wait for an answer of `me`; one on hold does not.
std::vector<Introduction> still_waiting(Introductions &introductions, MemberId me,
                                        Things const &ids) {
    std::vector<Introduction> waiting;
    for (auto const id : ids) {
        auto const found = introductions.find(me, IntroductionId{id});
        if (found && found->role != Role::asker && found->state == State::open)
            waiting.push_back(*found);
    }
    return waiting;
}

std::optional<letter::Text> text_of(Rooms const &rooms, std::string const &url,
                                    account::Member const &to, Time now, Things const &ids) {
    Words const w{to.language};
    auto const lines = rooms.database.read([&](store::Reader &reader) {
        return shown_to(rooms, to.id, w, reader, still_waiting(rooms.introductions, to.id, ids));
    });
    if (lines.empty()) return {};
    auto const first = heading(w, now, lines.front());
    auto const count = static_cast<std::int64_t>(lines.size());
    letter::Text text;
    text.subject = count == 1 ? first
                              : w.n("{1} introduction is waiting for your answer",
                                    "{1} introductions are waiting for your answer", count);
    text.body = std::string{w("Introductions waiting for your answer:")} + "\n";
    for (auto const &line : lines) text.body += "- " + heading(w, now, line) + "\n";
    text.body += "\n" +
                 std::string{w("Please read the details and accept, hold or decline. Nobody is "
                               "told if you do nothing, and the introduction expires after 30 "
                               "days.")} +
                 "\n\n" + url + "/introductions";
    return text;
}

} // namespace

void write_notifications(push::Push &push, Rooms const &rooms) {
    push.written_by(
        push::Kind::introduction,
        [rooms, &push](account::Member const &to, Things const &ids) -> std::optional<push::Said> {
            Words const w{to.language};
            auto const lines = rooms.database.read([&](store::Reader &reader) {
                return shown_to(rooms, to.id, w, reader,
                                still_waiting(rooms.introductions, to.id, ids));
            });
            if (lines.empty()) return {};
            return push::Said{static_cast<std::int64_t>(lines.size()),
                              heading(w, push.now(), lines.front()), "/introductions"};
        });
}

void write_letters(letter::Letters &letters, Rooms const &rooms) {
    letters.written_by(letter::Kind::introduction,
                       [rooms, &letters](account::Member const &to, Things const &ids) {
                           return text_of(rooms, letters.public_url(), to, letters.now(), ids);
                       });
}

} // namespace goen::introduction
