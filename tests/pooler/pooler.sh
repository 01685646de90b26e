#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# goen behind pgbouncer: refused at start in transaction and statement mode, in one line that names session mode; serves in
# session mode. usage: GOEN_TEST_POSTGRES=postgresql://… pooler.sh GOEN
set -euo pipefail
cd "$(dirname "$0")/../.."
goen=$1
[ -n "${GOEN_TEST_POSTGRES:-}" ] || { echo "pooler: GOEN_TEST_POSTGRES names no server" >&2; exit 1; }
work=$(mktemp -d)
chmod 711 "$work"
server=
finish() {
  [ -z "$server" ] || { kill -TERM "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true
  tests/support/pgbouncer.sh stop "$work/pooler" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
bad() { echo "pooler: $*" >&2; cat "$work/said" >&2; exit 1; }

name=pooler_$$
psql -qX "$GOEN_TEST_POSTGRES" -c "create database $name owner goen"
direct=${GOEN_TEST_POSTGRES%/*}/$name
checks=0

# refused COMMANDS MODE WORDS [LINE…]: each ends at once, with one line that has the WORDS.
serve=("serve --listen 127.0.0.1:0")
every=("${serve[@]}" migrate check "backup $work/never.goen")
refused() {
  local -n commands=$1
  local mode=$2 words=$3 url status began=$SECONDS
  shift 3
  url=$(tests/support/pgbouncer.sh start "$work/pooler" "$mode" "$direct" "$@")
  for command in "${commands[@]}"; do
    status=0
    # shellcheck disable=SC2086
    timeout 60 "$goen" $command --data "$work/data" --database "$url" --log-level off >"$work/said" 2>&1 || status=$?
    [ $status = 1 ] || bad "goen $command ended with $status in $mode mode ($*)"
    [ "$(wc -l <"$work/said")" = 1 ] && grep -q "$words" "$work/said" || bad "goen $command in $mode mode ($*) did not say: $words"
    checks=$((checks + 1))
    [ $((SECONDS - began)) -lt 60 ] || bad "it takes too long"
  done
  tests/support/pgbouncer.sh stop "$work/pooler"
}
refused every transaction "goen needs session mode"
refused serve transaction "goen needs session mode" "server_round_robin = 1"
refused serve transaction "goen needs session mode" "default_pool_size = 1"
refused serve statement "goen needs session mode"
refused serve session "raise pool_size" "default_pool_size = 1"

# Warm pools, and other clients at work meanwhile.
url=$(tests/support/pgbouncer.sh start "$work/pooler" transaction "$direct" "server_round_robin = 1")
for _ in 1 2 3 4; do
  (for _ in $(seq 100); do psql -qXAt "$url" -c 'select pg_sleep(0.01)' >/dev/null; done) &
done
for _ in 1 2 3 4 5; do
  if "$goen" migrate --data "$work/data" --database "$url" --log-level off >"$work/said" 2>&1; then bad "not refused beside other clients"; fi
  grep -q "goen needs session mode" "$work/said" || bad "another reason beside other clients"
  checks=$((checks + 1))
done
wait
tests/support/pgbouncer.sh stop "$work/pooler"

url=$(tests/support/pgbouncer.sh start "$work/pooler" session "$direct")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$goen" demo --members 20 --listen "127.0.0.1:$port" --data "$work/data" --database "$url" >"$work/said" 2>&1 &
server=$!
address=
for _ in $(seq 600); do
  address=$(sed -n 's/.*goen is at \(http[^ ]*\).*/\1/p' "$work/said" | head -1)
  [ -n "$address" ] && curl -fsS "$address/readyz" >/dev/null 2>&1 && break
  kill -0 $server 2>/dev/null || bad "goen ended in session mode"
  sleep 0.2
done
[ -n "$address" ] || bad "goen does not serve in session mode"
curl -fsS "$address/" >/dev/null || bad "no home page in session mode"
"$goen" check --data "$work/data" --database "$url" --log-level off >"$work/checked" 2>&1 || { cat "$work/checked"; bad "goen check in session mode"; }
"$goen" backup "$work/town.goen" --data "$work/data" --database "$url" >"$work/checked" 2>&1 || { cat "$work/checked"; bad "goen backup in session mode"; }
echo "pooler: $((checks + 3)) checks passed"
