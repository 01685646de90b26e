// SPDX-License-Identifier: Apache-2.0
#include "letter/letter_text.hpp"

#include "base/text.hpp"
#include "html/html.hpp"
#include "i18n/words.hpp"

namespace goen::letter {

using namespace html;
using i18n::Words;

namespace {

Html link_to(std::string_view url) {
    return a(attr("href", Url::web(url).text()), std::string{url});
}

bool is_link(std::string_view line, std::string_view public_url) {
    return line.starts_with(public_url) && line.substr(public_url.size()).starts_with('/') &&
           line.find(' ') == line.npos;
}

Html paragraph(std::vector<std::string_view> const &lines, std::string_view public_url) {
    Html out, list, text;
    auto const end_text = [&] {
        if (!text.empty()) out += p(text);
        text = {};
    };
    auto const end_list = [&] {
        if (!list.empty()) out += ul(list);
        list = {};
    };
    for (auto const line : lines) {
        if (line.starts_with("- ")) {
            end_text();
            list += li(std::string{line.substr(2)});
            continue;
        }
        end_list();
        if (!text.empty()) text += br();
        text += is_link(line, public_url) ? link_to(line) : Html{line};
    }
    end_text();
    end_list();
    return out;
}

Html html_parts(std::string_view text, std::string_view public_url) {
    Html out;
    std::vector<std::string_view> lines;
    for (auto const line : split(text, '\n')) {
        if (!line.empty()) {
            lines.push_back(line);
            continue;
        }
        out += paragraph(lines, public_url);
        lines.clear();
    }
    out += paragraph(lines, public_url);
    return out;
}

// How one of several things is answered by mail.
using Addresses = std::function<std::string(Answer const &)>;
std::string address_of(Item const &item, Addresses const &addresses) {
    return item.answer && addresses ? addresses(*item.answer) : std::string{};
}

std::string plain_of(Text const &text, Words const &w, Addresses const &addresses) {
    auto out = text.body;
    for (auto const &item : text.items) {
        if (!out.empty()) out += out.ends_with('\n') ? "\n" : "\n\n";
        if (!item.heading.empty()) out += item.heading + "\n";
        out += item.text;
        if (!item.text.empty() && !item.text.ends_with('\n')) out += '\n';
        if (!item.url.empty()) out += item.url + "\n";
        if (auto const to = address_of(item, addresses); !to.empty())
            out += w("Answer by email: {1}", {to}) + "\n";
    }
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

Html html_of_text(Text const &text, std::string_view public_url, Words const &w,
                  Addresses const &addresses) {
    // What a room wrote as HTML was escaped by the same functions.
    Html out = text.html.empty() ? html_parts(text.body, public_url) : trusted(text.html);
    for (auto const &item : text.items) {
        if (!item.heading.empty()) out += p(strong(item.heading));
        if (!item.text.empty()) out += blockquote(html_parts(item.text, public_url));
        if (!item.url.empty()) out += p(link_to(item.url));
        if (auto const to = address_of(item, addresses); !to.empty())
            out += p(a(href(Url::mailto(to)), w("Answer by email")));
    }
    return out;
}

} // namespace

std::string html_of(std::string_view text, std::string_view public_url) {
    return html_parts(text, public_url).markup();
}

Whole put_together(std::vector<Text> texts, account::Member const &to, std::string const &off_link,
                   account::Rules const &rules, Addresses const &addresses) {
    Words const w{to.language};
    Whole out;
    Html parts;
    std::string plain;
    bool const is_alone = texts.size() == 1;
    if (is_alone) {
        auto &text = texts.front();
        if (!text.answer && text.items.size() == 1) text.answer = text.items.front().answer;
        out.answer = text.answer;
    }
    auto const each_address = out.answer ? Addresses{} : addresses;
    for (auto const &text : texts) {
        if (!is_alone) {
            plain += (plain.empty() ? "" : "\n\n") + std::string{"■ "} + text.subject + "\n";
            parts += h2(text.subject);
        }
        plain += plain_of(text, w, each_address);
        parts += html_of_text(text, rules.public_url, w, each_address);
    }
    out.subject = texts.front().subject;
    if (!is_alone)
        out.subject = w("{1}, and {2} more", {out.subject, std::to_string(texts.size() - 1)});
    auto const greeting = w("Dear {1},", {to.name.display(to.language)});
    auto const choose = std::string{w("Choose which emails you get, and how often:")};
    auto const off = std::string{is_alone ? w("Turn off emails of this kind without logging in:")
                                          : w("Turn off emails of these kinds without logging "
                                              "in:")};
    auto const settings = rules.public_url + "/notices/settings";
    out.text = greeting + "\n\n" + plain + "\n\n" + choose + "\n" + settings + "\n" + off + "\n" +
               off_link + "\n\n-- \n" + rules.network_name + "\n" + rules.public_url + "\n";
    auto const document =
        element("html", lang(i18n::code(to.language)),
                element("head", meta(attr("charset", "utf-8")), element("title", out.subject)),
                element("body", p(greeting), parts, hr(), p(choose, br(), link_to(settings)),
                        p(off, br(), link_to(off_link)),
                        p(rules.network_name, br(), link_to(rules.public_url + "/"))));
    out.html = "<!DOCTYPE html>" + document.markup();
    return out;
}

} // namespace goen::letter
