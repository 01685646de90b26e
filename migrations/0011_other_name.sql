-- SPDX-License-Identifier: Apache-2.0
-- How a member is found by another name (旧姓・通称): prefixes of its folded forms, in hex as person_key has them. Only
-- records that may be found have rows here; who may see them is asked at every search, never answered from here.
create table name_record_key (
    member_id bigint not null,
    record_id bigint not null,
    name_key text not null,
    primary key (member_id, record_id, name_key)
) /*sqlite: without rowid */;
create index name_record_key_find on name_record_key (name_key, member_id, record_id);

-- For the hourly job that empties the bin of deleted contacts.
create index contact_bin_deleted on contact_bin (deleted_at);
