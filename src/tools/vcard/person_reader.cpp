// SPDX-License-Identifier: Apache-2.0
#include "vcard/person_reader.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>

namespace goen::vcard {
namespace {

// The value's parts between unescaped `by`, each without its escapes. `commas` turns unescaped
// commas into spaces (N: several given names are one list).
std::vector<std::string> parts(std::string_view value, char by, Version version,
                               bool commas_are_spaces = false) {
    std::vector<std::string> out(1);
    for (std::size_t i = 0; i < value.size(); ++i) {
        char const c = value[i];
        if (c == '\\' && i + 1 < value.size()) {
            char const next = value[i + 1];
            if (next == '\\' || next == ';' || next == ',' || next == ':') {
                out.back() += next;
                ++i;
                continue;
            }
            if ((next == 'n' || next == 'N') && version != Version::v21) {
                out.back() += '\n';
                ++i;
                continue;
            }
        }
        if (c == by) {
            if (out.size() < 100) out.emplace_back();
        } else if (c == ',' && commas_are_spaces) {
            out.back() += ' ';
        } else {
            out.back() += c;
        }
    }
    for (auto &part : out) part = std::string{trimmed(part)};
    return out;
}
std::string whole(std::string_view value, Version version) {
    return parts(value, '\0', version)[0];
}

bool is_kana(std::string_view text) {
    bool has_some = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        bool const kana = (c >= 0x3041 && c <= 0x3096) || (c >= 0x309D && c <= 0x30FF) ||
                          (c >= 0xFF65 && c <= 0xFF9F);
        if (!kana && c != ' ' && c != 0x3000) return false;
        has_some |= kana;
    }
    return has_some;
}
bool is_eastern(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if ((c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
            (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF65 && c <= 0xFF9F) || c >= 0x20000)
            return true;
    }
    return false;
}

// 姓 名 parted by a space of any width.
std::pair<std::string, std::string> at_first_space(std::string_view text) {
    text = trimmed(text);
    for (std::size_t at = 0; at < text.size();) {
        auto const here = at;
        auto const c = next_code_point(text, at);
        if (c == ' ' || c == 0x3000)
            return {std::string{text.substr(0, here)}, std::string{trimmed(text.substr(at))}};
    }
    return {std::string{text}, {}};
}

Name name_of(std::vector<std::string> const &list) {
    Name name;
    std::string *const fields[] = {&name.family, &name.given, &name.middle, &name.prefix,
                                   &name.suffix};
    for (std::size_t i = 0; i < list.size() && i < 5; ++i) *fields[i] = list[i];
    return name;
}

bool is_english(Property const &property) {
    return lower_ascii(property.parameter("language")).starts_with("en");
}

struct Reader {
    std::vector<Property> const &properties;
    Version version = Version::v30;
    Person person;
    std::map<std::string, std::string> labels; // group -> X-ABLabel
    std::map<std::string, std::string> countries;

    void version_and_labels() {
        bool looks_old = false;
        bool has_version = false;
        for (auto const &property : properties) {
            if (property.name == "version") {
                auto const text = trimmed(property.value);
                has_version = true;
                version = text.starts_with("2")   ? Version::v21
                          : text.starts_with("4") ? Version::v40
                                                  : Version::v30;
            } else if (property.name == "x-ablabel" && !property.group.empty()) {
                labels[property.group] = property.value;
            } else if (property.name == "x-abadr" && !property.group.empty()) {
                countries[property.group] = property.value;
            }
            looks_old |= lower_ascii(property.parameter("encoding")) == "quoted-printable";
        }
        if (!has_version && looks_old) version = Version::v21;
    }

    void names() {
        std::vector<Property const *> plain;
        for (auto const &property : properties) {
            if (property.name != "n") continue;
            auto const script = lower_ascii(property.parameter("script"));
            auto const list = parts(property.value, ';', version, version != Version::v21);
            if (property.parameter("phonetic").empty()) {
                plain.push_back(&property);
            } else if (script == "latn") {
                if (person.romaji.empty()) person.romaji = name_of(list);
            } else if (person.kana.empty()) {
                person.kana = name_of(list);
            }
        }
        auto const first = std::find_if(plain.begin(), plain.end(),
                                        [](auto const *one) { return !is_english(*one); });
        for (auto const *one : plain) {
            auto const name = name_of(parts(one->value, ';', version, version != Version::v21));
            bool const is_main = first == plain.end() || one == *first || !is_english(*one);
            if (is_main && person.name.empty()) {
                person.name = name;
                sorted_as(one->parameter("sort-as"));
            } else if (!is_main && person.romaji.empty()) {
                person.romaji = name;
            }
        }
    }

