-- The journal and what the store itself asks. Rooms append through Writer::journal only.

-- name: append_event
-- SQLite commits one transaction after the other, so a plain count is the order of commits. On PostgreSQL
-- a later number may commit first; the seq is made of the transaction's number (see postgres_journal.hpp).
-- sqlite:
insert into journal (at, kind, member_id, other_id, thing_id, payload)
values (:at, :kind, :member, :other, :thing, :payload) returning seq
-- postgres:
insert into journal (seq, at, kind, member_id, other_id, thing_id, payload)
values ((pg_current_xact_id()::text::bigint + cast(:origin as bigint)) * 1048576 + cast(:n as bigint),
        :at, :kind, :member, :other, :thing, :payload) returning seq

-- name: events_after
-- Only what no running transaction can still come before: below :below, which was read before this snapshot
-- (postgres_journal.hpp), or below the oldest transaction of the whole server, whichever is higher.
-- sqlite:
select seq, at, kind, member_id, other_id, thing_id, payload from journal
 where seq > :after order by seq limit :count
-- postgres:
select seq, at, kind, member_id, other_id, thing_id, payload from journal
 where seq > :after
   and seq < (greatest(cast(:below as bigint), pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
              + cast(:origin as bigint)) * 1048576
 order by seq limit :count

-- name: last_event
-- sqlite:
select seq from journal order by seq desc limit 1
-- postgres:
select seq from journal
 where seq < (greatest(cast(:below as bigint), pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
              + cast(:origin as bigint)) * 1048576
 order by seq desc limit 1

-- name: applied_migrations
select number, name, hash from migration order by number

-- name: record_migration
insert into migration (number, name, hash, applied_at) values (:number, :name, :hash, :at)

-- name: ping
select 1
