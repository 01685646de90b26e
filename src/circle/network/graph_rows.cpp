// SPDX-License-Identifier: Apache-2.0
#include "network/graph_rows.hpp"

#include "base/log.hpp"
#include "network/queries.hpp"

namespace goen::network {
namespace {

constexpr int page = 50'000;

// Small circles must not pay for room they never need.
std::uint32_t room_beside(std::size_t members) {
    return static_cast<std::uint32_t>(std::min<std::size_t>(8192 + members / 4, 1u << 22));
}

} // namespace

std::uint64_t network_of(store::Database &database) {
    return database.read([](store::Reader &reader) {
        return static_cast<std::uint64_t>(
            reader.one<std::int64_t>(sql::network_began, {}).value_or(0));
    });
}

std::unique_ptr<graph::Live> graph_from_rows(store::Database &database, graph::Options options) {
    auto const seq = database.last_seq();
    using Kind = graph::Change::Kind;
    std::vector<graph::Change> changes; // bridges and blocks
    return database.read([&](store::Reader &reader) {
        std::vector<MemberId> members;
        std::vector<MemberId> bridges;
        for (int rows = page; rows == page;) {
            rows = 0;
            reader.each(sql::members_after,
                        {{"after", members.empty() ? MemberId{} : members.back()}, {"count", page}},
                        [&](store::Row const &row) {
                            ++rows;
                            members.push_back(row.get<MemberId>(0));
                            if (row.get<bool>(1)) bridges.push_back(members.back());
                        });
        }
        if (options.room_for_members == 0) options.room_for_members = room_beside(members.size());
        graph::Filling filling{std::move(members), options};
        for (auto const id : bridges) filling.flag(id, Kind::bridge);
        std::optional<Refusal> disorder;
        auto const pairs = [&](store::Query const &query, auto &&each) {
            MemberId member, other;
            for (int rows = page; rows == page && !disorder;) {
                rows = 0;
                auto const after = std::pair{member, other};
                reader.each(query,
                            {{"member", after.first}, {"other", after.second}, {"count", page}},
                            [&](store::Row const &row) {
                                ++rows;
                                std::tie(member, other) = row.as<MemberId, MemberId>();
                                each(member, other);
                            });
            }
        };
        pairs(sql::live_ties_after, [&](MemberId member, MemberId other) {
            if (auto const taken = filling.tie(member, other); !taken && !disorder)
                disorder = taken.why();
        });
        if (disorder) throw Trouble{"the ties did not come in order"};
        if (!filling.is_two_sided()) log::warn("some ties have one side only; see goen check");
        if (filling.skipped() > 0)
            log::warn("ties of nobody were left out",
                      {{"rows", static_cast<std::int64_t>(filling.skipped())}});
        auto live = graph::Live::fill(std::move(filling), seq, options);
        pairs(sql::blocks_after, [&](MemberId member, MemberId other) {
            changes.push_back({Kind::blocked, member, other});
        });
        live->apply(changes);
        return live;
    });
}

} // namespace goen::network
