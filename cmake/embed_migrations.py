# SPDX-License-Identifier: Apache-2.0
"""Puts migrations/*.sql into the binary, for each engine, with the hash of the file they came from.

NNNN_name.sql serves both engines: on SQLite what stands in /*sqlite: ... */ comments is used.
NNNN_name.sqlite.sql and NNNN_name.postgres.sql stand together where the engines differ too much.

usage: embed_migrations.py OUT.cpp FILE...
"""
import hashlib
import os
import re
import sys


def literal(text):
    # Compilers limit one literal; adjacent ones are joined.
    parts = [text[i:i + 8000] for i in range(0, len(text), 8000)] or [""]
    return "\n".join(f'R"~sql~({part})~sql~"' for part in parts)


def main():
    out, files = sys.argv[1], sorted(sys.argv[2:])
    found = {}  # number -> {name, sqlite: (text, hash), postgres: (text, hash)}
    for path in files:
        mark = re.fullmatch(r"(\d{4})_(\w+?)(?:\.(sqlite|postgres))?\.sql", os.path.basename(path))
        if not mark:
            sys.exit(f"{path}: a migration is called NNNN_name.sql, NNNN_name.sqlite.sql or NNNN_name.postgres.sql")
        number, name, only = int(mark[1]), mark[2], mark[3]
        text = open(path, encoding="utf-8").read()
        digest = hashlib.sha256(text.encode()).hexdigest()
        entry = found.setdefault(number, {"name": name})
        if entry["name"] != name:
            sys.exit(f"{path}: number {number} is taken by {entry['name']}")
        for engine in ("sqlite", "postgres"):
            if only in (None, engine):
                if engine in entry:
                    sys.exit(f"{path}: {number} stands twice for {engine}")
                used = re.sub(r"/\*sqlite:(.*?)\*/", r"\1", text, flags=re.S) if engine == "sqlite" else text
                entry[engine] = (used, digest)

    lines = ["// Made from migrations/*.sql; do not edit.", '#include "store/migrations.hpp"', "", "namespace goen::store {", "",
             "std::vector<Migration> const& embedded_migrations() {", "    static std::vector<Migration> const all{"]
    for number in sorted(found):
        entry = found[number]
        for engine in ("sqlite", "postgres"):
            if engine not in entry:
                sys.exit(f"migration {number} {entry['name']} has no text for {engine}")
        (sqlite, sqlite_hash), (postgres, postgres_hash) = entry["sqlite"], entry["postgres"]
        lines.append(f'        {{{number}, "{entry["name"]}",\n{literal(sqlite)},\n"{sqlite_hash}",\n'
                     f'{literal(postgres)},\n"{postgres_hash}"}},')
    lines += ["    };", "    return all;", "}", "", "} // namespace goen::store", ""]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


main()
