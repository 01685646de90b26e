-- Photographs and logos, as developed: what a person sent is never kept. A picture is stored once for its owner,
-- however many of her cards show it.
create table picture (
  member_id bigint not null,
  hash text not null,
  width bigint not null,
  height bigint not null,
  made_at bigint not null,
  primary key (member_id, hash)
);

-- One size in one format. Rows are of some kilobytes, so this keeps its rowid on SQLite.
create table picture_print (
  member_id bigint not null,
  hash text not null,
  size bigint not null,
  format text not null,
  bytes bytea not null,
  primary key (member_id, hash, size, format)
);

-- Which live card shows it. What no card shows is deleted within the hour, so a photograph taken off is gone.
create table picture_use (
  member_id bigint not null,
  card_id bigint not null,
  part text not null,
  hash text not null,
  primary key (member_id, card_id, part)
);
create index picture_use_of on picture_use (member_id, hash);
