-- name: claim_key
-- The first to come does the work; the others find no row inserted.
insert into idempotency (member_id, key, fingerprint, status, body, at)
values (:member, :key, :fingerprint, 0, '', :at)
on conflict (member_id, key) do nothing
-- name: find_key
select fingerprint, status, body, at from idempotency where member_id = :member and key = :key
-- name: keep_answer
update idempotency set status = :status, body = :body where member_id = :member and key = :key
-- name: drop_key
delete from idempotency where member_id = :member and key = :key
-- name: drop_old_keys
delete from idempotency where at < :before
