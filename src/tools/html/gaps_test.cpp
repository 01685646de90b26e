// SPDX-License-Identifier: Apache-2.0
#include "html/gaps.hpp"

#include "html/html.hpp"

#include <doctest/doctest.h>

using namespace goen::html;

TEST_CASE("Links, buttons and spans that stand side by side have white space between them") {
    auto const gaps = [](Html const &html) { return with_gaps(html.markup()); };
    CHECK(gaps(all(a("1"), a(cls("button"), "2"), button("3"), small("4"), label("5"))) ==
          "<a>1</a>\n<a class=\"button\">2</a>\n<button>3</button>\n<small>4</small>\n<label>5</"
          "label>");
    CHECK(gaps(p(span(span("a"), span("b")))) ==
          "<p><span><span>a</span>\n<span>b</span></span></p>");
    CHECK(gaps(all(a("1"), "。", a("2"), " ", a("3"))) == "<a>1</a>。<a>2</a> <a>3</a>");
    // Blocks, readings and drawings are left as they are.
    CHECK(gaps(all(p(a("1")), p(a("2")))) == "<p><a>1</a></p><p><a>2</a></p>");
    CHECK(
        gaps(all(element("ruby", "山", element("rt", "やま")), element("ruby", "田"))).find('\n') ==
        std::string::npos);
    CHECK(gaps(all(element("article", "1"), a("2"))) == "<article>1</article><a>2</a>");
    CHECK(gaps(all(a("1"), element("address", "2"))) == "<a>1</a><address>2</address>");
    for (auto const *odd : {"", "<", ">", "><", "</a>", "a><b", "/a><a>", "</a><"}) {
        CAPTURE(odd);
        auto without = with_gaps(odd);
        std::erase(without, '\n');
        CHECK(without == odd);
    }
}
