// SPDX-License-Identifier: Apache-2.0
#include "card/card_check.hpp"

#include "account/account.hpp"
#include "base/text.hpp"
#include "names/name_characters.hpp"
#include "names/phone.hpp"

#include <algorithm>

namespace goen::card {
namespace {

Refusal refuse(char const *why) { return {Reason::invalid, why, {}, {}}; }
Refusal refuse(Sentence why) { return {Reason::invalid, std::move(why), {}, {}}; }

// Turns the direction of what follows it: a line that reads otherwise than it is stored has no
// place on a card.
bool is_direction_control(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C;
}

// One line of text: trimmed, else as typed.
Result<std::string> checked_line(std::string_view typed, std::size_t max = max_text) {
    auto const text = trimmed(typed);
    if (!is_clean_utf8(text) || text.find_first_of("\t\r\n") != text.npos) {
        return refuse(N_("Please enter a single line without control characters."));
    }
    if (count_code_points(text) > max) {
        return refuse(
            Sentence{N_("Please keep this to {1} characters or fewer."), {std::to_string(max)}});
    }
    // A label of U+200B would pass for one and be shown as nothing. White space alone is an empty
    // field.
    if (names::is_blank(typed) && typed.find_first_not_of(" \t\r\n") != typed.npos &&
        typed != "　") {
        return refuse(
            N_("This contains only invisible characters. Please leave it empty or type it again."));
    }
    for (std::size_t at = 0; at < text.size();) {
        if (is_direction_control(next_code_point(text, at))) {
            return refuse(N_("This contains invisible characters that change the direction of the "
                             "text. Please type it again."));
        }
    }
    return std::string{text};
}

// ASCII of a digit or sign typed full width (０９０－…), else the code point itself.
char32_t narrow(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    switch (c) {
    case 0x3000:
    case 0x00A0: return ' ';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x30FC:
    case 0xFF70: return '-';
    default: return c;
    }
}

// Digits and the signs between them as a telephone takes them, words (内線) as they are.
std::string narrowed(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at), narrow_c = narrow(c);
        bool const is_of_number = (narrow_c >= '0' && narrow_c <= '9') || narrow_c == '-' ||
                                  narrow_c == '+' || narrow_c == '(' || narrow_c == ')' ||
                                  narrow_c == ' ';
        append_utf8(out, is_of_number ? narrow_c : c);
    }
    return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Levels typed as one text are taken apart, so that a level never holds the sign that joins levels.
std::vector<std::string> taken_apart(std::vector<std::string> const &levels) {
    std::vector<std::string> out;
    for (auto const &level : levels) {
        std::string one;
        for (std::size_t at = 0; at < level.size();) {
            auto const c = next_code_point(level, at);
            if (c == '>' || c == 0xFF1E || c == 0x203A) {
                out.push_back(std::exchange(one, {}));
            } else {
                append_utf8(one, c);
            }
        }
        out.push_back(one);
    }
    return out;
}

class Check {
public:
    void fault(std::string field, Sentence why) {
        if (errors_.size() < 20) errors_.push_back({std::move(field), std::move(why)});
    }
    void line(std::string &text, std::string const &field, std::size_t max = max_text) {
        take(checked_line(text, max), text, field);
    }
    void take(Result<std::string> found, std::string &to, std::string const &field) {
        if (found) {
            to = std::move(*found);
        } else {
            fault(field, found.why().message);
        }
    }
    template <class List>
    bool is_too_long(List const &list, std::string const &field, std::size_t max = max_lines) {
        if (list.size() <= max) return false;
        fault(field, Sentence{N_("This has more than {1} entries."), {std::to_string(max)}});
        return true;
    }

    void side(Side &side, std::string const &path) {
        positions(side.positions, path + ".positions");
        address(side.address, path + ".address");
    }

    void labelled(std::vector<Labelled> &list, std::string const &path,
                  std::vector<std::string> const &labels,
                  Result<std::string> (*rule)(std::string_view)) {
        if (is_too_long(list, path)) return;
        for (std::size_t i = 0; i < list.size(); ++i) {
            auto &one = list[i];
            auto const at = path + "." + std::to_string(i);
            if (one.label.empty()) one.label = labels.front();
            if (std::find(labels.begin(), labels.end(), one.label) == labels.end()) {
                fault(at + ".label", N_("This label is not available."));
            }
            one.value = std::string{trimmed(one.value)};
            if (!one.value.empty()) take(rule(one.value), one.value, at + ".value");
        }
        std::erase_if(list, [](Labelled const &one) { return one.value.empty(); });
    }

