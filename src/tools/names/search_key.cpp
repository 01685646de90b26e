// SPDX-License-Identifier: Apache-2.0
#include "names/search_key.hpp"

#include "base/text.hpp"
#include "names/guessed_reading.hpp"
#include "names/kana.hpp"

#include <algorithm>
#include <cstring>

namespace goen::names {
namespace {

std::string without_gaps(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const here = at;
        char32_t const c = next_code_point(text, at);
        if (c != ' ' && c != U'　') out += text.substr(here, at - here);
    }
    return out;
}

// As written, but for ASCII case and gaps: what "exact spelling" compares.
std::string exact_form(std::string_view text) { return lower_ascii(without_gaps(text)); }

bool is_plain_latin(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
}
bool is_all_kana(std::string_view folded_text) {
    if (folded_text.empty()) return false;
    for (std::size_t at = 0; at < folded_text.size();) {
        char32_t const c = next_code_point(folded_text, at);
        if (!is_hiragana(c) && c != U'ー' && c != ' ') return false;
    }
    return true;
}
bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// "aaaa": loose romaji would make a single a of it, and everyone begins with some letter. 大岡
// (おおおか, Ooooka) has four o, and more can meet at the seam of two names; of the other letters
// nobody's name has more than three.
bool has_long_run(std::string_view folded_text) {
    char32_t before = 0;
    int run = 0;
    for (std::size_t at = 0; at < folded_text.size();) {
        char32_t const c = next_code_point(folded_text, at);
        run = c == before ? run + 1 : 1;
        before = c;
        bool const may_be_long = c == 'o' || c == 'u' || c == U'お' || c == U'う';
        if (run > (may_be_long ? 6 : 3)) return true;
    }
    return false;
}

bool has_part(std::string_view key, std::string_view part) {
    return memmem(key.data(), key.size(), part.data(), part.size()) != nullptr;
}
// At the start of a word; and, if `whole`, up to its end.
bool has_word(std::string_view key, std::string_view word, bool is_whole) {
    for (std::size_t from = 0; from + word.size() <= key.size();) {
        auto const *const hit = static_cast<char const *>(
            memmem(key.data() + from, key.size() - from, word.data(), word.size()));
        if (hit == nullptr) return false;
        auto const at = static_cast<std::size_t>(hit - key.data());
        std::size_t const end = at + word.size();
        if ((at == 0 || !is_word_byte(key[at - 1])) &&
            (!is_whole || end == key.size() || !is_word_byte(key[end])))
            return true;
        from = at + 1;
    }
    return false;
}

void add_line(std::string &key, std::string const &line) {
    if (line.empty()) return;
    std::string const bounded = "\n" + line + "\n";
    if (("\n" + key + "\n").find(bounded) != std::string::npos) return;
    if (!key.empty()) key += '\n';
    key += line;
}

std::string run_together(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (auto const part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += ' ';
        out += part;
    }
    return out;
}

void add_romaji(std::string &key, std::string_view reading) {
    auto const loose = loose_romaji(reading);
    if (!is_plain_latin(loose)) return;
    add_line(key, loose);
    add_line(key, loose_romaji(without_gaps(reading)));
}

// Of a name in kanji whose reading is not known, at most nine: 河野 純 is こうの or かわの.
std::vector<std::string> usual_readings(PersonName const &name) {
    auto const guess = guessed_reading(name);
    if (guess.empty()) return {};
    auto const of = [](std::string const &first, std::vector<std::string> all,
                       std::string const &known) {
        if (first.empty()) return std::vector{known};
        return all.empty() ? std::vector{first} : std::move(all); // a whole name in one part
    };
    std::vector<std::string> readings;
    for (auto const &family : of(guess.family, surname_readings(name.family), name.family_kana)) {
        for (auto const &given : of(guess.given, given_name_readings(name.given), name.given_kana))
            readings.push_back(run_together({family, given}));
    }
    return readings;
}

} // namespace

