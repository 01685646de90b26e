// SPDX-License-Identifier: Apache-2.0
#include "i18n/words.hpp"

#include <doctest/doctest.h>

using goen::i18n::filled;
using goen::i18n::Language;
using goen::i18n::Words;

TEST_CASE("Hana reads Japanese and Ken reads English from the same sentence") {
    CHECK(std::string{Words{Language::ja}("Skip to content")} == "本文へ移動");
    CHECK(std::string{Words{Language::en}("Skip to content")} == "Skip to content");
}

TEST_CASE("A sentence nobody has translated is shown in English rather than not at all") {
    CHECK(std::string{Words{Language::ja}("No such sentence anywhere")} ==
          "No such sentence anywhere");
    CHECK(std::string{Words{Language::ja}("")} == "");
}

TEST_CASE("Names are put into a sentence once and never read as part of it") {
    CHECK(filled("{1} and {2}", {"Hana", "Ken"}) == "Hana and Ken");
    CHECK(filled("{2}から{1}へ", {"山田", "渡邉"}) == "渡邉から山田へ");
    CHECK(filled("{1}", {"{2}", "secret"}) == "{2}");
    CHECK(filled("{0} {3} {x} { {1", {"a", "b"}) == "{0} {3} {x} { {1");
    CHECK(filled("{1}{1}", {"は"}) == "はは");
    CHECK(filled("{99999999999999999999999}", {"a"}) == "{99999999999999999999999}");
    CHECK(filled("", {"a"}) == "");
}

TEST_CASE(
    "English counts one person and many people; Japanese has one form; thousands are grouped") {
    Words const en{Language::en}, ja{Language::ja};
    CHECK(en.n("Try again in {1} minute.", "Try again in {1} minutes.", 1) ==
          "Try again in 1 minute.");
    CHECK(en.n("Try again in {1} minute.", "Try again in {1} minutes.", 0) ==
          "Try again in 0 minutes.");
    CHECK(en.n("Try again in {1} minute.", "Try again in {1} minutes.", 1234567) ==
          "Try again in 1,234,567 minutes.");
    CHECK(ja.n("Try again in {1} minute.", "Try again in {1} minutes.", 1) ==
          "1分後にもう一度お試しください。");
    CHECK(ja.n("Try again in {1} minute.", "Try again in {1} minutes.", 1000) ==
          "1,000分後にもう一度お試しください。");
    CHECK(en.n("{1}", "{1}", -100) == "-100");
    CHECK(en.n("{1}", "{1}", -1000) == "-1,000");
}

TEST_CASE("A refusal made far from any page speaks the reader's language") {
    goen::Sentence const sentence{
        N_("If this continues, please give the operator this number: {1}"), {"7f3a"}};
    CHECK(Words{Language::ja}(sentence) ==
          "問題が続く場合は、この番号を運営者にお知らせください：7f3a");
    CHECK(Words{Language::en}(sentence) ==
          "If this continues, please give the operator this number: 7f3a");
}

TEST_CASE("A browser's language tag finds the language, an unknown one the default") {
    CHECK(goen::i18n::language_of("ja-JP") == Language::ja);
    CHECK(goen::i18n::language_of("en_GB") == Language::en);
    CHECK(goen::i18n::language_of("jam", Language::en) == Language::en);
    CHECK(goen::i18n::language_of("", Language::ja) == Language::ja);
    CHECK(goen::i18n::code(Language::en) == "en");
}
