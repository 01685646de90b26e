#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Exchanges on both engines; on PostgreSQL beside pgbench doing the same inserts with 16 clients. usage: exchange.sh BUILD
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
folder=$(mktemp -d)
chmod 711 "$folder"
trap 'tests/support/postgres.sh stop "$folder/postgres" >/dev/null 2>&1; rm -rf "$folder"' EXIT
mkdir "$folder/sqlite" "$folder/pg"
"$build/bench/exchange_bench" "$folder/sqlite"
url=$(tests/support/postgres.sh start "$folder/postgres" | tail -1)
"$build/bench/exchange_bench" "$folder/pg" "$url"
# The same rows in tables of the same shape, each exchange one transaction, prepared statements.
psql -q "$url" <<'SQL'
create schema yardstick;
create table yardstick.tie (like tie including all);
create table yardstick.contact (like contact including all);
create table yardstick.ledger (like ledger including all);
create table yardstick.journal (like journal including all);
create table yardstick.code_use (like code_use including all);
create sequence yardstick.pair;
SQL
cat >"$folder/exchange.sql" <<'SQL'
\set a random(1, 1000000000)
\set b random(1, 1000000000)
begin;
insert into yardstick.tie values (:a, :b, 1, 'code', '東京', 0, 1, 2, 3, 1, 1, null);
insert into yardstick.tie values (:b, :a, 1, 'code', '東京', 0, 1, 2, 3, 1, 1, null);
insert into yardstick.contact (member_id, id, is_member, sort_key, head, met, find, last_version_id, last_tier, shown_version_id, shown_tier, looked_version_id, created_at, updated_at) values (:a, :b, 1, 'わたなべけん', 'わ', '', '', 3, 1, 3, 1, 3, 1, 1);
insert into yardstick.contact (member_id, id, is_member, sort_key, head, met, find, last_version_id, last_tier, shown_version_id, shown_tier, looked_version_id, created_at, updated_at) values (:b, :a, 1, 'わたなべけん', 'わ', '', '', 3, 1, 3, 1, 3, 1, 1);
insert into yardstick.ledger values (:a, :b, 1, 1, 3, 1);
insert into yardstick.ledger values (:b, :a, 1, 1, 3, 1);
insert into yardstick.journal values (nextval('yardstick.pair'), 1, 'tie.made', :a, :b, 0, '');
insert into yardstick.code_use values (:a, :b, :b, 1);
commit;
SQL
for round in 1 2 3; do
  rate=$(/usr/lib/postgresql/15/bin/pgbench -n -M prepared -c 16 -j 2 -T 5 -f "$folder/exchange.sql" "$url" | sed -n 's/^tps = \([0-9.]*\).*/\1/p')
  echo "pgbench, the same inserts, 16 clients: $rate/s (goal: goen at 0.7 of it)"
done
