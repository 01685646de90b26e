// SPDX-License-Identifier: Apache-2.0
#include "transfer/people_file.hpp"

#include "base/text.hpp"
#include "csv/csv.hpp"
#include "i18n/dates.hpp"
#include "transfer/people_columns.hpp"
#include "transfer/tag_cell.hpp"

#include <algorithm>
#include <map>
#include <streambuf>

namespace goen::transfer {
namespace {

Refusal refuse(Reason reason, Sentence why) { return {reason, std::move(why), {}, {}}; }

// A text read as a stream without being copied.
class TextBuffer final : public std::streambuf {
public:
    explicit TextBuffer(std::string_view text) {
        auto *const from = const_cast<char *>(text.data()); // only ever read from
        setg(from, from, from + text.size());
    }
};

std::string clean(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
            if (c != '\r' || at >= text.size() || text[at] != '\n') out += '\n';
        } else if ((c >= 0x20 || c == '\n' || c == '\t') && !(c >= 0x7F && c <= 0x9F) &&
                   c != 0xFFFE && c != 0xFFFF) {
            append_utf8(out, c);
        }
    }
    std::string_view shown = trimmed(out);
    // Our own export, and others, put ' before what a spreadsheet would take for a formula.
    if (shown.size() > 1 && shown[0] == '\'') {
        auto const rest = shown.substr(1);
        for (std::string_view const start : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
            if (rest.starts_with(start)) return std::string{rest};
        }
    }
    return std::string{shown};
}

// Google joins several values in a cell.
std::vector<std::string> values_of(std::string const &cell) {
    std::vector<std::string> out;
    for (std::size_t from = 0;;) {
        auto const end = cell.find(" ::: ", from);
        auto const one =
            trimmed(std::string_view{cell}.substr(from, end == cell.npos ? end : end - from));
        if (!one.empty()) out.emplace_back(one);
        if (end == cell.npos) return out;
        from = end + 5;
    }
}

std::string label_of_google(std::string_view written) {
    auto text = lower_ascii(trimmed(written));
    if (text.starts_with("* ")) text.erase(0, 2);
    if (text.find("fax") != text.npos || text.find("ファックス") != text.npos) return "fax";
    if (text == "mobile" || text == "携帯") return "mobile";
    if (text == "home" || text == "自宅") return "home";
    if (text == "main" || text == "代表" || text == "work" || text == "勤務先") return "main";
    return {};
}

// 東京都千代田区… -> 東京都, the rest.
void split_prefecture(std::string_view whole, vcard::Address &to) {
    for (std::string_view const special : {"北海道", "東京都", "京都府", "大阪府"}) {
        if (!whole.starts_with(special)) continue;
        to.region = special;
        to.street = trimmed(whole.substr(special.size()));
        return;
    }
    auto const at = whole.find("県");
    if (at != whole.npos && at >= 6 && at <= 9) { // two or three characters before it
        to.region = whole.substr(0, at + 3);
        to.street = trimmed(whole.substr(at + 3));
        return;
    }
    to.street = whole;
}

void split_address(std::string_view written, vcard::Address &to) {
    auto text = trimmed(written);
    if (text.starts_with("〒")) {
        auto const end = std::min(text.find('\n'), text.find(' '));
        to.postal_code = text.substr(0, end);
        text = end == text.npos ? std::string_view{} : trimmed(text.substr(end));
    }
    auto const line = text.find('\n');
    if (line != text.npos) {
        to.building = trimmed(text.substr(line));
        text = trimmed(text.substr(0, line));
    }
    split_prefecture(text, to);
}

