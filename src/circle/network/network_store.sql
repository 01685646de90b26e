-- SPDX-License-Identifier: Apache-2.0

-- name: is_bridge
-- reads: member
select 1 from member where id = :member and bridge = 1

-- name: either_has_blocked
-- reads: block, blocked_by
-- By a's own rows.
select 1 from block where member_id = :a and other_id = :b
 union all
select 1 from blocked_by where member_id = :a and other_id = :b
 limit 1

-- name: blocked_by
-- reads: block
select other_id from block where member_id = :me order by other_id limit 1000

-- name: has_ties
-- reads: tie
select 1 from tie where member_id = :me and ended_at is null limit 1

-- name: nearest_ties
-- reads: tie
select other_id, tier, since from tie where member_id = :me and ended_at is null
 order by tier desc, since desc, other_id limit :most

-- name: reached_by_code_only
-- reads: member
select id from member where id in :each(members) and reach = 'code_only'

-- name: asked_since
-- reads: request_out
-- The asker's own rows: they say nothing of what became of a request.
select to_id from request_out where member_id = :me and sent_at > :since

-- name: put_not_interested
insert into not_interested (member_id, other_id, at) values (:me, :other, :at)
on conflict (member_id, other_id) do update set at = excluded.at

-- name: drop_not_interested
delete from not_interested where member_id = :me and other_id = :other

-- name: not_interested_of
select other_id from not_interested where member_id = :me order by at desc, other_id limit 1000

-- name: leave_not_interested
delete from not_interested where member_id = :me or other_id = :me
