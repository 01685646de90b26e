// SPDX-License-Identifier: Apache-2.0
#include "vcard/qr_text.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::vcard {
namespace {

// Into a text value: \ ; , and line ends escaped, every kind of line end (also U+2028, U+2029,
// U+0085), and what iOS never gets over (control characters, U+FFFE) left out. So no value can
// begin a second property.
void append_text(std::string &to, std::string_view text) {
    bool const is_plain = std::none_of(text.begin(), text.end(), [](char c) {
        auto const u = static_cast<unsigned char>(c);
        return u < 0x20 || c == '\\' || c == ';' || c == ',' || u == 0x7F || u == 0xC2 ||
               u == 0xE2 || u == 0xEF;
    });
    if (is_plain) {
        to += text;
        return;
    }
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        switch (c) {
        case '\\': to += "\\\\"; break;
        case ';': to += "\\;"; break;
        case ',': to += "\\,"; break;
        case '\r':
            if (at < text.size() && text[at] == '\n') ++at;
            to += "\\n";
            break;
        case '\n':
        case 0x85:
        case 0x2028:
        case 0x2029: to += "\\n"; break;
        case '\t': to += '\t'; break;
        default:
            if (c >= 0x20 && !(c >= 0x7F && c <= 0x9F) && c != 0xFFFE && c != 0xFFFF)
                append_utf8(to, c);
        }
    }
}

// One line: what stands in a value that has no \n (links, numbers, parameters).
std::string one_line(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if (c >= 0x20 && !(c >= 0x7F && c <= 0x9F) && c != 0x2028 && c != 0x2029 && c != 0xFFFE &&
            c != 0xFFFF)
            append_utf8(out, c);
    }
    return out;
}

class Writer {
public:
    Writer(std::string &to, Version version) : to_(to), version_(version) {}

