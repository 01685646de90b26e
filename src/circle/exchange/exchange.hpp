// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the exchange room: two people exchange cards, and all that follows from it: codes,
// requests, distance, ending, blocking. The exchange is the consent; no tie is ever made without
// both sides' act. Threads may share an Exchange.
#pragma once

#include "account/account.hpp"
#include "contacts/contacts.hpp"
#include "network/network.hpp"

namespace goen::store {
class DerivedMemory;
}
namespace goen::letter {
class Letters;
}
namespace goen::push {
class Push;
}

namespace goen::exchange {

inline constexpr int default_minutes = 10, max_minutes = 1440, max_uses = 1000;
inline constexpr std::size_t max_place = 200, max_message = 1000; // characters
inline constexpr std::chrono::days request_life{30};

struct Code { // shown by its owner: a spoken six-digit code and the secret in the QR's link
    CodeId id;
    MemberId owner;
    CardId card;
    std::string digits; // "482913"; unique among live codes
    std::string secret; // of /x/{secret}
    std::string place;
    Time expires{};
    int uses_left = 1; // -1 = everyone who comes in time
    bool is_live(Time now) const { return uses_left != 0 && expires > now; }
};

struct Request {
    RequestId id;
    MemberId from, to;
    CardId card; // the sender gives this one
    std::string message;
    Time sent{};
    // In a sender's list only open, accepted and withdrawn occur: her row does not know the others.
    enum class State { open, held, accepted, declined, withdrawn } state = State::open;
    // What the sender is told: open, held and declined all read "sent" until 30 days have passed,
    // then "lapsed".
    std::string_view state_for_sender(Time now) const;
    Time lapses() const { return sent + request_life; }
};
std::string_view to_string(Request::State state); // "open" "held" …

struct FoundPerson { // found by name
    MemberId id;
    card::CardBody card; // as seen by who asked
    bool is_tied = false;
    std::optional<account::NameRecord> known_as; // the other name by which she was found
};
struct People {
    std::vector<FoundPerson> people;
    MemberId next; // to go on after; 0 = the end
};

class Exchange {
public:
    Exchange(store::Database &database, policy::Policy &policy, card::Cards &cards,
             contacts::Contacts &contacts, account::Accounts &accounts, IdMaker &ids, Clock &clock,
             Random &random);

    // My new code; the one before dies. minutes 1-1440, uses 0-1000, 0 = everyone.
    Result<Code> show_code(MemberId me, CardId card, int minutes, int uses, std::string place);
    std::optional<Code> my_code(MemberId me); // only while it lives
    Done end_code(MemberId me);
    // Used the code I show, or within the last hour the one I showed last. Newest first.
    std::vector<MemberId> lately_met(MemberId me);
    // Whose code it is (typed digits, the link or its secret), without using it up. Wrong, expired,
    // used and blocked codes refuse in the same words and time; wrong digits are counted per member
    // and per peer. What comes back holds neither digits nor secret.
    Result<Code> look_up(MemberId me, std::string_view digits_or_secret, std::string_view peer);
    // For somebody without an account: the secret behind what was typed, which opens /c/{secret}.
    // Refuses as look_up does; wrong digits are counted per peer and for all strangers together.
    Result<std::string> secret_for_stranger(std::string_view digits_or_secret,
                                            std::string_view peer);
    Result<policy::Tie> redeem(MemberId me, std::string_view digits_or_secret, CardId my_card,
                               std::string place, std::string_view peer);

    Result<Request> ask(MemberId me, MemberId to, CardId card, std::string message);
    // Newest first; `before` is the last id of the page before, 0 = from the newest on. limit: 1 to
    // 100.
    std::vector<Request> incoming(MemberId me, RequestId before = {},
                                  int limit = 100); // open and held
    std::vector<Request> outgoing(MemberId me, RequestId before = {}, int limit = 100);
    Result<Request> request_to(MemberId me, RequestId id); // one I received
    int waiting(MemberId me);                              // open ones, for the badge
    Result<policy::Tie> accept(MemberId me, RequestId id, CardId my_card);
    Done hold(MemberId me, RequestId id);
    Done decline(MemberId me, RequestId id);
    Done withdraw(MemberId me, RequestId id);