    std::vector<FieldError> &errors() { return errors_; }

private:
    void positions(std::vector<Position> &positions, std::string const &path) {
        if (is_too_long(positions, path)) return;
        bool has_main = false;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            auto &one = positions[i];
            auto const at = path + "." + std::to_string(i);
            line(one.company, at + ".company");
            line(one.title, at + ".title");
            if (!is_too_long(one.department, at + ".department", max_levels)) {
                one.department = taken_apart(one.department);
                for (auto &level : one.department) line(level, at + ".department");
                std::erase(one.department, std::string{});
                is_too_long(one.department, at + ".department", max_levels);
            }
            if (one.main && std::exchange(has_main, true)) {
                fault(at + ".main", N_("Please choose only one main position."));
            }
        }
        std::erase_if(positions, [](Position const &p) {
            return p.company.empty() && p.department.empty() && p.title.empty();
        });
        auto const is_main = [](Position const &p) { return p.main; };
        if (!positions.empty() && std::none_of(positions.begin(), positions.end(), is_main))
            positions.front().main = true;
    }

    void address(Address &address, std::string const &path) {
        line(address.region, path + ".region");
        line(address.locality, path + ".locality");
        line(address.street, path + ".street");
        line(address.building, path + ".building");
        line(address.country, path + ".country");
        address.postal_code = std::string{trimmed(address.postal_code)};
        if (address.empty()) {
            address.country.clear();
            return;
        }
        if (address.country.empty()) address.country = "JP";
        for (auto &c : address.country)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (address.country.size() != 2 || !is_letter(address.country[0]) ||
            !is_letter(address.country[1])) {
            fault(path + ".country", N_("Please enter the country as two letters, such as JP."));
        }
        if (!address.postal_code.empty()) {
            take(checked_postal_code(address.postal_code, address.country), address.postal_code,
                 path + ".postal_code");
        }
    }

    std::vector<FieldError> errors_;
};

Result<std::string> checked_email(std::string_view typed) { return account::parse_email(typed); }

void check_all(Check &check, CardBody &card) {
    check.line(card.label, "label");
    check.side(card.ja, "sides.ja");
    check.side(card.en, "sides.en");
    static std::vector<std::string> const url_labels{"web", "home", "other"};
    check.labelled(card.emails, "emails", email_labels(), checked_email);
    check.labelled(card.phones, "phones", phone_labels(), checked_phone);
    check.labelled(card.urls, "urls", url_labels, checked_url);
    for (auto const &[part, tier] : card.show) {
        if (!is_showable(part)) check.fault("show." + part, N_("Cards do not have this part."));
        if (tier == Tier::owner)
            check.fault("show." + part, N_("This sharing level is not available."));
    }
}

Refusal refusal(std::vector<FieldError> errors) {
    return {Reason::invalid,
            N_("Some fields are missing or not valid. Please check the marked fields."),
            std::move(errors),
            {}};
}

} // namespace

std::vector<std::string> const &phone_labels() {
    static std::vector<std::string> const labels{"main", "direct",    "mobile",
                                                 "fax",  "extension", "home"};
    return labels;
}
std::vector<std::string> const &email_labels() {
    static std::vector<std::string> const labels{"work", "home", "other"};
    return labels;
}

bool is_showable(std::string_view part) {
    for (auto const *known :
         {"name", "positions", "emails", "phones", "address", "urls", "photo", "logo"}) {
        if (part == known) return true;
    }
    if (!part.starts_with("phones.")) return false;
    auto const &labels = phone_labels();
    return std::find(labels.begin(), labels.end(), part.substr(7)) != labels.end();
}

