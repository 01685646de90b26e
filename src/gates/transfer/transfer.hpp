// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the transfer room: bulk files in. People as JSON Lines, ties as CSV (contract: goen
// import). A bad line is told with its number and reason and skipped; a second run of the same file
// changes nothing; a run that was broken off is gone on with by running it again. Offline tools:
// one caller, one thread.
#pragma once

#include "account/account.hpp"
#include "card/cards.hpp"

#include <functional>
#include <istream>

namespace goen::transfer {

struct Tally {
    std::int64_t added = 0, same = 0, skipped = 0;
};
struct Listener {
    std::function<void(std::int64_t line, Sentence const &why)> bad_line = [](std::int64_t,
                                                                              Sentence const &) {};
    // Bytes of the file dealt with so far; for ties, reading is the first half and writing the
    // second.
    std::function<void(double part_done)> progress = [](double) {};
};

class Bulk {
public:
    Bulk(store::Database &database, account::Accounts &accounts, card::Cards &cards, IdMaker &ids,
         Clock &clock)
        : database_(database), accounts_(accounts), cards_(cards), ids_(ids), clock_(clock) {}

    // {"ref":"p1","email":"…","name":{…},"card":{…}} a line, at most 1 MiB each. `size` of the file
    // for progress, or 0.
    Result<Tally> people(std::istream &file, std::int64_t size, Listener const &listener);
    // Header a,b,met_at,place (RFC 4180); a and b are refs of people imported before.
    Result<Tally> ties(std::istream &file, std::int64_t size, Listener const &listener);

    // One tie between members, as bulk() writes it: each gives the main card.
    struct Tie {
        MemberId a, b;
        Time at;
        std::string place;
    };
    // Writes many at once, both sides of each in one transaction. Returns how many were new.
    std::int64_t write_ties(std::vector<Tie> ties, std::function<void(double)> const &progress);

private:
    store::Database &database_;
    account::Accounts &accounts_;
    card::Cards &cards_;
    IdMaker &ids_;
    Clock &clock_;
};

} // namespace goen::transfer
