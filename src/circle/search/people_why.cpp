// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/card_view.hpp"
#include "names/phone_key.hpp"
#include "names/search_key.hpp"
#include "search/people.hpp"

#include <algorithm>
#include <array>

namespace goen::search {
namespace {

struct Field {
    std::string what, text, key; // found by the key
};

// As typed, since romaji is read from that.
std::vector<std::string> words_typed(std::string_view question) {
    std::vector<std::string> words(1);
    for (std::size_t at = 0; at < question.size();) {
        std::size_t const here = at;
        char32_t const c = next_code_point(question, at);
        if (c == ' ' || c == U'　' || c == '\t' || c == '\n')
            words.emplace_back();
        else
            words.back() += question.substr(here, at - here);
    }
    std::erase(words, "");
    return words;
}

void add(std::vector<Field> &fields, char const *what, std::string const &text) {
    if (!text.empty()) fields.push_back({what, text, names::folded(text)});
}

void add_positions(std::vector<Field> &fields, std::vector<card::Position> const &positions) {
    for (auto const &position : positions) {
        if (!position.company.empty())
            fields.push_back(
                {"company", position.company,
                 names::folded(position.company) + '\n' + names::folded_company(position.company)});
        std::string departments;
        for (auto const &department : position.department) {
            if (!departments.empty()) departments += ' ';
            departments += department;
        }
        add(fields, "department", departments);
        add(fields, "title", position.title);
    }
}

// In the order in which a reason is looked for.
std::vector<Field> fields_of(Person const &person, i18n::Language reader) {
    std::vector<Field> fields;
    auto const &body = person.card;
    auto const kana = body.name.kana();
    // By the reading in any romaji, too; a reading that was guessed is not told as hers.
    if (!kana.empty()) fields.push_back({"reading", kana, names::find_key(body.name)});
    auto const latin = body.name.family_romaji + ' ' + body.name.given_romaji;
    if (latin.size() > 1) fields.push_back({"romaji", latin, names::find_key(body.name)});
    for (auto const &other : person.other_names)
        fields.push_back({"other_name", other.name.display(), names::find_key(other.name)});
    bool const is_ja_first = reader == i18n::Language::ja;
    add_positions(fields, (is_ja_first ? body.ja : body.en).positions);
    add_positions(fields, (is_ja_first ? body.en : body.ja).positions);
    add(fields, "memo", person.memo);
    for (auto const &tag : person.tags) add(fields, "tag", tag);
    for (auto const &meeting : person.met) {
        add(fields, "place", meeting.place);
        add(fields, "meeting", meeting.note);
    }
    for (auto const &email : body.emails) add(fields, "email", email.value);
    for (auto const *side :
         is_ja_first ? std::array{&body.ja, &body.en} : std::array{&body.en, &body.ja})
        add(fields, "address", card::address_line(side->address, reader));
    return fields;
}

} // namespace

std::vector<Why> why_found(Person const &person, std::string_view question, i18n::Language reader) {
    std::vector<Why> out;
    auto const add_reason = [&](std::string const &what, std::string const &text,
                                std::string_view word) {
        auto const same = std::find_if(out.begin(), out.end(), [&](Why const &why) {
            return why.what == what && why.text.text == text;
        });
        if (same == out.end()) out.push_back({what, excerpt(text, word, 60)});
    };
    auto const shown = names::folded(person.card.name.display(reader));
    std::vector<Field> fields;
    for (auto const &word : words_typed(question)) {
        names::NameQuery const asked{word};
        auto const folded = names::folded(word);
        if (asked.empty() || shown.find(folded) != shown.npos) continue;
        if (fields.empty()) fields = fields_of(person, reader);
        auto const has_it = [&](Field const &field) { return asked.matches(field.key); };
        auto const found = std::find_if(fields.begin(), fields.end(), has_it);
        if (found != fields.end()) {
            add_reason(found->what, found->text, question);
            continue;
        }
        auto const number = names::PhoneQuery::of(word);
        if (!number) continue;
        auto const &phones = person.card.phones;
        auto const phone = std::find_if(phones.begin(), phones.end(), [&](auto const &one) {
            return number->matches(names::phone_line(one.value));
        });
        if (phone != phones.end()) add_reason("phone", phone->value, word);
    }
    return out;
}

} // namespace goen::search
