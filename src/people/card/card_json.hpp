// SPDX-License-Identifier: Apache-2.0
// Cards as JSON: the "card" and "name" objects of the API, the form cards are stored in, and their
// schemas. Reading is strict: everything wrong is named by its path
// ("sides.ja.positions.0.company").
#pragma once

#include "card/card.hpp"
#include "web/schema.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace goen::card {

struct CardInfo;

// For whom JSON is written: the owner also reads kind, label and show.
enum class Audience { owner, others };

boost::json::object name_json(
    names::PersonName const &name); // every field; null for one that is empty
// The second puts the id in front. For others the body must come from seen().
boost::json::object card_json(CardBody const &body, Audience audience);
boost::json::object card_json(CardBody const &body, Audience audience, std::string_view id);
// As its owner's API shows a card: also whether it is the main one, and since when it is so.
boost::json::object own_card_json(CardInfo const &card);
boost::json::object position_json(Position const &position);
boost::json::object address_json(Address const &address);

// `value` has passed name_input_schema(). A field that is absent or null is empty.
Result<names::PersonName> name_from_json(boost::json::object const &value, names::NameRule rule);
// A new card: the top-level parts given replace those of `base`, which says what it begins with.
// Fields that are no part of a card ("id" …) are ignored here: the endpoint's schema has refused
// what it does not know.
Result<CardBody> card_from_json(boost::json::object const &value, names::NameRule rule,
                                CardBody const &base = {});
// `base` changed by a JSON Merge Patch (RFC 7396) that has passed card_patch_schema(): what it does
// not name stays, at every depth.
Result<CardBody> patched_card(CardBody const &base, boost::json::object const &patch,
                              names::NameRule rule);

// As it lies in the database: every field, exactly. from_stored() throws Trouble for a damaged row.
std::string to_stored(CardBody const &body);
CardBody from_stored(std::string_view stored);

// For OpenAPI and validation; named components: Name, Card, CardInput, Side, Position, Address …
web::Schema name_schema();       // answers
web::Schema name_input_schema(); // bodies: every field optional
web::Schema card_schema();       // answers, as owner or reader sees it
web::Schema card_input_schema(); // bodies of POST /cards (name required) and of people files
web::Schema card_patch_schema(); // of PATCH: nothing required
web::Schema tier_schema();

} // namespace goen::card
