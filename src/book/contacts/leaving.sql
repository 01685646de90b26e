-- SPDX-License-Identifier: Apache-2.0
-- A member leaves: what others' books hold of her cards, found over her ties; then her own book.

-- name: held_by_others
-- reads: tie
-- What others received or are shown, and the most that any of them saw of it.
select version_id, max(tier)
  from (select version_id, tier from ledger
         where contact_id = :me and member_id in (select other_id from tie where member_id = :me)
        union all
        select shown_version_id, shown_tier from contact
         where id = :me and member_id in (select other_id from tie where member_id = :me) and shown_version_id > 0
        union all
        select shown_version_id, shown_tier from contact_bin
         where id = :me and member_id in (select other_id from tie where member_id = :me) and shown_version_id > 0) held
 group by version_id order by version_id

-- name: put_holders
-- reads: tie
insert into departed_holder (member_id, holder_id)
select distinct cast(:me as bigint), member_id from ledger
 where contact_id = :me and member_id in (select other_id from tie where member_id = :me)

-- name: leave_as_holder
-- reads: tie
-- She held cards of people who left before her.
delete from departed_holder where holder_id = :me and member_id in (select other_id from tie where member_id = :me)

-- name: held_by_nobody
-- reads: tie, departed
-- Of those she exchanged cards with, who has left and is in no book any more.
select t.other_id from tie t join departed d on d.member_id = t.other_id
 where t.member_id = :me
   and t.other_id not in (select member_id from departed_holder
                           where member_id in (select other_id from tie where member_id = :me))
 order by t.other_id

-- name: leave_contacts
delete from contact where member_id = :me

-- name: leave_contact_count
delete from contact_count where member_id = :me

-- name: leave_contact_tags
delete from contact_tag where member_id = :me

-- name: leave_bin
delete from contact_bin where member_id = :me

-- name: leave_ledger
delete from ledger where member_id = :me

-- name: leave_received
delete from contact_received where member_id = :me

-- name: leave_edits
delete from contact_edit where member_id = :me

-- name: leave_tag_batches
delete from tag_batch where member_id = :me
