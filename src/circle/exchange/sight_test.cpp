// SPDX-License-Identifier: Apache-2.0
// Who may not see does not see: random histories of a small circle, then every page and every
// answer of this room for every reader, searched for anything written on a part of a card that this
// reader's distance does not see.
#include "exchange/exchange_doors.hpp"

#include "support/circle.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>
#include <rapidcheck.h>

#include <map>
#include <set>

using namespace goen;
using namespace goen::exchange;
using tests::Circle;
using tests::FreshDatabase;

namespace {

// The room's doors, opened without a pipeline: a handler is found by its pattern and called.
class Hall {
public:
    explicit Hall(Circle &circle)
        : circle_(circle), reminders_(circle.database, circle.contacts, circle.ids, circle.clock) {
        memory_.follow(circle.database);
        memory_.keep("kept", kept_); // what is kept is looked at as well
        memory_.keep("persons", persons_);
        Rooms const rooms{
            circle.database, circle.cards, circle.policy, circle.contacts,
            circle.exchange, kept_,        places_,       {circle.contacts, places_, persons_},
            reminders_};
        add_parts(rooms, memory_);
        add_pages(doors_, rooms);
        add_api(doors_, rooms);
    }
    struct Asked {
        MemberId reader;
        std::string pattern, id{}, query{};
        std::vector<std::pair<std::string, std::string>> form{};
        std::string language = "ja";
    };
    http::Response page(http::Method method, Asked const &asked) {
        for (auto const &door : doors_.pages()) {
            if (door.method == method && door.pattern == asked.pattern)
                return with_visit(asked, door.handler);
        }
        FAIL("no such page: ", asked.pattern);
        return {};
    }
    std::string api(Asked const &asked) {
        for (auto const &door : doors_.apis()) {
            if (door.endpoint.method != http::Method::get || door.endpoint.path != asked.pattern)
                continue;
            return with_visit(asked, [&](web::Visit const &visit) {
                boost::json::object const nothing;
                auto const answer = door.handler({visit, nothing});
                return answer ? boost::json::serialize(answer->value)
                              : "refused: " + answer.why().message.msgid;
            });
        }
        FAIL("no such endpoint: ", asked.pattern);
        return {};
    }

private:
    template <class F>
    std::invoke_result_t<F const &, web::Visit const &> with_visit(Asked const &asked,
                                                                   F const &handler) {
        http::Request request;
        request.query = http::Params::parse(asked.query).value_or(http::Params{});
        request.peer = "192.0.2." + asked.reader.text().substr(asked.reader.text().size() - 2);
        request.at = circle_.clock.now();
        web::Visit visit{request};
        for (auto const *name : {"id", "secret", "member"})
            visit.path_params.emplace_back(name, asked.id);
        visit.member = asked.reader;
        visit.words = i18n::Words{i18n::language_of(asked.language)};
        visit.public_url = "https://goen.example";
        visit.now = circle_.clock.now();
        visit.csrf = std::string(128, 'c');
        for (auto const &[name, value] : asked.form) visit.form.add(name, value);
        return handler(visit);
    }
    Circle &circle_;
    store::DerivedMemory memory_;
    web::Places places_;
    web::KeptBodies kept_, persons_;
    reminder::Reminders reminders_;
    web::Doors doors_;
};

// Marks that are on cards: "mk17z". Each stands on one part of one version of one card.
struct Mark {
    MemberId owner;
    CardId card;
    int version = 0;
    card::Tier least = card::Tier::none;
    bool is_name = false;
};

class World {
public:
    explicit World(Circle &circle) : c(circle), hall(circle) {
        for (int i = 0; i < 4; ++i) {
            auto const id = c.database.write([&](store::Writer &writer) -> Result<MemberId> {
                account::NewMember member;
                member.email = "w" + std::to_string(i) + "@mihon.example";
                member.is_confirmed = true;
                return c.accounts.add(writer, member, "", c.clock.now());
            });
            RC_ASSERT(static_cast<bool>(id));
            people.push_back(*id);
            make_card(i, 7 * i + 3);
            RC_ASSERT(static_cast<bool>(
                c.accounts.choose(*id, i18n::Language::ja, account::Reach::anyone, true)));
        }
    }

