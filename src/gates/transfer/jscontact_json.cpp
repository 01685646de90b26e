// SPDX-License-Identifier: Apache-2.0
// JSContact (RFC 9553): one Card object for each contact; the English side as a localization.
#include "base/text.hpp"
#include "transfer/book_file.hpp"

#include <boost/json.hpp>

namespace goen::transfer {
namespace {

namespace json = boost::json;

json::object name_of(std::string_view family, std::string_view given, std::string_view middle,
                     std::string_view family_reading, std::string_view given_reading,
                     bool family_first, std::string const &full) {
    json::object name{{"full", full}};
    json::array components;
    auto const add = [&](std::string_view kind, std::string_view value, std::string_view reading) {
        if (value.empty()) return;
        json::object one{{"kind", kind}, {"value", value}};
        if (!reading.empty()) one["phonetic"] = reading;
        components.push_back(std::move(one));
    };
    if (family_first) add("surname", family, family_reading);
    add("given", given, given_reading);
    add("given2", middle, "");
    if (!family_first) add("surname", family, family_reading);
    name["components"] = std::move(components);
    name["isOrdered"] = true;
    if (!family_reading.empty() || !given_reading.empty()) name["phoneticScript"] = "Hira";
    return name;
}

json::object address_of(card::Address const &address) {
    json::array components;
    for (auto const &[kind, value] :
         {std::pair<char const *, std::string const &>{"postcode", address.postal_code},
          {"region", address.region},
          {"locality", address.locality},
          {"name", address.street},
          {"building", address.building}}) {
        if (!value.empty()) components.push_back(json::object{{"kind", kind}, {"value", value}});
    }
    json::object out{{"components", std::move(components)},
                     {"contexts", json::object{{"work", true}}}};
    if (address.country.size() == 2) out["countryCode"] = address.country;
    return out;
}

void positions(card::Side const &side, json::object &organizations, json::object &titles) {
    int n = 0;
    for (auto const &position : side.positions) {
        auto const key = std::to_string(++n);
        bool const has_organization = !position.company.empty() || !position.department.empty();
        if (has_organization) {
            json::object one;
            if (!position.company.empty()) one["name"] = position.company;
            json::array units;
            for (auto const &level : position.department)
                units.push_back(json::object{{"name", level}});
            if (!units.empty()) one["units"] = std::move(units);
            organizations["o" + key] = std::move(one);
        }
        if (!position.title.empty()) {
            json::object one{{"name", position.title}};
            if (has_organization) one["organizationId"] = "o" + key;
            titles["t" + key] = std::move(one);
        }
    }
}

} // namespace

std::string jscontact(contacts::Contact const &contact, std::string_view public_url,
                      Dates const &dates) {
    auto const &body = contact.body;
    auto const &name = body.name;
    bool const family_first = name.order == names::Order::family_first;
    json::object out{{"@type", "Card"},
                     {"version", "1.0"},
                     {"uid", std::string{public_url} + "/contacts/" + contact.id.text()},
                     {"kind", "individual"},
                     {"updated", rfc3339(contact.updated)},
                     {"name", name_of(name.family, name.given, name.middle, name.family_kana,
                                      name.given_kana, family_first, name.display())}};
    auto const &first = body.ja.empty() ? body.en : body.ja;
    json::object organizations, titles;
    positions(first, organizations, titles);
    if (!organizations.empty()) out["organizations"] = std::move(organizations);
    if (!titles.empty()) out["titles"] = std::move(titles);
    if (!first.address.empty()) out["addresses"] = json::object{{"a1", address_of(first.address)}};

    json::object emails, phones, links, keywords;
    int n = 0;
    for (auto const &[label, value] : body.emails) {
        json::object one{{"address", value}};
        if (label == "work") one["contexts"] = json::object{{"work", true}};
        if (label == "home") one["contexts"] = json::object{{"private", true}};
        emails["e" + std::to_string(++n)] = std::move(one);
    }
    n = 0;
    for (auto const &[label, value] : body.phones) {
        json::object one{{"number", value}, {"label", label}};
        one["features"] = json::object{{label == "fax"      ? "fax"
                                        : label == "mobile" ? "mobile"
                                        : label == "main"   ? "main-number"
                                                            : "voice",
                                        true}};
        one["contexts"] = json::object{{label == "home" ? "private" : "work", true}};
        phones["p" + std::to_string(++n)] = std::move(one);
    }
    n = 0;
    for (auto const &[label, value] : body.urls)
        links["l" + std::to_string(++n)] = json::object{{"uri", value}};
    for (auto const &tag : contact.tags) keywords[tag] = true;
    if (!emails.empty()) out["emails"] = std::move(emails);
    if (!phones.empty()) out["phones"] = std::move(phones);
    if (!links.empty()) out["links"] = std::move(links);
    if (!keywords.empty()) out["keywords"] = std::move(keywords);
    if (!contact.memo.empty())
        out["notes"] = json::object{{"n1", json::object{{"note", contact.memo}}}};

    // RFC 9553 section 2.8.1 knows births, deaths and weddings; other days have no place in it.
    json::object anniversaries;
    for (auto const &one : dates) {
        bool const is_birth = one.kind == reminder::Kind::birthday;
        if (!is_birth && one.kind != reminder::Kind::anniversary) continue;
        json::object date{{"@type", "PartialDate"}};
        if (one.date.year != 0) date["year"] = one.date.year;
        if (one.date.month != 0) date["month"] = one.date.month;
        if (one.date.day != 0) date["day"] = one.date.day;
        anniversaries["a" + std::to_string(anniversaries.size() + 1)] =
            json::object{{"kind", is_birth ? "birth" : "wedding"}, {"date", std::move(date)}};
    }
    if (!anniversaries.empty()) out["anniversaries"] = std::move(anniversaries);

    json::object english;
    if (!name.family_romaji.empty() || !name.given_romaji.empty())
        english["name"] =
            name_of(name.family_romaji, name.given_romaji, "", "", "", family_first, name.romaji());
    if (!body.ja.empty() && !body.en.empty()) {
        json::object en_organizations, en_titles;
        positions(body.en, en_organizations, en_titles);
        if (!en_organizations.empty()) english["organizations"] = std::move(en_organizations);
        if (!en_titles.empty()) english["titles"] = std::move(en_titles);
        if (!body.en.address.empty())
            english["addresses"] = json::object{{"a1", address_of(body.en.address)}};
    }
    if (!english.empty()) {
        out["language"] = "ja";
        out["localizations"] = json::object{{"en", std::move(english)}};
    }
    return json::serialize(out);
}

} // namespace goen::transfer
