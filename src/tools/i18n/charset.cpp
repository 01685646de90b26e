// SPDX-License-Identifier: Apache-2.0
#include "i18n/charset.hpp"

#include "base/result.hpp"
#include "base/text.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

namespace goen::i18n {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

char const *icu_name(Charset charset) {
    switch (charset) {
    case Charset::utf8: return "UTF-8";
    case Charset::utf16le: return "UTF-16LE";
    case Charset::utf16be: return "UTF-16BE";
    case Charset::cp932: return "windows-31j";
    case Charset::euc_jp: return "EUC-JP";
    case Charset::iso_2022_jp: return "ISO-2022-JP";
    case Charset::windows_1252: return "windows-1252";
    }
    return "UTF-8";
}

// One of each a thread: opening one costs more than a line's decoding.
UConverter *converter_of(Charset charset) {
    thread_local std::array<Converter, 7> kept{
        Converter{nullptr, &ucnv_close}, Converter{nullptr, &ucnv_close},
        Converter{nullptr, &ucnv_close}, Converter{nullptr, &ucnv_close},
        Converter{nullptr, &ucnv_close}, Converter{nullptr, &ucnv_close},
        Converter{nullptr, &ucnv_close}};
    auto &place = kept[static_cast<std::size_t>(charset)];
    if (!place) {
        UErrorCode status = U_ZERO_ERROR;
        place.reset(ucnv_open(icu_name(charset), &status));
        if (U_FAILURE(status))
            throw Trouble{std::string{"ICU has no table for "} + icu_name(charset)};
        // Anything the table does not know ends it, instead of becoming a question mark.
        ucnv_setToUCallBack(place.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                            &status);
        ucnv_setFromUCallBack(place.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                              &status);
        // A variant that the table only approximates (〜 for ～) is better than 〓.
        ucnv_setFallback(place.get(), true);
    }
    ucnv_reset(place.get());
    return place.get();
}

bool is_ascii(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
unsigned at(std::string_view bytes, std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
}
bool is_letter(unsigned c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the bytes could be Shift_JIS; counts the characters whose first byte no other charset
// here would use.
bool could_be_cp932(std::string_view bytes, std::size_t &low_leads) {
    for (std::size_t i = 0; i < bytes.size();) {
        auto const c = at(bytes, i);
        if (c < 0x80 || (c >= 0xA1 && c <= 0xDF)) {
            ++i;
            continue;
        }
        auto const trail = at(bytes, i + 1);
        if (!((c >= 0x81 && c <= 0x9F) || (c >= 0xE0 && c <= 0xFC)) || trail < 0x40 ||
            trail == 0x7F || trail > 0xFC)
            return false;
        low_leads += c <= 0x9F;
        i += 2;
    }
    return true;
}

bool could_be_euc(std::string_view bytes, bool &has_kana) {
    auto const in_row = [](unsigned c) { return c >= 0xA1 && c <= 0xFE; };
    for (std::size_t i = 0; i < bytes.size();) {
        auto const c = at(bytes, i);
        if (c < 0x80) {
            ++i;
        } else if (c == 0x8E && at(bytes, i + 1) >= 0xA1 && at(bytes, i + 1) <= 0xDF) {
            i += 2;
        } else if (c == 0x8F && in_row(at(bytes, i + 1)) && in_row(at(bytes, i + 2))) {
            i += 3;
        } else if (in_row(c) && in_row(at(bytes, i + 1))) {
            has_kana |= c == 0xA4 || c == 0xA5;
            i += 2;
        } else {
            return false;
        }
    }
    return true;
}

// Letters with accents, one or two together, beside a letter without: José, Müller, naïve.
bool could_be_western(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        if (at(bytes, i) < 0x80) {
            ++i;
            continue;
        }
        auto end = i;
        while (at(bytes, end) >= 0x80) {
            auto const c = at(bytes, end);
            bool const is_known = c >= 0xC0 || c == 0x8A || c == 0x8C || c == 0x8E || c == 0x9A ||
                                  c == 0x9C || c == 0x9E || c == 0x9F || (c >= 0x91 && c <= 0x97) ||
                                  c == 0x80 || c == 0xAA || c == 0xBA || c == 0xB0 || c == 0xA0 ||
                                  c == 0xAB || c == 0xBB || c == 0xA9 || c == 0xAE;
            if (!is_known || c == 0xD7 || c == 0xF7) return false;
            ++end;
        }
        if (end - i > 2 || !(is_letter(i > 0 ? at(bytes, i - 1) : 0) || is_letter(at(bytes, end))))
            return false;
        i = end;
    }
    return true;
}

std::optional<Charset> wide_without_mark(std::string_view bytes) {
    if (bytes.size() < 4 || bytes.size() % 2 != 0) return {};
    std::size_t even = 0, odd = 0;
    auto const look_at = std::min<std::size_t>(bytes.size(), 4096);
    for (std::size_t i = 0; i + 1 < look_at; i += 2)
        even += bytes[i] == 0, odd += bytes[i + 1] == 0;
    // Every file has its share of ASCII (BEGIN:VCARD, commas, line ends), and that is half zeros.
    auto const share = look_at / 2 / 10;
    if (odd > share && even <= odd / 50) return Charset::utf16le;
    if (even > share && odd <= even / 50) return Charset::utf16be;
    return {};
}

bool has_jis_escapes(std::string_view bytes) {
    return bytes.find("\x1B$B") != bytes.npos || bytes.find("\x1B$@") != bytes.npos ||
           bytes.find("\x1B(J") != bytes.npos;
}

} // namespace

std::string_view name_of(Charset charset) {
    switch (charset) {
    case Charset::utf8: return "UTF-8";
    case Charset::utf16le: return "UTF-16LE";
    case Charset::utf16be: return "UTF-16BE";
    case Charset::cp932: return "Shift_JIS";
    case Charset::euc_jp: return "EUC-JP";
    case Charset::iso_2022_jp: return "ISO-2022-JP";
    case Charset::windows_1252: return "ISO-8859-1";
    }
    return "UTF-8";
}

std::optional<Charset> charset_of_label(std::string_view label) {
    auto name = lower_ascii(trimmed(label));
    std::erase_if(name, [](char c) { return c == '-' || c == '_' || c == ' '; });
    static constexpr std::pair<std::string_view, Charset> known[] = {
        {"utf8", Charset::utf8},
        {"usascii", Charset::utf8},
        {"ascii", Charset::utf8},
        {"utf16le", Charset::utf16le},
        {"utf16be", Charset::utf16be},
        {"utf16", Charset::utf16le},
        {"shiftjis", Charset::cp932},
        {"sjis", Charset::cp932},
        {"xsjis", Charset::cp932},
        {"cp932", Charset::cp932},
        {"ms932", Charset::cp932},
        {"windows31j", Charset::cp932},
        {"cswindows31j", Charset::cp932},
        {"shiftjis2004", Charset::cp932},
        {"eucjp", Charset::euc_jp},
        {"xeucjp", Charset::euc_jp},
        {"iso2022jp", Charset::iso_2022_jp},
        {"jis", Charset::iso_2022_jp},
        {"iso88591", Charset::windows_1252},
        {"latin1", Charset::windows_1252},
        {"windows1252", Charset::windows_1252},
        {"cp1252", Charset::windows_1252}};
    for (auto const &[text, charset] : known) {
        if (name == text) return charset;
    }
    return {};
}

std::optional<std::string> decoded(std::string_view bytes, Charset charset) {
    constexpr std::size_t most = 256u << 20;
    if (bytes.size() > most) return {};
    if (charset == Charset::utf8) {
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        return is_utf8(bytes) ? std::optional{std::string{bytes}} : std::nullopt;
    }
    if (charset == Charset::utf16le && bytes.starts_with("\xFF\xFE")) bytes.remove_prefix(2);
    if (charset == Charset::utf16be && bytes.starts_with("\xFE\xFF")) bytes.remove_prefix(2);
    if (charset != Charset::utf16le && charset != Charset::utf16be &&
        charset != Charset::iso_2022_jp && is_ascii(bytes))
        return std::string{bytes};
    auto *const converter = converter_of(charset);
    // A piece at a time, so that a large file is never three times in memory.
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2);
    std::array<char16_t, 4096> units;
    char const *from = bytes.data();
    char const *const end = from + bytes.size();
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        char16_t *to = units.data();
        // Leaves one place, so that a pair of surrogates is not cut below.
        ucnv_toUnicode(converter, &to, units.data() + units.size() - 1, &from, end, nullptr, true,
                       &status);
        bool const is_full = status == U_BUFFER_OVERFLOW_ERROR;
        if (U_FAILURE(status) && !is_full) return {};
        auto size = static_cast<std::int32_t>(to - units.data());
        if (is_full && size > 0 && U16_IS_LEAD(units[static_cast<std::size_t>(size - 1)])) {
            status = U_ZERO_ERROR;
            ucnv_toUnicode(converter, &to, units.data() + units.size(), &from, end, nullptr, true,
                           &status);
            if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) return {};
            size = static_cast<std::int32_t>(to - units.data());
        }
        icu::UnicodeString{false, units.data(), size}.toUTF8String(out);
        if (!is_full) break;
    }
    // ICU lets a lone surrogate of UTF-16 pass as U+FFFD.
    if (out.find("\xEF\xBF\xBD") != out.npos) return {};
    return out;
}

