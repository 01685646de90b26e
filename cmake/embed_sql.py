# SPDX-License-Identifier: Apache-2.0
"""Turns a room's .sql files into a header of store::Query constants.

    -- name: contacts_of
    -- Why it is as it is (kept for readers of the file only).
    select ... where member_id = :member
    -- sqlite:          (optional: what follows is for one engine only, up to the next marker)
    -- postgres:

usage: embed_sql.py ROOM HEADER FILE.sql...
"""
import re
import sys


def queries(text, path):
    name, engine, found = None, "both", {}
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.match(r"--\s*(name|sqlite|postgres|both):\s*(\w*)\s*$", line)
        if mark and mark[1] == "name":
            name, engine = mark[2], "both"
            if name in found:
                sys.exit(f"{path}:{number}: query {name} stands twice")
            found[name] = {"sqlite": [], "postgres": []}
        elif mark:
            engine = mark[1]
        elif line.strip().startswith("--") or not line.strip():
            continue
        elif name is None:
            sys.exit(f"{path}:{number}: SQL before the first '-- name:'")
        else:
            for one in ("sqlite", "postgres"):
                if engine in ("both", one):
                    found[name][one].append(line.rstrip())
    return found


def main():
    room, header, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    lines = ["// Made from the room's .sql files; do not edit.", "#pragma once", '#include "store/database.hpp"', "",
             f"namespace goen::{room}::sql {{"]
    names = []
    for path in files:
        for name, text in queries(open(path, encoding="utf-8").read(), path).items():
            if name in names:
                sys.exit(f"{path}: query {name} stands in two files")
            names.append(name)
            both = [" ".join(part.strip() for part in text[engine]).rstrip("; ") for engine in ("sqlite", "postgres")]
            lines.append(f'inline constexpr store::Query {name}{{"{room}.{name}",\n    R"sql({both[0]})sql",\n    R"sql({both[1]})sql"}};')
    lines += ["", "// Every query of this room, for the test that prepares each on both engines.",
              "inline constexpr store::Query all[] = {" + ", ".join(names) + "};", f"}} // namespace goen::{room}::sql", ""]
    text = "\n".join(lines)
    try:
        if open(header, encoding="utf-8").read() == text:
            return
    except OSError:
        pass
    with open(header, "w", encoding="utf-8") as out:
        out.write(text)


if __name__ == "__main__":
    main()
