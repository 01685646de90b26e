// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the graph: who knows whom. Ids in, ids out; it knows no database and no card. Live
// holds the ties of a whole network in memory, packed (about 2 bytes a tie and side), answers in
// microseconds, and takes changes as they happen.
//
// Wiring, for whoever owns a Live:
//   1. Live::open(file, options): the snapshot, if there is a whole one of this network; else
//   fill() from rows in the
//      order of their ids, with the journal's last seq read before the rows.
//   2. Follow the journal from seq() on and translate each event into a Change; apply() them with
//   the event's seq. Changes
//      say how things are, not what happened, so that applying one twice does no harm.
//   3. save() now and then; at start only what came later has to be read.
// Any thread may call anything. Readers take no lock and see one version: a tie from both its ends
// or from none. What ranks people (tier, recency, times met) stays in SQL: it is handed in as a
// Strength where a question has use for it.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace goen::graph {

// Whose eyes. An asker sees her own ties, and of other people's those that neither end hides;
// somebody blocked, by her or by them, is not there for her. Members who veil themselves hide all
// their ties.
struct View {
    MemberId viewer; // 0: a stranger
    bool is_everything = false;
    // Only members who are bridges stand between two others: everybody else is met at either end of
    // a question only. Whoever is asked about is there even if she has blocked the asker, who must
    // not notice; what the asker has blocked herself is for the caller to leave out. Answers never
    // say is_hidden: it would depend on what nobody may know.
    bool is_over_bridges = false;
    static View of(MemberId viewer) { return {viewer, false, false}; }
    static View over_bridges(MemberId viewer) { return {viewer, false, true}; }
    static View everything() { return {{}, true, false}; } // for the operator's tools
};

// What a question may cost: ties looked at, and time. 0 = as much as it takes.
struct Budget {
    std::uint64_t ties = 0;
    std::chrono::microseconds time{0};
};

// is_exact false: the budget was used up, and the answer is the best so far. is_hidden: there is
// more that the asker may not see. Where an answer is "none", a page says "hidden" instead; which
// tie it is can not be told from any answer.
struct Degree {
    int degree = 0; // 1, 2, 3; 0: further away, or no way at all
    bool is_exact = true, is_hidden = false;
};
struct Distance {
    std::optional<int> hops;
    bool is_exact = true, is_hidden = false;
};
struct Mutual {
    std::uint64_t count = 0;
    // The strongest first, then in the order of ids; without a Strength in the order of ids.
    std::vector<MemberId> first;
    bool is_exact = true, is_hidden = false;
};
struct Second {
    std::uint64_t count = 0;
    bool is_exact = true, is_hidden = false;
};
struct Suggestion {
    MemberId member;
    std::uint32_t mutual = 0;
    bool operator==(Suggestion const &) const = default;
};
struct Suggestions {
    std::vector<Suggestion> people; // most mutual acquaintances first, then in the order of ids
    // Acquaintances with more ties than the limit: whom they know was not counted.
    std::uint32_t hubs_left_out = 0;
    bool is_exact = true, is_hidden = false;
};
struct Paths {
    // From asker to target, both included; all of one length, the shortest.
    std::vector<std::vector<MemberId>> paths;
    bool is_exact = true, is_hidden = false;
};
struct Degrees {
    // One for each who was asked for: 1, 2, 3, or 0; 0 also for somebody who is not there.
    std::vector<std::uint8_t> degree;
    bool is_exact = true, is_hidden = false;
};

// How strong the tie between these two is; larger is stronger. Called for those in question only.
using Strength = std::function<std::uint64_t(MemberId a, MemberId b)>;

struct SuggestAsk {
    std::size_t k = 10; // 1-1000
    // Leave out whom acquaintances with more ties than this know; 0 = nobody is left out.
    std::uint32_t hub_limit = 0;
    std::vector<MemberId> not_these;
};

struct PathsAsk {
    std::size_t k = 3;           // 1-100
    Strength strength = {};      // of the tie to the first hop
    int at_most_hops = 0;        // 0 = any length
    bool over_everybody = false; // also over who is no bridge: for the operator's tools
};

// The first and second circle of one member, kept for many questions: members / 8 bytes.
class Reach {
public:
    MemberId member() const;
    std::int64_t seq() const; // of the version it was made from

    struct State;

private:
    friend class Reading;
    std::shared_ptr<State const> state_;
};

// One version, held still; for one thread and a short while: what is replaced meanwhile is kept in
// memory.
class Reading {
public:
    Reading(Reading &&) noexcept;
    Reading &operator=(Reading &&) = delete;
    ~Reading();

