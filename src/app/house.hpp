// SPDX-License-Identifier: Apache-2.0
// The house: every room built and wired, on one page. Owns everything; passes references.
#pragma once

#include "admin/openings.hpp"
#include "app/config.hpp"
#include "app/pipeline.hpp"
#include "archive/archive.hpp"
#include "drawing/drawing.hpp"
#include "exchange/exchange.hpp"
#include "guest/guest.hpp"
#include "introduction/introduction.hpp"
#include "leaving/leaving.hpp"
#include "names/postal.hpp"
#include "network/network.hpp"
#include "picture/picture.hpp"
#include "reminder/reminder.hpp"
#include "transfer/imports.hpp"
#include "web/kept_bodies.hpp"
#include "web/registry.hpp"

#include <memory>

namespace goen::app {

// The world outside, so that tests can hold it in their hands.
struct Outside {
    Clock &clock;
    Random &random;
    mail::Postman &postman;
    account::PasswordCost password_cost{};
};

class House {
public:
    // The database must be migrated.
    House(Config config, store::Database &database, Outside outside);
    ~House();

    http::Response handle(http::Request &&request) { return pipeline_(std::move(request)); }

    Config const config;
    store::Database &database;
    Outside outside;
    IdMaker ids;
    account::Accounts accounts;
    card::Cards cards;
    policy::Policy policy;
    contacts::Contacts contacts;
    network::Network network; // to be opened by whoever serves
    reminder::Reminders reminders;
    exchange::Exchange exchange;
    guest::Guests guests;
    introduction::Introductions introductions;
    names::PostalTable postal;
    std::shared_ptr<store::Freshness> freshness = std::make_shared<store::Freshness>();
    web::KeptBodies member_pages{};
    leaving::Leaving leaving;
    admin::Openings openings;
    transfer::Imports imports;
    media::Darkroom darkroom;
    picture::Pictures pictures;
    drawing::Drawings drawings;
    archive::Archives archives;

    Pipeline &pipeline() { return pipeline_; }
    web::Doors const &doors() const { return registry_.doors; }
    // What has outlived its use: sessions, codes, links, keys. Called every hour by the server.
    void tidy();

private:
    void open_doors();

    web::Registry registry_;
    Pipeline pipeline_;
};

// The postman the configuration asks for: SMTP, or the spool folder.
std::unique_ptr<mail::Postman> hire_postman(Config const &config, Clock &clock);
account::JoinPolicy join_policy(Config const &config);
std::string public_url(Config const &config);

} // namespace goen::app
