-- SPDX-License-Identifier: Apache-2.0
-- Files brought into a member's own book: first looked at (draft), then brought in as one batch that can be undone.
create table import_batch (
    member_id bigint not null,
    id bigint not null,
    state bigint not null,                     -- 0 looked at, 1 brought in, 2 undone
    name text not null,                        -- the file's, as its sender called it
    format text not null,
    charset text not null,
    made_at bigint not null,
    primary key (member_id, id)
) /*sqlite: without rowid */;
create index import_batch_old on import_batch (made_at);

-- A line of the file. Of a draft `body` holds what would be written; afterwards the contact it became.
create table import_row (
    member_id bigint not null,
    batch_id bigint not null,
    number bigint not null,                    -- the line or card of the file, from 1
    state bigint not null,                     -- 0 new, 1 same, 2 conflict, 3 skipped
    chosen bigint not null,
    shown text not null,
    reason text not null,
    contact_id bigint not null,                -- the one in the book it is like, or became; or 0
    body text not null,
    primary key (member_id, batch_id, number)
) /*sqlite: without rowid */;
