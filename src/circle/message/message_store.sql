-- SPDX-License-Identifier: Apache-2.0
-- Threads and messages. Whoever reads a message reads a row of her own: nothing here reads another's.

-- columns: thread_columns
id, is_pair, name, owner_id, last_seq, made_at

-- columns: side_columns
thread_id, other_id, left_at, is_muted, read_seq, unread, last_at, draft

-- columns: message_columns
thread_id, seq, id, from_id, kind, text, about_id, client_id, files, made_at, deleted_at

-- name: put_thread
insert into thread (id, is_pair, name, owner_id, last_seq, made_at) values (:id, :pair, :name, :owner, 0, :at)

-- name: threads_by_id
select :columns(thread_columns) from thread where id in :each(ids)

-- name: thread
select :columns(thread_columns) from thread where id = :id

-- name: set_last_seq
update thread set last_seq = :seq where id = :id

-- name: rename_thread
update thread set name = :name where id = :id

-- name: set_owner
update thread set owner_id = :owner where id = :id

-- name: erase_thread
delete from thread where id = :id

-- ---- who is in it ----

-- name: put_member
insert into thread_member (thread_id, member_id, joined_at, left_at) values (:thread, :member, :at, null)
on conflict (thread_id, member_id) do update set joined_at = excluded.joined_at, left_at = null

-- name: members
select member_id from thread_member where thread_id = :thread and left_at is null order by joined_at, member_id

-- name: members_of_many
select thread_id, member_id from thread_member
 where thread_id in :each(threads) and left_at is null order by thread_id, joined_at, member_id

-- name: copy_holders
select member_id from thread_member where thread_id = :thread order by member_id

-- name: member_leaves_thread
update thread_member set left_at = :at where thread_id = :thread and member_id = :member

-- name: drop_member
delete from thread_member where thread_id = :thread and member_id = :member

-- name: drop_memberships
delete from thread_member where member_id = :member

-- name: put_side
insert into thread_side (member_id, thread_id, other_id, left_at, is_muted, read_seq, unread, last_at, draft)
values (:member, :thread, :other, null, 0, :read, 0, null, '')
on conflict (member_id, thread_id) do update set left_at = null, read_seq = excluded.read_seq

-- name: side
select :columns(side_columns) from thread_side where member_id = :member and thread_id = :thread

-- name: pair_of
select thread_id from thread_side where member_id = :member and other_id = :other

-- name: show_side
-- An empty thread is in the list of who opened it only.
update thread_side set last_at = :at where member_id = :member and thread_id = :thread and last_at is null

-- name: side_leaves
update thread_side set left_at = :at, unread = 0 where member_id = :member and thread_id = :thread

-- name: mute
update thread_side set is_muted = :muted where member_id = :member and thread_id = :thread

-- name: put_draft
update thread_side set draft = :draft where member_id = :member and thread_id = :thread

-- name: sides
select :columns(side_columns) from thread_side
 where member_id = :member and last_at is not null and (last_at, thread_id) < (:before, :thread)
 order by last_at desc, thread_id desc limit :count

-- name: sides_by_id
select :columns(side_columns) from thread_side where member_id = :member and thread_id in :each(threads)

-- name: side_gets
update thread_side set last_at = :at, unread = unread + :more where member_id = :member and thread_id = :thread

-- name: sender_reads
update thread_side set last_at = :at, read_seq = :seq, unread = 0 where member_id = :member and thread_id = :thread

-- name: read_to
update thread_side set read_seq = :seq, unread = :unread
 where member_id = :member and thread_id = :thread and read_seq < :seq

-- name: recount
update thread_side set unread = :unread where member_id = :member and thread_id = :thread

-- name: read_seqs
-- Only of those who show it; asked by somebody who shows hers.
select s.thread_id, s.member_id, s.read_seq from thread_side s join message_setting g on g.member_id = s.member_id
 where s.member_id in :each(members) and s.thread_id in :each(threads) and s.left_at is null and g.shows_read = 1
 order by s.thread_id, s.member_id

-- name: unread
select cast(coalesce(sum(unread), 0) as bigint) from thread_side where member_id = :member and unread > 0 and is_muted = 0

-- name: unread_sides
select :columns(side_columns) from thread_side
 where member_id = :member and unread > 0 and is_muted = 0 and left_at is null and last_at is not null
 order by last_at desc, thread_id desc limit :count

-- name: not_muted
select member_id from thread_side
 where member_id in :each(members) and thread_id = :thread and is_muted = 0 order by member_id

-- name: unread_messages
select :columns(message_columns) from message
 where member_id = :member and id in :each(ids) and deleted_at is null and kind in ('text', 'card')
   and exists (select 1 from thread_side s where s.member_id = message.member_id and s.thread_id = message.thread_id
                   and s.read_seq < message.seq and s.is_muted = 0 and s.left_at is null)
 order by id

-- name: own_sides
select :columns(side_columns) from thread_side where member_id = :member order by thread_id

-- name: own_threads
select thread_id, left_at from thread_side where member_id = :member

-- name: drop_sides
delete from thread_side where member_id = :member

-- ---- messages ----

-- name: put_message
insert into message (member_id, thread_id, seq, id, from_id, kind, text, about_id, client_id, files, made_at, deleted_at)
values (:member, :thread, :seq, :id, :from, :kind, :text, :about, :client_id, :files, :at, null)

