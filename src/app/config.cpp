// SPDX-License-Identifier: Apache-2.0
#include "app/config.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <toml++/toml.h>

namespace goen::app {
namespace {

Refusal refusal(std::string words) {
    return Refusal{Reason::invalid, Sentence{std::move(words)}, {}, {}};
}

// Levenshtein distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const substituted = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row.back();
}

std::string nearest(std::string_view key) {
    auto const &all = settings();
    return std::min_element(all.begin(), all.end(),
                            [&](auto const &a, auto const &b) {
                                return distance(key, a.key()) < distance(key, b.key());
                            })
        ->key();
}

bool is_host_and_port(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == text.npos || colon == 0 || colon + 1 == text.size() || text.size() - colon > 6)
        return false;
    auto const port = text.substr(colon + 1);
    return port.find_first_not_of("0123456789") == port.npos &&
           std::stoi(std::string{port}) < 65536;
}

Done check(Config &config) {
    if (!is_host_and_port(config.listen)) {
        return refusal("listen must be ADDRESS:PORT, such as 127.0.0.1:8080, not \"" +
                       config.listen + "\"");
    }
    if (!config.metrics_listen.empty() && !is_host_and_port(config.metrics_listen)) {
        return refusal("metrics-listen must be ADDRESS:PORT, such as 127.0.0.1:9090");
    }
    auto &url = config.public_url;
    if (!url.empty()) {
        while (url.ends_with('/')) url.pop_back();
        auto const host = url.starts_with("https://")  ? url.substr(8)
                          : url.starts_with("http://") ? url.substr(7)
                                                       : "";
        if (host.empty() || host.find_first_of("/?#@ \\") != host.npos) {
            return refusal("public-url must be like https://goen.example, with no path, not \"" +
                           url + "\"");
        }
        // It stands in headers of letters, between < and >.
        bool const is_plain = std::all_of(host.begin(), host.end(), [](char c) {
            return c > ' ' && c < 0x7F && c != '<' && c != '>';
        });
        if (!is_plain) {
            return refusal("public-url must be written in ASCII, as browsers send it: xn--… for "
                           "a name in other letters");
        }
    }
    if (!config.database.empty() && !config.database.starts_with("sqlite:") &&
        !config.database.starts_with("postgresql://") &&
        !config.database.starts_with("postgres://")) {
        return refusal("database must be sqlite:PATH or postgresql://…");
    }
    auto const one_of = [](std::string const &value, std::initializer_list<char const *> known) {
        return std::any_of(known.begin(), known.end(),
                           [&](char const *word) { return value == word; });
    };
    if (!one_of(config.join, {"invitation", "open", "approval"})) {
        return refusal("join must be invitation, open or approval, not \"" + config.join + "\"");
    }
    if (!one_of(config.log_level, {"debug", "info", "warn", "error", "off"})) {
        return refusal("log-level must be debug, info, warn, error or off");
    }
    if (!one_of(config.proxy_header, {"x-forwarded-for", "forwarded"}))
        return refusal("proxy-header must be x-forwarded-for or forwarded");
    if (!one_of(config.link_previews, {"yes", "no"}))
        return refusal("link-previews must be yes or no");
    if (!one_of(config.letters_on_a_page, {"yes", "no"}))
        return refusal("letters-on-a-page must be yes or no");
    auto const &workers = config.workers;
    if (workers.empty() || workers.size() > 3 ||
        workers.find_first_not_of("0123456789") != workers.npos) {
        return refusal("workers must be a number from 0 to 999");
    }
    for (auto const &[name, value] : {std::pair{"most-contacts", &config.most_contacts},
                                      {"most-pictures", &config.most_pictures},
                                      {"most-picture-mb", &config.most_picture_mb},
                                      {"most-post-picture-mb", &config.most_post_picture_mb},
                                      {"most-message-mb", &config.most_message_mb},
                                      {"most-drafts", &config.most_drafts},
                                      {"most-archive-mb", &config.most_archive_mb}}) {
        if (value->empty() || value->size() > 9 ||
            value->find_first_not_of("0123456789") != value->npos) {
            return refusal(std::string{name} +
                           " must be a number from 0 (no limit) to 999999999, "
                           "not \"" +
                           *value + "\"");
        }
    }
    auto const is_domain = [](std::string const &text) {
        return text.find_first_of(" \t@<>\"(),;:\\[]/") == text.npos && text.size() <= 190 &&
               std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != 0x7F; });
    };
    if (!is_domain(config.mail_in_domain))
        return refusal("mail-in-domain must be a domain, such as reply.goen.example");
    if (!is_domain(config.mail_in_trust))
        return refusal(
            "mail-in-trust must be a name as it stands in Authentication-Results, such as "
            "mx.goen.example");
    if (config.network_name.empty() || !is_clean_utf8(config.network_name) ||
        count_code_points(config.network_name) > 60) {
        return refusal("network-name must be 1 to 60 characters");
    }
    if (config.tls_certificate.empty() != config.tls_key.empty()) {
        return refusal("tls-certificate and tls-key go together");
    }
    return {};
}

} // namespace

