-- SPDX-License-Identifier: Apache-2.0
-- Bulk loading writes the tables of the exchange and contacts rooms in the order they lie on disk; a test compares
-- what it wrote with what an exchange writes.

-- name: ref_of
select member_id from import_ref where ref = :ref
-- name: has_left
select 1 from departed_ref where hash = :hash
-- name: has_anybody_left
select 1 from departed_ref limit 1
-- name: add_ref
insert into import_ref (ref, member_id) values (:ref, :member)
-- name: all_refs
select ref, member_id from import_ref
-- name: has_mail
select 1 from member_mail where mail_key = :mail_key

-- name: add_tie
-- Nothing where the two are tied already (also where they ended it: an import revives nothing) or one blocks the other.
insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, received_card_id,
                 received_version_id, tier, sees, ended_at)
select cast(:member as bigint), cast(:other as bigint), cast(:at as bigint), 'import', cast(:place as text), 0,
       cast(:given as bigint), cast(:received as bigint), cast(:version as bigint), 1, 1, null
 where not exists (select 1 from block where (member_id = :member and other_id = :other)
                                          or (member_id = :other and other_id = :member))
on conflict (member_id, other_id) do nothing

-- name: add_contact
insert into contact (member_id, id, is_member, sort_key, head, met, find, last_version_id, last_tier,
                     shown_version_id, shown_tier, looked_version_id, created_at, updated_at)
values (:member, :other, 1, :sort_key, :head, :met, :find, :version, 1, :version, 1, :version, :at, :at)

-- name: has_contact
select 1 from contact where member_id = :member and id = :other

-- name: add_ledger
insert into ledger (member_id, contact_id, number, at, version_id, tier)
values (:member, :other, 1, :at, :version, 1) on conflict (member_id, contact_id, number) do nothing
