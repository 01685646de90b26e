// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the introduction room (紹介): somebody asks a person she knows to introduce her to a
// third, or that person proposes it to both. Cards are exchanged when both of them have said yes.
// Whoever holds or declines does so in her own row: nobody else's page, count, refusal or answer
// depends on it. Threads may share an Introductions.
#pragma once

#include "exchange/exchange.hpp"

namespace goen::store {
class DerivedMemory;
}

namespace goen::introduction {

using IntroductionId = Id<struct IntroductionMeaning>;

inline constexpr std::chrono::days life{30}; // of a question; asked anew with the introduction
inline constexpr std::size_t max_message = 1000, max_about = 200, max_words = 1000; // characters
inline constexpr int asks_a_day = 5, open_asks = 10;                                // of one asker
inline constexpr int open_with_one_bridge = 3, bridges_to_one = 2;
inline constexpr int proposals_a_day = 10;
inline constexpr int thanks_phrases = 3;

enum class Role { asker, bridge, party };
std::string_view to_string(Role role);
enum class State { open, held, declined, introduced, accepted, made, withdrawn };
std::string_view to_string(State state);

struct Introduction { // as it lies in one person's row
    IntroductionId id;
    MemberId member;
    Role role = Role::party;
    bool proposed = false; // by the bridge; else asked for by `from`
    MemberId from, bridge, to;
    CardId card, shown;         // the one `member` gives; the asker's that is shown
    std::string message, about; // the asker's to the bridge; to be passed on
    std::string words;          // the bridge's
    Time sent{}, since{};
    State state = State::open;
    int thanks_from = 0, thanks_to = 0; // 1-3: the phrase

    MemberId other() const { return member == from ? to : from; } // not for the bridge
    int my_thanks() const { return member == from ? thanks_from : thanks_to; }
    Time lapses() const { return since + life; }
    // Waits for an answer of hers.
    bool is_answerable(Time now) const;
    // "sent" "passed_on" "open" "held" "accepted" "made" "withdrawn" "lapsed"
    std::string_view state_for_reader(Time now) const;
};

struct Settings {
    CardId card;         // shown for introductions; 0 = the main one
    bool bridge = false; // others may ask me to introduce them
    bool found = true;   // I may be introduced
};

enum class Box { waiting, under_way, made };

class Introductions {
public:
    Introductions(store::Database &database, policy::Policy &policy, card::Cards &cards,
                  exchange::Exchange &exchange, account::Accounts &accounts, IdMaker &ids,
                  Clock &clock);

    struct Ask {
        MemberId bridge, to;
        CardId card; // shown, and given if it comes about
        std::string message, about;
    };
    Result<Introduction> ask(MemberId me, Ask const &ask);
    // The bridge's answer to being asked: her words go to both.
    Done introduce(MemberId me, IntroductionId id, std::string_view words);
    Result<Introduction> propose(MemberId me, MemberId one, MemberId another,
                                 std::string_view words);

    // A party's yes with the card she gives. The tie, when it has made one; nothing while the other
    // has yet to answer.
    using Answered = std::optional<policy::Tie>;
    Result<Answered> accept(MemberId me, IntroductionId id, CardId card);
    Done hold(MemberId me, IntroductionId id);              // bridge or party
    Done decline(MemberId me, IntroductionId id);           // bridge or party
    Done withdraw(MemberId me, IntroductionId id);          // asker, or a bridge who has introduced
    Done thank(MemberId me, IntroductionId id, int phrase); // 1-3, once

    // Newest first; `before` is the last id of the page before. limit 1-101.
    std::vector<Introduction> list(MemberId me, Box box, IntroductionId before = {},
                                   int limit = 100);
    // What the three boxes show together, oldest first, in pieces (`after` is the last id of the
    // piece before), inside a snapshot that the caller holds: for her archive.
    static std::vector<Introduction> shown_after(store::Reader &reader, MemberId me, Time now,
                                                 IntroductionId after, int count);
    Result<Introduction> find(MemberId me, IntroductionId id);
    int waiting(MemberId me); // for the badge
    // Makes letters about introductions due there; before serving.
    void use(letter::Letters &letters);
    // The same for notifications on devices.
    void use(push::Push &push);
    void keep_in(store::DerivedMemory &memory);

    // What a party is shown of the other before cards are exchanged; the same to the bridge as a
    // preview. An asker is shown as on her introduction card, others as everyone sees them.
    struct Party {
        MemberId member;
        bool is_asker = false;
        CardId card; // of an asker
    };
    std::vector<card::CardBody> shown_of(std::vector<Party> const &parties); // in their order
    card::CardBody shown_of(MemberId party) { return shown_of({Party{party}}).front(); }

    Settings settings(MemberId me);
    // `check` is asked inside the transaction, with what is stored then; its refusal is the answer.
    Done choose(MemberId me, Settings const &settings,
                std::function<Done(Settings const &now)> const &check = {});

    // Hook for Accounts::on_leave: also what others have of introductions she has a part in.
    void member_leaves(store::Writer &writer, MemberId member);

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

} // namespace goen::introduction
