-- SPDX-License-Identifier: Apache-2.0
-- Emails that tell a member what waits for her: a request, an introduction, an exchange, the reminders of a day.
-- owner: letter, by member_id

create table letter_setting (
    member_id bigint not null,
    kind text not null,                   -- request introduction exchange reminder
    mode text not null,                   -- at_once daily never; '' = not chosen
    sent_at bigint not null,              -- the last letter of this kind; 0 = none
    queued_day bigint not null,           -- reminders: the last day whose letter was made due, counted from 1970-01-01
    primary key (member_id, kind)
) /*sqlite: without rowid */;
create index letter_setting_morning on letter_setting (queued_day) where kind = 'reminder' and mode = 'daily';

-- What a letter is due for, written in the transaction in which it happened. The process that sends it holds the rows
-- for some minutes and deletes them when the postman has taken the letter.
create table letter_due (
    member_id bigint not null,
    kind text not null,
    thing_id bigint not null,             -- the request, the introduction, the other member, the day
    due_at bigint not null,
    held_until bigint not null,           -- by the process that is sending; 0 = by none
    primary key (member_id, kind, thing_id)
) /*sqlite: without rowid */;
create index letter_due_at on letter_due (due_at);

-- The secret in links that turn off a kind of letters without logging in (RFC 8058). It allows nothing else.
create table letter_key (
    member_id bigint not null primary key,
    secret text not null
) /*sqlite: without rowid */;
