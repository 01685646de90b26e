// SPDX-License-Identifier: Apache-2.0
// How a member looks to another one who has not exchanged cards: the card as far as it may be
// seen, and what I may do. Whoever is in my book has the page of the book (contacts_doors.hpp), to
// which this room adds what stands between the two.
#pragma once

#include "exchange/exchange_view.hpp"
#include "web/form_version.hpp"

namespace goen::exchange {

// What stands between me and another member.
struct Between {
    std::string name;               // hers, as I may read it
    std::optional<card::Tier> tier; // what I show her, while we are tied
    std::optional<Time> asked_on;   // by me, within 30 days
    bool has_asked_me = false;
    bool is_blocked = false; // by me
};
// On the page of somebody in my book: what I show her, and how to end it.
html::Html beside_contact(web::Visit const &visit, MemberId id, Between const &between);
html::Html sharing_form(web::Visit const &visit, MemberId id, std::string const &name,
                        card::Tier tier, web::FormState state = {});

// Somebody who is not in my book.
struct MemberPage {
    MemberId id;
    std::string name; // as I may see it
    policy::Sight sight;
    Between between;
    std::vector<account::NameRecord> other_names; // that I may see
};
html::Html own_page(MemberPage const &page, i18n::Words const &words); // when it is myself
// Who it is in one look, and what stands below.
html::Html member_head(MemberPage const &page, i18n::Words const &words);
html::Html member_page(web::Visit const &visit, MemberPage const &page);
// The form of the distance in it.
http::Params distance_of(card::Tier tier);
web::FormParts distance_parts(i18n::Words const &words);

enum class Parting { end, block };
// "Are you sure": what happens and what stays.
html::Html parting_page(web::Visit const &visit, MemberId id, std::string const &name,
                        Parting parting);

struct BlockedLine {
    MemberId id;
    std::string name;
};
html::Html blocked_page(web::Visit const &visit, std::vector<BlockedLine> const &lines);

html::Html people_page(web::Visit const &visit, std::string_view query,
                       std::vector<FoundPerson> const &found, std::vector<int> const &degrees = {});

} // namespace goen::exchange
