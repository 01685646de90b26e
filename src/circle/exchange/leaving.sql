-- SPDX-License-Identifier: Apache-2.0
-- A member leaves: her ties, requests, codes and blocks.

-- name: ever_tied_to
-- Everyone she ever exchanged cards with, in one order, for the locks.
select other_id from tie where member_id = :me order by other_id

-- name: live_ties_of
select other_id from tie where member_id = :me and ended_at is null order by other_id

-- name: leave_their_ties
-- Their own record of the exchange stays, ended.
update tie set received_version_id = 0, ended_at = coalesce(ended_at, cast(:at as bigint))
 where other_id = :me and member_id in (select other_id from tie where member_id = :me)

-- name: leave_my_ties
delete from tie where member_id = :me

-- name: leave_their_trays
delete from request_in where from_id = :me and member_id in (select to_id from request_out where member_id = :me)

-- name: leave_their_askings
delete from request_out where to_id = :me and member_id in (select from_id from request_in where member_id = :me)

-- name: leave_trays
delete from request_in where member_id = :me

-- name: leave_askings
delete from request_out where member_id = :me

-- name: leave_code
-- Its line in the directory goes with the account.
delete from exchange_code where member_id = :me

-- name: leave_code_uses
delete from code_use where member_id = :me or user_id = :me

-- name: leave_their_blocks
delete from block where other_id = :me and member_id in (select other_id from blocked_by where member_id = :me)

-- name: leave_their_blocked_by
delete from blocked_by where other_id = :me and member_id in (select other_id from block where member_id = :me)

-- name: leave_blocks
delete from block where member_id = :me

-- name: leave_blocked_by
delete from blocked_by where member_id = :me

-- name: leave_person_keys
delete from person_key where member_id = :me
