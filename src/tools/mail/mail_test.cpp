// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "mail/address.hpp"
#include "mail/postman.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace goen;
using namespace goen::mail;

namespace {

Time const noon = *parse_rfc3339("2026-10-03T12:00:00Z");

struct Folder {
    std::string path = "/tmp/goen-mail-test-" + std::to_string(::getpid());
    Folder() { std::filesystem::remove_all(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

// A mail server of few words: answers each RCPT with the next of `answers` (then always 250) and
// keeps what it took.
class SmallServer {
public:
    explicit SmallServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
        REQUIRE(::listen(listener_, 8) == 0);
        socklen_t length = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr *>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] {
            for (int peer; (peer = ::accept(listener_, nullptr, nullptr)) >= 0;)
                talk(peer), ::close(peer);
        }};
    }
    ~SmallServer() {
        ::shutdown(listener_, SHUT_RDWR);
        ::close(listener_);
        thread_.join();
    }
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    bool wait_for(std::size_t letters, std::size_t rcpts) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{10}, [&] {
            return letters_.size() >= letters && rcpts_.size() >= rcpts;
        });
    }
    std::vector<std::string> letters() {
        std::lock_guard const lock{mutex_};
        return letters_;
    }
    std::vector<std::string> rcpts() {
        std::lock_guard const lock{mutex_};
        return rcpts_;
    }

private:
    static void say(int peer, std::string const &line) {
        (void)::send(peer, (line + "\r\n").data(), line.size() + 2, MSG_NOSIGNAL);
    }
    void talk(int peer) {
        std::string held, letter;
        bool in_data = false;
        say(peer, "220 small");
        char buffer[4096];
        for (ssize_t got; (got = ::recv(peer, buffer, sizeof buffer, 0)) > 0;) {
            held.append(buffer, static_cast<std::size_t>(got));
            for (std::size_t end; (end = held.find("\r\n")) != held.npos;) {
                auto const line = held.substr(0, end);
                held.erase(0, end + 2);
                if (in_data) {
                    if (line != ".") {
                        letter += line + "\r\n";
                        continue;
                    }
                    in_data = false;
                    std::lock_guard const lock{mutex_};
                    letters_.push_back(std::exchange(letter, ""));
                    changed_.notify_all();
                    say(peer, "250 taken");
                } else if (line.starts_with("RCPT")) {
                    std::lock_guard const lock{mutex_};
                    rcpts_.push_back(line);
                    changed_.notify_all();
                    say(peer,
                        rcpts_.size() <= answers_.size() ? answers_[rcpts_.size() - 1] : "250 ok");
                } else if (line == "DATA") {
                    in_data = true;
                    say(peer, "354 go on");
                } else if (line == "QUIT") {
                    say(peer, "221 bye");
                    return;
                } else {
                    say(peer, "250 ok");
                }
            }
        }
    }
    std::vector<std::string> answers_, letters_, rcpts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int listener_ = -1;
    int port_ = 0;
    std::thread thread_;
};

std::vector<std::string> lines_of(std::string const &eml) {
    std::vector<std::string> lines;
    for (std::size_t at = 0, end; (end = eml.find("\r\n", at)) != eml.npos; at = end + 2)
        lines.push_back(eml.substr(at, end - at));
    return lines;
}

} // namespace

TEST_CASE("A Japanese letter reads back as it was written, in short ASCII lines") {
    Letter const letter{
        "hana@mihon.example", "山田 はな",
        "「ご縁の会」への招待: とても長い件名でも折り返して、そのまま戻る。とても長い件名です。",
        "はなさん\n\n𠮷野家で会いましょう。\n.\nFrom: 行頭\n"};
    auto const eml = to_eml(letter, "ご縁の会 <noreply@goen.example>", "1@goen.example", noon);
    for (auto const &line : lines_of(eml)) {
        CHECK(line.size() <= 78);
        CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
    }
    CHECK(eml.find("Date: Sat, 03 Oct 2026 12:00:00 +0000\r\n") != eml.npos);
    auto const back = from_eml(eml);
    REQUIRE(back);
    CHECK(back->to == letter.to);
    CHECK(back->to_name == letter.to_name);
    CHECK(back->subject == letter.subject);
    CHECK(back->text == letter.text);
}

