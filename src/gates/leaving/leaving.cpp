// SPDX-License-Identifier: Apache-2.0
#include "leaving/leaving.hpp"

#include "base/random.hpp"
#include "card/card_json.hpp"
#include "leaving/queries.hpp"
#include "store/before_commit.hpp"

#include <algorithm>

namespace goen::leaving {
namespace {

// In this order: what is reached over the ties and requests goes before them.
constexpr store::Query const *deletions[]{&sql::drop_my_ties,
                                          &sql::drop_their_trays,
                                          &sql::drop_their_askings,
                                          &sql::drop_trays,
                                          &sql::drop_askings,
                                          &sql::drop_code,
                                          &sql::drop_code_uses,
                                          &sql::drop_blocks,
                                          &sql::drop_person_keys,
                                          &sql::drop_contacts,
                                          &sql::drop_contact_count,
                                          &sql::drop_contact_tags,
                                          &sql::drop_bin,
                                          &sql::drop_ledger,
                                          &sql::drop_sessions,
                                          &sql::drop_tokens,
                                          &sql::drop_invitations,
                                          &sql::drop_invitations_to,
                                          &sql::drop_letter_links,
                                          &sql::drop_name_records,
                                          &sql::drop_name_keys,
                                          &sql::drop_approvals,
                                          &sql::drop_openings,
                                          &sql::drop_refs,
                                          &sql::drop_rows_of_import_batch,
                                          &sql::drop_rows_of_import_row,
                                          &sql::drop_rows_of_picture,
                                          &sql::drop_rows_of_picture_print,
                                          &sql::drop_rows_of_picture_use,
                                          &sql::drop_rows_of_card_link,
                                          &sql::drop_rows_of_guest,
                                          &sql::drop_rows_of_guest_contact,
                                          &sql::drop_rows_of_claim,
                                          &sql::drop_rows_of_contact_received,
                                          &sql::drop_rows_of_not_interested,
                                          &sql::drop_rows_of_contact_edit,
                                          &sql::drop_rows_of_tag_batch,
                                          &sql::drop_rows_of_reminder,
                                          &sql::drop_rows_of_contact_date,
                                          &sql::drop_rows_of_date_style,
                                          &sql::drop_introductions,
                                          &sql::drop_rows_of_introduction_setting,
                                          &sql::drop_rows_of_archive_draft,
                                          &sql::drop_mail,
                                          &sql::drop_member};

// Only what the nearest of those who received it saw. Each of them goes on seeing what he saw: the
// owner's rules stay on it for the part that is left.
card::CardBody cut_to(card::CardBody const &body, card::Tier tier) {
    auto cut = card::seen(body, tier);
    cut.show = body.show;
    return cut;
}

} // namespace

Done Leaving::leave(MemberId me, std::string_view password, std::string_view peer) {
    auto const member = accounts_.find(me);
    if (!member) return Refusal{Reason::not_found, N_("There is no such member."), {}, {}};
    // A log-in is the proof: the same brakes against guessing. The session it makes goes with all
    // the others.
    auto const proof = [&] {
        store::BeforeCommit::Scope const not_the_deed{nullptr};
        return accounts_.log_in(member->email, password, peer, "");
    }();
    if (!proof || proof->member != me) {
        if (!proof && proof.why().reason == Reason::too_many) return proof.why();
        return Refusal{Reason::invalid,
                       N_("This password is not right. Nothing was deleted."),
                       {{"password", N_("This password is not right.")}},
                       {}};
    }
    auto const done = database_.write([&](store::Writer &writer) -> Done {
        std::vector<std::int64_t> locks{me.value};
        writer.each(sql::holders, {{"me", me}},
                    [&](store::Row const &row) { locks.push_back(row.integer(0)); });
        std::sort(locks.begin(), locks.end());
        for (auto const key : locks) writer.lock(key);
        if (member->is_operator &&
            writer.one<std::int64_t>(sql::operators_left, {{"me", me}}).value_or(0) == 0) {
            return Refusal{Reason::conflict,
                           N_("You are the only operator: without you nobody could let new members "
                              "in. Please make somebody else an operator first."),
                           {},
                           {}};
        }
        std::vector<std::pair<VersionId, card::Tier>> kept;
        writer.each(sql::kept_versions, {{"me", me}}, [&](store::Row const &row) {
            kept.emplace_back(row.get<VersionId>(0), row.get<card::Tier>(1));
        });
        for (auto const &[id, tier] : kept) {
            auto const version = cards_.version(writer, id);
            if (!version) continue;
            auto const body = card::to_stored(cut_to(version->body, tier));
            writer.run(sql::cut_version, {{"body", body}, {"id", id}, {"me", me}});
        }
        // Who knows whom is counted by others from the journal: each exchange ends there by name.
        std::vector<std::int64_t> ended;
        writer.each(sql::live_ties, {{"me", me}},
                    [&](store::Row const &row) { ended.push_back(row.integer(0)); });
        auto const at = clock_.now();
        auto const about = "%\"" + me.text() + "\"%";
        writer.run(sql::drop_versions, {{"me", me}});
        writer.run(sql::drop_cards, {{"me", me}});
        writer.run(sql::drop_as_holder, {{"me", me}});
        writer.run(sql::drop_orphans, {{"me", me}});
        writer.run(sql::put_holders, {{"me", me}});
        writer.run(sql::end_their_side, {{"me", me}, {"at", at}});
        writer.run(sql::drop_answers, {{"me", me}, {"about", about}});
        // A bulk file that is read again must not bring her back.
        std::vector<std::string> refs;
        writer.each(sql::refs_of, {{"me", me}},
                    [&](store::Row const &row) { refs.emplace_back(row.text(0)); });
        for (auto const &ref : refs)
            writer.run(sql::put_departed_ref, {{"hash", sha256_hex("import_ref " + ref)}});
        for (auto const *deletion : deletions) writer.run(*deletion, {{"me", me}});
        for (auto const other : ended) writer.journal("tie.ended", me.value, other);
        writer.run(sql::put_departed, {{"me", me}, {"at", at}});
        writer.journal("member.left", me.value);
        return {};
    });
    if (!done) (void)accounts_.log_out(me, proof->session);
    return done;
}

} // namespace goen::leaving
