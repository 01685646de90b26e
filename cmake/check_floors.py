# SPDX-License-Identifier: Apache-2.0
"""Checks the floor plan (src/CMakeLists.txt): rooms lie in their districts, includes point down and enter a room by one
of its DOORS, foreign libraries stay in their homes, views know no store, stores know no HTTP, the journal is written by
typed events, and no file has grown past 600 lines. Prints every breach; exit 1 if there is one."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent / "src"
plan = (root / "CMakeLists.txt").read_text()

needs, doors, district_of, district = {}, {}, {}, ""
for call, name, rest in re.findall(r"^goen_(district|room)\((\w+)([^)]*)\)", plan, re.M):
    if call == "district":
        district = name
        continue
    words = {key: values.split() for key, values in re.findall(r"\b([A-Z_]+)((?:\s+[^A-Z\s][^\s]*)*)", rest)}
    needs[name], doors[name], district_of[name] = words.get("NEEDS", []), words.get("DOORS"), district


def reach(room, seen=None):
    seen = set() if seen is None else seen
    for below in needs[room]:
        if below not in seen:
            seen.add(below)
            reach(below, seen)
    return seen


homes = {  # what is included -> where it may be
    r"<boost/(asio|beast)": ["net"],
    r"<openssl/": ["net", "webpush"],
    r"<(sqlite3\.h|libpq-fe\.h|soci/)": ["store"],
    r"<spdlog/": ["base"],
    r"<sodium\.h>": ["base", "account", "store"],
    r"<(unicode/|boost/locale)": ["i18n", "names"],
    r"<(toml\+\+|CLI/|prometheus/)": ["app"],
    r"<gmime/": ["mail_in"],
    r"<curl/": ["mail", "fetch"],  # letters out, pages in: nothing else asks other servers
    r"<(qrencode\.h|vips/)": ["media"],
    r"<zlib\.h>": ["http", "store", "archive", "media"],
    r"<brotli/": ["http"],
    r"<md4c": ["markup"],
    r"<zip\.h>": ["archive"],
}
breaches = []
order = list(needs)


def room_of(path):
    """tools/base/text.hpp -> base; app/house.hpp -> app; main.cpp -> None"""
    parts = path.relative_to(root).parts[:-1]
    return parts[-1] if parts else None


for path in sorted(root.rglob("*.[ch]pp")):
    room = room_of(path)
    if room is None:
        continue
    if room not in needs:
        breaches.append(f"{path}: the room {room} is not in the floor plan")
        continue
    if path.relative_to(root).parts[0] != district_of[room]:
        breaches.append(f"{path}: the room {room} belongs to the district {district_of[room]}")
    text = path.read_text()
    name = path.name
    is_test = name.endswith("_test.cpp") or name.startswith("testing_")
    lines = text.count("\n")
    if lines > 600:
        breaches.append(f"{path}: {lines} lines; a file has at most 600")
    if not text.startswith("// SPDX-License-Identifier: Apache-2.0"):
        breaches.append(f"{path}: no SPDX line")
    for number, line in enumerate(text.splitlines(), 1):
        inner = re.match(r'\s*#include "([a-z0-9_]+)/(\w+)\.hpp"', line)
        if inner and inner[1] in needs and inner[1] != room and not is_test:
            if inner[1] not in reach(room):
                breaches.append(f"{path}:{number}: {room} does not NEED {inner[1]}")
            if order.index(inner[1]) > order.index(room):
                breaches.append(f"{path}:{number}: {inner[1]} stands above {room}")
            # The rooms of `tools` are libraries: each of their headers is a door.
            if district_of[inner[1]] != "tools" and inner[2] not in (doors[inner[1]] or []):
                breaches.append(f"{path}:{number}: {inner[2]}.hpp is no door of {inner[1]}")
        if inner and name.endswith("_view.cpp") and ("store" in line or "queries.hpp" in line):
            breaches.append(f"{path}:{number}: a view knows no store")
        if inner and name.endswith("_store.cpp") and inner[1] in ("http", "web", "html"):
            breaches.append(f"{path}:{number}: a store knows no HTTP")
        if re.search(r"[.>]journal\(", line) and room != "store" and not is_test:
            breaches.append(f"{path}:{number}: write typed events: store::tell (store/events.hpp)")
        for pattern, rooms in homes.items():
            if re.match(r"\s*#include " + pattern, line) and room not in rooms:
                breaches.append(f"{path}:{number}: {line.split()[1]} belongs to {', '.join(rooms)}")
for room, names in doors.items():
    for name in names or []:
        folder = root / district_of[room] / room if room != district_of[room] else root / room
        if not (folder / f"{name}.hpp").exists():
            breaches.append(f"src/CMakeLists.txt: {room} has no {name}.hpp to be a door")
print("\n".join(breaches) if breaches else f"floors hold: {len(set(district_of.values()))} districts, {len(needs)} rooms")
sys.exit(1 if breaches else 0)
