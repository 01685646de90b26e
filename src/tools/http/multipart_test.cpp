// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace goen;
using namespace goen::http;

namespace {

std::string part(std::string const &heading, std::string const &body) {
    return "--XX\r\n" + heading + "\r\n\r\n" + body + "\r\n";
}
std::string field(std::string const &name, std::string const &body) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", body);
}
std::string file(std::string const &name, std::string const &filename, std::string const &body) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename +
                    "\"\r\nContent-Type: image/JPEG",
                body);
}
Result<Multipart> read(std::string const &body) { return read_multipart(body, "XX"); }

} // namespace

TEST_CASE("A form with a photograph arrives: fields as typed, the file's bytes untouched") {
    std::string const bytes{"\xFF\xD8\r\n--X\r\n\0--", 12};
    std::string const body = field("csrf", "abc") + field("名前", "山田\r\n太郎") +
                             file("photo", "顔 写真.JPG", bytes) + field("tag", "a") +
                             field("tag", "") + "--XX--\r\n";
    auto const form = read(body);
    REQUIRE(form);
    CHECK(form->fields.get("csrf") == "abc");
    CHECK(form->fields.get("名前") == "山田\r\n太郎");
    CHECK(form->fields.all("tag") == std::vector<std::string_view>{"a", ""});
    REQUIRE(form->files.size() == 1);
    CHECK(form->files[0].field == "photo");
    CHECK(form->files[0].name == "顔 写真.JPG");
    CHECK(form->files[0].type == "image/jpeg");
    CHECK(form->files[0].bytes == bytes);
}

TEST_CASE("A file input that was left empty is no file; an empty file is one") {
    auto const left = read(file("photo", "", "") + "--XX--");
    REQUIRE(left);
    CHECK(left->files.empty());
    auto const empty = read(file("photo", "a.jpg", "") + "--XX--");
    REQUIRE(empty);
    REQUIRE(empty->files.size() == 1);
    CHECK(empty->files[0].bytes.empty());
}

TEST_CASE("Quotes and line breaks in names come back as they were, other percent signs stay") {
    auto const form = read(file("p", "a%22b 100%25.jpg", "x") + field("q%0D%0Ar", "y") +
                           part("content-disposition:form-data;name=old;filename=\"a\\\"b\"", "z") +
                           "--XX--\r\n");
    REQUIRE(form);
    CHECK(form->files[0].name == "a\"b 100%25.jpg");
    CHECK(form->files[1].name == "a\"b");
    CHECK(form->fields.get("q\r\nr") == "y");
}

TEST_CASE("A form that two readers could understand differently is refused") {
    std::vector<std::string> const bad{
        "",
        "--XX",
        "--XX--x",
        "--XX--\r\nmore",
        "--XX\n",
        "preamble\r\n" + field("a", "b") + "--XX--",
        "\r\n" + field("a", "b") + "--XX--",
        field("a", "b"),             // no end
        field("a", "b") + "--XX-",   // half an end
        field("a", "b") + "--XXY--", // another boundary
        "--XX \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XX--", // padding
        "--XX\r\n\r\nb\r\n--XX--",                                                // no heading
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n--XX--",
        "--XX\nContent-Disposition: form-data; name=\"a\"\n\nb\n--XX--",
        part("Content-Type: text/plain", "b") + "--XX--",
        part("Content-Disposition: form-data", "b") + "--XX--",
        part("Content-Disposition: attachment; name=\"a\"", "b") + "--XX--",
        part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "b") + "--XX--",
        part("Content-Disposition: form-data; name=\"a", "b") + "--XX--",
        part("Content-Disposition: form-data;\r\n name=\"a\"", "b") + "--XX--", // folded
        part("Content-Disposition : form-data; name=\"a\"", "b") + "--XX--",
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
             "name=\"b\"",
             "c") +
            "--XX--",
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: a/b\r\nContent-Type: c/d",
             "c") +
            "--XX--",
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
             "Yg==") +
            "--XX--",
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; "
             "boundary=YY",
             "b") +
            "--XX--",
        part("Content-Disposition: form-data; name=\"a\"\r\nX: a\nY: b", "b") + "--XX--",
        part("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%00", "b") + "--XX--",
        file("a", "../../x", "b") + "--XX--",
        file("a", "..\\x", "b") + "--XX--",
        file("a", "a%0Ab", "b") + "--XX--",
        file("a", "a\xFF", "b") + "--XX--",
        file("a", "x.jpg", "b") + file("a", "y.jpg", "c") + "--XX--",
        field("a", "\xC0\xAF") + "--XX--",
        field("a", std::string{"\0", 1}) + "--XX--",
        field("\x01", "b") + "--XX--",
    };
    for (auto const &body : bad) {
        CAPTURE(body);
        auto const form = read(body);
        REQUIRE_FALSE(form);
        CHECK(form.why().reason == Reason::invalid);
        CHECK_FALSE(form.why().message.empty());
    }
    CHECK(read("--XX--"));
    CHECK(read("--XX--\r\n"));
}

