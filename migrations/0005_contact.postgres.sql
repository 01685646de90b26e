-- SPDX-License-Identifier: Apache-2.0
-- The address book; the same tables as the other engine's file. Sort keys are bytes: collation "C".
-- A member's line has that member's number as id and no body: what it shows comes from the tie and its version.
create table contact (
    member_id bigint not null,
    id bigint not null,
    is_member bigint not null,
    sort_key text collate "C" not null,
    head text not null,
    body text not null default '',             -- private contacts: the card as JSON
    face text not null default '',             -- private contacts: what the list shows, packed
    find text not null default '',             -- folded: memo, tags, places; of private contacts also the card
    memo text not null default '',
    tags text not null default '',             -- one a line, as typed
    met text not null default '',              -- packed, newest first
    last_version_id bigint not null default 0, -- the ledger's last entry
    last_tier bigint not null default 0,
    looked_version_id bigint not null default 0,
    moved_at bigint not null default 0,        -- name or position changed since I last looked
    created_at bigint not null,
    updated_at bigint not null,
    primary key (member_id, id)
);
create index contact_in_order on contact (member_id, sort_key, id);
create index contact_moved on contact (member_id, moved_at) where moved_at > 0;

create table contact_tag (
    member_id bigint not null,
    tag_key text not null,                     -- folded
    contact_id bigint not null,
    tag text not null,
    primary key (member_id, tag_key, contact_id)
);
create index contact_tag_of on contact_tag (member_id, contact_id);

-- Deleted lines, kept thirty days so that they can be brought back.
create table contact_bin (
    member_id bigint not null,
    id bigint not null,
    is_member bigint not null,
    sort_key text collate "C" not null,
    head text not null,
    body text not null,
    face text not null,
    find text not null,
    memo text not null,
    tags text not null,
    met text not null,
    last_version_id bigint not null,
    last_tier bigint not null,
    looked_version_id bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint not null,
    primary key (member_id, id)
);

-- 台帳: every version received, as it was seen. Rows are only ever added.
create table ledger (
    member_id bigint not null,
    contact_id bigint not null,
    number bigint not null,
    at bigint not null,
    version_id bigint not null,
    tier bigint not null,
    primary key (member_id, contact_id, number)
);
