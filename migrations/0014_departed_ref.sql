-- SPDX-License-Identifier: Apache-2.0
-- References of a bulk file whose member has left, as hashes: the same file read again must not bring anybody back.
create table departed_ref (
    hash text not null primary key
) /*sqlite: without rowid */;