std::string find_key(PersonName const &name) {
    std::string key;
    std::string const written = run_together({name.family, name.middle, name.given});
    std::string const kana = run_together({name.family_kana, name.given_kana});
    std::string const romaji = run_together({name.family_romaji, name.given_romaji});
    add_line(key, lower_ascii(written));
    for (auto const &text : {written, kana, romaji}) {
        auto const folded_text = folded(text);
        add_line(key, folded_text);
        add_line(key, without_gaps(folded_text));
    }
    // People with a name in Latin letters or katakana are typed in either order.
    if (std::none_of(written.begin(), written.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE4; })) {
        add_line(key, without_gaps(folded(run_together({name.given, name.middle, name.family}))));
    }
    // The reading in every romaji; for a name in kanji the kana fields have it, other names read
    // themselves.
    for (auto const &text : {kana, romaji, written}) add_romaji(key, text);
    for (auto const &guess : usual_readings(name)) {
        auto const folded_text = folded(guess);
        add_line(key, folded_text);
        add_line(key, without_gaps(folded_text));
        add_romaji(key, guess);
    }
    return key;
}

NameQuery::NameQuery(std::string_view typed) : typed_(exact_form(trimmed(typed))) {
    // Words are cut where the person left a gap; 12 of them are more than any name has.
    std::string word;
    auto const finish = [&] {
        if (word.empty() || words_.size() >= 12) return;
        Word made{exact_form(word), folded(word), {}, {}, false, false};
        made.joined = without_gaps(made.folded);
        made.is_latin = is_plain_latin(made.folded);
        bool const is_kana = is_all_kana(made.folded);
        if ((made.is_latin || is_kana) && !has_long_run(made.folded)) {
            made.romaji = without_gaps(loose_romaji(word));
            made.is_whole = is_kana;
            // One sound alone would find everyone whose name is that sound.
            if (is_kana && count_code_points(made.folded) < 2) made.romaji.clear();
        }
        if (!made.folded.empty()) words_.push_back(std::move(made));
        word.clear();
    };
    std::size_t const end = std::min<std::size_t>(typed.size(), 1000);
    for (std::size_t at = 0; at < end;) {
        std::size_t const here = at;
        char32_t const c = next_code_point(typed, at);
        if (c == ' ' || c == U'　' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0) {
            finish();
        } else {
            word += typed.substr(here, at - here);
        }
    }
    finish();
}

bool NameQuery::matches(std::string_view key) const {
    for (auto const &word : words_) {
        auto const has = [&](std::string const &text) {
            return word.is_latin ? has_word(key, text, false) : has_part(key, text);
        };
        bool found =
            has(word.folded) || (word.joined.size() != word.folded.size() && has(word.joined));
        if (!found && !word.romaji.empty()) found = has_word(key, word.romaji, word.is_whole);
        if (!found) return false;
    }
    return true;
}

int NameQuery::rank(PersonName const &name) const {
    if (words_.empty()) return 4;
    std::string const parts[] = {exact_form(name.family),
                                 exact_form(name.given),
                                 exact_form(name.middle),
                                 exact_form(name.family_kana),
                                 exact_form(name.given_kana),
                                 exact_form(name.family_romaji),
                                 exact_form(name.given_romaji),
                                 exact_form(name.family + name.given),
                                 exact_form(name.given + name.family),
                                 exact_form(name.display()),
                                 exact_form(name.kana()),
                                 exact_form(name.family_romaji + name.given_romaji)};
    auto const exactly = [&](std::string const &typed) {
        int best = 9;
        for (auto const &part : parts) {
            if (part.empty() || typed.empty()) continue;
            auto const at = part.find(typed);
            if (at == std::string::npos) continue;
            best = std::min(best, at != 0 ? 2 : part.size() == typed.size() ? 0 : 1);
        }
        // Kana typed in katakana is the same reading.
        if (auto const reading = hiragana(typed); best > 0 && reading && *reading != typed) {
            for (int i = 3; i < 5; ++i) {
                if (!parts[i].empty() && parts[i] == *reading) best = 0;
            }
        }
        return best;
    };
    int worst = 0;
    for (auto const &word : words_) worst = std::max(worst, exactly(word.exact));
    int const best = std::min(worst, words_.size() > 1 ? exactly(typed_) : 9);
    if (best < 3) return best;

    auto const starts = [&](Word const &word) {
        for (auto const &part : {name.family, name.given, name.family_kana, name.given_kana,
                                 name.family_romaji, name.given_romaji}) {
            if (part.empty()) continue;
            if (folded(part).starts_with(word.folded)) return true;
            if (!word.romaji.empty()) {
                auto const loose = loose_romaji(part);
                if (word.is_whole ? loose == word.romaji : loose.starts_with(word.romaji))
                    return true;
            }
        }
        return folded(name.family + name.given).starts_with(word.folded);
    };
    return std::all_of(words_.begin(), words_.end(), starts) ? 3 : 4;
}

} // namespace goen::names
