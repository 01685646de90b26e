-- SPDX-License-Identifier: Apache-2.0

-- name: settings
select kind, mode, sent_at from letter_setting where member_id = :me

-- name: set_mode
insert into letter_setting (member_id, kind, mode, sent_at, queued_day) values (:me, :kind, :mode, 0, :day)
on conflict (member_id, kind) do update set mode = excluded.mode, queued_day = excluded.queued_day

-- name: set_sent
insert into letter_setting (member_id, kind, mode, sent_at, queued_day) values (:member, :kind, '', :at, 0)
on conflict (member_id, kind) do update set sent_at = excluded.sent_at

-- name: schedule
select quiet_from, quiet_to, weekdays, business_days_only from letter_schedule where member_id = :me

-- name: put_schedule
insert into letter_schedule (member_id, quiet_from, quiet_to, weekdays, business_days_only)
values (:me, :from, :to, :weekdays, :business)
on conflict (member_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
    weekdays = excluded.weekdays, business_days_only = excluded.business_days_only

-- name: put_due
insert into letter_due (member_id, kind, thing_id, due_at, held_until) values (:to, :kind, :thing, :at, 0)
on conflict (member_id, kind, thing_id) do nothing

-- name: due_now
-- Whose letter is due; whoever waits longest comes first.
select member_id from letter_due where due_at <= :now and held_until <= :now
 group by member_id order by min(due_at), member_id limit :count

-- name: due_of
-- What a process began to send and did not finish comes first.
select kind, thing_id, letter from letter_due
 where member_id = :member and due_at <= :now and held_until <= :now
 order by case when letter = '' then 1 else 0 end, letter, due_at, thing_id limit :count

-- name: put_off
update letter_due set due_at = :at
 where member_id = :member and kind = :kind and due_at <= :now and held_until <= :now

-- name: reschedule
update letter_due set due_at = :at where member_id = :member and kind = :kind

-- name: hold
update letter_due set held_until = :until, letter = :letter
 where member_id = :member and kind = :kind and thing_id = :thing

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

-- name: newcomers
-- reads: member
-- Who has no row of her own yet.
select id from member where id > :after
   and not exists (select 1 from letter_round where letter_round.member_id = member.id) order by id limit :count

-- name: put_newcomer
insert into letter_round (member_id, next_at, since) values (:member, :next, :now) on conflict (member_id) do nothing

-- name: rounds
select member_id, since from letter_round where next_at <= :now order by next_at, member_id limit :count

-- name: next_round
update letter_round set next_at = :next, since = :now where member_id = :member and next_at <= :now

-- name: put_round
insert into letter_round (member_id, next_at, since) values (:member, :next, :now)
on conflict (member_id) do update set next_at = excluded.next_at

-- name: key_of
select secret from letter_key where member_id = :member

-- name: put_key
insert into letter_key (member_id, secret) values (:member, :secret) on conflict (member_id) do nothing

-- name: leave_settings
delete from letter_setting where member_id = :member

-- name: leave_schedule
delete from letter_schedule where member_id = :member

-- name: leave_round
delete from letter_round where member_id = :member

-- name: leave_due
delete from letter_due where member_id = :member

-- name: leave_key
delete from letter_key where member_id = :member

-- name: mail_secret
select secret from mail_secret where id = 1

-- name: put_mail_secret
insert into mail_secret (id, secret) values (1, :secret) on conflict (id) do nothing

-- name: count_bounce
-- The same report again changes nothing.
insert into mail_bounce (address_key, hard, soft, status, last_report, last_at)
values (:key, :hard, :soft, :status, :report, :at)
on conflict (address_key) do update set hard = mail_bounce.hard + excluded.hard, soft = mail_bounce.soft + excluded.soft,
       status = excluded.status, last_report = excluded.last_report, last_at = excluded.last_at
 where mail_bounce.last_report <> excluded.last_report

-- name: hard_bounces
select hard from mail_bounce where address_key = :key

-- name: dead_addresses
-- The partial index holds exactly these.
select count(*) from mail_bounce where hard > 1 and hard >= :most

-- name: forget_bounces
delete from mail_bounce where address_key = :key
