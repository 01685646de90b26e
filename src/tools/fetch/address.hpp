// SPDX-License-Identifier: Apache-2.0
// Which addresses goen connects to on behalf of what somebody typed: those of the public internet.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace goen::fetch {

class Address {
public:
    static std::optional<Address> parse(std::string_view text); // as inet_pton reads it
    static std::optional<Address> of(sockaddr const &address);
    // Global unicast, and not set aside for something else: IANA's special-purpose registries
    // (RFC 6890). False too for every way to write an IPv4 address into an IPv6 one (mapped,
    // compatible, NAT64, 6to4, Teredo), whatever stands in it.
    bool is_public() const;
    // RFC 1918, RFC 6598 and RFC 4193: what a company's own network has. Not loopback, not
    // link-local, where machines in a cloud are told their secrets.
    bool is_of_a_private_network() const;
    std::string text() const;

private:
    bool is_in(std::string_view block, int bits) const;

    bool is_v6_ = false;
    std::array<std::uint8_t, 16> bytes_{}; // the first four of an IPv4 address
};

} // namespace goen::fetch