void CharsetVote::hear(std::string_view bytes) {
    if (pieces_ >= most_pieces || is_ascii(bytes)) return;
    ++pieces_;
    utf8_ += is_utf8(bytes);
    std::size_t low_leads = 0;
    if (could_be_cp932(bytes, low_leads)) ++cp932_, low_leads_ += low_leads;
    bool has_kana = false;
    if (could_be_euc(bytes, has_kana)) ++euc_, euc_kana_ += has_kana;
    western_ += could_be_western(bytes);
}

std::optional<Charset> CharsetVote::answer() const {
    if (utf8_ == pieces_) return Charset::utf8;
    auto const most = std::max({utf8_, cp932_, euc_, western_});
    if (most * 2 <= pieces_) return {};
    // A broken UTF-8 file still has far more UTF-8 lines than chance would give.
    if (utf8_ == most || utf8_ * 4 >= pieces_ * 3) return Charset::utf8;
    if (western_ == most && low_leads_ == 0) return Charset::windows_1252;
    if (euc_ == most && (cp932_ < euc_ || euc_kana_ > 0)) return Charset::euc_jp;
    if (cp932_ == most) return Charset::cp932;
    return western_ == most ? std::optional{Charset::windows_1252} : std::optional{Charset::euc_jp};
}

std::optional<Charset> charset_of(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return Charset::utf8;
    if (bytes.starts_with("\xFF\xFE")) return Charset::utf16le;
    if (bytes.starts_with("\xFE\xFF")) return Charset::utf16be;
    if (auto const wide = wide_without_mark(bytes)) return wide;
    if (is_ascii(bytes)) return has_jis_escapes(bytes) ? Charset::iso_2022_jp : Charset::utf8;
    if (is_utf8(bytes)) return Charset::utf8;
    CharsetVote vote;
    for (std::size_t from = 0; from < bytes.size();) {
        auto const end = std::min(bytes.find_first_of("\r\n", from), bytes.size());
        vote.hear(bytes.substr(from, end - from));
        from = end + 1;
    }
    return vote.answer();
}

