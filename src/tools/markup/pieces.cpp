// SPDX-License-Identifier: Apache-2.0
#include "markup/pieces.hpp"

#include "base/text.hpp"
#include "i18n/host_name.hpp"
#include "markup/markup.hpp"

#include <algorithm>

namespace goen::markup {
namespace {

constexpr std::size_t longest_url = 2000;
constexpr std::size_t longest_shown = 80;

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_letter(char c) { return is_alnum(c) && (c < '0' || c > '9'); }
bool is_ascii(char c) { return (c & 0x80) == 0; }

// RFC 3986: reserved, unreserved and the percent sign.
bool is_url_character(char c) {
    return is_alnum(c) || std::string_view{"-._~:/?#[]@!$&'()*+,;=%"}.find(c) != std::string::npos;
}

// Letters that may stand in a host beside ASCII: no punctuation, no spaces, no full-width signs.
bool is_host_letter(char32_t c) {
    if (c < 0xC0 || (c >= 0x2000 && c < 0x2C00)) return false;
    if (c >= 0x3000 && c < 0x3040) return c == 0x3005 || c == 0x3007; // 々 〇
    return !(c >= 0xD800 && c < 0xF900) && !(c >= 0xFE00 && c < 0x10000);
}

// Of "http://" or "https://" in any case at the start; 0 when there is none.
std::size_t scheme_size(std::string_view text) {
    auto const start = lower_ascii(text.substr(0, 8));
    if (start == "https://") return 8;
    return start.starts_with("http://") ? 7 : 0;
}

std::size_t authority_size(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size() && i < longest_url) {
        if (is_ascii(text[i])) {
            if (!is_url_character(text[i]) || text[i] == '/' || text[i] == '?' || text[i] == '#')
                break;
            ++i;
            continue;
        }
        auto next = i;
        if (!is_host_letter(next_code_point(text, next))) break;
        i = next;
    }
    return i;
}

// Where a host that Japanese text follows directly really ends: "goen.exampleをご覧" after
// "example", "例え.jp" and "例え.テスト/" at their end. 0: nowhere sensible.
std::size_t host_end(std::string_view authority, bool text_follows) {
    std::size_t label = 0;
    std::size_t count = 0;
    for (;;) {
        auto const end = std::min(authority.find_first_of(".:", label), authority.size());
        auto const foreign = static_cast<std::size_t>(
            std::find_if_not(authority.begin() + static_cast<std::ptrdiff_t>(label),
                             authority.begin() + static_cast<std::ptrdiff_t>(end), is_ascii) -
            authority.begin());
        bool const is_last = end == authority.size() || authority[end] == ':';
        bool const is_mixed = foreign != end && foreign != label;
        bool const could_be_top =
            count > 0 && foreign - label >= 2 &&
            std::all_of(authority.begin() + static_cast<std::ptrdiff_t>(label),
                        authority.begin() + static_cast<std::ptrdiff_t>(foreign), is_letter);
        if (is_mixed && (could_be_top || is_last)) return foreign;
        if (is_last) {
            // A top-level name in Japanese cannot be told from the sentence that goes on.
            bool const is_foreign = foreign == label && foreign != end;
            return is_foreign && text_follows ? 0 : authority.size();
        }
        label = end + 1;
        ++count;
    }
}

// Without the punctuation of the sentence around it.
std::size_t without_trailing(std::string_view url) {
    auto round = std::count(url.begin(), url.end(), ')') - std::count(url.begin(), url.end(), '(');
    auto square = std::count(url.begin(), url.end(), ']') - std::count(url.begin(), url.end(), '[');
    auto size = url.size();
    while (size > 0) {
        char const last = url[size - 1];
        if (last == ')' && round > 0)
            --round;
        else if (last == ']' && square > 0)
            --square;
        else if (std::string_view{".,:;!?'"}.find(last) == std::string::npos)
            break;
        --size;
    }
    return size;
}

struct Found {
    std::size_t size = 0;  // of the URL; 0 when it is none
    std::size_t looked_at; // what need not be looked at again
};

// Of the text that begins with "http".
Found url_at(std::string_view text) {
    auto const start = scheme_size(text);
    if (start == 0) return {0, 4};
    auto const authority = text.substr(start, authority_size(text.substr(start)));
    auto const after = start + authority.size();
    char const next = after < text.size() ? text[after] : ' ';
    auto const host = host_end(authority, !is_ascii(next));
    if (host == 0) return {0, after};
    auto end = start + host;
    if (host == authority.size()) {
        while (end < text.size() && is_url_character(text[end])) ++end;
    }
    auto const size = without_trailing(text.substr(0, end));
    return {size > start ? size : 0, end};
}

// "@[17]" at the start; 0 when it is none.
std::size_t mention_at(std::string_view text, MemberId &member) {
    constexpr std::size_t longest = 19 + 3;
    if (!text.starts_with("@[")) return 0;
    auto const end = text.substr(0, longest).find(']');
    if (end == text.npos) return 0;
    auto const id = MemberId::parse(text.substr(2, end - 2));
    if (!id || id->value <= 0) return 0;
    member = *id;
    return end + 1;
}

// Japanese and accented letters and Japanese punctuation: nothing that is invisible or turns the
// direction of writing.
bool is_readable(char32_t c) {
    return (c >= 0xC0 && c <= 0x24F) || (c >= 0x3001 && c <= 0x3029) ||
           (c >= 0x3041 && c <= 0x30FF && c != 0x3097 && c != 0x3098) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAD9) || (c >= 0xFF01 && c <= 0xFF9F) ||
           (c >= 0x20000 && c <= 0x323AF);
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    auto const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The bytes that "%E5%B1…" stands for, as far as it goes on, at most one character.
std::string encoded_character(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i + 2 < text.size() && text[i] == '%' && bytes.size() < 4; i += 3) {
        auto const high = hex_digit(text[i + 1]);
        auto const low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) break;
        bytes += static_cast<char>(high * 16 + low);
        if (is_utf8(bytes)) return bytes;
    }
    return {};
}

} // namespace

