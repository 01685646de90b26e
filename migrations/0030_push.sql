-- SPDX-License-Identifier: Apache-2.0
-- Web Push: the browsers that are notified, what of, and what waits to be sent.
-- owner: push, by member_id

create table push_subscription (
    member_id bigint not null,
    id bigint not null,
    endpoint text not null,               -- the address of the browser's push service
    p256dh text not null,                 -- the browser's key and secret (RFC 8291), base64url
    auth text not null,
    label text not null,                  -- of the device, as its owner calls it, or ''
    language text not null,               -- ja en
    holder_id bigint not null,            -- the session or API token that made it: it ends with that
    made_at bigint not null,
    sent_at bigint not null,              -- the last one its service has taken; 0 = none
    failures bigint not null,             -- one after the other
    retry_at bigint not null,             -- after a failure nothing is sent before
    primary key (member_id, id)
) /*sqlite: without rowid */;

-- What she has switched on: a kind of notification, or 'text': that they may say what it is about.
create table push_setting (
    member_id bigint not null,
    name text not null,
    primary key (member_id, name)
) /*sqlite: without rowid */;

-- Written for each of her browsers in the transaction in which something happened. The process that sends holds the
-- rows for some minutes and deletes them when the push service has taken the message.
create table push_due (
    member_id bigint not null,
    subscription_id bigint not null,
    kind text not null,
    thing_id bigint not null,             -- the request, the message, the other member
    made_at bigint not null,
    due_at bigint not null,
    held_until bigint not null,           -- by the process that is sending; 0 = by none
    primary key (member_id, subscription_id, kind, thing_id)
) /*sqlite: without rowid */;
create index push_due_at on push_due (due_at);

-- The key pair by which push services know this server (RFC 8292): made once, the same on every node. A new one would
-- silence every subscription.
-- owner: push, everywhere
create table push_server_key (
    one bigint not null primary key check (one = 1),
    secret text not null,                 -- base64url
    point text not null,
    made_at bigint not null
) /*sqlite: without rowid */;
