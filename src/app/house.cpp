// SPDX-License-Identifier: Apache-2.0
#include "app/house.hpp"

#include "admin/admin_doors.hpp"
#include "archive/archive_doors.hpp"
#include "card/card_doors.hpp"
#include "card/card_json.hpp"
#include "contacts/contacts_doors.hpp"
#include "drawing/drawing_doors.hpp"
#include "exchange/exchange_doors.hpp"
#include "guest/guest_doors.hpp"
#include "home/home_doors.hpp"
#include "introduction/introduction_doors.hpp"
#include "membership/membership_doors.hpp"
#include "network/network_doors.hpp"
#include "picture/picture_doors.hpp"
#include "reminder/reminder_doors.hpp"
#include "transfer/transfer_doors.hpp"

namespace goen::app {
namespace {

account::Rules rules(Config const &config) {
    return {.policy = join_policy(config),
            .public_url = public_url(config),
            .network_name = config.network_name};
}

// For a house that nobody lives in (goen routes): writes nothing anywhere.
class NoPostman final : public mail::Postman {
public:
    bool post(mail::Letter) override { return true; }
};

} // namespace

std::string public_url(Config const &config) {
    return config.public_url.empty() ? "http://" + config.listen : config.public_url;
}

account::JoinPolicy join_policy(Config const &config) {
    if (config.join == "open") return account::JoinPolicy::open;
    if (config.join == "approval") return account::JoinPolicy::approval;
    return account::JoinPolicy::invitation;
}

std::unique_ptr<mail::Postman> hire_postman(Config const &config, Clock &clock) {
    if (config.database == "sqlite::memory:") return std::make_unique<NoPostman>();
    if (config.smtp_url.empty())
        return mail::spool_postman(config.spool_folder(), config.mail_from, clock);
    return mail::smtp_postman({.url = config.smtp_url,
                               .user = config.smtp_user,
                               .password = config.smtp_password,
                               .from = config.mail_from,
                               .queue_folder = config.data + "/mail-queue"},
                              clock);
}

House::House(Config config_, store::Database &database_, Outside outside_)
    : config(std::move(config_)), database(database_), outside(outside_), ids(outside.clock),
      accounts(database, ids, outside.clock, outside.random, outside.postman, outside.password_cost,
               rules(config)),
      cards(database, ids, outside.clock), policy(cards),
      contacts(database, policy, cards, ids, outside.clock, config.quotas().contacts),
      network(database, policy, contacts, outside.clock),
      reminders(database, contacts, ids, outside.clock),
      exchange(database, policy, cards, contacts, accounts, ids, outside.clock, outside.random),
      guests(database, cards, contacts, exchange, policy, accounts, outside.postman, ids,
             outside.clock, outside.random),
      introductions(database, policy, cards, exchange, accounts, ids, outside.clock),
      postal(database), leaving(database, accounts, cards, outside.clock),
      openings(database, accounts, ids, outside.clock),
      imports(database, contacts, ids, outside.clock, config.quotas().drafts), darkroom(),
      pictures(database, policy, cards, darkroom, outside.clock, config.quotas()),
      drawings(database, cards), archives({database, accounts, cards, policy, contacts, pictures,
                                           imports, ids, outside.clock, config.quotas()}),
      registry_(), pipeline_(config,
                             {database, accounts, outside.clock, outside.random, registry_.places,
                              [this] { return network.is_ready(); }},
                             (open_doors(), registry_.doors)) {}

House::~House() = default;

void House::open_doors() {
    auto &doors_ = registry_.doors;
    auto &places = registry_.places;
    places.add({10, "home", "/", N_("Home"), "0"});
    places.add({20, "card", "/card", N_("My card"), "#"});
    places.add({30, "exchange", "/exchange", N_("Exchange")});
    places.add({40, "contacts", "/contacts", N_("Contacts")});
    places.add({50, "requests", "/requests", N_("Requests")});
    places.count("requests", [this](MemberId me) { return exchange.waiting(me); });
    places.count("requests", [this](MemberId me) { return guests.waiting(me); });
    places.count("requests", [this](MemberId me) { return introductions.waiting(me); });
    // A card's change reaches the ties first, then the books that show them.
    cards.on_change([this](store::Writer &writer, card::Cards::Change const &change) {
        exchange.card_changed(writer, change);
    });
    cards.on_change([this](store::Writer &writer, card::Cards::Change const &change) {
        contacts.card_changed(writer, change);
    });
    cards.on_change([this](store::Writer &writer, card::Cards::Change const &change) {
        guests.card_changed(writer, change);
    });
    cards.on_change([this](store::Writer &writer, card::Cards::Change const &change) {
        pictures.card_changed(writer, change);
    });
    accounts.on_join([this](store::Writer &writer, MemberId member, names::PersonName const &name) {
        card::make_first_card(writer, cards, member, name, outside.clock.now());
        guests.joined(writer, member);
    });

    exchange.use(network);

    // What is kept in memory is as good as what the journal has said since.
    freshness->watch(database);
    accounts.keep_sessions(freshness);
    contacts.keep_pages(freshness);
    reminders.keep_home(freshness);
    exchange.keep_counts(freshness);
    guests.keep_counts(freshness);
    introductions.keep_counts(freshness);
    member_pages.begin(freshness);

    home::add_pages(doors_, contacts, [this](web::Visit const &visit) {
        return reminder::home_part(visit, reminders);
    });
    membership::add_pages(doors_, accounts);
    admin::add_pages(doors_, database, accounts,
                     config.letters_on_a_page == "yes" ? config.spool_folder() : "");
    card::add_pages(
        doors_, cards,
        [this](web::Visit const &visit, CardId id) {
            return html::all(exchange::exchange_panel(visit, exchange, id),
                             guest::link_panel(visit, guests, cards, id));
        },
        [this](std::string_view code) { return postal.find(code); },
        [this](MemberId me, CardId id) {
            return database.read([&](store::Reader &reader) {
                return static_cast<std::int64_t>(policy.holders(reader, me, id).size());
            });
        });
    guest::Rooms const with_guests{database, cards, contacts, exchange, guests};
    introduction::Rooms const with_introductions{database, policy,        cards,   contacts,
                                                 exchange, introductions, &network};
    exchange::Rooms const rooms{database,
                                cards,
                                policy,
                                contacts,
                                exchange,
                                member_pages,
                                [with_guests, with_introductions](web::Visit const &visit) {
                                    return html::all(
                                        introduction::waiting_section(visit, with_introductions),
                                        guest::waiting_section(visit, with_guests));
                                },
                                &network};
    network::Rooms const with_network{
        network, [this](MemberId me, MemberId other) { return exchange.member(me, other); }};
    network::add_pages(doors_, with_network);
    exchange::add_pages(doors_, rooms);
    contacts::add_pages(
        doors_, contacts,
        [this](web::Visit const &visit, ContactId id) {
            return guest::invitation_part(visit, guests, id);
        },
        [this](web::Visit const &visit, ContactId id) {
            return reminder::contact_part(visit, reminders, id);
        },
        [this](std::string_view code) { return postal.find(code); });
    contacts::Desk const desk{database, contacts, ids, outside.clock};
    contacts::add_desk_pages(doors_, desk);
    reminder::Rooms const with_reminders{reminders, contacts};
    reminder::add_pages(doors_, with_reminders);
    guest::add_pages(doors_, with_guests);
    introduction::add_pages(doors_, with_introductions);
    leaving::add_pages(doors_, leaving);
    admin::add_opening_pages(doors_, accounts, openings);
    transfer::add_pages(doors_, imports, contacts, cards);
    picture::add_pages(doors_, pictures, cards);
    drawing::add_pages(doors_, drawings);
    archive::add_pages(doors_, archives);

    membership::add_api(doors_, database, accounts, [this](store::Reader &reader, MemberId me) {
        boost::json::array out;
        for (auto const &mine : cards.of(reader, me))
            out.push_back(card::card_json(mine.live.body, card::Audience::owner, mine.id.text()));
        return out;
    });
    card::add_api(doors_, cards);
    exchange::add_api(doors_, rooms);
    network::add_api(doors_, with_network);
    guest::add_api(doors_, with_guests);
    introduction::add_api(doors_, with_introductions);
    contacts::add_api(doors_, contacts);
    contacts::add_desk_api(doors_, desk);
    reminder::add_api(doors_, with_reminders);
    leaving::add_api(doors_, leaving);
    transfer::add_api(doors_, imports, contacts);
    picture::add_api(doors_, pictures);
    archive::add_api(doors_, archives);
}

void House::tidy() {
    accounts.tidy();
    exchange.tidy();
    imports.tidy();
    contacts.tidy();
    reminders.tidy();
    guests.tidy();
    pictures.tidy();
    archives.tidy();
    pipeline_.tidy();
}

} // namespace goen::app
