// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the account room: who is a member, how she joins, logs in, and proves it on each
// request. Passwords are argon2id; sessions, tokens and letters' links are 256-bit secrets kept as
// SHA-256 only.
#pragma once

#include "base/random.hpp"
#include "i18n/words.hpp"
#include "mail/postman.hpp"
#include "names/person_name.hpp"
#include "store/database.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace goen::store {
class DerivedMemory;
}

namespace goen::account {

// How strangers become members: by invitation only; anybody; anybody an operator has said yes to.
enum class JoinPolicy { invitation, open, approval };

struct Rules {
    JoinPolicy policy = JoinPolicy::invitation;
    // For links in letters; never taken from a request.
    std::string public_url = "http://127.0.0.1:8080";
    std::string network_name = "goen";
    // How many a member may make in 30 days; operators as many as they like.
    int member_invitations = 20;
};

enum class Reach { anyone, distance_two, code_only }; // who may send me a request without a code
std::string_view to_string(Reach reach);              // "anyone" "distance_two" "code_only"
std::optional<Reach> reach_of(std::string_view text);

struct Member {
    MemberId id;
    names::PersonName name;
    std::string email;
    i18n::Language language = i18n::Language::ja;
    bool is_operator = false;
    bool is_confirmed = false; // mail
    bool is_approved = true;   // by an operator, where the policy asks for it
    bool bridge = false;       // may be a bridge of introductions
    Reach reach = Reach::distance_two;
    Time joined{};
};

// A mail address as people have them: docomo's a..b.@ included, IDN kept; lists, spaces, CR LF,
// quotes and over 254 bytes refused. Returned as typed (trimmed); mail_key() is what makes two the
// same.
Result<std::string> parse_email(std::string_view typed);
std::string mail_key(std::string_view email);
// How the security log names an account: the first 16 hex digits of SHA-256 of the mail address in
// lower case.
std::string account_hash(std::string_view email);

// Cheap settings for tests (operations 1, memory 8192); the default is libsodium's INTERACTIVE
// profile. Hashing runs outside transactions and at most two at once, so that a flood of log-ins
// cannot eat the machine.
struct PasswordCost {
    unsigned long long operations = 2;
    std::size_t memory = 64u << 20;
};

struct NewMember {
    std::string email;    // as parse_email() gave it
    std::string password; // as check_password() takes it; "" = none yet (invited, imported)
    names::PersonName name;
    i18n::Language language = i18n::Language::ja;
    bool is_operator = false;
    bool is_confirmed = false;
    bool brings_card = false; // the caller makes her first card: on_join is not called (import)
};

struct SessionInfo {
    SessionId id;
    Time started{}, last_seen{};
    std::string device; // "Chrome, Windows": from the User-Agent, for people
};

struct Identity { // what a cookie or a bearer token proves
    MemberId member;
    SessionId session;
    TokenId token;
    std::string scopes;
    std::string csrf_key;
    Member info;
};

// 旧姓 · 通称 · 戸籍名 · ペンネーム: another name by which people know or knew a member.
enum class NameKind { maiden, alias, legal, pen };
std::string_view to_string(NameKind kind); // "maiden" "alias" "legal" "pen"
std::optional<NameKind> name_kind_of(std::string_view text);

struct NameRecord {
    NameRecordId id;
    NameKind kind = NameKind::maiden;
    names::PersonName name;
    std::string since, until; // 1998, 1998-04, 1998-04-01, or "" = not said
    // The least tier that sees it: none exchanged colleague close, or nobody.
    std::string visible = "nobody";
    bool findable = false; // those who may see it find the member by it
};

struct Invitation {
    InvitationId id;
    std::string mail;      // where its letter went (joining with it needs no confirming), or ""
    std::string note;      // the inviter's own
    names::NameInput name; // to fill in the form beforehand
    bool by_operator = false;
    int uses_left = 0;
    Time made{}, expires{};
    bool is_live(Time now) const { return uses_left > 0 && expires > now; }
};

struct Invitee {       // one line of a list of people to invite
    std::string email; // as parse_email() gave it
    names::NameInput name;
    i18n::Language language = i18n::Language::ja;
};

struct Newcomer { // somebody who came by my invitation
    MemberId id;
    names::PersonName name;
    Time joined{};
};

struct MemberLine { // as the operator's list shows a member
    Member member;
    MemberId invited_by;
    std::string application; // an applicant's words to the operator
};

struct TokenInfo {
    TokenId id;
    std::string label, scopes;
    Time made{}, used{};
};

// Whose password it is to be: what others know of her is guessed first.
struct PasswordOwner {
    std::string email;
    names::PersonName name;
    std::string network_name;
};
// Refused, in words that say why: under ten characters as people count them, over 1000 bytes, a few
// characters repeated, one of the 10,000 most used, her own name or address or the network's name
// as the whole. Nothing else is.
Done check_password(std::string_view password, PasswordOwner const &owner = {});

// The scopes of a token that may do nothing; "" is a token that may do everything.
inline constexpr std::string_view no_scope = "none";

class Accounts {
public:
    Accounts(store::Database &database, IdMaker &ids, Clock &clock, Random &random,
             mail::Postman &postman, PasswordCost cost = {}, Rules rules = {});
    Rules const &rules() const;
    // For a page that asks several questions: inside one read() of it, all answers are of one
    // moment.
    store::Database &database();
    // Members cannot be called so: names::is_reserved(), with this network's name.
    bool is_reserved(names::PersonName const &name) const;

