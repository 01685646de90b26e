# SPDX-License-Identifier: Apache-2.0
"""Turns a room's .sql files into a header of store::Query constants.

    -- columns: line
    c.id, c.name, substr(c.memo, 1, 100) as memo
                     (what several queries of the room select is written once; sql::line::name is the number of its column, and
                      sql::line::end that of the first column a query selects after them)
    -- name: contacts_of
    -- Why it is as it is (kept for readers of the file only).
    select :columns(line), c.made_at from contact c where c.member_id = :member and c.id in :each(ids)
                     (:each(ids): the ids of a list, bound as store::id_list; `(c.member_id, c.id) in :pairs(keys)`: ids with their
                      owners, bound as store::pair_list)
    -- sqlite:       (optional: what follows is for one engine only, up to the next marker)
    -- postgres:

usage: embed_sql.py ROOM HEADER FILE.sql...
"""
import pathlib
import re
import sys

engines = ("sqlite", "postgres")
lists = {
    "each": {
        "sqlite": "(select value from json_each(:{}))",
        "postgres": "(select cast(one as bigint) from json_array_elements_text(cast(:{} as json)) one)",
    },
    "pairs": {
        "sqlite": "(select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(:{}))",
        "postgres": "(select cast(one->>0 as bigint), cast(one->>1 as bigint) from json_array_elements(cast(:{} as json)) one)",
    },
}


def parse(text, path):
    """The queries and the column lists of a file: name -> engine -> lines."""
    found = {"name": {}, "columns": {}}
    now, engine = None, "both"
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.match(r"--\s*(name|columns|sqlite|postgres|both):\s*(\w*)\s*$", line)
        if mark and mark[1] in found:
            engine = "both"
            if mark[2] in found[mark[1]]:
                sys.exit(f"{path}:{number}: {mark[1]} {mark[2]} stands twice")
            now = found[mark[1]][mark[2]] = {"sqlite": [], "postgres": []}
        elif mark:
            engine = mark[1]
        elif line.strip().startswith("--") or not line.strip():
            continue
        elif now is None:
            sys.exit(f"{path}:{number}: SQL before the first '-- name:'")
        else:
            for one in engines:
                if engine in ("both", one):
                    now[one].append(line.rstrip())
    return found["name"], found["columns"]


def columns_of_room(path):
    """The column lists of all .sql files that lie beside this one."""
    columns = {}
    for file in sorted(pathlib.Path(path).parent.glob("*.sql")):
        for name, lines in parse(file.read_text(encoding="utf-8"), file)[1].items():
            if name in columns:
                sys.exit(f"{file}: columns {name} stand in two files")
            columns[name] = lines
    return columns


def queries(text, path):
    """name -> engine -> lines, with column lists and lists of ids written out."""
    found, columns = parse(text, path)[0], columns_of_room(path)

    def expanded(line, engine):
        def list_of(use):
            if use[1] not in columns:
                sys.exit(f"{path}: there is no '-- columns: {use[1]}'")
            return " ".join(part.strip() for part in columns[use[1]][engine])

        line = re.sub(r":columns\((\w+)\)", list_of, line)
        return re.sub(r":(each|pairs)\((\w+)\)", lambda use: lists[use[1]][engine].format(use[2]), line)

    return {name: {one: [expanded(line, one) for line in text_of[one]] for one in engines}
            for name, text_of in found.items()}


def names_of(columns, path):
    """The names of a list's columns: what stands after `as`, else after the last dot."""
    depth, parts = 0, [""]
    for sign in " ".join(line.strip() for line in columns):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    names = []
    for part in parts:
        name = re.search(r"(?:^|\.|\bas )(\w+)\s*$", part.strip())
        if not name:
            sys.exit(f"{path}: '{part.strip()}' has no name: write `as name` after it")
        names.append(name[1])
    return names


def main():
    room, header, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    lines = ["// Made from the room's .sql files; do not edit.", "#pragma once", '#include "store/database.hpp"', "",
             f"namespace goen::{room}::sql {{"]
    names = []
    for name, columns in columns_of_room(files[0]).items():
        lines.append(f"struct {name} {{\n    enum : int {{ {', '.join(names_of(columns['sqlite'], name))}, end }};\n}};")
    for path in files:
        for name, text in queries(open(path, encoding="utf-8").read(), path).items():
            if name in names:
                sys.exit(f"{path}: query {name} stands in two files")
            names.append(name)
            both = [" ".join(part.strip() for part in text[engine]).rstrip("; ") for engine in engines]
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