Incoming row_of(std::vector<std::string> const &cells, std::vector<Column> const &columns,
                i18n::Words const &words) {
    Draft draft;
    std::string order;
    card::Position ja, en;
    std::map<int, vcard::Address> addresses;
    std::map<int, std::string> phone_labels;
    std::vector<std::pair<int, card::Labelled>> phones;
    contacts::Meeting met;
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) {
        auto const &column = columns[i];
        if (column.what == What::nothing) continue;
        auto const cell = clean(cells[i]);
        if (cell.empty()) continue;
        auto const levels = [&](std::vector<std::string> &to) {
            to = {cell};
        }; // the card's gate takes > apart
        auto &address = addresses[column.number];
        switch (column.what) {
        case What::nothing:
        case What::label:
            if (cell == "1") draft.tags.push_back(column.heading);
            break;
        case What::name: draft.full_name = cell; break;
        case What::family: draft.name.family = cell; break;
        case What::given: draft.name.given = cell; break;
        case What::middle: draft.name.middle = cell; break;
        case What::name_kana: draft.full_kana = cell; break;
        case What::family_kana: draft.name.family_kana = cell; break;
        case What::given_kana: draft.name.given_kana = cell; break;
        case What::family_romaji: draft.name.family_romaji = cell; break;
        case What::given_romaji: draft.name.given_romaji = cell; break;
        case What::prefix: draft.prefix = cell; break;
        case What::suffix: draft.suffix = cell; break;
        case What::nickname: draft.nickname = cell; break;
        case What::company: ja.company = cell; break;
        case What::department: levels(ja.department); break;
        case What::title: ja.title = cell; break;
        case What::company_en: en.company = cell; break;
        case What::department_en: levels(en.department); break;
        case What::title_en: en.title = cell; break;
        case What::email:
            for (auto &value : values_of(cell)) draft.emails.push_back({"", std::move(value)});
            break;
        case What::phone:
            for (auto &value : values_of(cell))
                phones.push_back({column.number, {column.label, std::move(value)}});
            break;
        case What::phone_label: phone_labels[column.number] = label_of_google(cell); break;
        case What::url:
            for (auto &value : values_of(cell)) draft.urls.push_back({"web", std::move(value)});
            break;
        case What::postal_code: address.postal_code = cell; break;
        case What::region: address.region = cell; break;
        case What::locality: address.locality = cell; break;
        case What::street: address.street = cell; break;
        case What::building: address.building = cell; break;
        case What::country: address.country = cell; break;
        case What::address:
            // Beside its parts (Google's "Formatted") the whole is only said again.
            if (address.street.empty() && address.region.empty() && address.locality.empty()) {
                auto const code = address.postal_code;
                split_address(cell, address);
                if (address.postal_code.empty()) address.postal_code = code;
            }
            break;
        case What::tags:
            for (auto const &value : values_of(cell)) {
                // Google's labels are separated by " ::: " alone.
                bool const is_label =
                    column.heading == "Labels" || column.heading == "Group Membership";
                for (auto &tag : is_label ? std::vector{tag_of_label(value)} : tags_of_cell(value))
                    draft.tags.push_back(std::move(tag));
            }
            break;
        case What::note: draft.note += (draft.note.empty() ? "" : "\n") + cell; break;
        case What::birthday:
            if (cell != "00/0/0" && cell != "0/0/00" && cell != "0000-00-00") draft.birthday = cell;
            break;
        case What::met_on:
            if (auto const date = i18n::read_date(cell); date && date->month && date->day) {
                met.on = Date{std::chrono::year{date->year}, std::chrono::month{*date->month},
                              std::chrono::day{*date->day}};
            } else {
                draft.note += (draft.note.empty() ? "" : "\n") + column.heading + ": " + cell;
            }
            break;
        case What::connected_on: draft.dates.push_back({"つながった日", cell}); break;
        case What::met_where: met.place = cell.substr(0, 600); break;
        case What::order: order = cell; break;
        }
    }
    if (order == "given_first") draft.order = names::Order::given_first;
    if (order == "family_first") draft.order = names::Order::family_first;
    if (!(ja == card::Position{})) draft.positions = {std::move(ja)};
    if (!(en == card::Position{})) draft.positions_en = {std::move(en)};
    for (auto &[number, phone] : phones) {
        if (auto const found = phone_labels.find(number);
            found != phone_labels.end() && phone.label.empty())
            phone.label = found->second;
        draft.phones.push_back(std::move(phone));
    }
    for (auto &[number, address] : addresses) {
        if (address.empty()) continue;
        // A postal code or a country alone is no address.
        if (!(address.street + address.locality + address.region + address.building +
              address.postal_code)
                 .empty())
            draft.addresses.push_back(std::move(address));
    }
    if (met.on || !met.place.empty()) draft.met.push_back(std::move(met));
    return incoming(std::move(draft), words);
}

bool says_who(What what) {
    return what == What::name || what == What::family || what == What::given ||
           what == What::company || what == What::email || what == What::phone;
}

// The line of column names, within the first twenty records: some programs write notes above it.
struct Heading {
    std::vector<std::string> cells;
    std::vector<Column> columns;
    int records_before = 0;
};
std::optional<Heading> heading_of(std::string_view text, char by) {
    TextBuffer buffer{text};
    std::istream in{&buffer};
    csv::Reader reader{in, by};
    Heading heading;
    for (int i = 0; i < 20; ++i) {
        auto const got = reader.next(heading.cells);
        if (got == csv::Reader::Got::end) break;
        if (got == csv::Reader::Got::bad || heading.cells.size() < 2) continue;
        std::size_t known = 0;
        heading.columns = columns_of(heading.cells, known);
        bool const has_who = std::any_of(heading.columns.begin(), heading.columns.end(),
                                         [](Column const &c) { return says_who(c.what); });
        if (known >= 2 && has_who) {
            heading.records_before = i + 1;
            return heading;
        }
    }
    return {};
}

