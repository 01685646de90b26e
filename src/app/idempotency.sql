-- A row says: what came with this key was done, or begun. Status 0 = its answer has not been kept (yet).

-- name: put_deed
-- reads: member
-- In the transaction of the deed itself. No row: another node's came first, or she has left by this deed.
insert into idempotency (member_id, key, fingerprint, status, body, at)
select id, cast(:key as text), cast(:fingerprint as text), cast(:status as bigint), cast(:body as text),
       cast(:at as bigint)
  from member where id = :member
on conflict (member_id, key) do update
   set fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, at = excluded.at
 where idempotency.at < :before

-- name: find_key
select fingerprint, status, body from idempotency
 where member_id = :member and key = :key and at >= :since

-- name: keep_answer
update idempotency set status = :status, body = :body where member_id = :member and key = :key

-- name: drop_old_keys
delete from idempotency where at < :before

-- name: leave_answers
-- Answers kept for a day for programs that ask twice: her own, and others' that speak of her.
delete from idempotency where member_id = :member or body like :about
