// SPDX-License-Identifier: Apache-2.0
// goen backup, goen restore.
#include "app/backup_mark.hpp"
#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "store/backup.hpp"

#include <filesystem>
#include <iostream>

namespace goen::app {
namespace {

void say(char const *what, store::BackupTally const &tally) {
    std::cout << what << ": " << tally.tables << " tables, " << tally.rows << " rows, "
              << tally.bytes << " bytes, taken " << tally.made << "\n";
}

// Without migrating: a backup is taken of what is there, and restored into what is not there yet.
std::unique_ptr<store::Database> open_as_it_is(Config const &config, Clock &clock) {
    std::error_code error;
    if (!std::filesystem::exists(config.data)) {
        std::filesystem::create_directories(config.data, error);
        if (error)
            throw Trouble{"the data folder " + config.data + " cannot be made: " + error.message()};
        std::filesystem::permissions(config.data, std::filesystem::perms::owner_all, error);
    }
    return store::Database::open(config.database_url(), clock,
                                 {.readers = 2, .durable = true, .busy_timeout_ms = 60'000});
}

} // namespace

int backup(Config const &config, BackupChoices const &choices) {
    SystemClock clock;
    auto const url = config.database_url();
    if (url.starts_with("sqlite:") && !std::filesystem::exists(url.substr(7))) {
        return failed("there is no database at " + url.substr(7));
    }
    auto const database = open_as_it_is(config, clock);
    Result<store::BackupTally> done{store::BackupTally{}};
    {
        ProgressBar bar{"backup"};
        done = store::back_up(*database, choices.file, clock,
                              {.program = "goen " GOEN_VERSION,
                               .overwrite = choices.force,
                               .compress = !choices.plain,
                               .progress = [&](double part) { bar.show(part); }});
    }
    if (!done) return failed(in_english(done.why()));
    mark_backup(config, clock.now());
    say("backup", *done);
    return 0;
}

int restore(Config const &config, BackupChoices const &choices) {
    SystemClock clock;
    Result<store::BackupTally> done{store::BackupTally{}};
    {
        ProgressBar bar{choices.only_check ? "check" : "restore"};
        auto const progress = [&](double part) { bar.show(part); };
        // Before anything is opened or made: a file that is no backup leaves nothing behind.
        if (choices.only_check) {
            done = store::verify_backup(choices.file, progress);
        } else if (done = store::verify_backup(choices.file, [](double) {}); done) {
            done = store::restore(*open_as_it_is(config, clock), choices.file, progress);
            // It may tell of what came after the backup was taken.
            std::error_code none_there;
            std::filesystem::path const folder{config.data};
            std::filesystem::remove(folder / "graph.ties", none_there);
            for (auto const &entry : std::filesystem::directory_iterator{folder, none_there}) {
                if (entry.path().filename().string().starts_with("search-"))
                    std::filesystem::remove(entry.path(), none_there);
            }
        }
    }
    if (!done) return failed(in_english(done.why()));
    say(choices.only_check ? "whole" : "restored", *done);
    return 0;
}

} // namespace goen::app
