-- SPDX-License-Identifier: Apache-2.0
-- Members, how they prove who they are, and how they came. Secrets stand here as SHA-256 (hex) or argon2id only.

create table member (
    id bigint not null primary key,
    family text not null,
    given text not null,
    middle text not null,
    family_kana text not null,
    given_kana text not null,
    family_romaji text not null,
    given_romaji text not null,
    given_first bigint not null,          -- 0 family first, 1 given first
    mail text not null,                   -- as typed
    mail_key text not null,               -- what makes two the same
    password_hash text not null,          -- argon2id, or '' while there is none
    language text not null,               -- ja, en
    is_operator bigint not null,
    confirmed_at bigint,                  -- the mail address, by a link
    approved_at bigint,                   -- null while an operator's approval is awaited
    bridge bigint not null,
    reach text not null,                  -- anyone, distance_two, code_only
    joined_at bigint not null,
    invited_by bigint not null,           -- a member, or 0
    invitation_id bigint not null,        -- or 0
    application text not null             -- the applicant's words to the operator
);
create index member_invited on member (invited_by, id);
create index member_waiting on member (id) where approved_at is null;

-- One address, one member: the directory from an address to its member.
create table member_mail (
    mail_key text not null primary key,
    member_id bigint not null
);

create table session (
    member_id bigint not null,
    id bigint not null,
    secret_hash text not null,
    device text not null,                 -- "Chrome, Windows"
    started_at bigint not null,
    seen_at bigint not null,
    primary key (member_id, id)
);
create unique index session_secret on session (member_id, secret_hash);

create table api_token (
    member_id bigint not null,
    id bigint not null,
    secret_hash text not null,
    label text not null,
    scopes text not null,                 -- space separated; '' = all
    made_at bigint not null,
    used_at bigint not null,
    primary key (member_id, id)
);
create unique index api_token_secret on api_token (member_id, secret_hash);

create table invitation (
    member_id bigint not null,            -- who invites; 0 = the server's command line
    id bigint not null,
    secret_hash text not null,
    mail text not null,                   -- where its letter went, or ''
    mail_key text not null,
    family text not null,                 -- to fill in the form beforehand
    given text not null,
    family_kana text not null,
    given_kana text not null,
    note text not null,                   -- for the inviter: who it is for
    by_operator bigint not null,
    uses_left bigint not null,
    made_at bigint not null,
    expires_at bigint not null,
    primary key (member_id, id)
);
create unique index invitation_secret on invitation (member_id, secret_hash);
create index invitation_mail on invitation (member_id, mail_key) where mail_key <> '';

-- Links in letters: each works once. kind: confirm, reset, change_mail.
create table letter_link (
    member_id bigint not null,
    id bigint not null,
    kind text not null,
    secret_hash text not null,
    mail text not null,                   -- the address the letter went to
    made_at bigint not null,
    expires_at bigint not null,
    primary key (member_id, id)
);
create unique index letter_link_secret on letter_link (member_id, secret_hash);

-- Other names of a member: 旧姓, 通称, 戸籍名, ペンネーム.
create table name_record (
    member_id bigint not null,
    id bigint not null,
    kind text not null,                   -- maiden, alias, legal, pen
    family text not null,
    given text not null,
    middle text not null,
    family_kana text not null,
    given_kana text not null,
    family_romaji text not null,
    given_romaji text not null,
    given_first bigint not null,
    since text not null,                  -- 1998, 1998-04, 1998-04-01 or ''
    until text not null,
    visible text not null,                -- the least tier that sees it: none exchanged colleague close nobody
    findable bigint not null,
    primary key (member_id, id)
);

-- What operators decided about applicants.
create table approval (
    member_id bigint not null,
    id bigint not null,
    operator_id bigint not null,
    decision text not null,               -- approved, declined
    at bigint not null,
    primary key (member_id, id)
);
