# SPDX-License-Identifier: Apache-2.0
"""kill -9 during exchanges and while contacts are written with Idempotency-Keys, again and again: every acknowledged
exchange is there after the restart, on both sides, and none is half-made; every contact whose request was sent again
with its key until it had an answer is there exactly once. usage: crash.py GOEN ROUNDS [postgresql://URL]"""
import http.client
import itertools
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from server import Server  # noqa: E402

MEMBERS, CLIENTS, WRITERS, PASSWORD = 32, 8, 4, "correct horse battery"
KILLED = (OSError, ValueError, http.client.HTTPException)


class Round:
    """Clients exchanging cards until the server dies under them."""

    def __init__(self, server, people, pairs, keys):
        self.server, self.people, self.pairs, self.keys = server, people, pairs, keys
        self.lock, self.acknowledged, self.tried = threading.Lock(), [], []

    def client(self):
        connection = self.server.connect()
        try:
            while True:
                with self.lock:
                    if not self.pairs:
                        return
                    a, b = self.pairs.pop()
                    self.tried.append((a, b))
                one, two = self.people[a], self.people[b]
                status, code = self.server.request("POST", "/exchange/codes", {"card": one["card"]}, one["token"], connection)
                if status != 201:
                    continue  # another client asked for the same member's code in between
                status, _ = self.server.request("POST", "/exchange/codes/redeem", {"code": code["code"], "card": two["card"]},
                                                two["token"], connection)
                if status == 201:
                    with self.lock:
                        self.acknowledged.append((a, b))
        except KILLED:
            pass  # killed

    def writer(self, member):
        connection = self.server.connect()
        try:
            while True:
                with self.lock:
                    key = f"contact-{len(self.keys)}"
                    deed = self.keys[key] = {"member": member, "id": None}
                status, answer = create(self.server, self.people[member], key, connection)
                if status == 201:
                    deed["id"] = answer["id"]
        except KILLED:
            pass

    def run(self, seconds):
        clients = [threading.Thread(target=self.client) for _ in range(CLIENTS)]
        clients += [threading.Thread(target=self.writer, args=(member,)) for member in range(WRITERS)]
        for client in clients:
            client.start()
        time.sleep(seconds)
        self.server.kill()
        for client in clients:
            client.join()


def create(server, person, key, connection):
    """A contact whose name is its key."""
    return server.request("POST", "/contacts", {"card": {"name": {"family": key}}}, person["token"], connection,
                          headers={"Idempotency-Key": key})


def send_again(server, people, key, deed, connection, wrong):
    """What the key says now; the effects are counted at the end."""
    status, answer = create(server, people[deed["member"]], key, connection)
    if status == 201 and deed["id"] in (None, answer["id"]):
        first, deed["id"] = deed["id"], answer["id"]
        return "again" if first else "answered"
    if status == 409 and answer["type"].endswith("/problems/already-done"):
        return "done"
    wrong.append((key, status, answer))
    return "wrong"


def contacts_of(server, person, connection):
    """How often each name stands in a book."""
    counts, after = {}, ""
    while True:
        _, page = server.request("GET", "/contacts?limit=100" + after, None, person["token"], connection)
        for contact in page["items"]:
            name = contact["card"]["name"]["family"]
            counts[name] = counts.get(name, 0) + 1
        if not page["next"]:
            return counts
        after = "&after=" + urllib.parse.quote(page["next"])


def is_tied(server, people, a, b, connection):
    status, contact = server.request("GET", f"/contacts/{people[b]['id']}", None, people[a]["token"], connection)
    return status == 200 and contact["tie"] is not None


def main():
    binary, rounds = sys.argv[1], int(sys.argv[2])
    database = sys.argv[3] if len(sys.argv) > 3 else None
    draw = random.Random(20261003)
    with tempfile.TemporaryDirectory() as data:
        server = Server(binary, data, database)
        for number in range(MEMBERS):
            server.add_member(number, PASSWORD)
        server.start()
        people = []
        for number in range(MEMBERS):
            token = server.token(number, PASSWORD)
            _, me = server.request("GET", "/me", None, token)
            people.append({"token": token, "id": me["id"], "card": me["cards"][0]["id"]})
        pairs = list(itertools.combinations(range(MEMBERS), 2))
        draw.shuffle(pairs)
        kept, half, lost, killed = [], [], [], 0
        keys, wrong, said = {}, [], {"again": 0, "answered": 0, "done": 0, "wrong": 0}
        for _ in range(rounds):
            if not pairs:  # all exchanged: end them and begin again
                connection = server.connect()
                for a, b in kept:
                    server.request("DELETE", f"/ties/{people[b]['id']}", None, people[a]["token"], connection)
                pairs = list(kept)
                kept = []
                draw.shuffle(pairs)
            known = len(keys)
            now = Round(server, people, pairs, keys)
            now.run(draw.uniform(0.02, 0.35))
            killed += 1
            server.start()
            connection = server.connect()
            for a, b in now.tried:
                there = is_tied(server, people, a, b, connection), is_tied(server, people, b, a, connection)
                if there[0] != there[1]:
                    half.append((a, b))
                if (a, b) in now.acknowledged and not all(there):
                    lost.append((a, b))
                if all(there):
                    kept.append((a, b))
                elif not any(there):
                    pairs.append((a, b))
            draw.shuffle(pairs)
            for key, deed in list(keys.items())[known:]:
                if deed["id"] is None or draw.random() < 0.1:  # all that are open, and some that were answered
                    said[send_again(server, people, key, deed, connection, wrong)] += 1
        connection = server.connect()
        books = [contacts_of(server, people[member], connection) for member in range(WRITERS)]
        counts = [books[deed["member"]].get(key, 0) for key, deed in keys.items()]
        never, twice = counts.count(0), sum(count > 1 for count in counts)
        server.stop()
        checked = server.cli("check")
        print(f"crash: {killed} kills, {len(kept)} exchanges kept, {len(lost)} lost, {len(half)} half-made; "
              f"{len(keys)} contacts with a key, {said['answered'] + said['done']} of them open at a kill and sent again "
              f"({said['done']} told as done before), {never} missing, {twice} made twice, {len(wrong)} wrong answers; "
              f"goen check: {'good' if checked.returncode == 0 else checked.stderr.strip()}")
        for one in wrong[:10]:
            print("wrong:", one)
        sys.exit(1 if lost or half or never or twice or wrong or checked.returncode != 0 or not kept or not keys else 0)


main()
