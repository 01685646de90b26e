// SPDX-License-Identifier: Apache-2.0
#include "web/plain.hpp"

#include "base/ids.hpp"
#include "base/memo.hpp"
#include "i18n/words.hpp"
#include "web/page.hpp"
#include "web/places.hpp"
#include "web/shift_jis.hpp"

#include <algorithm>
#include <array>

namespace goen::web {

namespace {

template <std::size_t N>
bool one_of(std::string_view tag, std::array<std::string_view, N> const &names) {
    return std::ranges::find(names, tag) != names.end();
}

// What XHTML Basic 1.1 calls by the same name.
constexpr std::array<std::string_view, 47> kept{
    "a",      "abbr",  "address", "b",     "blockquote", "br",    "button", "caption",
    "cite",   "code",  "dd",      "div",   "dl",         "dt",    "em",     "fieldset",
    "form",   "h1",    "h2",      "h3",    "h4",         "h5",    "h6",     "hr",
    "i",      "input", "kbd",     "label", "legend",     "li",    "ol",     "optgroup",
    "option", "p",     "pre",     "q",     "select",     "small", "span",   "strong",
    "sub",    "sup",   "table",   "td",    "textarea",   "th",    "tr"};
constexpr std::array<std::string_view, 12> to_div{"article",    "aside",  "details", "dialog",
                                                  "figcaption", "figure", "footer",  "header",
                                                  "main",       "nav",    "section", "summary"};
constexpr std::array<std::string_view, 6> dropped_with_content{"img",    "svg",   "rp",
                                                               "script", "style", "template"};
constexpr std::array<std::string_view, 4> dropped_tag_only{"ruby", "thead", "tbody", "tfoot"};
constexpr std::array<std::string_view, 21> holds_only_inline{
    "a",  "abbr", "address", "b",      "button", "caption", "cite", "code",  "dt",   "em",    "h1",
    "h2", "h3",   "label",   "legend", "p",      "pre",     "q",    "small", "span", "strong"};
constexpr std::array<std::string_view, 17> block{
    "address", "blockquote", "dd", "div", "dl", "dt",  "fieldset", "h1", "h2",
    "h3",      "h4",         "li", "ol",  "p",  "pre", "table",    "ul"};
constexpr std::array<std::string_view, 11> inline_ends{
    "a", "abbr", "b", "button", "code", "em", "label", "select", "small", "span", "strong"};
constexpr std::array<std::string_view, 4> voids{"br", "hr", "img", "input"};
constexpr std::array<std::string_view, 6> of_all{"id",      "title",   "accesskey",
                                                 "colspan", "rowspan", "scope"};
constexpr std::array<std::string_view, 20> of_controls{
    "action",   "alt",  "checked",  "cols",      "disabled", "enctype",  "for",
    "height",   "href", "label",    "maxlength", "method",   "multiple", "name",
    "readonly", "rows", "selected", "size",      "src",      "value"};
constexpr std::array<std::string_view, 7> input_types{"text",   "password", "checkbox", "radio",
                                                      "submit", "hidden",   "file"};

struct Tag {
    std::string_view name;
    bool is_end = false, is_void = false;
    std::vector<std::pair<std::string_view, std::string_view>> attributes; // values still escaped
    bool is(std::string_view wanted, std::string_view value) const {
        return std::ranges::any_of(attributes, [&](auto const &one) {
            return one.first == wanted && one.second == value;
        });
    }
    bool has(std::string_view wanted) const {
        return std::ranges::any_of(attributes,
                                   [&](auto const &one) { return one.first == wanted; });
    }
};

// Reads the tag that begins at `at` ('<'), as html::element() writes them: name="value" only.
Tag read_tag(std::string_view markup, std::size_t &at) {
    Tag tag;
    auto const is_name = [](char c) {
        return c != ' ' && c != '>' && c != '/' && c != '=' && c != '\n';
    };
    std::size_t i = at + 1;
    if (i < markup.size() && markup[i] == '/') tag.is_end = true, ++i;
    auto start = i;
    while (i < markup.size() && is_name(markup[i])) ++i;
    tag.name = markup.substr(start, i - start);
    while (i < markup.size() && markup[i] != '>') {
        if (!is_name(markup[i])) {
            tag.is_void = markup[i] == '/';
            ++i;
            continue;
        }
        start = i;
        while (i < markup.size() && is_name(markup[i])) ++i;
        auto const name = markup.substr(start, i - start);
        std::string_view value;
        if (markup.substr(i, 2) == "=\"") {
            auto const close = std::min(markup.find('"', i + 2), markup.size());
            value = markup.substr(i + 2, close - i - 2);
            i = close + 1;
        }
        tag.attributes.emplace_back(name, value);
    }
    at = std::min(i + 1, markup.size());
    return tag;
}

class Rewriter {
public:
    explicit Rewriter(std::string_view canary) : canary_(canary) {}
    std::string of(std::string_view markup) {
        for (std::size_t at = 0; at < markup.size();) {
            if (markup[at] != '<') {
                auto const next = std::min(markup.find('<', at), markup.size());
                if (!hidden_) out_ += markup.substr(at, next - at);
                at = next;
            } else {
                auto const tag = read_tag(markup, at);
                if (tag.is_end)
                    close(tag);
                else
                    open(tag);
            }
        }
        return std::move(out_);
    }

private:
    struct Open {
        std::string_view name; // as read
        std::string written;   // as written; empty when only its content is kept
        std::string after;     // goes out before the end tag
        bool hides = false, is_inline = false;
        std::size_t out_before = 0, out_inside = 0;
    };

