// SPDX-License-Identifier: Apache-2.0
// The house: the districts built one on the other and opened, and the pipeline in front of them.
// Owns everything; passes references.
#pragma once

#include "app/config.hpp"
#include "app/pipeline.hpp"
#include "circle/circle.hpp"
#include "gates/gates.hpp"
#include "people/people.hpp"

#include <memory>
#include <optional>

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

    http::Response handle(http::Request &&request) { return (*pipeline_)(std::move(request)); }

    Config const config;
    store::Database &database;
    Outside outside;
    IdMaker ids;

private:
    letter::SignedAddresses mail_addresses_;
    letter::SigningPostman postman_;
    people::Ground const ground_;
    people::People people_;
    book::Book book_;
    circle::Circle circle_;
    gates::Gates gates_;

public:
    account::Accounts &accounts = people_.accounts;
    card::Cards &cards = people_.cards;
    letter::Letters &letters = people_.letters;
    push::Push &push = people_.push;
    media::Darkroom &darkroom = people_.darkroom;
    picture::Pictures &pictures = people_.pictures;
    policy::Policy &policy = people_.policy;
    names::PostalTable &postal = people_.postal;
    contacts::Contacts &contacts = book_.contacts;
    reminder::Reminders &reminders = book_.reminders;
    network::Network &network = circle_.network; // to be opened by whoever serves
    exchange::Exchange &exchange = circle_.exchange;
    introduction::Introductions &introductions = circle_.introductions;
    feed::Feed &feed = circle_.feed;                     // to be opened by whoever serves
    feed::PostSearch &post_search = circle_.post_search; // the same
    message::Messages &messages = circle_.messages;      // the same
    notice::Notices &notices = circle_.notices;          // the same
    stream::Streams &streams = circle_.streams;
    leaving::Leaving &leaving = gates_.leaving;
    archive::Archives &archives = gates_.archives;
    answering::Answering &answers = gates_.answers;

    Pipeline &pipeline() { return *pipeline_; }
    web::Doors const &doors() const { return registry_.doors; }
    store::DerivedMemory const &memory() const { return registry_.memory; }
    void open_streams() { streams.open(registry_.live, registry_.places); } // before serving
    // What has outlived its use: sessions, codes, links, keys. Called every hour by the server; a
    // job that fails is logged, and the others still run.
    void tidy();

private:
    std::string why_not_ready(); // "" = ready, as far as the house itself goes
    std::string ready_but();     // what a ready house cannot do yet

    web::Registry registry_;
    std::optional<Pipeline> pipeline_; // built when everything is registered
};

// Who talks to the mail server: this process, or the server that runs beside it, which takes up
// what is put into its queue folder.
enum class Posting { by_this_process, by_the_server };
// The postman the configuration asks for: SMTP, or the spool folder.
std::unique_ptr<mail::Postman> hire_postman(Config const &config, Clock &clock,
                                            Posting posting = Posting::by_this_process);
account::JoinPolicy join_policy(Config const &config);
std::string public_url(Config const &config);

} // namespace goen::app
