// SPDX-License-Identifier: Apache-2.0
#include "search/marking.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::search;

static std::string shown(Marked const &marked) { return std::string{to_html(marked).markup()}; }

TEST_CASE("What was asked is marked however it is spelled, and what touches has one mark") {
    CHECK(shown(marked("ブースは3番", "ぶーす")) == "<mark>ブース</mark>は3番");
    CHECK(shown(marked("髙橋さん", "高橋")) == "<mark>髙橋</mark>さん");
    CHECK(shown(marked("ＡＩの展示会", "ai 展示")) == "<mark>ＡＩ</mark>の<mark>展示</mark>会");
    CHECK(shown(marked("展示会", "展示 示会")) == "<mark>展示会</mark>");
    CHECK(shown(marked("<b>展示</b>", "展示")) == "&lt;b&gt;<mark>展示</mark>&lt;/b&gt;");
    CHECK(shown(marked("展示会", "")) == "展示会");
}

TEST_CASE("An excerpt is one line from the sentence with the word, and says that it is cut") {
    CHECK(excerpt("短い\n文", "文").text == "短い 文");
    std::string long_text;
    for (int i = 0; i < 40; ++i) long_text += "これは関係のない文です。";
    long_text += "来週の展示会に出ます。またお会いしましょう。";
    auto const cut = excerpt(long_text, "展示");
    CHECK(cut.text == "…来週の展示会に出ます。またお会いしましょう。");
    REQUIRE(cut.marks.size() == 1);
    std::string endless(3'000, 'a');
    endless += "展示会" + std::string(3'000, 'b');
    auto const middle = excerpt(endless, "展示", 30);
    CHECK(count_code_points(middle.text) == 32);
    CHECK(middle.marks.size() == 1);
    CHECK(excerpt(endless, "見本", 30).text == std::string(30, 'a') + "…");
}
