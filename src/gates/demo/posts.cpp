// SPDX-License-Identifier: Apache-2.0
#include "demo/posts.hpp"

#include "demo/history_clock.hpp"
#include "demo/photographs.hpp"
#include "demo/posts_data.hpp"
#include "i18n/dates.hpp"

#include <algorithm>

namespace goen::demo {

namespace {

using std::chrono::days;
using std::chrono::hours;

class Month {
public:
    Month(Rooms const &rooms, std::vector<Author> const &people,
          std::set<std::pair<std::size_t, std::size_t>> const &met, Time now)
        : rooms_(rooms), people_(people), now_(now), known_(people.size()),
          feed_({rooms.database, rooms.policy, rooms.cards, rooms.contacts, rooms.darkroom, ids_,
                 clock_},
                {}) {
        for (auto const &[a, b] : met) {
            known_[a].push_back(b);
            known_[b].push_back(a);
        }
    }

    void write() {
        if (people_.size() < 2) return;
        for (auto const one : known_[0]) {
            auto const &others = known_[1];
            if (one < 2 || std::find(others.begin(), others.end(), one) == others.end()) continue;
            common_.push_back(one);
            if (people_[one].reads_english) english_.push_back(one);
        }
        if (common_.empty()) return;
        if (english_.empty()) english_ = common_;
        auto const scripts = scripted_posts();
        posts_.resize(scripts.size());
        comments_.resize(scripts.size());
        std::vector<Deed> deeds;
        for (std::size_t i = 0; i < scripts.size(); ++i) plan(deeds, i, scripts[i]);
        std::stable_sort(deeds.begin(), deeds.end(),
                         [](Deed const &a, Deed const &b) { return a.at < b.at; });
        for (auto const &deed : deeds) {
            if (deed.at >= now_) break;
            clock_.set(deed.at);
            auto const &script = scripts[deed.post];
            switch (deed.what) {
            case Deed::What::post: post(deed.post, script); break;
            case Deed::What::answer: answer(deed.post, deed.which, script); break;
            case Deed::What::reaction: react(deed.post, deed.which, script); break;
            }
        }
        leave_marks();
    }

private:
    struct Deed {
        enum class What { post, answer, reaction } what;
        Time at;
        std::size_t post, which = 0;
    };

    Time time_of(ScriptedPost const &script) const {
        auto const clock = hours{script.hour} + minutes{script.minute};
        if (script.days == 0) return now_ - clock;
        auto const day = std::chrono::sys_days{i18n::date_in_japan(now_)} - days{script.days};
        return Time{day} + clock - hours{9};
    }

    void plan(std::vector<Deed> &deeds, std::size_t number, ScriptedPost const &script) const {
        using What = Deed::What;
        auto const at = time_of(script);
        deeds.push_back({What::post, at, number});
        for (std::size_t i = 0; i < script.answers.size(); ++i)
            deeds.push_back({What::answer, at + minutes{script.answers[i].minutes}, number, i});
        for (std::size_t i = 0; i < static_cast<std::size_t>(script.reactions); ++i)
            deeds.push_back({What::reaction, at + minutes{3 + 4 * i * (i + 1)}, number, i});
    }

    std::size_t author_of(ScriptedPost const &script) const {
        if (script.by == who::hana) return 0;
        if (script.by == who::eleanor) return 1;
        auto const place = static_cast<std::size_t>(script.by);
        constexpr auto english = static_cast<std::size_t>(who::english);
        return place >= english ? english_[(place - english) % english_.size()]
                                : common_[place % common_.size()];
    }
    // The n-th of those whom somebody knows, without the two.
    std::size_t acquaintance(std::size_t of, std::size_t number) const {
        auto const &known = known_[of];
        auto const first = std::count_if(known.begin(), known.end(), [](auto i) { return i < 2; });
        auto const others = known.size() - static_cast<std::size_t>(first);
        if (others == 0) return known.front();
        return known[static_cast<std::size_t>(first) + (number * 7 + of) % others];
    }
    std::size_t answerer(std::size_t author, ScriptedAnswer const &answer) const {
        if (answer.by == who::hana) return 0;
        if (answer.by == who::eleanor) return 1;
        if (answer.by == who::author) return author;
        return acquaintance(author, static_cast<std::size_t>(answer.by));
    }

