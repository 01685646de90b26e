-- SPDX-License-Identifier: Apache-2.0

-- name: drop_person_keys
delete from person_key where member_id = :member and card_id = :card

-- name: put_person_key
insert into person_key (member_id, card_id, name_key) values (:member, :card, :name_key)
on conflict (member_id, card_id, name_key) do nothing

-- name: people_with_prefix
-- Bounded work whatever is asked: a piece of the index, at most :count rows of it.
select distinct member_id from (
  select member_id from person_key
   where name_key >= :lower and name_key < :upper
   order by name_key, member_id limit :count) found
