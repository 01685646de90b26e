// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"

#include "card/card_check.hpp"
#include "card/cards.hpp"
#include "web/merge_patch.hpp"

namespace goen::names {

using web::field;

std::string_view to_string(Order order) {
    return order == Order::family_first ? "family_first" : "given_first";
}

web::Record const &record_of(PersonName const *) {
    auto const part = [](web::Field one) { return std::move(one).most(card::max_text).or_null(); };
    static web::Record const record{"Name",
                                    {part(field<&PersonName::family>("family")),
                                     part(field<&PersonName::given>("given")),
                                     part(field<&PersonName::middle>("middle")),
                                     part(field<&PersonName::family_kana>("family_kana")),
                                     part(field<&PersonName::given_kana>("given_kana")),
                                     part(field<&PersonName::family_romaji>("family_romaji")),
                                     part(field<&PersonName::given_romaji>("given_romaji")),
                                     field<&PersonName::order>("order")}};
    return record;
}

web::Record const &record_of(NameInput const *) {
    auto const part = [](web::Field one) {
        return std::move(one).optional().most(card::max_text).or_null();
    };
    static web::Record const record{"NameInput",
                                    {part(field<&NameInput::family>("family")),
                                     part(field<&NameInput::given>("given")),
                                     part(field<&NameInput::middle>("middle")),
                                     part(field<&NameInput::family_kana>("family_kana")),
                                     part(field<&NameInput::given_kana>("given_kana")),
                                     part(field<&NameInput::family_romaji>("family_romaji")),
                                     part(field<&NameInput::given_romaji>("given_romaji")),
                                     field<&NameInput::order>("order").optional()}};
    return record;
}

} // namespace goen::names

