-- SPDX-License-Identifier: Apache-2.0
-- What a member did to her own book, reminders, and important dates of people. Days are counted from 1970-01-01.

-- 編集の履歴: each change of a contact by its owner, with what stood there before and after. Only what was changed is
-- set; the newest fifty of each contact are kept.
create table contact_edit (
    member_id bigint not null,
    contact_id bigint not null,
    id bigint not null,
    at bigint not null,
    undoes bigint not null,               -- the entry this one takes back, or 0
    batch bigint not null,                -- of a change to many contacts at once, or 0
    memo_was text, memo_is text,
    tags_was text, tags_is text,
    met_was text, met_is text,
    body_was text, body_is text,
    primary key (member_id, contact_id, id)
) /*sqlite: without rowid */;
create index contact_edit_batch on contact_edit (member_id, batch, contact_id) where batch > 0;

-- Tags put on, taken off, renamed or deleted on many contacts at once.
create table tag_batch (
    member_id bigint not null,
    id bigint not null,
    at bigint not null,
    what bigint not null,                 -- 0 put on, 1 taken off, 2 renamed, 3 deleted
    tag text not null,
    tag_to text not null,                 -- the new name, or ''
    changed bigint not null,              -- how many contacts
    undone_at bigint,
    primary key (member_id, id)
) /*sqlite: without rowid */;

create table reminder (
    member_id bigint not null,
    id bigint not null,
    contact_id bigint not null,
    day bigint not null,
    was_day bigint,                       -- before it was put off the last time
    note text not null,
    made_at bigint not null,
    done_at bigint,
    removed_at bigint,                    -- kept thirty days, so that it can be brought back
    primary key (member_id, id)
) /*sqlite: without rowid */;
create index reminder_open on reminder (member_id, day, id) where done_at is null and removed_at is null;
create index reminder_of on reminder (member_id, contact_id);
create index reminder_removed on reminder (removed_at) where removed_at is not null;

-- 大切な日: a part that is not known is 0.
create table contact_date (
    member_id bigint not null,
    contact_id bigint not null,
    id bigint not null,
    kind bigint not null,                 -- 0 birthday, 1 founding day, 2 anniversary, 3 as the label says
    label text not null,
    year bigint not null,
    month bigint not null,
    day bigint not null,
    made_at bigint not null,
    removed_at bigint,
    primary key (member_id, contact_id, id)
) /*sqlite: without rowid */;
create index contact_date_removed on contact_date (removed_at) where removed_at is not null;

-- Whether this member reads years as 和暦.
create table date_style (
    member_id bigint not null primary key,
    is_era bigint not null
) /*sqlite: without rowid */;
