// SPDX-License-Identifier: Apache-2.0
// Passwords: argon2id through libsodium. At most two are hashed at the same time; others wait, and
// when the wait is long the flood is refused. Threads share one Passwords.
#pragma once

#include "account/account.hpp"

#include <semaphore>

namespace goen::account {

class Passwords {
public:
    explicit Passwords(PasswordCost cost);
    // Throws Trouble when the machine has no memory for it or too many wait.
    std::string hash(std::string_view password);
    // Also for "" (a member without a password, or nobody): false, in the time a real one takes.
    // Throws Trouble, rather than calling a password wrong, when there is no memory to check it.
    bool is_right(std::string_view password, std::string const &hash);
    bool is_outdated(std::string const &hash) const; // made at another cost than today's

private:
    PasswordCost cost_;
    std::counting_semaphore<2> gate_{2};
    std::string dummy_; // the hash of a secret nobody knows
};

constexpr std::size_t longest_password = 1000; // bytes; nothing longer is ever hashed

} // namespace goen::account
