-- SPDX-License-Identifier: Apache-2.0

-- name: add_picture
-- The same picture again is the one already there.
insert into picture (member_id, hash, width, height, bytes, made_at)
values (:member, :hash, :width, :height, :bytes, :at)
on conflict (member_id, hash) do update set made_at = excluded.made_at

-- name: is_kept
select 1 from picture where member_id = :member and hash = :hash

-- name: kept
-- As many as her cards show, and those taken off within the hour.
select count(*), cast(coalesce(sum(bytes), 0) as bigint) from picture where member_id = :member

-- name: add_print
insert into picture_print (member_id, hash, size, format, bytes)
values (:member, :hash, :size, :format, :bytes)
on conflict (member_id, hash, size, format) do nothing

-- name: print_of
select bytes from picture_print
 where member_id = :member and hash = :hash and size = :size and format = :format

-- name: drop_uses
delete from picture_use where member_id = :member and card_id = :card

-- name: add_use
insert into picture_use (member_id, card_id, part, hash) values (:member, :card, :part, :hash)

-- name: cards_showing
-- Her live cards with this picture: what each shows to whom is on the card.
select distinct card_id from picture_use where member_id = :member and hash = :hash order by card_id

-- name: unused
-- Bounded, so that tidying never holds the writer for long; the next hour takes the rest.
select p.member_id, p.hash from picture p
  left join picture_use u on u.member_id = p.member_id and u.hash = p.hash
 where u.member_id is null and p.made_at < :before
 order by p.member_id, p.hash limit 200

-- name: drop_prints
delete from picture_print where member_id = :member and hash = :hash
   and not exists (select 1 from picture_use u where u.member_id = :member and u.hash = :hash)

-- name: drop_picture
delete from picture where member_id = :member and hash = :hash
   and not exists (select 1 from picture_use u where u.member_id = :member and u.hash = :hash)

-- name: leave_pictures
delete from picture where member_id = :member

-- name: leave_prints
delete from picture_print where member_id = :member

-- name: leave_uses
delete from picture_use where member_id = :member
