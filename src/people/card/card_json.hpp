// SPDX-License-Identifier: Apache-2.0
// Cards as the API takes and answers them: the "card" and "name" objects, read, written and
// described by the same tables (web/record.hpp). Reading is strict: everything wrong is named by
// its path ("sides.ja.positions.0.company"). What lies in the database is another format:
// card_store.hpp.
#pragma once

#include "card/card.hpp"
#include "web/record.hpp"

#include <boost/json/object.hpp>

namespace goen::names {

std::string_view to_string(Order order); // "family_first" …
constexpr auto values_of(Order) { return std::array{Order::family_first, Order::given_first}; }
web::Record const &record_of(PersonName const *); // Name, of answers: every part, null when empty
web::Record const &record_of(NameInput const *);  // of bodies: every part may be absent

} // namespace goen::names

namespace goen::card {

struct CardInfo;

std::string_view to_string(Layout layout); // "horizontal" …
constexpr auto values_of(Layout) { return std::array{Layout::horizontal, Layout::vertical}; }
constexpr auto values_of(Style) { return styles; }
constexpr auto values_of(Kind) { return std::array{Kind::company, Kind::own, Kind::private_}; }
constexpr auto values_of(Tier) {
    return std::array{Tier::none, Tier::exchanged, Tier::colleague, Tier::close};
}
web::Record const &record_of(Position const *);
web::Record const &record_of(Address const *);
web::Record const &record_of(Side const *);
web::Record const &record_of(Labelled const *);
web::Record const &record_of(Picture const *); // CardPicture, which is only written

struct Sides {
    std::optional<Side> ja, en;
};
web::Record const &record_of(Sides const *);

// For whom a card is written: the owner also reads kind, label and show.
enum class Audience { owner, others };

struct CardAnswer {
    CardBody body; // for others: from seen()
    Audience audience = Audience::others;
    CardId id{};                   // left out when there is none
    std::optional<bool> main;      // whether it is the owner's main card
    std::optional<Time> published; // since when it is so
};
web::Record const &record_of(CardAnswer const *); // Card
CardAnswer own_card(CardInfo const &card);        // as its owner's API shows it

// A card to be made, or what becomes of one. What is not there was not named.
struct CardInput {
    std::optional<names::NameInput> name;
    std::optional<Kind> kind;
    std::optional<std::string> label;
    std::optional<Sides> sides;
    std::optional<std::vector<Labelled>> emails, phones, urls;
    std::optional<Layout> layout;
    std::optional<Style> style;
    std::optional<std::map<std::string, Tier>> show;
    std::optional<bool> main;
};
web::Record const &record_of(CardInput const *);

CardInput input_of(CardBody const &body); // every part

// A new card: the parts given replace those of `base`, which says what it begins with.
Result<CardBody> card_of(CardInput const &input, names::NameRule rule, CardBody const &base = {});
// `base` with all its parts as `whole` says; pictures stay. A name that is not being changed is not
// checked again.
Result<CardBody> changed_card(CardBody const &base, CardInput const &whole, names::NameRule rule);

boost::json::object card_json(CardBody const &body, Audience audience, CardId id = {});
web::Schema card_patch_schema(); // of a PATCH, and of a card within another body
web::Schema tier_schema();

} // namespace goen::card
