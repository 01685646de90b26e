// SPDX-License-Identifier: Apache-2.0
#include "names/name_parts.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace goen;
using namespace goen::names;

namespace {

// "Blue" + prefix "Dr." + suffix "PhD" -> "Dr. < Blue > PhD"
std::string apart(std::string_view text, NameColumn column = NameColumn::whole) {
    auto const parts = name_parts(text, column);
    std::string out;
    for (auto const &one : parts.prefixes) out += one + " < ";
    out += parts.name;
    for (auto const &one : parts.suffixes) out += " > " + one;
    if (!parts.kana.empty()) out += " kana:" + parts.kana;
    if (!parts.romaji.empty()) out += " romaji:" + parts.romaji;
    for (auto const &one : parts.others) out += " other:" + one;
    return out;
}

std::string full(std::string_view text) {
    auto const name = full_name(name_parts(text, NameColumn::whole).name);
    return name.family + "|" + name.given +
           (name.order == Order::given_first ? " given_first" : "");
}

// Every letter, without what only separates.
std::u32string letters_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if (std::u32string_view{U" \u3000\t\n,，、|｜/／\"“”()（）[]［］【】〔〕「」"}.find(c) ==
            std::u32string_view::npos)
            out += c;
    }
    std::sort(out.begin(), out.end());
    return out;
}
std::u32string letters_of(NameParts const &parts) {
    std::string all = parts.name + parts.kana + parts.romaji;
    for (auto const *list : {&parts.prefixes, &parts.suffixes, &parts.others}) {
        for (auto const &one : *list) all += one;
    }
    return letters_of(all);
}

} // namespace

TEST_CASE("Degrees, licences and forms of address beside a name are told from the name") {
    auto const family = NameColumn::family, given = NameColumn::given;
    CHECK(apart("佐藤 (Sato), MBA", family) == "佐藤 > MBA romaji:Sato");
    CHECK(apart("Blue, PhD", family) == "Blue > PhD");
    CHECK(apart("Blue, Ph.D., P.Eng., FRACGP", family) == "Blue > Ph.D. > P.Eng. > FRACGP");
    CHECK(apart("佐藤, 人事コンサルタント", family) == "佐藤 other:人事コンサルタント");
    CHECK(apart("Dr. Ann", given) == "Dr. < Ann");
    CHECK(apart("William (Bill)", given) == "William other:Bill");
    CHECK(apart("Hana \"Hanna\"", given) == "Hana other:Hanna");
    CHECK(apart("Dr. Ann Blue PhD") == "Dr. < Ann Blue > PhD");
    CHECK(apart("John Smith Jr.") == "John Smith > Jr.");
    CHECK(apart("John Smith, Jr., CPA") == "John Smith > Jr. > CPA");
    CHECK(apart("Hana Sato (She/Her)") == "Hana Sato other:She/Her");
    CHECK(apart("山田 太郎 様") == "山田 太郎 > 様");
    CHECK(apart("田中様") == "田中 > 様");
    CHECK(apart("田中部長様") == "田中 > 部長 > 様");
    CHECK(apart("山田太郎弁護士") == "山田太郎 > 弁護士");
    CHECK(apart("弁護士　山田太郎") == "弁護士 < 山田太郎");
    CHECK(apart("山田 太郎 博士") == "山田 太郎 > 博士");
    CHECK(apart("佐藤花子（工学博士）") == "佐藤花子 > 工学博士");
    CHECK(apart("山田 太郎（やまだ たろう）") == "山田 太郎 kana:やまだ たろう");
    CHECK(apart("山田太郎【旧姓 鈴木】") == "山田太郎 other:旧姓 鈴木");
    CHECK(apart("山田 花子 | DX推進 | PMP") == "山田 花子 > PMP other:DX推進");
    CHECK(apart("山田 花子／Hana Yamada") == "山田 花子 romaji:Hana Yamada");
}

TEST_CASE(
    "What may be a name itself stays, and so does every byte where nothing stands beside it") {
    auto const family = NameColumn::family, given = NameColumn::given;
    for (std::string const name : {"山田 博士",
                                   "山田　太郎",
                                   "Jack MA",
                                   "MBA",
                                   "Mr",
                                   "様",
                                   "鵜殿",
                                   "足利尊氏",
                                   "阿部長",
                                   "Muthu A/L Samy",
                                   "見本商事(株)",
                                   "O'Brien",
                                   "Garcia-Lopez",
                                   "Jean-Luc Picard",
                                   "マリア・ガルシア",
                                   "(Sato)",
                                   "王",
                                   "Ng",
                                   "髙﨑",
                                   "葛\U000E0100城",
                                   "Do Mba",
                                   "II"})
        CHECK_MESSAGE(apart(name) == name, name);
    for (std::string const name : {"博士", "II", "太郎", "Ma", "先生"})
        CHECK_MESSAGE(apart(name, given) == name, name);
    for (std::string const name : {"MA", "Le", "鵜殿", "殿"})
        CHECK_MESSAGE(apart(name, family) == name, name);
    auto const long_text = std::string(3'000, '(') + "x)";
    CHECK(apart(long_text) == long_text);
}

TEST_CASE("One column for the whole name becomes family and given name, in the order it is shown") {
    CHECK(full("山田 太郎") == "山田|太郎");
    CHECK(full("山田　太郎") == "山田|太郎");
    CHECK(full("山田、太郎") == "山田|太郎");
    CHECK(full("Hana Yamada") == "Yamada|Hana given_first");
    CHECK(full("Yamada, Hana") == "Yamada|Hana given_first");
    CHECK(full("Yamada, Hana, MBA") == "Yamada|Hana given_first");
    CHECK(full("YAMADA, HANA") == "YAMADA|HANA given_first");
    CHECK(full("YAMADA Hana") == "YAMADA|Hana");
    CHECK(full("Hana YAMADA") == "YAMADA|Hana given_first");
    CHECK(full("JD Smith") == "Smith|JD given_first");
    CHECK(full("Dr. Ann Blue PhD") == "Blue|Ann given_first");
    CHECK(full("Suharto") == "|Suharto given_first");
    CHECK(full("マドンナ") == "|マドンナ");
    CHECK(full("タナカ") == "タナカ|");
    CHECK(full("たなか") == "たなか|");
    CHECK(full("花子") == "|花子");
    CHECK(full("田中") == "田中|");
    CHECK(full("近藤五郎") == "近藤五郎|");
    CHECK(full("김 철수") == "김|철수");
}

TEST_CASE("Nothing of a name column is lost, however it is written") {
    CHECK(rc::check([] {
        static std::vector<std::string> const pieces{
            "佐藤", "Sato",   "花子", "✨",   "MBA",    "Ph.D.",  "Dr.", "Jr.", "様",   "さん",
            "博士", "弁護士", "先生", "株",  "さとう", "(",      ")",   "（",  "）",   "【",
            "】",   "\"",     "“",    "”",   "「",     "」",     ",",   "、",  "|",    "／",
            "/",    " ",      "　",   "A/L", "'",      "\u202E", "é",   "II",  "部長", "ー"};
        std::string text;
        for (auto const &piece :
             *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)))
            text += piece;
        for (auto const column : {NameColumn::whole, NameColumn::family, NameColumn::given}) {
            auto const parts = name_parts(text, column);
            RC_ASSERT(letters_of(parts) == letters_of(text));
            RC_ASSERT(!parts.name.empty() || trimmed(text).empty());
            auto const full = full_name(parts.name);
            RC_ASSERT(letters_of(full.family + full.given) == letters_of(parts.name));
        }
    }));
}
