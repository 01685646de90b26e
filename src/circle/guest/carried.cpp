// SPDX-License-Identifier: Apache-2.0
#include "guest/carried.hpp"

namespace goen::guest {
namespace {

std::vector<vcard::Position> positions_of(card::Side const &side) {
    std::vector<vcard::Position> found;
    for (auto const &one : side.positions) {
        found.insert(one.main ? found.begin() : found.end(),
                     {one.company, one.department, one.title});
    }
    return found;
}

std::vector<vcard::Address> addresses_of(card::Side const &side) {
    auto const &a = side.address;
    if (a.empty()) return {};
    return {{a.building, a.street, a.locality, a.region, a.postal_code,
             a.country == "JP" ? "日本" : a.country}};
}

std::vector<std::string> phone_types(std::string_view label) {
    if (label == "mobile") return {"cell"};
    if (label == "fax") return {"work", "fax"};
    if (label == "home") return {"home"};
    return {"work"};
}

} // namespace

vcard::Person person_of(card::CardBody const &seen, i18n::Language reader) {
    vcard::Person person;
    auto const &name = seen.name;
    person.full_name = name.display(reader);
    person.name = {name.family, name.given, name.middle, "", ""};
    person.kana = {name.family_kana, name.given_kana, "", "", ""};
    person.romaji = {name.family_romaji, name.given_romaji, "", "", ""};
    auto ja = positions_of(seen.ja), en = positions_of(seen.en);
    auto ja_at = addresses_of(seen.ja), en_at = addresses_of(seen.en);
    // A card with one side only has that one, whatever its language.
    bool const has_ja = !seen.ja.empty();
    person.positions = has_ja ? std::move(ja) : en;
    person.addresses = has_ja ? std::move(ja_at) : en_at;
    if (has_ja) person.positions_en = std::move(en), person.addresses_en = std::move(en_at);
    for (auto const &one : seen.phones) {
        if (one.label != "extension")
            person.phones.push_back({one.value, phone_types(one.label), "", false});
    }
    for (auto const &one : seen.emails) {
        person.emails.push_back({one.value,
                                 one.label == "home" ? std::vector<std::string>{"home"}
                                                     : std::vector<std::string>{"work"},
                                 "", false});
    }
    for (auto const &one : seen.urls) person.urls.push_back({one.value, {}, "", false});
    return person;
}

std::string vcard_file(card::CardBody const &seen, i18n::Language reader) {
    std::string file;
    vcard::write(file, person_of(seen, reader), vcard::Version::v30);
    return file;
}

} // namespace goen::guest