    void act(int deed, int who, int whom, int how) {
        auto const me = people[who], you = people[whom];
        c.clock.advance(seconds{61});
        switch (deed) {
        case 0: make_card(who, how); break;
        case 1: publish(who, how); break;
        case 2: remove(who, how); break;
        case 3:
        case 4: exchange(who, whom, how); break;
        case 5:
            if (c.exchange.end(me, you)) part(me, you);
            break;
        case 6:
            if (c.exchange.block(me, you)) part(me, you);
            break;
        case 7: {
            auto const tier = static_cast<card::Tier>(1 + how % 3);
            if (c.exchange.set_tier(me, you, tier))
                ties[{you, me}].tier = tier; // you, the viewer, see that much of me
            break;
        }
        case 8: (void)c.exchange.ask(me, you, card_of(who, how), "はじめまして"); break;
        case 9: {
            for (auto const &request : c.exchange.incoming(me)) {
                auto const mine = card_of(who, how);
                if (c.exchange.accept(me, request.id, mine))
                    tied(me, mine, request.from, request.card);
            }
            break;
        }
        default: (void)c.exchange.unblock(me, you);
        }
        remember_names();
    }

    // Everything this room says to everyone; fails at the first mark its reader may not see.
    void look_everywhere() {
        for (auto const reader : people) {
            for (auto const owner : people) {
                if (reader == owner) continue;
                auto const id = owner.text();
                for (auto const *language : {"ja", "en"}) may_read_page(reader, owner, language);
                may_read(reader, hall.page(http::Method::get, {reader, "/m/{id}/end", id}).body, {},
                         "end");
                may_read(reader, hall.page(http::Method::get, {reader, "/m/{id}/block", id}).body,
                         {}, "block");
                may_read(
                    reader,
                    hall.page(http::Method::get, {reader, "/requests/new", "", "to=" + id}).body,
                    {}, "new request");
                may_read(
                    reader,
                    hall.page(http::Method::get, {reader, "/exchange/done", "", "with=" + id}).body,
                    {}, "done");
                may_read(reader, hall.api({reader, "/members/{id}", id}), {}, "GET /members/{id}");
                if (auto const code = c.exchange.my_code(owner)) {
                    may_read(
                        reader,
                        hall.page(http::Method::get, {reader, "/x/{secret}", code->secret}).body,
                        {code->card}, "scanned");
                    may_read(reader,
                             hall.page(http::Method::get,
                                       {reader, "/exchange/look", "", "code=" + code->digits})
                                 .body,
                             {code->card}, "typed");
                }
            }
            std::set<CardId> held_out;
            for (auto const &request : c.exchange.incoming(reader)) held_out.insert(request.card);
            may_read(reader, hall.page(http::Method::get, {reader, "/requests"}).body, held_out,
                     "requests");
            may_read(reader, hall.api({reader, "/exchange/requests", "", "box=in"}), held_out,
                     "box=in");
            may_read(reader, hall.api({reader, "/exchange/requests", "", "box=out"}), {},
                     "box=out");
            may_read(reader, hall.page(http::Method::get, {reader, "/exchange"}).body, {},
                     "exchange");
            may_read(reader, hall.page(http::Method::get, {reader, "/blocked"}).body, {},
                     "blocked");
            may_read(reader, hall.api({reader, "/blocked"}), {}, "GET /blocked");
            may_read(reader, hall.page(http::Method::get, {reader, "/people", "", "q=mk"}).body, {},
                     "people");
            may_read(reader, hall.api({reader, "/members", "", "q=mk"}), {}, "GET /members");
            many_are_seen_as_each(reader);
        }
        auto const torn = c.torn();
        RC_ASSERT(torn.empty());
    }
    int seen() const { return seen_; }

private:
    // What a list asks for everybody at once, also with nothing in memory, says of each what a
    // question about her alone says; the same of somebody who is not there.
    void many_are_seen_as_each(MemberId reader) {
        auto others = people;
        others.insert(others.end(), {MemberId{}, c.ids.make<MemberId>(), people.front()});
        card::Cards nothing_in_memory{c.database, c.ids, c.clock};
        policy::Policy fresh_policy{nothing_in_memory};
        auto const there = c.exchange.members(reader, others);
        auto const common = c.exchange.in_common(reader, others);
        c.database.read([&](store::Reader &database) {
            auto const seen = c.policy.look(database, reader, others);
            auto const seen_afresh = fresh_policy.look(database, reader, others);
            for (std::size_t i = 0; i < others.size(); ++i) {
                auto const alone = c.policy.look(database, reader, others[i]);
                RC_ASSERT(is_same(seen[i], alone));
                RC_ASSERT(is_same(seen_afresh[i], alone));
                auto const is_there = c.exchange.member(reader, others[i]);
                RC_ASSERT(there[i].has_value() == is_there.has_value());
                if (is_there) RC_ASSERT(is_same(*there[i], alone));
                RC_ASSERT(common[i] == c.exchange.in_common(reader, others[i]));
            }
        });
    }
    static bool is_same(policy::Sight const &a, policy::Sight const &b) {
        auto const version = [](policy::Sight const &sight) {
            return sight.version ? sight.version->id : VersionId{};
        };
        auto const tie = [](policy::Sight const &sight) {
            return sight.tie ? std::tuple{sight.tie->other, sight.tie->version, sight.tie->sees,
                                          sight.tie->ended}
                             : std::tuple{MemberId{}, VersionId{}, card::Tier::none,
                                          std::optional<Time>{}};
        };
        return a.tier == b.tier && a.is_self == b.is_self && version(a) == version(b) &&
               tie(a) == tie(b);
    }

