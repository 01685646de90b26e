// SPDX-License-Identifier: Apache-2.0
// The page shell and the parts every room's pages share: head, navigation, notices, forms, fields,
// lists. All pages of goen look like this because they are made of this.
#pragma once

#include "html/html.hpp"
#include "web/assets.hpp"
#include "web/visit.hpp"

#include <optional>
#include <string>
#include <vector>

namespace goen::web {

struct PageOptions {
    std::string_view section = {}; // which navigation entry is current: "home" "card" "exchange"
                                   // "contacts" "requests" "settings"
    bool narrow = false;           // a form-width column
    int status = 200;
};
// A whole page. `title` is plain text; " - " and the name of the network are added. Unless the body
// has an h1 of its own, it begins with <h1>title</h1>. In the plain edition (see plain.hpp) the
// same body comes out as XHTML Basic 1.1.
http::Response page(Visit const &visit, std::string_view title, html::Html body,
                    PageOptions options = {});

// A refusal as a page: 404 "There is nothing here", 403, 409, 429 …, with what to do next.
http::Response refused(Visit const &visit, Refusal const &refusal);
int status_of(Reason reason);
// The world broke (a Trouble was caught): 503 and nothing about what. `request_id` lets the
// operator find it in the log.
http::Response troubled(Visit const &visit, std::string_view request_id);
// What every page answers with: content security policy, no caching by others, no sniffing.
void set_page_headers(http::Response &response);

// <form method="post"> with the csrf field.
html::Html form(Visit const &visit, html::Url const &to, html::Html inner,
                std::string_view css_class = "form");

// The same for files: enctype="multipart/form-data". Its door is hung with web::Upload.
html::Html upload_form(Visit const &visit, html::Url const &to, html::Html inner,
                       std::string_view css_class = "form");

// A labelled control with hint and error, tied together for screen readers (aria-describedby,
// aria-invalid).
struct FieldOptions {
    std::string_view type = "text"; // text email password tel search date url
    std::string_view hint = {};
    std::string_view autocomplete = {}; // "family-name", "current-password" …
    std::string_view inputmode = {};
    std::string_view lang = {};
    std::string_view placeholder = {};
    std::string_view postal =
        {}; // code region locality street: what a postal code fills, by script
    bool required = false;
    bool autofocus = false;
    int max_length = 0;
};
// A part of an edit form of which something else was stored since the form was opened.
struct ChangedMeanwhile {
    std::string label, stored, typed; // as a person reads them
    bool is_taken_over = false;       // she had not changed it: the form shows what is stored now
};
// Errors of the last attempt (and the values typed) so that a form comes back as it was.
struct FormState {
    http::Params typed;
    std::vector<FieldError> errors;
    Sentence message; // about the whole form
    // Of a form that edits what exists already, see form_version.hpp.
    std::string version = {};
    std::vector<ChangedMeanwhile> meanwhile = {};
    std::string_view value(std::string_view name) const { return typed.get(name); }
};
// The form as it was typed, with what was wrong about it.
inline FormState typed_again(Visit const &visit, Refusal const &why) {
    return {visit.form, why.fields, why.message};
}
html::Html field(Visit const &visit, FormState const &state, std::string_view name,
                 std::string_view label, FieldOptions const &options = {});
html::Html text_area(Visit const &visit, FormState const &state, std::string_view name,
                     std::string_view label, int rows, FieldOptions const &options = {});
struct Choice {
    std::string value, label, hint;
};
html::Html select_field(Visit const &visit, FormState const &state, std::string_view name,
                        std::string_view label, std::vector<Choice> const &choices,
                        std::string_view hint = {});
html::Html radio_group(Visit const &visit, FormState const &state, std::string_view name,
                       std::string_view legend, std::vector<Choice> const &choices);
html::Html checkbox(Visit const &visit, FormState const &state, std::string_view name,
                    std::string_view label, std::string_view hint = {});
// Choosing a file. `accept` is what the browser offers first: "image/*,.heic"; it promises nothing
// about what comes.
html::Html file_field(Visit const &visit, FormState const &state, std::string_view name,
                      std::string_view label, std::string_view accept, std::string_view hint = {},
                      bool required = false);
html::Html submit(std::string_view label, std::string_view css_class = "button primary");
html::Html form_errors(Visit const &visit,
                       FormState const &state); // summary with links to the fields, role=alert

// One-line buttons that POST: "accept", "hold".
html::Html post_button(Visit const &visit, html::Url const &to, std::string_view label,
                       std::string_view css_class = "button",
                       std::vector<std::pair<std::string, std::string>> hidden = {});

html::Html notice(html::Html text, std::string_view kind = "info"); // info good warn bad
html::Html empty_state(std::string_view title, html::Html paragraphs, html::Html actions = {});
// A flash message after a POST: put into the redirect as a short-lived cookie, shown once.
http::Response go(Visit const &visit, std::string_view path, Sentence flash = {});

// A small drawing in the text's colour, hidden from screen readers: home card exchange contacts
// requests settings search copy camera print info good warn bad mark. Always beside words, never
// instead of them.
html::Html icon(std::string_view name);

// For people who are not logged in, on "/": what goen is for this community, join or log in, type
// in a code. `sample`: what a card looks like.
html::Html welcome(Visit const &visit, html::Html const &sample = {});

} // namespace goen::web