namespace goen::card {

namespace shape = web::shape;
using web::field;

std::string_view to_string(Layout layout) {
    return layout == Layout::vertical ? "vertical" : "horizontal";
}

web::Record const &record_of(Position const *) {
    static web::Record const record{
        "Position",
        {field<&Position::company>("company").optional().most(max_text).or_null(),
         field<&Position::department>("department")
             .optional()
             .as(shape::list(shape::text(max_text), max_levels).about("From the top down."))
             .takes_null(),
         field<&Position::title>("title").optional().most(max_text).or_null(),
         field<&Position::main>("main").optional()}};
    return record;
}

web::Record const &record_of(Address const *) {
    auto const part = [](web::Field one) {
        return std::move(one).optional().most(max_text).or_null();
    };
    static web::Record const record{
        "Address",
        {part(field<&Address::postal_code>("postal_code")).most(20),
         part(field<&Address::region>("region")), part(field<&Address::locality>("locality")),
         part(field<&Address::street>("street")), part(field<&Address::building>("building")),
         part(field<&Address::country>("country"))
             .most(2)
             .about("ISO 3166-1, two letters; JP when absent.")}};
    return record;
}

web::Record const &record_of(Side const *) {
    static web::Record const record{
        "Side",
        {field<&Side::positions>("positions").optional().most(max_lines).takes_null(),
         field<&Side::address>("address").optional().or_null()}};
    return record;
}

web::Record const &record_of(Sides const *) {
    static web::Record const record{"Sides",
                                    {field<&Sides::ja>("ja").optional().takes_null(),
                                     field<&Sides::en>("en").optional().takes_null()}};
    return record;
}

// Described where it is used: addresses, numbers and links have labels of their own.
web::Record const &record_of(Labelled const *) {
    static web::Record const record{
        "", {field<&Labelled::label>("label").optional(), field<&Labelled::value>("value")}};
    return record;
}

web::Record const &record_of(Picture const *) {
    static web::Record const record{
        "CardPicture",
        {field<[](Picture const &one) { return "/api/v1" + picture_path(one, 384); }>("url")
             .most(300)
             .about("A path of this server; its last part is the width, which may be any of those "
                    "it comes in."),
         field<&Picture::width>("width").between(1, 10'000),
         field<&Picture::height>("height").between(1, 10'000)}};
    return record;
}

namespace {

// The parts of a card, whose descriptions an answer and a body share.
web::Field kind_part(web::Field kind) { return std::move(kind).optional(); }
web::Field label_part(web::Field label) {
    return std::move(label).optional().most(max_text).or_null().about("For its owner only.");
}
web::Field sides_part(web::Field sides) { return std::move(sides).optional().takes_null(); }
web::Field lines_part(web::Field lines, std::string name, std::vector<std::string> labels,
                      std::size_t most) {
    auto line =
        shape::object(std::move(name), {shape::optional("label", shape::words(std::move(labels))),
                                        shape::required("value", shape::text(most))});
    return std::move(lines).optional().as(shape::list(std::move(line), max_lines)).takes_null();
}
web::Field emails_part(web::Field emails) {
    return lines_part(std::move(emails), "Email", email_labels(), 254);
}
web::Field phones_part(web::Field phones) {
    return lines_part(std::move(phones), "Phone", phone_labels(), max_text);
}
web::Field urls_part(web::Field urls) {
    return lines_part(std::move(urls), "Link", {"web", "home", "other"}, max_url);
}
web::Field layout_part(web::Field layout) { return std::move(layout).optional(); }
web::Field style_part(web::Field style) {
    return std::move(style).optional().about("Typeface (mincho has serifs, gothic has none) and "
                                             "paper.");
}
web::Field photo_part(web::Field photo) {
    return std::move(photo).optional().about("Only read: POST and DELETE /cards/{id}/photo change "
                                             "it. Absent when there is none.");
}
web::Field logo_part(web::Field logo) {
    return std::move(logo).optional().about("Only read, like photo.");
}
web::Field show_part(web::Field show) {
    return std::move(show).optional().most(20).takes_null().about(
        "The least tier that sees each part: name positions emails phones address urls photo "
        "logo, and phones.LABEL. "
        "A part not named is seen from exchanged on, logo as positions are.");
}
web::Field main_part(web::Field main) {
    return std::move(main).optional().about(
        "Whether it is the card shown first. Writing false changes nothing.");
}

template <class T> std::optional<T> for_owner(CardAnswer const &card, T const &part) {
    return card.audience == Audience::owner ? std::optional{part} : std::nullopt;
}
std::optional<Picture> when_there(Picture const &picture) {
    return picture.empty() ? std::nullopt : std::optional{picture};
}

void take_parts(CardBody &body, CardInput const &input) {
    if (input.kind) body.kind = *input.kind;
    if (input.label) body.label = *input.label;
    if (input.layout) body.layout = *input.layout;
    if (input.style) body.style = *input.style;
    if (input.sides) {
        if (input.sides->ja) body.ja = *input.sides->ja;
        if (input.sides->en) body.en = *input.sides->en;
    }
    if (input.emails) body.emails = *input.emails;
    if (input.phones) body.phones = *input.phones;
    if (input.urls) body.urls = *input.urls;
    if (input.show) body.show = *input.show;
}

} // namespace

web::Record const &record_of(CardAnswer const *) {
    using Card = CardAnswer;
    static web::Record const record{
        "Card",
        // Of others' cards kind, label, show and main are not there at all.
        {field<[](Card const &one) { return one.id ? std::optional{one.id} : std::nullopt; }>("id")
             .optional(),
         kind_part(field<[](Card const &one) { return for_owner(one, one.body.kind); }>("kind")),
         label_part(field<[](Card const &one) { return for_owner(one, one.body.label); }>("label")),
         field<[](Card const &one) { return one.body.name; }>("name").optional().or_null(),
         sides_part(field<[](Card const &one) {
             return Sides{one.body.ja, one.body.en};
         }>("sides")),
         emails_part(field<[](Card const &one) { return one.body.emails; }>("emails")),
         phones_part(field<[](Card const &one) { return one.body.phones; }>("phones")),
         urls_part(field<[](Card const &one) { return one.body.urls; }>("urls")),
         photo_part(field<[](Card const &one) { return when_there(one.body.photo); }>("photo")),
         logo_part(field<[](Card const &one) { return when_there(one.body.logo); }>("logo")),
         layout_part(field<[](Card const &one) { return one.body.layout; }>("layout")),
         style_part(field<[](Card const &one) { return one.body.style; }>("style")),
         show_part(field<[](Card const &one) { return for_owner(one, one.body.show); }>("show")),
         main_part(field<&Card::main>("main")),
         field<&Card::published>("published_at").optional()}};
    return record;
}

CardAnswer own_card(CardInfo const &card) {
    return {card.live.body, Audience::owner, card.id, card.is_main, card.live.published};
}

web::Record const &record_of(CardInput const *) {
    using Card = CardInput;
    static web::Record const record{
        "CardInput",
        {field<&Card::name>("name"), kind_part(field<&Card::kind>("kind")),
         label_part(field<&Card::label>("label")), sides_part(field<&Card::sides>("sides")),
         emails_part(field<&Card::emails>("emails")), phones_part(field<&Card::phones>("phones")),
         urls_part(field<&Card::urls>("urls")), layout_part(field<&Card::layout>("layout")),
         style_part(field<&Card::style>("style")),
         // Whoever sends a card back as it came sends these too; they are not read.
         photo_part(field<[](Card const &) { return std::optional<Picture>{}; }>("photo")),
         logo_part(field<[](Card const &) { return std::optional<Picture>{}; }>("logo")),
         show_part(field<&Card::show>("show")), main_part(field<&Card::main>("main"))}};
    return record;
}

CardInput input_of(CardBody const &body) {
    return {input_of(body.name), body.kind,   body.label, Sides{body.ja, body.en},
            body.emails,         body.phones, body.urls,  body.layout,
            body.style,          body.show,   {}};
}

Result<CardBody> card_of(CardInput const &input, names::NameRule rule, CardBody const &base) {
    auto body = base;
    take_parts(body, input);
    if (!base.name.empty() && !input.name) return checked(std::move(body), base.name);
    return checked(std::move(body), input.name.value_or(names::NameInput{}), rule);
}

Result<CardBody> changed_card(CardBody const &base, CardInput const &whole, names::NameRule rule) {
    CardBody body;
    // Pictures are put on a card with their files, never by naming one.
    body.photo = base.photo;
    body.logo = base.logo;
    take_parts(body, whole);
    auto const name = whole.name.value_or(names::NameInput{});
    // A rule made stricter since then must not lock the owner of an older name out.
    if (!base.name.empty() && is_same(name, base.name)) return checked(std::move(body), base.name);
    return checked(std::move(body), name, rule);
}

boost::json::object card_json(CardBody const &body, Audience audience, CardId id) {
    return web::to_json(CardAnswer{body, audience, id, {}, {}});
}

web::Schema card_patch_schema() {
    auto schema = web::patch_of(web::shape_of<CardInput>());
    schema.name = "CardPatch";
    return schema;
}

web::Schema tier_schema() { return web::Codec<Tier>::shape(); }

} // namespace goen::card
