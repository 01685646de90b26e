// SPDX-License-Identifier: Apache-2.0
// Emails and notifications about requests that wait for an answer and about exchanges that came of
// one.
#include "exchange/exchange_doors.hpp"
#include "exchange/exchange_view.hpp"
#include "letter/letter.hpp"
#include "push/push.hpp"

namespace goen::exchange {
namespace {

using i18n::Words;
using letter::Text;
using Things = std::vector<std::int64_t>;

// "佐藤 健（見本商事　課長）"
std::string name_and_position(card::CardBody const &seen, Words const &w) {
    auto const name = name_for(seen, w);
    auto const position = position_for(seen, w);
    return position.empty() ? name : w("{1} ({2})", {name, position});
}
std::string line_of(card::CardBody const &seen, Words const &w) {
    return "- " + name_and_position(seen, w) + "\n";
}

std::string lines_of(std::vector<card::CardBody> const &people, Words const &w) {
    std::string lines;
    for (auto const &seen : people) lines += line_of(seen, w);
    return lines;
}

struct Asked {
    std::int64_t id = 0;
    card::CardBody sender; // the card that she offers, as /requests shows it
};
// Those that still wait for an answer.
std::vector<Asked> still_waiting(Rooms const &rooms, MemberId me, Things const &ids) {
    std::vector<card::CardKey> offered;
    std::vector<Asked> waiting;
    for (auto const id : ids) {
        if (auto const request = rooms.exchange.unanswered(me, RequestId{id})) {
            offered.push_back({request->from, request->card});
            waiting.push_back({id, {}});
        }
    }
    auto const versions = rooms.database.read(
        [&](store::Reader &reader) { return rooms.cards.live(reader, offered); });
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        if (versions[i]) waiting[i].sender = policy::Policy::held_out(versions[i]->body);
    }
    return waiting;
}

std::optional<Text> of_requests(Rooms const &rooms, std::string const &url,
                                account::Member const &to, Things const &ids) {
    Words const w{to.language};
    auto const waiting = still_waiting(rooms, to.id, ids);
    if (waiting.empty()) return {};
    using letter::Answer;
    auto const count = static_cast<std::int64_t>(waiting.size());
    auto const heading = std::string{w("Requests to exchange cards:")} + "\n";
    auto const how =
        std::string{w("Please read the message and accept, hold or decline the request. The sender "
                      "is not told if you do nothing, and the request expires after 30 days.")} +
        "\n\n" + url + "/requests";
    Text text;
    if (count == 1) {
        auto const &one = waiting.front();
        text.subject = w("{1} would like to exchange cards with you", {name_for(one.sender, w)});
        text.body = heading + line_of(one.sender, w) + "\n" + how;
        text.answer = Answer{Answer::To::request, one.id};
        return text;
    }
    text.subject = w.n("{1} person would like to exchange cards with you",
                       "{1} people would like to exchange cards with you", count);
    text.body = how + "\n\n" + heading;
    for (auto const &one : waiting) {
        letter::Item item;
        item.heading = line_of(one.sender, w).substr(2); // without "- "
        item.heading.pop_back();
        item.answer = Answer{Answer::To::request, one.id};
        text.items.push_back(std::move(item));
    }
    return text;
}

struct Accepted {
    std::vector<MemberId> members;
    std::vector<card::CardBody> people;
};
// Those with whom cards are still exchanged, and whom she has not blocked.
Accepted still_tied(Rooms const &rooms, MemberId me, Things const &ids) {
    std::vector<MemberId> const all{ids.begin(), ids.end()};
    Accepted found;
    rooms.database.read([&](store::Reader &reader) {
        auto const sights = rooms.policy.look(reader, me, all);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!sights[i].is_tied() || rooms.policy.has_blocked(reader, me, all[i])) continue;
            found.members.push_back(all[i]);
            found.people.push_back(sights[i].card());
        }
    });
    return found;
}

std::optional<Text> of_exchanges(Rooms const &rooms, std::string const &url,
                                 account::Member const &to, Things const &ids) {
    Words const w{to.language};
    auto const [members, people] = still_tied(rooms, to.id, ids);
    if (people.empty()) return {};
    auto const count = static_cast<std::int64_t>(people.size());
    Text text;
    text.subject = count == 1 ? w("You have exchanged cards with {1}", {name_for(people[0], w)})
                              : w.n("You have exchanged cards with {1} person",
                                    "You have exchanged cards with {1} people", count);
    text.body = std::string{w("Cards exchanged with:")} + "\n" + lines_of(people, w) + "\n" +
                w.n("The card is in your contacts and stays up to date. You can add a memo about "
                    "how you met here:",
                    "The cards are in your contacts and stay up to date. You can add memos about "
                    "how you met here:",
                    count) +
                "\n\n" + url +
                (count == 1 ? "/contacts/" + members[0].text() : "/contacts?sort=new");
    return text;
}

std::string names_of(std::vector<card::CardBody> const &people, Words const &w) {
    std::string names;
    for (auto const &seen : people)
        names += (names.empty() ? "" : w.is_ja() ? "、" : ", ") + name_and_position(seen, w);
    return names;
}

} // namespace

void write_notifications(push::Push &push, Rooms const &rooms) {
    using push::Kind;
    using push::Said;
    push.written_by(Kind::request,
                    [rooms](account::Member const &to, Things const &ids) -> std::optional<Said> {
                        std::vector<card::CardBody> people;
                        for (auto const &one : still_waiting(rooms, to.id, ids))
                            people.push_back(one.sender);
                        if (people.empty()) return {};
                        return Said{static_cast<std::int64_t>(people.size()),
                                    names_of(people, Words{to.language}), "/requests"};
                    });
    push.written_by(Kind::exchange,
                    [rooms](account::Member const &to, Things const &ids) -> std::optional<Said> {
                        auto const [members, people] = still_tied(rooms, to.id, ids);
                        if (people.empty()) return {};
                        return Said{static_cast<std::int64_t>(people.size()),
                                    names_of(people, Words{to.language}),
                                    people.size() == 1 ? "/contacts/" + members[0].text()
                                                       : "/contacts?sort=new"};
                    });
}

void write_letters(letter::Letters &letters, Rooms const &rooms) {
    letters.written_by(letter::Kind::request, [rooms, url = letters.public_url()](
                                                  account::Member const &to, Things const &ids) {
        return of_requests(rooms, url, to, ids);
    });
    letters.written_by(letter::Kind::exchange, [rooms, url = letters.public_url()](
                                                   account::Member const &to, Things const &ids) {
        return of_exchanges(rooms, url, to, ids);
    });
}

} // namespace goen::exchange
