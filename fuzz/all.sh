#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes the parsers: all.sh [TARGET] [SECONDS]. What is found lies in build/fuzz/found; crashes are kept in build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-all} seconds=${2:-30}
[ -e build/fuzz/build.ninja ] || cmake --preset fuzz >/dev/null
if [ "$target" = all ]; then ninja -C build/fuzz fuzzers; targets=(fuzz/*.cpp); else ninja -C build/fuzz "fuzz_$target"; targets=("fuzz/$target.cpp"); fi
for source in "${targets[@]}"; do
  name=$(basename "$source" .cpp)
  mkdir -p "build/fuzz/found/$name"
  echo "== $name"
  status=0
  build/fuzz/fuzz/"$name" -max_total_time="$seconds" -max_len=4096 -timeout=25 -artifact_prefix=build/fuzz/ -print_final_stats=1 \
    "build/fuzz/found/$name" "fuzz/seeds/$name" >"build/fuzz/$name.log" 2>&1 || status=$?
  grep -E 'ERROR|SUMMARY|number_of_executed|Test unit|DONE' "build/fuzz/$name.log" || status=1
  [ $status = 0 ] || { tail -n 40 "build/fuzz/$name.log"; exit 1; }
done