Result<std::string> checked_phone(std::string_view typed) {
    auto line = checked_line(typed);
    if (!line) return line;
    *line = narrowed(*line);
    // An extension is a number within a house: 0944 leads nowhere outside, and is right there.
    bool const is_extension =
        line->size() >= 2 && line->size() <= 8 && std::all_of(line->begin(), line->end(), is_digit);
    if (is_extension) return line;
    auto phone = names::Phone::parse(*line);
    if (!phone) return phone.why();
    return line;
}

Result<std::string> checked_url(std::string_view typed) {
    auto line = checked_line(typed, max_url);
    if (!line) return line;
    auto &url = *line;
    Sentence const why{N_("Please enter a web address that starts with http:// or https://.")};
    if (url.find_first_of(" \"<>\\^`{|}") != url.npos || url.find("　") != url.npos)
        return refuse(why);
    auto const lower = lower_ascii(url);
    if (!lower.starts_with("http://") && !lower.starts_with("https://")) {
        // mihon.example/about: no scheme at all is a habit; any other scheme is not for a card.
        if (url.find(':') != url.npos || url.starts_with("/") || url.find('.') == url.npos)
            return refuse(why);
        url.insert(0, "https://");
    }
    auto const host_at = url.find("//") + 2;
    auto const host = url.substr(host_at, url.find_first_of("/?#", host_at) - host_at);
    // A name before @ makes one host look like another.
    if (host.empty() || host.find('@') != host.npos || host.front() == '.' || host.front() == ':')
        return refuse(why);
    for (char const c : host) {
        bool const good = is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == ':' ||
                          c == '[' || c == ']' || static_cast<unsigned char>(c) >= 0x80;
        if (!good) return refuse(why);
    }
    return line;
}

Result<std::string> checked_postal_code(std::string_view typed, std::string_view country) {
    auto line = checked_line(typed, 20);
    if (!line) return line;
    if (country != "JP") return line;
    std::string digits;
    for (std::size_t at = 0; at < line->size();) {
        auto const c = narrow(next_code_point(*line, at));
        if (c >= '0' && c <= '9') {
            digits += static_cast<char>(c);
        } else if (c != '-' && c != ' ' && c != 0x3012) { // 〒
            return refuse(N_("Please enter a seven-digit postal code, such as 100-0005."));
        }
    }
    if (digits.size() != 7)
        return refuse(N_("Please enter a seven-digit postal code, such as 100-0005."));
    return digits.insert(3, "-");
}

Result<CardBody> checked(CardBody typed, names::PersonName name) {
    Check check;
    check_all(check, typed);
    if (!check.errors().empty()) return refusal(std::move(check.errors()));
    typed.name = std::move(name);
    return typed;
}

Done checked_name(names::PersonName const &name, std::string_view network_name) {
    if (!names::is_reserved(name, network_name)) return {};
    return Refusal{Reason::invalid,
                   N_("This name could be mistaken for the network itself. Please enter the name "
                      "you use at work."),
                   {{"name.family", N_("This name cannot be used.")}},
                   {}};
}

Done checked_new_name(names::PersonName const &name, names::PersonName const &before,
                      std::string_view network_name) {
    return name == before ? Done{} : checked_name(name, network_name);
}

Result<CardBody> checked(CardBody typed, names::NameInput const &name, names::NameRule rule) {
    Check check;
    auto parsed = names::PersonName::parse(name, rule);
    if (parsed) {
        typed.name = std::move(*parsed);
    } else if (parsed.why().fields.empty()) {
        check.fault("name", parsed.why().message);
    } else {
        for (auto const &error : parsed.why().fields) check.fault("name." + error.field, error.why);
    }
    check_all(check, typed);
    if (!check.errors().empty()) return refusal(std::move(check.errors()));
    return typed;
}

names::NameInput input_of(names::PersonName const &name) {
    return {name.family,     name.given,         name.middle,       name.family_kana,
            name.given_kana, name.family_romaji, name.given_romaji, name.order};
}

bool is_same(names::NameInput const &typed, names::PersonName const &name) {
    return typed.family == name.family && typed.given == name.given &&
           typed.middle == name.middle && typed.family_kana == name.family_kana &&
           typed.given_kana == name.given_kana && typed.family_romaji == name.family_romaji &&
           typed.given_romaji == name.given_romaji && typed.order == name.order;
}

} // namespace goen::card
