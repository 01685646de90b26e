-- SPDX-License-Identifier: Apache-2.0
-- The cards of a member who leaves.

-- name: cut_version
-- The only change a version ever sees: what nobody received is taken out of it.
update card_version set body = :body where id = :id and member_id = :owner

-- name: versions_of_owner
select id from card_version where member_id = :owner order by id

-- name: drop_version
delete from card_version where id = :id and member_id = :owner

-- name: drop_versions_of_owner
delete from card_version where member_id = :owner

-- name: leave_cards
delete from card where member_id = :owner
