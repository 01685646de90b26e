-- columns: version
id, card_id, member_id, published_at, body
-- name: cards_of
-- The main card first, then in the order they were made.
select id, is_main, live_version from card
 where member_id = :member and removed_at is null
 order by is_main desc, id
-- name: card_of
select is_main, live_version from card where member_id = :member and id = :id and removed_at is null
-- name: version_by_id
-- Removed cards too: ledgers show what was received, as it was.
select :columns(version) from card_version where member_id = :member and id = :id
-- name: versions_by_key
select :columns(version) from card_version where (member_id, id) in :pairs(keys)
-- name: live_version_of
select live_version from card where member_id = :member and id = :id and removed_at is null
-- name: live_versions_of
select member_id, live_version from card
 where ((member_id = :a and id = :of_a) or (member_id = :b and id = :of_b)) and removed_at is null
-- name: live_versions_in
select member_id, id, live_version from card where (member_id, id) in :pairs(keys) and removed_at is null
-- name: main_versions_of
select member_id, live_version from card where member_id in :each(members) and is_main = 1 and removed_at is null
-- name: main_version_of
select live_version from card where member_id = :member and is_main = 1 and removed_at is null
-- name: count_cards
select count(*) from card where member_id = :member and removed_at is null
-- name: add_card
insert into card (member_id, id, live_version, is_main, made_at, removed_at)
values (:member, :id, :version, :is_main, :at, null)
-- name: add_version
insert into card_version (id, member_id, card_id, published_at, body)
values (:id, :member, :card, :at, :body)
-- name: move_live
update card set live_version = :version where member_id = :member and id = :id and removed_at is null
-- name: unset_main
update card set is_main = 0 where member_id = :member and is_main = 1
-- name: set_main
update card set is_main = 1 where member_id = :member and id = :id and removed_at is null
-- name: removed_on
select removed_at from card where member_id = :member and id = :id and removed_at is not null
-- name: removed_in
select id, removed_at from card where (member_id, id) in :pairs(keys) and removed_at is not null
-- name: remove_card
update card set removed_at = cast(:at as bigint), is_main = 0
 where member_id = :member and id = :id and removed_at is null
-- name: oldest_card
select id from card where member_id = :member and removed_at is null order by id limit 1
-- name: versions_of
-- Every version of one card, oldest first: the owner's own history.
select id from card_version where member_id = :member and card_id = :card order by id
-- name: cards_ever
-- Removed ones too.
select id, is_main, made_at, removed_at from card where member_id = :member order by id
