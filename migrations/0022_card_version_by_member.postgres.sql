-- SPDX-License-Identifier: Apache-2.0
-- A version lies with its member, like everything of hers: whoever reads one knows whose it is.
alter table card_version drop constraint card_version_pkey;
alter table card_version add primary key (member_id, id);
