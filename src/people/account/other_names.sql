-- SPDX-License-Identifier: Apache-2.0

-- name: put_name_key
insert into name_record_key (member_id, record_id, name_key) values (:member, :record, :name_key)
on conflict (member_id, record_id, name_key) do nothing

-- name: drop_name_keys
delete from name_record_key where member_id = :member and record_id = :record

-- name: known_with_prefix
-- Bounded work whatever is asked: a piece of the index, at most :count rows of it.
select distinct member_id, record_id from (
  select member_id, record_id from name_record_key
   where name_key >= :lower and name_key < :upper
   order by name_key, member_id, record_id limit :count) found

-- name: keyless_records
select r.member_id, r.id from name_record r
 where r.findable = 1 and r.visible <> 'nobody'
   and not exists (select 1 from name_record_key k where k.member_id = r.member_id and k.record_id = r.id)
 limit 1000
