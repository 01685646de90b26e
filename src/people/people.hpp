// SPDX-License-Identifier: Apache-2.0
// The district of people, wired: who somebody is, how it is proven, who may see it. Owns its rooms.
#pragma once

#include "account/account.hpp"
#include "account/quota.hpp"
#include "admin/openings.hpp"
#include "card/cards.hpp"
#include "letter/letter.hpp"
#include "media/darkroom.hpp"
#include "names/postal.hpp"
#include "picture/picture.hpp"
#include "policy/policy.hpp"
#include "push/push_doors.hpp"
#include "web/registry.hpp"

namespace goen::people {

// What every district stands on. All of it outlives the districts.
struct Ground {
    store::Database &database;
    IdMaker &ids;
    Clock &clock;
    Random &random;
    mail::Postman &postman;
    letter::SignedAddresses &mail_addresses;
};

struct Settings {
    account::Rules rules;
    account::Quotas quotas;
    account::PasswordCost password_cost;
    std::string outbox_folder; // "" = letters are shown to nobody
    push::Options push = {};
};

class People {
public:
    People(Ground const &ground, Settings const &settings);
    // Registers pages, endpoints, parts, hooks and jobs of these rooms. Once, from the ground up.
    void open(web::Registry &registry);

    account::Accounts accounts;
    card::Cards cards;
    policy::Policy policy;
    names::PostalTable postal;
    admin::Openings openings;
    letter::Bounces bounces;
    letter::Letters letters;
    push::Push push;
    push::Offline offline;
    media::Darkroom darkroom;
    picture::Pictures pictures;

private:
    Ground const ground_;
    std::string const outbox_folder_;
};

} // namespace goen::people
