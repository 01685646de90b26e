// SPDX-License-Identifier: Apache-2.0
// How requests look: those one received, those one sent, and the form for a new one.
#pragma once

#include "exchange/exchange_view.hpp"

namespace goen::exchange {

struct ReceivedRequest {
    Request request;
    card::CardBody card;                // as its sender holds it out
    bool has_page = false;              // I may see the sender's page
    std::vector<std::string> in_common; // names of people both know
    int degree = 0;                     // of the sender; 0 = none is shown
};
struct SentRequest {
    Request request;
    std::string to; // the name as I may see it
    bool has_page = false;
};
struct RequestsPage {
    std::vector<ReceivedRequest> received;
    std::vector<SentRequest> sent;
    std::vector<card::CardInfo> cards;
    html::Html also_waiting;                // sections of other rooms
    RequestId received_before, sent_before; // where the next page begins, 0 = this is the last one
};
html::Html requests_page(web::Visit const &visit, RequestsPage const &page);

// The newest one on the home page, with its answers; `count` wait in all.
html::Html request_panel(web::Visit const &visit, ReceivedRequest const &one,
                         std::vector<card::CardInfo> const &cards, int count);

struct NewRequestPage {
    MemberId to;
    card::CardBody card; // as I may see it
    std::vector<card::CardInfo> cards;
    web::FormState state;
};
html::Html new_request_page(web::Visit const &visit, NewRequestPage const &page);

// The ready phrase chosen ("1" … "3", "" = none) and the sender's own words, as one message.
std::string message_of(http::Params const &form, i18n::Words const &words);

} // namespace goen::exchange
