// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the account room: who is a member, how she joins, logs in, and proves it on each request.
// Passwords are argon2id; sessions, tokens and letters' links are 256-bit secrets kept as SHA-256 only.
#pragma once

#include "base/random.hpp"
#include "i18n/words.hpp"
#include "mail/postman.hpp"
#include "names/person_name.hpp"
#include "store/database.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace goen::account {

enum class JoinPolicy { invitation, open, approval };
enum class Reach { anyone, distance_two, code_only }; // who may send me a request without a code
std::string_view to_string(Reach reach);              // "anyone" "distance_two" "code_only"
std::optional<Reach> reach_of(std::string_view text);

struct Member {
    MemberId id;
    names::PersonName name;
    std::string email;
    i18n::Language language = i18n::Language::ja;
    bool is_operator = false;
    bool is_confirmed = false;   // mail
    bool is_approved = true;     // by an operator, where the policy asks for it
    bool bridge = false;         // may be a bridge of introductions
    Reach reach = Reach::distance_two;
    Time joined{};
};

// A mail address as people have them: docomo's a..b.@ included, IDN kept; lists, spaces, CR LF, quotes and over 254
// bytes refused. Returned as typed (trimmed); mail_key() is what makes two the same.
Result<std::string> parse_email(std::string_view typed);
std::string mail_key(std::string_view email);

// Cheap settings for tests; the default is libsodium's INTERACTIVE profile. Hashing runs outside transactions and
// at most two at once, so that a flood of log-ins cannot eat the machine.
struct PasswordCost {
    unsigned long long operations = 2;
    std::size_t memory = 64u << 20;
};

struct NewMember {
    std::string email;
    std::string password;          // 10-1000 bytes of any characters; "" = none yet (invited, imported)
    names::PersonName name;
    i18n::Language language = i18n::Language::ja;
    bool is_operator = false;
    bool is_confirmed = false;
};

struct SessionInfo {
    SessionId id;
    Time started{}, last_seen{};
    std::string device;            // "Chrome, Windows": from the User-Agent, for people
};

struct Who {                       // what a cookie or a bearer token proves
    MemberId member;
    SessionId session;
    TokenId token;
    std::string scopes;
    std::string csrf_key;
    Member info;
};

class Accounts {
public:
    Accounts(store::Database& database, IdMaker& ids, Clock& clock, Random& random, mail::Postman& postman,
             PasswordCost cost = {});

    // By the command line, import and the demonstration: no letter is sent.
    Result<MemberId> add(NewMember member);
    MemberId add(store::Writer& writer, NewMember const& member, std::string const& password_hash, Time joined);
    std::string hash_password(std::string_view password);

    std::optional<Member> find(store::Reader& reader, MemberId id);
    std::optional<Member> find_by_email(store::Reader& reader, std::string_view email);

    // The cookie's or bearer's secret -> who it is; nothing for a dead one. One or two point reads.
    std::optional<Who> by_session(std::string_view secret);
    std::optional<Who> by_token(std::string_view secret);

    // Right or wrong, known or unknown, it takes the same time and refuses in the same words; throttled per
    // account and per peer (Reason::too_many with retry_after).
    struct LoggedIn {
        MemberId member;
        SessionId session;
        std::string secret;        // for the cookie
    };
    Result<LoggedIn> log_in(std::string_view email, std::string_view password, std::string_view peer,
                            std::string_view user_agent);
    Done log_out(SessionId session);
    std::vector<SessionInfo> sessions(MemberId member);
    Done end_session(MemberId member, SessionId session);

    struct NewToken {
        TokenId id;
        std::string secret;
    };
    Result<NewToken> make_token(std::string_view email, std::string_view password, std::string_view label,
                                std::string_view scopes, std::string_view peer);
    Done end_token(MemberId member, TokenId id);

    // Called inside the transaction that makes a member, after her row is there: the card room makes her first card.
    void on_join(std::function<void(store::Writer&, MemberId, names::PersonName const&)> hook);

    // Joining, invitations, confirmation, forgotten password, change of mail, name records, settings: the room's
    // helper declares them below in the same style.

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace goen::account
