// SPDX-License-Identifier: Apache-2.0
#include "markup/markup.hpp"
#include "markup/testing_tags.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::markup;

namespace {

std::string shown(std::string_view text) { return plain(text).markup(); }

// What a post with one link shows: "before[target|words]after".
std::string link_in(std::string_view text) {
    auto markup = shown(text);
    for (auto const &[from, to] : {std::pair<std::string_view, std::string_view>{"<p>", ""},
                                   {"</p>", ""},
                                   {"<a href=\"", "["},
                                   {"\" rel=\"nofollow ugc noopener\">", "|"},
                                   {"</a>", "]"},
                                   {"&amp;", "&"},
                                   {"&#39;", "'"}}) {
        for (auto at = markup.find(from); at != markup.npos; at = markup.find(from, at + to.size()))
            markup.replace(at, from.size(), to);
    }
    return markup;
}

} // namespace

TEST_CASE("A post keeps its lines and its paragraphs") {
    CHECK(shown("展示会に出ます。\r\n小間は12です。\n\n  \nお待ちしています。\n") ==
          "<p>展示会に出ます。<br />小間は12です。</p><p>お待ちしています。</p>");
    CHECK(shown("　一字下げ") == "<p>　一字下げ</p>");
    CHECK(shown("") == "");
    CHECK(shown("\n \n\n") == "");
}

TEST_CASE("A URL becomes a link that says nothing about the one who follows it") {
    CHECK(shown("https://goen.example/a?b=1&c='2'") ==
          "<p><a href=\"https://goen.example/a?b=1&amp;c=&#39;2\" rel=\"nofollow ugc noopener\">"
          "https://goen.example/a?b=1&amp;c=&#39;2</a>&#39;</p>");
    CHECK(link_in("HTTPS://Goen.Example/Path") ==
          "[https://goen.example/Path|https://goen.example/Path]");
    CHECK(link_in("http://goen.example:8080/") ==
          "[http://goen.example:8080/|http://goen.example:8080/]");
    CHECK(links("https://b.example x https://a.example/ https://b.example", Format::plain) ==
          std::vector<std::string>{"https://b.example", "https://a.example/"});
}

TEST_CASE("Japanese around a URL and the punctuation behind it are no part of it") {
    auto const link = std::string{"[https://goen.example/a|https://goen.example/a]"};
    CHECK(link_in("詳細はhttps://goen.example/aをご覧ください") ==
          "詳細は" + link + "をご覧ください");
    for (std::string const end :
         {"。", "、", "」", "）", ".", ",", ")", ").", "!?", "'", ";", "…", "　"}) {
        CAPTURE(end);
        CHECK(link_in("https://goen.example/a" + end) == link + end);
    }
    CHECK(link_in("（https://goen.example/a）") == "（" + link + "）");
    CHECK(link_in("(see https://goen.example/a_(b))") ==
          "(see [https://goen.example/a_(b)|https://goen.example/a_(b)])");
    auto const bare = std::string{"[https://goen.example|https://goen.example]"};
    CHECK(link_in("https://goen.exampleをご覧ください。") == bare + "をご覧ください。");
    CHECK(link_in("https://goen.example.") == bare + ".");
    CHECK(link_in("http://localhostで見る") == "[http://localhost|http://localhost]で見る");
}

TEST_CASE("A Japanese host and path are read in Japanese; what could deceive stays encoded") {
    CHECK(link_in("https://例え.jp/展") == "[https://xn--r8jz45g.jp/|https://例え.jp/]展");
    CHECK(link_in("https://例え.jpをご覧") == "[https://xn--r8jz45g.jp|https://例え.jp]をご覧");
    CHECK(link_in("https://xn--r8jz45g.jp/%E5%B1%95%E7%A4%BA") ==
          "[https://xn--r8jz45g.jp/%E5%B1%95%E7%A4%BA|https://例え.jp/展示]");
    // Cyrillic; a space; the mark that turns the direction of writing; half a character.
    CHECK(link_in("https://аррlе.example/").find("|https://xn--") != std::string::npos);
    for (std::string const path :
         {"/%20", "/%E2%80%AE", "/%E3%80%80", "/%E5%B1", "/%", "/%2F", "/%00"}) {
        CAPTURE(path);
        auto const url = "https://goen.example" + path;
        CHECK(link_in(url) == "[" + url + "|" + url + "]");
    }
    auto const deep = "https://goen.example/" + std::string(300, 'a');
    CHECK(link_in(deep) == "[" + deep + "|https://goen.example/" + std::string(79, 'a') + "…]");
}

