// SPDX-License-Identifier: Apache-2.0
#include "account/password.hpp"

#include <sodium.h>

#include "base/text.hpp"

#include <array>
#include <charconv>

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

// What crypto_pwhash_str made: "$argon2id$v=19$m=65536,t=2,p=1$SALT$KEY", SALT and KEY in base64
// without padding (PHC string format).
struct Encoded {
    std::size_t memory = 0; // bytes
    unsigned long long operations = 0;
    std::array<unsigned char, crypto_pwhash_argon2id_SALTBYTES> salt{};
    std::array<unsigned char, 32> key{};
};

template <std::size_t n>
bool read_base64(std::string_view text, std::array<unsigned char, n> &out) {
    std::size_t size = 0;
    return sodium_base642bin(out.data(), n, text.data(), text.size(), nullptr, &size, nullptr,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           size == n;
}

template <class N> bool read_number(std::string_view text, std::string_view name, N &out) {
    if (!text.starts_with(name)) return false;
    text.remove_prefix(name.size());
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

Encoded decoded(std::string_view hash) {
    auto const parts = split(hash, '$');
    Encoded out;
    if (parts.size() == 6 && parts[1] == "argon2id" && parts[2] == "v=19") {
        auto const costs = split(parts[3], ',');
        if (costs.size() == 3 && read_number(costs[0], "m=", out.memory) &&
            read_number(costs[1], "t=", out.operations) && costs[2] == "p=1" &&
            read_base64(parts[4], out.salt) && read_base64(parts[5], out.key)) {
            out.memory *= 1024;
            return out;
        }
    }
    throw Trouble{"a stored password hash cannot be read"};
}

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
    // Not crypto_pwhash_str_verify, which calls it a wrong password when it got no memory to look.
    auto const wanted = decoded(against);
    std::array<unsigned char, std::tuple_size_v<decltype(Encoded::key)>> key{};
    if (crypto_pwhash(key.data(), key.size(), tried.data(), tried.size(), wanted.salt.data(),
                      wanted.operations, wanted.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Trouble{"no memory to check a password"};
    }
    return sodium_memcmp(key.data(), wanted.key.data(), key.size()) == 0 && is_real;
}

bool Passwords::is_outdated(std::string const &hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.operations, cost_.memory) != 0;
}

} // namespace goen::account
