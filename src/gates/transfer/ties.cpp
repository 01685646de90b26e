// SPDX-License-Identifier: Apache-2.0
// Ties: read whole, then written in the order in which the tables lie on disk, a quarter of a
// million at a time.
#include "base/text.hpp"
#include "circle_events/events.hpp"
#include "contacts/bulk.hpp"
#include "csv/csv.hpp"
#include "exchange/bulk.hpp"
#include "names/search_key.hpp"
#include "transfer/queries.hpp"
#include "transfer/transfer.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace goen::transfer {
namespace {

constexpr std::size_t ties_a_transaction = 500'000; // both sides of each in one transaction

// What a tie's other side needs to know of a member, looked up once.
struct Party {
    CardId card;
    VersionId version;
    std::string sort_key, head;
};

struct Row { // one side
    MemberId member, other;
    Party const *theirs = nullptr;
    Party const *mine = nullptr;
    std::uint32_t tie = 0; // index into the chunk
};

} // namespace

std::int64_t Bulk::write_ties(std::vector<Tie> ties, std::function<void(double)> const &progress) {
    std::unordered_map<MemberId, Party> parties;
    database_.read([&](store::Reader &reader) {
        for (auto const &tie : ties) {
            for (MemberId const id : {tie.a, tie.b}) {
                auto const [place, is_new] = parties.try_emplace(id);
                if (!is_new) continue;
                auto const version = cards_.main_of(reader, id);
                if (!version) continue;
                auto const name = card::seen(version->body, card::Tier::exchanged).name;
                place->second = {version->card, version->id, names::sort_key(name),
                                 names::index_head(name)};
            }
        }
    });

    std::int64_t added = 0;
    for (std::size_t from = 0; from < ties.size(); from += ties_a_transaction) {
        auto const until = std::min(from + ties_a_transaction, ties.size());
        std::vector<Row> rows;
        rows.reserve(2 * (until - from));
        for (auto i = from; i < until; ++i) {
            auto const &a = parties[ties[i].a], &b = parties[ties[i].b];
            if (!a.version || !b.version) continue;
            auto const index = static_cast<std::uint32_t>(i - from);
            rows.push_back({ties[i].a, ties[i].b, &b, &a, index});
            rows.push_back({ties[i].b, ties[i].a, &a, &b, index});
        }
        auto const tie_of = [&](Row const &row) -> Tie const & { return ties[from + row.tie]; };
        auto const line_of = [&](Row const &row) -> contacts::BulkLine {
            auto const &tie = tie_of(row);
            return {
                row.member, row.other, row.theirs->version, row.theirs->sort_key, row.theirs->head,
                tie.at,     tie.place};
        };
        std::int64_t new_sides = 0;
        (void)database_.write([&](store::Writer &writer) -> Done {
            new_sides = 0;
            std::sort(rows.begin(), rows.end(), [](Row const &x, Row const &y) {
                return std::pair{x.member, x.other} < std::pair{y.member, y.other};
            });
            std::vector<Row> fresh;
            fresh.reserve(rows.size());
            for (auto const &row : rows) {
                auto const &tie = tie_of(row);
                if (exchange::add_side(writer,
                                       {row.member, row.other, tie.at, tie.place, row.mine->card,
                                        row.theirs->card, row.theirs->version})) {
                    fresh.push_back(row);
                }
            }
            new_sides = static_cast<std::int64_t>(fresh.size());
            for (auto const &row : fresh) contacts::add_ledger_line(writer, line_of(row));
            std::sort(fresh.begin(), fresh.end(), [](Row const &x, Row const &y) {
                if (x.member != y.member) return x.member < y.member;
                if (auto const order = x.theirs->sort_key.compare(y.theirs->sort_key); order != 0)
                    return order < 0;
                return x.other < y.other;
            });
            for (auto const &row : fresh) contacts::add_line(writer, line_of(row));
            if (new_sides > 0) {
                // One line for the chunk: followers of the journal read the ties themselves anew.
                store::tell(writer, exchange::TiesImported{new_sides});
            }
            return {};
        });
        added += new_sides / 2;
        progress(static_cast<double>(until) / static_cast<double>(ties.size()));
    }
    return added;
}

Result<Tally> Bulk::ties(std::istream &file, std::int64_t size, Listener const &listener) {
    csv::Reader lines{file};
    std::vector<std::string> cells;
    if (lines.next(cells) != csv::Reader::Got::record ||
        cells != std::vector<std::string>{"a", "b", "met_at", "place"}) {
        return Refusal{Reason::invalid, N_("The first line must be: a,b,met_at,place"), {}, {}};
    }
    std::unordered_map<std::string, MemberId> members;
    database_.read([&](store::Reader &reader) {
        reader.each(sql::all_refs, {}, [&](store::Row const &row) {
            members.emplace(row.text(0), row.get<MemberId>(1));
        });
    });

    Tally tally;
    auto const bad = [&](Sentence const &why) {
        ++tally.skipped;
        listener.bad_line(lines.line(), why);
    };
    struct PairHash {
        std::size_t operator()(std::pair<MemberId, MemberId> const &pair) const {
            return std::hash<MemberId>{}(pair.first) * 31 + std::hash<MemberId>{}(pair.second);
        }
    };
    std::unordered_set<std::pair<MemberId, MemberId>, PairHash> seen;
    std::vector<Tie> ties;
    auto const now = clock_.now();
    for (std::int64_t count = 0;; ++count) {
        auto const got = lines.next(cells);
        if (got == csv::Reader::Got::end) break;
        if (count % 10'000 == 0 && size > 0) {
            listener.progress(static_cast<double>(lines.bytes()) / static_cast<double>(size) / 2);
        }
        if (got == csv::Reader::Got::bad) {
            bad(N_("This line is not valid CSV. Its quotes do not match, or it is too long."));
            continue;
        }
        if (cells.size() == 1 && cells[0].empty()) continue;
        if (cells.size() != 4) {
            bad({N_("This line has {1} columns instead of 4."), {std::to_string(cells.size())}});
            continue;
        }
        auto const a = members.find(cells[0]), b = members.find(cells[1]);
        if (a == members.end() || b == members.end()) {
            bad({N_("There is no member with the ref “{1}”."),
                 {a == members.end() ? cells[0].substr(0, 200) : cells[1].substr(0, 200)}});
            continue;
        }
        if (a->second == b->second) {
            bad(N_("Members cannot exchange cards with themselves."));
            continue;
        }
        auto at = now;
        if (!cells[2].empty()) {
            auto const met = parse_rfc3339(cells[2]);
            if (!met) {
                bad({N_("“{1}” is not an ISO 8601 date."), {cells[2].substr(0, 100)}});
                continue;
            }
            at = *met;
        }
        if (!is_clean_utf8(cells[3]) || count_code_points(cells[3]) > 200) {
            bad(N_("The place must be text of at most 200 characters."));
            continue;
        }
        if (!seen.emplace(std::min(a->second, b->second), std::max(a->second, b->second)).second) {
            ++tally.same;
            continue;
        }
        ties.push_back({a->second, b->second, at, std::string{trimmed(cells[3])}});
    }
    auto const count = static_cast<std::int64_t>(ties.size());
    tally.added =
        write_ties(std::move(ties), [&](double part) { listener.progress(0.5 + part / 2); });
    tally.same += count - tally.added;
    listener.progress(1);
    return tally;
}

} // namespace goen::transfer
