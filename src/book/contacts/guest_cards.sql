-- SPDX-License-Identifier: Apache-2.0
-- Cards from people without an account, as they were handed over; and what becomes of a private contact whose person
-- has become a member.

-- name: received_add
insert into contact_received (member_id, contact_id, id, at, body) values (:member, :contact, :id, :at, :body)

-- name: received_of
select id, at, body from contact_received where member_id = :member and contact_id = :contact order by id

-- name: received_move
-- They go over to the line of the member the person has become.
update contact_received set contact_id = :to where member_id = :member and contact_id = :contact

-- name: purge_received
-- With the ledger: when the line is gone for good.
delete from contact_received where member_id = :member
   and contact_id in (select b.id from contact_bin b where b.member_id = :member and b.deleted_at <= :before)
   and not exists (select 1 from contact c where c.member_id = :member and c.id = contact_received.contact_id)

-- name: set_notes
-- Of the line that stays: what both lines said.
update contact set find = :find, memo = :memo, tags = :tags, met = :met, updated_at = :at
 where member_id = :member and id = :id
