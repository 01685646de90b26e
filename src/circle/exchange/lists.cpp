// SPDX-License-Identifier: Apache-2.0
#include "exchange/lists.hpp"

#include "exchange/exchange_state.hpp"

namespace goen::exchange {

std::vector<MySide> ties_after(store::Reader &reader, MemberId me, MemberId after, int count) {
    std::vector<MySide> found;
    reader.each(sql::ties_after, {{"me", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) {
                    auto const means = policy::means_of(row.text(2));
                    if (!means) throw Trouble("a tie was made by unknown means");
                    found.push_back({row.get<MemberId>(0), row.get<Time>(1), *means,
                                     row.get<std::string>(3), row.get<MemberId>(4),
                                     row.get<CardId>(5), row.get<card::Tier>(6),
                                     row.get<std::optional<Time>>(7)});
                });
    return found;
}

std::vector<Request> sent_after(store::Reader &reader, MemberId me, RequestId after, int count) {
    std::vector<Request> found;
    reader.each(sql::sent_after, {{"me", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) { found.push_back(sent_from(row, me)); });
    return found;
}

std::vector<Request> received_after(store::Reader &reader, MemberId me, RequestId after,
                                    int count) {
    std::vector<Request> found;
    reader.each(sql::received_after, {{"me", me}, {"after", after}, {"count", count}},
                [&](store::Row const &row) { found.push_back(received_from(row, me)); });
    return found;
}

std::vector<Blocked> blocks_in(store::Reader &reader, MemberId me) {
    std::vector<Blocked> found;
    reader.each(sql::blocks_of, {{"me", me}}, [&](store::Row const &row) {
        found.push_back({row.get<MemberId>(0), row.get<Time>(1)});
    });
    return found;
}

} // namespace goen::exchange
