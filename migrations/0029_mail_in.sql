-- SPDX-License-Identifier: Apache-2.0
-- Mail that comes in: answers to our letters, and reports that a letter could not be delivered.

-- Signs the addresses to which answers and reports go. Made once.
-- owner: letter, everywhere
create table mail_secret (
    id bigint not null primary key,       -- 1
    secret text not null
) /*sqlite: without rowid */;

-- How many letters to an address came back. The address itself is not here: its key is made with the secret.
-- owner: letter, own key address_key
create table mail_bounce (
    address_key text not null primary key,
    hard bigint not null,                 -- refused for good (5.x.x)
    soft bigint not null,                 -- not yet (4.x.x)
    status text not null,                 -- of the last one, 5.1.1
    last_report text not null,            -- hash of its Message-ID: the same report counts once
    last_at bigint not null
) /*sqlite: without rowid */;
create index mail_bounce_hard on mail_bounce (hard) where hard > 1;

-- Answers that came in, so that one that is delivered twice is done once.
-- owner: answering, by member_id
create table mail_answer (
    member_id bigint not null,            -- who answered
    message_key text not null,            -- hash of the letter's Message-ID
    taken_at bigint not null,
    held_until bigint not null,           -- by the process that does it; 0 = done
    primary key (member_id, message_key)
) /*sqlite: without rowid */;
create index mail_answer_at on mail_answer (taken_at);

-- What was told to whom, so that nobody is told the same twice within a day.
-- owner: answering, own key address_key
create table mail_refusal (
    address_key text not null,
    reason text not null,
    told_at bigint not null,
    primary key (address_key, reason)
) /*sqlite: without rowid */;
create index mail_refusal_at on mail_refusal (told_at);
