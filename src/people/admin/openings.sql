-- SPDX-License-Identifier: Apache-2.0

-- name: put_opening
insert into opening (member_id, id, operator_id, at, what, reason) values (:member, :id, :operator, :at, :what, :reason)

-- name: openings_of
-- Newest first; :before is the last one of the page before.
select id, operator_id, at, what, reason from opening
 where member_id = :member and id < :before order by id desc limit :count

-- name: leave_openings
delete from opening where member_id = :member

-- name: all_openings_of
select id, operator_id, at, what, reason from opening where member_id = :member order by id
