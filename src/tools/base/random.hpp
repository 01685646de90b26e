// SPDX-License-Identifier: Apache-2.0
// Random: the kernel's, through libsodium, handed in so that tests can fix it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace goen {

class Random {
public:
    virtual ~Random() = default;
    virtual std::string bytes(std::size_t count) = 0;
    // Uniform in [0, bound), bound > 0.
    virtual std::uint32_t below(std::uint32_t bound) = 0;
    // A secret for a URL or a cookie: 256 bits, base64url, 43 characters.
    std::string secret();
};

class SystemRandom final : public Random {
public:
    SystemRandom();
    std::string bytes(std::size_t count) override;
    std::uint32_t below(std::uint32_t bound) override;
};

// Same length and same bytes, in time that depends on the length only.
bool equal_in_constant_time(std::string_view a, std::string_view b);
// SHA-256 in hex (BLAKE2b is not used: other tools must be able to check it).
std::string sha256_hex(std::string_view bytes);
// HMAC-SHA-256, raw 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

} // namespace goen
