-- SPDX-License-Identifier: Apache-2.0
-- Files brought into a member's own book. Every query names the member it belongs to.

-- name: add_batch
insert into import_batch (member_id, id, state, name, format, charset, made_at)
values (:member, :id, :state, :name, :format, :charset, :at)

-- name: set_facts
-- Known only when the file has been read to its end.
update import_batch set format = :format, charset = :charset where member_id = :member and id = :id

-- name: batch
select state, name, format, charset, made_at from import_batch where member_id = :member and id = :id

-- name: batches
-- Newest first: what can be undone, and what still waits to be brought in.
select b.id, b.state, b.name, b.made_at,
       (select count(*) from import_row r where r.member_id = :member and r.batch_id = b.id and r.chosen = 2)
  from import_batch b where b.member_id = :member order by b.id desc limit 20

-- name: batches_brought_in
select b.id, b.state, b.name, b.format, b.made_at,
       (select count(*) from import_row r where r.member_id = :member and r.batch_id = b.id and r.chosen = 2)
  from import_batch b where b.member_id = :member and b.state > 0 order by b.id

-- name: begin_batch
-- Only from the state it is believed to be in.
update import_batch set state = :to where member_id = :member and id = :id and state = :from

-- name: add_row
insert into import_row (member_id, batch_id, number, state, chosen, shown, reason, contact_id, body)
values (:member, :batch, :number, :state, :chosen, :shown, :reason, :contact, :body)

-- name: rows_after
select number, state, chosen, shown, reason, contact_id, body from import_row
 where member_id = :member and batch_id = :batch and number > :after
   and (cast(:state as bigint) < 0 or state = :state)
 order by number limit :count

-- name: bodies_after
select number, body from import_row
 where member_id = :member and batch_id = :batch and number > :after and chosen = 1 and body <> ''
 order by number limit :count

-- name: contacts_after
-- Those that came from this file.
select number, contact_id from import_row
 where member_id = :member and batch_id = :batch and number > :after and chosen = 2
 order by number limit :count

-- name: tallies
select state, chosen, count(*) from import_row where member_id = :member and batch_id = :batch group by state, chosen

-- name: choose_row
-- What is skipped has nothing to bring in.
update import_row set chosen = :chosen
 where member_id = :member and batch_id = :batch and number = :number and chosen < 2 and state <> 3

-- name: still_chosen
-- Of a chunk, those that nobody else has brought in meanwhile.
select number from import_row
 where member_id = :member and batch_id = :batch and number > :after and number <= :last and chosen = 1
 order by number

-- name: row_refused
update import_row set state = 3, chosen = :chosen, reason = :reason, body = ''
 where member_id = :member and batch_id = :batch and number = :number and chosen = 1

-- name: row_done
update import_row set chosen = :chosen, contact_id = :contact, body = ''
 where member_id = :member and batch_id = :batch and number = :number

-- name: drop_bodies
-- What was not chosen is not kept: it is somebody's address book.
delete from import_row where member_id = :member and batch_id = :batch and chosen < 2

-- name: drop_rows
delete from import_row where member_id = :member and batch_id = :batch

-- name: drop_batch
delete from import_batch where member_id = :member and id = :batch

-- name: count_drafts
select count(*) from import_batch where member_id = :member and state = 0

-- name: old_batches
select member_id, id from import_batch where (state = 0 and made_at < :drafts) or made_at < :all order by made_at limit 100
