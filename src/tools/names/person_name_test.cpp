// SPDX-License-Identifier: Apache-2.0
#include "names/name_characters.hpp"
#include "names/person_name.hpp"

#include "base/text.hpp"
#include "names/kana.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace goen;
using namespace goen::names;

namespace {

// A property of RapidCheck as a check of doctest: it fails the test when it is falsified.
template <class Property> void always(Property property) {
    bool const holds = rc::check(std::move(property));
    CHECK(holds);
}

NameInput typed(std::string family, std::string given, std::string family_kana = "",
                std::string given_kana = "", std::string family_romaji = "",
                std::string given_romaji = "") {
    NameInput input;
    input.family = std::move(family), input.given = std::move(given);
    input.family_kana = std::move(family_kana), input.given_kana = std::move(given_kana);
    input.family_romaji = std::move(family_romaji), input.given_romaji = std::move(given_romaji);
    return input;
}
NameInput foreign(std::string given, std::string family, std::string middle = "") {
    auto input = typed(std::move(family), std::move(given));
    input.middle = std::move(middle), input.order = Order::given_first;
    return input;
}
// The msgid that stands at `field`, or "" when the name was taken.
std::string why(NameInput const &input, std::string const &field = "family",
                NameRule rule = NameRule::contact) {
    auto const name = PersonName::parse(input, rule);
    if (name) return "";
    for (auto const &error : name.why().fields) {
        if (error.field == field) return error.why.msgid;
    }
    return "(another field)";
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    while (times-- > 0) out += text;
    return out;
}

} // namespace

TEST_CASE("Every spelling of a real name is kept byte for byte: IVS, compatibility ideographs, "
          "characters beyond the BMP") {
    for (std::string const family : {"髙﨑",
                                     "𠮷野",
                                     "葛\xF3\xA0\x84\x80城",
                                     "\xEF\xA8\x99谷",
                                     "\xEF\xA8\x9A子",
                                     "\xEF\xA8\x90本",
                                     "\xEF\xA8\x92山",
                                     "\xEF\xA7\x9C島",
                                     "邊󠄂",
                                     "濵田",
                                     "佐々木",
                                     "五十嵐",
                                     "一ノ瀬",
                                     "三ヶ田",
                                     "〆木",
                                     "百々",
                                     "小鳥遊",
                                     "あべ",
                                     "サトー",
                                     "ｽｽﾞｷ",
                                     "マリア・ガルシア",
                                     "ジャン＝リュック",
                                     "O'Brien",
                                     "D’Angelo",
                                     "Nguyễn Thị Minh Khai",
                                     "Müller-Lüdenscheidt",
                                     "St. John",
                                     "Jr., Martin",
                                     "Sørensen",
                                     "김",
                                     "王",
                                     "Достоевский",
                                     "علی‌رضا",
                                     "ශ්‍රී",
                                     "שָׁלוֹם",
                                     "सुब्रह्मण्यन्",
                                     "สมชาย",
                                     "Hawaiʻi",
                                     "Ōno",
                                     "〇一",
                                     "㐂田",
                                     "Siân",
                                     "ʻAkau",
                                     "Sibiu‐Ștefan"}) {
        CAPTURE(family);
        auto const name = PersonName::parse(typed(family, ""), NameRule::contact);
        REQUIRE(name);
        CHECK(name->family == family);
    }
}

TEST_CASE("White space around a name goes, but what is inside stays as typed") {
    auto const name = PersonName::parse(typed("　山田 ", " 太郎\xE2\x80\x8B"), NameRule::contact);
    REQUIRE(name);
    CHECK(name->family == "山田");
    CHECK(name->given == "太郎");
    CHECK(why(foreign("Maria  Elena", "de　la Cruz"), "family", NameRule::member) == "");
    CHECK(PersonName::parse(foreign("Maria  Elena", "de　la Cruz"), NameRule::member)->family ==
          "de　la Cruz");
}

TEST_CASE("Plain digits beside letters are somebody's name; digits alone are not") {
    for (std::string const name : {"Eshaq 0", "John 3rd", "山田2", "山田２"})
        CHECK(PersonName::parse(typed(name, ""), NameRule::contact));
    for (std::string const none : {"2", "０", "1 2"})
        CHECK_FALSE(PersonName::parse(typed(none, ""), NameRule::contact));
}

