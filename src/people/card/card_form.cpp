// SPDX-License-Identifier: Apache-2.0
#include "card/card_form.hpp"

#include "base/text.hpp"
#include "card/card_check.hpp"

#include <algorithm>

namespace goen::card {
namespace {

using i18n::Language;

struct Group {
    std::string_view path;
    std::vector<std::string_view> texts; // a line is blank when all of these are
    std::vector<std::string_view> choices;
};
std::vector<Group> const &groups() {
    static std::vector<Group> const all{
        {"sides.ja.positions", {"company", "department", "title"}, {}},
        {"sides.en.positions", {"company", "department", "title"}, {}},
        {"phones", {"value"}, {"label"}},
        {"emails", {"value"}, {"label"}},
        {"urls", {"value"}, {"label"}}};
    return all;
}

// A form may hold more lines than a card: what is too much is refused in words, not cut.
constexpr std::size_t most_lines = 64;

std::string at(std::string_view group, std::size_t line, std::string_view field) {
    return std::string{group} + "." + std::to_string(line) + "." + std::string{field};
}
std::string main_of(std::string_view group) { return std::string{group} + ".main"; }

bool has_line(http::Params const &form, Group const &group, std::size_t line) {
    return std::any_of(group.texts.begin(), group.texts.end(),
                       [&](auto field) { return form.has(at(group.path, line, field)); });
}

constexpr std::string_view address_fields[] = {"postal_code", "region",   "locality",
                                               "street",      "building", "country"};

void put(http::Params &form, std::string name, std::string_view value) {
    form.add(std::move(name), std::string{value});
}

void put_side(http::Params &form, std::string const &path, Side const &side) {
    for (std::size_t i = 0; i < side.positions.size(); ++i) {
        auto const &one = side.positions[i];
        put(form, at(path + ".positions", i, "company"), one.company);
        put(form, at(path + ".positions", i, "department"), line_of(one.department));
        put(form, at(path + ".positions", i, "title"), one.title);
        if (one.main) put(form, main_of(path + ".positions"), std::to_string(i));
    }
    auto const &a = side.address;
    std::string_view const values[] = {a.postal_code, a.region,   a.locality,
                                       a.street,      a.building, a.country};
    for (std::size_t i = 0; i < std::size(values); ++i) {
        put(form, path + ".address." + std::string{address_fields[i]}, values[i]);
    }
}

Side side_of(http::Params const &form, std::string const &path, Language language) {
    Side side;
    auto const group = path + ".positions";
    auto const main = form.get(main_of(group));
    for (std::size_t i = 0; i < most_lines && form.has(at(group, i, "company")); ++i) {
        side.positions.push_back({std::string{form.get(at(group, i, "company"))},
                                  levels_of(form.get(at(group, i, "department")), language),
                                  std::string{form.get(at(group, i, "title"))},
                                  main == std::to_string(i)});
    }
    std::string *const places[] = {&side.address.postal_code, &side.address.region,
                                   &side.address.locality,    &side.address.street,
                                   &side.address.building,    &side.address.country};
    for (std::size_t i = 0; i < std::size(places); ++i) {
        *places[i] = form.get(path + ".address." + std::string{address_fields[i]});
    }
    return side;
}

std::vector<Labelled> labelled_of(http::Params const &form, std::string_view group) {
    std::vector<Labelled> list;
    for (std::size_t i = 0; i < most_lines && form.has(at(group, i, "value")); ++i) {
        list.push_back({std::string{form.get(at(group, i, "label"))},
                        std::string{form.get(at(group, i, "value"))}});
    }
    return list;
}

names::NameInput name_of(http::Params const &form) {
    names::NameInput name;
    name.family = form.get("name.family");
    name.given = form.get("name.given");
    name.middle = form.get("name.middle");
    name.family_kana = form.get("name.family_kana");
    name.given_kana = form.get("name.given_kana");
    name.family_romaji = form.get("name.family_romaji");
    name.given_romaji = form.get("name.given_romaji");
    name.order = form.get("name.order") == "given_first" ? names::Order::given_first
                                                         : names::Order::family_first;
    return name;
}

http::Params emptied(http::Params const &form, std::vector<FieldError> const &wrong) {
    http::Params out;
    for (auto const &[field, value] : form.pairs()) {
        bool const is_wrong = std::any_of(wrong.begin(), wrong.end(), [&](FieldError const &error) {
            return error.field == field;
        });
        out.add(field, is_wrong ? std::string{} : value);
    }
    return out;
}

} // namespace

std::vector<std::string> levels_of(std::string_view line, Language side) {
    // The plainest sign present parts the levels: ＞ first, then a slash, then (in Japanese) a
    // space. "R&D / 企画" keeps its slash when it is written with ＞.
    auto const is_arrow = [](char32_t c) { return c == '>' || c == 0xFF1E || c == 0x203A; };
    auto const is_slash = [](char32_t c) { return c == '/' || c == 0xFF0F; };
    auto const is_space = [](char32_t c) { return c == ' ' || c == 0x3000 || c == 0xA0; };
    auto const points = to_code_points(line);
    bool const has_arrow = std::any_of(points.begin(), points.end(), is_arrow);
    bool const has_slash = std::any_of(points.begin(), points.end(), is_slash);
    std::vector<std::string> levels;
    std::string level;
    auto const end_level = [&] {
        if (auto const text = trimmed(level); !text.empty()) levels.emplace_back(text);
        level.clear();
    };
    for (auto const c : points) {
        bool const parts = has_arrow   ? is_arrow(c)
                           : has_slash ? is_slash(c)
                                       : side == Language::ja && is_space(c);
        if (parts) {
            end_level();
        } else {
            append_utf8(level, c);
        }
    }
    end_level();
    return levels;
}

std::string line_of(std::vector<std::string> const &levels) {
    std::string line;
    for (auto const &level : levels) line += (line.empty() ? "" : " ＞ ") + level;
    // A single level that holds another parting sign is closed with ＞, so that it is read back as
    // one.
    bool const is_torn = levels.size() == 1 &&
                         (line.find_first_of(" /") != line.npos || line.find("　") != line.npos ||
                          line.find("／") != line.npos || line.find("\u00A0") != line.npos);
    return is_torn ? line + " ＞" : line;
}

http::Params form_of(CardBody const &body) {
    http::Params form;
    put(form, "kind", to_string(body.kind));
    put(form, "label", body.label);
    put(form, "layout", body.layout == Layout::vertical ? "vertical" : "horizontal");
    put(form, "style", to_string(body.style));
    put(form, "name.family", body.name.family);
    put(form, "name.given", body.name.given);
    put(form, "name.middle", body.name.middle);
    put(form, "name.family_kana", body.name.family_kana);
    put(form, "name.given_kana", body.name.given_kana);
    put(form, "name.family_romaji", body.name.family_romaji);
    put(form, "name.given_romaji", body.name.given_romaji);
    put(form, "name.order",
        body.name.order == names::Order::family_first ? "family_first" : "given_first");
    put_side(form, "sides.ja", body.ja);
    put_side(form, "sides.en", body.en);
    for (auto const &[path, list] :
         {std::pair{"phones", &body.phones}, std::pair{"emails", &body.emails},
          std::pair{"urls", &body.urls}}) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            put(form, at(path, i, "label"), (*list)[i].label);
            put(form, at(path, i, "value"), (*list)[i].value);
        }
    }
    for (auto const *part : {"name", "positions", "phones", "emails", "address", "urls"}) {
        put(form, "show." + std::string{part}, to_string(least_tier(body, part)));
    }
    for (auto const &label : phone_labels()) {
        auto const found = body.show.find("phones." + label);
        put(form, "show.phones." + label,
            found == body.show.end() ? std::string_view{} : to_string(found->second));
    }
    return form;
}

