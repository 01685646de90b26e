// SPDX-License-Identifier: Apache-2.0
// The server with a certificate made on the spot.
#include "net/server.hpp"

#include "base/log.hpp"
#include "base/result.hpp"
#include "hostile/raw_client.hpp"
#include "http/open_body.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

using namespace goen;
using namespace goen::net;

namespace {

struct Certificate {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("goen-tls-" + std::to_string(getpid()));
    std::string certificate = folder / "cert.pem", key = folder / "key.pem";

    Certificate() {
        std::filesystem::create_directories(folder);
        renew(1);
    }
    ~Certificate() { std::filesystem::remove_all(folder); }

    // Both files anew, with a key of their own; each put in its place whole, as certbot does.
    void renew(int serial) const {
        EVP_PKEY *pair = EVP_EC_gen("P-256");
        X509 *x509 = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(x509), serial);
        X509_gmtime_adj(X509_getm_notBefore(x509), 0);
        X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
        X509_set_pubkey(x509, pair);
        auto const *name = reinterpret_cast<unsigned char const *>("goen.example");
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8, name, -1, -1,
                                   0);
        X509_set_issuer_name(x509, X509_get_subject_name(x509));
        X509_sign(x509, pair, EVP_sha256());
        replace(certificate, [&](FILE *out) { PEM_write_X509(out, x509); });
        replace(key, [&](FILE *out) {
            PEM_write_PrivateKey(out, pair, nullptr, nullptr, 0, nullptr, nullptr);
        });
        X509_free(x509);
        EVP_PKEY_free(pair);
    }
    template <class Write> static void replace(std::string const &file, Write const &write) {
        auto *out = std::fopen((file + ".new").c_str(), "w");
        REQUIRE(out);
        write(out);
        std::fclose(out);
        std::filesystem::rename(file + ".new", file);
    }
    void break_it() const {
        replace(certificate, [](FILE *out) { std::fputs("no certificate\n", out); });
    }
};

ServerOptions with(Certificate const &made) {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.workers = 2;
    options.limits.head_time = milliseconds{300};
    options.certificate_file = made.certificate;
    options.key_file = made.key;
    return options;
}

