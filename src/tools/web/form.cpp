// SPDX-License-Identifier: Apache-2.0
#include "web/page.hpp"

namespace goen::web {

using namespace html;

namespace {

std::string field_id(std::string_view name) { return "f-" + std::string{name}; }

Sentence const *error_of(FormState const &state, std::string_view name) {
    for (auto const &error : state.errors) {
        if (error.field == name) return &error.why;
    }
    return nullptr;
}

Html hint_line(std::string_view name, std::string_view hint) {
    return when(!hint.empty(), [&] { return p(cls("hint"), id(field_id(name) + "-hint"), hint); });
}

Html error_line(Visit const &visit, FormState const &state, std::string_view name) {
    auto const *error = error_of(state, name);
    return when(error, [&] {
        return p(cls("error"), id(field_id(name) + "-error"), icon("bad"),
                 span(visit.words(*error)));
    });
}

// aria-describedby and aria-invalid of a control.
Attribute told_by(FormState const &state, std::string_view name, std::string_view hint) {
    std::string ids;
    if (error_of(state, name)) ids = field_id(name) + "-error";
    if (!hint.empty()) ids += (ids.empty() ? "" : " ") + field_id(name) + "-hint";
    Attribute made;
    if (!ids.empty()) made.markup += attr("aria-describedby", ids).markup;
    if (error_of(state, name)) made.markup += attr("aria-invalid", "true").markup;
    return made;
}

Attribute given(std::string_view name, std::string_view value) {
    return value.empty() ? no_attribute() : attr(name, value);
}

// Where everything must be filled in anyway (log-in, search, a code), saying so is noise.
bool says_required(FieldOptions const &options) {
    return options.required && options.type != "password" && options.type != "search" &&
           options.autocomplete != "username" && options.autocomplete != "one-time-code";
}

Html label_line(Visit const &visit, std::string_view name, std::string_view label,
                FieldOptions const &options) {
    return html::label(attr("for", field_id(name)), label, when(says_required(options), [&] {
                           return all(" ", span(cls("required"), visit.words("required")));
                       }));
}

Attribute shared_attributes(FormState const &state, std::string_view name,
                            FieldOptions const &options) {
    Attribute made;
    for (auto const &one :
         {id(field_id(name)), html::name(name), given("autocomplete", options.autocomplete),
          given("inputmode", options.inputmode), given("lang", options.lang),
          given("placeholder", options.placeholder), given("data-postal", options.postal),
          flag("required", options.required),
          flag("autofocus", options.autofocus && state.errors.empty()),
          told_by(state, name, options.hint)}) {
        made.markup += one.markup;
    }
    if (options.max_length > 0)
        made.markup += attr("maxlength", std::to_string(options.max_length)).markup;
    return made;
}

Attribute field_class(FormState const &state, std::string_view name) {
    return cls(error_of(state, name) ? "field wrong" : "field");
}

} // namespace

Html form(Visit const &visit, Url const &to, Html inner, std::string_view css_class) {
    // Our own words come back with the page; the browser's bubbles are in its language, not the
    // reader's.
    return element("form", cls(css_class), attr("method", "post"), action(to), flag("novalidate"),
                   input(type("hidden"), name("csrf"), value(visit.csrf)), inner);
}

Html upload_form(Visit const &visit, Url const &to, Html inner, std::string_view css_class) {
    return element("form", cls(css_class), attr("method", "post"),
                   attr("enctype", "multipart/form-data"), action(to), flag("novalidate"),
                   input(type("hidden"), name("csrf"), value(visit.csrf)), inner);
}

Html field(Visit const &visit, FormState const &state, std::string_view name,
           std::string_view label, FieldOptions const &options) {
    // A password is never sent back to the page.
    auto const typed = options.type == "password" ? std::string_view{} : state.value(name);
    return div(
        field_class(state, name), label_line(visit, name, label, options),
        hint_line(name, options.hint),
        input(type(options.type), shared_attributes(state, name, options), given("value", typed)),
        error_line(visit, state, name));
}

Html text_area(Visit const &visit, FormState const &state, std::string_view name,
               std::string_view label, int rows, FieldOptions const &options) {
    // HTML drops one line break right after <textarea>, so one is always given.
    return div(field_class(state, name), label_line(visit, name, label, options),
               hint_line(name, options.hint),
               textarea(shared_attributes(state, name, options), attr("rows", std::to_string(rows)),
                        attr("cols", "40"), "\n", state.value(name)),
               error_line(visit, state, name));
}

Html select_field(Visit const &visit, FormState const &state, std::string_view name,
                  std::string_view label, std::vector<Choice> const &choices,
                  std::string_view hint) {
    return div(field_class(state, name), label_line(visit, name, label, {}), hint_line(name, hint),
               select(id(field_id(name)), html::name(name), told_by(state, name, hint),
                      each(choices,
                           [&](Choice const &one) {
                               return option(value(one.value),
                                             flag("selected", state.value(name) == one.value),
                                             one.label);
                           })),
               error_line(visit, state, name));
}

Html radio_group(Visit const &visit, FormState const &state, std::string_view name,
                 std::string_view legend, std::vector<Choice> const &choices) {
    int number = 0;
    return fieldset(
        field_class(state, name), told_by(state, name, {}), html::legend(legend),
        each(choices,
             [&](Choice const &one) {
                 // The error summary links to the group's first button.
                 auto const own_id =
                     number++ ? field_id(name) + "-" + std::to_string(number) : field_id(name);
                 return div(cls("choice"),
                            input(type("radio"), id(own_id), html::name(name), value(one.value),
                                  flag("checked", state.value(name) == one.value),
                                  one.hint.empty() ? no_attribute()
                                                   : attr("aria-describedby", own_id + "-hint")),
                            html::label(attr("for", own_id), one.label),
                            when(!one.hint.empty(),
                                 [&] { return p(cls("hint"), id(own_id + "-hint"), one.hint); }));
             }),
        error_line(visit, state, name));
}

Html checkbox(Visit const &visit, FormState const &state, std::string_view name,
              std::string_view label, std::string_view hint) {
    return div(cls(error_of(state, name) ? "field choice wrong" : "field choice"),
               input(type("checkbox"), id(field_id(name)), html::name(name), value("1"),
                     flag("checked", state.typed.has(name)), told_by(state, name, hint)),
               html::label(attr("for", field_id(name)), label), hint_line(name, hint),
               error_line(visit, state, name));
}

Html file_field(Visit const &visit, FormState const &state, std::string_view name,
                std::string_view label, std::string_view accept, std::string_view hint,
                bool required) {
    return div(field_class(state, name), label_line(visit, name, label, {.required = required}),
               hint_line(name, hint),
               input(type("file"), id(field_id(name)), html::name(name), given("accept", accept),
                     flag("required", required), told_by(state, name, hint)),
               error_line(visit, state, name));
}

Html submit(std::string_view label, std::string_view css_class) {
    return button(cls(css_class), type("submit"), label);
}

Html form_errors(Visit const &visit, FormState const &state) {
    if (state.message.empty() && state.errors.empty()) return {};
    auto const &w = visit.words;
    auto const to_field = [&](FieldError const &error) {
        return a(href(Url{"#" + field_id(error.field)}), w(error.why));
    };
    // One thing wrong, and the message says it: once is enough.
    bool const is_said = state.errors.size() == 1 && !state.message.empty() &&
                         state.errors.front().why.msgid == state.message.msgid;
    Html const message = is_said                 ? to_field(state.errors.front())
                         : state.message.empty() ? Html{w("Please check your entries")}
                                                 : Html{w(state.message)};
    return div(cls("notice bad"), attr("role", "alert"), icon("bad"),
               div(p(strong(message)), when(!is_said && !state.errors.empty(), [&] {
                       return ul(each(state.errors, [&](FieldError const &error) {
                           return li(to_field(error));
                       }));
                   })));
}

Html post_button(Visit const &visit, Url const &to, std::string_view label,
                 std::string_view css_class,
                 std::vector<std::pair<std::string, std::string>> hidden) {
    return web::form(visit, to,
                     all(each(hidden,
                              [](auto const &pair) {
                                  return input(type("hidden"), name(pair.first),
                                               value(pair.second));
                              }),
                         button(cls(css_class), type("submit"), label)),
                     "inline");
}

Html notice(Html text, std::string_view kind) {
    bool const known = kind == "info" || kind == "good" || kind == "warn" || kind == "bad";
    return div(cls("notice " + std::string{known ? kind : "info"}), icon(known ? kind : "info"),
               div(text));
}

Html empty_state(std::string_view title, Html paragraphs, Html actions) {
    return div(cls("empty"), h2(title), paragraphs,
               when(!actions.empty(), [&] { return div(cls("row"), actions); }));
}

} // namespace goen::web
