// SPDX-License-Identifier: Apache-2.0
#include "card/card_store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace goen::card {
namespace {

namespace json = boost::json;
using names::PersonName;

// The words of version 1, which stay when those of the program change.
constexpr std::array kinds{std::pair{Kind::company, "company"}, std::pair{Kind::own, "own"},
                           std::pair{Kind::private_, "private"}};
constexpr std::array tiers{std::pair{Tier::none, "none"}, std::pair{Tier::exchanged, "exchanged"},
                           std::pair{Tier::colleague, "colleague"},
                           std::pair{Tier::close, "close"}};
constexpr std::array layouts{std::pair{Layout::horizontal, "horizontal"},
                             std::pair{Layout::vertical, "vertical"}};
constexpr std::array style_words{
    std::pair{Style::mincho_white, "mincho_white"}, std::pair{Style::mincho_cream, "mincho_cream"},
    std::pair{Style::mincho_navy, "mincho_navy"}, std::pair{Style::gothic_white, "gothic_white"},
    std::pair{Style::gothic_navy, "gothic_navy"}};
constexpr std::array orders{std::pair{names::Order::family_first, "family_first"},
                            std::pair{names::Order::given_first, "given_first"}};
constexpr std::array name_parts{std::pair{"family", &PersonName::family},
                                std::pair{"given", &PersonName::given},
                                std::pair{"middle", &PersonName::middle},
                                std::pair{"family_kana", &PersonName::family_kana},
                                std::pair{"given_kana", &PersonName::given_kana},
                                std::pair{"family_romaji", &PersonName::family_romaji},
                                std::pair{"given_romaji", &PersonName::given_romaji}};
constexpr std::array address_parts{
    std::pair{"postal_code", &Address::postal_code}, std::pair{"region", &Address::region},
    std::pair{"locality", &Address::locality},       std::pair{"street", &Address::street},
    std::pair{"building", &Address::building},       std::pair{"country", &Address::country}};

template <class Words> std::string_view word_of(Words const &words, auto value) {
    for (auto const &[one, word] : words) {
        if (one == value) return word;
    }
    return {};
}
template <class Words, class Value>
Value value_of(Words const &words, std::string_view text, Value otherwise) {
    for (auto const &[one, word] : words) {
        if (word == text) return one;
    }
    return otherwise;
}

json::value text_or_null(std::string const &text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}
std::string_view text_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    auto const *text = value ? value->if_string() : nullptr;
    return text ? std::string_view{*text} : std::string_view{};
}
json::object const &object_at(json::object const &object, std::string_view key) {
    static json::object const nothing;
    auto const *value = object.if_contains(key);
    auto const *found = value ? value->if_object() : nullptr;
    return found ? *found : nothing;
}
json::array const &array_at(json::object const &object, std::string_view key) {
    static json::array const nothing;
    auto const *value = object.if_contains(key);
    auto const *found = value ? value->if_array() : nullptr;
    return found ? *found : nothing;
}

json::object side_parts(Side const &side) {
    json::array positions;
    for (auto const &position : side.positions) {
        json::array department;
        for (auto const &level : position.department) department.emplace_back(level);
        positions.push_back(json::object{{"company", text_or_null(position.company)},
                                         {"department", std::move(department)},
                                         {"title", text_or_null(position.title)},
                                         {"main", position.main}});
    }
    json::object out{{"positions", std::move(positions)}, {"address", nullptr}};
    if (side.address.empty()) return out;
    json::object address;
    for (auto const &[key, part] : address_parts) address[key] = text_or_null(side.address.*part);
    out["address"] = std::move(address);
    return out;
}

Side side_of(json::object const &parts) {
    Side side;
    for (auto const &item : array_at(parts, "positions")) {
        auto const *object = item.if_object();
        if (!object) continue;
        auto &position = side.positions.emplace_back();
        position.company = text_at(*object, "company");
        position.title = text_at(*object, "title");
        for (auto const &level : array_at(*object, "department")) {
            if (auto const *text = level.if_string()) position.department.emplace_back(*text);
        }
        auto const *main = object->if_contains("main");
        position.main = main && main->is_bool() && main->get_bool();
    }
    auto const &address = object_at(parts, "address");
    for (auto const &[key, part] : address_parts) side.address.*part = text_at(address, key);
    return side;
}

json::array lines_parts(std::vector<Labelled> const &lines) {
    json::array out;
    for (auto const &line : lines)
        out.push_back(json::object{{"label", line.label}, {"value", line.value}});
    return out;
}

