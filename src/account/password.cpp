// SPDX-License-Identifier: Apache-2.0
#include "account/password.hpp"

#include <sodium.h>

#include <array>
#include <cerrno>

namespace goen::account {
namespace {

struct Pass {
    explicit Pass(std::counting_semaphore<2> &gate) : gate_(gate) {
        if (!gate_.try_acquire_for(std::chrono::seconds{10}))
            throw Trouble{"too many passwords to check at once"};
    }
    ~Pass() { gate_.release(); }
    Pass(Pass const &) = delete;
    Pass &operator=(Pass const &) = delete;

private:
    std::counting_semaphore<2> &gate_;
};

} // namespace

Passwords::Passwords(PasswordCost cost) : cost_(cost) {
    if (sodium_init() < 0) throw Trouble{"libsodium could not be started"};
    std::array<char, 32> secret{};
    randombytes_buf(secret.data(), secret.size());
    dummy_ = hash({secret.data(), secret.size()});
}

std::string Passwords::hash(std::string_view password) {
    ensure(password.size() <= longest_password, "only passwords of bounded length are hashed");
    if (password.empty()) password = "";
    Pass const pass{gate_};
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.operations,
                              cost_.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Trouble{"no memory to hash a password"};
    }
    return out.data();
}

bool Passwords::is_right(std::string_view password, std::string const &hash) {
    Pass const pass{gate_};
    bool const is_real = !hash.empty() && password.size() <= longest_password;
    // What cannot be right still costs what a real comparison costs.
    auto const &against = is_real ? hash : dummy_;
    // A field that was not sent has no bytes at all, not even an address: libsodium wants one.
    auto const tried =
        password.empty() ? std::string_view{""} : password.substr(0, longest_password);
    errno = 0;
    if (crypto_pwhash_str_verify(against.c_str(), tried.data(), tried.size()) == 0) return is_real;
    // libsodium says -1 both for a wrong password and when it got no memory to look.
    if (errno == ENOMEM) throw Trouble{"no memory to check a password"};
    return false;
}

bool Passwords::is_outdated(std::string const &hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.operations, cost_.memory) != 0;
}

} // namespace goen::account
