// SPDX-License-Identifier: Apache-2.0
#include "vcard/qr_text.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace goen;
using namespace goen::vcard;

namespace {

struct Heard {
    std::vector<Person> people;
    std::vector<Warning> warnings;
};

Heard heard(std::string_view file, Limits const &limits = {}) {
    Heard out;
    auto const done = read(
        file, {},
        [&](Person &&person, std::vector<Warning> &&warnings, std::size_t) {
            out.people.push_back(std::move(person));
            out.warnings.insert(out.warnings.end(), warnings.begin(), warnings.end());
            return true;
        },
        limits);
    if (!done) MESSAGE(done.why().message.msgid);
    return out;
}
Person one(std::string_view file) {
    auto all = heard(file);
    REQUIRE(all.people.size() == 1);
    return all.people[0];
}
std::string written(Person const &person, Version version) {
    std::string out;
    write(out, person, version);
    return out;
}
std::string card(std::string_view lines, std::string_view version = "3.0") {
    return "BEGIN:VCARD\r\nVERSION:" + std::string{version} + "\r\n" + std::string{lines} +
           "END:VCARD\r\n";
}
bool is_folded_well(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find("\r\n", at);
        if (end == text.npos || end - at > 75) return false;
        auto const line = text.substr(at, end - at);
        if (!is_utf8(line) || line.find_first_of("\r\n") != line.npos) return false;
        at = end + 2;
    }
    return true;
}
std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
    return n;
}

std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != text.npos; at = text.find("\r\n ", at))
        text.erase(at, 3);
    return text;
}

Person yamada() {
    Person person;
    person.uid = "https://goen.example/contacts/1";
    person.full_name = "山田 太郎";
    person.name = {"山田", "太郎", "", "", ""};
    person.kana = {"やまだ", "たろう", "", "", ""};
    person.romaji = {"Yamada", "Taro", "", "", ""};
    person.positions = {{"株式会社見本", {"営業本部", "第一営業部"}, "課長"},
                        {"見本協会", {}, "理事"}};
    person.positions_en = {{"Mihon Inc.", {"Sales"}, "Manager"}};
    person.addresses = {
        {"見本ビル10F", "丸の内1-2-3", "千代田区", "東京都", "100-0005", "日本", false}};
    person.phones = {{"03-0000-0000", {"work"}, "", false},
                     {"090-0000-0000", {"cell"}, "", false},
                     {"03-0000-0001", {"fax", "work"}, "", false}};
    person.emails = {{"taro@mihon.example", {"work"}, "", false},
                     {"t@home.example", {}, "社用", false}};
    person.urls = {{"https://mihon.example/?a=1,2;b", {}, "", false}};
    person.note = "展示会で; 三行\nの, メモ \\ です";
    person.categories = {"取引先", "a,b"};
    person.birthday = "--0401";
    return person;
}

} // namespace

TEST_CASE("A card written as 4.0 reads back as it was, with its reading, its English side and both "
          "posts") {
    auto const before = yamada();
    auto const text = written(before, Version::v40);
    CHECK(is_folded_well(text));
    CHECK(one(text) == before);
    CHECK(text.find("N;ALTID=1;PHONETIC=script;SCRIPT=Hira;LANGUAGE=ja:やまだ;たろう;;;\r\n") !=
          text.npos);
    CHECK(text.find("post1.ORG;ALTID=1:株式会社見本;営業本部;第一営業部\r\n") != text.npos);
    CHECK(text.find("post1en.ORG;ALTID=1;LANGUAGE=en:Mihon Inc.;Sales\r\n") != text.npos);
}

TEST_CASE(
    "As 3.0 it keeps what phones show: the reading in X-PHONETIC, one language, no quoted TYPE") {
    auto before = yamada();
    auto const text = written(before, Version::v30);
    CHECK(is_folded_well(text));
    CHECK(text.find("X-PHONETIC-LAST-NAME:やまだ\r\n") != text.npos);
    CHECK(text.find("TEL;TYPE=VOICE;TYPE=WORK:03-0000-0000\r\n") != text.npos);
    CHECK(text.find("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-01\r\n") != text.npos);
    CHECK(text.find("ALTID") == text.npos);
    before.romaji = {};
    before.positions_en.clear();
    before.birthday = "--04-01";
    CHECK(one(text) == before);
}

