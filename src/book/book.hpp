// SPDX-License-Identifier: Apache-2.0
// The district of the book, wired: what one person keeps about people. Owns its rooms.
#pragma once

#include "contacts/contacts_doors.hpp"
#include "people/people.hpp"
#include "reminder/reminder.hpp"

namespace goen::book {

class Book {
public:
    Book(people::Ground const &ground, people::People &people, account::Quotas const &quotas);
    void open(web::Registry &registry);

    contacts::PersonPages person_pages(web::Places &places) {
        return {contacts, places, person_pages_};
    }

    contacts::Contacts contacts;
    reminder::Reminders reminders;

private:
    web::KeptBodies person_pages_;
    people::Ground const ground_;
    people::People &people_;
};

} // namespace goen::book
