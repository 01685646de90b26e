-- SPDX-License-Identifier: Apache-2.0

-- name: put_tie
-- A new tie, an ended one begun again, or a live one with other cards: one statement, no read before it. A live tie
-- keeps its beginning and both distances; only the cards in hand follow the newest exchange.
insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, received_card_id,
                 received_version_id, tier, sees, ended_at)
values (:member, :other, :at, :means, :place, :introducer, :given, :received, :version, 1, 1, null)
on conflict (member_id, other_id) do update set
    since = case when tie.ended_at is null then tie.since else excluded.since end,
    means = case when tie.ended_at is null then tie.means else excluded.means end,
    place = case when tie.ended_at is null then tie.place else excluded.place end,
    introducer_id = case when tie.ended_at is null then tie.introducer_id else excluded.introducer_id end,
    tier = case when tie.ended_at is null then tie.tier else excluded.tier end,
    sees = case when tie.ended_at is null then tie.sees else excluded.sees end,
    given_card_id = excluded.given_card_id,
    received_card_id = excluded.received_card_id,
    received_version_id = excluded.received_version_id,
    ended_at = null
returning since, means, place, introducer_id, tier, sees

-- name: set_my_tier
update tie set tier = :tier where member_id = :me and other_id = :other and ended_at is null

-- name: set_what_they_see
update tie set sees = :tier where member_id = :other and other_id = :me and ended_at is null
returning received_version_id

-- name: end_tie
-- One side; run for both.
update tie set ended_at = :at where member_id = :member and other_id = :other and ended_at is null

-- name: move_holders
-- Everyone who holds this card in a live tie is now shown this version (0: the card was withdrawn).
update tie set received_version_id = :version
 where other_id = :owner and received_card_id = :card and ended_at is null
   and member_id in (select mine.other_id from tie mine
                      where mine.member_id = :owner and mine.given_card_id = :card and mine.ended_at is null)

-- name: have_someone_in_common
-- 距離 two: somebody with whom both have a live tie. The two say so by their own rows: no row of those in between is read.
-- sqlite:
select 1 from tie mine join tie theirs on theirs.member_id = :them and theirs.other_id = mine.other_id
 where mine.member_id = :me and mine.ended_at is null and theirs.ended_at is null
 limit 1
-- postgres:
select 1 from tie
 where member_id = :me and ended_at is null
   and other_id in (select other_id from tie where member_id = :them and ended_at is null)
 limit 1

-- name: in_common
-- Whoever both know, first met first. SQLite would read all of their ties for `in`.
-- sqlite:
select mine.other_id from tie mine join tie theirs on theirs.member_id = :them and theirs.other_id = mine.other_id
 where mine.member_id = :me and mine.ended_at is null and theirs.ended_at is null
 order by mine.since, mine.other_id limit 50
-- postgres:
select other_id from tie
 where member_id = :me and ended_at is null
   and other_id in (select other_id from tie where member_id = :them and ended_at is null)
 order by since, other_id limit 50

-- name: in_common_with
-- The same with each of many: the first fifty each. What is mine is read first, by itself.
-- postgres:
with mine as materialized (select other_id, since from tie where member_id = :me and ended_at is null)
-- both:
select them, other_id from (
  select theirs.member_id as them, theirs.other_id, row_number() over (partition by theirs.member_id
                                                                     order by mine.since, mine.other_id) as place
-- sqlite:
    from tie theirs join tie mine on mine.member_id = :me and mine.ended_at is null and mine.other_id = theirs.other_id
-- postgres:
    from tie theirs join mine on mine.other_id = theirs.other_id
-- both:
   where theirs.member_id in :each(others) and theirs.ended_at is null) found
 where place <= 50
 order by them, place

-- name: put_block
insert into block (member_id, other_id, since) values (:me, :other, :at)
on conflict (member_id, other_id) do nothing

-- name: put_blocked_by
-- The other side of the same.
insert into blocked_by (member_id, other_id) values (:other, :me)
on conflict (member_id, other_id) do nothing

-- name: drop_block
delete from block where member_id = :me and other_id = :other

-- name: drop_blocked_by
delete from blocked_by where member_id = :other and other_id = :me

-- name: either_has_blocked
-- By a's own rows.
select 1 from block where member_id = :a and other_id = :b
 union all
select 1 from blocked_by where member_id = :a and other_id = :b
 limit 1

-- name: blocked_by
select other_id from block where member_id = :me order by since desc, other_id limit 1000