    // ---- who there is ----

    // By the command line, import and the demonstration: no letter is sent.
    Result<MemberId> add(NewMember member);
    // The same inside a transaction. 0 when the address is a member's already: then nothing was
    // written.
    MemberId add(store::Writer &writer, NewMember const &member, std::string const &password_hash,
                 Time joined);
    std::string hash_password(std::string_view password);

    std::optional<Member> find(store::Reader &reader, MemberId id);
    // In their order, by one query.
    std::vector<std::optional<Member>> find(store::Reader &reader,
                                            std::vector<MemberId> const &ids);
    std::optional<Member> find_by_email(store::Reader &reader, std::string_view email);
    std::optional<Member> find(MemberId id);

    // Called inside the transaction that makes a member (after her row is there), or that approves
    // an applicant: the card room makes her first card.
    void on_join(std::function<void(store::Writer &, MemberId, names::PersonName const &)> hook);

    // Called inside the transaction in which a member leaves, while her row is still there: each
    // room ends what it keeps of her. Hooks run by their order: what is reached over her ties comes
    // before the ties.
    enum class LeaveOrder { over_ties, ties, others };
    void on_leave(LeaveOrder order, std::function<void(store::Writer &, MemberId)> hook);
    // Inside the transaction in which sessions or tokens of a member end by somebody's act: what
    // hangs on one that is not there any more ends with it; everything that can reach a device,
    // when her password is a new one.
    enum class SignedOut { of_some, new_password };
    void on_sign_out(std::function<void(store::Writer &, MemberId, SignedOut)> hook);
    // Called inside the transaction in which somebody proves that letters reach this address.
    void on_confirm(std::function<void(store::Writer &, std::string const &email)> hook);
    // She leaves: the hooks, then what this room keeps. Refused for the only operator.
    Done leave(store::Writer &writer, MemberId member);

    // ---- proving who one is ----

    // The cookie's or bearer's secret -> who it is; nothing for a dead one. One point read. When it
    // was last seen is written down later, by a thread of this room, at most every five minutes.
    std::optional<Identity> by_session(std::string_view secret);
    // Keeps in memory who a session is, from now on; before serving.
    void keep_in(store::DerivedMemory &memory);
    std::optional<Identity> by_token(std::string_view secret);

    // Right or wrong, known or unknown, it takes the same time and refuses in the same words;
    // throttled per account and per peer (Reason::too_many with retry_after).
    struct LoggedIn {
        MemberId member;
        SessionId session;
        std::string secret; // for the cookie
    };
    Result<LoggedIn> log_in(std::string_view email, std::string_view password,
                            std::string_view peer, std::string_view user_agent);
    Done log_out(MemberId member, SessionId session);   // also when it has ended already
    std::vector<SessionInfo> sessions(MemberId member); // newest first; only those that live
    Done end_session(MemberId member, SessionId session);
    Done end_other_sessions(MemberId member, SessionId kept);

    struct NewToken {
        TokenId id;
        std::string secret;
    };
    // scopes: "contacts:read cards:write", "" for all, or no_scope.
    Result<NewToken> make_token(std::string_view email, std::string_view password,
                                std::string_view label, std::string_view scopes,
                                std::string_view peer);
    std::vector<TokenInfo> tokens(MemberId member);
    Done end_token(MemberId member, TokenId id);

    // ---- joining ----

    // The live invitation behind a link, to fill in the form; nothing for a dead one.
    std::optional<Invitation> invitation(std::string_view secret);

