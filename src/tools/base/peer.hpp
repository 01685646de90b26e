// SPDX-License-Identifier: Apache-2.0
// Addresses that say nothing about who asks: behind a reverse proxy that goen was not told to
// trust, everybody comes from one of them.
#pragma once

#include <string_view>

namespace goen {

// Loopback, private (RFC 1918, RFC 4193), link-local and carrier-grade NAT (RFC 6598), IPv4 also
// mapped into IPv6. False for text that is no address.
bool is_private_address(std::string_view address);

} // namespace goen
