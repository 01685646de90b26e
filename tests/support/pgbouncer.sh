#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A throw-away pgbouncer for tests, on 127.0.0.1 only, in front of a PostgreSQL that trusts.
#   tests/support/pgbouncer.sh start DIR MODE URL [LINE…]   MODE: session, transaction or statement; LINEs for pgbouncer.ini; prints its URL
#   tests/support/pgbouncer.sh stop DIR                     stops it and removes DIR
set -euo pipefail

fail() { echo "pgbouncer.sh: $*" >&2; exit 1; }
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || fail "pgbouncer is not installed (Debian: pgbouncer)"
PATH=$PATH:/usr/sbin

# pgbouncer refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

[ $# -ge 2 ] || fail "use: start DIR MODE URL [LINE…] | stop DIR"
action=$1 dir=$(realpath -m "$2")

case $action in
start)
    mode=$3 url=$4
    shift 4
    [[ $url =~ ^postgresql://([^@/]+)@([^:/]+):([0-9]+)/([^?]+) ]] || fail "not an address of tests/support/postgres.sh: $url"
    user=${BASH_REMATCH[1]} host=${BASH_REMATCH[2]} server_port=${BASH_REMATCH[3]} database=${BASH_REMATCH[4]}
    mkdir -p "$dir"
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        {
            echo "[databases]"
            echo "$database = host=$host port=$server_port dbname=$database user=$user"
            echo "[pgbouncer]"
            echo "listen_addr = 127.0.0.1"
            echo "listen_port = $port"
            echo "unix_socket_dir ="
            echo "auth_type = any"
            echo "pool_mode = $mode"
            echo "logfile = $dir/log"
            echo "pidfile = $dir/pid"
            printf '%s\n' "$@"
        } >"$dir/pgbouncer.ini"
        [ "$(id -u)" = 0 ] && chown -R postgres "$dir"
        as_server pgbouncer -q -d "$dir/pgbouncer.ini" >"$dir/start" 2>&1 || continue
        for _ in $(seq 50); do
            (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && { echo "postgresql://$user@127.0.0.1:$port/$database"; exit 0; }
            sleep 0.1
        done
    done
    cat "$dir/start" "$dir/log" >&2 || true
    fail "pgbouncer did not start"
    ;;
stop)
    [ ! -s "$dir/pid" ] || kill -TERM "$(cat "$dir/pid")" 2>/dev/null || true
    rm -rf "$dir"
    ;;
*) fail "use: start DIR MODE URL [LINE…] | stop DIR" ;;
esac