    void sorted_as(std::string_view text) {
        if (!is_kana([&] {
                std::string bare{text};
                std::erase(bare, ';'), std::erase(bare, ',');
                return bare;
            }()))
            return;
        auto const at = text.find_first_of(";,");
        if (person.kana.family.empty()) person.kana.family = trimmed(text.substr(0, at));
        if (at != text.npos && person.kana.given.empty())
            person.kana.given = trimmed(text.substr(at + 1));
    }

    void readings() {
        auto const set = [](std::string &to, std::string value) {
            if (to.empty()) to = std::move(value);
        };
        for (auto const &property : properties) {
            auto const &name = property.name;
            if (name == "sound" && property.has_type("x-irmc-n")) {
                auto const list = name_of(parts(property.value, ';', version));
                // Phones that had one field wrote ﾔﾏﾀﾞ ﾀﾛｳ into the family's.
                auto const [family, given] = at_first_space(list.family);
                set(person.kana.family, list.given.empty() ? family : list.family);
                set(person.kana.given, list.given.empty() ? given : list.given);
            } else if (name == "x-phonetic-last-name") {
                set(person.kana.family, whole(property.value, version));
            } else if (name == "x-phonetic-first-name") {
                set(person.kana.given, whole(property.value, version));
            } else if (name == "x-phonetic-middle-name") {
                set(person.kana.middle, whole(property.value, version));
            }
        }
        for (auto const &property : properties) {
            if (property.name != "sort-string" || !person.kana.empty()) continue;
            auto const text = whole(property.value, version);
            if (!is_kana(text)) continue;
            std::tie(person.kana.family, person.kana.given) = at_first_space(text);
        }
    }

    void name_from_full_name() {
        if (!person.name.empty() || person.full_name.empty()) return;
        person.is_name_of_full_name = true;
        auto const [first, rest] = at_first_space(person.full_name);
        if (person.is_company || rest.empty()) {
            person.name.family = person.is_company ? person.full_name : first;
        } else if (is_eastern(person.full_name)) {
            person.name.family = first, person.name.given = rest;
        } else {
            auto const last = person.full_name.rfind(' ');
            person.name.given = trimmed(std::string_view{person.full_name}.substr(0, last));
            person.name.family = last == person.full_name.npos
                                     ? ""
                                     : trimmed(std::string_view{person.full_name}.substr(last + 1));
        }
    }

    struct Post {
        Position position;
        std::string group;
        bool has_org = false, has_title = false, is_preferred = false;
    };

    void positions() {
        std::vector<Post> posts[2]; // in the file's language, in English
        for (auto const &property : properties) {
            bool const is_org = property.name == "org", is_title = property.name == "title";
            if (!is_org && !is_title) continue;
            auto &list = posts[is_english(property) ? 1 : 0];
            if (list.size() >= 50) continue;
            auto const fits = [&](Post const &post) {
                return post.group == property.group && !(is_org ? post.has_org : post.has_title);
            };
            // A title belongs to the last company before it that has none, a company to a title
            // that stood alone.
            auto const found = std::find_if(list.rbegin(), list.rend(), fits);
            Post *post = nullptr;
            if (found != list.rend() && !(is_org && property.group.empty() && list.size() > 1)) {
                post = &*found;
            } else {
                list.push_back({{}, property.group, false, false, false});
                post = &list.back();
            }
            post->is_preferred |= property.has_type("pref") || property.parameter("pref") == "1";
            if (is_title) {
                post->has_title = true;
                post->position.title = whole(property.value, version);
            } else {
                post->has_org = true;
                auto units = parts(property.value, ';', version);
                post->position.company = units[0];
                units.erase(units.begin());
                std::erase(units, std::string{});
                post->position.department = std::move(units);
            }
        }
        for (int side = 0; side < 2; ++side) {
            auto &list = posts[side];
            std::stable_partition(list.begin(), list.end(),
                                  [](Post const &post) { return post.is_preferred; });
            for (auto &post : list) {
                if (!post.position.empty())
                    (side ? person.positions_en : person.positions)
                        .push_back(std::move(post.position));
            }
        }
        if (!person.positions.empty() || !person.positions_en.empty()) return;
        for (auto const &property : properties) {
            if (property.name == "role")
                return person.positions.push_back({"", {}, whole(property.value, version)});
        }
    }