TEST_CASE("No text a person typed can add a header, a recipient or a part to a letter") {
    bool const holds = rc::check(
        "whatever the name and subject hold, the head has the same ten lines",
        [](std::string const &name, std::string const &subject) {
            auto const wild = subject + "\r\nBcc: eve@evil.example\n.\r\n\r\nboo";
            auto const eml =
                to_eml({"ken@mihon.example", name + "\rBcc: x@evil.example", wild, "hi"},
                       "noreply@goen.example", "1@goen.example", noon);
            auto const head = lines_of(eml.substr(0, eml.find("\r\n\r\n") + 2));
            std::vector<std::string> names;
            for (auto const &line : head) {
                RC_ASSERT(line.size() <= 998u);
                RC_ASSERT(line.find('\r') == line.npos && line.find('\n') == line.npos);
                if (line.front() != ' ') names.push_back(line.substr(0, line.find(':')));
            }
            RC_ASSERT(names ==
                      (std::vector<std::string>{"Date", "From", "To", "Message-ID", "Subject",
                                                "Auto-Submitted", "X-Goen-Loop", "MIME-Version",
                                                "Content-Type", "Content-Transfer-Encoding"}));
        });
    CHECK(holds);
    for (auto const bad : {"a@b.example\r\nBcc: eve@evil.example", "a@b.example, c@d.example",
                           "a@b.example>", "", "a b@c.example", "a@b@c.example"}) {
        CHECK_THROWS_AS(to_eml({bad, "", "s", "t"}, "noreply@goen.example", "1@goen.example", noon),
                        std::logic_error);
    }
}

TEST_CASE("A letter with HTML, an address for answers and a conversation is read back whole") {
    Letter letter{"ken@mihon.example", "健", "件名", "本文\n2行目"};
    letter.html = "<p>本文</p>\n<p>2行目</p>";
    letter.reply_to = "reply+abc@goen.example";
    letter.message_id = "7@goen.example";
    letter.references = {"a@goen.example", "b@goen.example"};
    letter.envelope_from = "bounce+xyz@goen.example";
    auto const eml = to_eml(letter, "goen <noreply@goen.example>", "unused@goen.example", noon);
    CHECK(eml.find("In-Reply-To: <b@goen.example>\r\nReferences:\r\n <a@goen.example>\r\n "
                   "<b@goen.example>\r\n") != std::string::npos);
    CHECK(eml.find("unused@") == std::string::npos);
    CHECK(eml.find("X-Goen-Loop: goen.example\r\n") != std::string::npos);
    auto const again = from_eml(eml);
    REQUIRE(again);
    CHECK(again->text == letter.text);
    CHECK(again->html == letter.html);
    CHECK(again->reply_to == letter.reply_to);
    CHECK(again->message_id == letter.message_id);
    CHECK(again->references == letter.references);
    CHECK(again->envelope_from == letter.envelope_from);
    letter.references = {"x@goen.example\r\nBcc: eve@evil.example"};
    CHECK_THROWS_AS(to_eml(letter, "noreply@goen.example", "1@goen.example", noon),
                    std::logic_error);
}

