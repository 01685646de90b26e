-- SPDX-License-Identifier: Apache-2.0
-- A member leaves: the files she brought in, and the name by which a bulk file knows her.

-- name: refs_of
select ref from import_ref where member_id = :me

-- name: put_departed_ref
insert into departed_ref (hash) values (:hash) on conflict (hash) do nothing

-- name: leave_refs
delete from import_ref where member_id = :me

-- name: leave_batches
delete from import_batch where member_id = :me

-- name: leave_rows
delete from import_row where member_id = :me
