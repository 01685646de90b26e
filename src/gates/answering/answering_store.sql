-- SPDX-License-Identifier: Apache-2.0

-- name: claim
insert into mail_answer (member_id, message_key, taken_at, held_until) values (:member, :key, :now, :until)
on conflict (member_id, message_key) do nothing

-- name: claim_again
-- The process that held it has died.
update mail_answer set held_until = :until
 where member_id = :member and message_key = :key and held_until > 0 and held_until <= :now

-- name: held_until
select held_until from mail_answer where member_id = :member and message_key = :key

-- name: finish
update mail_answer set held_until = 0 where member_id = :member and message_key = :key

-- name: give_back
delete from mail_answer where member_id = :member and message_key = :key

-- name: may_tell
-- One row changes for the first of a day.
insert into mail_refusal (address_key, reason, told_at) values (:key, :reason, :now)
on conflict (address_key, reason) do update set told_at = excluded.told_at
 where mail_refusal.told_at <= :day_before

-- name: tidy_answers
delete from mail_answer where taken_at < :before

-- name: tidy_refusals
delete from mail_refusal where told_at < :before

-- name: leave_answers
delete from mail_answer where member_id = :member

-- name: leave_refusals
delete from mail_refusal where address_key = :key
