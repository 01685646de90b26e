// SPDX-License-Identifier: Apache-2.0
// goen mail-in: the end of a mail server's pipe. Writes into the database beside the server, as
// other commands do; what it has to say to a writer goes into the server's mail queue.
#include "app/commands.hpp"

#include "app/opened.hpp"
#include "app/terminal.hpp"
#include "base/log.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"

#include <array>
#include <cstdio>
#include <iostream>
#include <sysexits.h>

namespace goen::app {
namespace {

// Reads everything, so that no pipe breaks, and keeps one byte more than the limit at most.
std::string standard_input(std::size_t most) {
    std::string bytes;
    std::array<char, 1 << 16> buffer;
    for (std::size_t got; (got = std::fread(buffer.data(), 1, buffer.size(), stdin)) > 0;)
        bytes.append(buffer.data(), std::min(got, most + 1 - std::min(bytes.size(), most + 1)));
    return bytes;
}

int status_of(answering::Outcome outcome) {
    switch (outcome) {
    case answering::Outcome::done:
    case answering::Outcome::refused:
    case answering::Outcome::counted:
    case answering::Outcome::ignored: return EX_OK;
    case answering::Outcome::nobody: return EX_NOUSER;
    case answering::Outcome::again: return EX_TEMPFAIL;
    }
    return EX_TEMPFAIL;
}

} // namespace

int mail_in(Config const &config, MailInChoices const &choices) {
    try {
        auto const bytes = standard_input(goen::mail_in::Limits{}.bytes);
        if (config.mail_in_domain.empty()) {
            (void)failed("mail-in-domain is not set, so no mail is taken; see docs/mail-in.md");
            return EX_TEMPFAIL;
        }
        security_log::open(config.security_log_file());
        Opened opened{config, MakesIds::yes,
                      store::Options{.readers = 2, .busy_timeout_ms = 20'000},
                      Posting::by_the_server};
        auto const outcome = opened.house.answers.take(bytes, {choices.from, choices.to});
        if (outcome == answering::Outcome::nobody) std::cerr << "goen: no such address here\n";
        return status_of(outcome);
    } catch (std::exception const &trouble) {
        // Whatever it was, the mail server keeps the letter and brings it again.
        (void)failed(printable(trimmed(trouble.what())));
        return EX_TEMPFAIL;
    }
}

} // namespace goen::app