    void open(Tag const &tag) {
        bool const is_void = tag.is_void || one_of(tag.name, voids);
        Open made;
        made.name = tag.name;
        made.out_before = out_.size();
        made.hides = one_of(tag.name, dropped_with_content) || tag.has("hidden") ||
                     tag.is("aria-hidden", "true");
        made.is_inline = !open_.empty() && open_.back().is_inline;
        if (!hidden_ && !made.hides) write(tag, made, is_void);
        if (is_void) return;
        hidden_ += made.hides;
        made.out_inside = out_.size();
        open_.push_back(std::move(made));
    }

    void write(Tag const &tag, Open &made, bool is_void) {
        if (one_of(tag.name, dropped_tag_only)) return;
        if (tag.name == "rt") {
            out_ += " (";
            made.after = ")";
            return;
        }
        std::string_view name = one_of(tag.name, to_div)                     ? "div"
                                : one_of(tag.name, kept) || tag.name == "ul" ? tag.name
                                                                             : "span";
        // HTML 5 groups dt and dd in div; XHTML does not.
        if (name == "div" && !open_.empty() && open_.back().written == "dl") return;
        if (made.is_inline && one_of(name, block)) name = "span";
        bool const is_same = name == tag.name;
        write_gap(tag, name);
        made.written = name;
        made.is_inline = made.is_inline || one_of(name, holds_only_inline);
        out_ += '<', out_ += name;
        for (auto const &[key, value] : tag.attributes) {
            if (name == "textarea" && key == "cols") continue; // fits 240 pixels, below
            write_attribute(tag, is_same, key, value);
        }
        if (name == "form" && !tag.has("action")) out_ += " action=\"\"";
        if (name == "textarea") out_ += " cols=\"20\"";
        if (name == "form" && !canary_.empty()) out_ += " accept-charset=\"UTF-8\"";
        out_ += is_void ? " />" : ">";
        // In XHTML a form holds blocks only.
        if (name == "form") {
            out_ += "<div>", made.after = "</div>";
            out_ += canary_;
        }
    }

    // What a style sheet sets apart: a line's further parts begin lines of their own, neighbours
    // have a space between them, and a key stands before its link.
    void write_gap(Tag const &tag, std::string_view name) {
        if (one_of(name, block) || one_of(name, voids) || out_.empty()) return;
        bool const is_further = tag.is("class", "what") || tag.is("class", "more") ||
                                tag.is("class", "more moved") || tag.is("class", "meta");
        bool const follows = one_of(tag_before(), inline_ends);
        if (is_further && follows)
            out_ += "<br />";
        else if (follows)
            out_ += ' ';
        if (name != "a") return;
        for (auto const &[key, value] : tag.attributes) {
            if (key != "accesskey" || value.size() != 1) continue;
            if (out_.ends_with(std::string{value} + ' ')) continue;
            out_ += value, out_ += ' ';
        }
    }