std::vector<Labelled> lines_of(json::array const &parts) {
    std::vector<Labelled> lines;
    for (auto const &item : parts) {
        auto const *object = item.if_object();
        if (!object) continue;
        lines.push_back(
            {std::string{text_at(*object, "label")}, std::string{text_at(*object, "value")}});
    }
    return lines;
}

void put_picture(json::object &out, char const *part, Picture const &picture) {
    if (picture.empty()) return;
    out[part] = json::object{{"owner", picture.owner.text()},
                             {"hash", picture.hash},
                             {"width", picture.width},
                             {"height", picture.height}};
}

Picture picture_of(json::object const &parts) {
    auto const number = [&](std::string_view key) {
        auto const *value = parts.if_contains(key);
        auto const *found = value ? value->if_int64() : nullptr;
        return found ? static_cast<int>(*found) : 0;
    };
    return {MemberId::parse(text_at(parts, "owner")).value_or(MemberId{}),
            std::string{text_at(parts, "hash")}, number("width"), number("height")};
}

} // namespace

json::object stored_name(PersonName const &name) {
    json::object out;
    for (auto const &[key, part] : name_parts) out[key] = text_or_null(name.*part);
    out["order"] = word_of(orders, name.order);
    return out;
}

PersonName name_of_parts(json::object const &parts) {
    PersonName name;
    for (auto const &[key, part] : name_parts) name.*part = text_at(parts, key);
    name.order = value_of(orders, text_at(parts, "order"), names::Order::family_first);
    return name;
}

json::object stored_parts(CardBody const &body, Whose whose) {
    json::object out;
    if (whose == Whose::own) {
        out["kind"] = word_of(kinds, body.kind);
        out["label"] = text_or_null(body.label);
    }
    out["name"] = nullptr;
    if (!body.name.empty()) out["name"] = stored_name(body.name);
    out["sides"] = json::object{{"ja", side_parts(body.ja)}, {"en", side_parts(body.en)}};
    out["emails"] = lines_parts(body.emails);
    out["phones"] = lines_parts(body.phones);
    out["urls"] = lines_parts(body.urls);
    out["layout"] = word_of(layouts, body.layout);
    // Left out when it is the usual one: an older goen still takes such an archive.
    if (body.style != Style::mincho_white) out["style"] = word_of(style_words, body.style);
    if (whose == Whose::own) {
        json::object show;
        for (auto const &[part, tier] : body.show) show[part] = word_of(tiers, tier);
        out["show"] = std::move(show);
    }
    return out;
}

CardBody body_of_parts(json::object const &parts) {
    CardBody body;
    body.kind = value_of(kinds, text_at(parts, "kind"), Kind::own);
    body.label = text_at(parts, "label");
    body.name = name_of_parts(object_at(parts, "name"));
    auto const &sides = object_at(parts, "sides");
    body.ja = side_of(object_at(sides, "ja"));
    body.en = side_of(object_at(sides, "en"));
    body.emails = lines_of(array_at(parts, "emails"));
    body.phones = lines_of(array_at(parts, "phones"));
    body.urls = lines_of(array_at(parts, "urls"));
    body.layout = value_of(layouts, text_at(parts, "layout"), Layout::horizontal);
    body.style = value_of(style_words, text_at(parts, "style"), Style::mincho_white);
    for (auto const &pair : object_at(parts, "show")) {
        // A word that is not known hides the part: no rule would show it to everybody met.
        auto const *text = pair.value().if_string();
        if (text) body.show[pair.key()] = value_of(tiers, std::string_view{*text}, Tier::owner);
    }
    return body;
}

std::string to_stored(CardBody const &body) {
    json::object out{{"v", stored_version}};
    for (auto &part : stored_parts(body)) out.emplace(part.key(), std::move(part.value()));
    put_picture(out, "photo", body.photo);
    put_picture(out, "logo", body.logo);
    return json::serialize(out);
}

CardBody from_stored(std::string_view stored) {
    json::error_code error;
    auto const value = json::parse(stored, error);
    auto const *parts = error ? nullptr : value.if_object();
    if (!parts) throw Trouble{"a card in the database cannot be read"};
    if (auto const *version = parts->if_contains("v"); version && *version != stored_version)
        throw Trouble{"a card in the database was written by a newer goen"};
    auto body = body_of_parts(*parts);
    body.photo = picture_of(object_at(*parts, "photo"));
    body.logo = picture_of(object_at(*parts, "logo"));
    return body;
}

} // namespace goen::card
