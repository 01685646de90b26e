// SPDX-License-Identifier: Apache-2.0
#include "webpush/encrypt.hpp"

#include "webpush/openssl.hpp"

#include <algorithm>
#include <array>

namespace goen::webpush {
namespace {

using namespace std::string_literals;
using Cipher = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Kdf = Owned<EVP_KDF, EVP_KDF_free>;
using KdfContext = Owned<EVP_KDF_CTX, EVP_KDF_CTX_free>;

constexpr std::size_t tag_size = 16, head_size = salt_size + 4 + 1 + point_size;
constexpr std::size_t record_size = 4096; // "rs" of the head

// HKDF with SHA-256 (RFC 5869).
std::string hkdf(std::string_view salt, std::string_view secret, std::string_view info,
                 std::size_t size) {
    Kdf const kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    KdfContext const context{kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr};
    std::string out(size, '\0');
    std::string digest{"SHA256"};
    auto const octets = [](char const *name, std::string_view bytes) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<char *>(bytes.data()),
                                                 bytes.size());
    };
    std::array const params{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_SALT, salt), octets(OSSL_KDF_PARAM_KEY, secret),
        octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
    must(context && EVP_KDF_derive(context.get(), bytes_of(out), size, params.data()) == 1,
         "derive a key");
    return out;
}

struct ContentKeys {
    std::string key, nonce;
};
// RFC 8291, section 3.4.
ContentKeys content_keys(std::string_view shared, std::string_view auth, std::string_view salt,
                         std::string_view receiver, std::string_view sender) {
    auto const info = "WebPush: info\0"s + std::string{receiver} + std::string{sender};
    auto const secret = hkdf(auth, shared, info, 32);
    return {hkdf(salt, secret, "Content-Encoding: aes128gcm\0"s, 16),
            hkdf(salt, secret, "Content-Encoding: nonce\0"s, 12)};
}

std::string sealed(std::string_view plain, ContentKeys const &keys) {
    Cipher const cipher{EVP_CIPHER_CTX_new()};
    std::string out(plain.size() + tag_size, '\0');
    int size = 0, rest = 0;
    must(cipher &&
             EVP_EncryptInit_ex2(cipher.get(), EVP_aes_128_gcm(), bytes_of(keys.key),
                                 bytes_of(keys.nonce), nullptr) == 1 &&
             EVP_EncryptUpdate(cipher.get(), bytes_of(out), &size, bytes_of(plain),
                               static_cast<int>(plain.size())) == 1 &&
             EVP_EncryptFinal_ex(cipher.get(), bytes_of(out) + size, &rest) == 1 &&
             EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_size),
                                 bytes_of(out) + plain.size()) == 1,
         "encrypt");
    return out;
}

std::string opened(std::string_view sealed, ContentKeys const &keys) {
    if (sealed.size() <= tag_size) return {};
    auto const plain_size = sealed.size() - tag_size;
    std::string tag{sealed.substr(plain_size)}, out(plain_size, '\0');
    Cipher const cipher{EVP_CIPHER_CTX_new()};
    int size = 0, rest = 0;
    bool const is_open = cipher &&
                         EVP_DecryptInit_ex2(cipher.get(), EVP_aes_128_gcm(), bytes_of(keys.key),
                                             bytes_of(keys.nonce), nullptr) == 1 &&
                         EVP_DecryptUpdate(cipher.get(), bytes_of(out), &size, bytes_of(sealed),
                                           static_cast<int>(plain_size)) == 1 &&
                         EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG,
                                             static_cast<int>(tag_size), tag.data()) == 1 &&
                         EVP_DecryptFinal_ex(cipher.get(), bytes_of(out) + size, &rest) == 1;
    ERR_clear_error();
    return is_open ? out : std::string{};
}

} // namespace

std::string encrypt(std::string_view plain, Receiver const &receiver, Random &random,
                    std::size_t padding) {
    return encrypt(plain, receiver, {random.bytes(salt_size), make_key_pair()}, padding);
}

std::string encrypt(std::string_view plain, Receiver const &receiver, Ephemeral const &ephemeral,
                    std::size_t padding) {
    ensure(plain.size() <= most_plain, "a push message fits into one record");
    ensure(receiver.auth.size() == auth_size && ephemeral.salt.size() == salt_size,
           "a push message has a secret and a salt");
    auto const keys = content_keys(shared_secret(ephemeral.keys, receiver.point), receiver.auth,
                                   ephemeral.salt, receiver.point, ephemeral.keys.point);
    auto const padded =
        padding == 0 ? plain.size() : (plain.size() + padding - 1) / padding * padding;
    std::string record{plain};
    record += '\x02'; // the last record
    record.append(std::min(padded, most_plain) - plain.size(), '\0');
    std::string body{ephemeral.salt};
    for (int shift = 24; shift >= 0; shift -= 8)
        body += static_cast<char>(record_size >> static_cast<unsigned>(shift) & 0xFF);
    body += static_cast<char>(point_size);
    body += ephemeral.keys.point;
    return body + sealed(record, keys);
}

std::string decrypt(std::string_view body, KeyPair const &receiver, std::string_view auth) {
    if (body.size() <= head_size || body[salt_size + 4] != static_cast<char>(point_size)) return {};
    auto const salt = body.substr(0, salt_size), sender = body.substr(salt_size + 5, point_size);
    if (!is_point(sender)) return {};
    auto const keys =
        content_keys(shared_secret(receiver, sender), auth, salt, receiver.point, sender);
    auto plain = opened(body.substr(head_size), keys);
    plain.erase(plain.find_last_not_of('\0') + 1);
    if (plain.empty() || plain.back() != '\x02') return {};
    plain.pop_back();
    return plain;
}

} // namespace goen::webpush
