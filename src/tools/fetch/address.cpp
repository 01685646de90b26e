// SPDX-License-Identifier: Apache-2.0
#include "fetch/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>

namespace goen::fetch {
namespace {

struct Range {
    std::string_view base;
    int bits;
};

constexpr Range private_networks[] = {
    {"10.0.0.0", 8}, {"172.16.0.0", 12}, {"192.168.0.0", 16}, {"100.64.0.0", 10}, {"fc00::", 7}};

constexpr Range not_public_v4[] = {
    {"0.0.0.0", 8},      {"127.0.0.0", 8},     {"169.254.0.0", 16}, // link-local, metadata
    {"192.0.0.0", 24},   {"192.0.2.0", 24},    {"192.31.196.0", 24}, {"192.52.193.0", 24},
    {"192.88.99.0", 24}, {"192.175.48.0", 24}, {"198.18.0.0", 15},   {"198.51.100.0", 24},
    {"203.0.113.0", 24}, {"224.0.0.0", 4},     {"240.0.0.0", 4}};

// Within 2000::/3, the only block that is given out.
constexpr Range not_public_v6[] = {{"2001::", 23}, // Teredo, benchmarking, ORCHID
                                   {"2001:db8::", 32},
                                   {"2002::", 16},
                                   {"2620:4f:8000::", 48},
                                   {"3fff::", 20}};

} // namespace

std::optional<Address> Address::parse(std::string_view text) {
    std::string const bare{text.substr(0, 64)};
    Address address;
    if (inet_pton(AF_INET, bare.c_str(), address.bytes_.data()) == 1) return address;
    address.is_v6_ = true;
    if (inet_pton(AF_INET6, bare.c_str(), address.bytes_.data()) == 1) return address;
    return {};
}

std::optional<Address> Address::of(sockaddr const &from) {
    Address address;
    if (from.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &from, sizeof v4);
        std::memcpy(address.bytes_.data(), &v4.sin_addr, 4);
        return address;
    }
    if (from.sa_family != AF_INET6) return {};
    sockaddr_in6 v6{};
    std::memcpy(&v6, &from, sizeof v6);
    address.is_v6_ = true;
    std::memcpy(address.bytes_.data(), &v6.sin6_addr, 16);
    return address;
}

bool Address::is_in(std::string_view block, int bits) const {
    auto const base = parse(block);
    if (!base || base->is_v6_ != is_v6_) return false;
    for (int bit = 0; bit < bits; ++bit) {
        auto const at = static_cast<std::size_t>(bit / 8);
        auto const mask = 0x80U >> (bit % 8);
        if ((bytes_[at] & mask) != (base->bytes_[at] & mask)) return false;
    }
    return true;
}

bool Address::is_of_a_private_network() const {
    return std::any_of(std::begin(private_networks), std::end(private_networks),
                       [&](Range const &range) { return is_in(range.base, range.bits); });
}

bool Address::is_public() const {
    auto const holds = [&](Range const &range) { return is_in(range.base, range.bits); };
    if (is_of_a_private_network()) return false;
    if (!is_v6_) return std::none_of(std::begin(not_public_v4), std::end(not_public_v4), holds);
    return is_in("2000::", 3) &&
           std::none_of(std::begin(not_public_v6), std::end(not_public_v6), holds);
}

std::string Address::text() const {
    char written[INET6_ADDRSTRLEN] = "";
    inet_ntop(is_v6_ ? AF_INET6 : AF_INET, bytes_.data(), written, sizeof written);
    return written;
}

} // namespace goen::fetch
