// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"

#include "card/card_check.hpp"
#include "card/cards.hpp"
#include "web/merge_patch.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace goen::card {
namespace {

namespace json = boost::json;
namespace shape = web::shape;

json::value text_or_null(std::string const &text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string_view order_word(names::Order order) {
    return order == names::Order::family_first ? "family_first" : "given_first";
}

json::value side_json(Side const &side) {
    json::array positions;
    for (auto const &position : side.positions) positions.push_back(position_json(position));
    return json::object{{"positions", std::move(positions)},
                        {"address", side.address.empty()
                                        ? json::value(nullptr)
                                        : json::value(address_json(side.address))}};
}

json::array labelled_json(std::vector<Labelled> const &list) {
    json::array out;
    for (auto const &one : list)
        out.push_back(json::object{{"label", one.label}, {"value", one.value}});
    return out;
}

// A field's text; null reads as empty. A wrong type cannot come here: the schema has refused it.
std::string text_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    auto const *text = value ? value->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}

json::object const *object_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    return value ? value->if_object() : nullptr;
}

json::array const *array_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    return value ? value->if_array() : nullptr;
}

names::NameInput name_input(json::object const &value) {
    names::NameInput input;
    input.family = text_at(value, "family");
    input.given = text_at(value, "given");
    input.middle = text_at(value, "middle");
    input.family_kana = text_at(value, "family_kana");
    input.given_kana = text_at(value, "given_kana");
    input.family_romaji = text_at(value, "family_romaji");
    input.given_romaji = text_at(value, "given_romaji");
    if (auto const order = text_at(value, "order"); !order.empty()) {
        input.order =
            order == "given_first" ? names::Order::given_first : names::Order::family_first;
    }
    return input;
}

Address address_of(json::object const &value) {
    return {text_at(value, "postal_code"), text_at(value, "region"),   text_at(value, "locality"),
            text_at(value, "street"),      text_at(value, "building"), text_at(value, "country")};
}

Side side_of(json::object const &value) {
    Side side;
    if (auto const *positions = array_at(value, "positions")) {
        for (auto const &item : *positions) {
            auto const *object = item.if_object();
            if (!object) continue;
            Position position;
            position.company = text_at(*object, "company");
            position.title = text_at(*object, "title");
            if (auto const *levels = array_at(*object, "department")) {
                for (auto const &level : *levels) {
                    if (auto const *text = level.if_string())
                        position.department.emplace_back(text->data(), text->size());
                }
            }
            auto const *main = object->if_contains("main");
            position.main = main && main->is_bool() && main->get_bool();
            side.positions.push_back(std::move(position));
        }
    }
    if (auto const *address = object_at(value, "address")) side.address = address_of(*address);
    return side;
}

std::vector<Labelled> labelled_of(json::array const &list) {
    std::vector<Labelled> out;
    for (auto const &item : list) {
        if (auto const *object = item.if_object())
            out.push_back({text_at(*object, "label"), text_at(*object, "value")});
    }
    return out;
}

// Takes the parts `value` names; what is null becomes empty.
void take_parts(CardBody &body, json::object const &value) {
    if (value.contains("kind")) body.kind = kind_of(text_at(value, "kind")).value_or(Kind::own);
    if (value.contains("label")) body.label = text_at(value, "label");
    if (value.contains("layout")) {
        body.layout =
            text_at(value, "layout") == "vertical" ? Layout::vertical : Layout::horizontal;
    }
    if (value.contains("sides")) {
        auto const *sides = object_at(value, "sides");
        if (!sides) body.ja = body.en = Side{};
        for (auto const &[key, side] : {std::pair{"ja", &body.ja}, std::pair{"en", &body.en}}) {
            if (!sides || !sides->contains(key)) continue;
            auto const *object = object_at(*sides, key);
            *side = object ? side_of(*object) : Side{};
        }
    }
    for (auto const &[key, list] :
         {std::pair{"emails", &body.emails}, std::pair{"phones", &body.phones},
          std::pair{"urls", &body.urls}}) {
        if (!value.contains(key)) continue;
        auto const *array = array_at(value, key);
        *list = array ? labelled_of(*array) : std::vector<Labelled>{};
    }
    if (value.contains("show")) {
        body.show.clear();
        if (auto const *show = object_at(value, "show")) {
            for (auto const &pair : *show) {
                if (pair.value().is_null()) continue; // no rule
                auto const *text = pair.value().if_string();
                auto const tier = text ? tier_of({text->data(), text->size()}) : std::nullopt;
                body.show[pair.key()] = tier.value_or(Tier::owner); // owner is refused by checked()
            }
        }
    }
}

json::object picture_json(Picture const &picture) {
    return json::object{{"url", "/api/v1" + picture_path(picture, 384)},
                        {"width", picture.width},
                        {"height", picture.height}};
}

// As it lies in the database: without an address.
json::object stored_picture(Picture const &picture) {
    return json::object{{"owner", picture.owner.text()},
                        {"hash", picture.hash},
                        {"width", picture.width},
                        {"height", picture.height}};
}

