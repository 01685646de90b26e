// SPDX-License-Identifier: Apache-2.0
// Two circles of four live through the same days. In the one, whoever is asked may hold, decline or
// block in silence; in the other the same people leave what lies before them unseen. Everything
// that the others are told is the same, letter for letter; no output holds a part of a card that is
// not for its reader; and cards are exchanged when both have said yes, and never else.
#include "introduction/testing_hall.hpp"

#include <rapidcheck.h>

#include <map>
#include <set>

using namespace goen;
using namespace goen::introduction;
using tests::Circle;
using tests::FreshDatabase;

namespace {

constexpr std::chrono::hours day{24};

// One of the two circles: 0 - 1 - 2 - 3 - 0 have exchanged cards, 0 and 2, 1 and 3 have not.
struct Four {
    std::vector<MemberId> people;
    std::vector<std::vector<CardId>> cards;   // of each: the main one, the one for introductions
    std::vector<IntroductionId> asked;        // all introductions, in the order they came up
    std::map<std::string, std::string> words; // an id -> what it stands for in both circles
};

// The parts of a card, by the least tier that sees them; each holds a mark "mk", whose, which card,
// which part, "z".
enum Part { name, position, email, phone, street, label };
std::string mark(std::size_t who, int card, Part part) {
    return "mk" + std::to_string(who) + std::to_string(card) + std::to_string(part) + "z";
}
card::CardBody body_of(std::size_t who, int card) {
    card::CardBody body;
    body.label = mark(who, card, label);
    body.name.family = mark(who, card, name);
    body.name.given = "花";
    body.ja.positions = {{mark(who, card, position), {"営業部"}, "課長", true}};
    body.emails = {{"work", mark(who, card, email) + "@mihon.example"}};
    body.phones = {{"direct", mark(who, card, phone)}};
    body.ja.address.street = mark(who, card, street);
    body.show = {{"name", card::Tier::none},
                 {"positions", card::Tier::exchanged},
                 {"emails", card::Tier::exchanged},
                 {"phones", card::Tier::colleague},
                 {"address", card::Tier::close}};
    return body;
}

// What is said, without its ids: equal in both circles when the same has happened.
std::string without_ids(std::string text, Four const &four) {
    for (auto const &[id, word] : four.words) {
        for (auto at = text.find(id); at != text.npos; at = text.find(id, at + word.size()))
            text.replace(at, id.size(), word);
    }
    return text;
}

class World {
public:
    explicit World(Circle &circle) : c(circle) {
        for (auto &four : circles) {
            for (std::size_t who = 0; who < 4; ++who) {
                auto const one = c.settle(body_of(who, 0));
                auto const second = c.cards.make(one.id, body_of(who, 1));
                RC_ASSERT(static_cast<bool>(second));
                four.people.push_back(one.id);
                four.cards.push_back({one.card, second->id});
                four.words[one.id.text()] = "P" + std::to_string(who);
                four.words[one.card.text()] = "C" + std::to_string(who);
                four.words[second->id.text()] = "D" + std::to_string(who);
                RC_ASSERT(static_cast<bool>(
                    c.accounts.choose(one.id, i18n::Language::ja, account::Reach::anyone, true)));
            }
            for (std::size_t who = 0; who < 4; ++who) {
                auto const next = (who + 1) % 4;
                (void)c.exchange_cards({four.people[who], four.cards[who][0]},
                                       {four.people[next], four.cards[next][0]});
                given.insert({who, next, 0}), given.insert({next, who, 0});
            }
        }
    }

