#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A throw-away PostgreSQL for tests, on 127.0.0.1 only.
#   tests/support/postgres.sh start [--fast] DIR   makes it in DIR and prints its URL; --fast: no fsync
#   tests/support/postgres.sh stop DIR             stops it and removes DIR
set -euo pipefail

fail() { echo "postgres.sh: $*" >&2; exit 1; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || fail "PostgreSQL is not installed (Debian: postgresql-15)"

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

[ $# -ge 1 ] || fail "use: start [--fast] DIR | stop DIR"
action=$1; shift
fast=no
[ "${1:-}" = --fast ] && { fast=yes; shift; }
[ -n "${1:-}" ] || fail "which folder?"
dir=$(realpath -m "$1")

case $action in
start)
    [ -e "$dir/data" ] && fail "$dir is in use"
    mkdir -p "$dir"
    [ "$(id -u)" = 0 ] && chown postgres "$dir"
    as_server "$bin/initdb" -D "$dir/data" -U goen -E UTF8 --locale=C --auth=trust >"$dir/initdb.log" 2>&1 ||
        { cat "$dir/initdb.log" >&2; fail "initdb did not work"; }
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        {
            echo "listen_addresses = '127.0.0.1'"
            echo "port = $port"
            echo "unix_socket_directories = '$dir'"
            echo "max_connections = 200"
            echo "max_prepared_transactions = 8"
            if [ $fast = yes ]; then echo "fsync = off"; echo "synchronous_commit = off"; echo "full_page_writes = off"; echo "autovacuum = off"; fi
        } | as_server tee "$dir/data/conf.part" >/dev/null
        as_server bash -c "cat '$dir/data/conf.part' >> '$dir/data/postgresql.conf'"
        if as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 30 start >/dev/null 2>&1; then
            as_server "$bin/createdb" -h 127.0.0.1 -p "$port" -U goen goen
            echo "postgresql://goen@127.0.0.1:$port/goen"
            exit 0
        fi
    done
    cat "$dir/server.log" >&2
    fail "the server did not start"
    ;;
stop)
    [ -d "$dir/data" ] || fail "there is no server in $dir"
    as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$dir"
    ;;
*) fail "use: start [--fast] DIR | stop DIR" ;;
esac