    void address(Property const &property) {
        auto const list = parts(property.value, ';', version);
        auto const part = [&](std::size_t i) { return i < list.size() ? list[i] : std::string{}; };
        Address address;
        auto const both = [](std::string a, std::string const &b) {
            return a.empty() ? b : b.empty() || a == b ? a : a + " " + b;
        };
        address.building = both(part(0), part(1));
        address.street = part(2);
        address.locality = part(3), address.region = part(4), address.postal_code = part(5),
        address.country = part(6);
        if (auto const line = address.street.find('\n'); line != std::string::npos) {
            address.building =
                both(std::string{trimmed(std::string_view{address.street}.substr(line + 1))},
                     address.building);
            address.street = trimmed(std::string_view{address.street}.substr(0, line));
        }
        for (auto *field : {&address.building, &address.street, &address.locality, &address.region,
                            &address.postal_code, &address.country})
            std::replace(field->begin(), field->end(), '\n', ' ');
        if (address.country.empty() && countries.contains(property.group))
            address.country = countries[property.group];
        address.is_home = property.has_type("home");
        if (address.empty()) return;
        auto &to = is_english(property) ? person.addresses_en : person.addresses;
        if (property.has_type("pref")) {
            to.insert(to.begin(), std::move(address));
        } else if (to.size() < 50) {
            to.push_back(std::move(address));
        }
    }

    void labelled(Property const &property, std::vector<Labelled> &to, std::string_view scheme) {
        Labelled one;
        one.value = whole(property.value, version);
        if (lower_ascii(one.value.substr(0, scheme.size())) == scheme)
            one.value.erase(0, scheme.size());
        std::replace(one.value.begin(), one.value.end(), '\n', ' ');
        if (one.value.empty()) return;
        for (auto const &parameter : property.parameters) {
            if (parameter.name == "pref") one.is_preferred = true;
            if (parameter.name != "type") continue;
            auto type = lower_ascii(parameter.value);
            if (type == "pref") {
                one.is_preferred = true;
            } else if (type != "voice" && type != "internet" && !one.has(type) &&
                       one.types.size() < 10) {
                one.types.push_back(std::move(type));
            }
        }
        if (auto const found = labels.find(property.group);
            found != labels.end() && !property.group.empty()) {
            auto label = whole(found->second, version);
            if (label.starts_with("_$!<") && label.ends_with(">!$_")) {
                auto type = lower_ascii(label.substr(4, label.size() - 8));
                if (type == "homepage") type.clear();
                if (type == "mobile") type = "cell";
                if (!type.empty() && !one.has(type)) one.types.push_back(std::move(type));
            } else {
                one.label = std::move(label);
            }
        }
        to.push_back(std::move(one));
    }

    std::string day(Property const &property) const {
        auto text = whole(property.value, version);
        auto const omitted = property.parameter("x-apple-omit-year");
        if (!omitted.empty() && text.starts_with(omitted) && text.size() > 4)
            text = "-" + text.substr(4);
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }

    // Apple's own labels come as one word in lower case, as those of numbers do.
    void labelled_day(Property const &property) {
        Labelled one{day(property), {}, {}, false};
        if (one.value.empty() || person.dates.size() >= 50) return;
        if (auto const found = labels.find(property.group);
            found != labels.end() && !property.group.empty()) {
            one.label = whole(found->second, version);
            if (one.label.starts_with("_$!<") && one.label.ends_with(">!$_"))
                one.label = lower_ascii(one.label.substr(4, one.label.size() - 8));
            if (one.label == "other") one.label.clear();
            std::replace(one.label.begin(), one.label.end(), '\n', ' ');
        }
        if (one.label == "anniversary" && person.anniversary.empty()) {
            person.anniversary = std::move(one.value);
        } else {
            person.dates.push_back(std::move(one));
        }
    }

    Person read() {
        version_and_labels();
        for (auto const &property : properties) {
            auto const &name = property.name;
            auto const add_line = [](std::string &to, std::string text) {
                to += (to.empty() ? "" : "\n") + text;
            };
            if (name == "fn") {
                auto text = whole(property.value, version);
                std::replace(text.begin(), text.end(), '\n', ' ');
                if (person.full_name.empty() ||
                    (is_eastern(text) && !is_eastern(person.full_name) && !is_english(property)))
                    person.full_name = std::move(text);
            } else if (name == "tel" || name == "x-tel") {
                labelled(property, person.phones, "tel:");
            } else if (name == "email") {
                labelled(property, person.emails, "mailto:");
            } else if (name == "url" || name == "x-socialprofile" || name == "socialprofile") {
                labelled(property, person.urls, "url:");
            } else if (name == "adr") {
                address(property);
            } else if (name == "note") {
                add_line(person.note, whole(property.value, version));
            } else if (name == "nickname") {
                if (person.nickname.empty()) person.nickname = whole(property.value, version);
            } else if (name == "bday") {
                if (person.birthday.empty()) person.birthday = day(property);
            } else if (name == "anniversary" || name == "x-anniversary" ||
                       name == "x-evolution-anniversary" ||
                       name == "x-kaddressbook-x-anniversary" || name == "x-ms-anniversary") {
                if (person.anniversary.empty()) person.anniversary = day(property);
            } else if (name == "x-abdate") {
                labelled_day(property);
            } else if (name == "categories" || name == "x-gn") {
                for (auto &category : parts(property.value, ',', version)) {
                    if (!category.empty()) person.categories.push_back(std::move(category));
                }
            } else if (name == "uid") {
                person.uid = whole(property.value, version);
            } else if (name == "x-abshowas") {
                person.is_company |= lower_ascii(trimmed(property.value)) == "company";
            } else if (name == "kind" || name == "x-addressbookserver-kind") {
                auto const kind = lower_ascii(trimmed(property.value));
                person.is_company |= kind == "org";
                person.is_group |= kind == "group";
            }
        }
        names();
        readings();
        name_from_full_name();
        positions();
        for (auto *list : {&person.phones, &person.emails, &person.urls})
            std::stable_partition(list->begin(), list->end(),
                                  [](Labelled const &one) { return one.is_preferred; });
        for (auto *name : {&person.name, &person.kana, &person.romaji}) {
            for (auto *field :
                 {&name->family, &name->given, &name->middle, &name->prefix, &name->suffix})
                std::replace(field->begin(), field->end(), '\n', ' ');
        }
        return std::move(person);
    }
};

} // namespace