    struct Link {
        CardId card;
        card::Tier tier = card::Tier::exchanged;
        bool is_live = false;
    };

    std::string mark(MemberId owner, CardId card, int version, card::Tier least,
                     bool is_name = false) {
        marks.push_back({owner, card, version, least, is_name});
        return "mk" + std::to_string(marks.size() - 1) + "z";
    }

    // A card with marks on every part, each part shown to a tier that `how` chooses.
    card::CardBody body(MemberId owner, CardId card, int version, int how) {
        auto const tier = [&](int part) {
            return static_cast<card::Tier>((how / (1 << part) + part * how) % 4);
        };
        card::CardBody body;
        body.show = {{"name", tier(0)},   {"positions", tier(1)},     {"emails", tier(2)},
                     {"phones", tier(3)}, {"phones.mobile", tier(4)}, {"address", tier(5)},
                     {"urls", tier(6)}};
        body.label = mark(owner, card, version, card::Tier::owner); // her own word for the card
        body.name.family = mark(owner, card, version, tier(0), true);
        body.name.given = mark(owner, card, version, tier(0), true);
        body.ja.positions = {{mark(owner, card, version, tier(1)),
                              {mark(owner, card, version, tier(1))},
                              mark(owner, card, version, tier(1)),
                              true}};
        body.en.positions = {
            {mark(owner, card, version, tier(1)), {}, mark(owner, card, version, tier(1)), true}};
        body.emails = {{"work", mark(owner, card, version, tier(2)) + "@mihon.example"}};
        body.phones = {{"direct", mark(owner, card, version, tier(3))},
                       {"mobile", mark(owner, card, version, tier(4))}};
        body.ja.address.street = mark(owner, card, version, tier(5));
        body.en.address.locality = mark(owner, card, version, tier(5));
        body.urls = {{"web", "https://" + mark(owner, card, version, tier(6)) + ".example/"}};
        return body;
    }

    void make_card(int who, int how) {
        if (cards[people[who]].size() >= 3) return;
        // The id is known only afterwards; the marks of this making are given to it then.
        auto const first = marks.size();
        auto const made = c.cards.make(people[who], body(people[who], CardId{}, 1, how));
        RC_ASSERT(static_cast<bool>(made));
        for (auto i = first; i < marks.size(); ++i) marks[i].card = made->id;
        cards[people[who]].push_back(made->id);
        versions[made->id] = 1;
    }
    CardId card_of(int who, int how) {
        return cards[people[who]].at(static_cast<std::size_t>(how) % cards[people[who]].size());
    }
    void publish(int who, int how) {
        auto const card = card_of(who, how);
        auto const done =
            c.cards.publish(people[who], card, body(people[who], card, versions[card] + 1, how));
        RC_ASSERT(static_cast<bool>(done));
        ++versions[card];
    }
    void remove(int who, int how) {
        auto const card = card_of(who, how);
        if (c.cards.remove(people[who], card)) std::erase(cards[people[who]], card);
    }
    void exchange(int who, int whom, int how) {
        auto const theirs = card_of(whom, how / 3), mine = card_of(who, how);
        auto const code = c.exchange.show_code(people[whom], theirs, 10, how % 2, "");
        RC_ASSERT(static_cast<bool>(code));
        if (c.exchange.redeem(people[who], how % 2 ? code->secret : code->digits, mine, "",
                              "192.0.2.9")) {
            tied(people[who], mine, people[whom], theirs);
        }
    }
    void tied(MemberId a, CardId a_gave, MemberId b, CardId b_gave) {
        for (auto const &[viewer, owner, card] :
             {std::tuple{a, b, b_gave}, std::tuple{b, a, a_gave}}) {
            auto &link = ties[{viewer, owner}];
            if (!link.is_live) link.tier = card::Tier::exchanged;
            link.card = card;
            link.is_live = true;
        }
    }
    void part(MemberId a, MemberId b) { ties[{a, b}].is_live = ties[{b, a}].is_live = false; }

