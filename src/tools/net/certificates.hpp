// SPDX-License-Identifier: Apache-2.0
// The certificate that new TLS connections are greeted with, which can be replaced while the server
// runs: connections that are open keep the one they began with. Not for other rooms. Safe to share
// between threads.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace goen::net {

class Certificates {
public:
    // PEM files. Trouble says in words what is wrong with them.
    Certificates(std::string certificate_file, std::string key_file);

    std::shared_ptr<boost::asio::ssl::context> current() const;
    // From the same files. On Trouble the one in use stays.
    void reload();
    // Whether the files have changed since they were last read and lie still: the same at two
    // calls, so that a certificate is not read together with the key of the one before.
    bool have_changed();

private:
    using Stamp = std::array<std::int64_t, 8>; // when, how large and which file, of both
    Stamp stamp() const;

    std::string const certificate_file_, key_file_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> current_;
    Stamp read_{}, seen_{};
};

} // namespace goen::net