    Done set_tier(MemberId me, MemberId other, card::Tier tier); // exchanged colleague close
    Done end(MemberId me, MemberId other);
    // The same, asked about the tie as it stands, inside the transaction that writes; may be asked
    // twice.
    using Choosing = std::function<Result<card::Tier>(store::Reader &, policy::Tie const &)>;
    Done set_tier(MemberId me, MemberId other, Choosing const &choosing);
    using Agreeing = std::function<Done(store::Reader &, policy::Tie const &)>;
    Done end(MemberId me, MemberId other, Agreeing const &may);
    Done block(MemberId me, MemberId other);
    Done unblock(MemberId me, MemberId other);
    std::vector<MemberId> blocked(MemberId me);
    bool has_blocked(MemberId me, MemberId other);

    // When I last asked this person, while the request counts as open to me (or was withdrawn); 30
    // days at most.
    std::optional<Time> asked_on(MemberId me, MemberId other);
    // Whether she lets `me` ask her, before anything is written: refused in words when not.
    Done can_reach(MemberId me, MemberId to);
    bool has_asked_me(MemberId me, MemberId other);
    // With whom we both have a live tie, of those who agreed to be a bridge; at most 5.
    std::vector<MemberId> in_common(MemberId me, MemberId other);
    // The same with each of many, in their order.
    std::vector<std::vector<MemberId>> in_common(MemberId me, std::vector<MemberId> const &others);

    // What I may see of a member. Nobody, somebody not yet confirmed and somebody of whom I may see
    // nothing are the same not_found; whoever I have or had a tie with is there.
    Result<policy::Sight> member(MemberId me, MemberId other);
    std::vector<Result<policy::Sight>> members(MemberId me, std::vector<MemberId> const &others);
    // Members whose name I may see (shown to everyone, or to me by our exchange), by that name or
    // by another one that they show me, in any script; best first. An empty query finds nobody.
    // `after` is People::next of the page before.
    Result<People> people(MemberId me, std::string_view query, MemberId after, int limit);
    std::vector<FoundPerson> people(MemberId me, std::string_view query, int limit = 50);
    // Her other names (旧姓・通称), as far as I may see them.
    std::vector<account::NameRecord> other_names(MemberId me, MemberId other);
    // Whether this secret of a code's link would still be taken.
    bool is_live(std::string_view secret);

    // Both sides, ledger and journal in the caller's transaction: redeem, accept, import and
    // introductions end here.
    struct Pair {
        MemberId a, b;
        CardId a_gives, b_gives;
        policy::Means means;
        std::string place;
        MemberId introducer{};
        Time at;
    };
    Result<policy::Tie> tie(store::Writer &writer, Pair const &pair); // a's side
    // Makes a letter due that tells `to` that `with` accepted and they have exchanged cards.
    void put_exchange_letter(store::Writer &writer, MemberId to, MemberId with);
    // A request that I received, while it is neither answered nor on hold.
    std::optional<Request> unanswered(MemberId me, RequestId id);
    // Hook for Cards::on_change: must be registered before contacts' own.
    void card_changed(store::Writer &writer, card::Cards::Change const &change);
    // Takes the locks of a member and of everyone she ever exchanged cards with, smaller ids first.
    void lock_all_of(store::Writer &writer, MemberId me);
    // Hook for Accounts::on_leave, after whatever is reached over her ties. Others' records of the
    // exchange stay, ended.
    void member_leaves(store::Writer &writer, MemberId member);
    // Deletes codes that have expired; now and then.
    void tidy();

    // Asks it whether two are near enough for a request (SQL says the same while it is not ready);
    // before serving.
    void use(network::Network &network);
    // Makes letters about requests and exchanges due there; before serving.
    void use(letter::Letters &letters);
    // The same for notifications on devices.
    void use(push::Push &push);
    // Keeps counts in memory, from now on; before serving.
    void keep_in(store::DerivedMemory &memory);

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

// For `goen check`: what the ties contradict each other in, in English sentences without names.
using policy::inconsistencies;

// A place or an occasion as typed: trimmed, clean, at most 200 characters, one line.
Result<std::string> parse_place(std::string_view typed);

} // namespace goen::exchange
