// SPDX-License-Identifier: Apache-2.0
// Html: component functions that return markup. Text is escaped on entry; bool and numbers as
// children do not compile (say what they mean in words); trusted() is the only door for raw markup;
// href takes a Url.
//
//     li(cls("contact"), a(href(Url{"/m/1"}), name), when(moved, [&] { return badge(text); }))
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace goen::html {

// Appends text with & < > " ' as references.
void append_escaped(std::string &to, std::string_view text);

// Appends markup to markup, with a line break between the end of a link, button, label, small or
// span and the beginning of the next: a browser without style sheets (w3m, Lynx) would write both
// as one word. Text that follows one directly, such as a full stop, stays where it is.
void append_markup(std::string &to, std::string_view markup);

class Html {
public:
    Html() = default;
    Html(std::string_view text) { append_escaped(markup_, text); }
    Html(std::string const &text) : Html(std::string_view{text}) {}
    Html(char const *text) : Html(std::string_view{text}) {}
    Html(bool) = delete;
    template <class T>
    requires std::is_arithmetic_v<T> Html(T)
    = delete;

    std::string const &markup() const & { return markup_; }
    std::string &&markup() && { return std::move(markup_); }
    bool empty() const { return markup_.empty(); }
    // Whether an h1 stands in it, however deep: a page has one.
    bool has_h1() const { return has_h1_; }
    Html &operator+=(Html const &more) {
        append_markup(markup_, more.markup_);
        has_h1_ = has_h1_ || more.has_h1_;
        return *this;
    }
    friend Html trusted(std::string markup, bool has_h1);

private:
    std::string markup_;
    bool has_h1_ = false;
};

// Raw markup made by goen itself (an SVG, a pre-rendered part). Never with anything a person typed.
Html trusted(std::string markup, bool has_h1 = false);

// A place to link to. The constructor takes a path of this site ("/…"), a fragment ("#…") or a
// query ("?…"); anything else becomes "#". web() takes http and https only (else "#"), mailto() and
// tel() encode their argument.
class Url {
public:
    explicit Url(std::string path);
    static Url web(std::string_view absolute);
    static Url mailto(std::string_view address);
    static Url tel(std::string_view digits); // digits, +, ; USSD codes (* #) give "#"
    std::string const &text() const { return text_; }

private:
    Url() = default;
    std::string text_;
};

struct Attribute {
    std::string markup; // ' name="value"', or empty
};
Attribute attr(std::string_view name, std::string_view value);
Attribute flag(std::string_view name, bool present = true); // required, checked, …
Attribute cls(std::string_view value);
Attribute id(std::string_view value);
Attribute href(Url const &url);
Attribute src(Url const &url);
Attribute action(Url const &url);
Attribute lang(std::string_view value);
Attribute name(std::string_view value);
Attribute value(std::string_view value);
Attribute type(std::string_view value);
Attribute no_attribute();

namespace detail {
// Attributes and children stand among the parts in any order: the parts are gone through once for
// each, and a child is copied once, into place.
inline void add_attribute(std::string &to, Attribute const &a) { to += a.markup; }
template <class T> void add_attribute(std::string &, T const &) {}

struct Inner {
    std::string markup;
    bool has_h1 = false;
    void add(Html const &child) {
        append_markup(markup, child.markup());
        has_h1 = has_h1 || child.has_h1();
    }
    void add(std::vector<Html> const &children) {
        for (auto const &child : children) add(child);
    }
    void add(Attribute const &) {}
    template <class T>
    requires std::convertible_to<T const &, std::string_view>
    void add(T const &text) { append_escaped(markup, std::string_view{text}); }
    template <class T>
    requires std::is_arithmetic_v<T>
    void add(T) = delete;
};

// About how long a part will be.
inline std::size_t size_of(Html const &child) { return child.markup().size(); }
inline std::size_t size_of(Attribute const &a) { return a.markup.size(); }
template <class T> std::size_t size_of(T const &) { return 32; }
} // namespace detail

// Several things as one, without an element around them.
template <class... Part> Html all(Part const &...parts) {
    detail::Inner inner;
    inner.markup.reserve((detail::size_of(parts) + ... + 0));
    (inner.add(parts), ...);
    return trusted(std::move(inner.markup), inner.has_h1);
}

// element("ruby", children and attributes in any order)
template <class... Part> Html element(std::string_view tag, Part const &...parts) {
    detail::Inner out;
    out.markup.reserve((detail::size_of(parts) + ... + (tag.size() * 2 + 5)));
    out.markup += '<';
    out.markup += tag;
    (detail::add_attribute(out.markup, parts), ...);
    out.markup += '>';
    (out.add(parts), ...);
    out.markup += "</";
    out.markup += tag;
    out.markup += '>';
    return trusted(std::move(out.markup), out.has_h1 || tag == "h1");
}
// " />" is right in HTML 5 and in XHTML alike: the plain edition uses the same components.
template <class... Attributes>
Html void_element(std::string_view tag, Attributes const &...attributes) {
    std::string markup;
    markup.reserve((detail::size_of(attributes) + ... + (tag.size() + 4)));
    markup += '<';
    markup += tag;
    (detail::add_attribute(markup, attributes), ...);
    markup += " />";
    return trusted(std::move(markup));
}

// clang-format off
#define GOEN_HTML_ELEMENT(tag)                                                                                              \
    template <class... Part> Html tag(Part const&... parts) { return element(#tag, parts...); }
#define GOEN_HTML_VOID(tag)                                                                                                 \
    template <class... Part> Html tag(Part const&... parts) { return void_element(#tag, parts...); }
GOEN_HTML_ELEMENT(a) GOEN_HTML_ELEMENT(abbr) GOEN_HTML_ELEMENT(address) GOEN_HTML_ELEMENT(article) GOEN_HTML_ELEMENT(aside)
GOEN_HTML_ELEMENT(b) GOEN_HTML_ELEMENT(blockquote) GOEN_HTML_ELEMENT(button) GOEN_HTML_ELEMENT(caption)
GOEN_HTML_ELEMENT(code) GOEN_HTML_ELEMENT(dd) GOEN_HTML_ELEMENT(del) GOEN_HTML_ELEMENT(details) GOEN_HTML_ELEMENT(dialog)
GOEN_HTML_ELEMENT(div) GOEN_HTML_ELEMENT(dl) GOEN_HTML_ELEMENT(dt) GOEN_HTML_ELEMENT(em) GOEN_HTML_ELEMENT(fieldset)
GOEN_HTML_ELEMENT(figure) GOEN_HTML_ELEMENT(figcaption) GOEN_HTML_ELEMENT(footer) GOEN_HTML_ELEMENT(form)
GOEN_HTML_ELEMENT(h1) GOEN_HTML_ELEMENT(h2) GOEN_HTML_ELEMENT(h3) GOEN_HTML_ELEMENT(header) GOEN_HTML_ELEMENT(ins)
GOEN_HTML_ELEMENT(label) GOEN_HTML_ELEMENT(legend) GOEN_HTML_ELEMENT(li) GOEN_HTML_ELEMENT(main) GOEN_HTML_ELEMENT(nav)
GOEN_HTML_ELEMENT(ol) GOEN_HTML_ELEMENT(optgroup) GOEN_HTML_ELEMENT(option) GOEN_HTML_ELEMENT(output) GOEN_HTML_ELEMENT(p)
GOEN_HTML_ELEMENT(pre) GOEN_HTML_ELEMENT(ruby) GOEN_HTML_ELEMENT(rp) GOEN_HTML_ELEMENT(rt) GOEN_HTML_ELEMENT(section)
GOEN_HTML_ELEMENT(select) GOEN_HTML_ELEMENT(small) GOEN_HTML_ELEMENT(span) GOEN_HTML_ELEMENT(strong)
GOEN_HTML_ELEMENT(summary) GOEN_HTML_ELEMENT(table) GOEN_HTML_ELEMENT(tbody) GOEN_HTML_ELEMENT(td)
GOEN_HTML_ELEMENT(textarea) GOEN_HTML_ELEMENT(tfoot) GOEN_HTML_ELEMENT(th) GOEN_HTML_ELEMENT(thead)
GOEN_HTML_ELEMENT(time) GOEN_HTML_ELEMENT(tr) GOEN_HTML_ELEMENT(ul)
GOEN_HTML_VOID(br) GOEN_HTML_VOID(hr) GOEN_HTML_VOID(img) GOEN_HTML_VOID(input) GOEN_HTML_VOID(link) GOEN_HTML_VOID(meta)
#undef GOEN_HTML_ELEMENT
#undef GOEN_HTML_VOID
    // clang-format on

    template <class F>
    Html when(bool condition, F &&make) {
    return condition ? Html{make()} : Html{};
}
template <class Range, class F> Html each(Range const &range, F &&make) {
    Html inner;
    for (auto const &item : range) inner += Html{make(item)};
    return inner;
}

} // namespace goen::html