TEST_CASE("A radical that looks like a kanji is refused with the kanji to type instead") {
    NameInput input;
    input.family = "⼭田"; // U+2F2D
    input.given = "⺟";    // U+2E9F
    auto const refused = PersonName::parse(input, NameRule::contact);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.why().fields.size() == 2);
    CHECK(refused.why().fields[0].why.args == std::vector<std::string>{"⼭", "山"});
    CHECK(refused.why().fields[1].why.args == std::vector<std::string>{"⺟", "母"});
}

TEST_CASE(
    "Symbols, emoji and other digits are refused in their own field, with the character named") {
    for (std::string const bad : {"山田★",
                                  "山田♥",
                                  "😀",
                                  "👨‍👩‍👧",
                                  "🇯🇵",
                                  "1️⃣",
                                  "山田①",
                                  "㈱山田",
                                  "©",
                                  "山田(旧姓佐藤)",
                                  "a@b",
                                  "<b>山田</b>",
                                  "山\"田",
                                  "⼭田",
                                  "𝓗𝓪𝓷𝓪",
                                  "山田!",
                                  "山田？",
                                  "山_田",
                                  "=1+1",
                                  "山/田",
                                  "田中✌🏽",
                                  "\xE2\x9D\xA4\xEF\xB8\x8F山",
                                  "㍿",
                                  "Hana™"}) {
        CAPTURE(bad);
        CHECK(why(typed(bad, "")) != "");
        CHECK(why(typed("", bad), "given") != "");
        CHECK(why(typed(bad, "")) != "(another field)");
    }
    auto const refused = PersonName::parse(typed("山田★", "太郎"), NameRule::contact);
    REQUIRE_FALSE(refused);
    CHECK(refused.why().fields.size() == 1);
    CHECK(refused.why().fields[0].why.msgid == "Names cannot contain symbols or emoji: “{1}”.");
    CHECK(refused.why().fields[0].why.args == std::vector<std::string>{"★"});
    for (std::string const digits : {"Henry Ⅷ", "٣", "½"})
        CHECK(why(typed(digits, "")) == "Names cannot contain digits: “{1}”.");
}

TEST_CASE("What one cannot see is refused: direction controls, zero width alone, fillers, "
          "selectors without a letter") {
    CHECK(why(typed("山田\u202Eabc", "")).find("direction") != std::string::npos);
    CHECK(why(typed("\u2066山田", "")).find("direction") != std::string::npos);
    CHECK(why(typed("山\u200F田", "")).find("direction") != std::string::npos);
    for (std::string const hidden :
         {"\u200B\u200B", "\u200D", "\uFEFF", "\u3164", "\u115F", "山\u200B田", "山\u200D田",
          "山\u00AD田", "a\uFE0F", "\U000E0100", "山\uFE0F"}) {
        CAPTURE(hex(hidden));
        CHECK(why(typed(hidden, "")) != "");
    }
    for (std::string const blank : {"", " ", "　", "・", "-", "''", "..."}) {
        CAPTURE(blank);
        CHECK(why(typed(blank, ""), "family", NameRule::member) != "");
    }
    CHECK(why(typed("山\n田", "")).find("control") != std::string::npos);
    CHECK(why(typed(std::string("山\0田", 7), "")).find("control") != std::string::npos);
    CHECK(why(typed("\uE000", "")).find("private") != std::string::npos);
    CHECK(why(typed("\u0378", "")).find("Unicode") != std::string::npos);
    CHECK(why(typed("\xED\xA0\x80", "")).find("UTF-8") != std::string::npos);
    CHECK(why(typed("山\xE7", "")).find("UTF-8") != std::string::npos);
}

