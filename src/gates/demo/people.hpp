// SPDX-License-Identifier: Apache-2.0
// Invented people for the demonstration: names with readings, companies before and after 株式会社,
// departments, second posts, foreign residents, places where people meet and what they note. The
// same for the same seed. All mail domains end in .example and all telephone numbers are ones that
// cannot ring (03-0000-…, 090-0000-…).
#pragma once

#include "card/card.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goen::demo {

struct DemoPerson {
    names::NameInput name;
    std::string email;           // of the account
    bool speaks_english = false; // reads the English side
    card::CardBody card;         // company card, ja and en sides; `name` is filled in from above
    std::vector<card::Position> next_ja; // her positions after a transfer; empty = she stayed
    std::vector<card::Position> next_en;
    bool has_private_card = false;
};
std::vector<DemoPerson> make_people(int count, std::uint64_t seed);

// 春季異業種交流会, 商工会議所 十月例会 … and where: "東京・丸の内".
struct Occasion {
    std::string name, place;
};
std::vector<Occasion> const &occasions();
// Memos as people write them: 「名古屋のご出身。お嬢さんが今年小学校へ。」
std::vector<std::string> const &memos();
std::vector<std::string> const &tags();             // 勉強会, 取引先, 大学同期 …
std::vector<std::string> const &request_messages(); // a few polite ones

} // namespace goen::demo
