// SPDX-License-Identifier: Apache-2.0
// People: those of one's own book, then members who show their name to everyone. Both lists are
// those of the book and of the page that finds members, asked in one snapshot.
#pragma once

#include "exchange/exchange.hpp"
#include "search/search.hpp"

namespace goen::search {

struct People {
    store::Database &database;
    contacts::Contacts &contacts;
    exchange::Exchange &exchange;
};

Kind people(People rooms);

// Why a card, and what stands beside it in my book, answers a question: one reason for each word
// that is not seen in the name.
struct Person {
    card::CardBody card;
    std::vector<account::NameRecord> other_names = {};
    std::string memo = {};
    std::vector<std::string> tags = {};
    std::vector<contacts::Meeting> met = {};
};
std::vector<Why> why_found(Person const &person, std::string_view question, i18n::Language reader);

} // namespace goen::search
