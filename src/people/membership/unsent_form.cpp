// SPDX-License-Identifier: Apache-2.0
#include "membership/unsent_form.hpp"

#include "base/text.hpp"
#include "web/csrf.hpp"
#include "web/page.hpp"

#include <algorithm>

namespace goen::membership {

using namespace html;
using web::Visit;

namespace {

constexpr std::string_view to_field = "unsent_to", page_field = "unsent_page",
                           token_field = "unsent_token", value_prefix = "unsent.";

// Of a form itself rather than of what it says: made anew with each page.
bool is_of_form(std::string_view field) { return field == "csrf" || field == "canary"; }

bool is_secret(std::string_view field) {
    return lower_ascii(field).find("password") != std::string::npos;
}

// What a person wrote, rather than the id or the state that a control stands for.
bool is_writing(std::string_view value) {
    constexpr std::size_t longest_word_of_control = 20;
    return value.size() > longest_word_of_control ||
           std::any_of(value.begin(), value.end(), [](char c) {
               return c == ' ' || c == '\n' || static_cast<unsigned char>(c) >= 0x80;
           });
}

// The name of a field for people, where it is one of those in which people write most.
std::string label_of_field(std::string_view field, i18n::Words const &w) {
    static constexpr std::pair<std::string_view, char const *> known[] = {
        {"memo", N_("Memo")},
        {"message", N_("Your message")},
        {"word", N_("Message")},
        {"note", N_("Note")},
        {"tags", N_("Tags")},
        {"place", N_("Place")},
        {"family", N_("Family name")},
        {"given", N_("Given name")},
        {"family_kana", N_("Family name, reading")},
        {"given_kana", N_("Given name, reading")},
        {"company", N_("Company")},
        {"department", N_("Department")},
        {"title", N_("Title")},
        {"email", N_("Email address")},
        {"emails", N_("Email address")},
        {"phones", N_("Phone")},
        {"urls", N_("Website")},
        {"postal_code", N_("Postal code")},
        {"region", N_("Prefecture")},
        {"locality", N_("City or ward")},
        {"street", N_("Street and number")},
        {"building", N_("Building and floor")},
    };
    // sides.ja.positions.0.company is the company, phones.0.value a phone.
    auto name = field.substr(field.rfind('.') + 1);
    if (name == "value") name = field.substr(0, field.find('.'));
    for (auto const &[one, label] : known) {
        if (one == name) return std::string{w(label)};
    }
    return std::string{field};
}

Html writing_field(std::string const &field, std::string const &text, std::size_t number,
                   i18n::Words const &w) {
    constexpr std::size_t fits_one_line = 60;
    auto const own_id = "unsent-" + std::to_string(number);
    bool const is_long = text.size() > fits_one_line || text.find('\n') != text.npos;
    return div(cls("field"), label(attr("for", own_id), label_of_field(field, w)),
               is_long ? textarea(id(own_id), name(field), attr("rows", "6"), attr("cols", "40"),
                                  "\n", text)
                       : input(type("text"), id(own_id), name(field), value(text)));
}

} // namespace

bool UnsentForm::is_of(MemberId member) const { return web::is_page_of(token, member.value); }

bool UnsentForm::has_text() const {
    return std::any_of(fields.begin(), fields.end(), [](auto const &field) {
        return field.first != "version" && !field.second.empty();
    });
}

UnsentForm unsent_form(Visit const &visit) {
    UnsentForm form{
        http::safe_path(visit.request.target), "/", std::string{visit.form.get("csrf")}, {}};
    auto const from = visit.request.header("referer");
    if (from.starts_with(visit.public_url))
        form.page = http::safe_path(from.substr(visit.public_url.size()));
    for (auto const &[field, text] : visit.form.pairs()) {
        if (!is_of_form(field) && !is_secret(field)) form.fields.emplace_back(field, text);
    }
    return form;
}

UnsentForm carried_form(http::Params const &log_in) {
    UnsentForm form{http::safe_path(log_in.get(to_field)),
                    http::safe_path(log_in.get(page_field)),
                    std::string{log_in.get(token_field)},
                    {}};
    for (auto const &[field, text] : log_in.pairs()) {
        if (field.starts_with(value_prefix))
            form.fields.emplace_back(field.substr(value_prefix.size()), text);
    }
    return form;
}

Html hidden_inputs(UnsentForm const &form) {
    if (!form.has_text()) return {};
    auto const hidden = [](std::string const &field, std::string const &text) {
        return input(type("hidden"), name(field), value(text));
    };
    return all(hidden(std::string{to_field}, form.to), hidden(std::string{page_field}, form.page),
               hidden(std::string{token_field}, form.token),
               each(form.fields, [&](auto const &field) {
                   return hidden(std::string{value_prefix} + field.first, field.second);
               }));
}

http::Response unsent_form_page(Visit const &visit, UnsentForm const &form, int status) {
    auto const &w = visit.words;
    Html writings, others, hidden;
    std::size_t number = 0;
    for (auto const &[field, text] : form.fields) {
        if (field != "version" && is_writing(text)) {
            writings += writing_field(field, text, ++number, w);
            continue;
        }
        hidden += input(type("hidden"), name(field), value(text));
        if (field != "version" && !text.empty())
            others += div(dt(label_of_field(field, w)), dd(text));
    }
    auto const why =
        visit.is_member()
            ? w("You are logged in as {1}. What you entered has not been sent yet: check it, then "
                "send it or leave it.",
                {visit.member_name})
            : w("The page was open for too long, so what you entered has not been sent yet: check "
                "it, then send it or leave it.");
    auto const inner =
        all(writings, hidden,
            when(!others.empty(),
                 [&] { return details(summary(w("Other entries")), dl(cls("facts"), others)); }),
            p(cls("meta"), w("It will be sent to {1}", {form.to})),
            div(cls("actions"), web::submit(w("Send this")),
                a(cls("button"), href(Url{form.page}), w("Leave it unsent"))));
    return web::page(visit, w("Not sent yet"),
                     all(p(cls("lead"), why), web::form(visit, Url{form.to}, inner)),
                     {.narrow = true, .status = status});
}

} // namespace goen::membership