    void act(int deed, std::size_t who, int how) {
        c.clock.advance(seconds{61});
        auto const count = circles[0].asked.size();
        if (deed >= 3 && deed <= 9 && count == 0) return;
        // Mostly the newest, by one who has a part in it; now and then any, by anybody.
        auto const which = count == 0     ? 0
                           : how % 3 == 0 ? static_cast<std::size_t>(how) % count
                                          : count - 1;
        if (count > 0 && how / 8 % 4 != 0) {
            auto const &one = known[which];
            if (deed == 3) who = one.bridge;
            if (deed == 4 || deed == 5) who = how % 2 ? one.bridge : one.to;
            if (deed == 10 && !one.yes.empty()) who = *one.yes.begin();
            if (deed >= 6 && deed <= 9) who = how % 2 ? one.from : one.to;
        }
        auto const opposite = (who + 2) % 4, left = (who + 1) % 4, right = (who + 3) % 4;
        switch (deed) {
        case 0:
        case 1: {
            if (blocks.contains({who, opposite})) return;
            auto const bridge = how % 2 ? left : right;
            int const card = how / 2 % 2;
            if (come_up([&](Four &four) {
                    return room.ask(four.people[who],
                                    {four.people[bridge], four.people[opposite],
                                     four.cards[who][card], "お願いします。", "一言。"});
                })) {
                known.push_back({who, bridge, opposite, false, card});
                known.back().yes.insert(who);
            }
            break;
        }
        case 2:
            if (come_up([&](Four &four) {
                    return room.propose(four.people[who], four.people[left], four.people[right],
                                        "お二人とも。");
                }))
                known.push_back({left, who, right, true, 0});
            break;
        case 3:
            if (is_silent(who, which)) return;
            (void)both([&](Four &four) {
                return said(room.introduce(four.people[who], four.asked[which], "ご紹介します。"));
            });
            break;
        case 4: { // only the first circle knows
            if (is_silent(who, which)) return;
            if (room.hold(circles[0].people[who], circles[0].asked[which]))
                held.insert({who, which});
            break;
        }
        case 5: {
            if (is_silent(who, which)) return;
            if (known[which].yes.contains(who)) { // she had said yes: both circles know it
                auto const done = both([&](Four &four) {
                    return said(room.decline(four.people[who], four.asked[which]));
                });
                if (done == "done") known[which].yes.erase(who);
            } else if (room.decline(circles[0].people[who], circles[0].asked[which])) {
                declined.insert({who, which});
            }
            break;
        }
        case 6:
        case 7: accept(who, which, how / 7 % 2); break;
        case 8:
            if (is_silent(who, which)) return;
            if (both([&](Four &four) {
                    return said(room.withdraw(four.people[who], four.asked[which]));
                }) == "done" &&
                who != known[which].bridge)
                known[which].yes.erase(who);
            break;
        case 9:
            (void)both([&](Four &four) {
                return said(room.thank(four.people[who], four.asked[which], 1 + how % 3));
            });
            break;
        case 10: block(who, opposite); break;
        default: c.clock.advance(how % 8 == 0 ? day * 31 : day);
        }
    }

    // Everybody in both circles, everything there is to read.
    void look_everywhere() {
        for (std::size_t who = 0; who < 4; ++who) {
            auto const one = told_to(circles[0], who), other = told_to(circles[1], who);
            if (one != other)
                RC_FAIL("what " + std::to_string(who) + " is told differs:\n" + one + "\n---\n" +
                        other);
            for (auto &four : circles) {
                bool const is_tied = c.look(four.people[who], four.people[(who + 2) % 4]).is_tied();
                RC_ASSERT(is_tied == made.contains(std::min(who, (who + 2) % 4)));
            }
        }
        RC_ASSERT(c.torn().empty());
    }
    int seen = 0, ties_made = 0, silences = 0;

private:
    struct Known {
        std::size_t from, bridge, to;
        bool proposed;
        int shown;
        std::set<std::size_t> yes{};
        std::size_t other(std::size_t who) const { return who == from ? to : from; }
    };

    // An answer in words, the same in both circles.
    static std::string said(Done const &done) {
        return done ? "done"
                    : done.why().message.msgid + std::to_string(done.why().retry_after.count());
    }
    template <class Act> std::string both(Act const &deed) {
        auto const one = deed(circles[0]), other = deed(circles[1]);
        if (one != other) RC_FAIL("answered '" + one + "' and '" + other + "'");
        return one;
    }
    template <class Act> bool come_up(Act const &deed) {
        return both([&](Four &four) {
                   auto const made_one = deed(four);
                   if (!made_one)
                       return made_one.why().message.msgid +
                              std::to_string(made_one.why().retry_after.count());
                   four.words[made_one->id.text()] = "I" + std::to_string(four.asked.size());
                   four.asked.push_back(made_one->id);
                   return std::string{"done"};
               }) == "done";
    }