namespace {

std::int64_t megabytes(std::string const &text) { return std::stoll(text) * (1 << 20); }

} // namespace

std::int64_t Config::message_bytes() const { return megabytes(most_message_mb); }

account::Quotas Config::quotas() const {
    return {.contacts = std::stoll(most_contacts),
            .pictures = std::stoll(most_pictures),
            .picture_bytes = megabytes(most_picture_mb),
            .post_picture_bytes = megabytes(most_post_picture_mb),
            .drafts = std::stoll(most_drafts),
            .archive_bytes = megabytes(most_archive_mb)};
}

std::string Setting::environment() const {
    std::string out = "GOEN_";
    for (char const c : name)
        out += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

std::string Setting::key() const {
    auto out = name;
    std::replace(out.begin(), out.end(), '-', '_');
    return out;
}

std::vector<Setting> const &settings() {
    static std::vector<Setting> const all{
        {"listen", &Config::listen, "address and port to serve on"},
        {"data", &Config::data, "folder for the database and spooled letters"},
        {"database", &Config::database,
         "sqlite:PATH or postgresql://… (default: sqlite:DATA/goen.db)"},
        {"public-url", &Config::public_url,
         "the address people use, https://goen.example; links and cookies follow it"},
        {"network-name", &Config::network_name, "the community's name, in the head of every page"},
        {"join", &Config::join, "who may join: invitation, open or approval"},
        {"smtp-url", &Config::smtp_url,
         "smtp://host:25 or smtps://host:465; without it letters go to DATA/letters"},
        {"smtp-user", &Config::smtp_user, "user name for the mail server"},
        {"smtp-password", &Config::smtp_password, "password for the mail server"},
        {"mail-from", &Config::mail_from, "sender of the letters"},
        {"mail-in-domain", &Config::mail_in_domain,
         "the domain whose mail is handed to goen mail-in, so that letters can be answered by "
         "mail; "
         "none by default"},
        {"mail-in-trust", &Config::mail_in_trust,
         "the name of your mail server in Authentication-Results (RFC 8601): what it says of SPF, "
         "DKIM and DMARC is believed; none by default"},
        {"metrics-listen", &Config::metrics_listen,
         "address and port for /metrics (Prometheus); none by default"},
        {"trusted-proxies", &Config::trusted_proxies,
         "addresses of reverse proxies, comma separated: what they say about who asks is believed"},
        {"proxy-header", &Config::proxy_header,
         "the header in which they say it: x-forwarded-for or forwarded (RFC 7239)"},
        {"security-log", &Config::security_log,
         "file for refused log-ins and tokens, with addresses, for fail2ban; off = none (default: "
         "DATA/security.log)"},
        {"tls-certificate", &Config::tls_certificate,
         "PEM file; with tls-key goen serves https itself. Read again when it changes, and on "
         "SIGHUP"},
        {"tls-key", &Config::tls_key, "PEM file"},
        {"workers", &Config::workers, "threads that answer requests; 0 = by the number of cores"},
        {"log-level", &Config::log_level, "debug, info, warn, error or off"},
        {"most-contacts", &Config::most_contacts,
         "contacts one member may have typed in or imported; cards exchanged never count; 0 = no "
         "limit"},
        {"most-pictures", &Config::most_pictures,
         "photographs and logos one member may have; 0 = no limit"},
        {"most-picture-mb", &Config::most_picture_mb,
         "megabytes of pictures one member may have, in all sizes together; 0 = no limit"},
        {"most-post-picture-mb", &Config::most_post_picture_mb,
         "megabytes of photographs in one member's posts; 0 = no limit"},
        {"most-message-mb", &Config::most_message_mb,
         "megabytes of photographs and files one member may have sent in messages; 0 = no limit"},
        {"most-drafts", &Config::most_drafts,
         "files of contacts one member may have sent and not yet brought in; 0 = no limit"},
        {"most-archive-mb", &Config::most_archive_mb,
         "megabytes of an archive a member sends to bring in (one at a time); 0 = as much as one "
         "upload may have"},
        {"link-previews", &Config::link_previews,
         "yes fetches title and picture of the first link in a post, once, from public addresses "
         "only; "
         "no = never"},
        {"letters-on-a-page", &Config::letters_on_a_page,
         "yes shows spooled letters at /outbox to everyone: demonstrations only"},
    };
    return all;
}

Result<Config> read_config(std::optional<std::string> const &file,
                           std::map<std::string, std::string> const &given,
                           std::function<char const *(char const *)> const &environment) {
    Config config;
    if (file) {
        toml::table table;
        try {
            table = toml::parse_file(*file);
        } catch (toml::parse_error const &error) {
            auto const at = error.source().begin;
            return refusal(*file + (at.line ? ":" + std::to_string(at.line) : "") + ": " +
                           std::string{error.description()});
        }
        for (auto const &entry : table) {
            auto const &key = entry.first;
            auto const &value = entry.second;
            auto const &all = settings();
            auto const known = std::find_if(all.begin(), all.end(),
                                            [&](auto const &s) { return s.key() == key.str(); });
            if (known == all.end()) {
                return refusal(*file + ": there is no setting \"" + std::string{key.str()} +
                               "\"; did you mean \"" + nearest(key.str()) + "\"?");
            }
            if (auto const text = value.value<std::string>()) {
                config.*(known->value) = *text;
            } else if (auto const number = value.value<std::int64_t>()) {
                config.*(known->value) = std::to_string(*number);
            } else if (auto const yes = value.value<bool>()) {
                config.*(known->value) = *yes ? "yes" : "no";
            } else {
                return refusal(*file + ": " + known->key() + " must be a text or a number");
            }
        }
    }
    for (auto const &setting : settings()) {
        if (char const *value = environment(setting.environment().c_str()))
            config.*(setting.value) = value;
    }
    for (auto const &setting : settings()) {
        if (auto const found = given.find(setting.name); found != given.end())
            config.*(setting.value) = found->second;
    }
    if (auto const good = check(config); !good) return good.why();
    return config;
}

std::string explain(Config const &config) {
    std::string out;
    for (auto const &setting : settings()) {
        bool const secret = setting.name == "smtp-password";
        auto const &value = config.*(setting.value);
        out += "# " + setting.help + "\n# --" + setting.name + ", " + setting.environment() + "\n" +
               setting.key() + " = \"" + (secret && !value.empty() ? "(set)" : value) + "\"\n\n";
    }
    return out;
}

} // namespace goen::app