TEST_CASE("A hundred characters are a name, a hundred and one are not; nor is a tower of marks") {
    CHECK(why(typed(repeated("長", 100), "")) == "");
    CHECK(why(typed(repeated("長", 101), "")) ==
          "Please keep the name to {1} characters or fewer.");
    CHECK(why(typed(repeated("葛\xF3\xA0\x84\x80", 100), "")) == "");
    CHECK(why(typed(repeated("e\u0301", 100), "")) == "");
    CHECK(why(typed("e" + repeated("\u0301", 8), "")) == "");
    CHECK(why(typed("e" + repeated("\u0301", 9), "")) ==
          "One letter has too many combining marks.");
    CHECK(why(typed("e" + repeated("\u0301", 10'000), "")) != "");
    CHECK(why(typed(repeated("山", 1'000'000), "")) ==
          "Please keep the name to {1} characters or fewer.");
    CHECK(why(typed("\u0301山", "")).find("mark") != std::string::npos);
    CHECK(why(typed("山田", "太郎", repeated("や", 101)), "family_kana") != "");
    CHECK(why(typed("山田", "太郎", "", "", repeated("Y", 101)), "family_romaji") != "");
}

TEST_CASE("A member's kanji need their reading; kana and Latin names read themselves") {
    CHECK(why(typed("山田", "太郎", "やまだ", "たろう"), "", NameRule::member) == "");
    CHECK(why(typed("山田", "太郎", "", "たろう"), "family_kana", NameRule::member)
              .starts_with("Please enter the reading of the family name"));
    CHECK(why(typed("山田", "太郎", "やまだ", ""), "given_kana", NameRule::member)
              .starts_with("Please enter the reading of the given name"));
    CHECK(why(typed("山田", "はな子", "やまだ"), "given_kana", NameRule::member) != "");
    CHECK(why(typed("佐々", "", ""), "family_kana", NameRule::member) != "");
    CHECK(why(typed("やまだ", "ハナ"), "", NameRule::member) == "");
    CHECK(why(foreign("Suharto", ""), "", NameRule::member) == "");
    CHECK(why(typed("山田", ""), "", NameRule::contact) == "");
    CHECK(why(typed("王", "小明", "おう", "しょうめい"), "", NameRule::member) == "");
    CHECK(why(foreign("Ana Maria Lucia", "Silva"), "", NameRule::member) == "");
    CHECK(why(typed("", ""), "family", NameRule::member) ==
          "Please enter a family name or a given name.");
    CHECK(why(typed("", ""), "family", NameRule::contact) ==
          "Please enter a family name or a given name.");
    NameInput middle_only;
    middle_only.middle = "Elena";
    CHECK(why(middle_only, "family", NameRule::member) != "");
    CHECK(why(middle_only, "family", NameRule::contact) == "");
    CHECK(why(typed("", "", "やまだ"), "family", NameRule::contact) ==
          ""); // heard on the telephone
}

TEST_CASE("Readings come in hiragana, katakana or half-width kana, and are stored as hiragana") {
    for (std::string const kana : {"たかはし", "タカハシ", "ﾀｶﾊｼ"}) {
        CHECK(PersonName::parse(typed("髙橋", "", kana), NameRule::contact)->family_kana ==
              "たかはし");
    }
    CHECK(PersonName::parse(typed("渡部", "", "ﾜﾀﾅﾍﾞ"), NameRule::contact)->family_kana ==
          "わたなべ");
    CHECK(PersonName::parse(typed("x", "", "ﾊﾟｸ"), NameRule::contact)->family_kana == "ぱく");
    CHECK(PersonName::parse(typed("x", "", "タ\u3099テ"), NameRule::contact)->family_kana ==
          "だて");
    CHECK(PersonName::parse(typed("x", "", "タ゛テ"), NameRule::contact)->family_kana == "だて");
    CHECK(PersonName::parse(typed("x", "", "サトー"), NameRule::contact)->family_kana == "さとー");
    CHECK(PersonName::parse(typed("x", "", "ヴィトン"), NameRule::contact)->family_kana ==
          "ゔぃとん");
    CHECK(PersonName::parse(typed("x", "", "マリア・ガルシア"), NameRule::contact)->family_kana ==
          "まりあ・がるしあ");
    CHECK(PersonName::parse(typed("x", "", "みすゞ"), NameRule::contact)->family_kana == "みすゞ");
    for (std::string const bad :
         {"yamada", "山田", "やまだ1", "やまだ★", "ー", "・", "やまだ田", "ﾞ", "🙂"}) {
        CAPTURE(bad);
        CHECK(why(typed("山田", "", bad), "family_kana") ==
              "Please enter the reading in hiragana or katakana.");
        CHECK(why(typed("", "太郎", "", bad), "given_kana") ==
              "Please enter the reading in hiragana or katakana.");
    }
}

TEST_CASE("Romaji takes Latin letters with marks and nothing else") {
    for (std::string const good : {"Yamada", "Ōno", "ONO", "O'Brien", "Jun'ichirō", "Nguyễn",
                                   "Le-Thi", "van der Berg", "St. John", "e\u0301"}) {
        CAPTURE(good);
        CHECK(why(typed("x", "", "", "", good), "family_romaji") == "");
    }
    for (std::string const bad : {"やまだ", "山田", "Ямада", "Yam4da", "Yamada!", "Yаmada", "김"}) {
        CAPTURE(bad);
        CHECK(why(typed("x", "", "", "", bad), "family_romaji") != "");
    }
}

TEST_CASE(
    "Nobody joins under a name that passes for the operators, also not in look-alike letters") {
    for (std::string const name :
         {"管理者", "運営", "運営事務局", "goen公式", "Ｇｏｅｎ公式", "ご縁運営", "admin", "ADMIN",
          "Operator", "Аdmin", "аԁmin", "サポート", "Goen Support"}) {
        CAPTURE(name);
        auto input = typed(name, "", "かんりしゃ");
        CHECK(why(input, "family", NameRule::member).find("mistaken for the operators") !=
              std::string::npos);
        CHECK(why(input, "family", NameRule::contact) == ""); // in my own book I may call it so
    }
    CHECK(why(typed("管理", "者", "かんり", "しゃ"), "family", NameRule::member) != "");
    CHECK(why(foreign("Elihu", "Root"), "", NameRule::member) == "");
    CHECK(why(foreign("Rootes", ""), "", NameRule::member) == "");
    CHECK(why(typed("後縁", "花子", "ごえん", "はなこ"), "", NameRule::member) == "");
}

TEST_CASE("A name is shown in its owner's order; English readers see romaji with the family name "
          "in capitals") {
    auto const taro = *PersonName::parse(
        typed("山田", "太郎", "ヤマダ", "タロウ", "Yamada", "Taro"), NameRule::member);
    CHECK(taro.display() == "山田 太郎");
    CHECK(taro.kana() == "やまだ たろう");
    CHECK(taro.romaji() == "YAMADA Taro");
    CHECK(taro.display(i18n::Language::en) == "YAMADA Taro");
    CHECK(taro.display(i18n::Language::ja) == "山田 太郎");
    auto const ono =
        *PersonName::parse(typed("大野", "花", "おおの", "はな", "Ōno", "Hana"), NameRule::member);
    CHECK(ono.romaji() == "ŌNO Hana");

    auto half = taro; // half of it in romaji: nothing of the name is dropped
    half.family_romaji.clear();
    half.family_kana.clear();
    CHECK(half.display(i18n::Language::en) == "山田 太郎");

    auto const maria = *PersonName::parse(foreign("Maria", "Garcia", "Elena"), NameRule::member);
    CHECK(maria.display() == "Maria Elena Garcia");
    CHECK(maria.display(i18n::Language::en) == "Maria Elena Garcia");
    CHECK(maria.romaji() == "");
    CHECK(PersonName::parse(foreign("Suharto", ""), NameRule::member)->display() == "Suharto");
    auto minh = typed("Nguyễn", "Minh");
    minh.middle = "Thị";
    CHECK(PersonName::parse(minh, NameRule::member)->display() == "Nguyễn Thị Minh");
    auto ana = typed("ガルシア", "マリア", "", "", "Garcia", "Maria");
    ana.order = Order::given_first;
    CHECK(PersonName::parse(ana, NameRule::member)->display() == "マリア ガルシア");
    CHECK(PersonName::parse(ana, NameRule::member)->romaji() == "Maria Garcia");
    CHECK(PersonName::parse(typed("", "", "やまだ"), NameRule::contact)->display() == "やまだ");
}

TEST_CASE(
    "An English reader meets the reading in Hepburn where nobody gave a name in Latin letters") {
    auto const shown = [](NameInput const &input) {
        auto const name = *PersonName::parse(input, NameRule::contact);
        return name.display(i18n::Language::en) + (name.is_latin_derived() ? " (derived)" : "");
    };
    CHECK(shown(typed("西園寺", "美佐子", "さいおんじ", "みさこ")) == "SAIONJI Misako (derived)");
    CHECK(shown(typed("大野", "", "おおの", "")) == "ONO (derived)");
    CHECK(shown(typed("妹尾", "潤", "せのお", "じゅん")) == "SENOO Jun (derived)");
    // What was given stays; only the rest is derived.
    CHECK(shown(typed("大野", "太郎", "おおの", "たろう", "Ohno", "")) == "OHNO Taro (derived)");
    CHECK(shown(typed("大野", "太郎", "おおの", "たろう", "Ohno", "Taro")) == "OHNO Taro");
    CHECK(shown(typed("Smith", "花子", "すみす", "はなこ")) == "SMITH Hanako (derived)");
    CHECK(shown(typed("山田", "マリ", "やまだ", "")) == "YAMADA Mari (derived)");
    CHECK(shown(typed("さとう", "はなこ", "", "")) == "SATO Hanako (derived)");
    CHECK(shown(typed("", "", "やまだ", "たろう")) == "Yamada Taro (derived)");
    auto given_first = typed("西園寺", "美佐子", "さいおんじ", "みさこ");
    given_first.order = Order::given_first;
    CHECK(shown(given_first) == "Misako Saionji (derived)");
    // Nothing is made up: not of kanji without a reading, nor of a foreign name in katakana.
    CHECK(shown(typed("西園寺", "美佐子", "さいおんじ", "")) == "西園寺 美佐子");
    CHECK(shown(typed("ガルシア", "マリア", "がるしあ", "まりあ")) == "ガルシア マリア");
    CHECK(shown(foreign("Maria", "Garcia", "Elena")) == "Maria Elena Garcia");
    auto const misako =
        *PersonName::parse(typed("西園寺", "美佐子", "さいおんじ", "みさこ"), NameRule::contact);
    CHECK(misako.romaji() == "");
    CHECK(misako.display(i18n::Language::ja) == "西園寺 美佐子");
}

TEST_CASE("The title stands before 様 and is never 部長様; a body gets 御中") {
    auto const taro = *PersonName::parse(
        typed("山田", "太郎", "やまだ", "たろう", "Yamada", "Taro"), NameRule::member);
    using i18n::Language;
    CHECK(salutation(taro, "", Manner::sama, Language::ja) == "山田様");
    CHECK(salutation(taro, "営業部長", Manner::sama, Language::ja) == "営業部長 山田様");
    CHECK(salutation(taro, "", Manner::san, Language::ja) == "山田さん");
    CHECK(salutation(taro, "", Manner::sensei, Language::ja) == "山田先生");
    CHECK(salutation(taro, "部長", Manner::sama, Language::en) == "YAMADA Taro");
    auto const maria = *PersonName::parse(foreign("Maria", "Garcia"), NameRule::member);
    CHECK(salutation(maria, "", Manner::sama, Language::ja) == "Maria Garcia 様");
    CHECK(salutation(*PersonName::parse(typed("", "花子"), NameRule::contact), "", Manner::sama,
                     Language::ja) == "花子様");
    CHECK(salutation_of_organisation("株式会社見本", Language::ja) == "株式会社見本 御中");
    CHECK(salutation_of_organisation("Mihon Inc.", Language::en) == "Mihon Inc.");
}

TEST_CASE(
    "Any name that is accepted comes out byte for byte, and parsing it again changes nothing") {
    static std::u32string const letters =
        U"山田太郎髙﨑邉々〆ヶノー・＝ "
        U"やまガﾀﾞabcÉßñ'’-‐.,김رДй\u0301\U000E0100\U00020BB7\uFA19𝓐1★\u200D\u202E";
    int taken = 0;
    always([&] {
        auto const picks = *rc::gen::container<std::vector<std::size_t>>(
            rc::gen::inRange<std::size_t>(0, letters.size()));
        std::u32string text;
        for (auto const pick : picks) text += letters[pick];
        auto const utf8 = to_utf8(text);
        auto const name = PersonName::parse(typed(utf8, "花"), NameRule::contact);
        if (!name) {
            RC_ASSERT(!name.why().fields.empty());
            RC_ASSERT(name.why().fields[0].field == "family");
            return;
        }
        ++taken;
        RC_ASSERT(name->family == trimmed(utf8));
        NameInput again;
        again.family = name->family, again.given = name->given;
        RC_ASSERT(*PersonName::parse(again, NameRule::contact) == *name);
    });
    CHECK(taken > 0);
}

TEST_CASE("Furigana is hiragana over kanji, katakana over Latin letters, and nothing over itself") {
    CHECK(furigana("山田", "やまだ") == "やまだ");
    CHECK(furigana("Eleanor", "えれのあ") == "エレノア");
    CHECK(furigana("Łukasz", "うかしゅ") == "ウカシュ");
    CHECK(furigana("マリア", "まりあ").empty());
    CHECK(furigana("やまだ", "やまだ").empty());
    CHECK(furigana("山田", "").empty());
    CHECK(furigana("ヴァン", "ゔぁん").empty());
    CHECK(katakana("ゔぁん・でんべるふ") == "ヴァン・デンベルフ");
}
