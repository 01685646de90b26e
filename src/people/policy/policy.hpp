// SPDX-License-Identifier: Apache-2.0
// THE policy: one function answers "what may A see of B, now". Pages, API, lists and search all ask
// it and nothing else.
//
// A tie is stored once per side (key: the member it belongs to, then the other). My row about you
// holds what I disclose to you (tier, given card) and what you disclose to me (sees, received card
// and its live version): the two rows are written in one transaction, so one read of my own row
// answers.
#pragma once

#include "card/cards.hpp"

#include <unordered_map>

namespace goen::policy {

enum class Means { code, qr, request, event, introduction, import };
std::string_view to_string(Means means);
std::optional<Means> means_of(std::string_view text);

struct Tie { // my side
    MemberId member, other;
    Time since{};
    Means means = Means::code;
    std::string place;
    MemberId introducer; // of an introduction, else 0
    CardId given, received;
    VersionId version; // live version of `received`; 0 when its owner withdrew the card
    card::Tier tier = card::Tier::exchanged; // mine towards them
    card::Tier sees = card::Tier::exchanged; // theirs towards me: never shown to me in words
    std::optional<Time> ended;
    bool is_live() const { return !ended; }
};

// What `viewer` may see of `owner` now.
struct Sight {
    card::Tier tier = card::Tier::none;
    // Of the card in hand, or for a stranger of the main card; null: there is nothing to see.
    card::VersionPtr version;
    std::optional<Tie> tie; // the viewer's side, live or ended
    bool is_self = false;

    bool is_tied() const { return tie && tie->is_live(); }
    // The card as it may be shown: the only way to an output. Empty body when there is nothing to
    // see.
    card::CardBody card() const {
        return version ? card::seen(version->body, tier) : card::CardBody{};
    }
    bool sees_name() const { return version && !card().name.empty(); }
};

class Policy {
public:
    explicit Policy(card::Cards &cards) : cards_(cards) {}

    // viewer 0 = somebody without an account. A member who is not there gives Sight{} (version
    // null). To someone blocked by the owner, as to everyone else without a tie: the stranger's
    // sight.
    Sight look(store::Reader &reader, MemberId viewer, MemberId owner);
    // The same of many, in their order, with as many queries as for one: for lists.
    std::vector<Sight> look(store::Reader &reader, MemberId viewer,
                            std::vector<MemberId> const &owners);

    // One card seen by a tier, for 見え方の確認 (owner only; the caller has checked).
    static card::CardBody preview(card::CardBody const &body, card::Tier tier) {
        return card::seen(body, tier);
    }

    // A card its owner holds out herself (a code, a QR, a request): what everyone sees, and her
    // name.
    static card::CardBody held_out(card::CardBody const &body) {
        auto shown = card::seen(body, card::Tier::none);
        shown.name = body.name;
        return shown;
    }

    std::optional<Tie> tie(store::Reader &reader, MemberId member, MemberId other); // live or ended
    // Those of them there are.
    std::unordered_map<MemberId, Tie> ties(store::Reader &reader, MemberId member,
                                           std::vector<MemberId> const &others);
    // Everyone who holds this card in a live tie, with what its owner discloses to each.
    struct Holder {
        MemberId member;
        card::Tier sees;
    };
    std::vector<Holder> holders(store::Reader &reader, MemberId owner, CardId card);
    bool has_blocked(store::Reader &reader, MemberId who, MemberId whom);

private:
    card::Cards &cards_;
};

// For `goen check`: ties whose two rows disagree, blocks with one row, and holders shown another
// version than the live one.
std::vector<std::string> inconsistencies(store::Reader &reader);

} // namespace goen::policy