TEST_CASE("What is no honest URL stays text") {
    for (std::string const text :
         {"javascript:alert(1)", "data:text/html,x", "vbscript:x", "java\tscript:x", "http://",
          "https:///path", "http:/a", "ftp://goen.example", "xhttp://goen.example",
          "http://goen.example@evil.example/", "http://user:password@evil.example/",
          "https://[::1]/", "http://.example", "http://a..b/", "http://goen.example:80a/",
          "http://goen.example:123456/", "https://。", "//goen.example", "www.goen.example"}) {
        CAPTURE(text);
        auto const markup = shown(text);
        CHECK(markup.find("<a") == std::string::npos);
        CHECK(links(text, Format::plain).empty());
    }
    CHECK(links("https://a.example/" + std::string(3000, 'a'), Format::plain).empty());
}

TEST_CASE("Markup that somebody typed is read as they typed it") {
    CHECK(shown("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    for (std::string const text :
         {"\"><img src=x onerror=alert(1)>", "https://a.example/\"onmouseover=\"x",
          "https://a.example/'x", "https://a.example/<b>", "<svg onload=x>",
          "<math><mi//xlink:href", "&#x6a;avascript:alert(1)", "\x7F",
          "https://a.example\\@evil.example/"}) {
        CAPTURE(text);
        CHECK(shape_of(shown(text)));
    }
}

TEST_CASE("A member is named to whom may see her, and everybody else reads the word for that") {
    Mentions mentions;
    mentions.fallback = "某";
    mentions.write = [](MemberId id) -> std::optional<html::Html> {
        if (id.value != 17) return {};
        return html::a(html::href(html::Url{"/m/17"}), "大野 花");
    };
    CHECK(plain("@[17] さん、@[18]", mentions).markup() ==
          "<p><a href=\"/m/17\">大野 花</a> さん、@某</p>");
    CHECK(plain("@[17]").markup() == "<p>@…</p>");
    CHECK(markup::mentions("a@[18]b @[17] @[18]", Format::plain) ==
          std::vector<MemberId>{{18}, {17}});
    for (std::string const text :
         {"@[0]", "@[-1]", "@[01]", "@[]", "@[17", "@17", "@[1x]", "@ [17]",
          "@[99999999999999999999]", "@[9223372036854775808]", "＠[17]"}) {
        CAPTURE(text);
        CHECK(markup::mentions(text, Format::plain).empty());
        CHECK(shown(text).find("…") == std::string::npos);
    }
}

TEST_CASE("Ten thousand mentions are each asked for once") {
    std::string text;
    for (int i = 1; i <= 10'000; ++i) text += "@[" + std::to_string(i) + "]";
    std::size_t asked = 0;
    Mentions mentions;
    mentions.write = [&](MemberId) -> std::optional<html::Html> {
        ++asked;
        return {};
    };
    auto const found = markup::mentions(text, Format::plain);
    plain(text, mentions);
    CHECK(asked == found.size());
    // The text ends at so many characters, perhaps within a mention.
    CHECK(found.size() > 6'000);
    CHECK(found.size() < 10'000);
}

TEST_CASE("A post of any size makes markup of its own order of size") {
    for (std::string const piece :
         {"http://", "http://a", "http://a ", "@[", "@[1]", "\n", "\n\n", "h", "https://あ.", "&",
          "http://a..", "))))", "http://x/((((", "%E3%81%82", "あ", "'"}) {
        CAPTURE(piece);
        std::string text;
        while (text.size() < 200'000) text += piece;
        auto const markup = shown(text);
        CHECK(shape_of(markup));
        CHECK(markup.size() < 10 * text.size() + 1000);
    }
    auto const long_text = std::string(most_characters + 10, 'a');
    CHECK(shown(long_text).size() == most_characters + std::string_view{"<p></p>"}.size());
}

TEST_CASE("An excerpt is one line of words, cut between what people count as characters") {
    CHECK(excerpt("展示会に\n\n出ます。　小間は 12", Format::plain, 100) ==
          "展示会に 出ます。 小間は 12");
    CHECK(excerpt("展示会に出ます", Format::plain, 3) == "展示会…");
    CHECK(excerpt("展示会", Format::plain, 3) == "展示会");
    CHECK(excerpt("展示 会", Format::plain, 3) == "展示…");
    CHECK(excerpt("がが👨‍👩‍👧が", Format::plain, 3) ==
          "がが👨‍👩‍👧…");
    CHECK(excerpt("", Format::plain, 3) == "");
    CHECK(excerpt("abc", Format::plain, 0) == "…");
    CHECK(excerpt("a\xE2\x80\xAE"
                  "b",
                  Format::plain, 10) == "ab");
    CHECK(excerpt("@[17] さん", Format::plain, 100) == "さん");
    CHECK(excerpt("@[17] さん", Format::plain, 100, [](MemberId id) { return "花" + id.text(); }) ==
          "@花17 さん");
    // Accents without end are one character, which is cut all the same.
    std::string accents = "a";
    for (int i = 0; i < 10'000; ++i) accents += "\xCC\x81";
    auto const cut = excerpt(accents, Format::plain, 10);
    CHECK(cut.size() < 200);
    CHECK(is_utf8(cut));
}
