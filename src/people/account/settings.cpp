// SPDX-License-Identifier: Apache-2.0
// What a member says about herself and her account.
#include "account/account_state.hpp"
#include "account/other_names.hpp"
#include "base/text.hpp"
#include "people_events/events.hpp"

#include <algorithm>
#include <array>

namespace goen::account {
namespace {

// 1998, 1998-04, 1998-04-01, or nothing at all.
bool is_partial_date(std::string_view text) {
    if (text.empty()) return true;
    std::string whole{text};
    if (whole.size() == 4) whole += "-01";
    if (whole.size() == 7) whole += "-01";
    return whole.size() == 10 && parse_iso_date(whole).has_value();
}

Refusal about(char const *field, char const *why) {
    return {Reason::invalid, why, {{field, why}}, {}};
}

Refusal no_such_member() { return {Reason::not_found, N_("This member was not found."), {}, {}}; }

Done take_name(store::Writer &writer, Member const &member, names::PersonName const &name,
               Rules const &rules) {
    if (names::is_reserved(name, rules.network_name)) return reserved_name();
    set_name(writer, member.id, name);
    return {};
}

} // namespace

Done Accounts::change_password(MemberId id, SessionId kept, std::string_view old_password,
                               std::string_view password, std::string_view peer, AlsoEnd also) {
    auto &s = *state_;
    auto const member = find(id);
    if (!member) return no_such_member();
    if (auto const good = check_password(password, s.owner(*member)); !good) return good.why();
    auto const proved = s.prove(member->email, old_password, peer);
    if (!proved) {
        if (proved.why().reason != Reason::unauthenticated) return proved.why();
        return about("old_password", N_("The password is incorrect."));
    }
    auto const hash = s.passwords.hash(password);
    Done const done = s.database.write([&](store::Writer &writer) -> Done {
        auto const now_stored = writer.one<std::string>(sql::password_of, {{"id", id}});
        if (!now_stored || *now_stored != proved->hash)
            return about("old_password", N_("The password is incorrect."));
        writer.run(sql::set_password, {{"id", id}, {"password_hash", hash}});
        if (also.other_devices) writer.run(sql::end_sessions_but, {{"member", id}, {"kept", kept}});
        if (also.tokens) writer.run(sql::end_tokens, {{"member", id}});
        writer.run(sql::drop_links, {{"member", id}, {"kind", "reset"}});
        s.signed_out(writer, id, SignedOut::new_password);
        store::tell(writer, PasswordChanged{id});
        return {};
    });
    if (!done) return done.why();
    s.postman.post(letters::password_changed(s.rules, s.to(*member), also));
    return {};
}

Done Accounts::rename(MemberId id, names::PersonName const &name, OldName old) {
    return rename(id, name, old, [](Member const &) { return Done{}; });
}

Done Accounts::rename(MemberId id, names::PersonName const &name, OldName old,
                      std::function<Done(Member const &)> const &may) {
    auto &s = *state_;
    return s.database.write([&](store::Writer &writer) -> Done {
        writer.lock(id.value);
        auto const member = member_by_id(writer, id);
        if (!member) return no_such_member();
        if (auto const agreed = may(*member); !agreed) return agreed.why();
        if (member->name == name) return {};
        if (auto const done = take_name(writer, *member, name, s.rules); !done) return done.why();
        if (old == OldName::keep) {
            if (writer.one<std::int64_t>(sql::count_records, {{"member", id}}).value_or(0) >= 20) {
                return Refusal{
                    Reason::conflict,
                    N_("You already have 20 other names, the maximum. Please delete one first."),
                    {},
                    {}};
            }
            NameRecord record;
            record.id = s.ids.make<NameRecordId>();
            record.kind = NameKind::maiden;
            record.name = member->name;
            add_record(writer, id, record);
        }
        store::tell(writer, MemberRenamed{id});
        return {};
    });
}

Done Accounts::choose(MemberId id, i18n::Language language, Reach reach, bool bridge) {
    return change(id, [&](store::Reader &, Member member) -> Result<Member> {
        member.language = language;
        member.reach = reach;
        member.bridge = bridge;
        return member;
    });
}

Done Accounts::change(MemberId id, Changing const &changing) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.lock(id.value);
        auto const member = member_by_id(writer, id);
        if (!member) return no_such_member();
        auto const wanted = changing(writer, *member);
        if (!wanted) return wanted.why();
        if (wanted->name != member->name) {
            if (auto const done = take_name(writer, *member, wanted->name, state_->rules); !done)
                return done.why();
            store::tell(writer, MemberRenamed{id});
        }
        writer.run(sql::set_choices, {{"id", id},
                                      {"language", i18n::code(wanted->language)},
                                      {"reach", to_string(wanted->reach)},
                                      {"bridge", wanted->bridge}});
        store::tell(writer, MemberChose{id});
        return {};
    });
}

void Accounts::set_bridge(store::Writer &writer, MemberId id, bool bridge) {
    writer.run(sql::set_bridge, {{"id", id}, {"bridge", bridge}});
    store::tell(writer, MemberChose{id});
}

std::vector<NameRecord> Accounts::name_records(store::Reader &reader, MemberId member) {
    return other_names(reader, member);
}

std::vector<NameRecord> Accounts::name_records(MemberId member) {
    return state_->database.read(
        [&](store::Reader &reader) { return name_records(reader, member); });
}

Result<NameRecordId> Accounts::add_name_record(MemberId member, NameRecord record) {
    static constexpr std::array tiers{"none", "exchanged", "colleague", "close", "nobody"};
    auto &s = *state_;
    if (record.name.empty()) return about("family", N_("Please enter a name."));
    if (!is_partial_date(record.since))
        return about("since", N_("This date could not be read. Enter it like 1998, 1998-04 or "
                                 "平成10年4月1日; a year alone is enough."));
    if (!is_partial_date(record.until))
        return about("until", N_("This date could not be read. Enter it like 1998, 1998-04 or "
                                 "平成10年4月1日; a year alone is enough."));
    if (!record.since.empty() && !record.until.empty() &&
        record.until < record.since.substr(0, record.until.size())) {
        return about("until", N_("The end date is before the start date."));
    }
    if (std::find(tiers.begin(), tiers.end(), record.visible) == tiers.end())
        return about("visible", N_("Please choose who can see this name."));
    if (is_reserved(record.name)) return reserved_name();
    record.id = s.ids.make<NameRecordId>();
    return s.database.write([&](store::Writer &writer) -> Result<NameRecordId> {
        if (!member_by_id(writer, member))
            return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
        if (writer.one<std::int64_t>(sql::count_records, {{"member", member}}).value_or(0) >= 20) {
            return Refusal{
                Reason::conflict,
                N_("You already have 20 other names, the maximum. Please delete one first."),
                {},
                {}};
        }
        add_record(writer, member, record);
        keep_name_keys(writer, member, record);
        store::tell(writer, NameAdded{member, record.id});
        return record.id;
    });
}

Done Accounts::remove_name_record(MemberId member, NameRecordId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::remove_record, {{"member", member}, {"id", id}}) == 0) {
            return Refusal{Reason::not_found, N_("This name has already been deleted."), {}, {}};
        }
        drop_name_keys(writer, member, id);
        store::tell(writer, NameRemoved{member, id});
        return {};
    });
}

} // namespace goen::account
