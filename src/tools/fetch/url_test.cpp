// SPDX-License-Identifier: Apache-2.0
#include "fetch/url.hpp"

#include "fetch/address.hpp"
#include "fetch/exchange.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::fetch;

TEST_CASE("An address is written one way, however it was typed") {
    for (auto const &[typed, written] : std::vector<std::pair<std::string, std::string>>{
             {"HTTPS://Goen.Example", "https://goen.example/"},
             {" http://goen.example:80/a?b#c ", "http://goen.example/a?b"},
             {"https://goen.example:8443?x", "https://goen.example:8443/?x"},
             {"https://goen.example:/", "https://goen.example/"},
             {"https://goen.example./", "https://goen.example/"},
             {"http://例え.jp/展 示", "http://xn--r8jz45g.jp/%E5%B1%95%20%E7%A4%BA"},
             {"http://ｇｏｅｎ。example/", "http://goen.example/"},
             {"http://a.example/x/../y/./z/%2e%2e/", "http://a.example/y/"},
             {"http://a.example/../..", "http://a.example/"},
             {"http://a.example\\@b.example/", ""},
             {"http://a.example/\\\"<>`{}", "http://a.example/%5C%22%3C%3E%60%7B%7D"},
             {"http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"},
             {"http://192.0.2.1/", "http://192.0.2.1/"}}) {
        CAPTURE(typed);
        auto const url = Url::parse(typed);
        CHECK(url.has_value() == !written.empty());
        if (!url) continue;
        CHECK(url->text() == written);
        CHECK(Url::parse(url->text())->text() == written);
    }
}

TEST_CASE("What is not plainly the address of a page is refused") {
    for (std::string const typed : {"",
                                    "goen.example",
                                    "//goen.example",
                                    "http:",
                                    "http://",
                                    "http:///a",
                                    "http:/a",
                                    "http:a",
                                    "ftp://a.example",
                                    "file:///etc/passwd",
                                    "gopher://a.example",
                                    "javascript:alert(1)",
                                    "data:text/html,x",
                                    "http://user@a.example/",
                                    "http://user:password@a.example/",
                                    "http://:80/",
                                    "http://a.example:0/",
                                    "http://a.example:65536/",
                                    "http://a.example:80a/",
                                    "http://a.example:-1/",
                                    "http://a.example: 80/",
                                    "http://a b/",
                                    "http://a..b/",
                                    "http://0x7f.1/",
                                    "http://2130706433/",
                                    "http://127.1/",
                                    "http://0/",
                                    "http://0177.0.0.1/",
                                    "http://127.0.0.01/",
                                    "http://127.0.0.0x1/",
                                    "http://1.2.3.4.5/",
                                    "http://256.1.1.1/",
                                    "http://1.2.3.4./a",
                                    "http://[::1/",
                                    "http://::1/",
                                    "http://[fe80::1%25eth0]/",
                                    "http://[127.0.0.1]/",
                                    "http://[]/",
                                    "http://a\tb.example/",
                                    "http://a.example/a\r\nb",
                                    "http://a.example/\x01",
                                    "http://\xC0\xAF.example/",
                                    "http://%61.example/",
                                    "http://１２７.１/",
                                    "http://xn--a.example:80:80/"}) {
        CAPTURE(typed);
        // A dot behind an address written in full is the address.
        CHECK(Url::parse(typed).has_value() == (typed == "http://1.2.3.4./a"));
    }
    CHECK(!Url::parse("http://a.example/" + std::string(2000, 'a')));
    CHECK(!Url::parse("http://a.example/" + std::string(1000, ' ') + "b"));
    CHECK(!Url::parse("http://" + std::string(64, 'a') + ".example/"));
}

