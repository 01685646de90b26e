// SPDX-License-Identifier: Apache-2.0
// In which characters a file was written. Decoding is strict from end to end: what is not text in a
// charset is told, and nothing ever becomes a question mark or somebody else's kanji.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen::i18n {

enum class Charset { utf8, utf16le, utf16be, cp932, euc_jp, iso_2022_jp, windows_1252 };

// "UTF-8", "UTF-16LE", "Shift_JIS" (always meant as Windows has it, with ① and 髙), "EUC-JP",
// "ISO-2022-JP", "ISO-8859-1".
std::string_view name_of(Charset charset);
// Of a label in a file or a query: "SHIFT-JIS", "x-sjis", "cp932" … Nothing for one that is not
// known.
std::optional<Charset> charset_of_label(std::string_view label);

// UTF-8 without a byte order mark; nothing when any byte does not belong to the charset.
std::optional<std::string> decoded(std::string_view bytes, Charset charset);

// Hears pieces of one file (its lines), then says in which charset they were written.
//
// What is UTF-8 is UTF-8. Else each charset must hold for most pieces (a line cut inside a
// character spoils only itself). Shift_JIS and EUC-JP overlap where text is made of half-width kana
// or of kanji alone: kana decide for EUC-JP, everything else is Shift_JIS, as Japanese phones and
// spreadsheets write it. Accents scattered singly among ASCII letters are western.
class CharsetVote {
public:
    void hear(std::string_view bytes); // pieces of pure ASCII say nothing
    bool is_silent() const { return pieces_ == 0; }
    std::optional<Charset> answer() const; // utf8 when all was ASCII
    static constexpr std::size_t most_pieces = 20'000;

private:
    std::size_t pieces_ = 0, utf8_ = 0, cp932_ = 0, euc_ = 0, western_ = 0, euc_kana_ = 0,
                low_leads_ = 0;
};

// Of a whole file: byte order marks, UTF-16 without one, ISO-2022-JP by its escapes, then the vote
// of its lines.
std::optional<Charset> charset_of(std::string_view bytes);

// UTF-8 as Shift_JIS (Windows-31J). A character that has no place in it becomes `stand_in`'s answer
// (UTF-8 that fits), or 〓, the printers' mark for a missing letter; `missing` counts those.
std::string to_cp932(std::string_view text, std::string (*stand_in)(char32_t),
                     std::size_t &missing);

// Markup for a page in Shift_JIS: every character that not all readers of Shift_JIS have a
// place for (①, 髙), variation selectors too, becomes a numeric reference, so that nothing is lost
// on the way to the reader.
std::string to_cp932_markup(std::string_view markup);
// What a form of such a page sent. Browsers write what does not fit as a numeric reference (WHATWG
// URL section 5.1, "encode with error mode html"): those become characters again, references to
// characters that would have fitted stay as they were typed. Nothing when the bytes are no
// Shift_JIS.
std::optional<std::string> from_cp932_form(std::string_view bytes);

} // namespace goen::i18n
