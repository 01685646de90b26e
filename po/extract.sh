#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Collects every sentence a person can read from the source into a gettext template.
# usage: po/extract.sh [OUT.pot]   (default: build/goen.pot)
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-build/goen.pot}
mkdir -p "$(dirname "$out")"
out=$(realpath "$out")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# shape::words({…}) lists what JSON may say; no person reads that.
find src \( -name '*.cpp' -o -name '*.hpp' \) ! -name '*_test.cpp' ! -path src/tools/base/result.hpp | LC_ALL=C sort >"$copy/files"
while read -r file; do
  mkdir -p "$copy/$(dirname "$file")"
  sed -z 's/\bwords(\(\s*\){/shape_words(\1{/g' "$file" >"$copy/$file"
done <"$copy/files"
cd "$copy"
xgettext --files-from=files --output="$out" --language=C++ --from-code=UTF-8 --sort-by-file \
  --keyword --keyword=N_ --keyword=w --keyword=words --keyword=words_ --keyword=n:1,2 --keyword=p:1c,2 \
  --package-name=goen --foreign-user
