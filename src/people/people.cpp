// SPDX-License-Identifier: Apache-2.0
#include "people/people.hpp"

#include "admin/admin_doors.hpp"
#include "card/card_doors.hpp"
#include "letter/letter_doors.hpp"
#include "membership/membership_doors.hpp"
#include "people_events/events.hpp"
#include "picture/picture_doors.hpp"

namespace goen::people {

People::People(Ground const &ground, Settings const &settings)
    : accounts(ground.database, ground.ids, ground.clock, ground.random, ground.postman,
               settings.password_cost, settings.rules),
      cards(ground.database, ground.ids, ground.clock), policy(cards), postal(ground.database),
      openings(ground.database, accounts, ground.ids, ground.clock),
      letters(ground.database, accounts, ground.clock, ground.random, ground.postman),
      pictures(ground.database, policy, cards, darkroom, ground.clock, settings.quotas),
      ground_(ground), outbox_folder_(settings.outbox_folder) {}

void People::open(web::Registry &registry) {
    auto &doors = registry.doors;
    using LeaveOrder = account::Accounts::LeaveOrder;
    accounts.on_join([this](store::Writer &writer, MemberId member, names::PersonName const &name) {
        card::make_first_card(writer, cards, member, name, ground_.clock.now());
    });
    accounts.keep_in(registry.memory);
    cards.keep_in(registry.memory);
    membership::add_pages(doors, {ground_.database, accounts, ground_.random, registry.places});
    membership::add_api(doors, ground_.database, accounts, cards);
    registry.every_hour("account", [this] { accounts.tidy(); });
    auto &live = registry.live;
    live.ends_sessions<account::SessionEnded>();
    live.ends_sessions<account::OtherSessionsEnded>();
    live.ends_sessions<account::TokenEnded>();
    live.ends_sessions<account::PasswordChanged>();
    live.ends_sessions<account::PasswordReset>();
    live.ends_sessions<account::MemberLeft>();

    admin::add_pages(doors, registry.places, ground_.database, accounts, ground_.postman,
                     outbox_folder_);
    admin::add_opening_pages(doors, accounts, openings);
    accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        openings.member_leaves(writer, member);
    });

    letter::add_pages(doors, letters);
    letter::add_api(doors, letters);
    accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        letters.member_leaves(writer, member);
    });

    card::add_pages(doors, registry.places, cards,
                    [this](std::string_view code) { return postal.find(code); });
    card::add_api(doors, cards);

    cards.on_change(card::Cards::Order::others,
                    [this](store::Writer &writer, card::Cards::Change const &change) {
                        pictures.card_changed(writer, change);
                    });
    accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        pictures.member_leaves(writer, member);
    });
    picture::add_pages(doors, pictures, cards);
    picture::add_api(doors, pictures);
    registry.every_hour("picture", [this] { pictures.tidy(); });
}

} // namespace goen::people
