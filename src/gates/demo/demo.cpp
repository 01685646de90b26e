// SPDX-License-Identifier: Apache-2.0
#include "demo/demo.hpp"

#include "base/log.hpp"
#include "demo/logos.hpp"
#include "demo/messages.hpp"
#include "demo/people.hpp"
#include "demo/posts.hpp"
#include "i18n/dates.hpp"

#include <algorithm>
#include <deque>
#include <random>
#include <set>

namespace goen::demo {
namespace {

using std::chrono::days;

constexpr std::uint64_t seed = 919; // the number of a fixed history

struct Resident {
    MemberId id;
    card::CardInfo card;
    DemoPerson const *person = nullptr;
    std::size_t circle = 0; // people of one circle meet more often
};

// One exchange to come, in the order of time.
struct Meeting {
    Time at;
    std::size_t a, b;
    std::string place;
    policy::Means means;
};

struct Transfer {
    Time at;
    std::size_t who;
};

class Town {
public:
    Town(Rooms const &rooms, int members, Time now)
        : rooms_(rooms), now_(now), draw_(seed), people_(make_people(members, seed)) {}

    std::vector<std::pair<std::string, std::string>> fill() {
        settle();
        agree();
        plan_transfers();
        meet();
        transfer_until(now_);
        note();
        ask();
        introduce();
        write();
        return log_ins_;
    }

private:
    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(draw_);
    }
    bool once_in(std::size_t n) { return below(n) == 0; }

    // Everybody joins between ten years and one month ago.
    void settle() {
        std::vector<std::string> hashes;
        for (std::size_t i = 0; i < std::min<std::size_t>(2, people_.size()); ++i) {
            log_ins_.emplace_back(people_[i].email, password());
            hashes.push_back(rooms_.accounts.hash_password(log_ins_.back().second));
        }
        develop_logos();
        for (std::size_t from = 0; from < people_.size(); from += 500) {
            auto const until = std::min(from + 500, people_.size());
            std::vector<Resident> settled;
            (void)rooms_.database.write([&](store::Writer &writer) -> Done {
                settled.clear();
                for (auto i = from; i < until; ++i) {
                    auto const &person = people_[i];
                    auto name = names::PersonName::parse(person.name, names::NameRule::member);
                    ensure(name.has_value(), "a demonstration name is a name");
                    account::NewMember member;
                    member.email = person.email;
                    member.name = *name;
                    member.language =
                        person.speaks_english ? i18n::Language::en : i18n::Language::ja;
                    member.is_confirmed = true;
                    member.brings_card = true;
                    member.is_operator = i == 0;
                    auto const joined = now_ - days{3650 - 3600 * static_cast<int>(i) /
                                                               static_cast<int>(people_.size())};
                    auto const id = rooms_.accounts.add(writer, member,
                                                        i < hashes.size() ? hashes[i] : "", joined);
                    ensure(static_cast<bool>(id), "a demonstration address is used once");
                    auto card = person.card;
                    card.name = *name;
                    if (i < with_logo_) put_logo(writer, id, card);
                    Resident resident{id, rooms_.cards.make(writer, id, card, joined), &person,
                                      i % circles_};
                    if (person.has_private_card) {
                        card::CardBody own;
                        own.kind = card::Kind::private_;
                        own.label = person.speaks_english ? "Private" : "プライベート";
                        own.name = *name;
                        own.show = {{"name", card::Tier::close}};
                        rooms_.cards.make(writer, id, own, joined);
                    }
                    settled.push_back(std::move(resident));
                }
                return {};
            });
            residents_.insert(residents_.end(), settled.begin(), settled.end());
        }
    }

    void develop_logos() {
        for (auto const &file : logo_files()) {
            auto logo = rooms_.pictures.developed(file, picture::PictureUse::logo);
            if (logo) logos_.push_back(std::move(*logo));
        }
    }

    // Some companies have one, the same on the cards of all who work there.
    void put_logo(store::Writer &writer, MemberId id, card::CardBody &card) {
        unsigned sum = 0;
        for (unsigned char const c : card.ja.positions.front().company) sum = sum * 31 + c;
        auto const which = sum % 5;
        if (which >= logos_.size()) return;
        if (auto const kept = rooms_.pictures.keep(writer, id, logos_[which])) card.logo = *kept;
    }

    // A third of them may be asked for introductions; each says so for herself.
    void agree() {
        for (std::size_t i = 1; i < std::min<std::size_t>(residents_.size(), 300); i += 3) {
            auto const &resident = residents_[i];
            (void)rooms_.accounts.choose(resident.id,
                                         resident.person->speaks_english ? i18n::Language::en
                                                                         : i18n::Language::ja,
                                         account::Reach::distance_two, true);
        }
    }