    bool is_there(MemberId owner, CardId card) {
        auto const &all = cards[owner];
        return std::find(all.begin(), all.end(), card) != all.end();
    }
    // The rule itself, said a second time without the policy.
    bool may_see(MemberId reader, Mark const &mark) {
        if (mark.owner == reader) return true;
        if (!is_there(mark.owner, mark.card) || mark.version != versions[mark.card]) return false;
        auto const &link = ties[{reader, mark.owner}];
        if (link.is_live && is_there(mark.owner, link.card))
            return mark.card == link.card && mark.least <= link.tier;
        return mark.card == c.cards.of(mark.owner).front().id && mark.least == card::Tier::none;
    }
    // Names once seen stay in one's own book.
    void remember_names() {
        for (auto const reader : people) {
            for (std::size_t i = 0; i < marks.size(); ++i) {
                if (!may_see(reader, marks[i])) continue;
                if (marks[i].is_name) known_names.insert({reader, i});
                auto const &link = ties[{reader, marks[i].owner}];
                if (link.is_live && marks[i].card == link.card) in_ledgers.insert({reader, i});
            }
        }
    }

    // Of a card that was withdrawn while the exchange stands: what the reader had received of its
    // last version.
    bool is_kept(MemberId reader, std::size_t number) {
        auto const &mark = marks[number];
        auto const &link = ties[{reader, mark.owner}];
        return link.is_live && !is_there(mark.owner, link.card) && mark.card == link.card &&
               mark.version == versions[mark.card] && in_ledgers.contains({reader, number});
    }

    // Whoever is in my book has the page of the book: what I received stays mine, in the ledger,
    // and on the rest of the page once the exchange has ended.
    void may_read_page(MemberId reader, MemberId owner, std::string const &language) {
        auto const page =
            hall.page(http::Method::get, {reader, "/m/{id}", owner.text(), "", {}, language}).body;
        auto const begins = std::min(page.find("<h2 id=\"ledger\""), page.size());
        auto const ends = std::min(page.find("</section>", begins), page.size());
        may_read(reader, page.substr(0, begins) + page.substr(ends), {}, "member page",
                 !ties[{reader, owner}].is_live);
        may_read(reader, page.substr(begins, ends - begins), {}, "its ledger", true);
    }

    void may_read(MemberId reader, std::string const &text, std::set<CardId> const &held_out,
                  std::string const &where, bool has_ledger = false) {
        for (auto at = text.find("mk"); at != std::string::npos; at = text.find("mk", at + 2)) {
            auto const end = text.find_first_not_of("0123456789", at + 2);
            if (end == std::string::npos || end == at + 2 || text[end] != 'z') continue;
            auto const number =
                static_cast<std::size_t>(std::stoul(text.substr(at + 2, end - at - 2)));
            auto const &found = marks.at(number);
            ++seen_;
            if (may_see(reader, found)) continue;
            if (found.is_name && known_names.contains({reader, number})) continue;
            if (is_kept(reader, number)) continue;
            if (has_ledger && in_ledgers.contains({reader, number})) continue;
            if (held_out.contains(found.card) && found.version == versions[found.card] &&
                (found.is_name || found.least == card::Tier::none)) {
                continue;
            }
            RC_FAIL(where + " shows a part for " + std::to_string(static_cast<int>(found.least)) +
                    " of another's card");
        }
    }

    Circle &c;
    Hall hall;
    std::vector<MemberId> people;
    std::map<MemberId, std::vector<CardId>> cards;
    std::map<CardId, int> versions;
    std::map<std::pair<MemberId, MemberId>, Link> ties; // (viewer, owner)
    std::vector<Mark> marks;
    std::set<std::pair<MemberId, std::size_t>> known_names, in_ledgers;
    int seen_ = 0;
};

void live_through(FreshDatabase::Engine engine, std::vector<int> const &deeds, int &seen) {
    FreshDatabase fresh{engine, FreshDatabase::Tables::migrated, {.durable = false}};
    Circle circle{*fresh, fresh.clock, fresh.ids};
    World world{circle};
    for (auto const deed : deeds) {
        int const who = deed / 11 % 4;
        world.act(deed % 11, who, (who + 1 + deed / 44 % 3) % 4, deed / 132);
    }
    world.look_everywhere();
    seen += world.seen();
}

} // namespace

