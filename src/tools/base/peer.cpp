// SPDX-License-Identifier: Apache-2.0
#include "base/peer.hpp"

#include <arpa/inet.h>

#include <cstdint>
#include <string>

namespace goen {
namespace {

bool is_private_v4(std::uint32_t address) {
    struct Block {
        std::uint32_t base;
        int bits;
    };
    static constexpr Block blocks[] = {{0x7F000000, 8},  {0x0A000000, 8},  {0xAC100000, 12},
                                       {0xC0A80000, 16}, {0xA9FE0000, 16}, {0x64400000, 10}};
    for (auto const &[base, bits] : blocks) {
        if ((address >> (32 - bits)) == (base >> (32 - bits))) return true;
    }
    return false;
}

} // namespace

bool is_private_address(std::string_view address) {
    std::string const bare{address.substr(0, address.find('%')).substr(0, 64)};
    in_addr v4{};
    if (inet_pton(AF_INET, bare.c_str(), &v4) == 1) return is_private_v4(ntohl(v4.s_addr));
    in6_addr v6{};
    if (inet_pton(AF_INET6, bare.c_str(), &v6) != 1) return false;
    auto const *const bytes = v6.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        return is_private_v4((std::uint32_t{bytes[12]} << 24) | (std::uint32_t{bytes[13]} << 16) |
                             (std::uint32_t{bytes[14]} << 8) | bytes[15]);
    }
    return IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_LINKLOCAL(&v6) || (bytes[0] & 0xFE) == 0xFC;
}

} // namespace goen
