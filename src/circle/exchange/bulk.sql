-- SPDX-License-Identifier: Apache-2.0

-- name: add_side
-- Nothing where the two are tied already (also where they ended it: an import revives nothing) or one blocks the other.
insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, received_card_id,
                 received_version_id, tier, sees, ended_at)
select cast(:member as bigint), cast(:other as bigint), cast(:at as bigint), 'import', cast(:place as text), 0,
       cast(:given as bigint), cast(:received as bigint), cast(:version as bigint), 1, 1, null
 where not exists (select 1 from block where member_id = :member and other_id = :other)
   and not exists (select 1 from blocked_by where member_id = :member and other_id = :other)
on conflict (member_id, other_id) do nothing
