-- SPDX-License-Identifier: Apache-2.0
-- What happened, in the order of commits. No names, addresses or text of people: ids only.
create table journal (
    seq integer primary key autoincrement,
    at bigint not null,
    kind text not null,
    member_id bigint not null,
    other_id bigint not null,
    thing_id bigint not null,
    payload text not null
);
