# SPDX-License-Identifier: Apache-2.0
"""kill -9 during exchanges, again and again: every acknowledged exchange is there after the restart, on both sides,
and none is half-made. usage: crash.py GOEN ROUNDS [postgresql://URL]"""
import itertools
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from server import Server  # noqa: E402

MEMBERS, CLIENTS, PASSWORD = 32, 8, "correct horse battery"


class Round:
    """Clients exchanging cards until the server dies under them."""

    def __init__(self, server, people, pairs):
        self.server, self.people, self.pairs = server, people, pairs
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
        except (OSError, ValueError, __import__("http.client").client.HTTPException):
            pass  # killed

    def run(self, seconds):
        clients = [threading.Thread(target=self.client) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(seconds)
        self.server.kill()
        for client in clients:
            client.join()


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
        for _ in range(rounds):
            if not pairs:  # all exchanged: end them and begin again
                connection = server.connect()
                for a, b in kept:
                    server.request("DELETE", f"/ties/{people[b]['id']}", None, people[a]["token"], connection)
                pairs = list(kept)
                kept = []
                draw.shuffle(pairs)
            now = Round(server, people, pairs)
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
        server.stop()
        checked = server.cli("check")
        print(f"crash: {killed} kills, {len(kept)} exchanges kept, {len(lost)} lost, {len(half)} half-made, "
              f"goen check: {'good' if checked.returncode == 0 else checked.stderr.strip()}")
        sys.exit(1 if lost or half or checked.returncode != 0 or not kept else 0)


main()
