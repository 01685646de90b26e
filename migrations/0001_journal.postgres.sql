-- SPDX-License-Identifier: Apache-2.0
-- What happened, in an order every reader agrees on: seq = (transaction number + origin) * 2^20 + n.
-- Readers see a row only when no older transaction can still commit. No names, addresses or text of
-- people: ids only.
create table journal (
    seq bigint primary key,
    at bigint not null,
    kind text not null,
    member_id bigint not null,
    other_id bigint not null,
    thing_id bigint not null,
    payload text not null
);

-- Added to the cluster's transaction numbers, so that seq goes on growing when the data is moved to a
-- cluster whose numbers are lower.
create table journal_origin (
    only_row bigint primary key check (only_row = 1),
    origin bigint not null
);
insert into journal_origin (only_row, origin) values (1, 0);