std::vector<Piece> pieces_of(std::string_view run) {
    std::vector<Piece> pieces;
    std::size_t written = 0;
    auto const put = [&](std::size_t at, std::size_t size, Piece piece) {
        if (at > written)
            pieces.push_back({Piece::Kind::text, run.substr(written, at - written), {}, {}});
        piece.text = run.substr(at, size);
        pieces.push_back(std::move(piece));
        written = at + size;
    };
    for (std::size_t at = 0; at < run.size();) {
        at = run.find_first_of("hH@", at);
        if (at == run.npos) break;
        auto const rest = run.substr(at);
        MemberId member;
        if (auto const size = mention_at(rest, member)) {
            put(at, size, {Piece::Kind::mention, {}, {}, member});
            at += size;
            continue;
        }
        bool const is_start = at == 0 || !is_alnum(run[at - 1]);
        if (rest[0] == '@' || !is_start || lower_ascii(rest.substr(0, 4)) != "http") {
            ++at;
            continue;
        }
        auto const found = url_at(rest);
        auto target = found.size > 0 ? web_target(rest.substr(0, found.size)) : std::nullopt;
        if (target) put(at, found.size, {Piece::Kind::link, {}, std::move(*target), {}});
        at += target ? found.size : found.looked_at;
    }
    if (written < run.size()) pieces.push_back({Piece::Kind::text, run.substr(written), {}, {}});
    return pieces;
}

std::optional<std::string> web_target(std::string_view url) {
    auto const start = scheme_size(url);
    if (start == 0 || url.size() > longest_url) return {};
    auto const authority = url.substr(start, url.find_first_of("/?#", start) - start);
    auto const colon = authority.find(':');
    auto const port = colon == authority.npos ? std::string_view{} : authority.substr(colon + 1);
    bool const is_port = port.size() <= 5 && std::all_of(port.begin(), port.end(), [](char c) {
                             return c >= '0' && c <= '9';
                         });
    auto const host = i18n::ascii_host(authority.substr(0, colon));
    if (!host || !is_port) return {};
    auto target = (start == 8 ? "https://" : "http://") + *host;
    if (!port.empty()) (target += ':') += port;
    for (char const c : url.substr(start + authority.size())) {
        if (is_url_character(c))
            target += c;
        else
            target += percent_encoded({&c, 1});
    }
    return target;
}

std::string readable_url(std::string_view target) {
    auto const start = scheme_size(target);
    auto const host_size = std::min(target.find_first_of(":/?#", start), target.size()) - start;
    std::string out{target.substr(0, start)};
    out += i18n::readable_host(target.substr(start, host_size));
    auto left = longest_shown;
    for (auto rest = target.substr(start + host_size); !rest.empty(); --left) {
        if (left == 0) return out + "…";
        auto const bytes = encoded_character(rest);
        std::size_t at = 0;
        if (!bytes.empty() && is_readable(next_code_point(bytes, at))) {
            out += bytes;
            rest.remove_prefix(bytes.size() * 3);
        } else {
            out += rest[0];
            rest.remove_prefix(1);
        }
    }
    return out;
}

std::string_view within_bounds(std::string_view text) {
    if (text.size() <= most_characters) return text;
    std::size_t at = 0;
    for (std::size_t count = 0; count < most_characters && at < text.size(); ++count)
        next_code_point(text, at);
    return text.substr(0, at);
}

} // namespace goen::markup
