// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"
#include "markup/markup.hpp"
#include "markup/testing_tags.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::markup;

namespace {

std::string shown_article(std::string_view text) { return article(text).markup(); }

std::string repeated(std::string_view piece, std::size_t size) {
    std::string text;
    while (text.size() < size) text += piece;
    return text;
}

} // namespace

TEST_CASE("An article has headings, lists, quotes, emphasis and code") {
    CHECK(shown_article("# 一\n## 二\n### 三\n###### 六\n") ==
          "<h2>一</h2><h3>二</h3><h4>三</h4><h4>六</h4>");
    CHECK(shown_article("- 一\n- **二**\n\n3. *三*\n4. `<四>`\n") ==
          "<ul><li>一</li><li><strong>二</strong></li></ul>"
          "<ol start=\"3\"><li><em>三</em></li><li><code>&lt;四&gt;</code></li></ol>");
    CHECK(shown_article("> 引用\n\n---\n\n```\n<a>\n```\n") ==
          "<blockquote><p>引用</p></blockquote><hr /><pre><code>&lt;a&gt;\n</code></pre>");
    CHECK(shown_article("一行目\n二行目\n\n次") == "<p>一行目<br />二行目</p><p>次</p>");
    CHECK(shown_article("&copy; R&amp;D &#x3042; &nosuch;") == "<p>© R&amp;D あ &amp;nosuch;</p>");
    CHECK(shown_article("a | b\n--|--\n1 | 2").find("<table") == std::string::npos);
    CHECK(shown_article("") == "");
    CHECK(shown_article(">\n\n#\n") == ""); // nothing is quoted, nothing is headed
}

TEST_CASE("The links of an article lead to pages and mail addresses only") {
    auto const link = [](std::string_view target, std::string_view words) {
        return "<p><a href=\"" + std::string{target} + "\" rel=\"nofollow ugc noopener\">" +
               std::string{words} + "</a></p>";
    };
    CHECK(shown_article("[案内](https://goen.example/a \"題\")") ==
          link("https://goen.example/a", "案内"));
    CHECK(shown_article("<https://goen.example>") ==
          link("https://goen.example", "https://goen.example"));
    CHECK(shown_article("https://goen.example/a_b_c") ==
          link("https://goen.example/a_b_c", "https://goen.example/a_b_c"));
    CHECK(shown_article("[x](mailto:hana@goen.example?bcc=ken@goen.example)") ==
          link("mailto:hana@goen.example", "x"));
    CHECK(shown_article("[x](https://goen.example/展)") ==
          link("https://goen.example/%E5%B1%95", "x"));
    CHECK(shown_article("[](https://goen.example/)") ==
          link("https://goen.example/", "https://goen.example/"));
    for (std::string const target : {"javascript:alert(1)",
                                     "JaVaScRiPt:alert(1)",
                                     "&#x6a;avascript:alert(1)",
                                     "java&Tab;script:x",
                                     "data:text/html;base64,eA==",
                                     "vbscript:x",
                                     "file:///etc/passwd",
                                     "//evil.example",
                                     "/m/1",
                                     "#a",
                                     "?a",
                                     "",
                                     "http://user:password@evil.example",
                                     "https:evil.example",
                                     "mailto:",
                                     "mailto:a@b@c",
                                     "mailto:a%0Ab@c",
                                     "ftp://a.example",
                                     "\\\\evil.example",
                                     "https:\\\\evil.example"}) {
        CAPTURE(target);
        for (auto const &text :
             {"[x](" + target + ")", "[x](<" + target + ">)", "![x](" + target + ")",
              "<" + target + ">", "[x]\n\n[x]: " + target}) {
            CAPTURE(text);
            auto const shape = shape_of(shown_article(text));
            REQUIRE(shape);
            CHECK(shape->hrefs.empty());
        }
    }
}

TEST_CASE("A picture in an article is a link with its description; nothing is fetched") {
    CHECK(shown_article("![会場](https://goen.example/a.png)") ==
          "<p><a href=\"https://goen.example/a.png\" rel=\"nofollow ugc noopener\">会場</a></p>");
    CHECK(
        shown_article("![](https://goen.example/a.png)").find(">https://goen.example/a.png</a>") !=
        std::string::npos);
    // A link in a link is one link.
    auto const nested = shape_of(
        shown_article("[![会場](https://a.example/) https://b.example](https://c.example/)"));
    REQUIRE(nested);
    CHECK(nested->hrefs == std::vector<std::string>{"https://c.example/"});
}

