-- SPDX-License-Identifier: Apache-2.0
-- Which member came from which line of a bulk file: what makes a second run of the same file change nothing, and
-- what the references of a ties file mean.
create table import_ref (
    ref text not null primary key,
    member_id bigint not null
) /*sqlite: without rowid */;
