-- SPDX-License-Identifier: Apache-2.0
-- The exchange and what follows from it. A tie is stored once per side; both rows are always written in one
-- transaction. Tiers: 0 none, 1 exchanged, 2 colleague, 3 close.

create table tie (
    member_id bigint not null,
    other_id bigint not null,
    since bigint not null,
    means text not null,                  -- code qr request event introduction import
    place text not null,
    introducer_id bigint not null,        -- of an introduction, else 0
    given_card_id bigint not null,
    received_card_id bigint not null,
    received_version_id bigint not null,  -- live version of the received card; 0 when its owner withdrew it
    tier bigint not null,                 -- what I disclose to the other
    sees bigint not null,                 -- what the other discloses to me: always the other row's tier
    ended_at bigint,
    primary key (member_id, other_id)
) /*sqlite: without rowid */;

create table block (
    member_id bigint not null,
    other_id bigint not null,
    since bigint not null,
    primary key (member_id, other_id)
) /*sqlite: without rowid */;

-- One code a member at a time. Digits and secret are found by their hash; the plain ones are here because their
-- owner looks at them again and again while they live, which is minutes.
create table exchange_code (
    member_id bigint not null primary key,
    id bigint not null,
    card_id bigint not null,
    digits text not null,
    secret text not null,
    digits_hash text not null,
    secret_hash text not null,
    place text not null,
    expires_at bigint not null,
    uses_left bigint not null             -- -1: everyone who comes in time
) /*sqlite: without rowid */;
create unique index exchange_code_digits on exchange_code (digits_hash);
create unique index exchange_code_secret on exchange_code (secret_hash);
create index exchange_code_expiry on exchange_code (expires_at);

-- Who has used a code: a second tap changes nothing, and its owner sees whom she has just met.
create table code_use (
    member_id bigint not null,            -- the code's owner
    code_id bigint not null,
    user_id bigint not null,
    at bigint not null,
    primary key (member_id, code_id, user_id)
) /*sqlite: without rowid */;
create index code_use_at on code_use (at);

-- A request lies twice: in the receiver's tray and among the sender's. What the receiver does with hers (hold,
-- decline) never touches the sender's row, so nothing the sender can read depends on it.
create table request_in (
    member_id bigint not null,            -- the receiver
    id bigint not null,
    from_id bigint not null,
    card_id bigint not null,
    message text not null,
    sent_at bigint not null,
    state text not null,                  -- open held accepted declined withdrawn
    primary key (member_id, id)
) /*sqlite: without rowid */;
create index request_in_state on request_in (member_id, state, sent_at);
create index request_in_from on request_in (member_id, from_id, sent_at);
create index request_in_sent on request_in (member_id, sent_at);

create table request_out (
    member_id bigint not null,            -- the sender
    id bigint not null,
    to_id bigint not null,
    card_id bigint not null,
    message text not null,
    sent_at bigint not null,
    state text not null,                  -- open accepted withdrawn
    primary key (member_id, id)
) /*sqlite: without rowid */;
create index request_out_to on request_out (member_id, to_id, sent_at);
create index request_out_sent on request_out (member_id, sent_at);

-- How a name that a stranger may see is found: prefixes of its folded forms, in hex so that every database orders
-- them bytewise. Only cards whose name is shown to everyone have rows here.
create table person_key (
    member_id bigint not null,
    card_id bigint not null,
    name_key text not null,
    primary key (member_id, card_id, name_key)
) /*sqlite: without rowid */;
create index person_key_find on person_key (name_key, member_id);