TEST_CASE("A reference on a page is read as a browser reads it") {
    auto const base = *Url::parse("https://a.example/b/c?d");
    for (auto const &[reference, written] :
         std::vector<std::pair<std::string, std::string>>{{"e", "https://a.example/b/e"},
                                                          {"./e", "https://a.example/b/e"},
                                                          {"../e", "https://a.example/e"},
                                                          {"/e", "https://a.example/e"},
                                                          {"?e", "https://a.example/b/c?e"},
                                                          {"#e", "https://a.example/b/c?d"},
                                                          {"", "https://a.example/b/c?d"},
                                                          {"//b.example/e", "https://b.example/e"},
                                                          {"http://b.example", "http://b.example/"},
                                                          {"/\\b.example", ""},
                                                          {"\\\\b.example", ""},
                                                          {"file:///etc/passwd", ""},
                                                          {"javascript:x", ""},
                                                          {"https:b.example", ""},
                                                          {"//user@b.example/", ""}}) {
        CAPTURE(reference);
        auto const url = base.resolve(reference);
        CHECK(url.has_value() == !written.empty());
        if (url) CHECK(url->text() == written);
    }
}

TEST_CASE("A redirect is followed to pages only, and never out of encryption") {
    auto const open = *Url::parse("http://a.example/");
    auto const encrypted = *Url::parse("https://a.example/");
    CHECK(redirected(open, "https://b.example/"));
    CHECK(redirected(open, "/b"));
    CHECK(redirected(encrypted, "/b")->is_https());
    CHECK(!redirected(encrypted, "http://a.example/b"));
    for (std::string const to :
         {"", "file:///etc/passwd", "gopher://a.example/", "ftp://a.example/",
          "http://user:password@a.example/", "http://2130706433/"}) {
        CAPTURE(to);
        CHECK(!redirected(open, to));
    }
}

TEST_CASE("Only addresses of the public internet are public") {
    for (std::string const text : {"1.1.1.1", "93.184.215.14", "172.15.255.255", "172.32.0.0",
                                   "100.63.255.255", "100.128.0.0", "223.255.255.255", "11.0.0.0",
                                   "2606:4700::1111", "2400:4050::1", "2a00::1"}) {
        CAPTURE(text);
        CHECK(Address::parse(text)->is_public());
        CHECK(!Address::parse(text)->is_of_a_private_network());
    }
    for (std::string const text : {"0.0.0.0",
                                   "0.1.2.3",
                                   "10.0.0.1",
                                   "10.255.255.255",
                                   "100.64.0.1",
                                   "100.127.255.255",
                                   "127.0.0.1",
                                   "127.255.255.255",
                                   "169.254.169.254",
                                   "169.254.0.1",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.0.0.8",
                                   "192.0.2.1",
                                   "192.88.99.1",
                                   "192.168.1.1",
                                   "198.18.0.1",
                                   "198.19.255.255",
                                   "198.51.100.1",
                                   "203.0.113.1",
                                   "224.0.0.1",
                                   "239.255.255.255",
                                   "240.0.0.1",
                                   "255.255.255.255",
                                   "::",
                                   "::1",
                                   "::127.0.0.1",
                                   "::1.1.1.1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:1.1.1.1",
                                   "::ffff:0:127.0.0.1",
                                   "64:ff9b::127.0.0.1",
                                   "64:ff9b::1.1.1.1",
                                   "64:ff9b:1::1",
                                   "100::1",
                                   "2001::1",
                                   "2001:20::1",
                                   "2001:db8::1",
                                   "2002:7f00:1::",
                                   "2002:101:101::",
                                   "3fff::1",
                                   "5f00::1",
                                   "fc00::1",
                                   "fd00:ec2::254",
                                   "fe80::1",
                                   "fec0::1",
                                   "ff02::1"}) {
        CAPTURE(text);
        REQUIRE(Address::parse(text));
        CHECK(!Address::parse(text)->is_public());
    }
    for (std::string const text :
         {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1"})
        CHECK(Address::parse(text)->is_of_a_private_network());
    for (std::string const text :
         {"127.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "::ffff:10.0.0.1"})
        CHECK(!Address::parse(text)->is_of_a_private_network());
    for (std::string const text : {"", "localhost", "1.2.3", "0x7f.0.0.1", "[::1]", "::1%lo"})
        CHECK(!Address::parse(text));
    CHECK(Address::parse("2001:DB8:0::1")->text() == "2001:db8::1");
}
