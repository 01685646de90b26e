// SPDX-License-Identifier: Apache-2.0
#include "contacts/book_query.hpp"

#include "base/text.hpp"
#include "names/address_key.hpp"

#include <algorithm>

namespace goen::contacts {
namespace {

constexpr char postal_mark = '\x1d'; // typed text holds no control characters
constexpr std::string_view postal_sign = "〒";
constexpr std::size_t most_words = 12; // as NameQuery

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void add_whole_line(std::string &to, std::string_view line) {
    if (line.empty()) return;
    std::string const whole = '\n' + std::string{line};
    auto const at = to.find(whole);
    if (at != to.npos && (at + whole.size() == to.size() || to[at + whole.size()] == '\n')) return;
    to += whole;
}

// "100-0005" -> "1000005", "SW1A 1AA" -> "sw1a1aa".
std::string postal_key(std::string_view typed) {
    auto key = names::folded(typed);
    std::erase(key, ' ');
    return key;
}

std::vector<std::string_view> words_of(std::string_view typed) {
    std::vector<std::string_view> words;
    std::size_t start = 0;
    for (std::size_t at = 0; at <= typed.size();) {
        auto const here = at;
        char32_t const c = at < typed.size() ? next_code_point(typed, at) : U' ';
        bool const is_gap =
            c == ' ' || c == U'　' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0;
        if (is_gap && here > start) words.push_back(typed.substr(start, here - start));
        if (is_gap) start = at;
        if (here == typed.size()) break;
    }
    return words;
}

// How much of the text's beginning can be a piece of a number: digits, + and what groups them.
std::size_t number_size(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size(); end = at) {
        char32_t const c = names::phone_character(next_code_point(text, at));
        if (!(c >= '0' && c <= '9') && c != ' ' && c != '+' && c != '-' && c != '.' && c != '(' &&
            c != ')' && c != '/')
            break;
    }
    return end;
}
bool is_of_number(std::string_view text) { return number_size(text) == text.size(); }

} // namespace

BookQuery::BookQuery(std::string_view typed) {
    typed = trimmed(typed);
    auto const add = [&](std::string_view text) {
        if (text.starts_with(postal_sign)) {
            text.remove_prefix(postal_sign.size());
            auto const size = number_size(text); // 〒100-0005千代田区
            auto const key = postal_key(text.substr(0, size));
            text.remove_prefix(size);
            if (!key.empty()) parts_.push_back({names::NameQuery{""}, "", postal_mark + key, {}});
            if (text.empty()) return;
        }
        Part part{names::NameQuery{text}, names::address_key(text), "",
                  names::PhoneQuery::of(text)};
        if (part.place == names::folded(text)) part.place.clear();
        if (!part.words.empty() || part.number) parts_.push_back(std::move(part));
    };
    // "03-1234-5678 内線 9" is one number, "鈴木 03 1234" a word and a piece of one.
    if (names::PhoneQuery::of(typed)) {
        add(typed);
        return;
    }
    auto const words = words_of(typed);
    for (std::size_t i = 0; i < words.size() && parts_.size() < most_words; ++i) {
        std::string text{words[i]};
        bool const is_sign = text == postal_sign; // 〒 100-0005
        if (is_sign || is_of_number(text)) {
            for (; i + 1 < words.size() && is_of_number(words[i + 1]); ++i) {
                if (!is_sign) text += ' ';
                text += words[i + 1];
            }
        }
        add(text);
    }
}

bool BookQuery::Part::matches(std::string_view key) const {
    if (!words.empty() && words.matches(key)) return true;
    if (number && number->matches(key)) return true;
    return names::has_address(key, place) || (!postal.empty() && key.find(postal) != key.npos);
}

bool BookQuery::matches(std::string_view key) const {
    return std::all_of(parts_.begin(), parts_.end(),
                       [&](Part const &part) { return part.matches(key); });
}

void add_phone_lines(std::string &key, std::vector<card::Labelled> const &phones) {
    for (auto const &phone : phones) {
        add_whole_line(key, names::phone_line(phone.value));
        // What else was written there: 代表.
        if (!is_of_number(phone.value)) add_whole_line(key, names::folded(phone.value));
    }
}

void add_address_lines(std::string &key, card::Address const &address) {
    if (address.empty()) return;
    std::string whole;
    for (auto const *part :
         {&address.region, &address.locality, &address.street, &address.building}) {
        if (part->empty()) continue;
        // 東京都千代田区 is one word to whoever types it; Chiyoda Tokyo is two.
        bool const is_latin = static_cast<unsigned char>(part->front()) < 0x80 ||
                              (!whole.empty() && static_cast<unsigned char>(whole.back()) < 0x80);
        if (!whole.empty() && is_latin) whole += ' ';
        whole += *part;
    }
    add_whole_line(key, names::folded(whole));
    add_whole_line(key, names::address_key(whole));
    if (auto const code = postal_key(address.postal_code); !code.empty()) {
        add_whole_line(key, postal_mark + code);
        if (!std::all_of(code.begin(), code.end(), is_digit))
            add_whole_line(key, names::folded(address.postal_code));
    }
}

} // namespace goen::contacts
