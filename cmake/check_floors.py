# SPDX-License-Identifier: Apache-2.0
"""Checks the floor plan (src/CMakeLists.txt): includes point down, foreign libraries stay in their homes, views know
no store, stores know no HTTP, and no file has grown past 600 lines. Prints every breach; exit 1 if there is one."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent / "src"
plan = (root / "CMakeLists.txt").read_text()

needs = {}
for room, rest in re.findall(r"^goen_room\((\w+)([^)]*)\)", plan, re.M):
    found = re.search(r"NEEDS ([a-z0-9_ ]+)", rest)
    needs[room] = found[1].split() if found else []


def reach(room, seen=None):
    seen = set() if seen is None else seen
    for below in needs[room]:
        if below not in seen:
            seen.add(below)
            reach(below, seen)
    return seen


homes = {  # what is included -> where it may be
    r"<boost/(asio|beast)": ["net"],
    r"<openssl/": ["net"],
    r"<(sqlite3\.h|libpq-fe\.h|soci/)": ["store"],
    r"<spdlog/": ["base"],
    r"<sodium\.h>": ["base", "account", "store"],
    r"<(unicode/|boost/locale)": ["i18n", "names"],
    r"<(toml\+\+|CLI/|prometheus/)": ["app"],
    r"<curl/": ["mail"],
    r"<(qrencode\.h|vips/)": ["media"],
    r"<zlib\.h>": ["http", "store", "archive"],
    r"<brotli/": ["http"],
    r"<zip\.h>": ["archive"],
}
breaches = []
order = list(needs)
for path in sorted(root.rglob("*.[ch]pp")):
    room = path.parent.relative_to(root).parts[0] if path.parent != root else "main"
    if room == "main":
        continue
    if room not in needs:
        breaches.append(f"{path}: the room {room} is not in the floor plan")
        continue
    text = path.read_text()
    name = path.name
    is_test = name.endswith("_test.cpp")
    lines = text.count("\n")
    if lines > 600:
        breaches.append(f"{path}: {lines} lines; a file has at most 600")
    if not text.startswith("// SPDX-License-Identifier: Apache-2.0"):
        breaches.append(f"{path}: no SPDX line")
    for number, line in enumerate(text.splitlines(), 1):
        inner = re.match(r'\s*#include "([a-z0-9_]+)/', line)
        if inner and inner[1] in needs and inner[1] != room:
            allowed = reach(room)
            if inner[1] not in allowed and not is_test:
                breaches.append(f"{path}:{number}: {room} does not NEED {inner[1]}")
            if inner[1] in order and room in order and order.index(inner[1]) > order.index(room) and not is_test:
                breaches.append(f"{path}:{number}: {inner[1]} stands above {room}")
        if inner and name.endswith("_view.cpp") and ("store" in line or "queries.hpp" in line):
            breaches.append(f"{path}:{number}: a view knows no store")
        if inner and name.endswith("_store.cpp") and inner[1] in ("http", "web", "html"):
            breaches.append(f"{path}:{number}: a store knows no HTTP")
        for pattern, rooms in homes.items():
            if re.match(r"\s*#include " + pattern, line) and room not in rooms:
                breaches.append(f"{path}:{number}: {line.split()[1]} belongs to {', '.join(rooms)}")
print("\n".join(breaches) if breaches else f"floors hold: {len(needs)} rooms")
sys.exit(1 if breaches else 0)
