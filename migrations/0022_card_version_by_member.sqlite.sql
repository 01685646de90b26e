-- SPDX-License-Identifier: Apache-2.0
-- A version lies with its member, like everything of hers: whoever reads one knows whose it is.
alter table card_version rename to card_version_by_id;
create table card_version (
  member_id bigint not null,
  id bigint not null,
  card_id bigint not null,
  published_at bigint not null,
  body text not null,
  primary key (member_id, id)
);
insert into card_version (member_id, id, card_id, published_at, body)
select member_id, id, card_id, published_at, body from card_version_by_id order by id;
drop table card_version_by_id;
create index card_version_of on card_version (member_id, card_id, id);
