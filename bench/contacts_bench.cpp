// SPDX-License-Identifier: Apache-2.0
// The address book on SQLite: a page of fifty from the database, its markup, a search in a book of
// ten thousand, and receiving a card. Prints microseconds of processor time a call.
//
//     contacts_bench [FOLDER]      the folder must not exist; /dev/shm/goen-contacts-bench by
//     default
#include "base/ids.hpp"
#include "card/cards.hpp"
#include "contacts/contacts.hpp"
#include "contacts/contacts_view.hpp"
#include "policy/policy.hpp"
#include "store/database.hpp"
#include "store/derived.hpp"

#include <cstdio>
#include <filesystem>

#include <time.h>

using namespace goen;
using namespace goen::contacts;

namespace {

constexpr char const *tie_text = "insert into tie (member_id, other_id, since, means, place, "
                                 "introducer_id, given_card_id, received_card_id, "
                                 "received_version_id, tier, sees) values (:me, :other, :at, "
                                 "'import', '', 0, 0, :card, :version, 1, 1)";
constexpr store::Query make_tie{"bench.make_tie", tie_text, tie_text};

template <class F> double micros(int times, F &&f) {
    // This process's own time on the processor: a busy machine does not change it.
    auto const now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
    };
    double const start = now();
    for (int i = 0; i < times; ++i) f(i);
    return (now() - start) / times;
}

constexpr char const *families[][2] = {
    {"佐藤", "さとう"},   {"鈴木", "すずき"}, {"高橋", "たかはし"}, {"田中", "たなか"},
    {"渡邉", "わたなべ"}, {"伊藤", "いとう"}, {"山本", "やまもと"}, {"中村", "なかむら"}};
constexpr char const *givens[][2] = {
    {"太郎", "たろう"}, {"花子", "はなこ"}, {"健", "けん"}, {"美咲", "みさき"}, {"翔", "しょう"}};

card::CardBody body_of(int n) {
    auto const &family = families[n % 8];
    auto const &given = givens[n / 8 % 5];
    card::CardBody body;
    body.name = {
        .family = family[0], .given = given[0], .family_kana = family[1], .given_kana = given[1]};
    body.ja.positions = {{"株式会社見本" + std::to_string(n % 97),
                          {"営業本部", "第一営業部"},
                          n % 3 ? "課長" : "部長",
                          true}};
    body.emails = {{"work", "p" + std::to_string(n) + "@mihon.example"}};
    body.phones = {{"main", "03-0000-0000"}, {"mobile", "090-0000-0000"}};
    return body;
}

} // namespace

int main(int argc, char **argv) {
    std::filesystem::path const folder = argc > 1 ? argv[1] : "/dev/shm/goen-contacts-bench";
    if (!std::filesystem::create_directory(folder))
        return std::fprintf(stderr, "%s is there already\n", folder.c_str()), 1;
    {
        SystemClock clock;
        IdMaker ids{clock};
        auto const database = store::Database::open("sqlite:" + (folder / "goen.db").string(),
                                                    clock, {.durable = false});
        if (auto const done = database->migrate(); !done)
            return std::fprintf(stderr, "%s\n", done.why().message.msgid.c_str()), 1;
        card::Cards cards{*database, ids, clock};
        policy::Policy policy{cards};
        Contacts contacts{*database, policy, cards, ids, clock};

        constexpr int people = 10'000;
        std::vector<MemberId> members;
        std::vector<card::CardInfo> given;
        auto const made = database->write([&](store::Writer &writer) -> Done {
            for (int n = 0; n < people; ++n) {
                members.push_back(ids.make<MemberId>());
                given.push_back(cards.make(writer, members.back(), body_of(n), clock.now()));
            }
            return {};
        });
        if (!made) return 1;
        auto const receive = [&](store::Writer &writer, MemberId me, int n) {
            auto const at = clock.now();
            writer.put(make_tie, {{"me", me},
                                  {"other", members[n]},
                                  {"at", at},
                                  {"card", given[n].id},
                                  {"version", given[n].live.id}});
            contacts.receive(writer, {me, members[n], given[n].live.id, card::Tier::exchanged, at,
                                      n % 2 ? "展示会" : "", n % 2 == 1});
        };
        // A thousand books of 51 (so that a page of 50 has a next one), and one of everybody.
        constexpr int books = 1'000, lines = 51;
        auto const owner = [](int b) { return MemberId{1'000 + b}; };
        int received = 0;
        double const per_receive =
            micros(1,
                   [&](int) {
                       (void)database->write([&](store::Writer &writer) -> Done {
                           for (int b = 0; b < books; ++b) {
                               for (int n = 0; n < lines; ++n)
                                   receive(writer, owner(b), (b * 37 + n * 191) % people),
                                       ++received;
                           }
                           return {};
                       });
                   }) /
            received;
        MemberId const big{10};
        (void)database->write([&](store::Writer &writer) -> Done {
            for (int n = 0; n < people; ++n) receive(writer, big, n);
            return {};
        });

        std::printf("receive with its tie, in one transaction  %8.1f us\n", per_receive);
        auto const list = [&](MemberId me, std::string q = {}) {
            Ask ask;
            ask.q = std::move(q);
            return *contacts.list(me, ask, i18n::Language::ja);
        };
        for (int b = 0; b < books; ++b) (void)list(owner(b)); // warm
        std::printf("list of 50, of a thousand books            %8.1f us\n",
                    micros(20'000, [&](int i) { (void)list(owner(i % books)); }));
        std::printf("list of 50, of a book of 10,000            %8.1f us\n",
                    micros(2'000, [&](int) { (void)list(big); }));
        std::printf("first page with tags and moved             %8.1f us\n",
                    micros(20'000, [&](int i) {
                        (void)contacts.book(owner(i % books), {}, i18n::Language::ja);
                    }));
        for (char const *q :
             {"たかはし", "takahashi", "高橋", "見本42", "部長", "a", "た", "nobody"}) {
            (void)list(big, q);
            std::printf("search 10,000 for %-24s %8.1f us\n", q,
                        micros(20, [&](int) { (void)list(big, q); }));
        }
        auto const found = list(owner(1));
        i18n::Words const words{i18n::Language::ja};
        std::size_t bytes = 0;
        std::printf("markup of 50 lines                         %8.1f us\n",
                    micros(20'000, [&](int) {
                        bytes += contact_lines(found.lines, words).markup().size();
                    }));
        auto const book = *contacts.book(owner(1), {}, i18n::Language::ja);
        std::printf(
            "the whole list page's body                 %8.1f us\n",
            micros(20'000, [&](int) { bytes += list_page(words, {}, book).markup().size(); }));
        store::DerivedMemory memory;
        memory.follow(*database);
        contacts.keep_in(memory);
        auto const render = [&](Book const &one) { return list_page(words, {}, one).markup(); };
        std::printf(
            "the same, kept, of a thousand books        %8.1f us\n", micros(40'000, [&](int i) {
                bytes +=
                    (*contacts.rendered(owner(i % books), {}, i18n::Language::ja, render))->size();
            }));
        std::printf(
            "one contact                                %8.1f us\n", micros(20'000, [&](int i) {
                (void)contacts.find(owner(1), found.lines[static_cast<std::size_t>(i) % 50].id);
            }));
        std::printf("(%zu bytes of markup)\n", bytes);
    }
    std::filesystem::remove_all(folder);
}
