// SPDX-License-Identifier: Apache-2.0
#include "transfer/book_file.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "names/variants.hpp"
#include "transfer/tag_cell.hpp"

#include <algorithm>

namespace goen::transfer {
namespace {

struct FormatWord {
    Format format;
    std::string_view name, type, extension;
};
constexpr FormatWord formats[] = {
    {Format::csv, "csv", "text/csv; charset=utf-8; header=present", "csv"},
    {Format::csv_cp932, "csv-cp932", "text/csv; charset=windows-31j; header=present", "csv"},
    {Format::vcard3, "vcard3", "text/vcard; charset=utf-8", "vcf"},
    {Format::vcard4, "vcard4", "text/vcard; charset=utf-8", "vcf"},
    {Format::jscontact, "jscontact", "application/jscontact+json", "json"},
    {Format::ldif, "ldif", "text/plain; charset=utf-8", "ldif"}};

FormatWord const &word_of(Format format) {
    for (auto const &one : formats) {
        if (one.format == format) return one;
    }
    return formats[0];
}

// 𠮷 -> 吉 for those who read Shift_JIS only.
std::string usual_shape(char32_t c) {
    // What stands in other places for the same sign in Windows' table.
    switch (c) {
    case 0x00A5: return "\\";
    case 0x00A0: return " ";
    case 0x2013: return "－";
    default: break;
    }
    auto const usual = names::common_shape(c);
    std::string out;
    if (usual != c) append_utf8(out, usual);
    return out;
}

std::string joined(std::vector<std::string> const &parts, std::string_view by) {
    std::string out;
    for (auto const &part : parts) out += (out.empty() ? std::string{} : std::string{by}) + part;
    return out;
}

card::Position const *first_of(card::Side const &side) {
    for (auto const &position : side.positions) {
        if (position.main) return &position;
    }
    return side.positions.empty() ? nullptr : &side.positions.front();
}

// The n-th number with a label.
std::string number(card::CardBody const &body, std::string_view label) {
    for (auto const &phone : body.phones) {
        if (phone.label == label) return phone.value;
    }
    return {};
}

i18n::LooseDate first_of(Dates const &dates, reminder::Kind kind) {
    for (auto const &one : dates) {
        if (one.kind == kind) return one.date;
    }
    return {};
}
std::string written(i18n::LooseDate date) {
    return date == i18n::LooseDate{} ? std::string{} : vcard::written(date);
}

// RFC 2849: safe text as it is, the rest in base64, lines folded at 76.
void ldif_line(std::string &to, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    bool const is_safe =
        value.front() != ' ' && value.front() != ':' && value.front() != '<' &&
        value.back() != ' ' &&
        std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    std::string line{name};
    line += is_safe ? ": " : ":: ";
    line += is_safe ? std::string{value} : base64(value);
    for (std::size_t at = 0, room = 76; at < line.size(); room = 75) {
        if (at > 0) to += ' ';
        to.append(line, at, room);
        to += '\n';
        at += room;
    }
}

// RFC 4514: what parts one name from the next.
std::string dn_value(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == ',' || c == '+' || c == '"' || c == '\\' || c == '<' || c == '>' || c == ';' ||
            c == '=' || c == '#')
            out += '\\';
        out += c == '\n' || c == '\r' ? ' ' : c;
    }
    return std::string{trimmed(out)};
}

} // namespace

std::string_view to_string(Format format) { return word_of(format).name; }
std::optional<Format> format_of(std::string_view name) {
    for (auto const &one : formats) {
        if (one.name == name) return one.format;
    }
    return {};
}
std::vector<std::string> const &format_names() {
    static auto const all = [] {
        std::vector<std::string> names;
        for (auto const &one : formats) names.emplace_back(one.name);
        return names;
    }();
    return all;
}
std::string_view media_type(Format format) { return word_of(format).type; }
std::string_view extension(Format format) { return word_of(format).extension; }

void append_cell(std::string &to, std::string_view text) {
    std::string guarded;
    for (std::string_view const start : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
        if (!text.starts_with(start)) continue;
        guarded = "'" + std::string{text};
        text = guarded;
        break;
    }
    if (text.find_first_of("\",\r\n") == text.npos) {
        to += text;
        return;
    }
    to += '"';
    for (char const c : text) {
        if (c == '"') to += '"';
        to += c;
    }
    to += '"';
}

