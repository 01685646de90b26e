-- Cards and their versions. A version is written once and never changed: ledgers point at it for good.

create table card (
  member_id bigint not null,
  id bigint not null,
  live_version bigint not null,
  is_main bigint not null,
  made_at bigint not null,
  removed_at bigint,
  primary key (member_id, id)
) /*sqlite: without rowid */;

-- A card in hand is known by its own number.
create index card_by_id on card (id);
-- At most one main card a member, whatever happens at the same time.
create unique index card_main on card (member_id) where is_main = 1 and removed_at is null;

create table card_version (
  id bigint primary key,
  member_id bigint not null,
  card_id bigint not null,
  published_at bigint not null,
  body text not null
);

-- A card's history, for its owner's archive.
create index card_version_of on card_version (member_id, card_id, id);
