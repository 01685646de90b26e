// SPDX-License-Identifier: Apache-2.0
// The order of an address book. A key is: class, reading, then what decides between equal readings.
// It is made of a-z and 0-9 up to the last tie-breaker, so that bytes, C and any locale of
// PostgreSQL sort it alike.
#include "names/search_key.hpp"

#include "base/text.hpp"
#include "names/guessed_reading.hpp"
#include "names/kana.hpp"

#include <array>

namespace goen::names {
namespace {

struct Sound {
    char row, vowel;  // 'a'-'j' for あかさたなはまやらわ, '1'-'6'
    char voice = '1'; // 清 濁 半濁
    char kind = '3';  // ー, small, repeated, large: JIS X 4061
};

Sound sound_of(char32_t c) {
    static constexpr std::u32string_view rows[] = {
        U"あいうえお", U"かきくけこ", U"さしすせそ", U"たちつてと", U"なにぬねの",
        U"はひふへほ", U"まみむめも", U"や_ゆ_よ",   U"らりるれろ", U"わゐ_ゑをん"};
    static constexpr std::u32string_view small = U"ぁぃぅぇぉっゃゅょゎ";
    Sound sound{'j', '6'};
    char32_t base = c;
    if (c == U'ゕ' || c == U'ゖ') {
        base = c == U'ゕ' ? U'か' : U'け', sound.kind = '1';
    } else if (small.find(c) != small.npos) {
        base = c + 1, sound.kind = '1';
    } else if (c == U'ゔ') {
        base = U'う', sound.voice = '2';
    } else if (static constexpr std::u32string_view voiced =
                   U"がぎぐげござじずぜぞだぢづでどばびぶべぼ";
               voiced.find(c) != voiced.npos) {
        base = c - 1, sound.voice = '2';
    } else if (static constexpr std::u32string_view half = U"ぱぴぷぺぽ";
               half.find(c) != half.npos) {
        base = c - 2, sound.voice = '3';
    }
    for (std::size_t row = 0; row < std::size(rows); ++row) {
        auto const at = rows[row].find(base);
        if (at == rows[row].npos) continue;
        sound.row = static_cast<char>('a' + row), sound.vowel = static_cast<char>('1' + at);
        break;
    }
    return sound;
}

struct Reading {
    std::string sounds, voices, kinds;
};

Reading reading_of(std::string_view kana) {
    Reading out;
    Sound last{'a', '1'};
    for (std::size_t at = 0; at < kana.size();) {
        char32_t const c = next_code_point(kana, at);
        Sound sound = last;
        if (c == U'ー') { // as the vowel it lengthens
            sound = Sound{'a', last.vowel == '6' ? '5' : last.vowel, '1', '0'};
        } else if (c == U'ゝ' || c == U'ゞ') {
            sound.kind = '2', sound.voice = c == U'ゞ' ? '2' : '1';
        } else if (is_hiragana(c)) {
            sound = sound_of(c);
        } else {
            continue;
        }
        out.sounds += sound.row, out.sounds += sound.vowel;
        out.voices += sound.voice, out.kinds += sound.kind;
        last = sound;
    }
    return out;
}

std::string letters_of(std::string_view text) {
    std::string out;
    for (char const c : folded(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out;
}

struct Part {
    std::string_view written, kana;
};
// The parts as they stand in the name, first the one it is filed under.
std::array<Part, 3> parts_of(PersonName const &name) {
    Part const family{name.family, name.family_kana}, given{name.given, name.given_kana},
        middle{name.middle, ""};
    if (name.order == Order::given_first) return {given, middle, family};
    return {family, middle, given};
}

std::string kana_of(Part const &part) {
    if (!part.kana.empty()) return hiragana(part.kana).value_or("");
    auto own = hiragana(part.written);
    return own && !reading_of(*own).sounds.empty() ? *own : "";
}

enum class Class { kana = '1', latin = '2', rest = '3' };

Class class_of(Part const &part) {
    if (!reading_of(kana_of(part)).sounds.empty()) return Class::kana;
    std::size_t at = 0;
    auto const text = folded(part.written);
    char32_t const c = text.empty() ? 0 : next_code_point(text, at);
    return c >= 'a' && c <= 'z' ? Class::latin : Class::rest;
}

Part first_part(PersonName const &name) {
    for (auto const &part : parts_of(name)) {
        if (!part.written.empty() || !part.kana.empty()) return part;
    }
    return {};
}

} // namespace

std::string sort_key(PersonName const &named) {
    auto const name = with_guessed_reading(named);
    Class const kind = class_of(first_part(name));
    std::string key(1, static_cast<char>(kind)), voices, kinds;
    bool is_first = true;
    for (auto const &part : parts_of(name)) {
        if (part.written.empty() && part.kana.empty()) continue;
        if (!is_first) key += '0'; // less than every letter: the shorter family name comes first
        is_first = false;
        if (kind == Class::kana) {
            auto const reading = reading_of(kana_of(part));
            key += reading.sounds, voices += reading.voices, kinds += reading.kinds;
            voices += '0', kinds += '0';
            if (reading.sounds.empty()) key += letters_of(part.written);
        } else if (kind == Class::latin) {
            key += letters_of(part.written);
        } else {
            key += folded(part.written);
        }
    }
    key += "00" + voices + kinds + " " + name.display();
    return key;
}

std::string index_head(PersonName const &named) {
    auto const name = with_guessed_reading(named);
    Part const part = first_part(name);
    switch (class_of(part)) {
    case Class::kana:
        return index_heads()[static_cast<std::size_t>(reading_of(kana_of(part)).sounds[0] - 'a')];
    case Class::latin:
        return std::string(1, static_cast<char>(folded(part.written)[0] - 'a' + 'A'));
    case Class::rest: break;
    }
    return "#";
}

std::vector<std::string> const &index_heads() {
    static std::vector<std::string> const heads = [] {
        std::vector<std::string> all{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ"};
        for (char c = 'A'; c <= 'Z'; ++c) all.emplace_back(1, c);
        all.emplace_back("#");
        return all;
    }();
    return heads;
}

} // namespace goen::names
