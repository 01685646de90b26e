-- SPDX-License-Identifier: Apache-2.0
-- How far the find keys of typed contacts have been made again since goen makes them another way (contacts/find_keys.hpp).
-- One row for each such change; contacts are gone over in the order of (member_id, id).
create table find_key_renewal (
    version bigint not null primary key,
    after_member bigint not null,
    after_contact bigint not null,
    renewed bigint not null,                   -- rows written so far
    is_done bigint not null
) /*sqlite: without rowid */;
