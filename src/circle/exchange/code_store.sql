-- SPDX-License-Identifier: Apache-2.0

-- name: drop_code_of
-- Digits and secret die together, when a new code is made as when its owner stops.
delete from exchange_code where member_id = :me returning digits, secret

-- name: put_code
insert into exchange_code (member_id, id, card_id, digits, secret, place, expires_at, uses_left)
values (:me, :id, :card, :digits, :secret, :place, :expires, :uses)

-- columns: code_columns
member_id, id, card_id, digits, secret, place, expires_at, uses_left

-- name: code_of
select :columns(code_columns) from exchange_code where member_id = :me

-- name: code_found
-- In the directory, by the hash of its digits or its secret.
select :columns(code_columns) from exchange_code where member_id = :owner and id = :code

-- name: note_use
-- Changes no row for a second tap of the same person.
insert into code_use (member_id, code_id, user_id, at) values (:owner, :code, :user, :at)
on conflict (member_id, code_id, user_id) do nothing

-- name: has_used
select 1 from code_use where member_id = :owner and code_id = :code and user_id = :user

-- name: take_use
-- Of many who come at once for the last use, this changes a row for one.
update exchange_code set uses_left = uses_left - 1
 where member_id = :owner and id = :code and uses_left > 0 and expires_at > :now

-- name: lately_met
select user_id from code_use where member_id = :me and at > :since and (cast(:code as bigint) = 0 or code_id = :code)
 order by at desc, user_id limit 30

-- name: drop_expired_codes
delete from exchange_code where expires_at <= :now

-- name: drop_old_uses
delete from code_use where at <= :before
