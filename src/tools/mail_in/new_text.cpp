// SPDX-License-Identifier: Apache-2.0
// What somebody newly wrote in an answer: above, below or between what she quoted. Mail programs
// mark quotations in few ways: ">" before each line, with a line above that says who wrote; a rule
// or a block of header lines (Outlook) after which all is quoted. What is unclear stays: too much
// is better than a lost sentence.
#include "base/text.hpp"
#include "mail_in/mail_in.hpp"

#include <algorithm>
#include <array>

namespace goen::mail_in {
namespace {

using Lines = std::vector<std::string_view>;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](auto const start) { return text.starts_with(start); });
}
bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](auto const end) { return text.ends_with(end); });
}
bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](auto const part) { return text.find(part) != text.npos; });
}

// trimmed(), and without the full-width spaces that Japanese keyboards type.
std::string_view bare(std::string_view line) {
    constexpr std::string_view wide = "　", bom = "\xEF\xBB\xBF", nbsp = "\xC2\xA0";
    for (;;) {
        auto const before = line.size();
        line = trimmed(line);
        for (auto const space : {wide, bom, nbsp}) {
            if (line.starts_with(space)) line.remove_prefix(space.size());
            if (line.ends_with(space)) line.remove_suffix(space.size());
        }
        if (line.size() == before) return line;
    }
}

bool is_quoted(std::string_view line) { return starts_with_any(bare(line), {">", "＞", "&gt;"}); }

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != text.npos; }

// "On Sun, 29 Nov 2026 at 10:00, goen wrote:", "2026年11月29日(日) 10:00 goen <…>:",
// "goenさんは書きました:", "On 2026/11/29 10:00, goen wrote:"; two lines joined by the caller.
bool introduces_quotation(std::string_view line) {
    auto const text = bare(line);
    if (text.empty() || text.size() > 400) return false;
    bool const ends = ends_with_any(text, {":", "：", "wrote", "…"});
    if (!ends) return false;
    if (contains_any(text,
                     {" wrote:", " wrote：", " writes:", "さんは書きました", "さんが書きました",
                      "様は書きました", "のメール:", "のメッセージ:", "さんからのメール"}))
        return true;
    bool const has_address = text.find('@') != text.npos || text.find('<') != text.npos;
    bool const is_dated =
        has_digit(text) &&
        (text.find("年") != text.npos || text.find('/') != text.npos ||
         text.find('-') != text.npos || starts_with_any(text, {"On ", "Le ", "Am "})) &&
        text.find(':') != text.size() - 1;
    return has_address && is_dated;
}

// A rule with words, after which everything is the letter answered.
bool is_rule_before_original(std::string_view line) {
    auto const text = bare(line);
    if (!starts_with_any(text, {"--", "__", "==", "－－", "ーー", "───", "━━"})) return false;
    auto const lower = lower_ascii(text);
    return contains_any(lower, {"original message", "original appointment", "forwarded message",
                                "reply message", "元のメッセージ", "オリジナルメッセージ",
                                "転送メッセージ", "元のメール", "受信メール", "original mail"});
}

bool is_underline(std::string_view line) {
    auto const text = bare(line);
    return text.size() >= 20 && text.find_first_not_of('_') == text.npos;
}

// A header line as Outlook, docomo and others write it above what they quote.
enum class HeaderLine { none, from, other };
HeaderLine header_line(std::string_view line) {
    auto text = std::string{bare(line)};
    std::erase(text, '*'); // Markdown of HTML letters' bold
    text = lower_ascii(text);
    if (starts_with_any(text, {"from:", "from :", "差出人:", "差出人：", "送信者:", "送信者：",
                               "差出人 :", "差出人 ："}))
        return HeaderLine::from;
    if (starts_with_any(text, {"sent:",     "to:",       "cc:",        "subject:", "date:",
                               "reply-to:", "送信日時:", "送信日時：", "宛先:",    "宛先：",
                               "件名:",     "件名：",    "日時:",      "日時：",   "日付:",
                               "日付：",    "送信日:",   "送信日：",   "sub:",     "subject :",
                               "date :",    "宛先 :",    "件名 :",     "日時 :",   "送信日時 :"}))
        return HeaderLine::other;
    return HeaderLine::none;
}

// "From: …" and at least one more header line within the next four.
bool begins_header_block(Lines const &lines, std::size_t at) {
    auto const kind = header_line(lines[at]);
    if (kind == HeaderLine::none) return false;
    int others = 0;
    bool has_from = kind == HeaderLine::from;
    for (std::size_t i = at + 1; i < lines.size() && i <= at + 6; ++i) {
        auto const next = header_line(lines[i]);
        if (next == HeaderLine::from) has_from = true;
        if (next != HeaderLine::none) ++others;
    }
    return has_from && others > 0;
}

