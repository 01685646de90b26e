// SPDX-License-Identifier: Apache-2.0
// vCards: writing a book of ten thousand (processor time; the yardstick is the same bytes copied
// line by line), reading a file of a hundred thousand cards, and bringing that file into a book on
// SQLite, with what it takes of memory.
//
//     vcard_bench [FOLDER]      the folder must not exist; /tmp/goen-vcard-bench by default, a real
//     disk
#include "base/ids.hpp"
#include "card/cards.hpp"
#include "contacts/contacts.hpp"
#include "i18n/words.hpp"
#include "policy/policy.hpp"
#include "store/database.hpp"
#include "transfer/book_file.hpp"
#include "transfer/imports.hpp"
#include "vcard/vcard.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include <sys/resource.h>
#include <time.h>

using namespace goen;
using namespace goen::transfer;

namespace {

double processor_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}
double wall_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}
double peak_mib() {
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_maxrss) / 1024;
}

constexpr char const *families[][2] = {
    {"佐藤", "さとう"},   {"鈴木", "すずき"}, {"高橋", "たかはし"}, {"田中", "たなか"},
    {"渡邉", "わたなべ"}, {"伊藤", "いとう"}, {"山本", "やまもと"}, {"中村", "なかむら"}};
constexpr char const *givens[][2] = {
    {"太郎", "たろう"}, {"花子", "はなこ"}, {"健", "けん"}, {"美咲", "みさき"}, {"翔", "しょう"}};

contacts::Contact contact_of(int n) {
    contacts::Contact contact;
    contact.id = ContactId{1'000'000 + n};
    auto const &family = families[n % 8];
    auto const &given = givens[n / 8 % 5];
    auto &body = contact.body;
    // A name of one's own, so that the import has nobody to take for somebody else.
    body.name = {family[0] + std::to_string(n), given[0], "", family[1], given[1], "", ""};
    body.ja.positions = {{"株式会社見本" + std::to_string(n % 97),
                          {"営業本部", "第一営業部"},
                          n % 3 ? "課長" : "部長",
                          true}};
    body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-3", "見本ビル10F", "JP"};
    body.emails = {{"work", "p" + std::to_string(n) + "@mihon.example"}};
    body.phones = {{"main", "03-0000-0000"},
                   {"mobile", "090-" + std::to_string(1000 + n / 10000) + "-" +
                                  std::to_string(10000 + n % 10000).substr(1)}};
    body.urls = {{"web", "https://mihon.example/"}};
    contact.memo = "展示会でご挨拶。新製品の資料を送る";
    contact.tags = {"取引先"};
    return contact;
}

} // namespace

int main(int argc, char **argv) {
    std::string const folder = argc > 1 ? argv[1] : "/tmp/goen-vcard-bench";
    i18n::Words const words{i18n::Language::ja};

    std::vector<contacts::Contact> book;
    for (int n = 0; n < 10'000; ++n) book.push_back(contact_of(n));
    for (auto const format : {Format::vcard3, Format::vcard4, Format::csv}) {
        std::size_t bytes = 0;
        int const rounds = 10;
        double const from = processor_seconds();
        for (int i = 0; i < rounds; ++i) {
            BookWriter writer{format, words, "https://goen.example"};
            std::string piece;
            for (auto const &contact : book) {
                writer.add(piece, contact);
                if (piece.size() > 64 << 10)
                    bytes += piece.size(), piece.clear(); // as it would go out
            }
            bytes += piece.size();
        }
        double const took = processor_seconds() - from;
        std::string whole;
        BookWriter writer{format, words, "https://goen.example"};
        for (auto const &contact : book) writer.add(whole, contact);
        double const from_copy = processor_seconds();
        std::size_t copied = 0;
        for (int i = 0; i < rounds; ++i) {
            std::string piece;
            for (std::size_t at = 0; at < whole.size();) {
                auto const end = std::min(whole.find('\n', at), whole.size() - 1) + 1;
                piece.append(whole, at, end - at);
                at = end;
                if (piece.size() > 64 << 10) copied += piece.size(), piece.clear();
            }
        }
        double const took_copy = processor_seconds() - from_copy;
        std::printf("%-8s %9.0f cards/s written (%.0f bytes each); yardstick, the same lines "
                    "copied: %.0f cards/s%s\n",
                    std::string{to_string(format)}.c_str(), rounds * 10'000.0 / took,
                    static_cast<double>(bytes) / rounds / 10'000.0, rounds * 10'000.0 / took_copy,
                    copied == 1 ? "!" : "");
    }
    book = {};

    constexpr int many = 100'000;
    std::string file;
    {
        BookWriter writer{Format::vcard3, words, ""};
        for (int n = 0; n < many; ++n) writer.add(file, contact_of(n));
    }
    file.shrink_to_fit();
    std::printf("file: %d cards, %.1f MiB\n", many, static_cast<double>(file.size()) / (1 << 20));
    double const from_read = processor_seconds();
    std::size_t heard = 0;
    (void)vcard::read(file, {}, [&](vcard::Person &&person, auto &&, std::size_t) {
        return heard += person.emails.size(), true;
    });
    double const took_read = processor_seconds() - from_read;
    std::printf("read: %.0f cards/s (%zu mails)\n", many / took_read, heard);

    if (!std::filesystem::create_directory(folder)) {
        std::fprintf(stderr, "vcard_bench: %s is there already\n", folder.c_str());
        return 1;
    }
    int result = 0;
    {
        SystemClock clock;
        IdMaker ids{clock};
        auto const database = store::Database::open("sqlite:" + folder + "/book.db", clock, {});
        if (!database->migrate()) return 1;
        card::Cards cards{*database, ids, clock};
        policy::Policy policy{cards};
        contacts::Contacts contacts{*database, policy, cards, ids, clock};
        Imports imports{*database, contacts, ids, clock};
        auto const me = ids.make<MemberId>();
        double const before = peak_mib();
        for (char const *const what : {"first time", "same again"}) {
            double const from = wall_seconds(), from_cpu = processor_seconds();
            auto const report = imports.take_in(me, {file, "book.vcf", {}}, false, words);
            if (!report) return 1;
            std::size_t fresh = 0, same = 0;
            for (auto const &row : report->rows)
                fresh += row.state == RowState::fresh, same += row.state == RowState::same;
            double const took = wall_seconds() - from;
            std::printf("import, %s: %.1f s (%.1f s processor), %zu new, %zu same; peak memory "
                        "%.0f MiB, of which the file and all before: %.0f MiB\n",
                        what, took, processor_seconds() - from_cpu, fresh, same, peak_mib(),
                        before);
        }
    }
    std::filesystem::remove_all(folder);
    return result;
}
