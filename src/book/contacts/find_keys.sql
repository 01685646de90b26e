-- SPDX-License-Identifier: Apache-2.0

-- name: renewal
select after_member, after_contact, renewed, is_done from find_key_renewal where version = :version

-- name: renewal_begin
insert into find_key_renewal (version, after_member, after_contact, renewed, is_done) values (:version, 0, 0, 0, 0)
on conflict (version) do nothing

-- name: renewal_move
update find_key_renewal set after_member = :member, after_contact = :contact, renewed = :renewed, is_done = :is_done
 where version = :version

-- name: renewal_rows
-- Members' lines too, though they have no key of this kind: so that no batch is longer than it says.
select member_id, id, is_member, body, memo, tags, met, find, sort_key from contact
 where (member_id, id) > (:member, :contact) order by member_id, id limit :count

-- name: renewal_one
select member_id, id, is_member, body, memo, tags, met, find, sort_key from contact where member_id = :member and id = :contact

-- name: find_set
-- Not over what an edit has written meanwhile.
update contact set find = :find, sort_key = :sort_key, head = :head
 where member_id = :member and id = :contact and find = :before
