// SPDX-License-Identifier: Apache-2.0
#include "gates/gates.hpp"

#include "archive/archive_doors.hpp"
#include "transfer/transfer_doors.hpp"

namespace goen::gates {

Gates::Gates(people::Ground const &ground, people::People &people, book::Book &book,
             circle::Circle &circle, account::Quotas const &quotas,
             answering::Settings const &answers_)
    : leaving(ground.database, people.accounts, circle.exchange),
      imports(ground.database, book.contacts, ground.ids, ground.clock, quotas.drafts),
      archives({ground.database, people.accounts, people.cards, people.policy, book.contacts,
                people.pictures, imports, ground.ids, ground.clock, people.letters, quotas}),
      answers({ground.database, people.accounts, people.cards, circle.exchange, circle.feed,
               circle.messages, ground.mail_addresses, people.bounces, ground.postman,
               ground.clock},
              answers_),
      people_(people), book_(book) {}

void Gates::open(web::Registry &registry) {
    auto &doors = registry.doors;
    using LeaveOrder = account::Accounts::LeaveOrder;
    leaving::add_pages(doors, leaving);
    leaving::add_api(doors, leaving);
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        imports.member_leaves(writer, member);
    });
    transfer::add_pages(doors, imports, book_.contacts, people_.cards);
    transfer::add_api(doors, imports, book_.contacts);
    registry.every_hour("transfer", [this] { imports.tidy(); });
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        archives.member_leaves(writer, member);
    });
    archive::add_pages(doors, archives);
    archive::add_api(doors, archives);
    registry.every_hour("archive", [this] { archives.tidy(); });
    people_.accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        answers.member_leaves(writer, member);
    });
    registry.every_hour("answering", [this] { answers.tidy(); });
}

} // namespace goen::gates
