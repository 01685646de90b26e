// SPDX-License-Identifier: Apache-2.0
// Addresses of pages on other servers, read once and written one way, so that what is checked and
// what is asked for cannot be two things.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace goen::fetch {

class Url {
public:
    // http or https, at most 2,000 bytes, without a user name. The host: a name (in ASCII
    // afterwards, without a dot at its end) or an address written in full: "127.0.0.1",
    // "[2001:db8::1]", not "0x7f.1" or "2130706433". The fragment is dropped; what may not stand in
    // a URL is percent-encoded.
    static Result<Url> parse(std::string_view text);
    // What a Location header or an attribute means on this page (RFC 3986 section 5.2).
    Result<Url> resolve(std::string_view reference) const;

    bool is_https() const { return is_https_; }
    std::string const &host() const { return host_; }
    std::uint16_t port() const { return port_; }
    std::string const &target() const { return target_; } // path and query, "/…"
    std::string origin() const; // "https://host" with the port where it is not the usual one
    std::string text() const;
    bool operator==(Url const &) const = default;

private:
    Url() = default;

    bool is_https_ = false;
    std::string host_;
    std::uint16_t port_ = 80;
    std::string target_;
};

} // namespace goen::fetch