TEST_CASE(
    "A hundred thousand parts, an endless heading or a huge field cost little and are refused") {
    std::string many;
    for (int i = 0; i < 100'000; ++i) many += field("a", "");
    auto const parts = read(many + "--XX--");
    REQUIRE_FALSE(parts);
    CHECK(parts.why().reason == Reason::too_large);
    auto const heading = read(
        part("Content-Disposition: form-data; name=\"" + std::string(100'000, 'a') + "\"", "b") +
        "--XX--");
    REQUIRE_FALSE(heading);
    CHECK(heading.why().reason == Reason::too_large);
    auto const long_field = read(field("a", std::string((1 << 20) + 1, 'a')) + "--XX--");
    REQUIRE_FALSE(long_field);
    CHECK(long_field.why().reason == Reason::too_large);
    CHECK_FALSE(read_multipart("--XX--", std::string(1 << 20, 'X')));
}

TEST_CASE("The boundary is taken from the content type, or there is none") {
    CHECK(boundary_of("multipart/form-data; boundary=----WebKitFormBoundaryAbC123") ==
          "----WebKitFormBoundaryAbC123");
    CHECK(boundary_of("multipart/form-data;charset=utf-8 ; Boundary=\"a b?c\"") == "a b?c");
    for (auto const *bad :
         {"multipart/form-data",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a",
          "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=\"a{b\"",
          "multipart/form-data boundary=a", "multipart/form-data; boundary=a b"}) {
        CAPTURE(bad);
        CHECK_FALSE(boundary_of(bad));
    }
    CHECK_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')));
    CHECK(boundary_of("multipart/form-data; boundary=" + std::string(70, 'a')));
}

TEST_CASE("Whatever bytes a file holds, they come through, unless they hold the boundary itself") {
    CHECK(rc::check([](std::vector<std::string> const &files, std::string const &text) {
        std::string body;
        std::vector<std::string> sent;
        for (auto const &bytes : files) {
            if (bytes.find("\r\n--XX") != std::string::npos || (bytes + "\r\n").starts_with("--XX"))
                continue;
            body += file("f" + std::to_string(sent.size()), "n", bytes);
            sent.push_back(bytes);
        }
        std::string const typed =
            *rc::gen::container<std::string>(rc::gen::inRange('\x20', '\x7e'));
        body += field("t", typed) + "--XX--\r\n";
        auto const form = read(body);
        RC_ASSERT(form.has_value());
        RC_ASSERT(form->files.size() == sent.size());
        for (std::size_t i = 0; i < sent.size(); ++i) RC_ASSERT(form->files[i].bytes == sent[i]);
        RC_ASSERT(form->fields.get("t") == typed);
        (void)read(text); // never throws
        // Cut anywhere before its end mark, it is no form.
        auto const cut = *rc::gen::inRange<std::size_t>(0, body.size() - 3);
        RC_ASSERT(!read(body.substr(0, cut)).has_value());
    }));
}