std::string_view Property::parameter(std::string_view lower_case_name) const {
    for (auto const &one : parameters) {
        if (one.name == lower_case_name) return one.value;
    }
    return {};
}

bool Property::has_type(std::string_view lower_case) const {
    for (auto const &one : parameters) {
        if (one.name == "type" && lower_ascii(one.value) == lower_case) return true;
    }
    return false;
}

bool Labelled::has(std::string_view type) const {
    return std::find(types.begin(), types.end(), type) != types.end();
}

Person person_of(std::vector<Property> const &properties) {
    Reader reader{properties, Version::v30, {}, {}, {}};
    return reader.read();
}

Person person_of_phone_text(std::string_view text) {
    Person person;
    text = trimmed(text);
    bool const is_mecard = lower_ascii(text.substr(0, 7)) == "mecard:";
    std::vector<std::pair<std::string, std::string>> fields;
    if (is_mecard) {
        text.remove_prefix(7);
        for (std::size_t at = 0; at < text.size() && fields.size() < 100;) {
            auto end = at;
            while (end < text.size() && text[end] != ';') end += text[end] == '\\' ? 2u : 1u;
            auto const field = text.substr(at, std::min(end, text.size()) - at);
            at = end + 1;
            auto const colon = field.find(':');
            if (colon == field.npos) continue;
            fields.emplace_back(lower_ascii(trimmed(field.substr(0, colon))),
                                field.substr(colon + 1));
        }
    } else {
        for (auto const line : split(text, '\n')) {
            auto const colon = line.find(':');
            if (colon == line.npos || fields.size() >= 100) continue;
            fields.emplace_back(lower_ascii(trimmed(line.substr(0, colon))),
                                trimmed(line.substr(colon + 1)));
        }
    }
    auto const plain = [](std::string_view value) { return whole(value, Version::v30); };
    auto const put_name = [](std::string_view value, Name &to) {
        auto const list = parts(value, ',', Version::v30);
        if (list.size() > 1) {
            to.family = list[0], to.given = list[1];
        } else {
            std::tie(to.family, to.given) = at_first_space(list[0]);
        }
    };
    for (auto const &[key, value] : fields) {
        if (key == "n" || key == "name1") {
            put_name(value, person.name);
        } else if (key == "sound" || key == "name2") {
            put_name(value, person.kana);
        } else if (key.starts_with("tel")) {
            person.phones.push_back({plain(value), {}, {}, false});
        } else if (key.starts_with("email") || key.starts_with("mail")) {
            person.emails.push_back({plain(value), {}, {}, false});
        } else if (key == "url") {
            person.urls.push_back({plain(value), {}, {}, false});
        } else if (key == "adr" || key == "add") {
            Address address;
            address.street = plain(value);
            if (!address.street.empty()) person.addresses.push_back(std::move(address));
        } else if (key == "org") {
            person.positions.push_back({plain(value), {}, {}});
        } else if (key == "title") {
            if (person.positions.empty()) person.positions.emplace_back();
            person.positions[0].title = plain(value);
        } else if (key == "bday") {
            person.birthday = plain(value);
        } else if (key == "note" || key == "memory") {
            person.note = plain(value);
        } else if (key == "nickname") {
            person.nickname = plain(value);
        }
    }
    for (auto *list : {&person.phones, &person.emails, &person.urls})
        std::erase_if(*list, [](Labelled const &one) { return one.value.empty(); });
    return person;
}

} // namespace goen::vcard