namespace {

// Appends one character; false when Shift_JIS has no place for it.
bool put_cp932(std::string &out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return true;
    }
    auto *const converter = converter_of(Charset::cp932);
    std::array<char16_t, 2> units;
    std::int32_t count = 0;
    UBool failed = false;
    U16_APPEND(units.data(), count, 2, static_cast<UChar32>(c), failed);
    std::array<char, 8> bytes;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_resetFromUnicode(converter);
    auto const size =
        failed ? 0 : ucnv_fromUChars(converter, bytes.data(), 8, units.data(), count, &status);
    if (failed || U_FAILURE(status) || size <= 0) return false;
    out.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
}

// Variation selectors choose a shape of the letter before.
bool is_variation_selector(char32_t c) {
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

} // namespace

std::string to_cp932(std::string_view text, std::string (*stand_in)(char32_t),
                     std::size_t &missing) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const c = next_code_point(text, i);
        if (is_variation_selector(c) || put_cp932(out, c)) continue;
        auto const instead = stand_in ? stand_in(c) : std::string{};
        bool is_put = !instead.empty();
        for (std::size_t k = 0; k < instead.size() && is_put;)
            is_put = put_cp932(out, next_code_point(instead, k));
        if (!is_put) out += "\x81\xAC", ++missing; // 〓
    }
    return out;
}

namespace {

// In JIS X 0201 or 0208: what every reader of Shift_JIS has. ①, ㈱, 髙 and 﨑 lie in rows that only
// some have (NEC's and IBM's).
bool fits_everywhere(char32_t c) {
    std::string bytes, text;
    append_utf8(text, c);
    if (!put_cp932(bytes, c) || decoded(bytes, Charset::cp932) != text) return false;
    auto const lead = static_cast<unsigned char>(bytes[0]);
    return bytes.size() == 1 || (lead != 0x87 && lead < 0xED);
}

} // namespace

std::string to_cp932_markup(std::string_view markup) {
    std::string out;
    out.reserve(markup.size());
    for (std::size_t i = 0; i < markup.size();) {
        auto const c = next_code_point(markup, i);
        if (c < 0x80 || fits_everywhere(c))
            put_cp932(out, c);
        else
            out += "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
    }
    return out;
}

std::optional<std::string> from_cp932_form(std::string_view bytes) {
    auto text = decoded(bytes, Charset::cp932);
    if (!text) return {};
    std::string out;
    for (std::size_t i = 0; i < text->size();) {
        auto const rest = std::string_view{*text}.substr(i);
        std::uint32_t number = 0;
        std::size_t k = 2;
        if (rest.starts_with("&#")) {
            while (k < rest.size() && k < 10 && rest[k] >= '0' && rest[k] <= '9')
                number = number * 10 + static_cast<std::uint32_t>(rest[k++] - '0');
        }
        bool const is_reference = number >= 0x80 && number <= 0x10FFFF &&
                                  !(number >= 0xD800 && number <= 0xDFFF) && k < rest.size() &&
                                  rest[k] == ';' && !fits_everywhere(number);
        if (is_reference) {
            append_utf8(out, number);
            i += k + 1;
        } else {
            out += (*text)[i++];
        }
    }
    return out;
}

} // namespace goen::i18n
