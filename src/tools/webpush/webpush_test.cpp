// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"
#include "base/text.hpp"
#include "fetch/testing_site.hpp"
#include "webpush/push_service.hpp"
#include "webpush/vapid.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <set>

using namespace goen;
using namespace goen::webpush;

namespace {

std::string bytes(char const *text) { return *from_base64url(text); }

// RFC 8291, appendix A.
KeyPair browser() {
    return {bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
            bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkN"
                  "toIAiw4")};
}
std::string auth() { return bytes("BTBZMqHH6r4Tts7J_aSIgg"); }
Ephemeral of_the_rfc() {
    return {
        bytes("DGv6ra1nlYgDCS1FRnbzlw"),
        {bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
         bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
               "u3jl7A8")}};
}

struct Said {
    std::string head, body;
    std::string field(std::string const &name) const {
        auto const start = head.find("\r\n" + name + ": ");
        if (start == head.npos) return "(none)";
        auto const from = start + name.size() + 4;
        return head.substr(from, head.find("\r\n", from) - from);
    }
};

// A push service on loopback that answers with this status line and these fields.
struct Service {
    explicit Service(std::string answer)
        : site([answer](auto const &, auto const &send) {
              send("HTTP/1.1 " + answer + "\r\nContent-Length: 4\r\n\r\nmore");
          }) {
        settings.ports = {site.port()};
        settings.may_post_to_http = true;
        settings.may_connect = [](fetch::Address const &to) { return to.text() == "127.0.0.1"; };
    }
    Sent send(Message const &message, std::string const &host = "127.0.0.1") {
        fetch::Fetcher fetcher{settings};
        SystemRandom random;
        auto const url = fetch::Url::parse("http://" + host + ":" + std::to_string(site.port()) +
                                           "/push/abc?x=1");
        return webpush::send(fetcher, *url, {browser().point, auth()}, message,
                             {server, "https://goen.example", from_millis(1'700'000'000'000)},
                             random);
    }
    Said said() const {
        auto const request = site.requests().at(0);
        auto const head = request.find("\r\n\r\n");
        return {request.substr(0, head + 2), request.substr(head + 4)};
    }
    KeyPair const server = make_key_pair();
    fetch::TestingSite site;
    fetch::Settings settings;
};

} // namespace

TEST_CASE("A message is encrypted as in RFC 8291") {
    auto const body = encrypt("When I grow up, I want to be a watermelon",
                              {browser().point, auth()}, of_the_rfc(), 0);
    CHECK(
        base64url(body) ==
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYW"
        "AmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgS"
        "xsj_Qulcy4a-fN");
    CHECK(decrypt(body, browser(), auth()) == "When I grow up, I want to be a watermelon");
}

TEST_CASE("What is sent can be read by its browser alone, and its length says little") {
    SystemRandom random;
    auto const keys = make_key_pair();
    auto const secret = random.bytes(auth_size);
    std::set<std::size_t> sizes;
    std::set<std::string> bodies;
    for (std::string const &text :
         {std::string{"{}"}, std::string{"展示会でお会いした田中です"}, std::string(200, 'a')}) {
        auto const body = encrypt(text, {keys.point, secret}, random);
        sizes.insert(body.size());
        bodies.insert(body);
        CHECK(decrypt(body, keys, secret) == text);
        CHECK(body.find(text) == body.npos);
        CHECK(decrypt(body, make_key_pair(), secret).empty());
        CHECK(decrypt(body, keys, std::string(auth_size, 'x')).empty());
        auto broken = body;
        broken.back() = static_cast<char>(broken.back() ^ 1);
        CHECK(decrypt(broken, keys, secret).empty());
    }
    CHECK(sizes.size() == 1);
    CHECK(bodies.size() == 3);
    auto const full = encrypt(std::string(most_plain, 'z'), {keys.point, secret}, random);
    CHECK(full.size() == 4096);
    CHECK(decrypt(full, keys, secret) == std::string(most_plain, 'z'));
    CHECK(decrypt("", keys, secret).empty());
    CHECK(decrypt(full.substr(0, 90), keys, secret).empty());
}

TEST_CASE("Keys of a subscription are points of the curve, or none") {
    auto const good = browser().point;
    CHECK(is_point(good));
    CHECK(is_point(make_key_pair().point));
    auto bent = good;
    bent[40] = static_cast<char>(bent[40] ^ 1);
    auto packed = good.substr(0, 33);
    packed[0] = '\x02';
    auto hybrid = good;
    hybrid[0] = '\x06';
    for (auto const &wrong :
         {bent, packed, hybrid, good.substr(0, 64), good + "a", std::string(65, '\0'),
          std::string{"\x04"} + std::string(64, '\0'),
          std::string{"\x04"} + std::string(64, '\xFF'), std::string{'\0'}, std::string{}}) {
        CAPTURE(base64url(wrong));
        CHECK_FALSE(is_point(wrong));
    }
}

