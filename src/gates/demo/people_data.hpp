// SPDX-License-Identifier: Apache-2.0
// Of people.cpp: the lists invented people are drawn from.
#pragma once

#include <span>
#include <string_view>

namespace goen::demo {

struct Surname {
    std::string_view written, kana, romaji; // romaji "" = as the kana says
    int weight;                             // roughly as often as in Japan
};
std::span<Surname const> surnames();

enum class Generation { elder, middle, young }; // born about 1955-70, 1970-88, 1988-2004
struct GivenName {
    std::string_view written, kana;
    Generation generation;
};
std::span<GivenName const> given_names();

// People who came from elsewhere, in every shape a name can have.
struct Newcomer {
    std::string_view family, given, middle, family_kana, given_kana, family_romaji, given_romaji;
    bool is_family_first, reads_english;
};
std::span<Newcomer const> newcomers();

// An invented company: what stands before and after its name, and what kind of work it does.
enum class Trade {
    maker,
    technology,
    trading,
    building,
    food,
    finance,
    advice,
    medical,
    school,
    civic,
    craft
};
struct Stem {
    std::string_view name, romaji;
};
struct Business {
    std::string_view name, english; // 精機, "Precision"
    Trade trade;
    std::string_view before, after; // legal form: 株式会社 before or after
    std::string_view english_form;  // "Co., Ltd."
};
std::span<Stem const> stems();
std::span<Business const> businesses();

struct Pair {
    std::string_view ja, en;
};
// Divisions of larger firms, and the departments in them.
struct Department {
    Pair division, section;
};
std::span<Department const> departments(Trade trade);
// From the youngest to the highest.
std::span<Pair const> ranks(Trade trade);
// What people do beside their main post.
std::span<Pair const> side_posts();
std::span<Pair const> buildings();

} // namespace goen::demo
