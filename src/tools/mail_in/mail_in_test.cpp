// SPDX-License-Identifier: Apache-2.0
#include "mail_in/mail_in.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <rapidcheck.h>

using namespace goen;
using namespace goen::mail_in;

namespace {

std::string const folder = "tests/samples/mail_in/";

std::string file(std::string const &name) {
    std::ifstream in{folder + name, std::ios::binary};
    REQUIRE(in);
    return {std::istreambuf_iterator<char>{in}, {}};
}
Letter letter(std::string const &name, Options const &options = {{}, "goen.example", ""}) {
    auto const read = mail_in::read(file(name + ".eml"), options);
    REQUIRE(read);
    return *read;
}
std::string head(std::string_view more = {}) {
    return "From: hana@mihon.example\r\nTo: reply+a@goen.example\r\nSubject: s\r\n" +
           std::string{more};
}

} // namespace

TEST_CASE("Of a letter from each mail program only what its writer newly wrote is taken") {
    int count = 0;
    for (auto const &entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".txt") continue;
        auto const name = entry.path().stem().string();
        CAPTURE(name);
        auto const read = letter(name);
        CHECK(read.kind == Kind::reply);
        CHECK(read.text + "\n" == file(name + ".txt"));
        ++count;
    }
    CHECK(count >= 18);
}

TEST_CASE("Addresses are read as phones write them") {
    auto const read = letter("docomo_keypad");
    CHECK(read.from == "hana..y.@docomo.example");
    CHECK(read.subject == "Re:会");
    CHECK(read.message_id == "m1@mihon.example");
    CHECK(std::find(read.to.begin(), read.to.end(), "reply+abc@reply.goen.example") !=
          read.to.end());
    auto const quoted =
        mail_in::read("From: \"a..b.\"@docomo.example\r\nTo: x@y.example\r\n\r\nhi\r\n", {});
    REQUIRE(quoted);
    CHECK(quoted->from == "a..b.@docomo.example");
    auto const twice = mail_in::read(
        "From: a@b.example\r\nFrom: c@d.example\r\nTo: x@y.example\r\n\r\nhi\r\n", {});
    REQUIRE(twice);
    CHECK(twice->from.empty());
    auto const two = mail_in::read("From: a@b.example, c@d.example\r\n\r\nhi\r\n", {});
    REQUIRE(two);
    CHECK(two->from.empty());
}

TEST_CASE("A photograph and a file come along; a decoration does not") {
    auto const read = letter("iphone_photo");
    REQUIRE(read.attachments.size() == 2);
    CHECK(read.attachments[0].is_image);
    CHECK(read.attachments[0].name == "IMG_0001.jpeg");
    CHECK(read.attachments[0].bytes.starts_with("\xFF\xD8"));
    CHECK(read.attachments[1].name == "名簿.pdf");
    CHECK(read.attachments[1].bytes == "%PDF-1.4 list");
    CHECK(letter("softbank_deco").attachments.empty());
}

TEST_CASE("Vacation notices, lists, loops and reports are told apart from what people write") {
    CHECK(letter("vacation").kind == Kind::automatic);
    CHECK(letter("exchange_vacation").kind == Kind::automatic);
    CHECK(letter("list").kind == Kind::list);
    CHECK(letter("loop").kind == Kind::loop);
    CHECK(letter("loop", {{}, "other.example", ""}).kind == Kind::reply);
    auto const report = letter("bounce");
    REQUIRE(report.kind == Kind::bounce);
    CHECK(report.bounce->recipient == "hana@mihon.example");
    CHECK(report.bounce->status == "5.1.1");
    CHECK(report.bounce->is_failure);
    CHECK_FALSE(letter("bounce_delayed").bounce->is_failure);
    CHECK(letter("bounce_in_prose").bounce->status == "5.1.1");
    auto const kind = [](std::string_view field) {
        return mail_in::read(head(field) + "\r\nhi\r\n", {})->kind;
    };
    CHECK(kind("X-Spam-Flag: YES\r\n") == Kind::spam);
    CHECK(kind("Auto-Submitted: no\r\n") == Kind::reply);
    CHECK(kind("Auto-Submitted: auto-generated (x)\r\n") == Kind::automatic);
    CHECK(kind("Precedence: bulk\r\n") == Kind::automatic);
    CHECK(kind("Content-Type: multipart/report; report-type=disposition-notification; "
               "boundary=b\r\n") == Kind::automatic);
}

