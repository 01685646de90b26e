-- SPDX-License-Identifier: Apache-2.0
-- The whole network for the graph, in the order of its keys, page by page.

-- name: members_after
-- reads: member
select id, bridge from member where id > :after order by id limit :count
-- name: live_ties_after
-- reads: tie
-- Both sides of each tie have a row.
select member_id, other_id from tie
 where (member_id, other_id) > (:member, :other) and ended_at is null
 order by member_id, other_id limit :count
-- name: blocks_after
-- reads: block
select member_id, other_id from block where (member_id, other_id) > (:member, :other)
 order by member_id, other_id limit :count
-- name: network_began
-- reads: migration
-- When the first migration was applied, to the millisecond: no other network has the same, and a restored one keeps it.
select applied_at from migration order by number limit 1
