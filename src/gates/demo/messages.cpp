// SPDX-License-Identifier: Apache-2.0
#include "demo/messages.hpp"

#include "demo/history_clock.hpp"
#include "demo/messages_data.hpp"
#include "i18n/dates.hpp"
#include "message/message.hpp"

#include <algorithm>

namespace goen::demo {

namespace {

using std::chrono::days;
using std::chrono::hours;

class Talks {
public:
    Talks(Rooms const &rooms, std::vector<Author> const &people,
          std::set<std::pair<std::size_t, std::size_t>> const &met, Time now)
        : people_(people), met_(met), now_(now),
          feed_({rooms.database, rooms.policy, rooms.cards, rooms.contacts, rooms.darkroom, ids_,
                 clock_}),
          messages_({rooms.database, rooms.policy, rooms.cards, feed_, ids_, clock_}) {}

    void write() {
        for (std::size_t i = 2; i < people_.size(); ++i) {
            if (!know(0, i) || !know(1, i)) continue;
            common_.push_back(i);
            if (people_[i].reads_english) english_.push_back(i);
        }
        if (common_.empty()) return;
        if (english_.empty()) english_ = common_;
        auto const talks = scripted_talks();
        threads_.resize(talks.size());
        std::vector<Deed> deeds;
        for (std::size_t t = 0; t < talks.size(); ++t) {
            for (auto const &line : talks[t].lines) deeds.push_back({time_of(line), t, &line});
        }
        std::stable_sort(deeds.begin(), deeds.end(),
                         [](Deed const &a, Deed const &b) { return a.at < b.at; });
        for (auto const &deed : deeds) {
            if (deed.at >= now_) break;
            clock_.set(deed.at);
            say(deed.talk, talks[deed.talk], *deed.line);
        }
    }

private:
    struct Deed {
        Time at;
        std::size_t talk;
        ScriptedLine const *line;
    };

    bool know(std::size_t a, std::size_t b) const {
        return met_.count({std::min(a, b), std::max(a, b)}) > 0;
    }
    Time time_of(ScriptedLine const &line) const {
        auto const clock = hours{line.hour} + minutes{line.minute};
        if (line.days == 0) return now_ - clock;
        auto const day = std::chrono::sys_days{i18n::date_in_japan(now_)} - days{line.days};
        return Time{day} + clock - hours{9};
    }
    MemberId member(int who) const {
        if (who == who::hana) return people_[0].id;
        if (who == who::eleanor) return people_[1].id;
        auto const place = static_cast<std::size_t>(who);
        constexpr auto english = static_cast<std::size_t>(who::english);
        return people_[place >= english ? english_[(place - english) % english_.size()]
                                        : common_[place % common_.size()]]
            .id;
    }

    void say(std::size_t number, ScriptedTalk const &talk, ScriptedLine const &line) {
        auto &thread = threads_[number];
        if (!thread) {
            message::NewThread typed;
            for (auto const other : talk.others) typed.members.push_back(member(other));
            typed.name = talk.name;
            // In a small network the two may know nobody who knows both: then it was not written.
            auto const opened = messages_.open_thread(member(talk.owner), typed);
            if (!opened) return;
            thread = opened->id;
        }
        auto const me = member(line.by);
        message::NewMessage typed;
        typed.text = line.text;
        typed.client_id = "demo-" + std::to_string(++written_);
        if (line.has_card) typed.card = me;
        auto const sent = messages_.send(me, thread, typed);
        // What is of today, those who can log in have not read yet.
        if (!sent || line.days == 0) return;
        for (auto const one : {people_[0].id, people_[1].id})
            (void)messages_.read(one, thread, sent->id);
    }

    std::vector<Author> const &people_;
    std::set<std::pair<std::size_t, std::size_t>> const &met_;
    Time now_;
    std::vector<std::size_t> common_, english_; // whom both of the two know
    HistoryClock clock_;
    IdMaker ids_{clock_};
    feed::Feed feed_;
    message::Messages messages_;
    std::vector<message::ThreadId> threads_;
    int written_ = 0;
};

} // namespace

void write_messages(Rooms const &rooms, std::vector<Author> const &people,
                    std::set<std::pair<std::size_t, std::size_t>> const &met, Time now) {
    Talks{rooms, people, met, now}.write();
}

} // namespace goen::demo
