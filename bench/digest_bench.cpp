// SPDX-License-Identifier: Apache-2.0
// The weekly letter of a whole network, in process: every member has a post that somebody has
// commented on. Goal: letters for 100,000 members in less than a minute on one core.
//   1. deriving the notices from the journal, with the letters made due;
//   2. on Monday morning: what is due is taken, written and handed to a postman who throws it away.
// usage: digest_bench [MEMBERS] [DATABASE]; 100,000 in a temporary SQLite file without more.
#include "base/log.hpp"
#include "media/darkroom.hpp"
#include "notice/notice.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

using namespace goen;
using namespace goen::bench;
using std::chrono::steady_clock;

namespace {

class Drain final : public mail::Postman {
public:
    bool post(mail::Letter letter) override {
        ++letters;
        bytes += letter.text.size() + letter.html.size();
        return true;
    }
    std::int64_t letters = 0;
    std::size_t bytes = 0;
};

struct Town {
    explicit Town(std::string const &url)
        : opened(store::Database::open(url, clock)), database(*opened), ids(clock),
          accounts(database, ids, clock, random, postman, {1, 8192},
                   {account::JoinPolicy::open, "https://goen.example", "見本商工会", 20}),
          cards(database, ids, clock), policy(cards), contacts(database, policy, cards, ids, clock),
          reminders(database, contacts, ids, clock),
          exchange(database, policy, cards, contacts, accounts, ids, clock, random),
          guests(database, cards, contacts, exchange, policy, accounts, postman, ids, clock,
                 random),
          introductions(database, policy, cards, exchange, accounts, ids, clock),
          feed({database, policy, cards, contacts, darkroom, ids, clock}),
          messages({database, policy, cards, feed, ids, clock}),
          letters(database, accounts, clock, random, postman),
          notices({database,
                   policy,
                   cards,
                   accounts,
                   reminders,
                   exchange,
                   {database, policy, cards, contacts, exchange, introductions},
                   guests,
                   feed,
                   messages,
                   letters,
                   ids,
                   clock}) {
        if (auto const done = database.migrate(); !done) std::abort();
        notices.write_letters();
    }

    StillClock clock{*parse_rfc3339("2026-10-06T03:00:00Z")}; // a Tuesday
    std::unique_ptr<store::Database> opened;
    store::Database &database;
    IdMaker ids;
    SystemRandom random;
    Drain postman;
    account::Accounts accounts;
    card::Cards cards;
    policy::Policy policy;
    contacts::Contacts contacts;
    media::Darkroom darkroom;
    reminder::Reminders reminders;
    exchange::Exchange exchange;
    guest::Guests guests;
    introduction::Introductions introductions;
    feed::Feed feed;
    message::Messages messages;
    letter::Letters letters;
    notice::Notices notices;
};

std::vector<MemberId> settle(Town &town, int count) {
    constexpr int at_a_time = 500;
    std::vector<MemberId> members;
    while (static_cast<int>(members.size()) < count) {
        std::vector<MemberId> some;
        (void)town.database.write([&](store::Writer &writer) -> Done {
            some.clear();
            for (int n = 0; n < at_a_time; ++n) {
                auto const number = std::to_string(members.size() + some.size());
                account::NewMember member;
                member.email = "m" + number + "@rei.example";
                member.name.family = "渡邉";
                member.name.given = "健" + number;
                member.is_confirmed = true;
                auto const id = town.accounts.add(writer, member, "", town.clock.now());
                card::CardBody body;
                body.name = member.name;
                body.show = {{"name", card::Tier::none}};
                (void)town.cards.make(writer, id, body, town.clock.now());
                some.push_back(id);
            }
            return {};
        });
        members.insert(members.end(), some.begin(), some.end());
    }
    return members;
}

double cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void measure(Town &town, int count) {
    auto const members = settle(town, count);
    std::vector<feed::PostId> posts(members.size());
    (void)per_second(16, static_cast<int>(members.size()), [&](int n) {
        feed::NewPost typed;
        typed.text = "来週の展示会に出ます。お近くの方はぜひお立ち寄りください。";
        typed.audience.to = feed::Audience::To::everyone;
        auto const made = town.feed.post(members[static_cast<std::size_t>(n)], typed);
        if (made) posts[static_cast<std::size_t>(n)] = made->id;
    });
    (void)per_second(16, static_cast<int>(members.size()), [&](int n) {
        auto const by = members[static_cast<std::size_t>(n + 1) % members.size()];
        (void)town.feed.comment(by, posts[static_cast<std::size_t>(n)],
                                "伺います。お会いできるのを楽しみにしております。", {});
    });
    auto began = steady_clock::now();
    auto used = cpu();
    town.notices.derive();
    std::printf("derive the notices of %d comments: %.1f s, %.1f s of a core\n", count,
                micros(began) / 1e6, cpu() - used);
    town.letters.send_due(); // whoever is new is noted
    if (town.postman.letters != 0) std::fprintf(stderr, "letters went out on a Tuesday\n");
    town.clock.set(*parse_rfc3339("2026-10-11T23:00:01Z")); // Monday, 8:00 in Japan
    began = steady_clock::now();
    used = cpu();
    town.letters.send_due();
    auto const took = micros(began) / 1e6, core = cpu() - used;
    std::printf("weekly letters of %lld members, %.1f KB each: %.1f s, %.1f s of a core "
                "(goal 60 s for 100,000; this is %.0f s)\n",
                static_cast<long long>(town.postman.letters),
                static_cast<double>(town.postman.bytes) / 1024.0 /
                    static_cast<double>(std::max<std::int64_t>(town.postman.letters, 1)),
                took, core, took * 100'000.0 / count);
    if (town.postman.letters != count) std::fprintf(stderr, "not everybody got one\n");
}

} // namespace

int main(int argc, char **argv) {
    log::set_level(log::Level::warn);
    int const count = argc > 1 ? std::atoi(argv[1]) : 100'000;
    std::string url = argc > 2 ? argv[2] : "", folder;
    if (url.empty()) {
        char name[] = "/tmp/goen-digest-XXXXXX";
        char const *const made = mkdtemp(name);
        if (!made) return 1;
        folder = made;
        url = "sqlite:" + folder + "/goen.db";
    }
    {
        Town town{url};
        measure(town, count);
    }
    if (!folder.empty()) std::filesystem::remove_all(folder);
    return 0;
}