    Writer &begin(std::string_view name, std::string_view group = {}) {
        start_ = to_.size();
        if (!group.empty()) to_ += group, to_ += '.';
        to_ += name;
        return *this;
    }
    Writer &parameter(std::string_view markup) { return to_ += markup, *this; }
    Writer &value() { return to_ += ':', *this; }
    Writer &text(std::string_view text) { return append_text(to_, text), *this; }
    Writer &raw(std::string_view text) { return to_ += text, *this; }
    void end() {
        fold();
        to_ += "\r\n";
    }
    void line(std::string_view name, std::string_view value) {
        begin(name).value().text(value).end();
    }
    Version version() const { return version_; }
    std::string &out() { return to_; }

private:
    // RFC 6350 section 3.2: at most 75 octets a line, the space in front counted.
    void fold() {
        if (to_.size() - start_ <= 75) return;
        std::string const line = to_.substr(start_);
        to_.resize(start_);
        std::size_t at = 0, room = 75;
        while (line.size() - at > room) {
            auto end = at + room;
            while (end > at && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
            to_.append(line, at, end - at);
            to_ += "\r\n ";
            at = end;
            room = 74;
        }
        to_.append(line, at);
    }

    std::string &to_;
    Version version_;
    std::size_t start_ = 0;
};

std::string without_hyphens(std::string text) {
    std::erase(text, '-');
    return text;
}

void name_parts(Writer &writer, Name const &name) {
    writer.text(name.family)
        .raw(";")
        .text(name.given)
        .raw(";")
        .text(name.middle)
        .raw(";")
        .text(name.prefix)
        .raw(";")
        .text(name.suffix);
}

std::string full_name_of(Person const &person) {
    if (!person.full_name.empty()) return person.full_name;
    std::string out;
    for (auto const *part : {&person.name.family, &person.name.given, &person.name.middle}) {
        if (!part->empty()) out += (out.empty() ? "" : " ") + *part;
    }
    if (out.empty() && !person.positions.empty()) out = person.positions[0].company;
    return out;
}

void org(Writer &writer, Position const &position, std::string_view group,
         std::string_view parameters) {
    if (!position.company.empty() || !position.department.empty()) {
        writer.begin("ORG", group).parameter(parameters).value().text(position.company);
        for (auto const &level : position.department) writer.raw(";").text(level);
        writer.end();
    }
    if (!position.title.empty())
        writer.begin("TITLE", group).parameter(parameters).value().text(position.title).end();
}

// A word for TYPE: letters, digits and hyphens; anything else cannot be a type.
bool is_type(std::string_view text) {
    return !text.empty() && text.size() < 30 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
}

void labelled(Writer &writer, std::string_view name, Labelled const &one, std::string_view group,
              std::string_view base_type) {
    auto const value = one_line(one.value);
    if (value.empty()) return;
    bool const has_label = !one.label.empty();
    writer.begin(name, has_label ? group : std::string_view{});
    bool const is_old = writer.version() != Version::v40;
    // TYPE=A;TYPE=B and never TYPE="A,B": phones have shown the quote.
    if (is_old && !base_type.empty()) writer.parameter(";TYPE=").parameter(base_type);
    for (auto const &type : one.types) {
        if (!is_type(type)) continue;
        writer.parameter(";TYPE=");
        if (is_old) {
            std::string upper;
            for (char const c : type)
                upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            writer.parameter(upper);
        } else {
            writer.parameter(type);
        }
    }
    if (one.is_preferred) writer.parameter(is_old ? ";TYPE=PREF" : ";PREF=1");
    writer.value();
    // Links are URIs: nothing is escaped in them. Numbers and mail addresses are text.
    if (name == "URL") {
        writer.raw(value);
    } else {
        writer.text(value);
    }
    writer.end();
    if (has_label) writer.begin("X-ABLabel", group).value().text(one.label).end();
}

// A year that is not known is written by each version in its own way; X-ABDATE has but Apple's.
// What 3.0 has no form for (a year alone), and what is no date, is text and says so.
void day(Writer &writer, std::string_view name, std::string_view group, std::string_view value) {
    if (trimmed(value).empty()) return;
    writer.begin(name, group);
    auto const date = day_of(value);
    bool const is_40 = writer.version() == Version::v40 && name != "X-ABDATE";
    if (!date || (!is_40 && !date->has_day())) {
        bool const is_text = !date || name != "X-ABDATE";
        writer.parameter(is_text ? ";VALUE=text" : "").value().text(one_line(value)).end();
        return;
    }
    auto text = written(*date);
    if (is_40) {
        // RFC 6350 has the short form only, but for a year with its month.
        if (date->has_day()) text = (date->year == 0 ? "--" : "") + without_hyphens(text);
    } else if (date->year == 0) {
        writer.parameter(";X-APPLE-OMIT-YEAR=1604");
        text = "1604" + text.substr(1);
    }
    writer.value().raw(text).end();
}

void address(Writer &writer, Address const &address, std::string_view parameters,
             std::string_view group) {
    writer.begin("ADR", group).parameter(parameters);
    writer.parameter(writer.version() == Version::v40
                         ? (address.is_home ? ";TYPE=home" : ";TYPE=work")
                         : (address.is_home ? ";TYPE=HOME" : ";TYPE=WORK"));
    // The building goes on a second line of the street: the extended address is shown by no phone.
    auto street = address.street;
    if (!address.building.empty()) street += "\n" + address.building;
    writer.value()
        .raw(";;")
        .text(street)
        .raw(";")
        .text(address.locality)
        .raw(";")
        .text(address.region);
    writer.raw(";").text(address.postal_code).raw(";").text(address.country).end();
}

void names_of_30(Writer &writer, Person const &person) {
    writer.begin("N").value();
    name_parts(writer, person.name);
    writer.end();
    writer.line("FN", full_name_of(person));
    if (!person.kana.given.empty()) writer.line("X-PHONETIC-FIRST-NAME", person.kana.given);
    if (!person.kana.middle.empty()) writer.line("X-PHONETIC-MIDDLE-NAME", person.kana.middle);
    if (!person.kana.family.empty()) writer.line("X-PHONETIC-LAST-NAME", person.kana.family);
}

// RFC 9554 section 3: the same name in another script or its reading stands beside it under one
// ALTID.
void names_of_40(Writer &writer, Person const &person) {
    bool const has_other = !person.kana.empty() || !person.romaji.empty();
    auto const full = full_name_of(person);
    if (person.romaji.empty()) {
        writer.line("FN", full);
    } else {
        writer.begin("FN").parameter(";ALTID=1").value().text(full).end();
        std::string latin = person.romaji.given;
        for (auto const *part : {&person.romaji.middle, &person.romaji.family}) {
            if (!part->empty()) latin += (latin.empty() ? "" : " ") + *part;
        }
        writer.begin("FN").parameter(";ALTID=1;LANGUAGE=en").value().text(latin).end();
    }
    auto const put = [&](Name const &name, std::string_view parameters) {
        writer.begin("N").parameter(parameters).value();
        name_parts(writer, name);
        writer.end();
    };
    put(person.name, has_other ? ";ALTID=1" : "");
    if (!person.kana.empty()) put(person.kana, ";ALTID=1;PHONETIC=script;SCRIPT=Hira;LANGUAGE=ja");
    if (!person.romaji.empty()) put(person.romaji, ";ALTID=1;LANGUAGE=en");
}

} // namespace