    // Refused: members who are not there, a member and herself, numbers out of range.
    Result<Degree> degree(MemberId a, MemberId b);
    Result<Degrees> degrees(MemberId a, std::span<MemberId const> others); // at most 1,000
    Result<Degrees> degrees(Reach const &reach, std::span<MemberId const> others);
    Result<Reach> reach(MemberId a); // not over bridges only
    Result<Distance> distance(MemberId a, MemberId b);
    Result<Mutual> mutual(MemberId a, MemberId b, std::size_t first = 3,
                          Strength const &strength = {});
    Result<Second> second(MemberId a);
    Result<bool> is_within_two(MemberId a, MemberId b); // tied, or with somebody in common
    Result<Suggestions> suggest(MemberId a, SuggestAsk const &ask = {});
    // Over members who are bridges, with different first hops, the strongest of them first.
    Result<Paths> paths(MemberId a, MemberId b, PathsAsk const &ask = {});
    Result<std::vector<MemberId>> ties(
        MemberId a); // as the viewer sees them, in the order of their numbers

    std::int64_t seq() const;

    struct State;

private:
    friend class Live;
    explicit Reading(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// How things are from now on. Unknown members are taken in with their first tie; changes of pairs
// with oneself are ignored.
struct Change {
    enum class Kind {
        member,         // there is such a member
        member_deleted, // with all her ties; no trace is left after the next packing
        tied,
        untied,
        hidden,
        shown, // whether a tie is kept from third persons
        blocked,
        unblocked,
        bridge,
        no_bridge, // may be asked for introductions
        veiled,
        unveiled // hides all her ties
    };
    Kind kind;
    MemberId a, b;
};

struct Numbers {
    std::uint64_t members = 0, ties = 0, hidden = 0, blocked = 0;
    std::uint64_t packed_bytes = 0, id_bytes = 0;
    std::uint64_t unpacked_changes = 0; // in both directions
    std::uint64_t packings = 0;
    std::int64_t seq = 0;
    std::uint32_t most_ties = 0;
};

struct Options {
    std::uint64_t network = 0;            // tells this network's snapshots from another's
    bool packs_in_background = true;      // else pack() is called
    std::uint32_t changes_a_chunk = 4096; // that many changes have 4,096 members' lists packed anew
    std::chrono::seconds settle_after{60}; // no change stays unpacked for longer
    bool checks_all_at_open =
        false; // else each chunk when it is first looked at, and all in the background
    std::uint32_t room_for_members = 1u << 22; // that may join before the next start
};

// Rows for a new graph, both sides of each tie, in rising order.
class Filling {
public:
    // Everybody, each once, in rising order.
    explicit Filling(std::vector<MemberId> members, Options const &options = {});
    ~Filling();
    // (member, other) rising. Skipped and counted: strangers, oneself, what came before. Refuses
    // disorder.
    Done tie(MemberId member, MemberId other);
    // A whole list at once, of positions in `members`, rising; for who has them at hand.
    void list(std::uint32_t member, std::span<std::uint32_t const> others);
    void flag(MemberId member, Change::Kind kind); // bridge or veiled
    std::uint64_t skipped() const;
    // Whether each tie came from both sides; known after the last row.
    bool is_two_sided() const;

private:
    friend class Live;
    struct State;
    std::unique_ptr<State> state_;
};

class Live {
public:
    explicit Live(Options options = {}); // empty
    // Refused, in words for the log, when there is no whole snapshot of this network: fill from
    // rows then.
    static Result<std::unique_ptr<Live>> open(std::filesystem::path const &file,
                                              Options options = {});
    static std::unique_ptr<Live> fill(Filling &&filling, std::int64_t seq, Options options = {});
    ~Live();
    Live(Live const &) = delete;
    Live &operator=(Live const &) = delete;

    Reading read(View const &view, Budget const &budget = {}) const;

    // All of them become visible at once. Changes that came already (seq not above seq()) are left
    // out; 0 = always.
    void apply(std::span<Change const> changes, std::int64_t seq = 0);
    std::int64_t seq() const;

    // Packs all changes; the background does it chunk by chunk.
    void pack();
    // Everything as it is now, written beside and put in the place of `file` whole. Others go on
    // reading and writing.
    void save(std::filesystem::path const &file) const;
    // Reads through every chunk that came from a file; refused when one is not whole: throw it away
    // and fill anew.
    Done check() const;
    Numbers numbers() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

} // namespace goen::graph
