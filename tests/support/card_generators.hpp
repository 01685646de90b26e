// SPDX-License-Identifier: Apache-2.0
// Made-up cards for property tests: every shape a CardBody can have after card_check.hpp has let it
// in.
//
//     CHECK(rc::check([] { auto const body = *tests::any_card();
//     RC_ASSERT(from_stored(to_stored(body)) == body); }));
#pragma once

#include "card/card.hpp"
#include "card/card_check.hpp"

#include <rapidcheck.h>

namespace goen::tests {

inline rc::Gen<std::string> one_of(std::vector<std::string> words) {
    return rc::gen::elementOf(std::move(words));
}

// What stands on cards, and what only hostile or old ones hold: markup, quotes, variants, 4-byte
// kanji, IVS.
inline rc::Gen<std::string> any_text() {
    return one_of({"", "株式会社見本", "(株)みなと", "㍿例", "Mihon Co., Ltd.", "<b>太字</b>",
                   "\"引用\"'&", "﨑髙𠮷", "葛\U000E0100飾", "Ünïcode Straße", "ﾊﾝｶｸ", "１２３",
                   "a", "見本 ビル 10F", "R&D/企画", "C:\\temp", "{\"a\":1}", "  "});
}

inline rc::Gen<card::Position> any_position() {
    return rc::gen::build<card::Position>(
        rc::gen::set(&card::Position::company, any_text()),
        rc::gen::set(&card::Position::title, any_text()),
        rc::gen::set(&card::Position::department,
                     rc::gen::resize(4, rc::gen::container<std::vector<std::string>>(any_text()))));
}

inline rc::Gen<card::Address> any_address() {
    return rc::gen::build<card::Address>(
        rc::gen::set(&card::Address::postal_code, one_of({"", "100-0005", "6008216"})),
        rc::gen::set(&card::Address::region, any_text()),
        rc::gen::set(&card::Address::locality, any_text()),
        rc::gen::set(&card::Address::street, any_text()),
        rc::gen::set(&card::Address::building, any_text()),
        rc::gen::set(&card::Address::country, one_of({"", "JP", "jp"})));
}

inline rc::Gen<card::Side> any_side() {
    return rc::gen::build<card::Side>(
        rc::gen::set(
            &card::Side::positions,
            rc::gen::resize(6, rc::gen::container<std::vector<card::Position>>(any_position()))),
        rc::gen::set(&card::Side::address, any_address()));
}

inline rc::Gen<std::vector<card::Labelled>> any_labelled(std::vector<std::string> labels,
                                                         std::vector<std::string> values) {
    return rc::gen::resize(
        8, rc::gen::container<std::vector<card::Labelled>>(rc::gen::build<card::Labelled>(
               rc::gen::set(&card::Labelled::label, one_of(std::move(labels))),
               rc::gen::set(&card::Labelled::value, one_of(std::move(values))))));
}

inline rc::Gen<card::Tier> any_tier() {
    return rc::gen::element(card::Tier::none, card::Tier::exchanged, card::Tier::colleague,
                            card::Tier::close);
}

inline rc::Gen<names::PersonName> any_name() {
    using names::Order;
    return rc::gen::element(
        names::PersonName{"山田", "太郎", "", "やまだ", "たろう", "Yamada", "Taro",
                          Order::family_first},
        names::PersonName{"渡邉", "はな", "", "わたなべ", "はな", "", "", Order::family_first},
        names::PersonName{"Garcia", "Maria", "José", "", "", "", "", Order::given_first},
        names::PersonName{"Suharto", "", "", "", "", "", "", Order::family_first});
}

inline rc::Gen<card::Picture> any_picture() {
    return rc::gen::element(
        card::Picture{}, card::Picture{MemberId{17}, "0123456789abcdef0123456789abcdef", 384, 384},
        card::Picture{MemberId{17}, "fedcba98765432100123456789abcdef", 768, 90});
}

// A card as the gate lets it in.
inline rc::Gen<card::CardBody> any_card() {
    using card::CardBody;
    auto const typed = rc::gen::build<CardBody>(
        rc::gen::set(&CardBody::kind,
                     rc::gen::element(card::Kind::company, card::Kind::own, card::Kind::private_)),
        rc::gen::set(&CardBody::label, any_text()), rc::gen::set(&CardBody::name, any_name()),
        rc::gen::set(&CardBody::ja, any_side()), rc::gen::set(&CardBody::en, any_side()),
        rc::gen::set(&CardBody::layout,
                     rc::gen::element(card::Layout::horizontal, card::Layout::vertical)),
        rc::gen::set(&CardBody::style, rc::gen::elementOf(std::vector<card::Style>(
                                           card::styles.begin(), card::styles.end()))),
        rc::gen::set(&CardBody::photo, any_picture()), rc::gen::set(&CardBody::logo, any_picture()),
        rc::gen::set(&CardBody::emails, any_labelled({"work", "home", "other"},
                                                     {"taro@mihon.example", "a..b.@keitai.example",
                                                      "hana+card@xn--r8jz45g.example"})),
        rc::gen::set(&CardBody::phones, any_labelled(card::phone_labels(),
                                                     {"03-0000-0000", "０９０－００００－００００",
                                                      "+81 (0)90-0000-0000", "1234"})),
        rc::gen::set(&CardBody::urls,
                     any_labelled({"web", "home", "other"},
                                  {"https://mihon.example/", "http://例え.example/?a=1&b=2#c"})),
        rc::gen::set(&CardBody::show,
                     rc::gen::resize(8, rc::gen::container<std::map<std::string, card::Tier>>(
                                            one_of({"name", "positions", "emails", "phones",
                                                    "phones.mobile", "phones.home", "phones.fax",
                                                    "address", "urls", "photo", "logo"}),
                                            any_tier()))));
    return rc::gen::map(typed, [](CardBody body) {
        auto name = body.name;
        auto let_in = card::checked(std::move(body), std::move(name));
        if (!let_in)
            throw std::logic_error{"the generator made a card the gate refuses: " +
                                   let_in.why().fields.at(0).field};
        return std::move(*let_in);
    });
}

} // namespace goen::tests
