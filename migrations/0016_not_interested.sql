-- SPDX-License-Identifier: Apache-2.0
-- Who is not to be suggested to whom any more. Only the one who said so knows.
create table not_interested (
    member_id bigint not null,
    other_id bigint not null,
    at bigint not null,
    primary key (member_id, other_id)
) /*sqlite: without rowid */;
create index not_interested_other on not_interested (other_id);
