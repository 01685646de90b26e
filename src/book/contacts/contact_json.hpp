// SPDX-License-Identifier: Apache-2.0
// The "contact" and "ledger entry" objects of the API, both ways.
#pragma once

#include "card/card_json.hpp"
#include "contacts/contacts.hpp"
#include "web/endpoint.hpp"

namespace goen::policy {
constexpr auto values_of(Means) {
    return std::array{Means::code,  Means::qr,           Means::request,
                      Means::event, Means::introduction, Means::import};
}
} // namespace goen::policy

namespace goen::contacts {

web::Record const &record_of(Contact const *);
web::Record const &record_of(LedgerEntry const *);

struct MeetingText {
    std::string on, place, note; // `on` as typed: 2026-04-01, 令和8年4月1日
};
web::Record const &record_of(MeetingText const *);

struct ContactInput {
    std::optional<card::CardInput> card;
    std::optional<names::NameInput> name; // short for the card's
    std::optional<std::string> memo;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<MeetingText>> met;
};
web::Record const &record_of(ContactInput const *);
using ContactPatch = web::Patch<ContactInput, "ContactPatch">;

// A new contact.
Result<Edit> edit_of(ContactInput const &input);
// A change of `current`.
Result<Edit> edit_of(ContactPatch const &patch, Contact const &current);

// Memo, tags and meetings alone, as typed.
Result<Edit> notes_of(ContactInput const &input);

} // namespace goen::contacts
