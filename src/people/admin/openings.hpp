// SPDX-License-Identifier: Apache-2.0
// 閲覧記録: an operator may look into a member's account when there is a reason for it, and the
// member reads who did, when and why. Nothing is shown before the reason is written down, in the
// same transaction that reads the account.
#pragma once

#include "account/account.hpp"
#include "web/doors.hpp"

namespace goen::admin {

// What an operator did: looked, or helped somebody who cannot get in.
enum class Help { account, confirmation, password, log_out };
std::string_view to_string(Help help);
std::optional<Help> help_of(std::string_view text);

struct Opening {
    std::int64_t id = 0;
    MemberId by;
    Time at{};
    std::string what;                              // a Help in words: "account" …
    std::string reason;                            // as typed
    std::optional<names::PersonName> by_name = {}; // by of() only; nothing: a former operator
};

class Openings {
public:
    Openings(store::Database &database, account::Accounts &accounts, IdMaker &ids, Clock &clock)
        : database_(database), accounts_(accounts), ids_(ids), clock_(clock) {}

    // What the operator gets to see: the account, never the book, the cards or messages.
    struct Sheet {
        account::Member member;
        std::size_t devices = 0, tokens = 0;
    };
    Result<Sheet> open(MemberId operator_, MemberId whom, std::string_view reason);
    // The letter to confirm her address again, a letter for a new password, or every device and
    // program logged out (a lost phone). Recorded first, like an opening.
    Done help(MemberId operator_, MemberId whom, Help help, std::string_view reason,
              std::string_view peer);
    std::vector<Opening> of(MemberId member, std::int64_t before,
                            int limit); // newest first; 0: from the newest
    // All of them, oldest first, inside a snapshot that the caller holds: for her archive.
    static std::vector<Opening> all(store::Reader &reader, MemberId member);
    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member);

private:
    Result<account::Member> record(MemberId operator_, MemberId whom, Help help,
                                   std::string_view reason);

    store::Database &database_;
    account::Accounts &accounts_;
    IdMaker &ids_;
    Clock &clock_;
};

// Pages: /admin/members/{id}, /settings/openings
void add_opening_pages(web::Doors &doors, account::Accounts &accounts, Openings &openings);

} // namespace goen::admin