TEST_CASE("Whatever is typed into a card, it stays one card with the properties it had") {
    for (std::string const evil : {"x\r\nEND:VCARD\r\nBEGIN:VCARD", "a\r\nTEL:110", "\nX-ABUID:1",
                                   "lone\rreturn", "\u2028TEL:110", "\u0085TEL:110", "WORK\":evil",
                                   ";VALUE=uri:", "^n", "\x01\x08\x0B\x1B\uFFFE", "a;b,c\\n\\"}) {
        CAPTURE(evil);
        Person person;
        person.uid = person.full_name = person.nickname = person.note = evil;
        person.name = {evil, evil, evil, evil, evil};
        person.kana = person.romaji = person.name;
        person.positions = {{evil, {evil}, evil}};
        person.addresses = {{evil, evil, evil, evil, evil, evil, true}};
        person.phones = person.emails = person.urls = {{evil, {evil}, evil, false}};
        person.categories = {evil};
        for (auto const version : {Version::v30, Version::v40}) {
            auto const text = written(person, version);
            CHECK(count(text, "\nBEGIN:VCARD") == 0);
            CHECK(count(text, "\r\nEND:VCARD\r\n") == 1);
            std::size_t phones = 0;
            auto const whole = unfolded(text);
            for (auto const line : split(whole, '\n')) {
                auto const head = line.substr(0, line.find(':'));
                phones += head.starts_with("TEL") || head.find(".TEL") != head.npos;
                CHECK(head.find("VALUE") == head.npos);
                CHECK(head.find("evil") == head.npos);
            }
            CHECK(phones <= 1);
            CHECK(text.find("\nX-ABUID") == text.npos);
            CHECK(is_folded_well(text));
            CHECK(is_clean_utf8(text));
            auto const again = heard(text);
            REQUIRE(again.people.size() == 1);
            CHECK(again.people[0].phones.size() <= 1);
        }
        CHECK(count(qr_vcard(person, 5000), "\r\n") <= 14);
        CHECK(count(mecard(person), "\n") == 0);
    }
}

TEST_CASE("Any text of any script goes out and comes back the same, folded at 75 octets") {
    CHECK(rc::check([] {
        auto const text = [] {
            auto const points = *rc::gen::container<std::vector<char32_t>>(rc::gen::oneOf(
                rc::gen::inRange<char32_t>(0x20, 0x7F), rc::gen::inRange<char32_t>(0x3041, 0x30FF),
                rc::gen::inRange<char32_t>(0x4E00, 0x9FFF),
                rc::gen::inRange<char32_t>(0x1F300, 0x1F600),
                rc::gen::element<char32_t>(';', ',', '\\', '\n', ':', '"', '^', '=')));
            std::string out;
            for (auto const c : points) append_utf8(out, c);
            return std::string{trimmed(out)};
        };
        auto const line = [&] {
            auto out = text();
            std::replace(out.begin(), out.end(), '\n', ' ');
            return std::string{trimmed(out)};
        };
        Person person;
        person.name = {line(), line(), line(), line(), line()};
        person.full_name = line();
        person.kana = {line(), line(), "", "", ""};
        person.note = text();
        person.categories = {line()};
        person.positions = {{line(), {}, line()}};
        RC_PRE(!person.name.empty() && !person.full_name.empty() && !person.categories[0].empty());
        RC_PRE(!person.positions[0].company.empty());
        for (auto const version : {Version::v30, Version::v40}) {
            auto const out = written(person, version);
            RC_ASSERT(is_folded_well(out));
            auto const again = heard(out);
            RC_ASSERT(again.people.size() == 1u);
            RC_ASSERT(again.people[0] == person);
            RC_ASSERT(again.warnings.empty());
        }
    }));
}

TEST_CASE("A QR's text is small and whole, and says first how to reach the person") {
    auto const person = yamada();
    auto const small = qr_vcard(person);
    CHECK(small.size() <= qr_bytes);
    CHECK(small.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\nN:山田;太郎;;;\r\nFN:山田 太郎\r\n"));
    CHECK(small.find("TEL;TYPE=CELL:090-0000-0000\r\n") != small.npos);
    CHECK(small.find("EMAIL:taro@mihon.example\r\n") != small.npos);
    CHECK(small.ends_with("END:VCARD\r\n"));
    CHECK(one(small).name == person.name);

    auto const text = mecard(person);
    CHECK(text == "MECARD:N:山田,太郎;SOUND:やまだ,たろう;TEL:090-0000-0000;EMAIL:taro@mihon."
                  "example;ORG:株式会社見本;"
                  "URL:https\\://mihon.example/?a=1\\,2\\;b;;");
    CHECK(one(text).kana.given == "たろう");
    CHECK(one(text).urls[0].value == "https://mihon.example/?a=1,2;b");

    Person mononym;
    mononym.full_name = "Suharto";
    CHECK(mecard(mononym) == "MECARD:N:Suharto,;;");
    CHECK(qr_vcard(person, 10).ends_with("END:VCARD\r\n")); // the name stays whatever the room
}

TEST_CASE("A title belongs to the company before it, by group or by order") {
    auto const jobs = one(card("TITLE:Boss\r\nORG:Alone\r\n", "2.1")).positions;
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0] == Position{"Alone", {}, "Boss"});
    auto const many =
        one(card("ORG:A\r\nTITLE:a\r\nORG:B\r\nTITLE:b\r\nORG:C\r\nTITLE:c\r\n", "2.1")).positions;
    CHECK(many == std::vector<Position>{{"A", {}, "a"}, {"B", {}, "b"}, {"C", {}, "c"}});
    auto const grouped =
        one(card("p1.TITLE:a\r\np2.TITLE:b\r\np2.ORG:B\r\np1.ORG:A\r\n", "4.0")).positions;
    CHECK(grouped == std::vector<Position>{{"A", {}, "a"}, {"B", {}, "b"}});
}

