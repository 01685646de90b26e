-- SPDX-License-Identifier: Apache-2.0
-- An archive a member has sent to be looked at before it is brought in: one at a time, in pieces, for a day at most.
-- Rows are of some hundred kilobytes, so this keeps its rowid on SQLite.
create table archive_draft (
  member_id bigint not null,
  number bigint not null,                    -- from 0
  at bigint not null,
  bytes bytea not null,
  primary key (member_id, number)
);