void write(std::string &to, Person const &person, Version version) {
    Writer writer{to, version};
    bool const is_40 = version == Version::v40;
    to += is_40 ? "BEGIN:VCARD\r\nVERSION:4.0\r\n" : "BEGIN:VCARD\r\nVERSION:3.0\r\n";
    writer.line("PRODID", "-//goen//goen//EN");
    if (!person.uid.empty()) writer.begin("UID").value().raw(one_line(person.uid)).end();
    if (is_40) {
        names_of_40(writer, person);
        if (person.is_company) writer.line("KIND", "org");
    } else {
        names_of_30(writer, person);
        if (person.is_company) writer.line("X-ABShowAs", "COMPANY");
    }
    if (!person.nickname.empty()) writer.line("NICKNAME", person.nickname);

    if (!is_40) {
        // Phones read the first one only: of the card's own language, or the English one when there
        // is no other.
        auto const &positions = person.positions.empty() ? person.positions_en : person.positions;
        for (std::size_t i = 0; i < positions.size(); ++i)
            org(writer, positions[i], i == 0 ? "" : "post" + std::to_string(i + 1), "");
        auto const &addresses = person.addresses.empty() ? person.addresses_en : person.addresses;
        for (auto const &one : addresses) address(writer, one, "", "");
    } else {
        auto const both = std::max(person.positions.size(), person.positions_en.size());
        bool const has_both = !person.positions.empty() && !person.positions_en.empty();
        for (std::size_t i = 0; i < both; ++i) {
            // Groups keep a company and its title together; ALTID says that two languages speak of
            // one post.
            auto const group =
                both > 1 || has_both ? "post" + std::to_string(i + 1) : std::string{};
            auto const altid = has_both ? ";ALTID=" + std::to_string(i + 1) : std::string{};
            if (i < person.positions.size()) org(writer, person.positions[i], group, altid);
            if (i < person.positions_en.size()) {
                org(writer, person.positions_en[i], group.empty() ? "" : group + "en",
                    altid + ";LANGUAGE=en");
            }
        }
        auto const most = std::max(person.addresses.size(), person.addresses_en.size());
        bool const has_two = !person.addresses.empty() && !person.addresses_en.empty();
        for (std::size_t i = 0; i < most; ++i) {
            auto const altid = has_two ? ";ALTID=" + std::to_string(i + 1) : std::string{};
            if (i < person.addresses.size()) address(writer, person.addresses[i], altid, "");
            if (i < person.addresses_en.size())
                address(writer, person.addresses_en[i], altid + ";LANGUAGE=en", "");
        }
    }
    std::size_t item = 0;
    auto const group = [&item](Labelled const &one) {
        return one.label.empty() ? std::string{} : "item" + std::to_string(++item);
    };
    for (auto const &phone : person.phones)
        labelled(writer, "TEL", phone, group(phone), phone.has("fax") ? "" : "VOICE");
    for (auto const &email : person.emails)
        labelled(writer, "EMAIL", email, group(email), "INTERNET");
    for (auto const &url : person.urls) labelled(writer, "URL", url, group(url), "");
    auto const apples = [&](std::string_view label, std::string_view value) {
        auto const name = "item" + std::to_string(++item);
        day(writer, "X-ABDATE", name, value);
        writer.begin("X-ABLabel", name).value();
        // What Apple shows in the reader's own language.
        if (label.empty() || label == "anniversary") {
            writer.raw(label.empty() ? "_$!<Other>!$_" : "_$!<Anniversary>!$_");
        } else {
            writer.text(label);
        }
        writer.end();
    };
    day(writer, "BDAY", "", person.birthday);
    if (is_40) {
        day(writer, "ANNIVERSARY", "", person.anniversary);
    } else if (!person.anniversary.empty()) {
        apples("anniversary", person.anniversary); // 3.0 has none of its own
    }
    for (auto const &one : person.dates) apples(one.label, one.value);
    if (!person.categories.empty()) {
        writer.begin("CATEGORIES").value();
        for (std::size_t i = 0; i < person.categories.size(); ++i) {
            if (i > 0) writer.raw(",");
            writer.text(person.categories[i]);
        }
        writer.end();
    }
    if (!person.note.empty()) writer.line("NOTE", person.note);
    if (!person.revised.empty()) writer.begin("REV").value().raw(one_line(person.revised)).end();
    to += "END:VCARD\r\n";
}

