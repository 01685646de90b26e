-- SPDX-License-Identifier: Apache-2.0
-- What a member's line shows when no live card stands behind it (the exchange has ended, the card was withdrawn): the
-- version and the tier last in force. The ledger's end is not that: it keeps what was once received, and a lowered
-- tier or a hidden part adds nothing to it.
alter table contact add column shown_version_id bigint not null default 0;
alter table contact add column shown_tier bigint not null default 0;
alter table contact_bin add column shown_version_id bigint not null default 0;
alter table contact_bin add column shown_tier bigint not null default 0;

-- An ended exchange still says in its own row what was in force. A withdrawn card's last version was in force until it
-- went. Of somebody who has left only what was received is there, never shown above the last tier.
update contact set
    shown_version_id = coalesce((
        select case when t.received_version_id > 0 then t.received_version_id
                    when exists (select 1 from departed d where d.member_id = t.other_id) then contact.last_version_id
                    else coalesce((select v.id from card_version v
                                    where v.member_id = t.other_id and v.card_id = t.received_card_id
                                    order by v.published_at desc, v.id desc limit 1), contact.last_version_id) end
          from tie t where t.member_id = contact.member_id and t.other_id = contact.id), last_version_id),
    shown_tier = coalesce((
        select case when t.received_version_id > 0 or t.sees < contact.last_tier then t.sees else contact.last_tier end
          from tie t where t.member_id = contact.member_id and t.other_id = contact.id), last_tier)
 where is_member = 1;

update contact_bin set
    shown_version_id = coalesce((
        select case when t.received_version_id > 0 then t.received_version_id
                    when exists (select 1 from departed d where d.member_id = t.other_id)
                    then contact_bin.last_version_id
                    else coalesce((select v.id from card_version v
                                    where v.member_id = t.other_id and v.card_id = t.received_card_id
                                    order by v.published_at desc, v.id desc limit 1),
                                  contact_bin.last_version_id) end
          from tie t where t.member_id = contact_bin.member_id and t.other_id = contact_bin.id), last_version_id),
    shown_tier = coalesce((
        select case when t.received_version_id > 0 or t.sees < contact_bin.last_tier then t.sees
                    else contact_bin.last_tier end
          from tie t where t.member_id = contact_bin.member_id and t.other_id = contact_bin.id), last_tier)
 where is_member = 1;

-- How much a member keeps, so that a limit costs no count over a whole book: contacts she typed in or imported, without
-- those in the bin. Written in the transaction that adds or removes them.
create table contact_count (
    member_id bigint not null primary key,
    private_ones bigint not null
) /*sqlite: without rowid */;
insert into contact_count (member_id, private_ones)
select member_id, count(*) from contact where is_member = 0 group by member_id;

alter table picture add column bytes bigint not null default 0; -- of all its prints
update picture set bytes = coalesce((select sum(length(p.bytes)) from picture_print p
                                      where p.member_id = picture.member_id and p.hash = picture.hash), 0);
