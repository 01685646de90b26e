// SPDX-License-Identifier: Apache-2.0
#include "webpush/p256.hpp"

#include "webpush/openssl.hpp"

namespace goen::webpush {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;

// Nothing when the bytes are no key of the curve. `secret` may be empty: a public key.
Key key_from(std::string_view secret, std::string_view point) {
    Builder const builder{OSSL_PARAM_BLD_new()};
    must(builder &&
             OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                             "prime256v1", 0) == 1 &&
             OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                              point.size()) == 1,
         "describe a key");
    Number number;
    if (!secret.empty()) {
        number.reset(BN_bin2bn(bytes_of(secret), static_cast<int>(secret.size()), nullptr));
        must(number &&
                 OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) == 1,
             "describe a key");
    }
    Params const params{OSSL_PARAM_BLD_to_param(builder.get())};
    Context const context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    must(params && context && EVP_PKEY_fromdata_init(context.get()) == 1, "read a key");
    EVP_PKEY *read = nullptr;
    bool const is_read = EVP_PKEY_fromdata(context.get(), &read,
                                           secret.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR,
                                           params.get()) == 1;
    Key key{read};
    if (!is_read) {
        ERR_clear_error();
        return {};
    }
    Context const check{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
    must(check != nullptr, "check a key");
    if (EVP_PKEY_public_check(check.get()) != 1) {
        ERR_clear_error();
        return {};
    }
    return key;
}

Key own_key(KeyPair const &mine) {
    auto key = key_from(mine.secret, mine.point);
    must(key != nullptr, "read one's own key");
    return key;
}

} // namespace

KeyPair make_key_pair() {
    Key const key{EVP_EC_gen("P-256")};
    must(key != nullptr, "make a key");
    KeyPair made{std::string(secret_size, '\0'), std::string(point_size, '\0')};
    std::size_t size = 0;
    must(EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of(made.point),
                                         made.point.size(), &size) == 1 &&
             size == point_size,
         "tell a key");
    BIGNUM *number = nullptr;
    must(EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1, "tell a key");
    Number const secret{number};
    must(BN_bn2binpad(number, bytes_of(made.secret), static_cast<int>(secret_size)) ==
             static_cast<int>(secret_size),
         "tell a key");
    return made;
}

bool is_point(std::string_view bytes) {
    return bytes.size() == point_size && bytes.front() == '\x04' && key_from({}, bytes) != nullptr;
}

std::string shared_secret(KeyPair const &mine, std::string_view point) {
    auto const own = own_key(mine);
    auto const other = key_from({}, point);
    ensure(other != nullptr, "a secret is shared with a point of the curve");
    Context const context{EVP_PKEY_CTX_new_from_pkey(nullptr, own.get(), nullptr)};
    std::string secret(secret_size, '\0');
    auto size = secret.size();
    must(context && EVP_PKEY_derive_init(context.get()) == 1 &&
             EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1 &&
             EVP_PKEY_derive(context.get(), bytes_of(secret), &size) == 1 && size == secret_size,
         "derive a secret");
    return secret;
}

std::string sign_es256(KeyPair const &mine, std::string_view text) {
    auto const own = own_key(mine);
    Digest const digest{EVP_MD_CTX_new()};
    std::string der(128, '\0');
    auto size = der.size();
    must(digest &&
             EVP_DigestSignInit_ex(digest.get(), nullptr, "SHA256", nullptr, nullptr, own.get(),
                                   nullptr) == 1 &&
             EVP_DigestSign(digest.get(), bytes_of(der), &size, bytes_of(text), text.size()) == 1,
         "sign");
    auto const *at = bytes_of(std::string_view{der});
    Signature const signature{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
    std::string raw(signature_size, '\0');
    constexpr int half = static_cast<int>(signature_size / 2);
    must(signature &&
             BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes_of(raw), half) == half &&
             BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes_of(raw) + half, half) == half,
         "write a signature");
    return raw;
}

bool verify_es256(std::string_view point, std::string_view text, std::string_view raw) {
    auto const key = key_from({}, point);
    if (!key || raw.size() != signature_size) return false;
    constexpr int half = static_cast<int>(signature_size / 2);
    Signature const signature{ECDSA_SIG_new()};
    Number r{BN_bin2bn(bytes_of(raw), half, nullptr)};
    Number s{BN_bin2bn(bytes_of(raw) + half, half, nullptr)};
    must(signature && r && s && ECDSA_SIG_set0(signature.get(), r.get(), s.get()) == 1,
         "read a signature");
    (void)r.release(); // they are the signature's now
    (void)s.release();
    auto const size = i2d_ECDSA_SIG(signature.get(), nullptr);
    must(size > 0, "read a signature");
    std::string der(static_cast<std::size_t>(size), '\0');
    auto *out = bytes_of(der);
    i2d_ECDSA_SIG(signature.get(), &out);
    Digest const digest{EVP_MD_CTX_new()};
    must(digest && EVP_DigestVerifyInit_ex(digest.get(), nullptr, "SHA256", nullptr, nullptr,
                                           key.get(), nullptr) == 1,
         "verify");
    bool const is_right = EVP_DigestVerify(digest.get(), bytes_of(std::string_view{der}),
                                           der.size(), bytes_of(text), text.size()) == 1;
    ERR_clear_error();
    return is_right;
}

} // namespace goen::webpush
