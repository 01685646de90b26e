-- SPDX-License-Identifier: Apache-2.0

-- name: bulk_contact
insert into contact (member_id, id, is_member, sort_key, head, met, find, last_version_id, last_tier,
                     shown_version_id, shown_tier, looked_version_id, created_at, updated_at)
values (:member, :other, 1, :sort_key, :head, :met, :find, :version, 1, :version, 1, :version, :at, :at)

-- name: bulk_ledger
insert into ledger (member_id, contact_id, number, at, version_id, tier)
values (:member, :other, 1, :at, :version, 1) on conflict (member_id, contact_id, number) do nothing
