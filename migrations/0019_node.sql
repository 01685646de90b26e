-- SPDX-License-Identifier: Apache-2.0
-- Node numbers: each process that makes ids holds one, so that no two make the same id (src/store/node_lease.hpp). The
-- rows are made when the first is taken. Not in a backup: who held a number elsewhere means nothing here.
create table node (
    number bigint not null primary key,   -- 0 to 1023
    holder text not null,                 -- host, process and a random word; '' = free
    until bigint not null,                -- the lease's end, by the database's clock
    highest bigint not null               -- no id of this number has a later moment: the next holder begins after it
) /*sqlite: without rowid */;

-- Before there were node numbers two processes could give two cards, or two introductions, the same id. Of such twins
-- all but the oldest get an id of a node that nobody had then: the same moment and sequence, another number. Whose card
-- is meant is known wherever one is named, so every place moves along.
create table twin (
    member_id bigint not null,
    id bigint not null,
    new_id bigint not null,
    primary key (member_id, id)
) /*sqlite: without rowid */;

insert into twin (member_id, id, new_id)
select member_id, id, id + 4096 * (row_number() over (partition by id order by made_at, member_id) - 1)
  from card where id in (select id from card group by id having count(*) > 1);

update card as x set id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.id)
 where (member_id, id) in (select member_id, id from twin);
update card_version as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update person_key as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update picture_use as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update exchange_code as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update request_out as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update request_in as x set card_id = (select new_id from twin t where t.member_id = x.from_id and t.id = x.card_id)
 where (from_id, card_id) in (select member_id, id from twin);
update card_link as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update guest as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update guest_contact as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update claim as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update introduction as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update introduction as x set shown_id = (select new_id from twin t where t.member_id = x.from_id and t.id = x.shown_id)
 where (from_id, shown_id) in (select member_id, id from twin);
update introduction_setting as x set card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.card_id)
 where (member_id, card_id) in (select member_id, id from twin);
update tie as x set given_card_id = (select new_id from twin t where t.member_id = x.member_id and t.id = x.given_card_id)
 where (member_id, given_card_id) in (select member_id, id from twin);
-- Of a tie the other side knows the card as well, and may have been shown the version of its twin.
update tie as x set
    received_card_id = (select new_id from twin t where t.member_id = x.other_id and t.id = x.received_card_id),
    received_version_id = case when ended_at is not null then received_version_id else coalesce((
        select c.live_version from twin t join card c on c.member_id = t.member_id and c.id = t.new_id
         where t.member_id = x.other_id and t.id = x.received_card_id and c.removed_at is null), 0) end
 where member_id in (select o.other_id from tie o where o.member_id in (select member_id from twin))
   and (other_id, received_card_id) in (select member_id, id from twin);

delete from twin;
insert into twin (member_id, id, new_id)
select member_id, id, id + 4096 * (row_number() over (partition by id order by sent_at, member_id) - 1)
  from introduction
 where role = 'bridge' and id in (select id from introduction where role = 'bridge' group by id having count(*) > 1);
update introduction as x set id = (select new_id from twin t where t.member_id = x.bridge_id and t.id = x.id)
 where (bridge_id, id) in (select member_id, id from twin);
drop table twin;

drop index card_by_id;
create unique index card_by_id on card (id);
-- Everybody with a part in an introduction has a row under its id; the one who introduces has exactly one.
create unique index introduction_of_bridge on introduction (id) where role = 'bridge';
