// SPDX-License-Identifier: Apache-2.0
// Key pairs on the curve P-256 (FIPS 186-5), as Web Push uses them, through OpenSSL. Keys are raw
// bytes, so that they can be stored and sent. Functions throw Trouble where OpenSSL fails and keep
// no state: threads may call them at the same time.
#pragma once

#include <string>
#include <string_view>

namespace goen::webpush {

inline constexpr std::size_t point_size = 65, secret_size = 32, signature_size = 64;

struct KeyPair {
    std::string secret; // 32 bytes, big endian
    std::string point;  // 65 bytes: 0x04, x, y (SEC 1, section 2.3.3, uncompressed)
};

KeyPair make_key_pair();
// Whether these bytes are an uncompressed point of the curve (not the one at infinity).
bool is_point(std::string_view bytes);
// ECDH: the x coordinate, 32 bytes. `point` must be one.
std::string shared_secret(KeyPair const &mine, std::string_view point);
// ES256 (RFC 7518, section 3.4): r and s, 64 bytes.
std::string sign_es256(KeyPair const &mine, std::string_view text);
bool verify_es256(std::string_view point, std::string_view text, std::string_view signature);

} // namespace goen::webpush
