// SPDX-License-Identifier: Apache-2.0
#include "account/account_store.hpp"

#include "account/queries.hpp"
#include "store/id_list.hpp"

#include <unordered_map>

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

Member member_from(store::Row const &row) {
    using at = sql::member_columns;
    Member member;
    member.id = row.get<MemberId>(at::id);
    member.name = name_from(row, at::family);
    member.email = row.text(at::mail);
    member.language = i18n::language_of(row.text(at::language));
    member.is_operator = row.get<bool>(at::is_operator);
    member.is_confirmed = !row.is_null(at::confirmed_at);
    member.is_approved = !row.is_null(at::approved_at);
    member.bridge = row.get<bool>(at::bridge);
    member.reach = reach_of(row.text(at::reach)).value_or(Reach::distance_two);
    member.joined = row.get<Time>(at::joined_at);
    return member;
}

Invitation invitation_from(store::Row const &row) {
    using at = sql::invitation_columns;
    Invitation invitation;
    invitation.id = row.get<InvitationId>(at::id);
    invitation.mail = row.text(at::mail);
    invitation.note = row.text(at::note);
    invitation.name.family = row.text(at::family);
    invitation.name.given = row.text(at::given);
    invitation.name.family_kana = row.text(at::family_kana);
    invitation.name.given_kana = row.text(at::given_kana);
    invitation.by_operator = row.get<bool>(at::by_operator);
    invitation.uses_left = row.get<int>(at::uses_left);
    invitation.made = row.get<Time>(at::made_at);
    invitation.expires = row.get<Time>(at::expires_at);
    return invitation;
}

NameRecord record_from(store::Row const &row) {
    using at = sql::record_columns;
    NameRecord record;
    record.id = row.get<NameRecordId>(at::id);
    record.kind = name_kind_of(row.text(at::kind)).value_or(NameKind::alias);
    record.name = name_from(row, at::family);
    record.since = row.text(at::since);
    record.until = row.text(at::until);
    record.visible = row.text(at::visible);
    record.findable = row.get<bool>(at::findable);
    return record;
}

std::optional<Member> member_by_id(store::Reader &reader, MemberId id) {
    std::optional<Member> found;
    reader.each(sql::member_by_id, {{"id", id}},
                [&](store::Row const &row) { found = member_from(row); });
    return found;
}

std::vector<std::optional<Member>> members_by_id(store::Reader &reader,
                                                 std::vector<MemberId> const &ids) {
    std::unordered_map<MemberId, Member> found;
    if (!ids.empty()) {
        reader.each(sql::members_by_id, {{"ids", store::id_list(ids)}}, [&](store::Row const &row) {
            auto member = member_from(row);
            found.emplace(member.id, std::move(member));
        });
    }
    std::vector<std::optional<Member>> in_order;
    in_order.reserve(ids.size());
    for (auto const id : ids) {
        auto const one = found.find(id);
        in_order.push_back(one == found.end() ? std::nullopt : std::optional{one->second});
    }
    return in_order;
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