// What is plainly another kind of file is called by its name, and what to do instead.
std::optional<Sentence> other_kind(std::string_view text) {
    auto const start = trimmed(text.substr(0, 4096));
    if (start.empty()) return N_("This file is empty.");
    if (start.starts_with("PK\x03\x04"))
        return N_("This is a ZIP file. Please unpack it and upload the file inside.");
    if (start.starts_with("%PDF"))
        return N_("This is a PDF. Please save the list as vCard (.vcf) or CSV.");
    if (start.front() == '<')
        return N_("This is a web page (HTML or XML), not a list of contacts. Please save the list "
                  "as vCard (.vcf) or CSV.");
    if (start.front() == '{' || start.starts_with("["))
        return N_("JSON files are not supported. Please save the list as vCard (.vcf) or CSV.");
    return {};
}

Result<FileFacts> read_csv(std::string_view text, i18n::Words const &words,
                           EachIncoming const &each, FileFacts facts) {
    std::string with_line_feeds;
    if (text.find('\n') == text.npos && text.find('\r') != text.npos) {
        with_line_feeds = text;
        std::replace(with_line_feeds.begin(), with_line_feeds.end(), '\r', '\n');
        text = with_line_feeds;
    }
    std::optional<Heading> heading;
    char by = ',';
    for (char const sign : {',', '\t', ';'}) {
        heading = heading_of(text, sign);
        by = sign;
        if (heading) break;
    }
    if (!heading) {
        if (auto const why = other_kind(text)) return refuse(Reason::invalid, *why);
        return refuse(
            Reason::invalid,
            N_("No header row was found. Please include one, such as: 姓,名,会社名,メール"));
    }
    facts.format = "csv";
    TextBuffer buffer{text};
    std::istream in{&buffer};
    csv::Reader reader{in, by};
    std::vector<std::string> cells;
    for (int i = 0; i < heading->records_before; ++i) (void)reader.next(cells);
    std::size_t rows = 0;
    for (;;) {
        auto const got = reader.next(cells);
        if (got == csv::Reader::Got::end) return facts;
        if (cells == heading->cells) continue; // some files say it again
        if (got == csv::Reader::Got::record &&
            std::all_of(cells.begin(), cells.end(),
                        [](auto const &c) { return trimmed(c).empty(); }))
            continue;
        if (++rows > max_people) {
            facts.was_cut = true;
            return facts;
        }
        Incoming incoming;
        if (got == csv::Reader::Got::bad) {
            incoming.refused = N_("This line could not be read. Its quotation marks do not match, "
                                  "or it is too long.");
        } else {
            incoming = row_of(cells, heading->columns, words);
        }
        if (!each(reader.line(), std::move(incoming))) return facts;
    }
}

} // namespace

Result<FileFacts> read_people(std::string_view file, std::optional<i18n::Charset> charset,
                              i18n::Words const &words, EachIncoming const &each) {
    if (file.size() > max_people_file) {
        return refuse(Reason::too_large, {N_("This file is larger than {1} MB."),
                                          {std::to_string(max_people_file >> 20)}});
    }
    FileFacts facts;
    if (vcard::looks_like_vcard(file)) {
        facts.format = "vcard";
        std::int64_t number = 0;
        vcard::Limits limits;
        limits.file = max_people_file;
        limits.cards = max_people;
        auto const read = vcard::read(
            file, charset,
            [&](vcard::Person &&person, std::vector<vcard::Warning> &&warnings, std::size_t) {
                return each(++number, incoming(person, warnings, words));
            },
            limits);
        if (!read) return read.why();
        facts.charset = read->charset;
        facts.was_cut = read->was_cut;
        return facts;
    }
    if (auto const why = other_kind(file.starts_with("\xEF\xBB\xBF") ? file.substr(3) : file))
        return refuse(Reason::invalid, *why);
    auto const found = charset ? charset : i18n::charset_of(file);
    if (!found) {
        return refuse(Reason::invalid, N_("The character encoding of this file could not be "
                                          "detected. Please choose it and upload the file again."));
    }
    facts.charset = *found;
    if (*found == i18n::Charset::utf8) {
        auto text = file.starts_with("\xEF\xBB\xBF") ? file.substr(3) : file;
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // some programs write it twice
        if (!is_utf8(text))
            return refuse(Reason::invalid, {N_("This file could not be read as {1}."),
                                            {std::string{name_of(*found)}}});
        return read_csv(text, words, each, facts);
    }
    auto const text = i18n::decoded(file, *found);
    if (!text)
        return refuse(Reason::invalid,
                      {N_("This file could not be read as {1}."), {std::string{name_of(*found)}}});
    return read_csv(*text, words, each, facts);
}

} // namespace goen::transfer
