-- SPDX-License-Identifier: Apache-2.0

-- name: settings
select kind, mode, sent_at from letter_setting where member_id = :me

-- name: set_mode
insert into letter_setting (member_id, kind, mode, sent_at, queued_day) values (:me, :kind, :mode, 0, :day)
on conflict (member_id, kind) do update set mode = excluded.mode, queued_day = excluded.queued_day

-- name: set_sent
insert into letter_setting (member_id, kind, mode, sent_at, queued_day) values (:member, :kind, '', :at, 0)
on conflict (member_id, kind) do update set sent_at = excluded.sent_at

-- name: put_due
insert into letter_due (member_id, kind, thing_id, due_at, held_until) values (:to, :kind, :thing, :at, 0)
on conflict (member_id, kind, thing_id) do nothing

-- name: due_now
select member_id, kind from letter_due where due_at <= :now and held_until <= :now
 group by member_id, kind order by min(due_at) limit :count

-- name: due_of
select thing_id from letter_due
 where member_id = :member and kind = :kind and held_until <= :now order by due_at, thing_id limit :count

-- name: put_off
update letter_due set due_at = :at where member_id = :member and kind = :kind

-- name: hold
update letter_due set held_until = :until where member_id = :member and kind = :kind and thing_id = :thing

-- name: drop_one
-- Not if another process has begun to send it meanwhile.
delete from letter_due
 where member_id = :member and kind = :kind and thing_id = :thing and held_until = :until

-- name: drop_kind
delete from letter_due where member_id = :member and kind = :kind

-- name: mornings
-- Those whose letter of this day is not due yet.
select member_id from letter_setting where kind = 'reminder' and mode = 'daily' and queued_day < :day limit :count

-- name: morning_queued
update letter_setting set queued_day = :day where member_id = :member and kind = 'reminder' and queued_day < :day

-- name: key_of
select secret from letter_key where member_id = :member

-- name: put_key
insert into letter_key (member_id, secret) values (:member, :secret) on conflict (member_id) do nothing

-- name: leave_settings
delete from letter_setting where member_id = :member

-- name: leave_due
delete from letter_due where member_id = :member

-- name: leave_key
delete from letter_key where member_id = :member