void BookWriter::begin(std::string &to) {
    if (format_ == Format::jscontact) to += "[";
    if (format_ == Format::ldif) to += "version: 1\n";
    if (format_ != Format::csv && format_ != Format::csv_cp932) return;
    // Excel takes CSV for Shift_JIS unless it begins with the mark.
    if (format_ == Format::csv) to += "\xEF\xBB\xBF";
    // In its own words, which our import knows in either language.
    static constexpr std::pair<char const *, char const *> columns[] = {
        {"姓", "Family Name"},
        {"名", "Given Name"},
        {"ミドルネーム", "Middle Name"},
        {"せい", "Family Kana"},
        {"めい", "Given Kana"},
        {"姓（ローマ字）", "Family Romaji"},
        {"名（ローマ字）", "Given Romaji"},
        {"表示順", "Name Order"},
        {"会社名", "Company"},
        {"部署", "Department"},
        {"役職", "Job Title"},
        {"会社名（英語）", "Company (English)"},
        {"部署（英語）", "Department (English)"},
        {"役職（英語）", "Title (English)"},
        {"メール", "E-mail"},
        {"メール2", "Mail 2"},
        {"メール3", "Mail 3"},
        {"電話（代表）", "Phone (Main)"},
        {"電話（直通）", "Phone (Direct)"},
        {"携帯電話", "Mobile"},
        {"FAX", "FAX"},
        {"電話（内線）", "Phone (Extension)"},
        {"電話（自宅）", "Phone (Home)"},
        {"郵便番号", "Postal Code"},
        {"都道府県", "Prefecture"},
        {"市区町村", "City"},
        {"番地", "Street"},
        {"建物", "Building"},
        {"国", "Country"},
        {"URL", "URL"},
        {"タグ", "Tags"},
        {"メモ", "Memo"},
        {"会った日", "Met On"},
        {"会った場所", "Met At"},
        {"誕生日", "Birthday"},
        {"つながった日", "Connected On"},
    };
    std::string line;
    for (auto const &[ja, en] : columns) {
        if (!line.empty()) line += ',';
        append_cell(line, words_.is_ja() ? ja : en);
    }
    line += "\r\n";
    to += format_ == Format::csv ? line : i18n::to_cp932(line, usual_shape, missing_);
}

void BookWriter::csv(std::string &to, contacts::Contact const &contact, Dates const &dates) {
    auto const &body = contact.body;
    auto const &name = body.name;
    auto const *ja = first_of(body.ja), *en = first_of(body.en);
    auto const &address = body.ja.address.empty() ? body.en.address : body.ja.address;
    auto const at = [](std::vector<card::Labelled> const &list, std::size_t i) {
        return i < list.size() ? list[i].value : std::string{};
    };
    contacts::Meeting const met = contact.met.empty() ? contacts::Meeting{} : contact.met.front();
    std::string const cells[] = {name.family,
                                 name.given,
                                 name.middle,
                                 name.family_kana,
                                 name.given_kana,
                                 name.family_romaji,
                                 name.given_romaji,
                                 name.order == names::Order::given_first ? "given_first"
                                                                         : "family_first",
                                 ja ? ja->company : "",
                                 ja ? joined(ja->department, " > ") : "",
                                 ja ? ja->title : "",
                                 en ? en->company : "",
                                 en ? joined(en->department, " > ") : "",
                                 en ? en->title : "",
                                 at(body.emails, 0),
                                 at(body.emails, 1),
                                 at(body.emails, 2),
                                 number(body, "main"),
                                 number(body, "direct"),
                                 number(body, "mobile"),
                                 number(body, "fax"),
                                 number(body, "extension"),
                                 number(body, "home"),
                                 address.postal_code,
                                 address.region,
                                 address.locality,
                                 address.street,
                                 address.building,
                                 address.empty() ? "" : address.country,
                                 at(body.urls, 0),
                                 tag_cell(contact.tags, words_.is_ja() ? "、" : ", "),
                                 contact.memo,
                                 met.on ? iso_date(*met.on) : "",
                                 met.place,
                                 written(first_of(dates, reminder::Kind::birthday)),
                                 written(first_of(dates, reminder::Kind::connected))};
    bool is_first = true;
    for (auto const &cell : cells) {
        if (!std::exchange(is_first, false)) to += ',';
        append_cell(to, cell);
    }
    to += "\r\n";
}