http::Params without_blanks(http::Params const &typed) {
    http::Params form;
    for (auto const &pair : typed.pairs()) {
        auto const &name = pair.first, &value = pair.second;
        bool const is_line = std::any_of(groups().begin(), groups().end(), [&](Group const &group) {
            return name.starts_with(std::string{group.path} + ".");
        });
        bool const is_button = name == "more" || name == "fill" || name == "look";
        if (!is_line && !is_button && name != "csrf") form.add(name, value);
    }
    for (auto const &group : groups()) {
        std::size_t kept = 0;
        auto const main = typed.get(main_of(group.path));
        for (std::size_t i = 0; i < most_lines; ++i) {
            if (!has_line(typed, group, i) || typed.has(at(group.path, i, "remove"))) continue;
            bool const is_blank =
                std::all_of(group.texts.begin(), group.texts.end(), [&](auto field) {
                    return trimmed(typed.get(at(group.path, i, field))).empty();
                });
            if (is_blank) continue;
            for (auto const &fields : {group.texts, group.choices}) {
                for (auto const field : fields)
                    put(form, at(group.path, kept, field), typed.get(at(group.path, i, field)));
            }
            if (main == std::to_string(i)) put(form, main_of(group.path), std::to_string(kept));
            ++kept;
        }
    }
    return form;
}

