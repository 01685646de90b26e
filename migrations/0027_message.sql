-- SPDX-License-Identifier: Apache-2.0
-- Messages between members, in threads of two people or of several. A thread and who is in it lie by its number; what
-- each of them reads of it lies with her, one row a message, so that nobody reads rows but her own.
-- owner: message, own key id

create table thread (
    id bigint not null primary key,
    is_pair bigint not null,              -- 1: of two people, who have no other such thread
    name text not null,                   -- '' = none was given
    owner_id bigint not null,             -- who renames, adds and removes; 0 in a thread of two
    last_seq bigint not null,             -- of its newest message; allocated while the thread is locked
    made_at bigint not null
);

-- owner: message, own key thread_id
create table thread_member (
    thread_id bigint not null,
    member_id bigint not null,
    joined_at bigint not null,
    left_at bigint,                       -- null: she is in it
    primary key (thread_id, member_id)
) /*sqlite: without rowid */;
create index thread_member_of on thread_member (member_id);

-- owner: message, by member_id
-- A thread as one of its members has it, also after she left it.
create table thread_side (
    member_id bigint not null,
    thread_id bigint not null,
    other_id bigint not null,             -- in a thread of two; else 0
    left_at bigint,
    is_muted bigint not null,
    read_seq bigint not null,             -- she has read up to here
    unread bigint not null,
    last_at bigint,                       -- null: not in her list yet
    draft text not null,
    primary key (member_id, thread_id)
) /*sqlite: without rowid */;
create unique index thread_side_pair on thread_side (member_id, other_id) where other_id <> 0;
create index thread_side_newest on thread_side (member_id, last_at, thread_id) where last_at is not null;
create index thread_side_unread on thread_side (member_id) where unread > 0;

create table message (
    member_id bigint not null,            -- whose copy this is
    thread_id bigint not null,
    seq bigint not null,                  -- the same for every member: their common order
    id bigint not null,
    from_id bigint not null,
    kind text not null,                   -- text card made added removed left renamed handed
    text text not null,
    about_id bigint not null,             -- whose card, who was added …; else 0
    client_id text not null,              -- the sender's own; '' in the others' copies
    files bigint not null,                -- how many hang on it
    made_at bigint not null,
    deleted_at bigint,                    -- text and files are gone when the undo time is over
    primary key (member_id, thread_id, seq)
) /*sqlite: without rowid */;
create unique index message_by_id on message (member_id, id);
create unique index message_once on message (member_id, thread_id, client_id) where client_id <> '';

-- The name of somebody who left the network, as this member saw it then.
create table message_former (
    member_id bigint not null,
    other_id bigint not null,
    name_ja text not null,
    name_en text not null,
    primary key (member_id, other_id)
) /*sqlite: without rowid */;

create table message_setting (
    member_id bigint not null primary key,
    shows_read bigint not null            -- 1: read marks, between two who both show theirs
) /*sqlite: without rowid */;

-- owner: message, own key message_id
-- Deleted messages whose undo time is running.
create table message_erasure (
    message_id bigint not null primary key,
    thread_id bigint not null,
    seq bigint not null,
    deleted_at bigint not null
) /*sqlite: without rowid */;
create index message_erasure_due on message_erasure (deleted_at);

-- owner: message, own key id
-- Photographs and files, stored once for all readers. One that nobody sent is gone after a day.
create table message_file (
    id bigint not null primary key,
    owner_id bigint not null,
    thread_id bigint not null,            -- 0 = not sent yet
    message_id bigint not null,
    place bigint not null,
    is_photo bigint not null,
    name text not null,                   -- of a file, as its sender had it; of a photograph what is in it
    type text not null,                   -- by its content
    width bigint not null,
    height bigint not null,
    bytes bigint not null,
    made_at bigint not null
);
create index message_file_of on message_file (message_id, place) where message_id <> 0;
create index message_file_by on message_file (owner_id);
create index message_file_in on message_file (thread_id) where thread_id <> 0;
create index message_file_unsent on message_file (made_at) where message_id = 0;

-- owner: message, own key file_id
create table message_bytes (
    file_id bigint not null,
    size bigint not null,                 -- of a print; 0 = a file as it came
    format text not null,                 -- webp jpeg; '' = a file
    bytes bytea not null,
    primary key (file_id, size, format)
);