void BookWriter::ldif(std::string &to, contacts::Contact const &contact, Dates const &dates) {
    auto const &body = contact.body;
    auto const &name = body.name;
    auto const shown = name.display();
    auto const mail = body.emails.empty() ? std::string{} : body.emails[0].value;
    to += '\n';
    // The number makes each one apart: two people may share a name and have no mail.
    ldif_line(to, "dn",
              "cn=" + dn_value(shown) + (mail.empty() ? "" : ",mail=" + dn_value(mail)) +
                  ",uid=" + contact.id.text());
    for (char const *const kind :
         {"top", "person", "organizationalPerson", "inetOrgPerson", "mozillaAbPersonAlpha"})
        ldif_line(to, "objectClass", kind);
    ldif_line(to, "uid", contact.id.text());
    ldif_line(to, "cn", shown.empty() ? "-" : shown);
    ldif_line(to, "sn", name.family.empty() ? (shown.empty() ? "-" : shown) : name.family);
    ldif_line(to, "givenName", name.given);
    for (auto const &[what, value] : {std::pair{"sn;lang-ja;phonetic", name.family_kana},
                                      {"givenName;lang-ja;phonetic", name.given_kana},
                                      {"sn;lang-en", name.family_romaji},
                                      {"givenName;lang-en", name.given_romaji}})
        ldif_line(to, what, value);
    auto const *position = first_of(body.ja) ? first_of(body.ja) : first_of(body.en);
    if (position) {
        ldif_line(to, "o", position->company);
        for (auto const &level : position->department) ldif_line(to, "ou", level);
        ldif_line(to, "title", position->title);
    }
    for (auto const &email : body.emails) ldif_line(to, "mail", email.value);
    for (auto const &phone : body.phones) {
        ldif_line(to,
                  phone.label == "mobile" ? "mobile"
                  : phone.label == "fax"  ? "facsimileTelephoneNumber"
                  : phone.label == "home" ? "homePhone"
                                          : "telephoneNumber",
                  phone.value);
    }
    auto const &address = body.ja.address.empty() ? body.en.address : body.ja.address;
    if (!address.empty()) {
        ldif_line(to, "street",
                  address.building.empty() ? address.street
                                           : address.street + " " + address.building);
        ldif_line(to, "l", address.locality), ldif_line(to, "st", address.region),
            ldif_line(to, "postalCode", address.postal_code);
        ldif_line(to, "c", address.country);
    }
    for (auto const &url : body.urls) ldif_line(to, "labeledURI", url.value);
    // As Thunderbird has them (mozillaAbPersonAlpha).
    auto const born = first_of(dates, reminder::Kind::birthday);
    for (auto const &[what, value] : {std::pair{"birthyear", static_cast<unsigned>(born.year)},
                                      {"birthmonth", born.month},
                                      {"birthday", born.day}})
        ldif_line(to, what, value == 0 ? "" : std::to_string(value));
    ldif_line(to, "description", contact.memo);
}

void BookWriter::add(std::string &to, contacts::Contact const &contact, Dates const &dates) {
    // A member's card that shows nothing to me is no contact for a phone.
    if (contact.body.name.empty()) return;
    ++count_;
    switch (format_) {
    case Format::csv: csv(to, contact, dates); break;
    case Format::csv_cp932: {
        std::string line;
        csv(line, contact, dates);
        to += i18n::to_cp932(line, usual_shape, missing_);
        break;
    }
    case Format::vcard3:
    case Format::vcard4: {
        auto person = person_of(contact, Notes::with, public_url_);
        put_dates(person, dates);
        vcard::write(to, person,
                     format_ == Format::vcard3 ? vcard::Version::v30 : vcard::Version::v40);
        break;
    }
    case Format::jscontact:
        to += count_ > 1 ? ",\n" : "\n";
        to += jscontact(contact, public_url_, dates);
        break;
    case Format::ldif: ldif(to, contact, dates); break;
    }
}

void BookWriter::end(std::string &to) {
    if (format_ == Format::jscontact) to += count_ ? "\n]\n" : "]\n";
}

std::string attachment(std::string_view file_name) {
    std::string plain, whole;
    for (std::size_t at = 0; at < file_name.size();) {
        auto const c = next_code_point(file_name, at);
        bool const is_bad = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == '/' || c == '\\' ||
                            c == ':' || c == 0x202E || c == 0x2028 || c == 0x2029;
        if (is_bad) continue;
        append_utf8(whole, c);
        plain += c < 0x80 && c != '"' && c != '%' && c != ';' ? static_cast<char>(c) : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encoded(whole);
}

} // namespace goen::transfer
