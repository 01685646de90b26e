-- SPDX-License-Identifier: Apache-2.0
-- Notices: what has no row of its own for its reader, one row for each reader, derived from the journal; and how often
-- and when a member is written to.

-- owner: notice, by member_id
create table notice (
    member_id bigint not null,            -- who is told
    kind text not null,                   -- exchange comment reply mention reaction
    about_id bigint not null,             -- the post; of exchanges the day in Japan, counted from 1970-01-01
    thing_id bigint not null,             -- the comment; 0 = the post itself, or a tie
    by_id bigint not null,                -- who did it
    id bigint not null,                   -- by time, like every id
    primary key (member_id, kind, about_id, thing_id, by_id)
) /*sqlite: without rowid */;
create index notice_newest on notice (member_id, id);
create index notice_by on notice (by_id);
create index notice_old on notice (id);

-- Up to where she has read: everything up to read_to. undo_to is where that stood before she marked all as read.
create table notice_mark (
    member_id bigint not null primary key,
    read_to bigint not null,
    undo_to bigint not null,
    undo_at bigint not null               -- when; 0 = there is nothing to undo
) /*sqlite: without rowid */;

-- What she opened since: of one group up to here.
create table notice_read (
    member_id bigint not null,
    kind text not null,
    about_id bigint not null,
    read_to bigint not null,
    primary key (member_id, kind, about_id)
) /*sqlite: without rowid */;

-- owner: notice, one place
-- Up to which event of the journal notices are derived; moved in the transaction that writes them.
create table notice_cursor (
    name text not null primary key,
    seq bigint not null
);

-- owner: letter, by member_id
-- Which letter a row went into when it was taken to be sent: what is taken up again after a crash is the same letter.
alter table letter_due add column letter text not null default '';

create table letter_schedule (
    member_id bigint not null primary key,
    quiet_from bigint not null,           -- minutes of the day in Japan; the same as quiet_to: no quiet hours
    quiet_to bigint not null,
    weekdays bigint not null,             -- of the weekly letter: 1 Monday, 2 Tuesday, 4 Wednesday … 64 Sunday
    business_days_only bigint not null
) /*sqlite: without rowid */;

-- When it is next looked whether people she exchanged cards with have moved: nothing is written for her before.
create table letter_round (
    member_id bigint not null primary key,
    next_at bigint not null,
    since bigint not null                 -- moves after this
) /*sqlite: without rowid */;
create index letter_round_next on letter_round (next_at);
