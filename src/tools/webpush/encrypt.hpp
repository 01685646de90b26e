// SPDX-License-Identifier: Apache-2.0
// Encryption of a push message for one browser (RFC 8291) in the coding aes128gcm (RFC 8188), as
// one record. The push service carries the bytes and cannot read them.
#pragma once

#include "base/random.hpp"
#include "webpush/p256.hpp"

namespace goen::webpush {

inline constexpr std::size_t auth_size = 16, salt_size = 16;
// What every push service takes (RFC 8291, section 4): 4,096 bytes with head, delimiter and tag.
inline constexpr std::size_t most_plain = 3'993;

// The browser's side of a subscription.
struct Receiver {
    std::string point; // p256dh, 65 bytes
    std::string auth;  // 16 bytes
};

// The body to be posted. `plain`, at most most_plain bytes, is filled up with zeros to a multiple
// of `padding` bytes, so that the length says little about what is in it. A key pair and a salt are
// used for one message only.
std::string encrypt(std::string_view plain, Receiver const &receiver, Random &random,
                    std::size_t padding = 256);

// The same with a salt and a key pair of the caller's: the test vectors of the RFC.
struct Ephemeral {
    std::string salt; // 16 bytes
    KeyPair keys;
};
std::string encrypt(std::string_view plain, Receiver const &receiver, Ephemeral const &ephemeral,
                    std::size_t padding);

// What the browser does with a body; nothing when it was not made for it. For tests.
std::string decrypt(std::string_view body, KeyPair const &receiver, std::string_view auth);

} // namespace goen::webpush
