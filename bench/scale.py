# SPDX-License-Identifier: Apache-2.0
"""Bulk import of 100,000 members and 2.5 million ties (goal: within 180 s on SQLite), the same again (changes nothing),
then memory and start to first answer at that size. usage: scale.py BUILD-FOLDER [MEMBERS] [TIES]"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/support"))
from server import Server  # noqa: E402

FAMILY = [("佐藤", "さとう", "Sato"), ("鈴木", "すずき", "Suzuki"), ("髙橋", "たかはし", "Takahashi"), ("田中", "たなか", "Tanaka"),
          ("渡邉", "わたなべ", "Watanabe"), ("伊藤", "いとう", "Ito"), ("山本", "やまもと", "Yamamoto"), ("中村", "なかむら", "Nakamura")]
GIVEN = [("太郎", "たろう", "Taro"), ("花子", "はなこ", "Hanako"), ("健", "けん", "Ken"), ("芽衣", "めい", "Mei"), ("陽菜", "ひな", "Hina")]


def rss(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def write_files(folder, members, ties):
    draw = random.Random(91)
    with open(f"{folder}/people.jsonl", "w", encoding="utf-8") as out:
        for n in range(members):
            family, given = draw.choice(FAMILY), draw.choice(GIVEN)
            name = {"family": family[0], "given": given[0], "family_kana": family[1], "given_kana": given[1],
                    "family_romaji": family[2], "given_romaji": given[2]}
            company = f"株式会社見本{n % 5000}"
            card = {"kind": "company", "name": name, "sides": {"ja": {"positions": [
                {"company": company, "department": ["営業本部", f"第{n % 9 + 1}営業部"], "title": "課長", "main": True}]}},
                "emails": [{"label": "work", "value": f"p{n}@mihon.example"}], "phones": [{"label": "direct", "value": f"03-0000-{n % 10000:04}"}],
                "show": {"name": "none", "positions": "none"}}
            out.write(json.dumps({"ref": f"p{n}", "email": f"p{n}@mihon.example", "name": name, "card": card}, ensure_ascii=False) + "\n")
    with open(f"{folder}/ties.csv", "w", encoding="utf-8") as out:
        out.write("a,b,met_at,place\n")
        pairs = set()
        while len(pairs) < ties:
            a, b = draw.randrange(members), draw.randrange(members)
            if a != b:
                pairs.add((min(a, b), max(a, b)))
        for a, b in pairs:
            out.write(f"p{a},p{b},20{draw.randrange(15, 27)}-0{draw.randrange(1, 10)}-1{draw.randrange(0, 10)},東京\n")


def main():
    goen = sys.argv[1] + "/src/goen"
    members = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    ties = int(sys.argv[3]) if len(sys.argv) > 3 else 2_500_000
    with tempfile.TemporaryDirectory() as data:
        write_files(data, members, ties)
        whole = time.time()
        for what, file in (("people", "people.jsonl"), ("ties", "ties.csv")):
            began = time.time()
            done = subprocess.run([goen, "import", what, f"{data}/{file}", "--data", data], capture_output=True, text=True)
            print(f"import {what}: {time.time() - began:.1f} s, exit {done.returncode}: {done.stdout.strip().splitlines()[-1:]}{done.stderr[-300:] if done.returncode else ''}")
        print(f"import of {members} members and {ties} ties: {time.time() - whole:.1f} s (goal < 180 at 100,000 and 2.5 M); "
              f"database {os.path.getsize(data + '/goen.db') / 2**20:.0f} MiB")
        began = time.time()
        again = subprocess.run([goen, "import", "people", f"{data}/people.jsonl", "--data", data], capture_output=True, text=True)
        print(f"the same people again: {time.time() - began:.1f} s: {again.stdout.strip().splitlines()[-1:]}")
        server = Server(goen, data, extra=["--log-level", "warn"])
        began = time.time()
        server.start(answers="/login")
        print(f"start to first answer: {time.time() - began:.2f} s (goal < 0.5)")
        while server.request("GET", "/readyz", raw=True)[0] != 200:
            time.sleep(0.02)
        print(f"start until it knows who knows whom, from the rows: {time.time() - began:.2f} s")
        server.request("GET", "/openapi.json")
        print(f"memory at {members} members: {rss(server.process.pid):.1f} MiB RSS (goal < 250)")
        server.stop()


main()
