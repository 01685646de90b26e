// SPDX-License-Identifier: Apache-2.0
#include "people/people.hpp"

#include "admin/admin_doors.hpp"
#include "card/card_doors.hpp"
#include "i18n/dates.hpp"
#include "letter/letter_doors.hpp"
#include "membership/membership_doors.hpp"
#include "people_events/events.hpp"
#include "picture/picture_doors.hpp"
#include "push/push_doors.hpp"

namespace goen::people {

People::People(Ground const &ground, Settings const &settings)
    : accounts(ground.database, ground.ids, ground.clock, ground.random, ground.postman,
               settings.password_cost, settings.rules),
      cards(ground.database, ground.ids, ground.clock), policy(cards), postal(ground.database),
      openings(ground.database, accounts, ground.ids, ground.clock),
      bounces(ground.database, ground.mail_addresses, ground.clock),
      letters(ground.database, accounts, ground.clock, ground.random, ground.postman),
      push(ground.database, accounts, ground.ids, ground.clock, ground.random, settings.push),
      offline{cards},
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

    ground_.mail_addresses.prepare();
    letters.use(ground_.mail_addresses, bounces);
    letters.use({[this](store::Reader &reader, MemberId member) {
                     std::array<bool, letter::kinds.size()> told{};
                     auto const settings = push.settings(reader, member);
                     for (auto const kind : letter::kinds) {
                         auto const same = push::kind_of(letter::to_string(kind));
                         told[static_cast<std::size_t>(kind)] = same && settings.has(*same);
                     }
                     return told;
                 },
                 [this](store::Writer &writer, MemberId member, letter::Kind kind, bool is_on) {
                     if (auto const same = push::kind_of(letter::to_string(kind)))
                         push.switch_kind(writer, member, *same, is_on);
                 }});
    accounts.on_confirm(
        [this](store::Writer &writer, std::string const &email) { bounces.forget(writer, email); });
    letter::add_pages(doors, letters);
    letter::BounceRooms const returned{accounts, bounces};
    letter::add_bounce_pages(doors, returned);
    registry.places.hang(membership::settings_notices, 10, [returned](web::Visit const &visit) {
        return letter::bounce_notice(visit, returned);
    });
    registry.places.hang(web::home_day, 5, [returned](web::Visit const &visit) {
        return letter::bounce_line(visit, returned);
    });
    registry.places.hang(admin::figures, 25, [this](web::Visit const &visit) {
        auto const dead = bounces.counts() ? bounces.dead() : 0;
        if (dead == 0) return html::Html{};
        return admin::figure(i18n::number_text(dead, visit.words.language()),
                             visit.words("addresses from which emails come back"),
                             admin::Mood::needs_care);
    });
    letter::add_api(doors, letters);
    accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        letters.member_leaves(writer, member);
    });

    push::add_pages(doors, push, offline);
    push::add_api(doors, push);
    accounts.on_sign_out(
        [this](store::Writer &writer, MemberId member, account::Accounts::SignedOut how) {
            push.signed_out(writer, member, how);
        });
    accounts.on_leave(LeaveOrder::others, [this](store::Writer &writer, MemberId member) {
        push.member_leaves(writer, member);
    });
    registry.every_hour("push", [this] { push.tidy(); });

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
