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

web::FormParts card_parts(i18n::Words const &w) {
    auto const who_sees = [&](std::string const &part, std::string label) {
        return web::choice_part("show." + part, std::move(label),
                                {{"", w("As the other numbers"), ""}, // of one kind of number
                                 {"none", w("Everybody here, before an exchange too"), ""},
                                 {"exchanged", w("Those I exchanged cards with"), ""},
                                 {"colleague", w("Those I work with"), ""},
                                 {"close", w("Those close to me"), ""}});
    };
    auto const phone = [w](std::string_view label) { return phone_label(label, w); };
    auto const place = [w](std::string_view label) -> std::string {
        if (label == "home") return w("Private");
        if (label == "other") return w("Other");
        return w("Work");
    };
    std::vector<std::string> const position{"company", "department", "title"};
    std::vector<std::string> const labelled{"label", "value"};
    web::FormParts parts{{"name.family", w("Family name")},
                         {"name.given", w("Given name")},
                         {"name.family_kana", w("Family name in kana")},
                         {"name.given_kana", w("Given name in kana")},
                         {"name.family_romaji", w("Family name in Latin letters")},
                         {"name.given_romaji", w("Given name in Latin letters")},
                         {"name.middle", w("Middle name")},
                         web::choice_part("name.order", w("Order of the name"),
                                          {{"family_first", w("Family name first"), ""},
                                           {"given_first", w("Given name first"), ""}}),
                         who_sees("name", w("Who sees the name")),
                         lines_part("sides.ja.positions.", w("Positions, in Japanese"), position),
                         lines_part("sides.en.positions.", w("Positions, in English"), position),
                         who_sees("positions", w("Who sees the positions")),
                         lines_part("phones.", w("Telephone"), labelled, phone),
                         who_sees("phones", w("Who sees the numbers")),
                         lines_part("emails.", w("Mail"), labelled, place),
                         who_sees("emails", w("Who sees the mail addresses")),
                         lines_part("urls.", w("Web"), labelled, place),
                         who_sees("urls", w("Who sees the web addresses")),
                         address_part("sides.ja.address.", w("Address, in Japanese")),
                         address_part("sides.en.address.", w("Address, in English")),
                         who_sees("address", w("Who sees the address")),
                         web::choice_part("layout", w("Setting"),
                                          {{"horizontal", w("Horizontal"), ""},
                                           {"vertical", w("Vertical (Japanese side)"), ""}}),
                         web::choice_part("kind", w("Kind of card"),
                                          {{"company", kind_label(Kind::company, w), ""},
                                           {"own", kind_label(Kind::own, w), ""},
                                           {"private", kind_label(Kind::private_, w), ""}}),
                         {"label", w("Your own label for it")}};
    for (auto const &label : phone_labels()) {
        parts.push_back(
            who_sees("phones." + label, w("Who sees the numbers “{1}”", {phone_label(label, w)})));
    }
    return parts;
}

} // namespace goen::card
