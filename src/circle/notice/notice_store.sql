-- SPDX-License-Identifier: Apache-2.0
-- Notices and what was read of them. Nothing here says who may be told: gathering.cpp asks the rooms.

-- name: cursor
select seq from notice_cursor where name = 'notices'

-- name: move_cursor
-- Of several nodes one derives what lies between.
insert into notice_cursor (name, seq) values ('notices', :to)
on conflict (name) do update set seq = excluded.seq where notice_cursor.seq = :from

-- name: put_notice
insert into notice (member_id, kind, about_id, thing_id, by_id, id) values (:member, :kind, :about, :thing, :by, :id)
on conflict (member_id, kind, about_id, thing_id, by_id) do nothing

-- name: groups
-- Newest first, of what is newer than :after and, as a group, older than :before.
select kind, about_id, max(id) from notice where member_id = :me
 group by kind, about_id having max(id) < :before and max(id) > :after order by 3 desc limit :count

-- name: rows_about
select kind, about_id, thing_id, by_id, id from notice
 where member_id = :me and about_id in :each(abouts) order by id desc limit 3000

-- name: rows_of_things
select kind, about_id, thing_id, by_id, id from notice
 where member_id = :me and kind = :kind and (thing_id in :each(things) or about_id in :each(things))
 order by id desc limit 1000

-- name: row
select kind, about_id, id from notice where member_id = :me and id = :id

-- name: mark
select read_to, undo_to, undo_at from notice_mark where member_id = :me

-- name: read_all
insert into notice_mark (member_id, read_to, undo_to, undo_at) values (:me, :read, 0, :at)
on conflict (member_id) do update set undo_to = notice_mark.read_to, read_to = excluded.read_to, undo_at = excluded.undo_at
 where notice_mark.read_to < excluded.read_to

-- name: undo_read_all
update notice_mark set read_to = undo_to, undo_at = 0 where member_id = :me and undo_at >= :since and undo_at > 0

-- name: read_of
select kind, about_id, read_to from notice_read where member_id = :me and about_id in :each(abouts)

-- name: opened
insert into notice_read (member_id, kind, about_id, read_to) values (:me, :kind, :about, :read)
on conflict (member_id, kind, about_id) do update set read_to = excluded.read_to where notice_read.read_to < excluded.read_to

-- name: blocks_of
-- reads: block, blocked_by
select other_id from block where member_id = :me
union select other_id from blocked_by where member_id = :me

-- name: hidden_by
-- reads: feed_hidden
select other_id from feed_hidden where member_id = :me

-- name: drop_old
delete from notice where id < :before

-- name: drop_old_reads
delete from notice_read where read_to < :before

-- name: leave
delete from notice where member_id = :member

-- name: leave_done
delete from notice where by_id = :member

-- name: leave_mark
delete from notice_mark where member_id = :member

-- name: leave_read
delete from notice_read where member_id = :member
