// SPDX-License-Identifier: Apache-2.0
// Configuration: one table of settings; each is a command-line option (--public-url), an
// environment variable (GOEN_PUBLIC_URL) and a key of the TOML file (public_url), in this order of
// precedence. `goen config --explain` prints the table. An unknown key is refused with the nearest
// name.
#pragma once

#include "account/quota.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace goen::app {

struct Config {
    std::string listen = "127.0.0.1:8080";
    std::string data = "goen-data";
    std::string database;   // "" = sqlite:DATA/goen.db
    std::string public_url; // "" = http://LISTEN
    std::string network_name = "goen";
    std::string join = "invitation"; // invitation open approval
    std::string smtp_url, smtp_user, smtp_password, mail_from = "goen@localhost";
    std::string metrics_listen;                   // "" = no metrics
    std::string trusted_proxies;                  // addresses, comma separated
    std::string proxy_header = "x-forwarded-for"; // or forwarded
    std::string security_log;                     // "" = DATA/security.log; off = none
    std::string tls_certificate, tls_key;
    std::string workers = "0"; // 0 = by the number of cores
    std::string log_level = "info";
    // What one member may keep; 0 = no limit.
    std::string most_contacts = "200000", most_pictures = "100", most_picture_mb = "200",
                most_post_picture_mb = "2000", most_message_mb = "2000", most_drafts = "10",
                most_archive_mb = "64";
    std::string link_previews = "yes";    // whether the first link of a post is looked at, once
    std::string letters_on_a_page = "no"; // /outbox: only the demonstration shows letters
    std::string mail_in_domain;           // "" = letters cannot be answered by mail
    std::string mail_in_trust;            // the authserv-id that is believed; "" = none

    std::string database_url() const {
        return database.empty() ? "sqlite:" + data + "/goen.db" : database;
    }
    std::string security_log_file() const {
        return security_log == "off"  ? std::string{}
               : security_log.empty() ? data + "/security.log"
                                      : security_log;
    }
    std::string spool_folder() const { return data + "/letters"; }
    account::Quotas quotas() const;
    std::int64_t message_bytes() const; // what one member may have sent
};

struct Setting {
    std::string name; // "public-url"
    std::string Config::*value;
    std::string help;
    std::string environment() const; // GOEN_PUBLIC_URL
    std::string key() const;         // public_url
};
std::vector<Setting> const &settings();

// Defaults, then the file, then the environment, then `given` (from the command line, by setting
// name); then every value is checked. The refusal names the source and the key.
Result<Config> read_config(std::optional<std::string> const &file,
                           std::map<std::string, std::string> const &given,
                           std::function<char const *(char const *)> const &environment);
std::string explain(Config const &config);

} // namespace goen::app
