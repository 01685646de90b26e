// SPDX-License-Identifier: Apache-2.0
#include "book/book.hpp"

#include "drawing/drawing_doors.hpp"
#include "reminder/reminder_doors.hpp"

namespace goen::book {

Book::Book(people::Ground const &ground, people::People &people, account::Quotas const &quotas)
    : contacts(ground.database, people.policy, people.cards, ground.ids, ground.clock,
               quotas.contacts),
      reminders(ground.database, contacts, ground.ids, ground.clock), ground_(ground),
      people_(people) {}

void Book::open(web::Registry &registry) {
    auto &doors = registry.doors;
    using LeaveOrder = account::Accounts::LeaveOrder;
    people_.cards.on_change(card::Cards::Order::books,
                            [this](store::Writer &writer, card::Cards::Change const &change) {
                                contacts.card_changed(writer, change);
                            });
    people_.accounts.on_leave(
        LeaveOrder::over_ties,
        [this](store::Writer &writer, MemberId member) { contacts.member_leaves(writer, member); });
    contacts.keep_in(registry.memory);
    registry.memory.keep("person_pages", person_pages_);
    contacts::add_pages(doors, person_pages(registry.places),
                        [this](std::string_view code) { return people_.postal.find(code); });
    contacts::add_api(doors, contacts);
    contacts::Edits const edits{ground_.database, contacts, ground_.ids, ground_.clock};
    contacts::add_edit_pages(doors, edits);
    contacts::add_edit_api(doors, edits);
    registry.every_hour("contacts", [this] { contacts.tidy(); });

    contacts.on_adopt([this](store::Writer &writer, MemberId me, ContactId from, ContactId to) {
        reminders.move(writer, me, from, to);
    });
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        reminders.member_leaves(writer, member);
    });
    reminders.keep_in(registry.memory);
    reminder::Rooms const with_reminders{reminders, contacts};
    reminder::add_pages(doors, with_reminders);
    reminder::add_api(doors, with_reminders);
    reminder::add_parts(registry.places, with_reminders);
    reminder::write_letters(people_.letters, with_reminders);
    registry.every_hour("reminder", [this] { reminders.tidy(); });

    drawing::add_pages(doors, contacts);
}

} // namespace goen::book