bool is_signature_mark(std::string_view line) {
    // RFC 3676 section 4.3 says "-- "; the space is lost on many ways.
    return line == "-- " || line == "--" || line == "--\t";
}

// What phones and mail programs add below.
bool is_program_line(std::string_view line) {
    auto const text = bare(line);
    if (text.empty() || text.size() > 200) return false;
    auto const lower = lower_ascii(text);
    if (starts_with_any(lower,
                        {"sent from my ", "sent from outlook", "sent from mail for",
                         "sent from yahoo", "sent from proton", "sent with proton",
                         "get outlook for", "sent from samsung", "sent via ", "sent from a "}))
        return true;
    static constexpr std::string_view devices[]{
        "iPhone", "iPad",           "Android",  "アンドロイド", "Xperia",
        "Galaxy", "スマートフォン", "スマホ",   "らくらくホン", "ドコモ",
        "docomo", "SoftBank",       "Y!mobile", "Outlook",      "Yahoo!メール",
        "携帯",   "AQUOS",          "arrows",   "Gmail",        "Windows"};
    if (contains_any(text, {"から送信", "より送信", "で送信", "を入手"}) &&
        std::any_of(std::begin(devices), std::end(devices),
                    [&](auto const device) { return text.find(device) != text.npos; }))
        return text.size() <= 120;
    return false;
}

bool is_decoration(std::string_view line) {
    auto const text = bare(line);
    return text.empty() || text.find_first_not_of("-_=*~+.") == text.npos;
}

void cut_program_lines(Lines &lines) {
    for (;;) {
        while (!lines.empty() && bare(lines.back()).empty()) lines.pop_back();
        if (lines.empty() || !is_program_line(lines.back())) return;
        lines.pop_back();
        // The rule some phones draw above it.
        while (!lines.empty() && is_decoration(lines.back())) lines.pop_back();
    }
}

std::string joined(Lines const &lines) {
    std::string out;
    for (auto const line : lines) {
        auto kept = line;
        while (kept.ends_with(' ') || kept.ends_with('\t') || kept.ends_with('\r'))
            kept.remove_suffix(1);
        if (!out.empty() || !kept.empty()) (out += kept) += '\n';
    }
    while (out.ends_with('\n')) out.pop_back();
    auto const text = bare(out);
    return std::string{text};
}

} // namespace

std::string new_text(std::string_view text) {
    auto const all = split(text, '\n');
    Lines kept;
    bool in_signature = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const line = all[i];
        if (is_quoted(line)) {
            // Text above a quotation, its signature with it, is whole.
            if (!in_signature) cut_program_lines(kept);
            in_signature = false;
            continue;
        }
        if (is_rule_before_original(line) || begins_header_block(all, i)) break;
        if (is_underline(line)) {
            auto next = i + 1;
            while (next < all.size() && bare(all[next]).empty()) ++next;
            if (next == all.size() || begins_header_block(all, next)) break;
        }
        // The line that introduces a quotation is folded over up to three lines.
        std::string folded;
        std::size_t introduces = 0;
        for (std::size_t count = 1; count <= 3 && i + count <= all.size(); ++count) {
            auto const next = bare(all[i + count - 1]);
            if (next.empty() || is_quoted(all[i + count - 1])) break;
            if (!folded.empty()) folded += ' ';
            folded += next;
            bool const begins = count == 1 || has_digit(bare(line)) ||
                                starts_with_any(bare(line), {"On ", "Le ", "Am "});
            if (begins && introduces_quotation(folded)) {
                introduces = count;
                break;
            }
        }
        if (introduces > 0) {
            auto next = i + introduces;
            while (next < all.size() && bare(all[next]).empty()) ++next;
            if (next == all.size() || is_quoted(all[next])) {
                cut_program_lines(kept);
                in_signature = false;
                i = i + introduces - 1;
                continue;
            }
            // Nothing marks what is quoted: as phones do it, everything below. Only a line that is
            // sure to be one ends the text so.
            if (folded.find('@') != folded.npos && folded.find('<') != folded.npos) break;
        }
        if (is_signature_mark(line)) in_signature = true;
        if (!in_signature) kept.push_back(line);
    }
    cut_program_lines(kept);
    return joined(kept);
}

} // namespace goen::mail_in