TEST_CASE("Whatever the circle has done, nobody reads a part of a card that is not for him") {
    int seen = 0;
    CHECK(rc::check("on SQLite", [&] {
        auto const length = *rc::gen::inRange(0, 40);
        live_through(FreshDatabase::Engine::sqlite,
                     *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(length),
                                                           rc::gen::inRange(0, 132 * 4096)),
                     seen);
    }));
    CHECK(seen > 1000); // the search does find what may be seen
    if (tests::has_postgres()) {
        std::vector<int> deeds;
        unsigned state = 12345;
        for (int i = 0; i < 80; ++i)
            deeds.push_back(static_cast<int>((state = state * 1103515245u + 12345u) >> 8) %
                            (132 * 4096));
        live_through(FreshDatabase::Engine::postgres, deeds, seen);
    }
}

TEST_CASE("The sender's pages and answers are the same, letter for letter, for an unseen, held, "
          "declined or blocked request") {
    FreshDatabase fresh;
    Circle c{*fresh, fresh.clock, fresh.ids};
    Hall hall{c};
    // One sender a story, everyone with the same name, card and hour; ids are the only things that
    // differ, so they are taken out of the text.
    struct Story {
        tests::Member sender, receiver;
        RequestId id;
    };
    std::vector<Story> stories;
    card::CardBody body;
    body.name.family = "山田";
    body.name.given = "太郎";
    body.show["name"] = card::Tier::none;
    for (int i = 0; i < 5; ++i) stories.push_back({c.settle(body), c.settle(body), {}});
    REQUIRE(c.exchange.block(stories[4].receiver.id, stories[4].sender.id));
    for (auto &story : stories) {
        auto const asked =
            c.exchange.ask(story.sender.id, story.receiver.id, story.sender.card, "はじめまして");
        REQUIRE(asked);
        story.id = asked->id;
    }
    REQUIRE(c.exchange.hold(stories[1].receiver.id, stories[1].id));
    REQUIRE(c.exchange.decline(stories[2].receiver.id, stories[2].id));
    REQUIRE(c.exchange.block(stories[3].receiver.id, stories[3].sender.id));

    auto const told = [&](Story const &story) {
        auto const me = story.sender.id;
        auto const to = story.receiver.id.text();
        auto text =
            hall.page(http::Method::get, {me, "/requests"}).body +
            hall.page(http::Method::get, {me, "/m/{id}", to}).body +
            hall.page(http::Method::get, {me, "/requests/new", "", "to=" + to}).body +
            hall.page(http::Method::post,
                      {me,
                       "/requests/new",
                       "",
                       "",
                       {{"to", to}, {"card", story.sender.card.text()}, {"phrase", "1"}}})
                .body +
            hall.page(http::Method::get, {me, "/people", "", "q=" + percent_encoded("山田")}).body +
            hall.api({me, "/exchange/requests", "", "box=out"}) +
            hall.api({me, "/exchange/requests", "", "box=in"}) +
            hall.api({me, "/members/{id}", to});
        for (auto const &[id, word] :
             {std::pair{to, "TO"}, std::pair{me.text(), "ME"}, std::pair{story.id.text(), "ID"},
              std::pair{story.sender.card.text(), "CARD"}}) {
            for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at))
                text.replace(at, id.size(), word);
        }
        // The colour of a portrait's ground comes from the id as well.
        for (auto at = text.find("tone-"); at != std::string::npos; at = text.find("tone-", at + 5))
            text[at + 5] = 'N';
        // The search lists everyone of that name; its order is that of ids.
        return text.substr(0, text.find("<ul class=\"list\"", text.rfind("role=\"search\""))) +
               text.substr(text.find("{\"items\":"));
    };
    for (auto const later : {milliseconds{0}, milliseconds{std::chrono::hours{24 * 29}},
                             milliseconds{std::chrono::hours{48}}}) {
        fresh.clock.advance(later);
        if (later == std::chrono::hours{48})
            break; // asking again would begin another story; see asking_test.cpp
        auto const first = told(stories[0]);
        CHECK(first.find("申し込み済み") != std::string::npos);
        CHECK(first.find("\"state\":\"sent\"") != std::string::npos);
        for (std::size_t i = 1; i < stories.size(); ++i)
            CHECK_MESSAGE(told(stories[i]) == first, i);
    }
}
