// SPDX-License-Identifier: Apache-2.0
// The commands that look at or change a network without serving it.
#include "app/commands.hpp"

#include "app/opened.hpp"
#include "app/terminal.hpp"
#include "base/text.hpp"
#include "transfer/transfer.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace goen::app {
namespace {

// "山田 太郎" -> 山田, 太郎: at the first space, half or full width. One word is a given name alone
// in Latin letters, a family name otherwise.
std::pair<std::string, std::string> in_two(std::string_view text) {
    auto const clean = trimmed(text);
    for (std::size_t at = 0; at < clean.size();) {
        auto const here = at;
        auto const c = next_code_point(clean, at);
        if (c == ' ' || c == 0x3000) {
            return {std::string{clean.substr(0, here)}, std::string{trimmed(clean.substr(at))}};
        }
    }
    return {std::string{clean}, ""};
}

template <class Import>
int import_file(Config const &config, std::string const &path, char const *what, Import &&import) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return failed("cannot read " + path);
    std::error_code error;
    auto const size = std::filesystem::file_size(path, error);
    Opened opened{config, MakesIds::yes,
                  store::Options{.readers = 2, .durable = false, .busy_timeout_ms = 60'000}};
    Result<transfer::Tally> tally{transfer::Tally{}};
    i18n::Words const w{i18n::Language::en};
    {
        ProgressBar bar{what};
        std::int64_t told = 0;
        transfer::Listener listener;
        listener.progress = [&](double part) { bar.show(part); };
        listener.bad_line = [&](std::int64_t line, Sentence const &why) {
            if (++told <= 1000) std::cerr << path << ":" << line << ": " << w(why) << "\n";
        };
        tally = import(opened, file, error ? 0 : static_cast<std::int64_t>(size), listener);
    }
    if (!tally) return failed(in_english(tally.why()));
    std::cout << what << ": " << tally->added << " added, " << tally->same << " already there, "
              << tally->skipped << " skipped\n";
    return 0;
}

} // namespace

int member_add(Config const &config, NewMemberOptions const &options) {
    names::NameInput input;
    std::tie(input.family, input.given) = in_two(options.name);
    std::tie(input.family_kana, input.given_kana) = in_two(options.kana);
    std::tie(input.family_romaji, input.given_romaji) = in_two(options.romaji);
    auto const name = names::PersonName::parse(input, names::NameRule::member);
    if (!name) return failed(in_english(name.why()));
    auto const email = account::parse_email(options.email);
    if (!email) return failed(in_english(email.why()));

    std::string password;
    if (options.password_from_stdin) std::getline(std::cin, password);
    if (options.password_from_stdin && password.empty())
        return failed("no password came on standard input");

    Opened opened{config, MakesIds::yes};
    account::NewMember member;
    member.email = *email;
    member.password = password;
    member.name = *name;
    member.is_operator = options.is_operator;
    member.is_confirmed = true;
    auto const made = opened.house.accounts.add(member);
    if (!made) return failed(in_english(made.why()));
    std::cout << "member " << made->text() << " added";
    if (password.empty())
        std::cout << "; a password is set by way of " << public_url(config) << "/forgot";
    std::cout << "\n";
    return 0;
}

int import_people(Config const &config, std::string const &file) {
    return import_file(config, file, "people",
                       [](Opened &opened, std::istream &in, std::int64_t size,
                          auto const &listener) { return opened.bulk.people(in, size, listener); });
}

int import_ties(Config const &config, std::string const &file) {
    return import_file(config, file, "ties",
                       [](Opened &opened, std::istream &in, std::int64_t size,
                          auto const &listener) { return opened.bulk.ties(in, size, listener); });
}

int import_postal(Config const &config, std::string const &path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return failed("cannot read " + path);
    std::string const file{std::istreambuf_iterator<char>{in}, {}};
    Opened opened{config, MakesIds::no, store::Options{.readers = 2}};
    ProgressBar bar{"postal codes"};
    auto const done = opened.house.postal.import(file, [&](std::int64_t part, std::int64_t all) {
        bar.show(all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 1);
    });
    if (!done) return failed(in_english(done.why()));
    i18n::Words const w{i18n::Language::en};
    for (auto const &[row, why] : done->errors)
        std::cerr << path << ":" << row << ": " << w(why) << "\n";
    std::cout << "postal codes: " << done->rows << " rows, " << done->places << " places, "
              << done->bad << " bad\n";
    return 0;
}

int import_archive(Config const &config, ArchiveChoices const &choices) {
    std::ifstream in{choices.file, std::ios::binary};
    if (!in) return failed("cannot read " + choices.file);
    std::string const file{std::istreambuf_iterator<char>{in}, {}};
    Opened opened{config, MakesIds::yes, store::Options{.readers = 2}};
    auto const member = opened.database->read([&](store::Reader &reader) {
        return opened.house.accounts.find_by_email(reader, choices.email);
    });
    if (!member) return failed("there is no member with the address " + choices.email);
    auto &archives = opened.house.archives;
    auto const report = choices.only_look ? archives.look(member->id, file, archive::wide_limits)
                                          : archives.bring_in(member->id, file,
                                                              {.also_other = choices.also_other,
                                                               .settings = !choices.keep_settings},
                                                              archive::wide_limits);
    if (!report) return failed(in_english(report.why()));
    i18n::Words const w{i18n::Language::en};
    for (auto const &one : report->left_out)
        std::cerr << choices.file << ": " << one.file << ":" << one.line << ": " << w(one.why)
                  << "\n";
    std::cout << (choices.only_look ? "would bring" : "brought") << " in: " << report->cards
              << " cards, " << report->pictures << " pictures, " << report->names
              << " other names, " << report->contacts << " contacts with " << report->received
              << " cards received; already there: "
              << report->cards_there + report->names_there + report->contacts_there
              << ", with other entries: " << report->contacts_other << ", left out: "
              << report->left_out.size() + static_cast<std::size_t>(report->cards_too_many) << "\n";
    return 0;
}

int config_explain(Config const &config) {
    std::cout << explain(config);
    return 0;
}

int routes(Config const &config) {
    Config memory = config;
    memory.database = "sqlite::memory:";
    Opened opened{memory, MakesIds::no};
    for (auto const &route : opened.house.pipeline().routes()) std::cout << route << "\n";
    return 0;
}

int migrate(Config const &config) {
    Opened opened{config, MakesIds::no};
    std::cout << "the database is up to date\n";
    return 0;
}

int version() {
    std::cout << "goen " GOEN_VERSION "\n";
    return 0;
}

} // namespace goen::app
