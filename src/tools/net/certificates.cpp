// SPDX-License-Identifier: Apache-2.0
#include "net/certificates.hpp"

#include "base/result.hpp"

#include <sys/stat.h>

#include <utility>

namespace goen::net {
namespace {

using boost::system::error_code;
using Context = boost::asio::ssl::context;

// Of TLS 1.2 only what has forward secrecy and authenticated encryption (RFC 9325 section 4.2); of
// TLS 1.3 OpenSSL's defaults, which are all such.
constexpr char const *suites_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";

std::shared_ptr<Context> read_files(std::string const &certificate_file,
                                    std::string const &key_file) {
    auto const made = std::make_shared<Context>(Context::tls_server);
    auto &tls = *made;
    auto *const native = tls.native_handle();
    error_code error;
    tls.set_options(Context::default_workarounds | Context::no_sslv2 | Context::no_sslv3 |
                    Context::no_tlsv1 | Context::no_tlsv1_1 | Context::no_compression);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    ensure(SSL_CTX_set_cipher_list(native, suites_of_tls_1_2) == 1, "OpenSSL has these suites");
    // Between requests a connection keeps no record buffers (34 KB each).
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    tls.use_certificate_chain_file(certificate_file, error);
    if (error)
        throw Trouble{"cannot use the certificate " + certificate_file + ": " + error.message()};
    tls.use_private_key_file(key_file, Context::pem, error);
    if (error) throw Trouble{"cannot use the key " + key_file + ": " + error.message()};
    if (SSL_CTX_check_private_key(native) != 1)
        throw Trouble{"the key " + key_file + " is not that of the certificate " +
                      certificate_file};
    return made;
}

} // namespace

Certificates::Certificates(std::string certificate_file, std::string key_file)
    : certificate_file_(std::move(certificate_file)), key_file_(std::move(key_file)),
      read_(stamp()), seen_(read_) {
    current_ = read_files(certificate_file_, key_file_);
}

std::shared_ptr<Context> Certificates::current() const {
    std::lock_guard const lock{mutex_};
    return current_;
}

void Certificates::reload() {
    auto const now = stamp(); // before reading: what changes meanwhile is read again
    {
        std::lock_guard const lock{mutex_};
        read_ = seen_ = now;
    }
    auto fresh = read_files(certificate_file_, key_file_);
    std::lock_guard const lock{mutex_};
    current_ = std::move(fresh);
}

bool Certificates::have_changed() {
    auto const now = stamp();
    std::lock_guard const lock{mutex_};
    bool const lies_still = std::exchange(seen_, now) == now;
    return lies_still && now != read_;
}

Certificates::Stamp Certificates::stamp() const {
    Stamp out{};
    std::size_t at = 0;
    for (auto const *file : {&certificate_file_, &key_file_}) {
        struct stat about {};
        if (::stat(file->c_str(), &about) != 0) about = {}; // missing: a change too
        for (auto const each :
             {static_cast<std::int64_t>(about.st_mtim.tv_sec),
              static_cast<std::int64_t>(about.st_mtim.tv_nsec),
              static_cast<std::int64_t>(about.st_size), static_cast<std::int64_t>(about.st_ino)})
            out[at++] = each;
    }
    return out;
}

} // namespace goen::net
