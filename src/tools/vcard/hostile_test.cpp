// SPDX-License-Identifier: Apache-2.0
// Cards made to hide something: in control characters, pictures, charsets and broken bytes.
#include "base/text.hpp"
#include "vcard/vcard.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace goen;
using namespace goen::vcard;

namespace {

struct Heard {
    std::vector<Person> people;
    std::vector<Fault> faults;
    bool told(Fault fault) const {
        return std::find(faults.begin(), faults.end(), fault) != faults.end();
    }
};

Heard heard(std::string const &lines, char const *version = "3.0") {
    Heard out;
    (void)read("BEGIN:VCARD\r\nVERSION:" + std::string{version} + "\r\nN:A;B\r\n" + lines +
                   "END:VCARD\r\n",
               {}, [&](Person &&person, std::vector<Warning> &&warnings, std::size_t) {
                   out.people.push_back(std::move(person));
                   for (auto const &warning : warnings) out.faults.push_back(warning.fault);
                   return true;
               });
    return out;
}

// Everything of a person, written out again.
std::string all_of(Heard const &heard) {
    std::string out;
    for (auto const &person : heard.people) write(out, person, Version::v40);
    return out;
}

} // namespace

TEST_CASE("Control characters in a file never reach the phone that reads the book") {
    for (std::string const sign :
         {std::string(1, '\0'), std::string{"\x01"}, std::string{"\x08"}, std::string{"\x0B"},
          std::string{"\x1B"}, std::string{"\xEF\xBF\xBE"}}) {
        auto const read = heard("NOTE:before" + sign + "after\r\nORG:a" + sign + "b\r\n");
        REQUIRE(read.people.size() == 1);
        auto const text = all_of(read);
        CHECK(text.find("after") != text.npos);
        CHECK(text.find(sign) == text.npos);
    }
}

TEST_CASE(
    "A picture that is an address somewhere is no part of the person, whatever it points at") {
    for (auto const *address :
         {"file:///etc/passwd", "http://169.254.169.254/latest/meta-data/", "http://[::1]:5432/"}) {
        for (auto const *name : {"PHOTO", "LOGO", "SOUND", "KEY"}) {
            auto const read =
                heard(std::string{name} + ";VALUE=uri:" + address + "\r\nTITLE:T\r\n");
            REQUIRE(read.people.size() == 1);
            CHECK(read.people[0].positions.at(0).title == "T");
            CHECK(all_of(read).find(address) == std::string::npos);
        }
    }
}

TEST_CASE("A picture that is broken costs the picture and not the card") {
    for (auto const *data : {"!!!", "A", "    ", "", "====", "AAAA\r\n \r\n =\r\n  A"}) {
        for (auto const *how : {";ENCODING=b", ";ENCODING=BASE64;TYPE=JPEG", ";BASE64"}) {
            CAPTURE(data);
            auto const read =
                heard("PHOTO" + std::string{how} + ":" + data + "\r\n\r\nTEL:0312345678\r\n");
            REQUIRE(read.people.size() == 1);
            CHECK(read.people[0].phones.size() == 1);
        }
    }
    Heard cut;
    (void)read("BEGIN:VCARD\r\nN:A;B\r\nPHOTO;ENCODING=b:AAAA", {},
               [&](Person &&person, auto &&, std::size_t) {
                   cut.people.push_back(std::move(person));
                   return true;
               });
    REQUIRE(cut.people.size() == 1);
    CHECK(cut.people[0].name.family == "A");
}

TEST_CASE("Shift_JIS whose second byte looks like a sign of vCard is taken apart after decoding") {
    // 能;十;表;ソ with 0x5C, 0x5C, 0x5C as second bytes, and a real ; between them.
    auto const org =
        heard("ORG;CHARSET=SHIFT_JIS:\x94\x5C;\x8F\x5C;\x95\x5C\\;\x83\x5C\r\n", "2.1");
    REQUIRE(org.people.size() == 1);
    REQUIRE(org.people[0].positions.size() == 1);
    auto const &position = org.people[0].positions[0];
    CHECK(position.company == "能");
    CHECK(position.department == std::vector<std::string>{"十", "表;ソ"});
}

TEST_CASE("No charset smuggles markup in, and an unknown one is told") {
    auto const seven = heard("NOTE;CHARSET=UTF-7:+ADw-script+AD4-alert(1)\r\n", "2.1");
    REQUIRE(seven.people.size() == 1);
    CHECK(seven.people[0].note.find('<') == std::string::npos);
    auto const evil = heard("NOTE;CHARSET=X-EVIL:\x83\x5C\x83\x5C\r\n", "2.1");
    REQUIRE(evil.people.size() == 1);
    CHECK(evil.told(Fault::unknown_charset));
    // Between its escapes stand signs that are no characters of it: text in no charset at all.
    CHECK(heard("NOTE;CHARSET=ISO-2022-JP:\x1B$B<script>\x1B(B rest\r\n", "2.1").people.empty());
}

TEST_CASE("Bytes that are no text leave that value out, and every text that is kept is clean") {
    for (auto const *bytes : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE5\xB1", "\x80"}) {
        // Beside a Japanese note, so that the file is UTF-8 to whoever looks.
        auto const read = heard("NOTE;CHARSET=UTF-8:" + std::string{bytes} + "\r\nTITLE:課長\r\n");
        for (auto const &person : read.people) {
            CHECK(is_clean_utf8(person.note));
            CHECK(person.note.find(bytes) == std::string::npos);
            for (auto const &position : person.positions) CHECK(is_clean_utf8(position.title));
        }
    }
}