    // Dated exchanges: about two dozen each, most within a circle, at occasions people remember.
    void meet() {
        std::vector<Meeting> meetings;
        auto const count = residents_.size() * 12;
        for (std::size_t tries = 0; meetings.size() < count && tries < count * 4; ++tries) {
            auto a = below(residents_.size());
            auto b =
                once_in(4)
                    ? below(residents_.size())
                    : (below(residents_.size() / circles_ + 1) * circles_ + residents_[a].circle) %
                          residents_.size();
            if (once_in(6))
                a = below(std::min<std::size_t>(
                    2, residents_.size())); // the two who show the network round
            if (a == b || !met_.emplace(std::min(a, b), std::max(a, b)).second) continue;
            auto const &occasion = occasions()[below(occasions().size())];
            auto const ago = days{1 + below(1400) * below(1400) / 1400};
            meetings.push_back({now_ - ago + minutes{static_cast<int>(below(480))}, a, b,
                                occasion.name + "（" + occasion.place + "）",
                                once_in(3)   ? policy::Means::qr
                                : once_in(4) ? policy::Means::request
                                             : policy::Means::code});
        }
        if (residents_.size() > 2'000) return many(meetings);
        std::sort(meetings.begin(), meetings.end(),
                  [](auto const &x, auto const &y) { return x.at < y.at; });
        // A card given after its owner moved is the new one.
        std::size_t from = 0;
        auto const meet_until = [&](std::size_t until) {
            for (; from < until; from += std::min<std::size_t>(200, until - from))
                write_meetings(meetings, from, std::min(from + 200, until));
        };
        for (std::size_t i = 0; i < meetings.size(); ++i) {
            if (transfers_.empty() || transfers_.front().at > meetings[i].at) continue;
            meet_until(i);
            transfer_until(meetings[i].at);
        }
        meet_until(meetings.size());
    }

    void write_meetings(std::vector<Meeting> const &meetings, std::size_t from, std::size_t until) {
        (void)rooms_.database.write([&](store::Writer &writer) -> Done {
            for (auto i = from; i < until; ++i) {
                auto const &meeting = meetings[i];
                auto const &a = residents_[meeting.a], &b = residents_[meeting.b];
                auto const tie = rooms_.exchange.tie(writer, {.a = a.id,
                                                              .b = b.id,
                                                              .a_gives = a.card.id,
                                                              .b_gives = b.card.id,
                                                              .means = meeting.means,
                                                              .place = meeting.place,
                                                              .at = meeting.at});
                if (!tie) return tie.why();
            }
            return {};
        });
    }

    void many(std::vector<Meeting> const &meetings) {
        std::vector<transfer::Bulk::Tie> ties;
        for (auto const &meeting : meetings) {
            ties.push_back(
                {residents_[meeting.a].id, residents_[meeting.b].id, meeting.at, meeting.place});
        }
        rooms_.bulk.write_ties(std::move(ties), [](double) {});
    }

    // 1 April and 1 October: those who moved have a new version of the card, and their holders a
    // line in the ledger.
    void plan_transfers() {
        auto const today = i18n::date_in_japan(now_);
        // Some moved on the first of this month: within the month of which there are posts.
        auto latest_first = Time{std::chrono::sys_days{today.year() / today.month() / 1}};
        if (latest_first + minutes{1} > now_)
            latest_first = Time{
                std::chrono::sys_days{(today.year() / today.month() / 1) - std::chrono::months{1}}};
        for (std::size_t i = 0; i < residents_.size(); ++i) {
            if (residents_[i].person->next_ja.empty()) continue;
            int const year = static_cast<int>(today.year()) - static_cast<int>(below(2));
            auto at =
                Time{std::chrono::sys_days{std::chrono::year{year} / (once_in(3) ? 10 : 4) / 1}};
            if (at > now_) at -= days{365};
            if (i % 5 == 2) at = latest_first;
            // One after the other: a move is found by its moment.
            transfers_.push_back({at + milliseconds{static_cast<int>(i)}, i});
        }
        std::sort(transfers_.begin(), transfers_.end(),
                  [](auto const &x, auto const &y) { return x.at < y.at; });
    }

    void transfer_until(Time until) {
        for (; !transfers_.empty() && transfers_.front().at <= until; transfers_.pop_front()) {
            auto &resident = residents_[transfers_.front().who];
            auto body = resident.card.live.body;
            body.ja.positions = resident.person->next_ja;
            body.en.positions = resident.person->next_en;
            (void)rooms_.database.write([&](store::Writer &writer) -> Done {
                resident.card =
                    rooms_.cards.publish(writer, resident.card, body, transfers_.front().at);
                return {};
            });
        }
    }

    // What the two who show the network round have noted, and how close they let people come.
    void note() {
        for (std::size_t i = 0; i < std::min<std::size_t>(2, residents_.size()); ++i) {
            auto const me = residents_[i].id;
            auto const book = rooms_.contacts.list(me, {.limit = 60}, i18n::Language::ja);
            if (!book) continue;
            for (auto const &line : book->lines) {
                contacts::Edit edit;
                if (once_in(3)) edit.memo = memos()[below(memos().size())];
                if (once_in(3)) edit.tags = std::vector<std::string>{tags()[below(tags().size())]};
                if (edit.memo || edit.tags) (void)rooms_.contacts.edit(me, line.id, edit);
                auto const other = MemberId{line.id.value};
                if (once_in(5)) (void)rooms_.exchange.set_tier(me, other, card::Tier::colleague);
                if (once_in(5))
                    (void)rooms_.exchange.set_tier(
                        other, me, once_in(2) ? card::Tier::close : card::Tier::colleague);
            }
            for (auto const &[family, given, kana, company, memo] :
                 {std::array{"小鳥遊", "", "たかなし", "小鳥遊製茶有限会社",
                             "紙の名刺をいただいた。デジタルは使わないとのこと。"},
                  std::array{"東海林", "薫", "しょうじ", "", "雨の日の懇親会で隣の席。"}}) {
                card::CardBody body;
                body.name.family = family, body.name.given = given, body.name.family_kana = kana;
                if (*given) body.name.given_kana = "かおる";
                if (*company) body.ja.positions.push_back({company, {}, "", true});
                contacts::Edit edit;
                edit.body = body;
                edit.memo = memo;
                edit.tags = std::vector<std::string>{"紙の名刺"};
                auto const made = rooms_.contacts.add(me, edit);
                if (made && *company) remember(me, *made);
            }
        }
    }

    // One reminder that is due, one to come, and two days of which not everything is known.
    void remember(MemberId me, ContactId contact) {
        auto &reminders = rooms_.reminders;
        auto const today = reminders.today();
        auto const soon = reminder::day_of(reminder::When::one_week, today);
        (void)reminders.add(me, contact, today, "新茶のお礼の電話");
        (void)reminders.add(me, contact, soon, "秋の商談会のご案内を郵送");
        (void)reminders.add_date(
            me, contact, reminder::Kind::birthday, "",
            {1953, static_cast<unsigned>(soon.month()), static_cast<unsigned>(soon.day())});
        (void)reminders.add_date(me, contact, reminder::Kind::founding, "", {1926, 0, 0});
    }

    // For each who shows the network round, one introduction that waits for an answer and one that
    // is under way. Most tries fail: the three have to be the right three.
    void introduce() {
        if (residents_.size() > 2'000) return;
        auto const anybody = [&] { return residents_[below(residents_.size())].id; };
        for (std::size_t i = 0; i < std::min<std::size_t>(2, residents_.size()); ++i) {
            auto const me = residents_[i].id;
            bool is_asked = false, has_proposed = false;
            for (int tries = 0; tries < 2'000 && !(is_asked && has_proposed); ++tries) {
                if (!is_asked)
                    is_asked = rooms_.introductions
                                   .propose(anybody(), me, anybody(),
                                            "お二人とも地域の催しに熱心でいらっしゃるので、"
                                            "ぜひお引き合わせしたく存じます。")
                                   .has_value();
                else
                    has_proposed = rooms_.introductions
                                       .propose(me, anybody(), anybody(),
                                                "先日のお話から、きっと話が合うと思いました。")
                                       .has_value();
            }
        }
    }

    // A few who would like to exchange cards.
    void ask() {
        for (std::size_t to = 0; to < std::min<std::size_t>(2, residents_.size()); ++to) {
            std::size_t sent = 0;
            for (std::size_t tries = 0; tries < 200 && sent < 3; ++tries) {
                auto const &from = residents_[below(residents_.size())];
                if (from.id == residents_[to].id) continue;
                // No two of them say the same.
                auto const &words = request_messages()[(to * 3 + sent) % request_messages().size()];
                if (rooms_.exchange.ask(from.id, residents_[to].id, from.card.id, words)) ++sent;
            }
        }
    }

    void write() {
        std::vector<Author> authors;
        for (auto const &one : residents_) authors.push_back({one.id, one.person->speaks_english});
        write_posts(rooms_, authors, met_, now_);
        write_messages(rooms_, authors, met_, now_);
    }

    // Easy to type on a telephone, different on every machine.
    std::string password() {
        static constexpr char const *syllables[] = {"ka", "ki", "ku", "ko", "sa", "su", "so", "ta",
                                                    "to", "na", "ni", "no", "ha", "hi", "ma", "mi",
                                                    "mo", "ya", "yu", "ra", "ri", "ro"};
        std::string out;
        for (int n = 0; n < 8; ++n) {
            if (n == 4) out += '-';
            out += syllables[rooms_.random.below(std::size(syllables))];
        }
        return out;
    }

    static constexpr std::size_t circles_ = 8;
    static constexpr std::size_t with_logo_ = 500;
    Rooms const &rooms_;
    Time now_;
    std::mt19937_64 draw_;
    std::vector<DemoPerson> people_;
    std::vector<media::Picture> logos_;
    std::vector<Resident> residents_;
    std::set<std::pair<std::size_t, std::size_t>> met_; // who knows whom
    std::deque<Transfer> transfers_;                    // to come, in the order of time
    std::vector<std::pair<std::string, std::string>> log_ins_;
};

} // namespace

std::vector<std::pair<std::string, std::string>> populate(Rooms const &rooms, int members,
                                                          Time now) {
    return Town{rooms, members, now}.fill();
}

} // namespace goen::demo
