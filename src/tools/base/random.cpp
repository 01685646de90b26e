// SPDX-License-Identifier: Apache-2.0
#include "base/random.hpp"

#include "base/result.hpp"
#include "base/text.hpp"

#include <sodium.h>

namespace goen {

std::string Random::secret() { return base64url(bytes(32)); }

SystemRandom::SystemRandom() {
    if (sodium_init() < 0)
        throw Trouble{"libsodium could not be started: no source of random numbers"};
}

std::string SystemRandom::bytes(std::size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::uint32_t SystemRandom::below(std::uint32_t bound) { return randombytes_uniform(bound); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string sha256_hex(std::string_view bytes) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char *>(out.data()),
                       reinterpret_cast<unsigned char const *>(bytes.data()), bytes.size());
    return hex(out);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<unsigned char const *>(key.data()),
                                key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<unsigned char const *>(bytes.data()),
                                  bytes.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char *>(out.data()));
    return out;
}

} // namespace goen
