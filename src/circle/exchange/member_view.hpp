// SPDX-License-Identifier: Apache-2.0
// How a member looks to another one: the card as far as it may be seen, what binds the two, and
// what I may do.
#pragma once

#include "exchange/exchange_view.hpp"
#include "web/form_version.hpp"

namespace goen::exchange {

struct MemberPage {
    MemberId id;
    std::string name; // as I may see it, else as my own book has it
    policy::Sight sight;
    std::string introducer;       // her name, when there is one
    std::optional<Time> asked_on; // by me, within 30 days
    bool has_asked_me = false;
    bool is_blocked = false; // by me
    web::FormState state;
    std::vector<account::NameRecord> other_names; // that I may see
    std::optional<Time> withdrawn; // the card of our exchange; `received` is then what I hold of it
    card::CardBody received;
};
// The heading, and what stands below it.
html::Html member_heading(web::Visit const &visit, MemberPage const &page);
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

std::string means_label(policy::Means means, i18n::Words const &words);

} // namespace goen::exchange