    // The name of the end tag that was written last, when nothing came after it.
    std::string_view tag_before() const {
        if (!out_.ends_with('>')) return {};
        auto const start = out_.rfind("</");
        return start == out_.npos || out_.find('<', start + 1) != out_.npos
                   ? std::string_view{}
                   : std::string_view{out_}.substr(start + 2, out_.size() - start - 3);
    }

    void write_attribute(Tag const &tag, bool is_same, std::string_view key,
                         std::string_view value) {
        if (key == "lang") {
            out_ += " xml:lang=\"", out_ += value, out_ += '"';
        } else if (key == "type" && is_same && (tag.name == "input" || tag.name == "button")) {
            out_ += " type=\"", out_ += one_of(value, input_types) ? value : "text", out_ += '"';
        } else if (key == "maxlength" && tag.name != "input") {
            return;
        } else if (key == "id" || (is_same && (one_of(key, of_all) || one_of(key, of_controls)))) {
            out_ += ' ', out_ += key, out_ += "=\"", out_ += value, out_ += '"';
        }
    }

    void close(Tag const &tag) {
        if (open_.empty() || open_.back().name != tag.name)
            return; // our markup is well-formed; foreign markup is skipped
        auto const top = std::move(open_.back());
        open_.pop_back();
        if (top.hides)
            --hidden_;
        else if (!hidden_) {
            // A list without entries is not valid, and says nothing.
            bool const is_list = top.written == "ul" || top.written == "ol" || top.written == "dl";
            if (is_list && out_.find_first_not_of(" \n", top.out_inside) == out_.npos) {
                out_.resize(top.out_before);
                return;
            }
            out_ += top.after;
            if (!top.written.empty()) out_ += "</", out_ += top.written, out_ += '>';
        }
    }

