-- SPDX-License-Identifier: Apache-2.0
-- What a member changed in her own book, and changes of tags on many contacts at once.

-- name: edit_add
insert into contact_edit (member_id, contact_id, id, at, undoes, batch, memo_was, memo_is, tags_was, tags_is, met_was,
                          met_is, body_was, body_is)
values (:member, :contact, :id, :at, :undoes, :batch, :memo_was, :memo_is, :tags_was, :tags_is, :met_was, :met_is,
        :body_was, :body_is)

-- name: edits_trim
-- The newest :kept stay.
delete from contact_edit where member_id = :member and contact_id = :contact
   and id <= (select e.id from contact_edit e where e.member_id = :member and e.contact_id = :contact
               order by e.id desc limit 1 offset :kept)

-- columns: edit_columns
id, at, undoes, batch, memo_was, memo_is, tags_was, tags_is, met_was, met_is, body_was, body_is

-- name: edits_of
select :columns(edit_columns) from contact_edit where member_id = :member and contact_id = :contact order by id desc

-- name: edit_one
select :columns(edit_columns) from contact_edit where member_id = :member and contact_id = :contact and id = :id

-- name: edits_move
-- With the notes, to the line of the member the person has become.
update contact_edit set contact_id = :to where member_id = :member and contact_id = :contact

-- name: edits_purge
-- With the ledger: when the line is gone for good.
delete from contact_edit where member_id = :member
   and contact_id in (select b.id from contact_bin b where b.member_id = :member and b.deleted_at <= :before)
   and not exists (select 1 from contact c where c.member_id = :member and c.id = contact_edit.contact_id)

-- name: edits_of_batch
select contact_id, id, tags_was, tags_is from contact_edit
 where member_id = :member and batch = :batch and contact_id > :after order by contact_id limit :count

-- name: batch_add
insert into tag_batch (member_id, id, at, what, tag, tag_to, changed)
values (:member, :id, :at, :what, :tag, :tag_to, :changed)

-- name: batch_grow
update tag_batch set changed = changed + cast(:changed as bigint) where member_id = :member and id = :id

-- name: batch_undone
update tag_batch set undone_at = :at where member_id = :member and id = :id and undone_at is null

-- name: batch_one
select id, at, what, tag, tag_to, changed, undone_at from tag_batch where member_id = :member and id = :id

-- name: batches_of
select id, at, what, tag, tag_to, changed, undone_at from tag_batch where member_id = :member order by id desc limit :count

-- name: batches_trim
delete from tag_batch where member_id = :member
   and id <= (select b.id from tag_batch b where b.member_id = :member order by b.id desc limit 1 offset :kept)

-- name: contacts_with_tag
select contact_id from contact_tag where member_id = :member and tag_key = :tag_key order by contact_id
