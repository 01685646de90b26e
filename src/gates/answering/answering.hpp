// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the answering room: a letter that came in becomes what its writer meant: a message, a
// comment, the answer to a request. Every verb it calls asks its own policy at that moment, as it
// does for the page; so an answer to a letter of yesterday is refused in today's words.
//
// Who writes is known from the signed address and From; what the configured mail server says of the
// sender (Authentication-Results) can only refuse. A letter is done once however often it is
// delivered. A refused one is answered with the reason, once a day to one address for one reason;
// machines, lists and forged senders are never answered. Threads may share an Answering.
#pragma once

#include "exchange/exchange.hpp"
#include "feed/feed.hpp"
#include "letter/letter.hpp"
#include "mail_in/mail_in.hpp"
#include "message/message.hpp"

namespace goen::answering {

// Of SMTP, as the mail server hands it over; "" = not said.
struct Envelope {
    std::string from, to;
};

enum class Outcome {
    done,    // also when it had been done before
    refused, // its writer has been told, or must not be
    counted, // a report of a failed delivery
    ignored, // of a machine, a list or nobody who is to be answered
    nobody,  // no such address here
    again    // not now: the mail server should deliver it again later
};

struct Settings {
    std::string trusted_server, own_domain; // see mail_in::Options
    mail_in::Limits limits{};
};

class Answering {
public:
    struct Rooms {
        store::Database &database;
        account::Accounts &accounts;
        card::Cards &cards;
        exchange::Exchange &exchange;
        feed::Feed &feed;
        message::Messages &messages;
        letter::SignedAddresses &addresses;
        letter::Bounces &bounces;
        mail::Postman &postman;
        Clock &clock;
    };
    Answering(Rooms rooms, Settings settings) : rooms_(rooms), settings_(std::move(settings)) {}

    // One letter. Throws Trouble when the world broke: then it is to be delivered again.
    Outcome take(std::string_view bytes, Envelope const &envelope);

    void member_leaves(store::Writer &writer, MemberId member); // hook for Accounts::on_leave
    void tidy();                                                // what has outlived its use

private:
    struct Reply; // an answer on its way (answering.cpp)
    Outcome take_reply(Reply const &reply);
    void count_bounce(std::string const &key, mail_in::Letter const &letter,
                      std::string_view bytes);
    Done deliver(Reply const &reply, bool is_second_try);
    Done to_thread(Reply const &reply);
    Done to_post(Reply const &reply, feed::PostId post, feed::CommentId comment,
                 bool is_second_try);
    Done to_request(Reply const &reply);
    enum class Claim { ours, ours_again, done_before, held };
    Claim claim(MemberId member, std::string_view key);
    void finish(MemberId member, std::string_view key);
    void give_back(MemberId member, std::string_view key);
    // Once a day to one address for one `reason` (no words of people).
    void tell(Reply const &reply, std::string_view reason, Sentence const &why);

    Rooms rooms_;
    Settings settings_;
};

} // namespace goen::answering
