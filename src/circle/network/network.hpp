// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the network room: who knows whom, for members. It owns the graph in memory
// (graph/graph.hpp), fills it in the background, keeps it true by the journal, and answers in what
// a member may be told.
//
// What is told: my own ties; and what lies beyond them over members who agreed to be a bridge, and
// nobody else. Whoever did not agree is met as the end of a question only. Whether something was
// left out is never said: where there is no answer it reads "hidden", and that depends on my own
// ties alone. Somebody I have blocked is not there for me; somebody who has blocked me is there as
// a stranger is, so that I do not notice. Names come from policy and from nothing else.
//
// Threads may share a Network. Until it is ready (the graph is being filled) questions answer
// nothing: pages leave the badge out, and ask SQL where they must know.
#pragma once

#include "contacts/contacts.hpp"
#include "graph/graph.hpp"

#include <filesystem>
#include <map>

namespace goen::store {
class DerivedMemory;
}

namespace goen::network {

struct Options {
    std::filesystem::path folder = {}; // where the snapshot lies; "" = none is kept
    seconds save_every{3600};
};

// 1, 2, 3; 0 = none is shown: further away, no way at all, or one that is hidden.
struct Degree {
    int degree = 0;
    bool is_exact = true;   // false: the budget was used up
    bool is_hidden = false; // with degree 0: there may be a way that is not shown
    bool operator==(Degree const &) const = default;
};

struct Acquaintance {
    MemberId id;         // 0: somebody whose name is not shown to the asker
    card::CardBody card; // as the asker sees it
};

struct Mutual {
    std::vector<Acquaintance> people; // the first of them, the nearest to me first
    std::uint64_t count = 0;          // all whom I may be told of
    bool is_exact = true;
    bool is_hidden = false; // there may be others
};

// An introduction path: me, whoever stands between, the one I look for.
struct Way {
    std::vector<Acquaintance> people;
    policy::Tie first_tie; // mine with the first of them: how well I know her
    int times_met = 0;
};
struct Ways {
    std::vector<Way> ways; // different first persons; the best to ask first
    bool is_exact = true, is_hidden = false;
};

struct Suggestion {
    Acquaintance person;
    std::uint64_t mutual = 0;                // how many acquaintances in common I may be told of
    std::vector<Acquaintance> acquaintances; // some of them
    std::vector<std::string> companies;      // where we both work, as she shows it to me
};
struct Suggestions {
    std::vector<Suggestion> people; // most acquaintances in common first
    int hubs_left_out = 0;          // acquaintances with so many ties that theirs say nothing
    bool is_exact = true;
};
inline constexpr std::uint32_t hub_limit = 500; // ties
inline constexpr int most_ways = 3;
inline constexpr std::size_t most_bridges = 5;

struct Numbers { // for /metrics
    bool is_ready = false;
    std::uint64_t members = 0, ties = 0;
    std::int64_t seq = 0; // the last event heard
};

class Network {
public:
    Network(store::Database &database, policy::Policy &policy, contacts::Contacts &contacts,
            Clock &clock);
    ~Network();
    Network(Network const &) = delete;
    Network &operator=(Network const &) = delete;

    // Follows the journal from now on and fills the graph on a thread of its own; before serving.
    void open(Options options = {});
    // Saves the snapshot (when there is a folder) and stops. What is asked later is not answered.
    void close();
    bool is_ready() const;
    bool wait_until_ready(milliseconds at_most); // false: not in time
    void save();                                 // the snapshot, now
    Numbers numbers() const;
    void keep_in(store::DerivedMemory &memory);           // the graph, for its list
    std::vector<std::string_view> followed_kinds() const; // of events (docs/events.md)

    // The degree of another member as `me` is told it. Nothing: not ready.
    std::optional<Degree> degree(MemberId me, MemberId other);
    // Of a page's people at once, in their order; at most 1,000.
    std::optional<std::vector<Degree>> degrees(MemberId me, std::vector<MemberId> const &others);
    // Whom we both know, of those who agreed to be a bridge and whose name I see. Nothing: not
    // ready.
    std::optional<Mutual> mutual(MemberId me, MemberId other, std::size_t first = 3);
    // Whether they are tied, or know somebody in common, whoever that is: for the reach of
    // requests, never to be shown. Nothing: not ready.
    std::optional<bool> is_within_two(MemberId a, MemberId b);
    // Refused with not_found for nobody and for oneself. Nothing to go on: not ready.
    Result<std::optional<Ways>> ways(MemberId me, MemberId to);
    // Who of those I exchanged cards with can introduce me to her, because they did so too: in the
    // order of ways(), at most five. Nothing: not ready.
    std::optional<std::vector<MemberId>> bridges(MemberId me, MemberId to);

    std::optional<Suggestions> suggestions(MemberId me, std::size_t count = 10);
    // "Not interested": she is not suggested to me any more. Refused for nobody.
    Done dismiss(MemberId me, MemberId other);
    Done undismiss(MemberId me, MemberId other);
    std::vector<MemberId> dismissed(MemberId me); // newest first; at most 1,000

    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member);

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

} // namespace goen::network