    std::string with_mentions(std::string_view text) const {
        std::string out{text};
        for (auto const &[name, place] : {std::pair{"@{hana}", 0}, std::pair{"@{eleanor}", 1}}) {
            if (auto const at = out.find(name); at != out.npos) {
                auto const id = people_[static_cast<std::size_t>(place)].id.text();
                out.replace(at, std::string_view{name}.size(), "@[" + id + "]");
            }
        }
        return out;
    }

    void post(std::size_t number, ScriptedPost const &script) {
        auto const author = author_of(script);
        auto const me = people_[author].id;
        feed::NewPost typed;
        typed.text = with_mentions(script.text);
        typed.kind = script.kind;
        typed.audience = {script.audience, std::string{script.tag}};
        if (script.quote >= 0) typed.quote = posts_[static_cast<std::size_t>(script.quote)];
        if (script.photograph >= 0) {
            if (photographs_.empty()) photographs_ = photograph_files();
            auto const taken =
                feed_.add_picture(me, photographs_[static_cast<std::size_t>(script.photograph)]);
            if (taken) {
                typed.pictures.push_back(*taken);
                typed.pictures.back().alt = script.alt;
            }
        }
        // The two are near enough to read it.
        if (author > 1 && script.audience == feed::Audience::To::colleague) {
            for (auto const reader : {people_[0].id, people_[1].id})
                (void)rooms_.exchange.set_tier(me, reader, card::Tier::colleague);
        }
        if (auto const made = feed_.post(me, typed)) posts_[number] = made->id;
    }

    void answer(std::size_t number, std::size_t which, ScriptedPost const &script) {
        if (!posts_[number]) return;
        auto const &answer = script.answers[which];
        auto const by = answerer(author_of(script), answer);
        auto &there = comments_[number];
        there.resize(script.answers.size());
        auto const to =
            answer.to < 0 ? feed::CommentId{} : there[static_cast<std::size_t>(answer.to)];
        auto const made = feed_.comment(people_[by].id, posts_[number], answer.text, to);
        if (made) there[which] = made->id;
    }

    void react(std::size_t number, std::size_t which, ScriptedPost const &script) {
        if (!posts_[number]) return;
        auto const author = author_of(script);
        auto const by =
            which < 2 && (number + which) % 3 == 0 ? which : acquaintance(author, which + 2);
        if (by == author) return;
        // Most of them say the same, a few simply that they like it.
        auto const kind = which % 4 == 3 ? feed::Reaction::like : script.kind_of_reaction;
        (void)feed_.react(people_[by].id, posts_[number], kind);
    }

    // The two were here yesterday: what came since then is new to them.
    void leave_marks() {
        auto const yesterday = IdMaker::span_of(
            std::chrono::duration_cast<milliseconds>(now_ - hours{24} - IdMaker::first_moment));
        feed::PostId seen;
        for (auto const id : posts_) {
            if (id.value < yesterday) seen = std::max(seen, id);
        }
        if (!seen) return;
        for (std::size_t i = 0; i < 2; ++i) (void)feed_.seen(people_[i].id, seen);
    }

    Rooms const &rooms_;
    std::vector<Author> const &people_;
    Time now_;
    std::vector<std::vector<std::size_t>> known_; // whom each knows, in order
    std::vector<std::size_t> common_, english_;   // whom both of the two know
    HistoryClock clock_;
    IdMaker ids_{clock_};
    feed::Feed feed_;
    std::vector<std::string> photographs_;
    std::vector<feed::PostId> posts_;
    std::vector<std::vector<feed::CommentId>> comments_;
};

} // namespace

void write_posts(Rooms const &rooms, std::vector<Author> const &people,
                 std::set<std::pair<std::size_t, std::size_t>> const &met, Time now) {
    Month{rooms, people, met, now}.write();
}

} // namespace goen::demo
