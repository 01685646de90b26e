-- SPDX-License-Identifier: Apache-2.0
-- Where the things of members are found by a hash, when nothing says whose they are: from the hash to the member.
-- kind: code (an exchange code, by its digits or its secret), link (to a card), letter (to a guest, by the address:
-- several, which are counted).
-- owner: account, own key key_hash
create table directory (
    key_hash text not null,
    thing_id bigint not null,
    kind text not null,
    member_id bigint not null,
    expires_at bigint,                    -- null: until it is taken out
    primary key (key_hash, thing_id)
) /*sqlite: without rowid */;
create unique index directory_one on directory (key_hash) where kind <> 'letter';
create index directory_of on directory (member_id);
create index directory_expiry on directory (expires_at) where expires_at is not null;

insert into directory (key_hash, thing_id, kind, member_id, expires_at)
select digits_hash, id, 'code', member_id, expires_at from exchange_code;
insert into directory (key_hash, thing_id, kind, member_id, expires_at)
select secret_hash, id, 'code', member_id, expires_at from exchange_code;
drop index exchange_code_digits;
drop index exchange_code_secret;
alter table exchange_code drop column digits_hash;
alter table exchange_code drop column secret_hash;

insert into directory (key_hash, thing_id, kind, member_id)
select secret_hash, card_id, 'link', member_id from card_link;
drop index card_link_secret;
alter table card_link drop column secret_hash;

-- 30 days: as long as a letter counts.
insert into directory (key_hash, thing_id, kind, member_id, expires_at)
select mail_hash, invitation_id, 'letter', member_id, sent_at + 2592000000 from claim;
drop index claim_mail;
alter table claim drop column mail_hash;
