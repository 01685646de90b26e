// SPDX-License-Identifier: Apache-2.0
#include "app/house.hpp"

#include "app/backup_mark.hpp"
#include "app/events.hpp"
#include "base/log.hpp"
#include "home/home_doors.hpp"
#include "mail/address.hpp"

namespace goen::app {
namespace {

account::Rules rules(Config const &config) {
    return {.policy = join_policy(config),
            .public_url = public_url(config),
            .network_name = config.network_name};
}

std::optional<fetch::Settings> link_settings(Config const &config) {
    if (config.link_previews != "yes") return {};
    return fetch::Settings{};
}

answering::Settings answer_settings(Config const &config) {
    auto const from = mail::bare_address(config.mail_from);
    return {.trusted_server = config.mail_in_trust,
            .own_domain = mail::ascii_domain(from.substr(from.rfind('@') + 1))};
}

// For a house that nobody lives in (goen routes): writes nothing anywhere.
class NoPostman final : public mail::Postman {
public:
    bool post(mail::Letter) override { return true; }
};

people::Settings settings_of(Config const &config, account::PasswordCost cost) {
    return {rules(config), config.quotas(), cost,
            config.letters_on_a_page == "yes" ? config.spool_folder() : ""};
}

} // namespace

std::string public_url(Config const &config) {
    return config.public_url.empty() ? "http://" + config.listen : config.public_url;
}

account::JoinPolicy join_policy(Config const &config) {
    if (config.join == "open") return account::JoinPolicy::open;
    if (config.join == "approval") return account::JoinPolicy::approval;
    return account::JoinPolicy::invitation;
}

std::unique_ptr<mail::Postman> hire_postman(Config const &config, Clock &clock, Posting posting) {
    if (config.database == "sqlite::memory:") return std::make_unique<NoPostman>();
    if (config.smtp_url.empty())
        return mail::spool_postman(config.spool_folder(), config.mail_from, clock);
    auto const queue = config.data + "/mail-queue";
    if (posting == Posting::by_the_server)
        return mail::spool_postman(queue, config.mail_from, clock);
    return mail::smtp_postman({.url = config.smtp_url,
                               .user = config.smtp_user,
                               .password = config.smtp_password,
                               .from = config.mail_from,
                               .queue_folder = queue},
                              clock);
}

House::House(Config config_, store::Database &database_, Outside outside_)
    : config(std::move(config_)), database(database_), outside(outside_), ids(outside.clock),
      mail_addresses_(database, outside.clock, outside.random, config.mail_in_domain),
      postman_(outside.postman, mail_addresses_), ground_{database,      ids,
                                                          outside.clock, outside.random,
                                                          postman_,      mail_addresses_},
      people_(ground_, settings_of(config, outside.password_cost)),
      book_(ground_, people_, config.quotas()), circle_(ground_, people_, book_,
                                                        {config.quotas(),
                                                         {.links = link_settings(config)},
                                                         {.most_bytes = config.message_bytes()}}),
      gates_(ground_, people_, book_, circle_, config.quotas(), answer_settings(config)) {
    // What is kept in memory is as good as what the journal has said since.
    registry_.memory.follow(database, all_events());
    people_.open(registry_);
    book_.open(registry_);
    circle_.open(registry_);
    gates_.open(registry_);
    hang_backup_figure(registry_.places, config);
    home::add_pages(registry_.doors, registry_.places, registry_.memory,
                    {contacts, cards, {database, contacts, feed}});
    registry_.every_hour("app", [this] { pipeline_->tidy(); });
    pipeline_.emplace(config,
                      Pipeline::Rooms{database, accounts, outside.clock, outside.random,
                                      registry_.places, [this] { return why_not_ready(); },
                                      [this] { return ready_but(); }},
                      registry_.doors);
    accounts.on_leave(account::Accounts::LeaveOrder::others,
                      [this](store::Writer &writer, MemberId member) {
                          pipeline_->member_leaves(writer, member);
                      });
}

House::~House() = default;

std::string House::why_not_ready() {
    try {
        // Without a live lease of a node number every write is refused. An id made for nothing
        // costs nothing.
        (void)ids.next();
    } catch (Trouble const &no_lease) {
        return no_lease.what();
    }
    return memory().is_ready() ? "" : "the indexes are catching up";
}

// A search that is being filled is no reason to send people elsewhere: every page works.
std::string House::ready_but() {
    return post_search.index().is_whole() ? "" : "the search is being prepared";
}

void House::tidy() {
    for (auto const &job : registry_.hourly) {
        try {
            job.run();
        } catch (std::exception const &error) {
            log::error("hourly job failed", {{"room", job.name}, {"why", error.what()}});
        }
    }
}

} // namespace goen::app
