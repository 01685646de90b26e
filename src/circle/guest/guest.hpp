// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the guest room: people without an account. A member's card is shown to whoever holds
// a link or a code of hers; a guest may leave a card of her own, which waits until the member
// accepts or declines it. Nothing is ever sent to a guest but the one letter that the member
// herself decides to send; by its link the guest may join later and finds the tie there. Threads
// may share a Guests.
#pragma once

#include "base/throttle.hpp"
#include "exchange/exchange.hpp"

namespace goen::store {
class DerivedMemory;
}

namespace goen::guest {

using GuestId = Id<struct GuestMeaning>;

inline constexpr std::size_t max_word = 500;                   // characters
inline constexpr std::chrono::days guest_life{90};             // unanswered, then deleted
inline constexpr int max_waiting = 300;                        // guests of one member
inline constexpr int from_one_address = 30, by_one_link = 120; // cards left in an hour
inline constexpr int max_letters = 2; // to one guest, the second only when the first has ended

// 43 characters of base64url: a link's or a code's secret can be nothing else.
bool is_token(std::string_view text);

// A card behind a link or a code.
struct Shown {
    MemberId owner;
    CardId card;
    card::CardBody body;   // as its owner holds it out: what everyone sees, and the name
    card::CardBody to_all; // what everyone sees: all that previews and titles may say
    std::string place;     // of the code
    bool is_code = false;  // shown in person, for minutes; else the lasting link
};

struct Guest { // one who left her card and waits
    GuestId id;
    MemberId owner;
    CardId card; // the card she saw
    card::CardBody body;
    std::string word, place;
    bool by_code = false;
    i18n::Language language = i18n::Language::ja;
    Time left{};
    Time stays_until() const { return left + guest_life; }
};

// What a guest typed, parsed: a name and at least one way to reach her.
struct LeftCard {
    card::CardBody body;
    std::string word;
};

class Guests {
public:
    Guests(store::Database &database, card::Cards &cards, contacts::Contacts &contacts,
           exchange::Exchange &exchange, policy::Policy &policy, account::Accounts &accounts,
           mail::Postman &postman, IdMaker &ids, Clock &clock, Random &random);

    // --- the lasting link of a card of mine: its secret
    Result<std::string> make_link(MemberId me, CardId card); // the one there is, or a new one
    std::optional<std::string> link(MemberId me, CardId card);
    Done end_link(MemberId me, CardId card);

    // --- for anyone who holds a token: the secret of a link, or of a code that lives. Unknown,
    // ended and of a card that is gone are the same refusal.
    Result<Shown> shown(std::string_view token);
    // Once for the same words; limited for each address and each link.
    Done leave(std::string_view token, LeftCard const &left, i18n::Language language,
               std::string_view peer);

    // --- for the member
    int waiting(MemberId me);
    // Counts are kept in memory from now on; without it each is read.
    void keep_in(store::DerivedMemory &memory);
    std::vector<Guest> list(MemberId me, GuestId before = {}, int limit = 100); // newest first
    // All of them, oldest first, inside a snapshot that the caller holds: for her archive.
    static std::vector<Guest> all(store::Reader &reader, MemberId me);
    // She becomes a private contact; `place` is where we met, else the code's.
    Result<ContactId> accept(MemberId me, GuestId id, std::optional<std::string> place = {});
    Done decline(MemberId me, GuestId id); // deleted; nobody is told

    // --- inviting a guest whom I have accepted
    struct Invitation {
        mail::Letter letter;            // as it would go out; its link is not made yet
        std::optional<Time> sent;       // the last one
        std::optional<Refusal> why_not; // why none can go out now
    };
    Result<Invitation> invitation(MemberId me,
                                  ContactId contact); // not found for any other contact
    Done invite(MemberId me, ContactId contact);

    // The live invitation behind the link of such a letter.
    struct Claim {
        MemberId inviter;
        CardId card;
        card::CardBody body; // the inviter's card, as she holds it out
    };
    Result<Claim> claim(std::string_view secret);
    // By somebody who has an account already.
    Result<policy::Tie> take_claim(MemberId me, std::string_view secret);
    // Hook for Accounts::on_join, after her first card is there.
    void joined(store::Writer &writer, MemberId member);
    // Hook for Cards::on_change: a card that is gone has no link.
    void card_changed(store::Writer &writer, card::Cards::Change const &change);

    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member);

    void tidy(); // deletes what has waited too long

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

} // namespace goen::guest