    struct Joined {
        std::string mail; // where the letter went
        // By an invitation to this very address: no letter is needed.
        std::optional<LoggedIn> logged_in;
    };
    // Known address or not, it answers the same and takes the same time; the letter tells the
    // difference to the one who may know it. `application` is for the operator, where the policy
    // asks one.
    Result<Joined> join(NewMember member, std::string_view invitation_secret,
                        std::string_view application, std::string_view peer,
                        std::string_view user_agent);

    struct Invited {
        InvitationId id;
        std::string link; // shown once
    };
    // A link that works `uses` times within `days` days. Members: one use each and a quota;
    // operators: as they say.
    Result<Invited> invite(MemberId inviter, std::string_view note, int uses = 1, int days = 14);
    // An invitation for one person, sent to her as a letter. For operators.
    Done invite(MemberId operator_, Invitee const &guest);
    std::vector<Invitation> invitations(MemberId inviter); // newest first, at most 100
    // All of them, oldest first: for her archive.
    std::vector<Invitation> all_invitations(store::Reader &reader, MemberId inviter);
    Done take_back(MemberId inviter, InvitationId id);
    std::vector<Newcomer> came_by(MemberId inviter); // newest first, at most 200

    // Operators: newest first, keyset paging by the last id (0 = from the newest).
    std::vector<MemberLine> members(MemberId before, int limit);
    // By name in any script, best first. Goes over everybody: for an operator who looks for one.
    std::vector<MemberLine> members_named(std::string_view query, int limit);
    std::vector<MemberLine> applicants(); // oldest first, at most 100
    std::int64_t count_members();
    // How the network does, in numbers: for operators.
    struct Census {
        std::int64_t members = 0;
        std::int64_t newcomers = 0; // who joined after the moment that was asked for
        std::int64_t invited = 0;   // letters of invitation that may still be answered
    };
    Census census(Time newcomers_since);
    Done approve(MemberId operator_, MemberId applicant);
    Done decline(MemberId operator_, MemberId applicant); // what she entered is deleted

    // ---- links in letters: looking writes nothing, using works once ----

    Done send_confirmation(MemberId member); // again
    Done prove_address(MemberId member);     // the same for an address that was confirmed before
    // The address a live link is about.
    std::optional<std::string> link_for(std::string_view kind, std::string_view secret);
    Done confirm(std::string_view secret); // a confirmation or a change of address
    // Always answers the same, in the same time: whether there is such a member is looked up after
    // the answer, and then a letter goes out. The links of the last five letters work beside each
    // other, so that whoever asks in her name cannot take a member's link away.
    Done forgot(std::string_view email, std::string_view peer);
    Done reset(std::string_view secret, std::string_view password); // ends every session and token
    void finish_letters(); // returns when every letter asked for before is on its way

    // ---- settings ----

    // What ends with the old password: whoever knew it may have logged in and made tokens.
    struct AlsoEnd {
        bool other_devices, tokens;
    };
    Done change_password(MemberId member, SessionId kept, std::string_view old_password,
                         std::string_view password, std::string_view peer,
                         AlsoEnd also = {true, true});
    Done change_mail(MemberId member, std::string_view password, std::string_view email,
                     std::string_view peer);
    // The name of now. With `keep_old`, the old one becomes a name record that nobody sees until
    // told otherwise.
    enum class OldName { forget, keep };
    Done rename(MemberId member, names::PersonName const &name, OldName old = OldName::forget);
    // The same if `may` agrees to the member as she stands, inside the transaction that writes.
    Done rename(MemberId member, names::PersonName const &name, OldName old,
                std::function<Done(Member const &)> const &may);
    Done choose(MemberId member, i18n::Language language, Reach reach, bool bridge);
    // Both at once: `changing` is asked about the member as she stands, inside the transaction that
    // writes, for her as she shall be; of that the name, language, reach and bridge are taken. May
    // be asked twice.
    using Changing = std::function<Result<Member>(store::Reader &, Member const &)>;
    Done change(MemberId member, Changing const &changing);
    void set_bridge(store::Writer &writer, MemberId member, bool bridge);
    std::vector<NameRecord> name_records(store::Reader &reader, MemberId member);
    std::vector<NameRecord> name_records(MemberId member);
    Result<NameRecordId> add_name_record(MemberId member, NameRecord record);
    Done remove_name_record(MemberId member, NameRecordId id);

    // ---- housekeeping ----

    // Deletes dead sessions, links and invitations; every hour or so.
    void tidy();
    // Writes down now which sessions and tokens were seen lately; the room's thread does it anyway.
    void write_seen();

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace goen::account
