#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The crash test on PostgreSQL, with a cluster of its own that really syncs. usage: on_postgres.sh GOEN ROUNDS
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
chmod 711 "$folder"
trap 'tests/support/postgres.sh stop "$folder/postgres" >/dev/null 2>&1; rm -rf "$folder"' EXIT
url=$(tests/support/postgres.sh start "$folder/postgres" | tail -1)
python3 tests/crash/crash.py "$1" "$2" "$url"