TEST_CASE("HTML in an article is read as it was typed") {
    for (std::string const text :
         {"<script>alert(1)</script>", "<div onclick=x>\n\n**a**</div>", "a <b>b</b>",
          "<svg onload=alert(1)>", "<math><mtext></p><style><img src=x onerror=y>",
          "<!-- --><?php ?><![CDATA[x]]>", "```<script>\n```", "`<script>`", "# <img src=x>",
          "[<b>](https://a.example \"><script>\")", "\"'><", "<a href='https://a.example'>x</a>"}) {
        CAPTURE(text);
        auto const shape = shape_of(shown_article(text));
        REQUIRE(shape);
        CHECK(shown_article(text).find("<script") == std::string::npos);
    }
}

TEST_CASE("Mentions in an article are those that are shown") {
    Mentions mentions;
    mentions.write = [](MemberId id) { return html::span("花" + id.text()); };
    CHECK(article("**@[17]** さん", mentions).markup() ==
          "<p><strong><span>花17</span></strong> さん</p>");
    CHECK(article("`@[17]`", mentions).markup() == "<p><code>@[17]</code></p>");
    CHECK(markup::mentions("**@[17]** @[18] `@[19]` [@[20]](https://a.example)", Format::article) ==
          std::vector<MemberId>{{17}, {18}});
    CHECK(links("![b](https://b.example/) [a](https://a.example/) https://c.example "
                "[m](mailto:a@b.example) `https://d.example`",
                Format::article) == std::vector<std::string>{"https://b.example/",
                                                             "https://a.example/",
                                                             "https://c.example"});
    // A trouble in finding a name comes out, through the parser.
    mentions.write = [](MemberId) -> std::optional<html::Html> { throw Trouble{"away"}; };
    CHECK_THROWS_AS(article("> - @[17]", mentions), Trouble);
}

TEST_CASE("An excerpt of an article holds its words and nothing of its marks") {
    CHECK(excerpt("# 展示会\n\n- **一**\n- [二](https://a.example)\n\n> 引用 "
                  "`x`\n\n![図](https://b.example)",
                  Format::article, 100) == "展示会 一 二 引用 x 図");
    CHECK(excerpt("# 展示会\n\n" + repeated("本文です。", 100'000), Format::article, 8) ==
          "展示会 本文です…");
}

TEST_CASE("An article made to be deep is shown shallow") {
    for (std::string const piece :
         {">", "> ", "- ", "* ", "1. ",  "[",    "![",      "*", "**a", "_a ", "`",
          "(", "<",  "\\", "#",  "> - ", "[a](", "*a **b ", "]", "[]",  "&#",  "<http://"}) {
        CAPTURE(piece);
        for (auto const &text :
             {repeated(piece, 10'000), repeated(piece, 10'000) + "x", repeated(piece, 50'000)}) {
            auto const markup = shown_article(text);
            auto const shape = shape_of(markup);
            REQUIRE(shape);
            CHECK(shape->deepest < 30);
            CHECK(markup.size() < 20 * text.size());
        }
    }
    std::string stairs;
    for (std::size_t i = 0; i < 300; ++i) stairs += std::string(2 * i, ' ') + "- x\n";
    auto const shape = shape_of(shown_article(stairs));
    REQUIRE(shape);
    CHECK(shape->deepest < 30);
}

TEST_CASE("A picture and a link that cross are still closed in order") {
    for (std::string const text : {"![a](https://a.example/[ )b](https://b.example/) c",
                                   "![a](b[ )c](d) e]", "[![a](b[ )c](d)"}) {
        CAPTURE(text);
        auto const shape = shape_of(shown_article(text + "\n\n**next**"));
        REQUIRE(shape);
        CHECK(shown_article(text + "\n\n**next**").ends_with("<p><strong>next</strong></p>"));
    }
}

TEST_CASE("An article that opens hundreds of lists in one line is shown as plain text") {
    CHECK(shown_article(repeated("1. ", 3000) + "\nx").starts_with("<p>1. 1. 1. "));
    CHECK(shown_article(repeated("> ", 100) + "x").starts_with("<blockquote>"));
    CHECK(shown_article(repeated("- ", 100)) == "<hr />");
}

TEST_CASE("An article that names one long link again and again is shown as plain text") {
    auto const target = "https://a.example/" + std::string(1500, 'a');
    auto const text = "[a]: " + target + "\n\n" + repeated("[a] ", 40'000);
    auto const markup = shown_article(text);
    REQUIRE(shape_of(markup));
    CHECK(markup.size() < 4 * text.size());
    CHECK(links(text, Format::article) == std::vector<std::string>{target});
    // A few are as good as any other link.
    CHECK(shown_article("[a] [a]\n\n[a]: https://a.example").find("[a]") == std::string::npos);
}
