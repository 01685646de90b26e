-- SPDX-License-Identifier: Apache-2.0

-- columns: my_tie
other_id, since, means, place, introducer_id, given_card_id, received_card_id, received_version_id, tier, sees, ended_at

-- name: tie_of
-- reads: tie
-- One point read of my own row answers what I may see: the hottest query of the house.
select :columns(my_tie) from tie where member_id = :member and other_id = :other

-- name: ties_of
-- reads: tie
select :columns(my_tie) from tie where member_id = :member and other_id in :each(others)

-- name: holders_of_card
-- reads: tie
select other_id, tier from tie
 where member_id = :owner and given_card_id = :card and ended_at is null
 order by other_id

-- name: is_blocked
-- reads: block
select 1 from block where member_id = :who and other_id = :whom

-- name: torn_blocks
-- reads: block, blocked_by
-- Blocks of which one side is missing.
select b.member_id, b.other_id from block b
 where not exists (select 1 from blocked_by o where o.member_id = b.other_id and o.other_id = b.member_id)
 union all
select o.other_id, o.member_id from blocked_by o
 where not exists (select 1 from block b where b.member_id = o.other_id and b.other_id = o.member_id)
 limit 1000

-- name: torn_ties
-- reads: departed, tie
-- Ties of which one row is missing or tells another story than its twin. Whoever leaves takes her row along.
select a.member_id, a.other_id
  from tie a left join tie b on b.member_id = a.other_id and b.other_id = a.member_id
 where not (b.member_id is null and a.ended_at is not null
            and exists (select 1 from departed d where d.member_id = a.other_id))
   and (b.member_id is null
    or a.tier <> b.sees or a.sees <> b.tier
    or a.given_card_id <> b.received_card_id or a.received_card_id <> b.given_card_id
    or a.since <> b.since or a.means <> b.means or a.place <> b.place or a.introducer_id <> b.introducer_id
    or coalesce(a.ended_at, 0) <> coalesce(b.ended_at, 0)
    or a.member_id = a.other_id)
 order by a.member_id, a.other_id limit 1000

-- name: stale_holders
-- reads: card, tie
-- Live ties whose holder is shown another version than the live one, or any of a card that was removed.
select t.member_id, t.received_card_id
  from tie t left join card c on c.member_id = t.other_id and c.id = t.received_card_id and c.removed_at is null
 where t.ended_at is null and t.received_version_id <> coalesce(c.live_version, 0)
 order by t.member_id, t.other_id limit 1000
