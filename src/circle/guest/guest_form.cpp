// SPDX-License-Identifier: Apache-2.0
#include "guest/guest_form.hpp"

#include "base/text.hpp"
#include "card/card_check.hpp"
#include "names/phone_key.hpp"

#include <algorithm>

namespace goen::guest {
namespace {

bool is_east_asian(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
            (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) ||
            (c >= 0xFF66 && c <= 0xFF9F) || c >= 0x20000) {
            return true;
        }
    }
    return false;
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> found(1);
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        bool const is_space = c == ' ' || c == '\t' || c == 0x3000 || c == 0x00A0;
        if (!is_space)
            append_utf8(found.back(), c);
        else if (!found.back().empty())
            found.emplace_back();
    }
    if (found.back().empty()) found.pop_back();
    return found;
}

// YAMADA, but not a lone initial: two capital letters or more and no small one.
bool is_capitals(std::string_view word) {
    auto const capitals =
        std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return capitals >= 2 &&
           std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string joined(std::vector<std::string> const &words, std::size_t from, std::size_t to) {
    std::string text;
    for (auto i = from; i < to; ++i) text += (text.empty() ? "" : " ") + words[i];
    return text;
}

std::string_view form_field(std::string_view path) {
    if (path.find("_kana") != path.npos) return "kana";
    if (path.starts_with("name")) return "name";
    if (path.starts_with("emails")) return "email";
    if (path.starts_with("phones")) return "phone";
    return "company";
}

} // namespace

names::NameInput name_parts(std::string_view typed) {
    names::NameInput name;
    auto const whole = trimmed(typed);
    if (auto const comma = whole.find(", "); comma != whole.npos && comma > 0) {
        name.family = trimmed(whole.substr(0, comma));
        name.given = trimmed(whole.substr(comma + 1));
        return name;
    }
    auto const words = words_in(whole);
    if (words.empty()) return name;
    auto const last = words.size() - 1;
    if (words.size() == 1) {
        name.family = words[0];
    } else if (is_east_asian(whole) || (is_capitals(words[0]) && !is_capitals(words[last]))) {
        name.family = words[0];
        name.given = joined(words, 1, words.size());
    } else {
        name.given = words[0];
        name.middle = joined(words, 1, last);
        name.family = words[last];
        name.order = names::Order::given_first;
    }
    return name;
}

Result<LeftCard> left_card(http::Params const &form) {
    LeftCard left;
    std::vector<FieldError> errors;
    auto const company = std::string{trimmed(form.get("company"))};
    auto const email = std::string{trimmed(form.get("email"))},
               phone = std::string{trimmed(form.get("phone"))};
    card::CardBody body;
    body.kind = company.empty() ? card::Kind::own : card::Kind::company;
    // A card in Latin letters alone is an English one.
    bool const is_english = !is_east_asian(company) && !is_east_asian(form.get("name"));
    if (!company.empty()) (is_english ? body.en : body.ja).positions = {{company, {}, "", true}};
    if (!email.empty()) body.emails = {{"work", email}};
    if (!phone.empty()) {
        body.phones = {{names::PhoneKey::of(phone).is_mobile() ? "mobile" : "direct", phone}};
    }
    auto name = name_parts(form.get("name"));
    // The reading in the order of the name, one word for each part.
    auto const kana = words_in(form.get("kana"));
    if (kana.size() == 1 && name.given.empty()) {
        name.family_kana = kana[0];
    } else if (kana.size() >= 2 || !name.given.empty()) {
        bool const is_family_first = name.order == names::Order::family_first;
        auto &first = is_family_first ? name.family_kana : name.given_kana;
        auto &rest = is_family_first ? name.given_kana : name.family_kana;
        if (!kana.empty()) first = kana[0];
        rest = joined(kana, 1, kana.size());
    }
    if (trimmed(form.get("name")).empty()) {
        errors.push_back({"name", N_("Please enter your name.")});
        name.family = "-"; // so that the rest is looked at too
    }
    if (email.empty() && phone.empty()) {
        errors.push_back({"email", N_("Please enter an email address or a phone number.")});
    }
    auto checked = card::checked(std::move(body), name, names::NameRule::contact);
    if (!checked) {
        for (auto const &error : checked.why().fields)
            errors.push_back({std::string{form_field(error.field)}, error.why});
    }
    left.word = with_unix_lines(trimmed(form.get("word")));
    if (!is_clean_utf8(left.word))
        errors.push_back({"word", N_("This text contains characters that cannot be displayed.")});
    else if (count_code_points(left.word) > max_word)
        errors.push_back({"word", N_("Please keep this to 500 characters or fewer.")});
    if (!errors.empty()) {
        // One sentence for each field is enough.
        std::vector<FieldError> first;
        for (auto &error : errors) {
            bool const is_said =
                std::any_of(first.begin(), first.end(),
                            [&](FieldError const &one) { return one.field == error.field; });
            if (!is_said) first.push_back(std::move(error));
        }
        return Refusal{Reason::invalid,
                       N_("Some fields are missing or not valid. Please check the marked fields."),
                       std::move(first)};
    }
    left.body = std::move(*checked);
    return left;
}

} // namespace goen::guest
