// SPDX-License-Identifier: Apache-2.0
// What a person sees as one thing in the form of a card, for when it was changed meanwhile.
#include "card/card_check.hpp"
#include "card/card_form.hpp"
#include "card/card_view.hpp"

namespace goen::card {

namespace {

using web::FormPart;

// The lines of a list, each made of some of its fields: "Mobile 090-… / Direct 03-…".
FormPart lines_part(std::string const &group, std::string label,
                    std::vector<std::string> const &fields,
                    std::function<std::string(std::string_view)> const &first = {}) {
    auto text = [group, fields, first](http::Params const &form) {
        std::string all;
        for (std::size_t i = 0; i < max_lines; ++i) {
            std::string line;
            for (auto const &field : fields) {
                std::string value{form.get(group + std::to_string(i) + "." + field)};
                if (first && &field == &fields.front() && !value.empty()) value = first(value);
                if (!value.empty()) line += (line.empty() ? "" : " ") + value;
            }
            if (!line.empty()) all += (all.empty() ? "" : " / ") + line;
        }
        return all;
    };
    return {group, std::move(label), std::move(text)};
}

FormPart address_part(std::string const &path, std::string label) {
    auto text = [path](http::Params const &form) {
        std::string all;
        for (auto const *field :
             {"postal_code", "region", "locality", "street", "building", "country"}) {
            auto const value = form.get(path + field);
            if (!value.empty()) all += (all.empty() ? "" : " ") + std::string{value};
        }
        return all;
    };
    return {path, std::move(label), std::move(text)};
}

} // namespace

std::vector<web::Choice> style_choices(i18n::Words const &w) {
    std::vector<web::Choice> choices;
    for (auto const style : styles)
        choices.push_back({std::string{to_string(style)}, style_label(style, w), ""});
    return choices;
}

std::vector<web::Choice> tier_choices(i18n::Words const &w) {
    std::vector<web::Choice> choices;
    for (auto const tier : {Tier::none, Tier::exchanged, Tier::colleague, Tier::close})
        choices.push_back({std::string{to_string(tier)}, tier_label(tier, w), ""});
    return choices;
}

web::FormParts card_parts(i18n::Words const &w) {
    auto const who_sees = [&](std::string const &part, std::string label) {
        auto choices = tier_choices(w);
        choices.push_back({"", w("Same as other numbers"), ""}); // of one kind of number
        return web::choice_part("show." + part, std::move(label), choices);
    };
    auto const phone = [w](std::string_view label) { return phone_label(label, w); };
    auto const place = [w](std::string_view label) -> std::string {
        if (label == "home") return w("Private");
        if (label == "other") return w("Other");
        return w("Work");
    };
    std::vector<std::string> const position{"company", "department", "title"};
    std::vector<std::string> const labelled{"label", "value"};
    web::FormParts parts{
        {"name.family", w("Family name")},
        {"name.given", w("Given name")},
        {"name.family_kana", w("Family name in kana")},
        {"name.given_kana", w("Given name in kana")},
        {"name.family_romaji", w("Family name in romaji")},
        {"name.given_romaji", w("Given name in romaji")},
        {"name.middle", w("Middle name")},
        web::choice_part("name.order", w("Name order"),
                         {{"family_first", w("Family name first"), ""},
                          {"given_first", w("Given name first"), ""}}),
        who_sees("name", w("Who can see the name")),
        lines_part("sides.ja.positions.", w("Positions (Japanese side)"), position),
        lines_part("sides.en.positions.", w("Positions (English side)"), position),
        who_sees("positions", w("Who can see positions")),
        lines_part("phones.", w("Phone"), labelled, phone),
        who_sees("phones", w("Who can see phone numbers")),
        lines_part("emails.", w("Email"), labelled, place),
        who_sees("emails", w("Who can see email addresses")),
        lines_part("urls.", w("Web"), labelled, place),
        who_sees("urls", w("Who can see web addresses")),
        address_part("sides.ja.address.", w("Address (Japanese side)")),
        address_part("sides.en.address.", w("Address (English side)")),
        who_sees("address", w("Who can see the address")),
        web::choice_part(
            "layout", w("Layout"),
            {{"horizontal", w("Horizontal"), ""}, {"vertical", w("Vertical (Japanese side)"), ""}}),
        web::choice_part("style", w("Style"), style_choices(w)),
        web::choice_part("kind", w("Type of card"),
                         {{"company", kind_label(Kind::company, w), ""},
                          {"own", kind_label(Kind::own, w), ""},
                          {"private", kind_label(Kind::private_, w), ""}}),
        {"label", w("Your label for this card")}};
    for (auto const &label : phone_labels()) {
        parts.push_back(
            who_sees("phones." + label, w("Who can see “{1}” numbers", {phone_label(label, w)})));
    }
    return parts;
}

} // namespace goen::card
