// SPDX-License-Identifier: Apache-2.0
// Between vCards and the book: what a card of a file says as a row, and what a contact says as a
// vCard.
#include "base/text.hpp"
#include "transfer/incoming.hpp"

#include <algorithm>

namespace goen::transfer {
namespace {

struct Country {
    std::string_view written, code;
};
constexpr Country countries[] = {{"日本", "JP"},           {"日本国", "JP"},
                                 {"japan", "JP"},          {"usa", "US"},
                                 {"united states", "US"},  {"united states of america", "US"},
                                 {"u.s.a.", "US"},         {"アメリカ", "US"},
                                 {"アメリカ合衆国", "US"}, {"米国", "US"},
                                 {"china", "CN"},          {"中国", "CN"},
                                 {"中华人民共和国", "CN"}, {"korea", "KR"},
                                 {"south korea", "KR"},    {"韓国", "KR"},
                                 {"대한민국", "KR"},       {"taiwan", "TW"},
                                 {"台湾", "TW"},           {"hong kong", "HK"},
                                 {"香港", "HK"},           {"singapore", "SG"},
                                 {"シンガポール", "SG"},   {"thailand", "TH"},
                                 {"タイ", "TH"},           {"vietnam", "VN"},
                                 {"viet nam", "VN"},       {"ベトナム", "VN"},
                                 {"india", "IN"},          {"インド", "IN"},
                                 {"germany", "DE"},        {"deutschland", "DE"},
                                 {"ドイツ", "DE"},         {"france", "FR"},
                                 {"フランス", "FR"},       {"uk", "GB"},
                                 {"u.k.", "GB"},           {"united kingdom", "GB"},
                                 {"england", "GB"},        {"英国", "GB"},
                                 {"イギリス", "GB"},       {"italy", "IT"},
                                 {"イタリア", "IT"},       {"spain", "ES"},
                                 {"スペイン", "ES"},       {"australia", "AU"},
                                 {"オーストラリア", "AU"}, {"canada", "CA"},
                                 {"カナダ", "CA"},         {"brazil", "BR"},
                                 {"ブラジル", "BR"},       {"netherlands", "NL"},
                                 {"オランダ", "NL"},       {"switzerland", "CH"},
                                 {"スイス", "CH"}};

// TYPEs and a label -> the card's label; "" where the file says nothing.
std::string phone_label(vcard::Labelled const &phone) {
    auto const &label = phone.label;
    if (phone.has("fax") || phone.has("workfax") || phone.has("homefax") ||
        lower_ascii(label) == "fax" || label == "ＦＡＸ")
        return "fax";
    if (label == "直通" || lower_ascii(label) == "direct") return "direct";
    if (label == "内線" || lower_ascii(label) == "extension") return "extension";
    if (label == "代表" || lower_ascii(label) == "main") return "main";
    if (label == "携帯" || lower_ascii(label) == "mobile") return "mobile";
    if (phone.has("cell") || phone.has("mobile") || phone.has("iphone") || phone.has("pcs") ||
        phone.has("car"))
        return "mobile";
    if (phone.has("main") || phone.has("company")) return "main";
    if (phone.has("home")) return "home";
    if (phone.has("work")) return "main";
    return {};
}

} // namespace

std::string country_code(std::string_view written) {
    auto const text = lower_ascii(trimmed(written));
    if (text.size() == 2 && text[0] >= 'a' && text[0] <= 'z' && text[1] >= 'a' && text[1] <= 'z') {
        if (text == "uk") return "GB";
        std::string code;
        for (char const c : text) code += static_cast<char>(c - 'a' + 'A');
        return code;
    }
    for (auto const &[name, code] : countries) {
        if (text == name) return std::string{code};
    }
    return {};
}

Incoming incoming(vcard::Person const &person, std::vector<vcard::Warning> const &warnings,
                  i18n::Words const &words) {
    Draft draft;
    for (auto const &warning : warnings) {
        auto const sentence = vcard::sentence_of(warning.fault);
        bool const is_told =
            std::any_of(draft.notes.begin(), draft.notes.end(),
                        [&](Sentence const &one) { return one.msgid == sentence.msgid; });
        if (!is_told) draft.notes.push_back(sentence);
    }
    if (person.is_group) {
        Incoming out;
        out.shown = person.full_name;
        out.refused = N_("This is a group, not a person.");
        out.notes = std::move(draft.notes);
        return out;
    }
    auto &name = draft.name;
    name.family = person.name.family, name.given = person.name.given,
    name.middle = person.name.middle;
    name.family_kana = person.kana.family, name.given_kana = person.kana.given;
    name.family_romaji = person.romaji.family, name.given_romaji = person.romaji.given;
    draft.full_name = person.full_name, draft.prefix = person.name.prefix,
    draft.suffix = person.name.suffix;
    draft.nickname = person.nickname, draft.note = person.note, draft.tags = person.categories;
    draft.birthday = person.birthday, draft.anniversary = person.anniversary;
    for (auto const &one : person.dates) draft.dates.push_back({one.label, one.value});
    draft.is_company = person.is_company;
    draft.is_made_of_full_name = person.is_name_of_full_name;
    auto const positions = [](std::vector<vcard::Position> const &from,
                              std::vector<card::Position> &to) {
        for (auto const &one : from) to.push_back({one.company, one.department, one.title, false});
    };
    positions(person.positions, draft.positions),
        positions(person.positions_en, draft.positions_en);
    draft.addresses = person.addresses, draft.addresses_en = person.addresses_en;
    for (auto const &phone : person.phones)
        draft.phones.push_back({phone_label(phone), phone.value});
    for (auto const &email : person.emails)
        draft.emails.push_back({email.has("home")    ? "home"
                                : email.has("other") ? "other"
                                                     : "work",
                                email.value});
    for (auto const &url : person.urls) draft.urls.push_back({"web", url.value});
    return incoming(std::move(draft), words);
}

vcard::Person person_of(card::CardBody const &seen) {
    vcard::Person person;
    auto const &name = seen.name;
    person.full_name = name.display();
    person.name = {name.family, name.given, name.middle, "", ""};
    person.kana = {name.family_kana, name.given_kana, "", "", ""};
    person.romaji = {name.family_romaji, name.given_romaji, "", "", ""};
    auto const side = [](card::Side const &from, std::vector<vcard::Position> &positions,
                         std::vector<vcard::Address> &addresses, bool is_ja) {
        for (bool const main : {true, false}) {
            for (auto const &one : from.positions) {
                if (one.main == main) positions.push_back({one.company, one.department, one.title});
            }
        }
        auto const &a = from.address;
        if (a.empty()) return;
        auto const country = a.country == "JP" ? std::string{is_ja ? "日本" : "Japan"} : a.country;
        addresses.push_back(
            {a.building, a.street, a.locality, a.region, a.postal_code, country, false});
    };
    side(seen.ja, person.positions, person.addresses, true);
    side(seen.en, person.positions_en, person.addresses_en, false);
    for (auto const &[label, value] : seen.phones) {
        vcard::Labelled one{value, {}, "", false};
        if (label == "mobile")
            one.types = {"cell"};
        else if (label == "fax")
            one.types = {"work", "fax"};
        else if (label == "home")
            one.types = {"home"};
        else
            one.types = {"work"};
        // Phones show these words beside the number; the others they know by type.
        if (label == "direct") one.label = "直通";
        if (label == "extension") one.label = "内線";
        if (label == "main") one.label = "代表";
        person.phones.push_back(std::move(one));
    }
    for (auto const &[label, value] : seen.emails)
        person.emails.push_back({value, {label}, "", false});
    for (auto const &[label, value] : seen.urls) person.urls.push_back({value, {}, "", false});
    return person;
}

void put_dates(vcard::Person &person, Dates const &dates) {
    for (auto const &one : dates) {
        auto const day = vcard::written(one.date);
        auto const labelled = [&](std::string label) {
            person.dates.push_back({day, {}, std::move(label), false});
        };
        switch (one.kind) {
        case reminder::Kind::birthday:
            if (person.birthday.empty())
                person.birthday = day;
            else
                labelled("誕生日");
            break;
        case reminder::Kind::anniversary:
            if (person.anniversary.empty())
                person.anniversary = day;
            else
                labelled("anniversary");
            break;
        case reminder::Kind::founding: labelled("創業記念日"); break;
        case reminder::Kind::connected: labelled("つながった日"); break;
        case reminder::Kind::other: labelled(one.label); break;
        }
    }
}

vcard::Person person_of(contacts::Contact const &contact, Notes notes,
                        std::string_view public_url) {
    auto person = person_of(contact.body);
    if (!public_url.empty())
        person.uid = std::string{public_url} + "/contacts/" + contact.id.text();
    person.revised = rfc3339(contact.updated);
    if (notes == Notes::with) {
        person.note = contact.memo;
        person.categories = contact.tags;
    }
    return person;
}

} // namespace goen::transfer