TEST_CASE("The example of RFC 8292 is signed by its key, and ours are by theirs") {
    std::string const signed_part =
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAi"
        "OjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0";
    auto const key = bytes(
        "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs");
    auto const signature = bytes(
        "i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA");
    CHECK(verify_es256(key, signed_part, signature));
    CHECK_FALSE(verify_es256(key, signed_part + "x", signature));
    CHECK_FALSE(verify_es256(key, signed_part, signature.substr(1)));
    for (int i = 0; i < 200; ++i) { // also where r or s begins with zeros
        auto const keys = make_key_pair();
        auto const ours = sign_es256(keys, signed_part);
        REQUIRE(ours.size() == signature_size);
        REQUIRE(verify_es256(keys.point, signed_part, ours));
        REQUIRE_FALSE(verify_es256(key, signed_part, ours));
    }
}

TEST_CASE("A push service is told for how long, how urgent, in whose place, and by which server") {
    Service service{"201 Created"};
    Message message{"お知らせ 2", seconds{600}, Urgency::high, "request-1"};
    auto const sent = service.send(message);
    CHECK(sent.outcome == Outcome::sent);
    auto const said = service.said();
    CHECK(said.head.starts_with("POST /push/abc?x=1 HTTP/1.1\r\n"));
    CHECK(said.field("TTL") == "600");
    CHECK(said.field("Urgency") == "high");
    CHECK(said.field("Topic") == "request-1");
    CHECK(said.field("Content-Encoding") == "aes128gcm");
    CHECK(said.field("Content-Type") == "application/octet-stream");
    CHECK(said.field("Content-Length") == std::to_string(said.body.size()));
    for (auto const *none : {"Cookie", "Referer", "Expect", "Accept-Language"})
        CHECK(said.field(none) == "(none)");
    CHECK(decrypt(said.body, browser(), auth()) == "お知らせ 2");

    auto const proof = said.field("Authorization");
    REQUIRE(proof.starts_with("vapid t="));
    auto const token = proof.substr(8, proof.find(", k=") - 8);
    CHECK(proof.substr(proof.find(", k=") + 4) == base64url(service.server.point));
    auto const dot = token.rfind('.');
    CHECK(verify_es256(service.server.point, token.substr(0, dot),
                       *from_base64url(token.substr(dot + 1))));
    auto const first = token.find('.');
    CHECK(*from_base64url(token.substr(0, first)) == R"({"typ":"JWT","alg":"ES256"})");
    auto const claims =
        boost::json::parse(*from_base64url(token.substr(first + 1, dot - first - 1)));
    CHECK(claims.at("aud").as_string() ==
          "http://127.0.0.1:" + std::to_string(service.site.port()));
    CHECK(claims.at("sub").as_string() == "https://goen.example");
    CHECK(claims.at("exp").to_number<std::int64_t>() == 1'700'000'000 + 12 * 3600);
}

TEST_CASE("What a push service answers says what becomes of the message") {
    auto const outcome = [](std::string const &answer) {
        Service service{answer};
        return service.send({"a"});
    };
    CHECK(outcome("200 OK").outcome == Outcome::sent);
    CHECK(outcome("202 Accepted").outcome == Outcome::sent);
    CHECK(outcome("404 Not Found").outcome == Outcome::gone);
    CHECK(outcome("410 Gone").outcome == Outcome::gone);
    CHECK(outcome("413 Too Large").outcome == Outcome::too_large);
    CHECK(outcome("400 Bad Request").outcome == Outcome::refused);
    CHECK(outcome("403 Forbidden").outcome == Outcome::refused);
    CHECK(outcome("302 Found\r\nLocation: http://127.0.0.1/").outcome == Outcome::refused);
    CHECK(outcome("500 Oh").outcome == Outcome::later);
    CHECK(outcome("503 Busy").wait == seconds{0});
    auto const told = outcome("429 Too Many\r\nRetry-After: 120");
    CHECK(told.outcome == Outcome::later);
    CHECK(told.wait == seconds{120});
    CHECK(outcome("429 Too Many\r\nRetry-After: 99999999").wait == seconds{86'400});
    CHECK(outcome("503 Busy\r\nRetry-After: yesterday").wait == seconds{0});
}

TEST_CASE("Nothing is pushed into the network that goen stands in, nor without https") {
    Service service{"201 Created"};
    SUBCASE("without https") { service.settings.may_post_to_http = false; }
    SUBCASE("to a private address") { service.settings.may_connect = nullptr; }
    SUBCASE("to a name that leads to one") {
        service.settings.may_connect = nullptr;
        service.settings.resolve = [](std::string const &) {
            return std::vector<std::string>{"127.0.0.1"};
        };
        CHECK(service.send({"a"}, "push.example").outcome == Outcome::later);
    }
    SUBCASE("to another port") { service.settings.ports = {443}; }
    CHECK(service.send({"a"}).outcome == Outcome::later);
    CHECK(service.site.connections() == 0);
}
