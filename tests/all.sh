#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every test, or the named parts: build units stories-browser … (./dev test list). PostgreSQL is started here, on a private
# socket folder and port, and stopped at the end. Prints "N passed, N failed" last.
set -uo pipefail
cd "$(dirname "$0")/.."
parts=(floors words shards build units tsan api mail crash pooler browser release package fuzz)
if [ "${1:-}" = list ]; then printf '%s\n' "${parts[@]}"; exit 0; fi
wanted=("$@"); [ ${#wanted[@]} = 0 ] && wanted=("${parts[@]}")

build=build/dev
work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL does not run as root; its user must get in
passed=0 failed=0 broken=()
postgres=
finish() {
  [ -n "$postgres" ] && tests/support/postgres.sh stop "$postgres" >/dev/null 2>&1
  rm -rf "$work"
}
trap finish EXIT

run() { # run NAME COMMAND…
  local name=$1 began=$SECONDS; shift
  printf -- '-- %s\n' "$name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); broken+=("$name"); fi
  printf -- '-- %s: %d s\n' "$name" $((SECONDS - began))
}

need_postgres() {
  [ -n "$postgres" ] && return
  postgres=$work/postgres
  GOEN_TEST_POSTGRES=$(tests/support/postgres.sh start --fast "$postgres" | tail -1) || { echo "PostgreSQL did not start"; exit 1; }
  export GOEN_TEST_POSTGRES GOEN_TEST_REQUIRE_POSTGRES=1
}

# The npm packages of a folder, once.
npm_packages() {
  local folder=$1
  command -v node >/dev/null && command -v npm >/dev/null || { (command -v sudo >/dev/null && sudo apt-get -qq install -y nodejs npm || apt-get -qq install -y nodejs npm) >/dev/null || return 1; }
  [ -e "$folder/node_modules/.installed" ] && [ ! "$folder/package.json" -nt "$folder/node_modules/.installed" ] && return
  (cd "$folder" && PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
    npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error >/dev/null) && touch "$folder/node_modules/.installed"
}

# compile PRESET [target…]
compile() {
  local preset=$1; shift
  { [ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" >"$work/$preset.log" 2>&1 || { cat "$work/$preset.log"; return 1; }; } &&
    ninja -C "build/$preset" "$@" | grep -vE '^\[[0-9]+/[0-9]+\]|^ninja: (Entering|no work)'
  return "${PIPESTATUS[0]}"
}
floors() { python3 cmake/check_floors.py && python3 cmake/check_tables.py; }
# One after the other: some measure how soon another node hears. (Each program has its own database, so they do not wait for one another's writes.)
units() { need_postgres; ctest --test-dir $build --output-on-failure --timeout 900 -j1; }
# Readers, a writer and the packer of the graph, and the store, under the thread sanitizer.
tsan() {
  compile tsan graph_test store_test &&
    build/tsan/src/graph_test --test-case='While ties*,A snapshot*,A damaged*' &&
    env -u GOEN_TEST_POSTGRES -u GOEN_TEST_REQUIRE_POSTGRES build/tsan/src/store_test
}
# Which keys and queries would not work if members were spread over several servers.
shards() { need_postgres; python3 tests/shards/shards.py; }
api() {
  npm_packages tests/api && npm_packages tests/push && node tests/api/phones.mjs $build/tests/phone_keys &&
    node tests/push/decrypt.mjs $build/tests/push_bodies && python3 tests/api/contract.py $build/src/goen
}
# Letters out to a real mail server and back through its pipe.
mail() { need_postgres; python3 tests/mail/mail.py $build/src/goen; }
crash() {
  need_postgres
  local rounds=${GOEN_CRASH_ROUNDS:-100}
  python3 tests/crash/crash.py $build/src/goen "$rounds" &&
    tests/crash/on_postgres.sh $build/src/goen "$rounds"
}
# pgbouncer in front of PostgreSQL: refused, or served through.
pooler() { need_postgres; tests/pooler/pooler.sh $build/src/goen; }
# The Debian package, in a fresh minimal Debian.
package() { ./dev package >"$work/package.log" 2>&1 || { tail -30 "$work/package.log"; return 1; }; tests/package/package.sh "$(ls -t build/package/goen_*.deb | head -1)"; }
# The other presets compile, and each fuzz target runs on its seeds for some seconds.
release() { compile release goen benches; }
fuzz() { fuzz/all.sh all "${GOEN_FUZZ_SECONDS:-5}"; }
browser() { npm_packages tests/browser && node tests/browser/run.mjs $build/src/goen; }

for part in "${wanted[@]}"; do
  case $part in
  floors) run floors floors ;;
  words) run words po/check.py ;;
  shards) run shards shards ;;
  build) before=$failed; run build compile dev; [ $failed = $before ] || break ;;
  units) run units units ;;
  tsan) run tsan tsan ;;
  api) run api api ;;
  mail) run mail mail ;;
  crash) run crash crash ;;
  pooler) run pooler pooler ;;
  package) run package package ;;
  browser) run browser browser ;;
  release) run release release ;;
  fuzz) run fuzz fuzz ;;
  *) echo "there is no part named $part: ${parts[*]}"; exit 2 ;;
  esac
done
[ $failed = 0 ] || printf 'failed: %s\n' "${broken[*]}"
printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