    // She has answered in the first circle only: from then on she leaves it alone in both.
    bool is_silent(std::size_t who, std::size_t which) const {
        auto const &one = known[which];
        return declined.contains({who, which}) ||
               (who != one.bridge && blocks.contains({who, one.other(who)}));
    }
    // What she reads of it herself may differ.
    bool is_told_apart(std::size_t who, std::size_t which) const {
        return is_silent(who, which) || held.contains({who, which});
    }

    void accept(std::size_t who, std::size_t which, int card) {
        auto &one = known[which];
        if (is_silent(who, which)) return;
        auto const pair = std::min(who, (who + 2) % 4);
        bool const was_tied = made.contains(pair);
        auto const before_her = room.list(circles[0].people[who], Box::waiting);
        bool const lies_there =
            who != one.bridge &&
            std::any_of(before_her.begin(), before_her.end(),
                        [&](auto const &it) { return it.id == circles[0].asked[which]; });
        auto const answer = both([&](Four &four) {
            auto const done =
                room.accept(four.people[who], four.asked[which], four.cards[who][card]);
            if (!done) return done.why().message.msgid;
            return std::string{*done ? "tied" : "waits"};
        });
        if (answer != "tied" && answer != "waits") {
            RC_ASSERT(was_tied || !lies_there); // what lies before her can be said yes to
            return;
        }
        RC_ASSERT(who != one.bridge);
        one.yes.insert(who);
        auto const other = one.other(who);
        auto const apart = [&](auto const &all) {
            return all.contains({other, who}) || all.contains({who, other});
        };
        bool const both_said_yes = one.yes.contains(other) && !apart(blocks) && !apart(open_blocks);
        if (!was_tied) RC_ASSERT((answer == "tied") == both_said_yes);
        if (came_about.contains(which)) return; // a second tap gives no other card
        cards_of_yes[{which, who}] = card;
        if (answer != "tied") return;
        came_about.insert(which);
        if (made.insert(pair).second) ++ties_made;
        given.insert({who, other, card});
        given.insert({other, who, one.proposed ? cards_of_yes[{which, other}] : one.shown});
    }

    void block(std::size_t who, std::size_t whom) {
        if (made.contains(std::min(who, whom))) return; // that the exchange ends is told
        // After a yes or a question of hers she takes it back by this, so both circles know.
        bool const is_known = std::any_of(known.begin(), known.end(), [&](Known const &one) {
            return one.yes.contains(who) && one.other(who) == whom;
        });
        if (is_known) {
            if (both([&](Four &four) {
                    return said(c.exchange.block(four.people[who], four.people[whom]));
                }) == "done")
                open_blocks.insert({who, whom});
        } else if (c.exchange.block(circles[0].people[who], circles[0].people[whom])) {
            blocks.insert({who, whom});
        }
    }

    std::string told_to(Four const &four, std::size_t who) {
        auto const me = four.people[who];
        bool is_all_alike = true;
        for (std::size_t which = 0; which < four.asked.size(); ++which)
            is_all_alike &= !is_told_apart(who, which);
        for (auto const &[blocker, blocked] : blocks) is_all_alike &= blocker != who;
        if (!is_all_alike) ++silences;
        std::string told;
        auto const take = [&](std::string const &text, bool is_alike) {
            may_read(who, text);
            if (is_alike) told += without_ids(text, four) + "\n";
        };
        take(std::to_string(room.waiting(me)), is_all_alike);
        for (auto const *query : {"", "view=plain"}) {
            take(hall.page(me, "/introductions", {}, query), is_all_alike);
            take(hall.tray(me, query), is_all_alike);
        }
        auto const opposite = four.people[(who + 2) % 4];
        take(hall.page(me, "/introductions/new", {}, "to=" + opposite.text()), is_all_alike);
        for (auto const *box : {"waiting", "under_way", "made"}) {
            for (auto const &item : hall.list(me, box)) {
                auto const id = std::string{item.at("id").as_string()};
                auto const which = static_cast<std::size_t>(
                    std::find_if(four.asked.begin(), four.asked.end(),
                                 [&](IntroductionId one) { return one.text() == id; }) -
                    four.asked.begin());
                take(box + boost::json::serialize(item), !is_told_apart(who, which));
            }
        }
        for (std::size_t which = 0; which < four.asked.size(); ++which) {
            auto const id = four.asked[which].text();
            take(hall.api(me, "/introductions/{id}", id), !is_told_apart(who, which));
            take(hall.page(me, "/introductions/{id}", id), !is_told_apart(who, which));
        }
        return told;
    }

