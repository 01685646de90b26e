// SPDX-License-Identifier: Apache-2.0
// serve and demo: the house behind a server, until it is told to stop.
#include "app/commands.hpp"
#include "app/jobs.hpp"
#include "app/numbers.hpp"
#include "app/opened.hpp"
#include "app/proxy_warning.hpp"
#include "base/log.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"
#include "contacts/find_keys.hpp"
#include "demo/demo.hpp"
#include "net/descriptors.hpp"
#include "net/server.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

namespace goen::app {
namespace {

constexpr seconds grace{10};

std::vector<std::string> proxies(Config const &config) {
    std::vector<std::string> out;
    for (auto const part : split(config.trusted_proxies, ',')) {
        if (auto const one = trimmed(part); !one.empty()) out.emplace_back(one);
    }
    return out;
}

std::string with_port(std::string const &listen, int port) {
    return listen.substr(0, listen.rfind(':') + 1) + std::to_string(port);
}

bool is_loopback(std::string const &listen) {
    return listen.starts_with("127.") || listen.starts_with("localhost:") ||
           listen.starts_with("[::1]:");
}

// Blocks SIGTERM, SIGINT and, where there is a certificate to read again, SIGHUP for every thread
// made after it, so that wait() hears them.
class Signals {
public:
    explicit Signals(Config const &config) {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        if (!config.tls_certificate.empty()) sigaddset(&set_, SIGHUP);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    int wait() {
        int heard = 0;
        sigwait(&set_, &heard);
        return heard;
    }

private:
    sigset_t set_;
};

void reload_certificate(net::Server &server) {
    try {
        server.reload_certificate();
        log::info("The certificate was read again");
    } catch (Trouble const &trouble) {
        log::error("The new certificate cannot be used; the one before stays in use",
                   {{"why", trouble.what()}});
    }
}

// What nobody could catch (memory that ran out where a socket's life hangs on it): a process that
// is started again serves people better than one that lives on deaf.
[[noreturn]] void end_with_a_line() {
    static constexpr std::string_view line =
        "goen ends: out of memory, or an error that nothing could handle; it is safe to start it "
        "again\n";
    static_cast<void>(::write(STDERR_FILENO, line.data(), line.size()) < 0);
    std::abort();
}

// As many connections as the process's file numbers allow.
void set_connections(net::ServerLimits &limits) {
    auto const descriptors = net::raise_descriptor_limit();
    limits.connections = net::connections_for(descriptors);
    limits.per_peer = std::clamp<std::size_t>(limits.connections / 2, 1, limits.per_peer);
    log::info("connections", {{"at_most", limits.connections},
                              {"of_one_address", limits.per_peer},
                              {"file_numbers", descriptors}});
}

// What is to be done once after an upgrade: some of it every second, until all of it is done.
std::function<void()> renewal_of_find_keys(store::Database &database) {
    return [&database, is_done = false, said = std::int64_t{0}]() mutable {
        if (is_done) return;
        auto const until = std::chrono::steady_clock::now() + milliseconds{500};
        contacts::FindKeyRenewal renewal;
        do {
            renewal = contacts::renew_find_keys(database);
        } while (!renewal.is_done && std::chrono::steady_clock::now() < until);
        is_done = renewal.is_done;
        bool const is_end = is_done && !renewal.was_done && renewal.renewed > 0;
        if (is_end || renewal.renewed >= said + 10'000) {
            said = renewal.renewed;
            log::info("search keys of contacts made again",
                      {{"contacts", renewal.renewed},
                       {"version", contacts::find_key_version},
                       {"done", is_done ? "yes" : "no"}});
        }
    };
}

int serve_until_told(Signals &signals, Opened &opened, std::string const &greeting) {
    auto &house = opened.house;
    auto const &config = house.config;
    security_log::open(config.security_log_file());
    forget_untrusted_proxy(config);
    if (auto const warning = proxy_warning(config); !warning.empty()) log::warn(warning);
    auto const folder = config.database == "sqlite::memory:" ? std::string{} : config.data;
    house.network.open({.folder = folder});
    house.feed.open();
    house.post_search.open(folder);
    house.messages.open();
    house.notices.open();
    house.open_streams();
    std::set_terminate(end_with_a_line);
    net::ServerOptions options;
    set_connections(options.limits);
    options.probes = {"/healthz", "/readyz"};
    options.listen = config.listen;
    options.workers = std::stoi(config.workers);
    options.trusted_proxies = proxies(config);
    options.proxy_header = config.proxy_header == "forwarded" ? net::ProxyHeader::forwarded
                                                              : net::ProxyHeader::x_forwarded_for;
    options.untrusted_proxy = [&](std::string const &address) {
        note_untrusted_proxy(config, address);
        log::warn(proxy_warning(config));
    };
    options.hashes_password = [&](http::Request const &request) {
        return house.pipeline().hashes_password(request);
    };
    options.certificate_file = config.tls_certificate;
    options.key_file = config.tls_key;
    options.body_limit = [&](std::string_view path) { return house.pipeline().body_limit(path); };
    options.refused = [&](int status, std::string_view why, http::Request const &glanced) {
        return house.pipeline().refused(status, why, glanced);
    };
    options.too_large = [&](http::Request const &request) {
        return house.pipeline().too_large(request);
    };
    options.admit_body = [&, small = options.limits.unknown_body](http::Request const &request) {
        return house.pipeline().body_refusal(request, small);
    };
    net::Server server{options,
                       [&](http::Request &&request) { return house.handle(std::move(request)); }};

    std::unique_ptr<net::Server> metrics;
    if (!config.metrics_listen.empty()) {
        net::ServerOptions of_metrics;
        of_metrics.listen = config.metrics_listen;
        of_metrics.workers = 1;
        of_metrics.limits.connections = of_metrics.limits.per_peer = 64;
        metrics = std::make_unique<net::Server>(of_metrics, [&](http::Request &&request) {
            if (request.path != "/metrics") return http::text("Only /metrics is here.\n", 404);
            auto response = http::text(prometheus_text(
                server.numbers(), opened.database->last_seq(), house.network.numbers(),
                house.post_search.index(), house.memory()));
            response.set("content-type", "text/plain; version=0.0.4; charset=utf-8");
            return response;
        });
        metrics->run_in_background();
    }
    server.run_in_background();
    Every const tidying{std::chrono::hours{1}, [&] { house.tidy(); }};
    Every const writing_letters{seconds{20}, [&] { house.letters.send_due(); }};
    Every const pushing{seconds{3}, [&] { house.push.send_due(); }};
    Every const renewing{seconds{1}, renewal_of_find_keys(house.database)};

    auto const address = config.public_url.empty()
                             ? "http://" + with_port(config.listen, server.port())
                             : config.public_url;
    std::cout << greeting << "goen is at " << address << std::endl;
    log::info("serving", {{"port", static_cast<int>(server.port())}});
    while (signals.wait() == SIGHUP) reload_certificate(server);
    log::info("stopping", {{"grace_s", static_cast<std::int64_t>(grace.count())}});
    house.pipeline().set_draining();
    server.stop(grace);
    house.streams.close();
    house.post_search.close();
    house.notices.close();
    house.messages.close();
    house.feed.close();
    house.network.close();
    return 0;
}

} // namespace

int serve(Config config) {
    Signals signals{config};
    Opened opened{std::move(config), MakesIds::yes};
    return serve_until_told(signals, opened, "");
}

int demo(Config config, int members) {
    Signals signals{config};
    config.join = "open";
    // Letters hold links that open accounts: they are shown only where nobody else can look.
    config.letters_on_a_page = is_loopback(config.listen) ? "yes" : "no";
    if (config.network_name == "goen") config.network_name = "見本商工会";
    Opened opened{std::move(config), MakesIds::yes};
    auto &house = opened.house;
    demo::Rooms const rooms{*opened.database, house.accounts,  house.cards,         house.contacts,
                            house.exchange,   house.reminders, house.introductions, house.pictures,
                            house.policy,     house.darkroom,  opened.bulk,         opened.random,
                            house.ids};

    auto const file = house.config.data + "/demo-log-ins.txt";
    std::string log_ins;
    if (std::ifstream kept{file}; kept) {
        log_ins.assign(std::istreambuf_iterator<char>{kept}, {});
    } else {
        std::cout << "making a network of " << members << " people…" << std::endl;
        for (auto const &[mail, password] : demo::populate(rooms, members, opened.clock.now())) {
            log_ins += "log in as " + mail + " with " + password + "\n";
        }
        auto const mask = umask(077);
        std::ofstream{file} << log_ins;
        umask(mask);
    }
    return serve_until_told(signals, opened, log_ins);
}

} // namespace goen::app
