// SPDX-License-Identifier: Apache-2.0
// The command line, read by CLI11.
#include "app/app.hpp"

#include "app/commands.hpp"
#include "app/graph_commands.hpp"
#include "app/search_commands.hpp"
#include "app/terminal.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace goen::app {
namespace {

log::Level level_of(std::string const &name) {
    if (name == "debug") return log::Level::debug;
    if (name == "warn") return log::Level::warn;
    if (name == "error") return log::Level::error;
    if (name == "off") return log::Level::off;
    return log::Level::info;
}

} // namespace

int run(int argc, char **argv) {
    CLI::App line{"goen: a professional network that a community runs for itself", "goen"};
    line.require_subcommand(1);
    line.fallthrough();
    line.set_version_flag("--version", "goen " GOEN_VERSION, "print the version and exit");

    std::optional<std::string> file;
    std::map<std::string, std::string> given;
    line.add_option("--config", file, "settings in TOML; see goen config --explain")
        ->envname("GOEN_CONFIG");
    for (auto const &setting : settings()) {
        line.add_option_function<std::string>(
                "--" + setting.name,
                [&given, name = setting.name](std::string const &value) { given[name] = value; },
                setting.help)
            ->group("Settings");
    }

    auto *serve_command = line.add_subcommand("serve", "serve the network");
    int members = 200;
    auto *demo_command =
        line.add_subcommand("demo", "make a plausible Japanese network, then serve it");
    demo_command->add_option("--members", members, "how many people")
        ->check(CLI::Range(2, 100'000));

    auto *member_command = line.add_subcommand("member", "members")->require_subcommand(1);
    NewMemberOptions fresh;
    auto *add_command = member_command->add_subcommand("add", "make a member");
    add_command->add_option("--email", fresh.email, "mail address")->required();
    add_command
        ->add_option("--name", fresh.name, "\"山田 太郎\": family and given name with a space")
        ->required();
    add_command->add_option("--kana", fresh.kana, "\"やまだ たろう\"");
    add_command->add_option("--romaji", fresh.romaji, "\"Yamada Taro\"");
    add_command->add_flag("--operator", fresh.is_operator, "may run this network");
    add_command->add_flag("--password-stdin", fresh.password_from_stdin,
                          "read the password from standard input");

    auto *import_command =
        line.add_subcommand("import", "bulk import, resumable")->require_subcommand(1);
    std::string import_file;
    auto *people_command =
        import_command->add_subcommand("people", "JSON Lines, one member a line");
    people_command->add_option("FILE", import_file)->required();
    auto *ties_command =
        import_command->add_subcommand("ties", "CSV with the header a,b,met_at,place");
    ties_command->add_option("FILE", import_file)->required();
    auto *postal_command =
        import_command->add_subcommand("postal", "Japan Post's KEN_ALL.CSV or utf_ken_all.csv");
    postal_command->add_option("FILE", import_file)->required();

    ArchiveChoices moving;
    auto *archive_command = import_command->add_subcommand(
        "archive", "a member's archive of another goen, into her account here");
    archive_command->add_option("FILE", moving.file)->required();
    archive_command->add_option("--email", moving.email, "of the member here")->required();
    archive_command->add_flag("--dry-run", moving.only_look, "only say what would come");
    archive_command->add_flag("--also-other", moving.also_other,
                              "also people who are in the book with other entries");
    archive_command->add_flag("--keep-settings", moving.keep_settings,
                              "leave language, reach and bridge as they are");

    BackupChoices keep;
    auto *backup_command =
        line.add_subcommand("backup", "everything into one file, while the server runs");
    backup_command->add_option("FILE", keep.file)->required();
    backup_command->add_flag("--force", keep.force, "replace a file that is there");
    backup_command->add_flag("--plain", keep.plain, "do not compress");
    auto *restore_command =
        line.add_subcommand("restore", "a backup into an empty database, on either engine");
    restore_command->add_option("FILE", keep.file)->required();
    restore_command->add_flag("--check", keep.only_check,
                              "only read the file through and say whether it is whole");
    MailInChoices incoming;
    auto *mail_command = line.add_subcommand(
        "mail-in", "take one letter from standard input: an answer by mail, or a bounce");
    mail_command->add_option("--from", incoming.from, "sender of the envelope");
    mail_command->add_option("--to", incoming.to, "recipient of the envelope");
    auto *graph_command =
        line.add_subcommand("graph", "who knows whom, from the data folder")->require_subcommand(1);
    std::string questions;
    auto *query_command = graph_command->add_subcommand(
        "query", "JSON Lines in, the same lines with their answers out");
    query_command->add_option("FILE", questions, "- for standard input")->required();
    auto *build_command =
        graph_command->add_subcommand("build", "read all ties and write the snapshot");
    auto *stats_command = graph_command->add_subcommand("stats", "check the snapshot and count");
    auto *bench_command = line.add_subcommand("bench", "measure")->require_subcommand(1);
    GraphBench bench;
    auto *made_command =
        bench_command->add_subcommand("graph", "a made network, every question, with percentiles");
    made_command->add_option("--members", bench.members)->check(CLI::Range(100u, 1'000'000'000u));
    made_command->add_option("--ties", bench.ties, "of a member, on average")
        ->check(CLI::Range(1.0, 5000.0));
    made_command->add_option("--seed", bench.seed);
    made_command->add_option("--questions", bench.questions, "of each kind")
        ->check(CLI::Range(10, 10'000'000));
    made_command->add_option("--folder", bench.folder, "for the snapshot");
    made_command->add_option("--ties-to", bench.ties_to,
                             "write all pairs there, for the yardsticks");
    made_command->add_option("--pairs-to", bench.pairs_to,
                             "write the pairs asked about, and goen's answers, there");
    made_command->add_flag("--brief", bench.is_brief, "questions only");

    SearchBench search;
    auto *search_command = bench_command->add_subcommand(
        "search", "an index of invented posts, what people ask of it, with percentiles");
    search_command->add_option("--posts", search.posts)->check(CLI::Range(1000u, 100'000'000u));
    search_command->add_option("--folder", search.folder, "for the index");

    auto *config_command = line.add_subcommand("config", "show the settings");
    bool explained = false;
    config_command->add_flag("--explain", explained, "with what each means");
    auto *routes_command =
        line.add_subcommand("routes", "every address goen answers at, and for whom");
    auto *migrate_command = line.add_subcommand("migrate", "bring the database up to date");
    auto *check_command =
        line.add_subcommand("check", "read the database through and say what is wrong");
    auto *version_command = line.add_subcommand("version", "print the version");

    try {
        line.parse(argc, argv);
    } catch (CLI::ParseError const &error) {
        return line.exit(error) == 0 ? 0 : 2;
    }
    if (version_command->parsed()) return version();

    // The demonstration never mixes its invented people into an installed network's data.
    std::string const installed = GOEN_CONFIG_FILE;
    if (!file && !demo_command->parsed() && !installed.empty() &&
        std::filesystem::exists(installed)) {
        // Going on without it would make a second, empty database in the current folder.
        if (::access(installed.c_str(), R_OK) != 0) {
            std::cerr << "goen: this user may not read " << installed
                      << "; run it as the user it serves as: sudo -u goen goen …\n";
            return 2;
        }
        file = installed;
    }
    auto const config = read_config(
        file, given, [](char const *name) -> char const * { return std::getenv(name); });
    if (!config) {
        std::cerr << "goen: " << config.why().message.msgid << "\n";
        return 2;
    }
    log::set_level(level_of(config->log_level));
    try {
        if (serve_command->parsed()) return serve(*config);
        if (demo_command->parsed()) return demo(*config, members);
        if (add_command->parsed()) return member_add(*config, fresh);
        if (people_command->parsed()) return import_people(*config, import_file);
        if (ties_command->parsed()) return import_ties(*config, import_file);
        if (archive_command->parsed()) return import_archive(*config, moving);
        if (postal_command->parsed()) return import_postal(*config, import_file);
        if (mail_command->parsed()) return mail_in(*config, incoming);
        if (backup_command->parsed()) return backup(*config, keep);
        if (restore_command->parsed()) return restore(*config, keep);
        if (config_command->parsed()) return config_explain(*config);
        if (routes_command->parsed()) return routes(*config);
        if (migrate_command->parsed()) return migrate(*config);
        if (query_command->parsed()) return graph_query(*config, questions);
        if (build_command->parsed()) return graph_build(*config);
        if (stats_command->parsed()) return graph_stats(*config);
        if (made_command->parsed()) return bench_graph(bench);
        if (search_command->parsed()) return bench_search(search);
        if (check_command->parsed()) return check(*config);
    } catch (std::exception const &trouble) {
        return failed(printable(trimmed(trouble.what())));
    }
    return 2;
}

} // namespace goen::app