TEST_CASE("A letter that can be turned off says by which link, and over https that one click is "
          "enough") {
    Letter letter{"ken@mihon.example", "Ken", "s", "t"};
    auto const head = [&](std::string_view link) {
        letter.unsubscribe = link;
        auto const eml = to_eml(letter, "noreply@goen.example", "1@goen.example", noon);
        CHECK(from_eml(eml)); // it is still read where letters are shown
        return eml.substr(0, eml.find("\r\n\r\n") + 2);
    };
    CHECK(head("https://goen.example/letters/off/1.request.x")
              .find("List-Unsubscribe:\r\n <https://goen.example/letters/off/1.request.x>\r\n"
                    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n") != std::string::npos);
    CHECK(head("http://127.0.0.1:8080/off").find("List-Unsubscribe-Post") == std::string::npos);
    CHECK(head("http://127.0.0.1:8080/off").find("\r\nList-Unsubscribe:") != std::string::npos);
    CHECK(head("").find("List-Unsubscribe") == std::string::npos);
    for (auto const *bad : {"https://a.example/\r\nBcc: eve@evil.example", "https://a.example/> x",
                            "https://例え.example/"})
        CHECK_THROWS_AS(head(bad), std::logic_error);
}

TEST_CASE(
    "An old docomo address is quoted on the wire and an international domain is written in ASCII") {
    CHECK(wire_address("a..b.@docomo.ne.jp") == "\"a..b.\"@docomo.ne.jp");
    CHECK(wire_address("hana.y@Mihon.example") == "hana.y@mihon.example");
    CHECK(ascii_domain("例え.jp") == "xn--r8jz45g.jp");
    CHECK(ascii_domain("bücher.example") == "xn--bcher-kva.example");
    CHECK(ascii_domain("ドメイン名例.jp") == "xn--eckwd4c7cu47r2wf.jp");
    auto const back = from_eml(to_eml({"a..b.@docomo.ne.jp", "", "s", "t"}, "noreply@goen.example",
                                      "1@goen.example", noon));
    REQUIRE(back);
    CHECK(back->to == "a..b.@docomo.ne.jp");
}

TEST_CASE("Without a mail server letters lie in a folder only its owner can read, newest first") {
    Folder folder;
    StillClock clock{noon};
    auto const postman = spool_postman(folder.path, "noreply@goen.example", clock);
    for (auto const subject : {"一通目", "二通目", "三通目"}) {
        postman->post({"hana@mihon.example", "はな", subject, "本文\n"});
        if (std::string_view{subject} != "二通目") clock.advance(seconds{1});
    }
    auto const letters = spooled(folder.path, 2);
    REQUIRE(letters.size() == 2);
    CHECK(letters[0].letter.subject == "三通目");
    CHECK(letters[1].letter.subject == "二通目");
    CHECK(letters[0].at == noon + seconds{1});
    for (auto const &entry : std::filesystem::directory_iterator{folder.path}) {
        struct stat info {};
        REQUIRE(::stat(entry.path().c_str(), &info) == 0);
        CHECK((info.st_mode & 0777) == 0600);
        CHECK(entry.path().extension() == ".eml");
    }
}

TEST_CASE("A file that goen did not write does not trouble the list of letters") {
    Folder folder;
    StillClock clock{noon};
    auto const postman = spool_postman(folder.path, "noreply@goen.example", clock);
    postman->post({"hana@mihon.example", "", "good", "text"});
    for (auto const name : {"20261003T120000000Z-x.eml", "zzz.eml", "20261399T120000000Z-1.eml"}) {
        std::ofstream{folder.path + "/" + name} << "Subject: =?UTF-8?B?!!!\r\nTo: x\r\n\r\n";
    }
    CHECK(spooled(folder.path, 10).size() == 1);
    CHECK(spooled(folder.path + "/none", 10).empty());
}

TEST_CASE("A letter the server cannot take now is tried again until it is taken") {
    SmallServer server{{"451 later please", "450 not yet"}};
    SystemClock clock;
    SmtpOptions options;
    options.url = server.url(), options.from = "ご縁 <noreply@goen.example>",
    options.first_retry = milliseconds{20};
    auto const postman = smtp_postman(options, clock);
    postman->post({"a..b.@docomo.ne.jp", "花", "件名", "本文\n.\n終わり\n"});
    REQUIRE(server.wait_for(1, 3));
    auto const back = from_eml(server.letters().front());
    REQUIRE(back);
    CHECK(back->text == "本文\n.\n終わり\n");
    CHECK(server.rcpts().front().find("<\"a..b.\"@docomo.ne.jp>") != std::string::npos);
}

TEST_CASE("A letter refused for good is given up, and the next one still goes") {
    SmallServer server{{"550 no such person"}};
    SystemClock clock;
    SmtpOptions options;
    options.url = server.url(), options.from = "noreply@goen.example",
    options.first_retry = milliseconds{5};
    auto const postman = smtp_postman(options, clock);
    postman->post({"gone@mihon.example", "", "one", "1"});
    REQUIRE(server.wait_for(0, 1));
    postman->post({"here@mihon.example", "", "two", "2"});
    REQUIRE(server.wait_for(1, 2));
    std::this_thread::sleep_for(milliseconds{100});
    CHECK(server.rcpts().size() == 2);
    CHECK(server.rcpts().back().find("here@") != std::string::npos);
    CHECK(postman->undelivered().given_up == 1);
    CHECK(postman->undelivered().waiting == 0);
}

TEST_CASE("A letter that could not be delivered yet is counted until it arrives") {
    SystemClock clock;
    SmtpOptions options;
    options.from = "noreply@goen.example", options.url = "smtp://127.0.0.1:1"; // nobody listens
    auto const postman = smtp_postman(options, clock);
    CHECK(postman->undelivered().waiting == 0);
    postman->post({"hana@mihon.example", "", "kept", "text"});
    for (int i = 0; i < 1000 && postman->undelivered().waiting == 0; ++i)
        std::this_thread::sleep_for(milliseconds{10});
    CHECK(postman->undelivered().waiting == 1);
    CHECK(postman->undelivered().given_up == 0);
}

TEST_CASE("Letters waiting when the server stops go out after it has started again") {
    Folder folder;
    SystemClock clock;
    SmtpOptions options;
    options.from = "noreply@goen.example", options.queue_folder = folder.path,
    options.first_retry = milliseconds{10};
    options.url = "smtp://127.0.0.1:1"; // nobody listens there
    smtp_postman(options, clock)->post({"hana@mihon.example", "", "kept", "text"});
    CHECK(spooled(folder.path, 10).size() == 1);

    SmallServer server{{}};
    options.url = server.url();
    {
        auto const postman = smtp_postman(options, clock);
        REQUIRE(server.wait_for(1, 1));
        for (int i = 0; i < 200 && !spooled(folder.path, 10).empty(); ++i)
            std::this_thread::sleep_for(milliseconds{10});
    }
    CHECK(spooled(folder.path, 10).empty());
}

TEST_CASE("A letter that another process puts into the queue goes out, once") {
    Folder folder;
    SystemClock clock;
    SmallServer server{{}};
    SmtpOptions options;
    options.from = "noreply@goen.example", options.queue_folder = folder.path;
    options.url = server.url();
    auto const postman = smtp_postman(options, clock);
    spool_postman(folder.path, options.from, clock)->post({"hana@mihon.example", "", "s", "t"});
    REQUIRE(server.wait_for(1, 1));
    for (int i = 0; i < 200 && !spooled(folder.path, 10).empty(); ++i)
        std::this_thread::sleep_for(milliseconds{10});
    CHECK(spooled(folder.path, 10).empty());
    postman->post({"ken@mihon.example", "", "s", "t"});
    REQUIRE(server.wait_for(2, 2));
    std::this_thread::sleep_for(milliseconds{6'000}); // it has looked into the folder again
    CHECK(server.letters().size() == 2);
}

TEST_CASE("A full queue takes no more letters instead of eating the machine") {
    Folder folder;
    SystemClock clock;
    SmtpOptions options;
    options.url = "smtp://127.0.0.1:1", options.from = "noreply@goen.example",
    options.queue_folder = folder.path, options.most_waiting = 2;
    options.first_retry = std::chrono::hours{1};
    auto const postman = smtp_postman(options, clock);
    for (int i = 0; i < 10; ++i) postman->post({"hana@mihon.example", "", "s", "t"});
    auto const kept = spooled(folder.path, 10).size();
    CHECK(kept >= 2);
    CHECK(kept <= 3); // one may be on its way
}
