-- SPDX-License-Identifier: Apache-2.0
-- Whole lists of one member, in pieces.

-- name: ties_after
-- Her side only; what the other discloses (sees) is the other's to know.
select other_id, since, means, place, introducer_id, given_card_id, tier, ended_at
  from tie where member_id = :me and other_id > :after order by other_id limit :count

-- name: sent_after
-- The sender's own rows know nothing of hold and decline.
select :columns(sent_columns),
       case when r.state = 'open' and t.since is not null then 'accepted' else r.state end
  from request_out r
  left join tie t on t.member_id = r.member_id and t.other_id = r.to_id and t.since >= r.sent_at
 where r.member_id = :me and r.id > :after
 order by r.id limit :count

-- name: received_after
-- What its sender took back is no longer to be read.
select :columns(received_columns),
       case when r.state = 'open' and t.since is not null then 'accepted' else r.state end
  from request_in r
  left join tie t on t.member_id = r.member_id and t.other_id = r.from_id and t.since >= r.sent_at
 where r.member_id = :me and r.state <> 'withdrawn' and r.id > :after
 order by r.id limit :count

-- name: blocks_of
select other_id, since from block where member_id = :me order by other_id
