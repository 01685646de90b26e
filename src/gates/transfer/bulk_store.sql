-- SPDX-License-Identifier: Apache-2.0
-- The names by which bulk files know members.

-- name: ref_of
select member_id from import_ref where ref = :ref
-- name: has_left
select 1 from departed_ref where hash = :hash
-- name: has_anybody_left
select 1 from departed_ref limit 1
-- name: add_ref
insert into import_ref (ref, member_id) values (:ref, :member)
-- name: all_refs
select ref, member_id from import_ref
