// SPDX-License-Identifier: Apache-2.0
#include "account/account_store.hpp"

#include "account/queries.hpp"

namespace goen::account {

names::PersonName name_from(store::Row const &row, int at) {
    names::PersonName name;
    name.family = row.text(at);
    name.given = row.text(at + 1);
    name.middle = row.text(at + 2);
    name.family_kana = row.text(at + 3);
    name.given_kana = row.text(at + 4);
    name.family_romaji = row.text(at + 5);
    name.given_romaji = row.text(at + 6);
    name.order = row.integer(at + 7) != 0 ? names::Order::given_first : names::Order::family_first;
    return name;
}

Member member_from(store::Row const &row, int at) {
    Member member;
    member.id = MemberId{row.integer(at)};
    member.name = name_from(row, at + 1);
    member.email = row.text(at + 9);
    member.language = i18n::language_of(row.text(at + 10));
    member.is_operator = row.integer(at + 11) != 0;
    member.is_confirmed = !row.is_null(at + 12);
    member.is_approved = !row.is_null(at + 13);
    member.bridge = row.integer(at + 14) != 0;
    member.reach = reach_of(row.text(at + 15)).value_or(Reach::distance_two);
    member.joined = row.get<Time>(at + 16);
    return member;
}

Invitation invitation_from(store::Row const &row) {
    Invitation invitation;
    invitation.id = InvitationId{row.integer(0)};
    invitation.mail = row.text(1);
    invitation.note = row.text(2);
    invitation.name.family = row.text(3);
    invitation.name.given = row.text(4);
    invitation.name.family_kana = row.text(5);
    invitation.name.given_kana = row.text(6);
    invitation.by_operator = row.integer(7) != 0;
    invitation.uses_left = static_cast<int>(row.integer(8));
    invitation.made = row.get<Time>(9);
    invitation.expires = row.get<Time>(10);
    return invitation;
}

NameRecord record_from(store::Row const &row) {
    NameRecord record;
    record.id = NameRecordId{row.integer(0)};
    record.kind = name_kind_of(row.text(1)).value_or(NameKind::alias);
    record.name = name_from(row, 2);
    record.since = row.text(10);
    record.until = row.text(11);
    record.visible = row.text(12);
    record.findable = row.integer(13) != 0;
    return record;
}

std::optional<Member> member_by_id(store::Reader &reader, MemberId id) {
    std::optional<Member> found;
    reader.each(sql::member_by_id, {{"id", id}},
                [&](store::Row const &row) { found = member_from(row); });
    return found;
}

bool add_member(store::Writer &writer, MemberRow const &row) {
    auto const key = mail_key(row.member.email);
    if (writer.run(sql::claim_mail, {{"mail_key", key}, {"member", row.id}}) == 0) return false;
    auto const &name = row.member.name;
    writer.put(sql::add_member, {{"id", row.id},
                                 {"family", name.family},
                                 {"given", name.given},
                                 {"middle", name.middle},
                                 {"family_kana", name.family_kana},
                                 {"given_kana", name.given_kana},
                                 {"family_romaji", name.family_romaji},
                                 {"given_romaji", name.given_romaji},
                                 {"given_first", name.order == names::Order::given_first},
                                 {"mail", row.member.email},
                                 {"mail_key", key},
                                 {"password_hash", row.password_hash},
                                 {"language", i18n::code(row.member.language)},
                                 {"is_operator", row.member.is_operator},
                                 {"confirmed_at", row.confirmed},
                                 {"approved_at", row.approved},
                                 {"joined_at", row.joined},
                                 {"invited_by", row.invited_by},
                                 {"invitation_id", row.invitation},
                                 {"application", row.application}});
    return true;
}

void set_name(store::Writer &writer, MemberId id, names::PersonName const &name) {
    writer.put(sql::set_name, {{"id", id},
                               {"family", name.family},
                               {"given", name.given},
                               {"middle", name.middle},
                               {"family_kana", name.family_kana},
                               {"given_kana", name.given_kana},
                               {"family_romaji", name.family_romaji},
                               {"given_romaji", name.given_romaji},
                               {"given_first", name.order == names::Order::given_first}});
}

void add_record(store::Writer &writer, MemberId member, NameRecord const &record) {
    auto const &name = record.name;
    writer.put(sql::add_record, {{"member", member},
                                 {"id", record.id},
                                 {"kind", to_string(record.kind)},
                                 {"family", name.family},
                                 {"given", name.given},
                                 {"middle", name.middle},
                                 {"family_kana", name.family_kana},
                                 {"given_kana", name.given_kana},
                                 {"family_romaji", name.family_romaji},
                                 {"given_romaji", name.given_romaji},
                                 {"given_first", name.order == names::Order::given_first},
                                 {"since", record.since},
                                 {"until", record.until},
                                 {"visible", record.visible},
                                 {"findable", record.findable}});
}

} // namespace goen::account