Picture picture_from(json::object const &stored, std::string_view part) {
    auto const *object = object_at(stored, part);
    if (!object) return {};
    auto const number = [&](std::string_view key) {
        auto const *value = object->if_contains(key);
        return value && value->is_int64() ? static_cast<int>(value->get_int64()) : 0;
    };
    return {MemberId::parse(text_at(*object, "owner")).value_or(MemberId{}),
            text_at(*object, "hash"), number("width"), number("height")};
}

web::Schema picture_schema() {
    return shape::object(
        "CardPicture",
        {shape::required("url", shape::text(300).about("A path of this server; its last part is "
                                                       "the width, which may be any of those it "
                                                       "comes in.")),
         shape::required("width", shape::integer(1, 10'000)),
         shape::required("height", shape::integer(1, 10'000))});
}

web::Schema position_schema() {
    return shape::object(
        "Position",
        {shape::optional("company", shape::text(max_text).or_null()),
         shape::optional(
             "department",
             shape::list(shape::text(max_text), max_levels).about("From the top down.").or_null()),
         shape::optional("title", shape::text(max_text).or_null()),
         shape::optional("main", shape::boolean())});
}

web::Schema address_schema() {
    std::vector<web::Property> fields;
    fields.push_back(shape::optional("postal_code", shape::text(20).or_null()));
    for (auto const *field : {"region", "locality", "street", "building"}) {
        fields.push_back(shape::optional(field, shape::text(max_text).or_null()));
    }
    fields.push_back(shape::optional(
        "country", shape::text(2).or_null().about("ISO 3166-1, two letters; JP when absent.")));
    return shape::object("Address", std::move(fields));
}

web::Schema side_schema() {
    return shape::object(
        "Side", {shape::optional("positions", shape::list(position_schema(), max_lines).or_null()),
                 shape::optional("address", address_schema().or_null())});
}

web::Schema sides_schema() {
    return shape::object("Sides", {shape::optional("ja", side_schema().or_null()),
                                   shape::optional("en", side_schema().or_null())});
}

web::Schema labelled_schema(std::string name, std::vector<std::string> labels, std::size_t max) {
    return shape::object(std::move(name),
                         {shape::optional("label", shape::words(std::move(labels))),
                          shape::required("value", shape::text(max))});
}

web::Schema show_schema() {
    return shape::map_of(tier_schema(), 20)
        .about(
            "The least tier that sees each part: name positions emails phones address urls photo "
            "logo, and phones.LABEL. "
            "A part not named is seen from exchanged on.");
}

std::vector<web::Property> input_parts() {
    return {
        shape::optional("kind", shape::words({"company", "own", "private"})),
        shape::optional("label", shape::text(max_text).or_null().about("For its owner only.")),
        shape::optional("sides", sides_schema().or_null()),
        shape::optional(
            "emails",
            shape::list(labelled_schema("Email", email_labels(), 254), max_lines).or_null()),
        shape::optional(
            "phones",
            shape::list(labelled_schema("Phone", phone_labels(), max_text), max_lines).or_null()),
        shape::optional(
            "urls",
            shape::list(labelled_schema("Link", {"web", "home", "other"}, max_url), max_lines)
                .or_null()),
        shape::optional("layout", shape::words({"horizontal", "vertical"})),
        // Whoever sends a card back as it came sends these too.
        shape::optional("photo",
                        picture_schema().about("Only read: POST and DELETE /cards/{id}/photo "
                                               "change it. Absent when there is none.")),
        shape::optional("logo", picture_schema().about("Only read, like photo.")),
        shape::optional("show", show_schema().or_null()),
        shape::optional("main",
                        shape::boolean().about(
                            "Whether it is the card shown first. Writing false changes nothing."))};
}

} // namespace

json::object name_json(names::PersonName const &name) {
    return {{"family", text_or_null(name.family)},
            {"given", text_or_null(name.given)},
            {"middle", text_or_null(name.middle)},
            {"family_kana", text_or_null(name.family_kana)},
            {"given_kana", text_or_null(name.given_kana)},
            {"family_romaji", text_or_null(name.family_romaji)},
            {"given_romaji", text_or_null(name.given_romaji)},
            {"order", order_word(name.order)}};
}

json::object own_card_json(CardInfo const &card) {
    auto out = card_json(card.live.body, Audience::owner, card.id.text());
    out["main"] = card.is_main;
    out["published_at"] = rfc3339(card.live.published);
    return out;
}

json::object position_json(Position const &position) {
    json::array department;
    for (auto const &level : position.department) department.emplace_back(level);
    return {{"company", text_or_null(position.company)},
            {"department", std::move(department)},
            {"title", text_or_null(position.title)},
            {"main", position.main}};
}

json::object address_json(Address const &address) {
    return {{"postal_code", text_or_null(address.postal_code)},
            {"region", text_or_null(address.region)},
            {"locality", text_or_null(address.locality)},
            {"street", text_or_null(address.street)},
            {"building", text_or_null(address.building)},
            {"country", text_or_null(address.country)}};
}

json::object card_json(CardBody const &body, Audience audience) {
    return card_json(body, audience, {});
}

json::object card_json(CardBody const &body, Audience audience, std::string_view id) {
    json::object out;
    if (!id.empty()) out["id"] = id;
    if (audience == Audience::owner) {
        out["kind"] = to_string(body.kind);
        out["label"] = text_or_null(body.label);
    }
    out["name"] = body.name.empty() ? json::value(nullptr) : json::value(name_json(body.name));
    out["sides"] = json::object{{"ja", side_json(body.ja)}, {"en", side_json(body.en)}};
    out["emails"] = labelled_json(body.emails);
    out["phones"] = labelled_json(body.phones);
    out["urls"] = labelled_json(body.urls);
    if (!body.photo.empty()) out["photo"] = picture_json(body.photo);
    if (!body.logo.empty()) out["logo"] = picture_json(body.logo);
    out["layout"] = body.layout == Layout::vertical ? "vertical" : "horizontal";
    if (audience == Audience::owner) {
        json::object show;
        for (auto const &[part, tier] : body.show) show[part] = to_string(tier);
        out["show"] = std::move(show);
    }
    return out;
}

Result<names::PersonName> name_from_json(json::object const &value, names::NameRule rule) {
    return names::PersonName::parse(name_input(value), rule);
}

Result<CardBody> card_from_json(json::object const &value, names::NameRule rule,
                                CardBody const &base) {
    auto body = base;
    take_parts(body, value);
    if (!base.name.empty() && !value.contains("name")) return checked(std::move(body), base.name);
    auto const *name = object_at(value, "name");
    return checked(std::move(body), name_input(name ? *name : json::object{}), rule);
}

Result<CardBody> patched_card(CardBody const &base, json::object const &patch,
                              names::NameRule rule) {
    auto const current = card_json(base, Audience::owner);
    auto const merged = web::merge_patch(current, patch);
    CardBody body;
    // Pictures are put on a card with their files, never by naming one.
    body.photo = base.photo;
    body.logo = base.logo;
    take_parts(body, merged.get_object());
    auto const &name = merged.at("name");
    // A name that is not being changed is not read anew: a rule made stricter since then must not
    // lock its owner out.
    if (!base.name.empty() && name == current.at("name"))
        return checked(std::move(body), base.name);
    return checked(std::move(body),
                   name_input(name.is_object() ? name.get_object() : json::object{}), rule);
}

std::string to_stored(CardBody const &body) {
    auto stored = card_json(body, Audience::owner);
    if (!body.photo.empty()) stored["photo"] = stored_picture(body.photo);
    if (!body.logo.empty()) stored["logo"] = stored_picture(body.logo);
    return json::serialize(stored);
}

CardBody from_stored(std::string_view stored) {
    json::error_code error;
    auto const value = json::parse(stored, error);
    auto const *object = error ? nullptr : value.if_object();
    if (!object) throw Trouble{"a card in the database cannot be read"};
    CardBody body;
    take_parts(body, *object);
    body.photo = picture_from(*object, "photo");
    body.logo = picture_from(*object, "logo");
    if (auto const *name = object_at(*object, "name")) {
        auto input = name_input(*name);
        body.name = {std::move(input.family),       std::move(input.given),
                     std::move(input.middle),       std::move(input.family_kana),
                     std::move(input.given_kana),   std::move(input.family_romaji),
                     std::move(input.given_romaji), input.order};
    }
    return body;
}

web::Schema tier_schema() { return shape::words({"none", "exchanged", "colleague", "close"}); }

web::Schema name_schema() {
    auto schema = name_input_schema();
    schema.name = "Name";
    for (auto &property : schema.properties) property.required = true;
    return schema;
}

web::Schema name_input_schema() {
    std::vector<web::Property> fields;
    for (auto const *field : {"family", "given", "middle", "family_kana", "given_kana",
                              "family_romaji", "given_romaji"}) {
        fields.push_back(shape::optional(field, shape::text(max_text).or_null()));
    }
    fields.push_back(shape::optional("order", shape::words({"family_first", "given_first"})));
    return shape::object("NameInput", std::move(fields));
}

web::Schema card_schema() {
    auto parts = input_parts();
    parts.insert(parts.begin(), {shape::optional("id", shape::id()),
                                 shape::optional("name", name_schema().or_null())});
    // Of others' cards kind, label, show and main are not there at all.
    parts.push_back(shape::optional("published_at", shape::time()));
    return shape::object("Card", std::move(parts));
}

web::Schema card_input_schema() {
    auto parts = input_parts();
    parts.insert(parts.begin(), shape::required("name", name_input_schema()));
    return shape::object("CardInput", std::move(parts));
}

web::Schema card_patch_schema() {
    auto schema = web::patch_of(card_input_schema());
    schema.name = "CardPatch";
    return schema;
}

} // namespace goen::card
