// SPDX-License-Identifier: Apache-2.0
#include "admin/guest_list.hpp"

#include "base/text.hpp"
#include "csv/csv.hpp"
#include "names/kana.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace goen::admin {
namespace {

constexpr std::size_t most_rows = 1000;

struct Record {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

// With the separator found in the first line. Quotes that do not belong are told of only where a
// name or an address is the worse for it.
std::vector<Record> records(std::string const &text) {
    auto const first_line = text.substr(0, text.find('\n'));
    std::istringstream in{text};
    csv::Reader reader{in, first_line.find('\t') != first_line.npos ? '\t' : ','};
    std::vector<Record> all;
    std::vector<std::string> cells;
    while (all.size() <= most_rows + 1 && reader.next(cells) != csv::Reader::Got::end) {
        for (auto &cell : cells) cell = std::string{trimmed(cell)};
        if (cells.size() > 1 || !cells[0].empty())
            all.push_back({static_cast<std::size_t>(reader.line()), cells});
    }
    return all;
}

enum class Column { other, mail, name, family, given, kana, family_kana, given_kana, language };

Column column_of(std::string_view head) {
    static std::map<std::string, Column, std::less<>> const known{
        {"メール", Column::mail},
        {"メールアドレス", Column::mail},
        {"eメール", Column::mail},
        {"mail", Column::mail},
        {"email", Column::mail},
        {"e-mail", Column::mail},
        {"mail address", Column::mail},
        {"email address", Column::mail},
        {"アドレス", Column::mail},
        {"氏名", Column::name},
        {"名前", Column::name},
        {"お名前", Column::name},
        {"name", Column::name},
        {"full name", Column::name},
        {"姓", Column::family},
        {"氏", Column::family},
        {"苗字", Column::family},
        {"名字", Column::family},
        {"family", Column::family},
        {"family name", Column::family},
        {"last name", Column::family},
        {"名", Column::given},
        {"given", Column::given},
        {"given name", Column::given},
        {"first name", Column::given},
        {"ふりがな", Column::kana},
        {"フリガナ", Column::kana},
        {"よみ", Column::kana},
        {"よみがな", Column::kana},
        {"読み", Column::kana},
        {"カナ", Column::kana},
        {"kana", Column::kana},
        {"氏名カナ", Column::kana},
        {"せい", Column::family_kana},
        {"セイ", Column::family_kana},
        {"姓カナ", Column::family_kana},
        {"姓かな", Column::family_kana},
        {"姓(ふりがな)", Column::family_kana},
        {"family_kana", Column::family_kana},
        {"めい", Column::given_kana},
        {"メイ", Column::given_kana},
        {"名カナ", Column::given_kana},
        {"名かな", Column::given_kana},
        {"名(ふりがな)", Column::given_kana},
        {"given_kana", Column::given_kana},
        {"言語", Column::language},
        {"language", Column::language}};
    auto const found = known.find(lower_ascii(head));
    return found == known.end() ? Column::other : found->second;
}

// A list without a line of column names tells by what is in it: an address, a reading, a name.
std::vector<Column> columns_by_content(Record const &record) {
    std::vector<Column> columns;
    bool has_name = false, has_kana = false, has_mail = false;
    for (auto const &cell : record.cells) {
        auto column = Column::other;
        if (!has_mail && cell.find('@') != cell.npos && account::parse_email(cell)) {
            column = Column::mail, has_mail = true;
        } else if (has_name && !has_kana && !cell.empty() && names::hiragana(cell)) {
            column = Column::kana, has_kana = true;
        } else if (!has_name && !cell.empty()) {
            column = Column::name, has_name = true;
        }
        columns.push_back(column);
    }
    return columns;
}

// "山田 太郎", with a space of any width; without one it is all family name, for the guest to put
// right.
void split_name(std::string const &whole, std::string &family, std::string &given) {
    for (std::size_t at = 0; at < whole.size();) {
        auto const here = at;
        char32_t const c = next_code_point(whole, at);
        if (c != ' ' && c != 0x3000 && c != '\t') continue;
        family = whole.substr(0, here);
        given = trimmed(std::string_view{whole}.substr(at));
        return;
    }
    family = whole;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

GuestRow guest_of(Record const &record, std::vector<Column> const &columns,
                  std::set<std::string> &seen) {
    account::Invitee guest;
    std::string mail, language;
    for (std::size_t i = 0; i < record.cells.size() && i < columns.size(); ++i) {
        auto const &cell = record.cells[i];
        switch (columns[i]) {
        case Column::mail: mail = cell; break;
        case Column::name: split_name(cell, guest.name.family, guest.name.given); break;
        case Column::family: guest.name.family = cell; break;
        case Column::given: guest.name.given = cell; break;
        case Column::kana: split_name(cell, guest.name.family_kana, guest.name.given_kana); break;
        case Column::family_kana: guest.name.family_kana = cell; break;
        case Column::given_kana: guest.name.given_kana = cell; break;
        case Column::language: language = lower_ascii(cell); break;
        case Column::other: break;
        }
    }
    GuestRow row{record.line, guest.name.family + ' ' + guest.name.given + ' ' + mail, Sentence{}};
    if (row.shown.size() > 300) {
        row.what = Sentence{N_("This line is too long.")};
        row.shown = "…";
        return row;
    }
    auto const email = account::parse_email(mail);
    if (!email) {
        row.what = email.why().message;
        return row;
    }
    if (!seen.insert(account::mail_key(*email)).second) {
        row.what = Sentence{N_("This address appears more than once in the list.")};
        return row;
    }
    guest.email = *email;
    bool const has_name = !guest.name.family.empty() || !guest.name.given.empty();
    if (has_name) {
        auto const name = names::PersonName::parse(guest.name, names::NameRule::contact);
        if (!name) {
            row.what =
                name.why().fields.empty() ? name.why().message : name.why().fields.front().why;
            return row;
        }
    }
    bool const speaks_english =
        language == "en" || language == "english" || language == "英語" ||
        (language.empty() && has_name && is_ascii(guest.name.family + guest.name.given));
    guest.language = speaks_english ? i18n::Language::en : i18n::Language::ja;
    row.what = std::move(guest);
    return row;
}

// Without a byte order mark, and with "\n" at the end of each line.
std::string cleaned(std::string_view text) {
    return with_unix_lines(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
}

} // namespace

Result<std::vector<GuestRow>> read_guest_list(std::string_view text) {
    if (text.size() > (1u << 20))
        return Refusal{Reason::too_large,
                       N_("This list is too long. You can invite up to 1,000 people at a time."),
                       {},
                       {}};
    if (!is_clean_utf8(text))
        return Refusal{
            Reason::invalid, N_("This list contains characters that cannot be used."), {}, {}};
    auto const clean = cleaned(text);
    auto const all = records(clean);
    std::vector<Column> columns;
    if (!all.empty()) {
        for (auto const &head : all.front().cells) columns.push_back(column_of(head));
    }
    bool const is_bare = !all.empty() &&
                         std::count(columns.begin(), columns.end(), Column::other) ==
                             static_cast<std::ptrdiff_t>(columns.size()) &&
                         (columns = columns_by_content(all.front()),
                          std::count(columns.begin(), columns.end(), Column::mail) == 1);
    std::size_t const first = is_bare ? 0 : 1;
    if (all.size() <= first)
        return Refusal{Reason::invalid,
                       N_("Please enter a header row, followed by one line per person."),
                       {},
                       {}};
    if (all.size() > most_rows + 1)
        return Refusal{Reason::too_large,
                       N_("This list is too long. You can invite up to 1,000 people at a time."),
                       {},
                       {}};
    if (std::count(columns.begin(), columns.end(), Column::mail) != 1) {
        return Refusal{Reason::invalid,
                       N_("The first line must have exactly one email address column, for example: "
                          "氏名,メール"),
                       {},
                       {}};
    }
    std::vector<GuestRow> rows;
    std::set<std::string> seen;
    for (std::size_t i = first; i < all.size(); ++i)
        rows.push_back(guest_of(all[i], columns, seen));
    return rows;
}

std::string rest_of_list(std::string_view text, std::vector<GuestRow> const &rows,
                         std::vector<bool> const &is_kept) {
    auto const clean = cleaned(text);
    auto const lines = split(clean, '\n');
    std::string rest;
    // A row goes on up to the next one: a quoted cell may hold line breaks.
    auto const add = [&](std::size_t from, std::size_t until) {
        for (auto i = from; i < std::min(until, lines.size()); ++i) {
            if (!trimmed(lines[i]).empty()) rest += std::string{lines[i]} + '\n';
        }
    };
    if (rows.empty() || std::find(is_kept.begin(), is_kept.end(), true) == is_kept.end()) return {};
    add(0, rows.front().line - 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const until = i + 1 < rows.size() ? rows[i + 1].line - 1 : lines.size();
        if (is_kept[i]) add(rows[i].line - 1, until);
    }
    return rest;
}

} // namespace goen::admin
