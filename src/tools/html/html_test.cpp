// SPDX-License-Identifier: Apache-2.0
#include "html/html.hpp"

#include <doctest/doctest.h>

using namespace goen::html;

TEST_CASE("Links, buttons and spans that stand side by side have white space between them") {
    CHECK(all(a("1"), a(cls("button"), "2"), button("3"), small("4"), label("5")).markup() ==
          "<a>1</a>\n<a class=\"button\">2</a>\n<button>3</button>\n<small>4</small>\n<label>5</"
          "label>");
    CHECK(p(span(span("a"), span("b"))).markup() ==
          "<p><span><span>a</span>\n<span>b</span></span></p>");
    CHECK(each(std::vector<std::string>{"1", "2"}, [](auto const &text) {
              return a(text);
          }).markup() == "<a>1</a>\n<a>2</a>");
    CHECK(p(std::vector<Html>{a("1"), a("2")}).markup() == "<p><a>1</a>\n<a>2</a></p>");
    CHECK(all(a("1"), "", Html{}, a("2")).markup() == "<a>1</a>\n<a>2</a>");
    CHECK(all(a("1"), "。", a("2"), " ", a("3")).markup() == "<a>1</a>。<a>2</a> <a>3</a>");
    // Blocks, readings and drawings are left as they are.
    CHECK(all(p(a("1")), p(a("2"))).markup() == "<p><a>1</a></p><p><a>2</a></p>");
    CHECK(all(element("ruby", "山", element("rt", "やま")), element("ruby", "田"))
              .markup()
              .find('\n') == std::string::npos);
    CHECK(all(element("article", "1"), a("2")).markup() == "<article>1</article><a>2</a>");
    CHECK(all(a("1"), element("address", "2")).markup() == "<a>1</a><address>2</address>");
    for (auto const *odd : {"", "<", ">", "><", "a>", "/a>", "<a", "<b"}) {
        CAPTURE(odd);
        CHECK(all(trusted(odd), trusted(odd)).markup() == std::string{odd} + odd);
    }
}
