// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the exchange room: two people exchange cards, and all that follows from it: codes, requests,
// distance, ending, blocking. The exchange is the consent; no tie is ever made without both sides' act.
#pragma once

#include "account/account.hpp"
#include "contacts/contacts.hpp"

namespace goen::exchange {

struct Code { // shown by its owner: a spoken six-digit code and the secret in the QR's link
    CodeId id;
    MemberId owner;
    CardId card;
    std::string digits;       // "482913"; unique among live codes
    std::string secret;       // of /x/{secret}
    std::string place;
    Time expires{};
    int uses_left = 1;        // -1 = everyone who comes in time
};

struct Request {
    RequestId id;
    MemberId from, to;
    CardId card;              // the sender gives this one
    std::string message;
    Time sent{};
    enum class State { open, held, accepted, declined, withdrawn } state = State::open;
    // What the sender is told: open, held and declined all read "sent" until 30 days have passed, then "lapsed".
    std::string_view state_for_sender(Time now) const;
};

class Exchange {
public:
    Exchange(store::Database& database, policy::Policy& policy, card::Cards& cards, contacts::Contacts& contacts,
             account::Accounts& accounts, IdMaker& ids, Clock& clock, Random& random);

    // My new code; the one before dies. minutes 1-1440, uses 0 = everyone.
    Result<Code> show_code(MemberId me, CardId card, int minutes, int uses, std::string place);
    std::optional<Code> my_code(MemberId me);
    Done end_code(MemberId me);
    // Whose code it is (typed digits or the link's secret), without using it up. Wrong, expired, used and blocked
    // codes refuse in the same words and time; wrong ones are counted per member and per peer.
    Result<Code> look_up(MemberId me, std::string_view digits_or_secret, std::string_view peer);
    Result<policy::Tie> redeem(MemberId me, std::string_view digits_or_secret, CardId my_card, std::string place,
                               std::string_view peer);

    Result<Request> ask(MemberId me, MemberId to, CardId card, std::string message);
    std::vector<Request> incoming(MemberId me);          // open and held, newest first
    std::vector<Request> outgoing(MemberId me);
    Result<Request> request_to(MemberId me, RequestId id); // one I received
    int waiting(MemberId me);                             // open ones, for the badge
    Result<policy::Tie> accept(MemberId me, RequestId id, CardId my_card);
    Done hold(MemberId me, RequestId id);
    Done decline(MemberId me, RequestId id);
    Done withdraw(MemberId me, RequestId id);

    Done set_tier(MemberId me, MemberId other, card::Tier tier); // exchanged colleague close
    Done end(MemberId me, MemberId other);
    Done block(MemberId me, MemberId other);
    Done unblock(MemberId me, MemberId other);
    std::vector<MemberId> blocked(MemberId me);

    // Both sides, ledger and journal in the caller's transaction: redeem, accept, import and introductions end here.
    struct Pair {
        MemberId a, b;
        CardId a_gives, b_gives;
        policy::Means means;
        std::string place;
        MemberId introducer{};
        Time at;
    };
    Result<policy::Tie> tie(store::Writer& writer, Pair const& pair); // a's side
    void card_changed(store::Writer& writer, card::Cards::Change const& change);

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace goen::exchange
