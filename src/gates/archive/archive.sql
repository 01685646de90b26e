-- SPDX-License-Identifier: Apache-2.0
-- An archive that was sent and waits to be brought in. What is in one is asked of the rooms.

-- name: put_draft
insert into archive_draft (member_id, number, at, bytes) values (:me, :number, :at, :bytes)

-- name: draft
select bytes from archive_draft where member_id = :me order by number

-- name: draft_sent
select min(at) from archive_draft where member_id = :me

-- name: drop_draft
delete from archive_draft where member_id = :me

-- name: old_drafts
select distinct member_id from archive_draft where at < :before order by member_id limit 100
