// SPDX-License-Identifier: Apache-2.0
// The commands of the command line, one function each; they print for people and return the exit
// status.
#pragma once

#include "app/config.hpp"

#include <string>

namespace goen::app {

struct NewMemberOptions {
    std::string email, name, kana, romaji;
    bool is_operator = false;
    bool password_from_stdin = false;
};

int serve(Config config);
int demo(Config config, int members);
int member_add(Config const &config, NewMemberOptions const &options);
int import_people(Config const &config, std::string const &file);
int import_ties(Config const &config, std::string const &file);
int import_postal(Config const &config, std::string const &file);
struct ArchiveChoices {
    std::string file, email;
    bool only_look = false;  // say what would come, and write nothing
    bool also_other = false; // contacts that are in the book with other entries, too
    bool keep_settings = false;
};
int import_archive(Config const &config, ArchiveChoices const &choices);
struct BackupChoices {
    std::string file;
    bool force = false;      // backup: replace a file that is there
    bool plain = false;      // backup: do not compress
    bool only_check = false; // restore: read the file through and restore nothing
};
int backup(Config const &config, BackupChoices const &choices);
int restore(Config const &config, BackupChoices const &choices);
// One letter from standard input, as a mail server's pipe hands it over. Exit status of sysexits.h:
// 0 taken, 67 no such user, 75 try again.
struct MailInChoices {
    std::string from, to; // the envelope; "" = not said
};
int mail_in(Config const &config, MailInChoices const &choices);
int config_explain(Config const &config);
int routes(Config const &config);
int migrate(Config const &config);
int check(Config const &config);
int version();

} // namespace goen::app
