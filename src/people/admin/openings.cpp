// SPDX-License-Identifier: Apache-2.0
#include "admin/openings.hpp"

#include "admin/queries.hpp"
#include "base/text.hpp"
#include "people_events/events.hpp"

namespace goen::admin {
namespace {

constexpr std::size_t shortest_reason = 4, longest_reason = 300;

Result<std::string> checked_reason(std::string_view typed) {
    auto const reason = trimmed(typed);
    auto const refused = [](char const *why) {
        return Refusal{Reason::invalid, why, {{"reason", why}}, {}};
    };
    if (!is_clean_utf8(reason))
        return refused(N_("The reason contains characters that cannot be used."));
    if (count_code_points(reason) < shortest_reason)
        return refused(N_("Please enter the reason. The member can read it."));
    if (count_code_points(reason) > longest_reason)
        return refused(N_("Please keep this to 300 characters or fewer."));
    return std::string{reason};
}

Opening opening_from(store::Row const &row) {
    return {row.integer(0), row.get<MemberId>(1), row.get<Time>(2), row.get<std::string>(3),
            row.get<std::string>(4)};
}

} // namespace

std::string_view to_string(Help help) {
    switch (help) {
    case Help::account: return "account";
    case Help::confirmation: return "confirmation";
    case Help::password: return "password";
    case Help::log_out: return "log_out";
    }
    return "";
}

std::optional<Help> help_of(std::string_view text) {
    for (auto const help : {Help::account, Help::confirmation, Help::password, Help::log_out}) {
        if (to_string(help) == text) return help;
    }
    return {};
}

Result<account::Member> Openings::record(MemberId operator_, MemberId whom, Help help,
                                         std::string_view typed) {
    auto const reason = checked_reason(typed);
    if (!reason) return reason.why();
    return database_.write([&](store::Writer &writer) -> Result<account::Member> {
        auto const member = accounts_.find(writer, whom);
        if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
        auto const id = ids_.next();
        writer.run(sql::put_opening, {{"member", whom},
                                      {"id", id},
                                      {"operator", operator_},
                                      {"at", clock_.now()},
                                      {"what", to_string(help)},
                                      {"reason", *reason}});
        store::tell(writer,
                    AccountOpened{.member = operator_, .other = whom, .opening = OpeningId{id}});
        return *member;
    });
}

Result<Openings::Sheet> Openings::open(MemberId operator_, MemberId whom, std::string_view reason) {
    auto const member = record(operator_, whom, Help::account, reason);
    if (!member) return member.why();
    return Sheet{*member, accounts_.sessions(whom).size(), accounts_.tokens(whom).size()};
}

Done Openings::help(MemberId operator_, MemberId whom, Help help, std::string_view reason,
                    std::string_view peer) {
    auto const member = record(operator_, whom, help, reason);
    if (!member) return member.why();
    switch (help) {
    case Help::account: break;
    case Help::confirmation: return accounts_.send_confirmation(whom);
    case Help::password: return accounts_.forgot(member->email, peer);
    case Help::log_out:
        for (auto const &token : accounts_.tokens(whom)) {
            if (auto const done = accounts_.end_token(whom, token.id); !done) return done;
        }
        return accounts_.end_other_sessions(whom, {});
    }
    return {};
}

std::vector<Opening> Openings::of(MemberId member, std::int64_t before, int limit) {
    return database_.read([&](store::Reader &reader) {
        std::vector<Opening> found;
        reader.each(
            sql::openings_of,
            {{"member", member}, {"before", before > 0 ? before : INT64_MAX}, {"count", limit}},
            [&](store::Row const &row) { found.push_back(opening_from(row)); });
        std::vector<MemberId> operators;
        for (auto const &one : found) operators.push_back(one.by);
        auto const members = accounts_.find(reader, operators);
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (members[i]) found[i].by_name = members[i]->name;
        }
        return found;
    });
}

std::vector<Opening> Openings::all(store::Reader &reader, MemberId member) {
    std::vector<Opening> found;
    reader.each(sql::all_openings_of, {{"member", member}},
                [&](store::Row const &row) { found.push_back(opening_from(row)); });
    return found;
}

void Openings::member_leaves(store::Writer &writer, MemberId member) {
    writer.put(sql::leave_openings, {{"member", member}});
}

} // namespace goen::admin