-- name: copy_messages
-- For somebody added who may read what was before: what the one who adds her has.
insert into message (member_id, thread_id, seq, id, from_id, kind, text, about_id, client_id, files, made_at, deleted_at)
select :to, thread_id, seq, id, from_id, kind, text, about_id, '', files, made_at, deleted_at
  from message where member_id = :from and thread_id = :thread
on conflict (member_id, thread_id, seq) do nothing

-- name: message
select :columns(message_columns) from message where member_id = :member and id = :id

-- name: sent_before
select :columns(message_columns) from message where member_id = :member and thread_id = :thread and client_id = :client_id

-- name: begun_with
-- Among the threads she wrote or got something in last.
select thread_id, id, seq from message
 where member_id = :member and client_id = :client_id
   and thread_id in (select s.thread_id from thread_side s where s.member_id = :member and s.last_at is not null
                      order by s.last_at desc, s.thread_id desc limit 20)

-- name: newest_of
-- The newest of each thread that somebody wrote.
select :columns(message_columns) from message m where m.member_id = :member and m.thread_id in :each(threads)
   and m.seq = (select max(n.seq) from message n where n.member_id = :member and n.thread_id = m.thread_id
                    and n.kind in ('text', 'card'))

-- name: messages_after
select :columns(message_columns) from message
 where member_id = :member and thread_id = :thread and seq > :seq order by seq limit :count

-- name: messages_before
select :columns(message_columns) from message
 where member_id = :member and thread_id = :thread and seq < :seq order by seq desc limit :count

-- name: count_unread
select count(*) from message where member_id = :member and thread_id = :thread and seq > :seq
   and from_id <> :member and kind in ('text', 'card') and deleted_at is null

-- name: own_messages_before
-- For a search, which folds each; newest first.
select :columns(message_columns) from message
 where member_id = :member and id < :before and kind in ('text', 'card') and deleted_at is null and text <> ''
 order by id desc limit :count

-- name: own_messages_after
select :columns(message_columns) from message where member_id = :member and id > :after order by id limit :count

-- name: count_messages
select count(*) from message
 where member_id = :member and from_id = :member and kind in ('text', 'card') and deleted_at is null

-- name: delete_message
update message set deleted_at = :at where member_id in :each(members) and thread_id = :thread and seq = :seq

-- name: restore_message
update message set deleted_at = null where member_id in :each(members) and thread_id = :thread and seq = :seq

-- name: erase_message
update message set text = '', about_id = 0, files = 0
 where member_id in :each(members) and thread_id = :thread and seq = :seq

-- name: put_erasure
insert into message_erasure (message_id, thread_id, seq, deleted_at) values (:id, :thread, :seq, :at)
on conflict (message_id) do nothing

-- name: drop_erasure
delete from message_erasure where message_id = :id

-- name: erasures_due
select message_id, thread_id, seq from message_erasure where deleted_at <= :before order by deleted_at limit 200

-- name: drop_messages
delete from message where member_id = :member

-- ---- attachments ----

-- name: put_file
insert into message_file (id, owner_id, thread_id, message_id, place, is_photo, name, type, width, height, bytes, made_at)
values (:id, :owner, :thread, :message, :place, :photo, :name, :type, :width, :height, :bytes, :at)

-- name: put_bytes
insert into message_bytes (file_id, size, format, bytes) values (:file, :size, :format, :bytes)

-- name: unsent_file
select name, type, bytes from message_file where id = :id and owner_id = :owner and message_id = 0 and is_photo = 0

-- name: send_file
update message_file set thread_id = :thread, message_id = :message, place = :place
 where id = :id and owner_id = :owner and message_id = 0

-- columns: file_columns
message_id, id, is_photo, name, type, width, height, bytes

-- name: files_of_many
select :columns(file_columns) from message_file where message_id in :each(messages) order by message_id, place

-- name: file
select :columns(file_columns), owner_id from message_file where id = :id

-- name: bytes
select bytes from message_bytes where file_id = :file and size = :size and format = :format

-- name: usage
select cast(coalesce(sum(bytes), 0) as bigint) from message_file where owner_id = :owner

-- name: unsent
select id from message_file where message_id = 0 and made_at < :before order by id limit 200

-- name: own_unsent
select id from message_file where owner_id = :owner and message_id = 0

-- name: own_files_before
select id, is_photo from message_file
 where owner_id = :owner and message_id <> 0 and id < :before order by id desc limit :count

-- name: count_files
select count(*) from message_file where owner_id = :member and message_id <> 0

-- name: files_in_thread
select id from message_file where thread_id = :thread

-- name: erase_bytes
delete from message_bytes where file_id = :file

-- name: erase_file
delete from message_file where id = :file

-- ---- people ----

-- name: blocks_of
-- reads: block, blocked_by
select other_id from block where member_id = :member
union select other_id from blocked_by where member_id = :member

-- name: my_blocks
-- reads: block
select other_id from block where member_id = :member and other_id in :each(others)

-- name: former
select other_id, name_ja, name_en from message_former where member_id = :member and other_id in :each(others)

-- name: put_former
insert into message_former (member_id, other_id, name_ja, name_en) values (:member, :other, :name_ja, :name_en)
on conflict (member_id, other_id) do nothing

-- name: drop_former
delete from message_former where member_id = :member

-- name: shows_read
select shows_read from message_setting where member_id = :member

-- name: put_setting
insert into message_setting (member_id, shows_read) values (:member, :shows)
on conflict (member_id) do update set shows_read = excluded.shows_read

-- name: drop_setting
delete from message_setting where member_id = :member
