// SPDX-License-Identifier: Apache-2.0
#include "transfer/incoming_name.hpp"

#include "base/text.hpp"
#include "names/guessed_reading.hpp"
#include "names/kana.hpp"
#include "names/name_parts.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::transfer {
namespace {

using names::NameColumn;
using names::NameParts;

void append_word(std::string &to, std::string_view word) {
    if (!to.empty()) to += ' ';
    to += word;
}

std::string letters_of(std::string_view name) {
    auto letters = names::folded(name);
    std::erase(letters, ' ');
    return letters;
}

// "やまだ たろう" beside 山田 太郎; one word beside one name.
void split_reading(std::string_view reading, names::NameInput const &name, names::Order order,
                   std::string &family, std::string &given) {
    auto const is_gap = [&](std::size_t at) {
        return reading[at] == ' ' || reading.substr(at).starts_with("　");
    };
    std::size_t at = 0;
    while (at < reading.size() && !is_gap(at)) ++at;
    auto const first = reading.substr(0, at), rest = trimmed(reading.substr(at));
    if (rest.empty() && !name.family.empty() && !name.given.empty()) {
        // やまだたろう beside 山田 太郎
        family = first;
        auto const plain = names::hiragana(first).value_or("");
        for (auto const &surname : names::surname_readings(name.family)) {
            if (!plain.starts_with(surname) || plain == surname) continue;
            family = surname;
            given = plain.substr(surname.size());
            break;
        }
    } else if (rest.empty()) {
        (name.family.empty() ? given : family) = first;
    } else if (order == names::Order::given_first) {
        given = first;
        family = rest;
    } else {
        family = first;
        given = rest;
    }
}

class TakingApart {
public:
    explicit TakingApart(Draft &draft) : draft_(draft), name_(draft.name) {}

    BesideName take() {
        bool const has_parts =
            !name_.family.empty() || !name_.given.empty() || !name_.middle.empty();
        bool const is_whole = !has_parts || draft_.is_made_of_full_name;
        if (draft_.is_company && is_whole) {
            name_.family = draft_.full_name;
        } else if (is_whole) {
            whole_column();
        } else {
            column(name_.family, NameColumn::family, name_.family_kana, name_.family_romaji);
            column(name_.given, NameColumn::given, name_.given_kana, name_.given_romaji);
            std::string no_reading;
            column(name_.middle, NameColumn::given, no_reading, no_reading);
            compare_full_name();
        }
        if (name_.family_kana.empty() && name_.given_kana.empty() && !draft_.full_kana.empty())
            split_reading(draft_.full_kana, name_,
                          draft_.order.value_or(names::Order::family_first), name_.family_kana,
                          name_.given_kana);
        else
            keep_other(draft_.full_kana);
        tell();
        return std::move(out_);
    }

private:
    void whole_column() {
        auto parts = names::name_parts(draft_.full_name, NameColumn::whole);
        auto const full = names::full_name(parts.name);
        name_.family = full.family;
        name_.given = full.given;
        draft_.full_name = parts.name;
        if (!draft_.order) draft_.order = full.order;
        if (draft_.full_kana.empty()) {
            take_reading(parts.kana);
            draft_.full_kana = std::exchange(parts.kana, {});
        }
        take_romaji_of_both(parts.romaji);
        auto &romaji = full.family.empty() ? name_.given_romaji : name_.family_romaji;
        bool const is_one_word = full.family.empty() || full.given.empty();
        if (is_one_word && romaji.empty()) {
            take_reading(parts.romaji);
            romaji = std::exchange(parts.romaji, {});
        }
        keep(std::move(parts));
    }

    // (Taro Yamada) beside 山田 太郎, when one of the two is how 山田 is read.
    void take_romaji_of_both(std::string &romaji) {
        auto const gap = romaji.find(' ');
        if (gap == romaji.npos || !name_.family_romaji.empty() || !name_.given_romaji.empty())
            return;
        auto const first = romaji.substr(0, gap);
        auto const last = std::string{trimmed(std::string_view{romaji}.substr(gap))};
        for (auto const &reading : names::surname_readings(name_.family)) {
            bool const is_first = names::loose_romaji(first) == names::loose_romaji(reading);
            bool const is_last = names::loose_romaji(last) == names::loose_romaji(reading);
            if (is_first == is_last) continue;
            name_.family_romaji = is_first ? first : last;
            name_.given_romaji = is_first ? last : first;
            take_reading(std::exchange(romaji, {}));
            return;
        }
    }