http::Response echo(http::Request &&request) {
    return http::text(std::string{request.is_tls ? "tls " : "plain "} + request.path + " " +
                      std::to_string(request.body.size()) + std::string(100'000, '.'));
}

// Sends all, reads until the server closes; "" when no TLS came about.
std::string ask(std::uint16_t port, std::string const &bytes, int highest_version = TLS1_3_VERSION,
                char const *suites = nullptr, long *serial = nullptr) {
    auto *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_max_proto_version(context, highest_version);
    if (suites) REQUIRE(SSL_CTX_set_cipher_list(context, suites) == 1);
    int const number = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string got;
    REQUIRE(::connect(number, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    auto *tls = SSL_new(context);
    SSL_set_fd(tls, number);
    if (SSL_connect(tls) == 1) {
        if (serial) {
            auto *shown = SSL_get1_peer_certificate(tls);
            *serial = ASN1_INTEGER_get(X509_get_serialNumber(shown));
            X509_free(shown);
        }
        std::size_t written = 0;
        SSL_write_ex(tls, bytes.data(), bytes.size(), &written);
        char buffer[16384];
        for (int count; (count = SSL_read(tls, buffer, sizeof buffer)) > 0;)
            got.append(buffer, static_cast<std::size_t>(count));
        CHECK(SSL_get_shutdown(tls) == SSL_RECEIVED_SHUTDOWN); // said good-bye, not cut off
        SSL_shutdown(tls);
    }
    SSL_free(tls);
    SSL_CTX_free(context);
    ::close(number);
    return got;
}

} // namespace

TEST_CASE("Over TLS a browser is served as in the clear, and the page knows it") {
    Certificate const made;
    Server server{with(made), echo};
    server.run_in_background();
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto const got = ask(server.port(),
                             "GET /one HTTP/1.1\r\nHost: x\r\n\r\nPOST /two HTTP/1.1\r\nHost: "
                             "x\r\nContent-Length: 300000\r\n"
                             "Connection: close\r\n\r\n" +
                                 std::string(300'000, 'b'),
                             version);
        CHECK(got.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(got.find("tls /one 0.") != got.npos);
        CHECK(got.find("tls /two 300000.") != got.npos);
        CHECK(got.size() > 200'000);
    }
    CHECK(ask(server.port(), "get / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 "));
    CHECK(
        ask(server.port(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", TLS1_1_VERSION)
            .empty());
}

TEST_CASE("A TLS greeting that never ends is cut, and plain text gets nothing") {
    Certificate const made;
    Server server{with(made), echo};
    server.run_in_background();
    hostile::RawClient half{server.port()}, plain{server.port()};
    half.send("\x16\x03\x01");
    plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(ask(server.port(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
              .starts_with("HTTP/1.1 200"));
    CHECK(plain.answer(milliseconds{1000}).status == 0);
    CHECK(half.is_closed(milliseconds{2000}));
}

TEST_CASE("A certificate that cannot be used is said in words") {
    Certificate const made;
    auto options = with(made);
    options.key_file = "";
    CHECK_THROWS_AS((Server{options, echo}), Trouble);
    options.key_file = "/nowhere/key.pem";
    CHECK_THROWS_WITH_AS((Server{options, echo}), doctest::Contains("cannot use the key"), Trouble);
}

namespace {

constexpr char const *one_page = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

long serial_shown(Server const &server) {
    long serial = 0;
    CHECK(
        ask(server.port(), one_page, TLS1_3_VERSION, nullptr, &serial).starts_with("HTTP/1.1 200"));
    return serial;
}

// False when it does not come about within seconds.
bool comes_to_show(Server const &server, long serial) {
    for (int i = 0; i < 500; ++i) {
        if (serial_shown(server) == serial) return true;
        std::this_thread::sleep_for(milliseconds{10});
    }
    return false;
}

} // namespace

TEST_CASE("In TLS 1.2 only suites with forward secrecy and authenticated encryption are spoken") {
    Certificate const made;
    Server server{with(made), echo};
    server.run_in_background();
    auto const speaks = [&](char const *suite) {
        return ask(server.port(), one_page, TLS1_2_VERSION, suite).starts_with("HTTP/1.1 200");
    };
    for (auto const *good : {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                             "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
        CAPTURE(good);
        CHECK(speaks(good));
    }
    for (auto const *bad : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256",
                            "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-CCM"}) {
        CAPTURE(bad);
        CHECK_FALSE(speaks(bad));
    }
}

TEST_CASE("A renewed certificate is shown when asked for, and a broken one is said and not used") {
    Certificate const made;
    Server server{with(made), echo};
    server.run_in_background();
    CHECK(serial_shown(server) == 1);
    made.renew(2);
    CHECK(serial_shown(server) == 1);
    server.reload_certificate();
    CHECK(serial_shown(server) == 2);

    auto const old_key = made.key + ".old";
    std::filesystem::copy_file(made.key, old_key);
    made.renew(3);
    std::filesystem::rename(old_key, made.key);
    CHECK_THROWS_WITH_AS(server.reload_certificate(), doctest::Contains("the key"), Trouble);
    CHECK(serial_shown(server) == 2);
    made.break_it();
    CHECK_THROWS_WITH_AS(server.reload_certificate(),
                         doctest::Contains("cannot use the certificate"), Trouble);
    CHECK(serial_shown(server) == 2);
    made.renew(4);
    server.reload_certificate();
    CHECK(serial_shown(server) == 4);
}

TEST_CASE("A certificate whose file changes is read by itself, and a broken one is passed over") {
    log::set_level(log::Level::off);
    Certificate const made;
    auto options = with(made);
    options.certificate_check = milliseconds{20};
    Server server{options, echo};
    server.run_in_background();
    CHECK(serial_shown(server) == 1);
    made.renew(2);
    CHECK(comes_to_show(server, 2));
    made.break_it();
    for (int i = 0; i < 20; ++i) {
        CHECK(serial_shown(server) == 2);
        std::this_thread::sleep_for(milliseconds{10});
    }
    made.renew(3);
    CHECK(comes_to_show(server, 3));
    log::set_level(log::Level::info);
}

TEST_CASE("Over TLS too, who sends on reads why a body was refused") {
    Certificate const made;
    auto options = with(made);
    options.limits.body = 1000;
    Server server{options, echo};
    server.run_in_background();
    auto const got = ask(server.port(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                        "300000\r\n\r\n" +
                                            std::string(300'000, 'b'));
    CHECK(got.starts_with("HTTP/1.1 413"));
}

TEST_CASE("An answer that stays open arrives piece by piece over TLS") {
    Certificate const made;
    std::promise<std::shared_ptr<http::OpenBody>> opened;
    Server server{with(made), [&](http::Request &&) {
                      http::Response response;
                      response.open = std::make_shared<http::OpenBody>();
                      opened.set_value(response.open);
                      return response;
                  }};
    server.run_in_background();
    auto got = std::async(std::launch::async, [&] {
        return ask(server.port(), "GET /open HTTP/1.1\r\nHost: goen.example\r\n\r\n");
    });
    auto const body = opened.get_future().get();
    for (auto const *text : {"one", "two"}) {
        CHECK(body->push(std::make_shared<std::string const>(text)));
        std::this_thread::sleep_for(milliseconds{50});
    }
    body->end();
    auto const all = got.get();
    CHECK(all.find("one") != std::string::npos);
    CHECK(all.ends_with("3\r\ntwo\r\n0\r\n\r\n"));
}
