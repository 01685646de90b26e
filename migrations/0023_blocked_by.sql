-- SPDX-License-Identifier: Apache-2.0
-- A block is stored once per side, like a tie: the row in `block` is with the one who blocks, the row here with the one
-- who is blocked. Both are written in one transaction, so one's own rows answer whether either has blocked the other.
-- The one who is blocked is never shown hers.
-- owner: exchange, by member_id
create table blocked_by (
    member_id bigint not null,
    other_id bigint not null,
    primary key (member_id, other_id)
) /*sqlite: without rowid */;

insert into blocked_by (member_id, other_id) select other_id, member_id from block;
