// SPDX-License-Identifier: Apache-2.0
// The one gate through which anything typed becomes a CardBody: forms, JSON, files. It trims,
// tidies what is safe to tidy (postal codes), and refuses the rest with the path and the reason.
// What passes is stored as it was typed.
#pragma once

#include "card/card.hpp"

namespace goen::card {

inline constexpr std::size_t max_lines = 20;  // positions a side, phones, mails, links
inline constexpr std::size_t max_levels = 10; // of a department
inline constexpr std::size_t max_text = 200;  // characters of any one text
inline constexpr std::size_t max_url = 1000;

// `typed.name` is ignored, `name` is read. Paths are those of the JSON object: "phones.0.value".
Result<CardBody> checked(CardBody typed, names::NameInput const &name, names::NameRule rule);
// The same for parts that go on with a name already parsed.
Result<CardBody> checked(CardBody typed, names::PersonName name);

// A name as it would be typed again, and whether `typed` is that.
names::NameInput input_of(names::PersonName const &name);
bool is_same(names::NameInput const &typed, names::PersonName const &name);

// A member's card is shown to others, so it cannot bear the network's own name either.
Done checked_name(names::PersonName const &name, std::string_view network_name);
// The same for a card that had a name before: one that stays as it was is fine, also when the rules
// have become stricter since.
Done checked_new_name(names::PersonName const &name, names::PersonName const &before,
                      std::string_view network_name);

// Single rules, each refusing in words.
// Hyphens stay as typed, full-width digits become a telephone's; no USSD codes.
Result<std::string> checked_phone(std::string_view typed);
Result<std::string> checked_url(
    std::string_view typed); // http and https with a host; "mihon.example" gets https://
Result<std::string> checked_postal_code(std::string_view typed,
                                        std::string_view country); // 100-0005 in Japan

std::vector<std::string> const &phone_labels(); // main direct mobile fax extension home
std::vector<std::string> const &email_labels(); // work home other
// name positions emails phones address urls phones.main …
bool is_showable(std::string_view part);

} // namespace goen::card