    std::string_view canary_;
    std::string out_;
    std::vector<Open> open_;
    int hidden_ = 0;
};

} // namespace

bool is_plain(http::Request const &request) {
    if (auto const wanted = request.query.get("view"); wanted == "plain" || wanted == "full")
        return wanted == "plain";
    if (auto const chosen = request.cookie("view"); !chosen.empty()) return chosen == "plain";
    auto const agent = request.header("user-agent");
    constexpr std::array<std::string_view, 8> small{"DoCoMo/",   "KDDI-",     "UP.Browser",
                                                    "SoftBank/", "Vodafone/", "J-PHONE/",
                                                    "WILLCOM",   "KAIOS/"};
    return std::ranges::any_of(
        small, [&](std::string_view name) { return agent.find(name) != agent.npos; });
}

Rows rows_of(Visit const &visit, std::size_t count, std::string_view path, std::size_t rows) {
    using namespace html;
    if (!is_plain(visit.request)) return {0, count, {}};
    auto const asked = static_cast<std::size_t>(
        std::max<std::int64_t>(parse_id(visit.query("row")).value_or(0), 0));
    auto const from = asked < count ? asked : 0;
    auto const until = std::min(count, from + rows);
    auto const link = [&](char const *key, std::size_t row, std::string_view text) {
        return p(std::string{key} + " ",
                 a(href(Url{std::string{path} + "?row=" + std::to_string(row)}),
                   attr("accesskey", key), text));
    };
    return {
        from, until,
        all(when(from > 0,
                 [&] { return link("4", from > rows ? from - rows : 0, visit.words("Previous")); }),
            when(until < count, [&] { return link("6", until, visit.words("Next")); }))};
}

std::string to_xhtml_basic(std::string_view markup, std::string_view canary) {
    return Rewriter{canary}.of(markup);
}

namespace {

// A rewritten part in pieces: between them stands the visitor's csrf token, another one in each
// answer.
using Pieces = std::vector<std::string>;

Pieces pieces_of(std::string_view markup, std::string_view between) {
    Pieces pieces;
    for (;;) {
        auto const at = between.empty() ? markup.npos : markup.find(between);
        pieces.emplace_back(markup.substr(0, at));
        if (at == markup.npos) return pieces;
        markup.remove_prefix(at + between.size());
    }
}

// The same markup is rewritten once: lists stay as they are for a while, and the links around them
// for good.
void append_rewritten(std::string &to, std::string_view markup, std::string_view canary,
                      std::string_view csrf) {
    static Memo<Pieces> memo{256};
    std::string key{canary.empty() ? "-" : "c"};
    for (auto const &piece : pieces_of(markup, csrf))
        key += std::to_string(piece.size()), key += ' ', key += piece;
    auto const pieces =
        memo.of(std::move(key), [&] { return pieces_of(to_xhtml_basic(markup, canary), csrf); });
    bool is_first = true;
    for (auto const &piece : *pieces) {
        if (!is_first) to += csrf;
        is_first = false;
        to += piece;
    }
}

} // namespace

namespace {

// The access keys of the links around a body. A key has one meaning on a page, and what the body
// uses is the body's: there the same link stands without a key.
class FrameKeys {
public:
    explicit FrameKeys(std::string_view body) {
        constexpr std::string_view mark = " accesskey=\"";
        for (auto at = body.find(mark); at != body.npos; at = body.find(mark, at + 1))
            used_ += body.substr(at + mark.size(), 1);
    }
    html::Html link(std::string_view key, std::string_view path, std::string_view text) const {
        using namespace html;
        bool const is_free = !key.empty() && used_.find(key) == used_.npos;
        return all(when(is_free, [&] { return Html{std::string{key} + " "}; }),
                   a(href(Url{std::string{path}}),
                     is_free ? attr("accesskey", key) : no_attribute(), text));
    }

private:
    std::string used_;
};

html::Html menu(Visit const &visit, FrameKeys const &keys) {
    using namespace html;
    Html links;
    if (!visit.places) return links;
    for (auto const &entry : visit.places->menu()) {
        auto const waiting = visit.waiting_in(entry.section);
        links += all(keys.link(entry.access_key, entry.path, visit.words(entry.words)),
                     when(waiting > 0, [&] { return Html{" (" + std::to_string(waiting) + ")"}; }),
                     br());
    }
    return links;
}

} // namespace

std::string plain_document(Visit const &visit, std::string_view title, html::Html const &flash,
                           html::Html const &body) {
    using namespace html;
    auto const &w = visit.words;
    bool const is_sjis = is_shift_jis(visit.request);
    auto const canary = is_sjis ? canary_field() : std::string_view{};
    std::string rewritten;
    append_rewritten(rewritten, div(flash, body).markup(), canary, visit.csrf);
    FrameKeys const keys{rewritten};
    auto const entry = [&](std::string_view key, std::string_view path, std::string_view text) {
        return all(keys.link(key, path, text), br());
    };
    auto const charset = all(
        br(), a(href(Url{is_sjis ? "?enc=utf8" : "?enc=sjis"}), is_sjis ? "UTF-8" : "Shift_JIS"));
    auto const links =
        visit.is_member()
            ? all(menu(visit, keys), entry("9", "/search", w("Search")),
                  a(href(Url{"/settings"}), w("Settings")), br(),
                  entry("2", "#top", w("Back to top")),
                  a(href(Url{"?view=full"}), w("Full edition")), charset,
                  web::form(visit, Url{"/logout"}, button(type("submit"), w("Log out"))))
            : all(entry("0", "/", w("Home")), entry("1", "/login", w("Log in")),
                  entry("3", "/join", w("Join")), entry("2", "#top", w("Back to top")),
                  a(href(Url{"?view=full"}), w("Full edition")), charset);
    auto const language = i18n::code(w.language());
    std::string page = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML Basic 1.1//EN\" "
                       "\"http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd\">\n"
                       "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"";
    page += language;
    page += "\"><head><title>";
    append_escaped(page, title);
    page += "</title></head><body>";
    page.reserve(4000 + rewritten.size());
    append_rewritten(
        page,
        div(id("top"), visit.network_name, " ", keys.link("8", "#bottom", w("Go to end"))).markup(),
        {}, {});
    page += "<hr />";
    page += rewritten;
    page += "<hr />";
    append_rewritten(page, div(id("bottom"), links).markup(), canary, visit.csrf);
    page += "</body></html>\n";
    return page;
}

} // namespace goen::web