    // The rule said a second time, without the policy.
    bool may_see(std::size_t reader, std::size_t owner, int card, Part part) const {
        if (reader == owner) return true;
        if (given.contains({owner, reader, card}) && part <= email) return true;
        if (card == 0 && part == name) return true; // everyone sees the name on a main card
        for (auto const &one : known) {
            bool const is_held_out = !one.proposed && one.from == owner && one.shown == card &&
                                     (one.to == reader || one.bridge == reader);
            if (is_held_out && part <= position) return true;
        }
        return false;
    }
    void may_read(std::size_t reader, std::string const &text) {
        for (auto at = text.find("mk"); at != text.npos; at = text.find("mk", at + 2)) {
            if (at + 5 >= text.size() || text[at + 5] != 'z') continue;
            ++seen;
            auto const owner = static_cast<std::size_t>(text[at + 2] - '0');
            if (!may_see(reader, owner, text[at + 3] - '0', Part(text[at + 4] - '0')))
                RC_FAIL(std::to_string(reader) + " reads " + text.substr(at, 6) + " in\n" + text);
        }
    }

    Circle &c;
    Introductions room{c.database, c.policy, c.cards, c.exchange, c.accounts, c.ids, c.clock};
    testing::Hall hall{c, room};
    std::array<Four, 2> circles;
    std::vector<Known> known; // by number, as circles[n].asked
    std::set<std::pair<std::size_t, std::size_t>> held, declined, blocks,
        open_blocks;                                                 // (who, which or whom)
    std::set<std::tuple<std::size_t, std::size_t, int>> given;       // (whose, to whom, card)
    std::map<std::pair<std::size_t, std::size_t>, int> cards_of_yes; // (which, who)
    std::set<std::size_t> made, came_about; // made 0: 0 and 2 have exchanged cards, 1: 1 and 3
};

struct Seen {
    int marks = 0, ties = 0, silences = 0;
};

void live_through(FreshDatabase::Engine engine, std::vector<int> const &deeds, Seen &seen) {
    FreshDatabase fresh{engine, FreshDatabase::Tables::migrated, {.durable = false}};
    Circle circle{*fresh, fresh.clock, fresh.ids};
    World world{circle};
    constexpr std::array what{0, 1, 2, 3, 3, 3, 4, 5, 6, 7, 7, 7, 8, 9, 10, 11};
    for (auto const deed : deeds)
        world.act(what.at(static_cast<std::size_t>(deed % 16)),
                  static_cast<std::size_t>(deed / 16 % 4), deed / 64);
    world.look_everywhere();
    seen.marks += world.seen, seen.ties += world.ties_made, seen.silences += world.silences;
}

} // namespace

TEST_CASE("Whatever is asked, held, declined and blocked: the others read the same as if it lay "
          "unseen, nobody reads a card too far, and two yeses make one exchange") {
    Seen seen;
    CHECK(rc::check("on SQLite", [&] {
        auto const length = *rc::gen::inRange(0, 60);
        live_through(FreshDatabase::Engine::sqlite,
                     *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(length),
                                                           rc::gen::inRange(0, 64 * 4096)),
                     seen);
    }));
    // The days were not empty.
    CHECK(seen.marks > 1000);
    CHECK(seen.ties > 3);
    CHECK(seen.silences > 20);
    if (tests::has_postgres()) {
        std::vector<int> deeds;
        unsigned state = 12345;
        for (int i = 0; i < 80; ++i)
            deeds.push_back(static_cast<int>((state = state * 1103515245u + 12345u) >> 8) %
                            (64 * 4096));
        live_through(FreshDatabase::Engine::postgres, deeds, seen);
    }
}
