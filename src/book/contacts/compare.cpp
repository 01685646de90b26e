// SPDX-License-Identifier: Apache-2.0
#include "contacts/compare.hpp"

#include "card/card_view.hpp"
#include "contacts/face.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

using i18n::Language;

void add_line(std::string &text, std::string_view line) {
    if (line.empty()) return;
    if (!text.empty()) text += '\n';
    text += line;
}

std::string lines_of(std::vector<card::Labelled> const &entries, i18n::Words const *words) {
    std::string text;
    for (auto const &entry : entries) {
        std::string line = entry.value;
        if (words) line = card::phone_label(entry.label, *words) + " " + line;
        add_line(text, line);
    }
    return text;
}

card::Position const *main_of(card::Side const &side) {
    if (side.positions.empty()) return nullptr;
    auto const found = std::find_if(side.positions.begin(), side.positions.end(),
                                    [](card::Position const &one) { return one.main; });
    return found == side.positions.end() ? &side.positions.front() : &*found;
}

struct SideText {
    std::string company, department, title, posts, address;
    SideText(card::Side const &side, Language language) {
        auto const *main = main_of(side);
        if (main) {
            company = main->company;
            department = joined(main->department);
            title = main->title;
        }
        for (auto const &position : side.positions) {
            if (&position != main) add_line(posts, card::position_line(position, language));
        }
        address = card::address_line(side.address, language);
    }
};

} // namespace

std::vector<FieldPair> field_pairs(card::CardBody const &was, card::CardBody const &is,
                                   Language reader) {
    i18n::Words const words{reader};
    std::vector<FieldPair> pairs;
    auto const add = [&](std::string_view field, Language side, std::string before,
                         std::string after) {
        if (!before.empty() || !after.empty())
            pairs.push_back({field, side, std::move(before), std::move(after)});
    };
    add("name", reader, was.name.display(), is.name.display());
    auto const reading = [](names::PersonName const &name) {
        auto text = name.kana();
        add_line(text, name.romaji());
        return text;
    };
    add("reading", reader, reading(was.name), reading(is.name));
    auto const add_side = [&](Language side, bool only_changed) {
        auto const of = [&](card::CardBody const &body) {
            return SideText{side == Language::ja ? body.ja : body.en, side};
        };
        SideText const before = of(was), after = of(is);
        auto const one = [&](std::string_view field, std::string const SideText::*part) {
            if (!only_changed || before.*part != after.*part)
                add(field, side, before.*part, after.*part);
        };
        one("company", &SideText::company);
        one("department", &SideText::department);
        one("title", &SideText::title);
        one("posts", &SideText::posts);
        one("address", &SideText::address);
    };
    auto const other = reader == Language::ja ? Language::en : Language::ja;
    bool const has_own = !(reader == Language::ja ? was.ja : was.en).empty() ||
                         !(reader == Language::ja ? is.ja : is.en).empty();
    add_side(reader, false);
    add_side(other, has_own);
    add("emails", reader, lines_of(was.emails, nullptr), lines_of(is.emails, nullptr));
    add("phones", reader, lines_of(was.phones, &words), lines_of(is.phones, &words));
    add("urls", reader, lines_of(was.urls, nullptr), lines_of(is.urls, nullptr));
    return pairs;
}

Result<Comparison> compared(std::vector<LedgerEntry> const &ledger, std::size_t from,
                            std::size_t to) {
    auto const has = [&](std::size_t number) { return number >= 1 && number <= ledger.size(); };
    std::vector<FieldError> errors;
    if (!has(from)) errors.push_back({"from", N_("This version is not in the ledger.")});
    if (!has(to)) errors.push_back({"to", N_("This version is not in the ledger.")});
    if (!errors.empty())
        return Refusal{Reason::invalid, N_("This version is not in the ledger."), errors, {}};
    return Comparison{ledger[from - 1], ledger[to - 1], from, to};
}

} // namespace goen::contacts
