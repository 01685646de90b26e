// SPDX-License-Identifier: Apache-2.0
#include "app/proxy_warning.hpp"

#include <filesystem>
#include <fstream>

namespace goen::app {
namespace {

std::string note_file(Config const &config) { return config.data + "/untrusted-proxy"; }

} // namespace

void forget_untrusted_proxy(Config const &config) {
    std::error_code none_there;
    std::filesystem::remove(note_file(config), none_there);
}

void note_untrusted_proxy(Config const &config, std::string const &address) {
    std::ofstream{note_file(config)} << address << "\n";
}

std::string proxy_warning(Config const &config) {
    std::string address;
    if (std::ifstream note{note_file(config)}; note) std::getline(note, address);
    if (!address.empty()) {
        return "a proxy at " + address +
               " says for whom it asks and is not believed, so everybody looks like one machine: "
               "set trusted-proxies (see README, Behind a reverse proxy)";
    }
    if (config.public_url.starts_with("https://") && config.tls_certificate.empty() &&
        config.trusted_proxies.empty()) {
        return "people come by https, which goen does not serve here, so there is a proxy before "
               "it that is not trusted: set trusted-proxies (see README, Behind a reverse proxy)";
    }
    return {};
}

} // namespace goen::app