TEST_CASE("Numbers, addresses and links keep what the file says of them") {
    auto const person =
        one(card("item1.TEL;type=CELL;type=VOICE;type=pref:090-0000-1111\r\nTEL;TYPE=\"work,fax\":"
                 "03-0000-1112\r\n"
                 "item2.EMAIL;type=INTERNET:a@b.example\r\nitem2.X-ABLabel:社用\r\n"
                 "item3.TEL:1\r\nitem3.X-ABLabel:_$!<Main>!$_\r\nURL:https\\://goen.example\r\n"
                 "item4.ADR;type=HOME:;;千代田1-1\\nごえんビル;千代田区;東京都;100-0001;\r\nitem4."
                 "X-ABADR:jp\r\n"));
    CHECK(person.phones[0] == Labelled{"090-0000-1111", {"cell"}, "", true});
    CHECK(person.phones[1] == Labelled{"03-0000-1112", {"work", "fax"}, "", false});
    CHECK(person.phones[2] == Labelled{"1", {"main"}, "", false});
    CHECK(person.emails[0] == Labelled{"a@b.example", {}, "社用", false});
    CHECK(person.urls[0].value == "https://goen.example");
    CHECK(person.addresses[0] ==
          Address{"ごえんビル", "千代田1-1", "千代田区", "東京都", "100-0001", "jp", true});
}

TEST_CASE(
    "Hostile files cost no more than they are long, and good cards around bad ones are kept") {
    Limits small;
    small.value = 1000;
    small.properties = 10;
    CHECK(heard(card("NOTE:" + std::string(5000, 'x') + "\r\nFN:A\r\n"), small)
              .people[0]
              .note.empty());
    std::string many = "FN:A\r\n";
    for (int i = 0; i < 100'000; ++i) many += "TEL:1\r\n";
    auto const limited = heard(card(many) + card("FN:B\r\n"), small);
    REQUIRE(limited.people.size() == 2);
    CHECK(limited.people[0].phones.size() == 8);
    CHECK(limited.people[1].full_name == "B");

    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "BEGIN:VCARD\r\nAGENT:\r\n";
    CHECK(heard(deep).people.size() == 1);
    std::string folds = "BEGIN:VCARD\r\nFN:A\r\nNOTE:";
    for (int i = 0; i < 1'000'000; ++i) folds += "\r\n ";
    CHECK(heard(folds + "\r\nEND:VCARD\r\n").people[0].full_name == "A");
    CHECK(
        heard("BEGIN:VCARD\r\nFN:A\r\nNOTE:" + std::string(10'000'000, 'y')).people[0].full_name ==
        "A");
    CHECK(heard(card("PHOTO;ENCODING=b:!!!\r\nFN:A\r\n")).people[0].full_name == "A");
    CHECK(heard(card("PHOTO;ENCODING=b: \r\nFN:A\r\n")).people[0].full_name == "A");

    Limits file;
    file.file = 100;
    CHECK_FALSE(read(
        std::string(101, ' '), {}, [](auto &&...) { return true; }, file));
    Limits cards;
    cards.cards = 1;
    auto const cut = read(
        card("FN:A\r\n") + card("FN:B\r\n"), {}, [](auto &&...) { return true; }, cards);
    REQUIRE(cut);
    CHECK(cut->was_cut);
}

TEST_CASE("Quoted-printable in every broken shape gives text or nothing, never mojibake") {
    auto const note = [](std::string_view value) {
        return one(card("FN:A\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=SHIFT_JIS:" +
                            std::string{value} + "\r\n",
                        "2.1"))
            .note;
    };
    CHECK(note("=83V=83") == ""); // half a character at the end
    CHECK(note("=83=5C=83=\r\n\\") ==
          "ソソ"); // a soft break inside a character, its second byte written plainly
    CHECK(note("=ZZ=4") == "=ZZ=4");
    CHECK(note("a=0D=0Ab") == "a\nb");
    CHECK(one("BEGIN:VCARD\r\nVERSION:2.1\r\nFN:A\r\nNOTE;QUOTED-PRINTABLE:abc=").note == "abc");
}

TEST_CASE("Nothing looks like a vCard but one") {
    CHECK(looks_like_vcard("BEGIN:VCARD\n"));
    CHECK(looks_like_vcard("\xEF\xBB\xBF\r\nbegin:vcard"));
    CHECK(looks_like_vcard(std::string_view{"\xFF\xFE"
                                            "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0",
                                            24}));
    CHECK(looks_like_vcard("MECARD:N:a;;"));
    CHECK_FALSE(looks_like_vcard("name,mail\nBEGIN,VCARD"));
    CHECK_FALSE(looks_like_vcard(""));
}
