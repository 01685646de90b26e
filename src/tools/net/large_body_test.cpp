// SPDX-License-Identifier: Apache-2.0
// Bodies larger than a form: whose they are is asked before they are read.
#include "net/testing_server.hpp"

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

namespace {

std::atomic<int> asked{0};

// Forms up to 100 bytes from anybody; files up to 10,000 from who says that she is a member.
ServerOptions for_members() {
    auto options = quick();
    options.limits.body_time = seconds{30};
    options.limits.body = 10'000;
    options.limits.unknown_body = 100;
    options.admit_body = [](http::Request const &request) -> std::optional<http::Response> {
        ++asked;
        CHECK(request.body.empty());
        if (request.cookie("member") == "hana") return {};
        return http::text("Please log in first.", 401);
    };
    return options;
}

std::string const hana = "Cookie: member=hana\r\n";

std::string in_chunks(std::string const &body, std::size_t size) {
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += size) {
        auto const part = body.substr(at, size);
        char head[16];
        std::snprintf(head, sizeof head, "%zx\r\n", part.size());
        out += head + part + "\r\n";
    }
    return out + "0\r\n\r\n";
}

} // namespace

TEST_CASE("A large body of nobody is refused before a byte of it has come") {
    Running running{for_members()};
    refuses(running, post("Content-Length: 5000\r\n", ""), 401);
    refuses(running, post("Content-Length: 5000\r\nCookie: member=ken\r\n", ""), 401);
    refuses(running, post("Content-Length: 5000\r\nExpect: 100-continue\r\n", ""), 401);
    refuses(running, post("Content-Length: 10001\r\n" + hana, ""), 413);
    CHECK(running.server.numbers().body_bytes == 0);
    CHECK(running.ask(post("Content-Length: 100\r\n", std::string(100, 'x'))).status == 200);
}

TEST_CASE("Who sends on reads why it was refused") {
    Running running{for_members()};
    auto nobody = running.client();
    nobody.send(post("Content-Length: 9000\r\n", std::string(4000, 'x')));
    nobody.send(std::string(5000, 'x'));
    auto const answer = nobody.answer();
    CHECK(answer.status == 401);
    CHECK(answer.body == "Please log in first.");
}

TEST_CASE("A member's large body arrives whole, and it is asked once whose it is") {
    Running running{for_members()};
    std::string body;
    for (int i = 0; body.size() < 9'900; ++i) body += std::to_string(i) + ",";
    auto const length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    asked = 0;
    CHECK(running.ask(post(length + hana, body)).body.ends_with("body=" + body));
    CHECK(asked == 1);

    auto waits = running.client();
    waits.send(post(length + hana + "Expect: 100-continue\r\n", ""));
    CHECK(waits.answer().status == 100);
    waits.send(body);
    CHECK(waits.answer().body.ends_with("body=" + body));
    CHECK(asked == 2);

    auto drips = running.client();
    auto const chunked = post("Transfer-Encoding: chunked\r\n" + hana, in_chunks(body, 700));
    for (std::size_t at = 0; at < chunked.size(); at += 999)
        drips.send(std::string_view{chunked}.substr(at, 999));
    CHECK(drips.answer().body.ends_with("body=" + body));
    CHECK(asked == 3);
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 0; }));
}

TEST_CASE("A body in chunks is asked for its sender as soon as it is large") {
    Running running{for_members()};
    asked = 0;
    auto nobody = running.client();
    nobody.send(post("Transfer-Encoding: chunked\r\n", "32\r\n" + std::string(50, 'x') + "\r\n"));
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 50; }));
    CHECK(asked == 0);
    nobody.send("64\r\n" + std::string(100, 'x') + "\r\n");
    CHECK(nobody.answer().status == 401);
    CHECK(asked == 1);
}

TEST_CASE("What a member promises takes no room; what she has sent does, and a share is left for "
          "others") {
    auto options = for_members();
    options.limits.known_bytes = 1500;
    options.limits.known_bytes_per_peer = 1000;
    Running running{options};
    auto const upload = [&](char const *from, std::size_t promised, std::size_t sent) {
        auto client = running.client(from);
        client.send(post("Content-Length: " + std::to_string(promised) + "\r\n" + hana,
                         std::string(sent, 'x')));
        return client;
    };
    std::vector<RawClient> promises;
    for (int i = 0; i < 8; ++i) promises.push_back(upload("127.0.0.2", 1000, 0));
    auto slow = upload("127.0.0.2", 1000, 900);
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 900; }));
    auto too_much = upload("127.0.0.2", 600, 300);
    CHECK(too_much.answer().status == 503);
    auto other = upload("127.0.0.3", 600, 500);
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 1400; }));
    auto third = upload("127.0.0.4", 600, 300);
    CHECK(third.answer().status == 503);
    other.send(std::string(100, 'x'));
    CHECK(other.answer().status == 200);
    slow.send(std::string(100, 'x'));
    CHECK(slow.answer().status == 200);
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 0; }));
    CHECK(running.server.numbers().bodies_refused == 2);
    auto again = upload("127.0.0.2", 600, 300);
    again.send(std::string(300, 'x'));
    CHECK(again.answer().status == 200);
}

TEST_CASE("One member's unfinished uploads are bounded and stop nobody's forms") {
    auto options = for_members();
    options.limits.unfinished_per_peer = 3;
    Running running{options};
    std::vector<RawClient> uploads;
    for (int i = 0; i < 3; ++i) {
        uploads.push_back(running.client());
        uploads.back().send(post("Content-Length: 1000\r\n" + hana, "x"));
    }
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 3; }));
    auto fourth = running.client();
    fourth.send(post("Content-Length: 1000\r\n" + hana, "x"));
    CHECK(fourth.answer().status == 503);
    auto form = running.client();
    form.send(post("Content-Length: 10\r\n", "12345"));
    form.send("67890");
    CHECK(form.answer().status == 200);
    auto elsewhere = running.client("127.0.0.2");
    elsewhere.send(post("Content-Length: 1000\r\n" + hana, "x"));
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 4; }));
    for (auto &each : uploads) CHECK(each.is_open_still());
}

TEST_CASE("It is asked on a worker whose a body is, so that the sockets go on meanwhile") {
    auto options = for_members();
    options.workers = 1;
    std::promise<void> enough;
    auto const until = enough.get_future().share();
    options.admit_body = [until](http::Request const &) -> std::optional<http::Response> {
        until.wait();
        return {};
    };
    Running running{options};
    std::vector<RawClient> uploads;
    for (int i = 0; i < 3; ++i) {
        uploads.push_back(running.client());
        uploads.back().send(post("Content-Length: 1000\r\n", std::string(1000, 'x')));
    }
    CHECK(comes_about([&] { return running.server.numbers().waiting == 2; }));
    refuses(running, "nonsense\r\n", 400);
    enough.set_value();
    for (auto &each : uploads) CHECK(each.answer().status == 200);
}
