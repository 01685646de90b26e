// SPDX-License-Identifier: Apache-2.0
// How introductions look: those that wait for an answer, those under way, the record of those that
// came about, and the forms. Cards come cut to what their reader may see.
#pragma once

#include "exchange/exchange_view.hpp"
#include "introduction/introduction.hpp"
#include "web/form_version.hpp"

namespace goen::introduction {

struct Shown {
    Introduction one;
    std::string from, bridge, to;      // names as the reader may see them
    card::CardBody card;               // of the other, for a party
    card::CardBody from_card, to_card; // for a bridge: what each would see of the other
    std::string other_of() const { return one.member == one.from ? to : from; }
};

// "佐藤 健さんから、山田 花さんへの紹介の依頼"
std::string heading(i18n::Words const &words, Time now, Shown const &shown);

html::Html waiting_part(web::Visit const &visit, std::vector<Shown> const &waiting,
                        std::vector<card::CardInfo> const &cards, html::Html more,
                        std::string_view title);

struct RecordPage {
    std::vector<Shown> waiting, under_way, made;
    IntroductionId waiting_before, under_way_before, made_before; // 0 = no further page
    std::vector<card::CardInfo> cards;
};
html::Html record_page(web::Visit const &visit, RecordPage const &page);
html::Html one_page(web::Visit const &visit, Shown const &shown,
                    std::vector<card::CardInfo> const &cards, web::FormState const &state);

struct AskPage {
    MemberId to;
    std::string to_name;
    std::vector<std::pair<MemberId, std::string>> bridges;
    std::vector<card::CardInfo> cards;
    web::FormState state;
};
html::Html ask_page(web::Visit const &visit, AskPage const &page);

struct ProposePage {
    MemberId one, another; // `another` 0: still to be chosen from `found`
    std::string one_name, another_name, query;
    struct Found {
        MemberId id;
        std::string name, work; // "見本商事　課長"
    };
    std::vector<Found> found;
    card::CardBody one_card, another_card; // as each is shown to the other
    web::FormState state;
};
html::Html propose_page(web::Visit const &visit, ProposePage const &page);

// The form of the settings, filled; and its parts.
http::Params settings_form(Settings const &settings, std::vector<card::CardInfo> const &cards);
web::FormParts settings_parts(std::vector<card::CardInfo> const &cards, i18n::Words const &words);
html::Html settings_page(web::Visit const &visit, web::FormState const &state,
                         std::vector<card::CardInfo> const &cards);

} // namespace goen::introduction
