// SPDX-License-Identifier: Apache-2.0
// Searching from a phone that reads Shift_JIS only.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

TEST_CASE(
    "A name typed on a page in Shift_JIS is found, in whichever characters the phone sends it") {
    in_each_town([](Town &town) {
        town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto phone = Phone::of(town, "hana@mihon.example");
        for (auto const *family : {"能見", "髙橋"})
            REQUIRE(phone.post("/contacts", {{"card", {{"name", {{"family", family}}}}}}).status ==
                    201);
        Browser hana{town, "ja"};
        hana.log_in("hana@mihon.example").open("/contacts?view=plain&enc=sjis");
        REQUIRE(hana.status() == 200);
        std::string const nomi = "\x94\x5C\x8C\xA9", hashi = "\x8B\xB4";
        CHECK(hana.says(nomi)); // 能見, in Shift_JIS
        CHECK(hana.says(hashi));
        for (auto const *query :
             {"q=%94%5C%8C%A9&canary=%89%8F", "q=%94\\%8C%A9&canary=%89%8F",
              "q=%E8%83%BD%E8%A6%8B&canary=%E7%B8%81", "q=%E8%83%BD%E8%A6%8B"}) {
            CAPTURE(query);
            hana.open(std::string{"/contacts?view=plain&"} + query);
            CHECK(hana.status() == 200);
            CHECK(hana.says(nomi));
            CHECK_FALSE(hana.says(hashi));
        }
        // Bytes that nobody vouches for are not guessed at.
        for (auto const *query : {"q=%94%5C%8C%A9", "q=%94&canary=%89%8F", "q=%94%5C&canary=%3F"}) {
            CAPTURE(query);
            hana.open(std::string{"/contacts?view=plain&"} + query);
            CHECK(hana.status() == 400);
        }
    });
}