    void column(std::string &text, NameColumn column, std::string &kana, std::string &romaji) {
        auto parts = names::name_parts(text, column);
        text = parts.name;
        for (auto [found, place] : {std::pair{&parts.kana, &kana}, {&parts.romaji, &romaji}}) {
            if (!place->empty() && *place != *found) continue;
            take_reading(*found);
            if (!found->empty()) *place = std::exchange(*found, {});
        }
        keep(std::move(parts));
    }

    // What the whole name says more than its parts, or differently.
    void compare_full_name() {
        if (draft_.full_name.empty()) return;
        std::string_view whole = draft_.full_name;
        if (whole.starts_with(draft_.prefix + " ")) whole.remove_prefix(draft_.prefix.size());
        if (whole.ends_with(" " + draft_.suffix)) whole.remove_suffix(draft_.suffix.size());
        auto parts = names::name_parts(whole, NameColumn::whole);
        auto const said = letters_of(parts.name);
        auto const &n = name_;
        std::string const forms[] = {n.family + n.given + n.middle,
                                     n.family + n.middle + n.given,
                                     n.given + n.middle + n.family,
                                     n.given + n.family,
                                     n.family + n.given,
                                     n.family_kana + n.given_kana,
                                     n.family_romaji + n.given_romaji,
                                     n.given_romaji + n.family_romaji};
        bool const is_same = std::any_of(std::begin(forms), std::end(forms), [&](auto const &form) {
            return letters_of(form) == said;
        });
        if (!is_same) {
            keep_other(draft_.full_name);
            return;
        }
        draft_.full_name = parts.name;
        keep(std::move(parts));
    }

    void keep(NameParts parts) {
        auto const is_known = [](std::string const &words, std::string const &word) {
            return (" " + words + " ").find(" " + word + " ") != std::string::npos;
        };
        for (auto const &one : parts.prefixes) {
            if (is_known(draft_.prefix, one)) continue;
            append_word(draft_.prefix, one);
            kept_.push_back(one);
        }
        for (auto const &one : parts.suffixes) {
            if (is_known(draft_.suffix, one)) continue;
            append_word(draft_.suffix, one);
            kept_.push_back(one);
        }
        for (auto const *reading : {&parts.kana, &parts.romaji}) keep_other(*reading);
        for (auto const &one : parts.others) keep_other(one);
    }

    void keep_other(std::string const &text) {
        if (text.empty() ||
            std::find(out_.others.begin(), out_.others.end(), text) != out_.others.end())
            return;
        for (auto const *there : {&name_.family_kana, &name_.given_kana, &name_.family_romaji,
                                  &name_.given_romaji, &draft_.nickname}) {
            if (*there == text) return;
        }
        out_.others.push_back(text);
        kept_.push_back(text);
    }

    void take_reading(std::string const &reading) {
        if (!reading.empty()) readings_.push_back(reading);
    }

    void tell() {
        auto const listed = [](std::vector<std::string> const &texts) {
            std::string out;
            for (auto const &text : texts) {
                if (!out.empty()) out += " / ";
                out += text;
            }
            return out;
        };
        if (!readings_.empty())
            out_.notes.push_back({N_("“{1}” next to the name will be imported as its reading."),
                                  {listed(readings_)}});
        if (!kept_.empty())
            out_.notes.push_back(
                {N_("“{1}” next to the name is not part of it and will be kept in the memo."),
                 {listed(kept_)}});
    }

    Draft &draft_;
    names::NameInput &name_;
    BesideName out_;
    std::vector<std::string> kept_, readings_;
};

} // namespace

BesideName take_name_apart(Draft &draft) { return TakingApart{draft}.take(); }

} // namespace goen::transfer
