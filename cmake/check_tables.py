# SPDX-License-Identifier: Apache-2.0
"""Checks who uses which table. Every table has one owner, a room (migrations/owners.txt, and `-- owner:` in migrations
that came later). A room's SQL changes its own tables only; whoever needs a change in another room's calls that room's verb
with the transaction's store::Writer. Reading another room's table is for joins, written down at the query:

    -- name: page
    -- reads: tie, departed

Prints every breach; exit 1 if there is one."""
import pathlib
import re
import sys

import embed_sql

top = pathlib.Path(__file__).resolve().parent.parent
rooms = set(re.findall(r"^goen_room\((\w+)", (top / "src/CMakeLists.txt").read_text(), re.M))
lives = re.compile(r"by \w+|own key \w+|everywhere|one place")
breaches, owner_of = [], {}


def own(place, table, owner, where):
    if owner not in rooms:
        breaches.append(f"{place}: {table} belongs to {owner}, which is no room of the floor plan")
    if not lives.fullmatch(where):
        breaches.append(f"{place}: {table} lives '{where}': by COLUMN, own key COLUMN, everywhere, one place")
    if owner_of.setdefault(table, owner) != owner:
        breaches.append(f"{place}: {table} has two owners, {owner_of[table]} and {owner}")


def read_owners():
    """The list, then each migration: a table without an owner, or an owner without a table, is a breach."""
    listed = {}
    for number, line in enumerate((top / "migrations/owners.txt").read_text().splitlines(), 1):
        words = re.fullmatch(r"(\w+) +(\w+), (.*)", line.strip())
        if words:
            listed[words[1]] = number
            own(f"migrations/owners.txt:{number}", *words.groups())
        elif line.strip() and not line.startswith("#"):
            breaches.append(f"migrations/owners.txt:{number}: not 'table owner, lives': {line}")
    # The store makes its table of migrations itself, before the first of them.
    made, dropped = {"migration"}, set()
    for path in sorted((top / "migrations").glob("*.sql")):
        owner = None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            place = f"migrations/{path.name}:{number}"
            if said := re.match(r"-- owner: *(\w+), *(.*\S)", line):
                owner = said.groups()
            elif table := re.match(r"create table (?:if not exists )?(\w+)", line):
                made.add(table[1])
                if owner and table[1] in listed:
                    breaches.append(f"{place}: the owner of {table[1]} is said here and in owners.txt")
                elif owner:
                    own(place, table[1], *owner)
            elif table := re.match(r"drop table (?:if exists )?(\w+)", line):
                dropped.add(table[1])
    for table in sorted(made - dropped - set(owner_of)):
        breaches.append(f"migrations: {table} has no owner; say '-- owner: ROOM, LIVES' above its create table")
    for table in sorted(set(listed) - (made - dropped)):
        breaches.append(f"migrations/owners.txt:{listed[table]}: there is no table {table}")


def named_tables(text):
    """The tables a statement changes, and those it reads."""
    text = re.sub(r"'[^']*'", "''", text)
    changed = set(re.findall(r"\b(?:insert\s+into|update|delete\s+from)\s+(\w+)", text))
    rest = re.sub(r"\b(?:insert\s+into|update|delete\s+from)\s+\w+", "", text)
    alias = r"(?:\s+as)?(?:\s+(?!(?:where|join|left|on|order|group|limit|set)\b)\w+)?"
    read = set()
    for names in re.findall(rf"\b(?:from|join|using)\s+(\w+{alias}(?:\s*,\s*\w+{alias})*)", rest):
        read |= {one.split()[0] for one in names.split(",")}
    return changed & set(owner_of), read & set(owner_of)


def check_query(place, room, name, declared, text):
    changed, read = named_tables(text)
    for table in sorted(changed):
        if owner_of[table] != room:
            breaches.append(f"{place}: {name} changes {table}, which belongs to {owner_of[table]}: call its verb")
    foreign = {table for table in read | changed if owner_of[table] != room}
    for table in sorted(foreign - changed - declared):
        breaches.append(f"{place}: {name} reads {table}, which belongs to {owner_of[table]}: call its verb, or say "
                        f"'-- reads: {table}' where a join is right")
    for table in sorted(declared - foreign):
        breaches.append(f"{place}: {name} says it reads {table} of another room, and does not")


def check_sql(path, room):
    queries = []  # place, name, declared tables
    texts = embed_sql.queries(path.read_text(), path)  # with lists of columns written out
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if name := re.match(r"--\s*name:\s*(\w+)", line):
            queries.append((f"{path.relative_to(top)}:{number}", name[1], set()))
        elif reads := re.match(r"--\s*reads:(.*)", line):
            if not queries:
                breaches.append(f"{path.relative_to(top)}:{number}: '-- reads:' before the first '-- name:'")
                continue
            queries[-1][2].update(re.findall(r"\w+", reads[1]))
    for place, name, declared in queries:
        lines = [line for engine in embed_sql.engines for line in texts[name][engine]]
        check_query(place, room, name, declared, " ".join(line.split("--")[0] for line in lines))


def check_program(path, room):
    """SQL has its home in .sql files; the store alone makes some of its own, and the index, whose file is no part of the database."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            if re.match(r"\s*(select|insert into|update \w+ set|delete from)\s", text):
                breaches.append(f"{path.relative_to(top)}:{number}: SQL belongs into the room's .sql")


read_owners()
for path in sorted((top / "src").rglob("*.sql")):
    check_sql(path, path.parent.name)
for path in sorted((top / "src").rglob("*.[ch]pp")):
    is_test = path.name.endswith("_test.cpp") or path.name.startswith(("testing_", "bench_"))
    if not is_test and path.parent.name not in ("store", "index"):
        check_program(path, path.parent.name)
print("\n".join(breaches) if breaches else f"tables hold: {len(owner_of)} with one owner each")
sys.exit(1 if breaches else 0)
