#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The benchmarks, each beside its yardstick in the same run: ./dev bench [pages exchange scale import graph feed messages contacts net store vcard photo lighthouse]
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/release
which=("$@")
[ ${#which[@]} = 0 ] && which=(pages exchange scale graph feed)
for name in "${which[@]}"; do
  printf '\n== %s\n' "$name"
  case $name in
  pages) python3 bench/pages.py "$build" ;;
  scale) python3 bench/scale.py "$build" ;;
  import) python3 bench/import.py "$build" ;;
  exchange) bench/exchange.sh "$build" ;;
  lighthouse) python3 bench/lighthouse.py "$build" ;;
  graph) python3 bench/graph.py "$build" ;;
  search) "$build/src/goen" bench search ;;
  messages) "$build/bench/messages_bench"; "$build/bench/digest_bench" ;;
  *) "$build/bench/${name}_bench" ;;
  esac
done
