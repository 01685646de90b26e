// SPDX-License-Identifier: Apache-2.0
#include "index/pieces.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::index {
namespace {

constexpr std::size_t longest_word = 96; // bytes of a question's word that are looked for

enum class Kind { gap, kanji, kana, letter };

// Scripts written without gaps between words, but for kana; emoji are found one by one as well.
bool is_kanji_like(char32_t c) {
    return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x1F000 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}
bool is_kana_like(char32_t c) {
    bool const is_middle_dot = c == 0x30FB || c == 0x30A0;
    return (c >= 0x3041 && c <= 0x30FF && !is_middle_dot) || (c >= 0x0E00 && c <= 0x0EFF);
}
// Punctuation, symbols, and full-width forms that folding has left.
bool is_sign(char32_t c) {
    return c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) ||
           (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFE00 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFFFF);
}

Kind kind_of(char32_t c) {
    if (c < 0x80) {
        bool const is_letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return is_letter ? Kind::letter : Kind::gap;
    }
    if (is_kanji_like(c)) return Kind::kanji;
    if (is_kana_like(c)) return Kind::kana;
    return is_sign(c) ? Kind::gap : Kind::letter;
}

struct Place {
    std::size_t at = 0; // in bytes
    Kind kind = Kind::gap;
    bool is_joined() const { return kind == Kind::kanji || kind == Kind::kana; }
};

// Calls `use` with the places of each stretch without gaps, and one more for its end.
template <class Use> void each_stretch(std::string_view text, Use use) {
    std::vector<Place> places;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const here = at;
        Kind const kind = kind_of(next_code_point(text, at));
        if (kind != Kind::gap) {
            places.push_back({here, kind});
            continue;
        }
        if (!places.empty()) {
            places.push_back({here, Kind::gap});
            use(places);
        }
        places.clear();
    }
    if (places.empty()) return;
    places.push_back({text.size(), Kind::gap});
    use(places);
}

// Of the places first..end-1, all letters or all kanji and kana.
template <class Add> void add_run(std::string_view text, std::vector<Place> const &places,
                                  std::size_t first, std::size_t end, Add add) {
    auto const part = [&](std::size_t from, std::size_t count) {
        add(text.substr(places[from].at, places[from + count].at - places[from].at),
            places[from].kind);
    };
    std::size_t const length = places[first].is_joined() ? 2 : 3;
    if (end - first < length) return part(first, end - first);
    for (std::size_t i = first; i + length <= end; ++i) part(i, length);
}

template <class Add>
void add_pieces(std::string_view text, std::vector<Place> const &places, Add add) {
    std::size_t const count = places.size() - 1;
    for (std::size_t first = 0; first < count;) {
        std::size_t end = first + 1;
        while (end < count && places[end].is_joined() == places[first].is_joined()) ++end;
        add_run(text, places, first, end, add);
        first = end;
    }
}

void keep_each_once(std::vector<std::string> &pieces) {
    std::sort(pieces.begin(), pieces.end());
    pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
    if (pieces.size() > most_pieces) pieces.resize(most_pieces);
}

bool starts_with_letter(std::string_view text) {
    std::size_t at = 0;
    return !text.empty() && kind_of(next_code_point(text, at)) == Kind::letter;
}

// Whether a letter or digit ends just before `at`.
bool is_inside_word(std::string_view text, std::size_t at) {
    if (at == 0) return false;
    std::size_t before = at - 1;
    while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
    return kind_of(next_code_point(text, before)) == Kind::letter;
}

bool has_word(std::string_view text, std::string_view word) {
    bool const is_at_start = starts_with_letter(word);
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        if (!is_at_start || !is_inside_word(text, at)) return true;
    }
    return false;
}

} // namespace

std::vector<std::string> pieces(std::string_view folded_text) {
    std::vector<std::string> out;
    each_stretch(folded_text, [&](std::vector<Place> const &places) {
        if (out.size() > 4 * most_pieces) return;
        add_pieces(folded_text, places,
                   [&](std::string_view piece, Kind) { out.emplace_back(piece); });
        for (std::size_t i = 0; i + 1 < places.size(); ++i) {
            if (places[i].kind == Kind::kanji)
                out.emplace_back(folded_text.substr(places[i].at, places[i + 1].at - places[i].at));
        }
    });
    keep_each_once(out);
    return out;
}

Words words_of(std::string_view folded_question) {
    Words out;
    each_stretch(folded_question, [&](std::vector<Place> const &places) {
        if (out.words.size() == most_words) return;
        auto const start = places.front().at;
        auto shown = places;
        while (shown.size() > 2 && shown.back().at - start > longest_word) shown.pop_back();
        std::vector<std::string> found;
        bool is_too_short = false;
        auto const word = folded_question.substr(start, shown.back().at - start);
        add_pieces(folded_question, shown, [&](std::string_view piece, Kind kind) {
            std::size_t const characters = count_code_points(piece);
            // A single kana is no piece of a longer run, nor are two letters of a longer word.
            bool const is_whole = characters >= (kind == Kind::letter ? 3u : 2u);
            if (is_whole || kind == Kind::kanji)
                found.emplace_back(piece);
            else
                is_too_short = true;
        });
        // With nothing longer beside it: a text in which it stands alone.
        if (found.empty() && is_too_short) found.emplace_back(word);
        out.words.emplace_back(word);
        out.pieces.insert(out.pieces.end(), found.begin(), found.end());
    });
    keep_each_once(out.pieces);
    return out;
}

bool has_words(std::string_view folded_text, Words const &asked) {
    return std::all_of(asked.words.begin(), asked.words.end(),
                       [&](std::string const &word) { return has_word(folded_text, word); });
}

} // namespace goen::index
