-- SPDX-License-Identifier: Apache-2.0

-- name: database_now
-- What all who share the database mean by now. A SQLite file is shared on one machine only, whose clock is ours.
-- sqlite:
select cast(:now as integer)
-- postgres:
select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)

-- name: has_nodes
select 1 from node limit 1

-- name: make_nodes
insert into node (number, holder, until, highest)
with recursive n (number) as (select 0 union all select number + 1 from n where number < 1023)
select number, '', 0, cast(:highest as bigint) from n

-- name: newest_events
-- The newest moment and the newest id that the last events tell of.
select max(at), max(member_id), max(other_id), max(thing_id)
  from (select at, member_id, other_id, thing_id from journal order by seq desc limit 1000) as newest

-- name: free_node
-- My own first: a lease whose taking was never answered. Then the number whose ids lie furthest back. An end that lies
-- too far ahead was written before the clock was set back.
select number, until, highest from node
 where holder = :me or until < :ended or until > :too_far
 order by case when holder = :me then 0 else 1 end, highest, number limit 1

-- name: hold_node
update node set holder = :me, until = :until, highest = :highest where number = :number and until = :was_until

-- name: renew_node
update node set until = :until, highest = :highest where number = :number and holder = :me

-- name: give_back_node
update node set holder = '', until = 0, highest = :highest where number = :number and holder = :me

-- name: forget_nodes
delete from node