std::string_view media_type(Version version) {
    switch (version) {
    case Version::v21: return "text/x-vcard; charset=utf-8";
    case Version::v30: return "text/vcard; charset=utf-8; version=3.0";
    case Version::v40: return "text/vcard; charset=utf-8; version=4.0";
    }
    return "text/vcard";
}

namespace {

// The number a phone should call: a mobile one, then a direct line, then any but a fax.
Labelled const *best_phone(Person const &person) {
    for (std::string_view const type : {"cell", "work"}) {
        for (auto const &phone : person.phones) {
            if (phone.has(type) && !phone.has("fax")) return &phone;
        }
    }
    for (auto const &phone : person.phones) {
        if (!phone.has("fax")) return &phone;
    }
    return nullptr;
}

} // namespace

std::string qr_vcard(Person const &person, std::size_t most_bytes) {
    std::string out = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
    Writer writer{out, Version::v30};
    names_of_30(writer, person);
    constexpr std::string_view end = "END:VCARD\r\n";
    // Whole properties as long as they fit; so the card is always well formed.
    auto const offer = [&](auto &&add) {
        auto const before = out.size();
        add();
        if (out.size() + end.size() > most_bytes) out.resize(before);
    };
    auto const &positions = person.positions.empty() ? person.positions_en : person.positions;
    if (auto const *phone = best_phone(person))
        offer([&] { labelled(writer, "TEL", {phone->value, phone->types, "", false}, "", ""); });
    if (!person.emails.empty())
        offer([&] { writer.line("EMAIL", one_line(person.emails[0].value)); });
    if (!positions.empty()) {
        offer([&] { org(writer, {positions[0].company, {}, ""}, "", ""); });
        offer([&] { org(writer, {"", {}, positions[0].title}, "", ""); });
    }
    if (!person.urls.empty())
        offer([&] { labelled(writer, "URL", {person.urls[0].value, {}, "", false}, "", ""); });
    out += end;
    return out;
}

std::string mecard(Person const &person, std::size_t most_bytes) {
    auto const escaped = [](std::string_view text) {
        std::string out;
        for (char const c : one_line(text)) {
            if (c == '\\' || c == ';' || c == ',' || c == ':' || c == '"') out += '\\';
            out += c;
        }
        return out;
    };
    // Without the comma all of it would become the family name.
    auto const pair = [&](Name const &name) {
        return escaped(name.family) + "," + escaped(name.given);
    };
    auto const &name =
        person.name.empty() ? Name{full_name_of(person), "", "", "", ""} : person.name;
    std::string out = "MECARD:N:" + pair(name) + ";";
    auto const offer = [&](std::string_view key, std::string const &value) {
        if (value.empty() || out.size() + key.size() + value.size() + 3 > most_bytes) return;
        out += key, out += ':', out += value, out += ';';
    };
    if (!person.kana.empty()) offer("SOUND", pair(person.kana));
    if (auto const *phone = best_phone(person)) offer("TEL", escaped(phone->value));
    if (!person.emails.empty()) offer("EMAIL", escaped(person.emails[0].value));
    auto const &positions = person.positions.empty() ? person.positions_en : person.positions;
    if (!positions.empty()) offer("ORG", escaped(positions[0].company));
    if (!person.urls.empty()) offer("URL", escaped(person.urls[0].value));
    return out + ";";
}

} // namespace goen::vcard
