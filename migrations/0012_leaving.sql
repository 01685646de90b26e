-- SPDX-License-Identifier: Apache-2.0
-- Who has left: nothing but the number, so that those who hold the cards in their ledgers are told so.
create table departed (
    member_id bigint not null primary key,
    at bigint not null
) /*sqlite: without rowid */;

-- Who still holds cards of somebody who has left: when the last of them leaves, those cards go, too.
create table departed_holder (
    member_id bigint not null,            -- who has left
    holder_id bigint not null,
    primary key (member_id, holder_id)
) /*sqlite: without rowid */;

-- 閲覧記録: an operator's opening of a member's data, for that member to read.
create table opening (
    member_id bigint not null,            -- whose data
    id bigint not null,
    operator_id bigint not null,
    at bigint not null,
    what text not null,                   -- account
    reason text not null,                 -- as the operator typed it
    primary key (member_id, id)
) /*sqlite: without rowid */;
