// SPDX-License-Identifier: Apache-2.0
#include "account/password.hpp"

#include "base/text.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace goen::account {
namespace {

// The most common ones of ten characters and more; the long tail is left to the throttle.
constexpr std::array common{
    "1234567890",   "0123456789",    "0987654321",   "9876543210",   "12345678910",   "123456789a",
    "a123456789",   "1q2w3e4r5t",    "1q2w3e4r5t6y", "1qaz2wsx3edc", "qwertyuiop",    "qwerty1234",
    "qwerty12345",  "qwertyuiop123", "password12",   "password123",  "password1234",  "passw0rd12",
    "passw0rd123",  "p@ssw0rd123",   "p@ssword123",  "iloveyou12",   "iloveyou123",   "abcdefghij",
    "abcd123456",   "abc1234567",    "asdfghjkl1",   "asdfghjkl123", "administrator", "admin12345",
    "admin123456",  "letmein123",    "welcome123",   "changeme123",  "1122334455",    "1029384756",
    "3141592653",   "sakura1234",    "doraemon123",  "tokyo12345",   "pokemon123",    "baseball123",
    "football123",  "sunshine123",   "princess123",  "zaq12wsxcde3", "passpasspass",  "1234512345",
    "123123123123", "パスワード",
};

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

Refusal refused(char const *why) { return {Reason::invalid, why, {{"password", why}}, {}}; }

} // namespace

Done check_password(std::string_view password, std::string_view email) {
    if (password.size() < 10)
        return refused(
            N_("Please choose a password of at least ten characters. A sentence is good."));
    if (password.size() > longest_password)
        return refused(N_("This password is too long: 1000 bytes are enough."));
    auto const lower = lower_ascii(password);
    if (std::find(common.begin(), common.end(), lower) != common.end() ||
        lower.find_first_not_of(lower.front()) == lower.npos) {
        return refused(N_(
            "Many people use this password, so it would be guessed. Please choose another one."));
    }
    if (!email.empty() && lower == lower_ascii(email)) {
        return refused(N_("Please choose a password that is not your mail address."));
    }
    return {};
}

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
    return crypto_pwhash_str_verify(against.c_str(), tried.data(), tried.size()) == 0 && is_real;
}

bool Passwords::is_outdated(std::string const &hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.operations, cost_.memory) != 0;
}

} // namespace goen::account
