#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes name_readings.txt: how Japanese surnames and given names in kanji are read, the most usual reading first.

    apt-get download mecab-ipadic && dpkg -x mecab-ipadic_*.deb x
    name_readings.py x/usr/share/mecab/dic/ipadic/Noun.name.csv > src/tools/names/name_readings.txt

The dictionary gives each word a cost, which is the less the more often the word was seen. Rare readings (of a cost far
above the first) and the fourth and later ones are left out.
"""
import csv
import sys

KINDS = {"姓": "surname", "名": "given"}
MOST, FURTHEST = 3, 6000

readings = {kind: {} for kind in KINDS.values()}
with open(sys.argv[1], encoding="euc_jp") as file:
    for row in csv.reader(file):
        kind = KINDS.get(row[7])
        if kind and any(0x3400 <= ord(c) for c in row[0]):
            hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in row[11])
            readings[kind].setdefault(row[0], []).append((int(row[3]), hiragana))

print("""# How surnames and given names are read, made by name_readings.py from mecab-ipadic 2.7.0-20070801 (Noun.name.csv).
# Its licence is in NOTICE, which must stay with every copy of this list.""")
for kind, names in readings.items():
    print(f"[{kind}]")
    for name, found in sorted(names.items()):
        found = sorted(set(found))
        near = [kana for cost, kana in found if cost - found[0][0] <= FURTHEST]
        print(name, *list(dict.fromkeys(near))[:MOST])
