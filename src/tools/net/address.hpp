// SPDX-License-Identifier: Apache-2.0
// Addresses as text: where to listen, and which peers are proxies that may speak for others.
#pragma once

#include "http/message.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::net {

struct ListenAddress {
    std::string host; // "127.0.0.1", "::1": a literal address
    std::uint16_t port = 0;
};
// "127.0.0.1:8080", "[::1]:8080", "localhost:8080", ":8080" (every address). Nothing for anything
// else.
std::optional<ListenAddress> parse_listen(std::string_view text);

// An address or a block of them: "10.0.0.0/8", "127.0.0.1", "fd00::/8". IPv4 is kept as
// ::ffff:a.b.c.d.
class AddressBlock {
public:
    static std::optional<AddressBlock> parse(std::string_view text);
    bool holds(std::string_view address) const;

private:
    std::array<unsigned char, 16> bytes_{};
    int bits_ = 128;
};

// "::ffff:192.0.2.1" -> "192.0.2.1"; other text as it is.
std::string plain_address(std::string_view address);
// What a connection limit counts by: the address, or the /64 of an IPv6 one.
std::string peer_group(std::string_view address);

// Which header the trusted proxies write. The other one is not believed: a proxy hands on what it
// does not write itself, so it is whatever the client wrote.
enum class ProxyHeader { x_forwarded_for, forwarded };

// The hops of a Forwarded header (RFC 7239), in order: an address, or "" for what is none (unknown,
// _hidden). Nothing when the header is malformed.
struct ForwardedHop {
    std::string address;
    std::string proto; // lower case, or ""
};
std::optional<std::vector<ForwardedHop>> parse_forwarded(std::string_view value);

// Who really asks. When the peer is a trusted proxy, the right-most hop that is not itself one, and
// https by what it says. When it is not, everything it claims about others is taken out of the
// headers, so that no code further in can believe it by mistake; unbelieved says that it did claim
// something.
enum class Settled { as_it_is, unbelieved };
Settled settle_peer(http::Request &request, std::vector<AddressBlock> const &trusted,
                    ProxyHeader header = ProxyHeader::x_forwarded_for);

} // namespace goen::net
