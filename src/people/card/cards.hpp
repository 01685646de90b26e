// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the card room: a member's cards and their versions. Inputs are parsed CardBody values
// (card_form.hpp, card_json.hpp), so nothing here can be malformed.
#pragma once

#include "card/card.hpp"
#include "store/database.hpp"

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace goen::store {
class DerivedMemory;
}

namespace goen::card {

struct CardInfo {
    CardId id;
    MemberId owner;
    Version live;
    bool is_main = false; // the card a QR shows first
};

// Where a card and a version lie: with their owner.
struct CardKey {
    MemberId owner;
    CardId id;
};
struct VersionKey {
    MemberId owner;
    VersionId id;
};

class VersionCache;
inline constexpr std::int64_t max_cards = 20; // a member
using VersionPtr = std::shared_ptr<Version const>;

class Cards {
public:
    Cards(store::Database &database, IdMaker &ids, Clock &clock);

    // For a page that asks several questions: inside one read() of it, all answers are of one
    // moment.
    store::Database &database() { return database_; }

    // My cards, main one first.
    std::vector<CardInfo> of(store::Reader &reader, MemberId owner);
    std::vector<CardInfo> of(MemberId owner);
    std::optional<CardInfo> find(store::Reader &reader, MemberId owner,
                                 CardId id);          // only the owner's own
    Result<CardInfo> mine(MemberId owner, CardId id); // the same; somebody else's is not found
    // A published version of this owner's by id, from a bounded cache of immutable values. Null
    // when there is none.
    VersionPtr version(store::Reader &reader, MemberId owner, VersionId id);
    // The same of many, in their order; one query for all that are not in memory.
    std::vector<VersionPtr> versions(store::Reader &reader, std::vector<VersionKey> const &keys);
    // The live version of this owner's card. Null when it was removed or is somebody else's.
    VersionPtr live(store::Reader &reader, MemberId owner, CardId id);
    std::vector<VersionPtr> live(store::Reader &reader, std::vector<CardKey> const &keys);
    // When its owner removed the card; nothing while it stands, or of a card that never was.
    std::optional<Time> removed_on(store::Reader &reader, MemberId owner, CardId id);
    // Of many, those that were removed.
    std::unordered_map<CardId, Time> removed_on(store::Reader &reader,
                                                std::vector<CardKey> const &keys);
    // A card of a and one of b, in one read.
    std::pair<VersionPtr, VersionPtr> both_live(store::Reader &reader, MemberId a, CardId of_a,
                                                MemberId b, CardId of_b);
    // The card shown to those who have none in hand (strangers): the main one.
    VersionPtr main_of(store::Reader &reader, MemberId owner);
    std::vector<VersionPtr> mains_of(store::Reader &reader, std::vector<MemberId> const &owners);

    Result<CardInfo> make(MemberId owner, CardBody body);
    Result<CardInfo> publish(MemberId owner, CardId id,
                             CardBody body); // a new version when anything differs
    // What becomes of a card: made of the card as it stands, inside the transaction that writes, so
    // that nothing changed meanwhile is overwritten. May be asked twice.
    struct Next {
        CardBody body;
        bool make_main = false;
    };
    using Changing = std::function<Result<Next>(CardInfo const &)>;
    Result<CardInfo> change(MemberId owner, CardId id, Changing const &changing);
    Done make_main(MemberId owner, CardId id);
    // Refused for the last card. Those who hold it keep their ledger and lose the live view.
    Done remove(MemberId owner, CardId id);
    // Only if `may` agrees to the card as it stands then.
    Done remove(MemberId owner, CardId id, std::function<Done(CardInfo const &)> const &may);

    // The same inside a transaction (join, import, demo). A member's first card is her main one.
    CardInfo make(store::Writer &writer, MemberId owner, CardBody body, Time at);
    CardInfo publish(store::Writer &writer, CardInfo const &card, CardBody body, Time at);

    // Every version of one of her cards, oldest first, removed cards too: her own history.
    std::vector<VersionPtr> history(store::Reader &reader, MemberId owner, CardId id);

    // When their owner leaves: of her versions only those that others hold or are shown stay, each
    // cut to the most that any of them saw of it. For Accounts::on_leave, by the room that knows
    // who holds what.
    struct Held {
        VersionId version;
        Tier tier;
    };
    void owner_leaves(store::Writer &writer, MemberId owner, std::vector<Held> const &held);
    // Deletes what is left of somebody who has left, when nobody holds it any more.
    void forget_versions(store::Writer &writer, MemberId owner);

    // Called inside the transaction that makes a card, publishes a new version, or removes a card
    // (next is null): the rooms above keep what hangs on it (ties, contacts, ledgers) true.
    struct Change {
        MemberId owner;
        CardId card;
        Version const *next; // null when the card was removed
        Time at;
    };
    // Hooks run by their order: a change reaches the ties first, then the books that show them.
    enum class Order { ties, books, others };
    void on_change(Order order, std::function<void(store::Writer &, Change const &)> hook);
    void keep_in(store::DerivedMemory &memory); // the versions read lately, for its list

private:
    CardInfo add(store::Writer &writer, MemberId owner, CardBody body, Time at, bool is_main);
    Version write_version(store::Writer &writer, MemberId owner, CardId card, CardBody body,
                          Time at);
    void tell(store::Writer &writer, Change const &change);
    void put_first(store::Writer &writer, CardInfo const &card); // her main card from now on

    store::Database &database_;
    IdMaker &ids_;
    Clock &clock_;
    std::multimap<Order, std::function<void(store::Writer &, Change const &)>> hooks_;
    std::shared_ptr<VersionCache> cache_;
};

// What a member has from the first day: a card with her name on it and nothing else. This is a
// network of real names, and she must be findable to be asked for an exchange: the name is seen by
// fellow members and by those she gives a link to; whatever she adds later, only by those she
// exchanged cards with. She can change both on the card.
CardBody first_card(names::PersonName name);
void make_first_card(store::Writer &writer, Cards &cards, MemberId owner,
                     names::PersonName const &name, Time at);

} // namespace goen::card
