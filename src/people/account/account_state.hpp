// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share: the references, the brakes, and the list of sessions seen
// lately.
#pragma once

#include "account/account.hpp"
#include "account/account_store.hpp"
#include "account/job_queue.hpp"
#include "account/letters.hpp"
#include "account/password.hpp"
#include "account/queries.hpp"
#include "account/secret.hpp"
#include "base/throttle.hpp"
#include "store/kept.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace goen::account {

inline constexpr std::chrono::days idle_session{30}, oldest_session{90}, idle_token{365};
inline constexpr minutes seen_precision{5};
// As many as letters an hour: asking again never ends a link that a letter has brought lately.
inline constexpr int letters_an_hour = 5;
inline constexpr char wrong_log_in[] = N_("The email address or password is incorrect.");

inline Refusal reserved_name() {
    return {Reason::invalid,
            N_("This name could be mistaken for the network itself. Please enter the name you use "
               "at work."),
            {{"family", N_("This name cannot be used.")}},
            {}};
}

struct Accounts::State {
    State(store::Database &db, IdMaker &id_maker, Clock &the_clock, Random &the_random,
          mail::Postman &the_postman, PasswordCost cost, Rules the_rules)
        : database(db), ids(id_maker), clock(the_clock), random(the_random), postman(the_postman),
          rules(std::move(the_rules)), passwords(cost) {}
    ~State();

    store::Database &database;
    IdMaker &ids;
    Clock &clock;
    Random &random;
    mail::Postman &postman;
    Rules const rules;
    Passwords passwords;
    std::vector<std::function<void(store::Writer &, MemberId, names::PersonName const &)>>
        join_hooks;
    std::multimap<LeaveOrder, std::function<void(store::Writer &, MemberId)>> leave_hooks;
    std::vector<std::function<void(store::Writer &, MemberId, SignedOut)>> sign_out_hooks;
    void signed_out(store::Writer &writer, MemberId member, SignedOut how) const {
        for (auto const &hook : sign_out_hooks) hook(writer, member, how);
    }

    // One guesser against one account is held first; many against one account only slow its owner
    // by a minute, so that nobody can lock somebody else out; one guesser against many accounts is
    // held by where he comes from. Where many may stand behind one address (base/peer.hpp), only
    // the account counts: one guesser there must not lock everybody out.
    Throttle pair_brake{clock, 5, seconds{900}};
    Throttle account_brake{clock, 20, seconds{60}};
    Throttle peer_brake{clock, 30, seconds{900}};
    Ration letters_to_address{clock, letters_an_hour, seconds{3600}};
    Ration joins_of_peer{clock, 200, seconds{3600}};
    Ration letters_of_peer{clock, 50, seconds{3600}};

    // Who has this mail address and password. Counts the attempt before hashing, so that a thousand
    // at once do not slip through while the first is being checked.
    struct Proved {
        MemberId member;
        std::string hash; // as stored: the session is written only while it still is
    };
    Result<Proved> prove(std::string_view email, std::string_view password, std::string_view peer);

    // A letter that a stranger could cause: not more than a few an hour of one kind to one address.
    // Each kind has its own ration, so that none keeps another from leaving.
    void post_rationed(std::string_view kind, mail::Letter letter);
    static std::string ration_key(std::string_view kind, std::string_view mail);
    // Makes a link of this kind for the member and sends the letter that holds it, rationed like
    // the above. When the letter does not leave, there is no such link, and the older ones are as
    // they were.
    void send_link(MemberId member, std::string_view kind, std::string const &mail, seconds lives,
                   std::function<mail::Letter(std::string const &secret)> const &letter);
    PasswordOwner owner(Member const &member) const {
        return {member.email, member.name, rules.network_name};
    }
    letters::To to(Member const &member) const {
        return {member.email, member.name.display(member.language), member.language};
    }

    struct LinkRow {
        std::int64_t id = 0;
        MemberId member;
        std::string kind, mail;
    };
    std::optional<LinkRow> live_link(store::Reader &reader, std::string_view secret);
    // Beside the newest of this kind; those before them end. Returns its id.
    std::int64_t add_link(store::Writer &writer, std::string_view kind, Secret const &secret,
                          std::string_view mail, seconds lives);
    LoggedIn add_session(store::Writer &writer, MemberId member, SessionId id,
                         std::string const &secret, std::string_view user_agent, Time now);

    // Who a session or a token is, by the hash of its secret: the hot read of every request.
    // Whatever ends one or changes a member names her in the journal.
    struct Known {
        std::shared_ptr<Identity const> who;
        Time seen{};
    };
    store::Kept<Known> sessions{16'384, seconds{60}}, tokens{16'384, seconds{60}};

    // Sessions and tokens seen and not yet written down.
    struct Seen {
        MemberId member;
        Time at{};
        bool is_token = false;
    };
    void note_seen(std::int64_t id, MemberId member, bool is_token);
    void write_seen();
    void start_writing_seen();

private:
    std::mutex seen_mutex_;
    std::map<std::int64_t, Seen> seen_;
    std::condition_variable_any wake_;
    std::jthread writer_;

public:
    JobQueue after_answer; // ends first: its jobs use everything above

    std::vector<std::function<void(store::Writer &, std::string const &)>> confirm_hooks;
    void confirmed(store::Writer &writer, std::string const &email) const {
        for (auto const &hook : confirm_hooks) hook(writer, email);
    }
};

} // namespace goen::account
