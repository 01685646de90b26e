// SPDX-License-Identifier: Apache-2.0
// A member's ties, requests and blocks inside a snapshot that its caller holds: for her archive.
// Long lists come in pieces, by the last id of the piece before (0 = from the beginning).
#pragma once

#include "exchange/exchange.hpp"

namespace goen::exchange {

// Her side only; what the other discloses is the other's to know.
struct MySide {
    MemberId other;
    Time since{};
    policy::Means means{};
    std::string place;
    MemberId introducer; // of an introduction, else 0
    CardId given;
    card::Tier tier{};
    std::optional<Time> ended;
};
std::vector<MySide> ties_after(store::Reader &reader, MemberId me, MemberId after, int count);

// Hers know nothing of hold and decline; those to her are without what their senders took back.
std::vector<Request> sent_after(store::Reader &reader, MemberId me, RequestId after, int count);
std::vector<Request> received_after(store::Reader &reader, MemberId me, RequestId after, int count);

struct Blocked {
    MemberId other;
    Time since{};
};
std::vector<Blocked> blocks_in(store::Reader &reader, MemberId me);

} // namespace goen::exchange
