-- SPDX-License-Identifier: Apache-2.0

-- name: put_in_directory
-- Changes no row while a living entry has this hash. Of two who put one at the same moment, the key lets one in.
insert into directory (key_hash, thing_id, kind, member_id, expires_at)
values (:hash, :thing, :kind, :member, :expires)
on conflict (key_hash) where kind <> 'letter' do update
   set thing_id = excluded.thing_id, kind = excluded.kind, member_id = excluded.member_id,
       expires_at = excluded.expires_at
 where directory.expires_at <= :now

-- name: add_letter_to_directory
insert into directory (key_hash, thing_id, kind, member_id, expires_at)
values (:hash, :thing, 'letter', :member, :expires)

-- name: find_in_directory
select member_id, thing_id from directory where key_hash = :hash and kind = :kind

-- name: count_letters_in_directory
select count(*) from directory where key_hash = :hash and kind = 'letter' and expires_at > :now

-- name: drop_from_directory
delete from directory where key_hash = :hash and member_id = :member

-- name: tidy_directory
delete from directory where expires_at <= :now
