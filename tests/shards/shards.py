#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shard test without Citus: would the schema and the queries work if members were spread over several servers?

On a plain PostgreSQL it makes goen's tables and partitions by hash every one that would be spread (migrations/owners.txt
says which). PostgreSQL then refuses the same keys a sharded database refuses: unique ones without the column by which the
table is spread. A query needs one shard when all partitions in its plan carry one number; it crosses members when
partitions of different numbers are joined with each other, which a sharded database refuses.

known.txt names the keys and queries that do not pass, each with the reason. Another one fails the test, and so does a
line there that is no longer needed.

usage: GOEN_TEST_POSTGRES=postgresql://… tests/shards/shards.py [--explain ROOM.QUERY]
"""
import json
import os
import pathlib
import re
import subprocess
import sys

top = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(top / "cmake"))
import embed_sql  # noqa: E402

shards = 16
database = f"goen_shards_{os.getpid()}"
server = os.environ.get("GOEN_TEST_POSTGRES") or sys.exit("GOEN_TEST_POSTGRES names no server")


def psql(url, script):
    """What a script prints; what it complains of goes to the same place, in order."""
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-d", url], input=script, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, env={**os.environ, "PGOPTIONS": "-c client_min_messages=error"})
    if done.returncode not in (0, 3):
        sys.exit(done.stdout)
    return done.stdout


def parts(output):
    """The pieces of the output, by the names that `\\echo` put above them."""
    found = re.split(r"^### (.*)\n", output, flags=re.M)
    return dict(zip(found[1::2], found[2::2]))


def read_places():
    """Where each table lives: (how, column). The list of the first tables, then what later migrations say."""
    places = {}
    for line in (top / "migrations/owners.txt").read_text().splitlines():
        if said := re.fullmatch(r"(\w+) +\w+, (.*)", line.strip()):
            places[said[1]] = said[2]
    for path in sorted((top / "migrations").glob("*.sql")):
        lives = None
        for line in path.read_text().splitlines():
            if said := re.match(r"-- owner: *\w+, *(.*\S)", line):
                lives = said[1]
            elif (table := re.match(r"create table (\w+)", line)) and lives:
                places[table[1]] = lives
    return places


def spread_by(places):
    """table -> (kind, column): 'm' by its member, 'k' by a key of its own. Number 3 of one kind is not number 3 of the other."""
    spread = {}
    for table, lives in places.items():
        if said := re.fullmatch(r"(by|own key) (\w+)", lives):
            spread[table] = ("m" if said[1] == "by" else "k", said[2])
    return spread


def make_tables(url, places, spread):
    """Every migration, then partitions. Returns the keys that PostgreSQL refuses."""
    migrations = [path for path in sorted((top / "migrations").glob("*.sql")) if ".sqlite." not in path.name]
    made = psql(url, "create table migration (number bigint primary key, name text, hash text, applied_at bigint);\n" +
                "\n".join(path.read_text() for path in migrations))
    if made.strip():
        sys.exit(f"the migrations: {made}")
    keys = psql(url, """select c.relname || ' ' || i.relname || '|' || pg_get_indexdef(x.indexrelid) from pg_index x
        join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        where c.relnamespace = 'public'::regnamespace order by 1""")
    script = ""
    if homeless := {line.split()[0] for line in keys.splitlines()} - places:
        sys.exit(f"where do these live? {' '.join(sorted(homeless))}")
    for table, (kind, column) in spread.items():
        script += f"alter table {table} rename to {table}_whole;\n"
        script += f"create table {table} (like {table}_whole including defaults) partition by hash ({column});\n"
        for number in range(shards):
            script += (f"create table {table}_{kind}{number} partition of {table} "
                       f"for values with (modulus {shards}, remainder {number});\n")
        script += f"drop table {table}_whole;\n"
    for line in keys.splitlines():
        name, definition = line.split("|")
        if name.split()[0] in spread:
            script += f"\\echo '### {name}'\n{definition};\n"
    done = psql(url, script)
    if not done.startswith("###"):
        sys.exit(f"the partitions: {done}")
    return {name: why.splitlines()[0] for name, why in parts(done).items() if why.strip()}


def number_parameters(text):
    """:name becomes $n, as store/named_parameters.cpp does it."""
    names = []

    def number(match):
        if match[1] is None:
            return match[0]
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"
    return re.sub(r"'[^']*'|\"[^\"]*\"|::|:([A-Za-z_]\w*)", number, text)


def apart(text):
    """`in (select …)` as an array that is read first: a sharded database reads a subquery that stands by itself first, too,
    whichever shard it is on, and only one that is joined has to lie on the same."""
    at = 0
    while found := re.compile(r"\b(not )?in \((?=select\b)").search(text, at):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        inside = text[found.end():end - 1]
        if "," in re.split(r"\bfrom\b", inside)[0]:
            at = found.end()
            continue
        how = "<> all" if found[1] else "= any"
        text = f"{text[:found.start()]}{how} (array(select {inside[6:]})){text[end:]}"
        at = found.start() + len(how)
    return text


def read_queries():
    queries = {}
    for path in sorted((top / "src").rglob("*.sql")):
        for name, text in embed_sql.queries(path.read_text(), path).items():
            flat = " ".join(part.split("--")[0].strip() for part in text["postgres"]).rstrip("; ")
            queries[f"{path.parent.name}.{name}"] = apart(number_parameters(flat))
    return queries


def values_on_shards(url):
    """For each type of a key, a value for every shard."""
    found = {}
    for kind, value in (("bigint", "n"), ("text", "'t' || n")):
        rows = psql(url, f"""create table probe (it {kind}) partition by hash (it);
            select r, min(n) from generate_series(1, 2000) n, generate_series(0, {shards - 1}) r
             where satisfies_hash_partition('probe'::regclass, {shards}, r, ({value})::{kind}) group by r order by r;
            drop table probe;""")
        found[kind] = [line.split("|")[1] for line in rows.split()]
    return found


def plans(url, queries):
    """The plan of every query, with a different shard for each parameter."""
    prepare = "".join(f"\\echo '### {name}'\nprepare \"{name}\" as {text};\n" for name, text in queries.items())
    types = {}
    answer = psql(url, prepare + "\\echo '### types'\n" +
                  "select name || '|' || array_to_string(parameter_types::text[], ',') from pg_prepared_statements;")
    prepared = parts(answer)
    for line in prepared.pop("types").splitlines():
        name, kinds = line.split("|")
        types[name] = kinds.split(",") if kinds else []
    for name, why in prepared.items():
        if why.strip():
            sys.exit(f"{name} cannot be prepared: {why}")
    shard = values_on_shards(url)
    # Costs are of no interest, only what can be joined within one shard: where it can, it is.
    script = prepare + ("set plan_cache_mode = force_custom_plan; set enable_partitionwise_join = on;\n"
                        "set enable_partitionwise_aggregate = on; set enable_hashjoin = off; set enable_mergejoin = off;\n"
                        "set enable_bitmapscan = off; set enable_memoize = off; set enable_material = off;\n")
    for name, kinds in types.items():
        values = []
        for place, kind in enumerate(kinds):
            number = shard["bigint"][place % shards]
            values.append({"bigint": number, "integer": number, "bytea": "'\\x00'", "json": "'[]'"}.get(
                kind, f"'t{shard['text'][place % shards]}'"))
        given = f"({', '.join(values)})" if values else ""
        script += f"\\echo '### plan {name}'\nexplain (verbose, costs off, format json) execute \"{name}\"{given};\n"
    found = {}
    for name, text in parts(psql(url, script)).items():
        if name.startswith("plan "):
            try:
                found[name[5:]] = json.loads(text)[0]["Plan"]
            except ValueError:
                sys.exit(f"{name}: {text}")
    return found


class Look:
    """Which shards a plan touches, and whether it joins rows of different ones."""

    def __init__(self, url, spread, plan):
        self.spread, self.numbers, self.crosses = spread, set(), False
        self.visit(plan)
        if plan["Node Type"] == "ModifyTable" and plan["Operation"] == "Insert" and plan["Relation Name"] in spread:
            self.see_target(url, plan)

    def number_of(self, relation):
        found = re.fullmatch(r"(\w+)_([mk]\d+)", relation)
        return {found[2]} if found and found[1] in self.spread else set()

    def visit(self, node):
        """The numbers of this node and what it joins; subqueries that stand by themselves only count for the whole."""
        here = self.number_of(node.get("Relation Name", ""))
        sides = [set(here)]
        for child in node.get("Plans", []):
            numbers = self.visit(child)
            if child.get("Parent Relationship") != "InitPlan":
                sides.append(numbers)
                here |= numbers
        joined = "Join" in node["Node Type"] or node["Node Type"] == "Nested Loop" or any(
            child.get("Parent Relationship") == "SubPlan" for child in node.get("Plans", []))
        # With a list that was sent along, or what was read first, each shard joins by itself.
        if joined and len(here) > 1 and sum(1 for numbers in sides if numbers) > 1:
            self.crosses = True
        self.numbers |= here
        return here

    def see_target(self, url, plan):
        """Where the rows go: read first and written then, they may come from anywhere."""
        kind, column = self.spread[plan["Relation Name"]]
        order = psql(url, f"select attname from pg_attribute where attrelid = '{plan['Relation Name']}'::regclass "
                          "and attnum > 0 order by attnum").split()
        rows = next(child for child in plan["Plans"] if child["Parent Relationship"] == "Outer")
        value = rows["Output"][order.index(column)]
        literal = re.fullmatch(r"\(?'?(\w+)'?(::\w+)?\)?", value)
        if literal and rows["Node Type"] in ("Result", "Aggregate"):
            number = psql(url, f"select r from generate_series(0, {shards - 1}) r where satisfies_hash_partition("
                             f"'{plan['Relation Name']}'::regclass, {shards}, r, "
                             f"'{literal[1]}'::{'bigint' if kind == 'm' else 'text'})")
            self.numbers.add(f"{kind}{number.strip()}")


def read_known():
    """kind NAME: reason"""
    known = {}
    for number, line in enumerate((top / "tests/shards/known.txt").read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        said = re.fullmatch(r"(key|many|crosses) +([\w.]+(?: \w+)?): +(\S.*)", line)
        if not said:
            sys.exit(f"known.txt:{number}: not 'key|many|crosses NAME: reason'")
        known[said[1], said[2]] = said[3]
    return known


def main():
    psql(server, f"create database {database}")
    url = re.sub(r"^(\w+://[^/?]*)(/[^?]*)?", rf"\1/{database}", server)
    try:
        places = read_places()
        spread = spread_by(places)
        refused = make_tables(url, set(places), spread)
        queries = read_queries()
        found = {("key", name): why for name, why in refused.items()}
        counts = {"one": 0, "none": 0}
        for name, plan in plans(url, queries).items():
            look = Look(url, spread, plan)
            if sys.argv[1:2] == ["--explain"] and name in sys.argv[2:]:
                print(json.dumps(plan, indent=1))
            if len(look.numbers) < 2:
                counts["one" if look.numbers else "none"] += 1
            else:
                found["crosses" if look.crosses else "many", name] = " ".join(sorted(look.numbers))
    finally:
        psql(server, f"drop database {database}")
    known = read_known()
    wrong = [f"{kind} {name}: not in known.txt ({why})" for (kind, name), why in sorted(found.items()) if (kind, name) not in known]
    wrong += [f"{kind} {name}: stands in known.txt, and is not so any more" for kind, name in sorted(known) if (kind, name) not in found]
    for line in wrong:
        print(line)
    tally = {kind: sum(1 for one, _ in found if one == kind) for kind in ("many", "crosses", "key")}
    print(f"{len(queries)} queries: {counts['one']} on one shard, {counts['none']} on none, {tally['many']} on many, "
          f"{tally['crosses']} across members; {tally['key']} keys refused")
    sys.exit(1 if wrong else 0)


main()