namespace {

// Everything but the name, unchecked.
CardBody parts_of(http::Params const &form, CardBody const &base) {
    CardBody body = base;
    body.kind = kind_of(form.get("kind")).value_or(base.kind);
    body.label = form.get("label");
    body.layout = form.get("layout") == "vertical" ? Layout::vertical : Layout::horizontal;
    body.style = style_of(form.get("style")).value_or(base.style);
    body.ja = side_of(form, "sides.ja", Language::ja);
    body.en = side_of(form, "sides.en", Language::en);
    body.phones = labelled_of(form, "phones");
    body.emails = labelled_of(form, "emails");
    body.urls = labelled_of(form, "urls");
    std::vector<std::string> parts{"name", "positions", "phones", "emails", "address", "urls"};
    for (auto const &label : phone_labels()) parts.push_back("phones." + label);
    for (auto const &part : parts) {
        if (!form.has("show." + part)) continue;
        auto const chosen = form.get("show." + part);
        if (chosen.empty() && part.starts_with("phones.")) {
            body.show.erase(part); // as the other numbers
        } else if (auto const tier = tier_of(chosen)) {
            // Unsaid means exchanged: saying so anew is no change of the card.
            if (*tier != least_tier(base, part) || base.show.contains(part) ||
                part.starts_with("phones."))
                body.show[part] = *tier;
        } else {
            body.show[part] = Tier::owner; // refused at the gate
        }
    }
    return body;
}

} // namespace

Result<CardBody> body_of(http::Params const &form, CardBody const &base) {
    return checked(parts_of(form, base), name_of(form), names::NameRule::member);
}

std::vector<FieldError> wrong_in_name(http::Params const &form, CardBody const &base) {
    auto const body = checked(parts_of(form, base), name_of(form), names::NameRule::contact);
    if (body) return {};
    auto errors = body.why().fields;
    std::erase_if(errors, [&](FieldError const &error) {
        bool const is_of_name = error.field == "name.family" || error.field == "name.given" ||
                                error.field == "name.middle";
        return !is_of_name || form.get(error.field).empty();
    });
    return errors;
}

CardBody draft_of(http::Params const &form, CardBody const &base) {
    auto typed = form;
    // A name whose reading is not typed yet is drawn all the same. What is emptied may uncover
    // another error.
    for (int round = 0; round < 3; ++round) {
        auto const body = checked(parts_of(typed, base), name_of(typed), names::NameRule::contact);
        if (body) return *body;
        typed = emptied(typed, body.why().fields);
    }
    auto const nameless = checked(parts_of(typed, base), names::PersonName{});
    return nameless ? *nameless : base;
}

void add_line(http::Params &form, std::string_view path) {
    for (auto const &group : groups()) {
        if (group.path != path) continue;
        std::size_t line = 0;
        while (line < most_lines && has_line(form, group, line)) ++line;
        if (line >= max_lines) return;
        for (auto const field : group.texts) put(form, at(path, line, field), "");
    }
}

AddressFields address_of_side(std::string_view side) {
    bool const is_en = side == "en";
    return {is_en ? "sides.en.address." : "sides.ja.address.",
            is_en ? i18n::Language::en : i18n::Language::ja};
}

Done fill_address(http::Params &form, AddressFields const &fields, PostalLookup const &lookup) {
    auto const &path = fields.path;
    auto const refuse = [&](Sentence why) {
        return Refusal{Reason::invalid, why, {{path + "postal_code", why}}, {}};
    };
    auto const code = checked_postal_code(form.get(path + "postal_code"), "JP");
    if (!code) return refuse(code.why().message);
    auto digits = *code;
    std::erase(digits, '-');
    auto const found = lookup ? lookup(digits) : std::vector<names::PostalPlace>{};
    if (found.empty())
        return refuse(N_("This postal code was not found. Please enter the address yourself."));
    auto const &place = found.front();
    bool const is_en = fields.language == i18n::Language::en;
    http::Params filled;
    for (auto const &pair : form.pairs()) {
        auto const &name = pair.first, &value = pair.second;
        auto text = value;
        auto const take = [&](std::string_view field, std::string const &from) {
            if (name == path + std::string{field} && trimmed(value).empty()) text = from;
        };
        take("region", is_en ? place.prefecture_romaji : place.prefecture);
        take("locality", is_en ? place.city_romaji : place.city);
        // A code of several towns names none of them.
        if (found.size() == 1) take("street", is_en ? place.town_romaji : place.town);
        if (name == path + "postal_code") text = *code;
        filled.add(name, text);
    }
    form = std::move(filled);
    return {};
}

} // namespace goen::card