TEST_CASE("Only the mail server that is trusted is believed, and what it says of the sender") {
    auto const proof = [](std::vector<std::string> values) {
        return proof_of(values, "mx.goen.example", "mihon.example");
    };
    CHECK(proof({"mx.goen.example; dmarc=pass header.from=mihon.example"}) == Proof::passed);
    CHECK(proof({"MX.goen.example 1; spf=pass smtp.mailfrom=x@mihon.example; dmarc=fail"}) ==
          Proof::failed);
    CHECK(proof({"mx.evil.example; dmarc=pass", "mx.goen.example; dmarc=fail"}) == Proof::failed);
    CHECK(proof({"mx.evil.example; dmarc=pass"}) == Proof::none);
    CHECK(proof({"mx.goen.example (mx.goen.example; dmarc=pass) ; none"}) == Proof::none);
    CHECK(proof({"mx.goen.example; dkim=pass (2048 bit; x) header.d=mail.mihon.example"}) ==
          Proof::passed);
    CHECK(proof({"mx.goen.example; dkim=pass header.d=evil.example"}) == Proof::none);
    CHECK(proof({"mx.goen.example; dkim=pass header.d=notmihon.example"}) == Proof::none);
    CHECK(proof({"mx.goen.example; spf=pass smtp.mailfrom=evil.example; dkim=fail "
                 "header.d=mihon.example"}) == Proof::failed);
    CHECK(proof({"mx.goen.example; spf = pass smtp.mailfrom=\"a;b\"@mihon.example"}) ==
          Proof::passed);
    // The server's own stand on top; what the sender put below says nothing new.
    CHECK(proof({"mx.goen.example; dkim=fail",
                 "mx.goen.example; dkim=pass header.d=mihon.example"}) == Proof::failed);
    auto const top = "Authentication-Results: mx.goen.example; spf=fail\r\n"
                     "Received: a\r\nReceived: b\r\n"
                     "Authentication-Results: mx.goen.example; dmarc=pass\r\n" +
                     head() + "\r\nhi\r\n";
    CHECK(mail_in::read(top, {{}, "", "mx.goen.example"})->proof == Proof::failed);
    CHECK(mail_in::read(top, {})->proof == Proof::none);
}

TEST_CASE("Mail bombs are refused in words, at once") {
    auto const start = std::chrono::steady_clock::now();
    auto const is_refused = [](std::string const &bytes) {
        auto const read = mail_in::read(bytes, {});
        return !read && !read.why().message.empty();
    };
    std::string deep = head("MIME-Version: 1.0\r\n");
    for (int i = 0; i < 1000; ++i)
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" +
                std::to_string(i) + "\r\n";
    CHECK(is_refused(deep + "Content-Type: text/plain\r\n\r\nhi\r\n"));
    std::string less_deep = head("MIME-Version: 1.0\r\n");
    for (int i = 0; i < 100; ++i)
        less_deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) +
                     "\r\n\r\n--b" + std::to_string(i) + "\r\n";
    CHECK(is_refused(less_deep + "\r\nhi\r\n"));
    std::string nested = head("Content-Type: message/rfc822\r\n\r\n");
    for (int i = 0; i < 1000; ++i) nested += "Content-Type: message/rfc822\r\n\r\n";
    CHECK(is_refused(nested));
    std::string many = head("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (int i = 0; i < 10'000; ++i) many += "--b\r\n\r\nx\r\n";
    CHECK(is_refused(many + "--b--\r\n"));
    CHECK(is_refused(head("X-Long: " + std::string(1 << 20, 'a') + "\r\n") + "\r\nhi\r\n"));
    std::string heads = head();
    for (int i = 0; i < 20'000; ++i) heads += "X-A: b\r\n";
    CHECK(is_refused(heads + "\r\nhi\r\n"));
    CHECK(is_refused(head("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                          "Content-Type: application/zip\r\n\r\n") +
                     std::string(40u << 20, 'a') + "\r\n--b--\r\n"));
    CHECK(is_refused(head("\r\n") + std::string(100u << 20, 'a')));
    CHECK(is_refused(""));
    CHECK(is_refused("no letter"));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
}

TEST_CASE("Whatever comes, what is read is clean text") {
    auto const corpus = [] {
        std::vector<std::string> files;
        for (auto const &entry : std::filesystem::directory_iterator{folder}) {
            if (entry.path().extension() == ".eml")
                files.push_back(file(entry.path().filename().string()));
        }
        return files;
    }();
    CHECK(rc::check(
        "letters with a few bytes changed",
        [&](std::vector<std::pair<unsigned, char>> const &changes) {
            for (auto bytes : corpus) {
                for (auto const &[at, c] : changes) bytes[at % bytes.size()] = c;
                auto const read = mail_in::read(bytes, {{}, "goen.example", "mx.goen.example"});
                if (!read) continue;
                RC_ASSERT(is_clean_utf8(read->text));
                RC_ASSERT(is_clean_utf8(read->subject));
                for (auto const &one : read->attachments) RC_ASSERT(is_clean_utf8(one.name));
            }
        }));
    CHECK(as_utf8("\x1B$B\x30\x21", "iso-2022-jp") == "亜");
    CHECK(as_utf8("\x80\xFF abc", "no-such").ends_with(" abc"));
    CHECK(new_text("") == "");
    CHECK(new_text("> only\n> quoted") == "");
}
