# SPDX-License-Identifier: Apache-2.0
"""Pages per second with wrk, 16 connections, beside a bare Beast server that returns the same bytes, in turn on the same
two cores; then idle memory after `goen demo`. usage: pages.py BUILD-FOLDER [SECONDS]"""
import http.cookiejar
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/support"))
from server import Server, free_port  # noqa: E402

build, length = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10
ROUNDS = 3


def rss(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def wrk(url, header=None):
    command = ["wrk", "-t1", "-c16", f"-d{length}s", "--latency", url] + (["-H", header] if header else [])
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors", out)
    return rate, float(p99) * {"us": 0.001, "ms": 1, "s": 1000}[unit], errors[0] if errors else ""


def log_in(base, mail, password):
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(base + "/login").read().decode()
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    browser.open(base + "/login", urllib.parse.urlencode({"csrf": csrf, "email": mail, "password": password}).encode()).read()
    return browser, next(f"{c.name}={c.value}" for c in jar if c.name == "goen")


def token(base, mail, password):
    asked = urllib.request.Request(base + "/api/v1/tokens", headers={"Content-Type": "application/json"},
                                   data=json.dumps({"email": mail, "password": password, "label": "bench"}).encode())
    return json.load(urllib.request.urlopen(asked))["token"]


def main():
    with tempfile.TemporaryDirectory() as data:
        server = Server(str(build / "src/goen"), data, command="demo", extra=["--log-level", "warn"])
        server.start(timeout=300)
        try:
            time.sleep(1)
            print(f"idle after goen demo: {rss(server.process.pid):.1f} MiB RSS (goal < 40)")
            mail, password = re.search(r"log in as (\S+) with (\S+)", server.log_tail()).groups()
            base = f"http://127.0.0.1:{server.port}"
            browser, cookie = log_in(base, mail, password)
            book = browser.open(base + "/contacts").read().decode()
            member = re.search(r'href="/contacts/(\d+)"', book)[1]
            print(f"{'page':34} {'bytes':>7} {'goen/s':>9} {'p99 ms':>7} {'bare/s':>9} {'ratio':>6}   (median of {ROUNDS} pairs of {length} s)")
            session, bearer = f"Cookie: {cookie}", f"Authorization: Bearer {token(base, mail, password)}"
            home = browser.open(base + "/").read().decode()
            post = re.search(r'href="/posts/(\d+)"', home)[1]
            thread = re.search(r'href="(/messages/\d+)', browser.open(base + "/messages").read().decode())[1]
            for name, path, header in (("contact list, 50 rows", "/contacts", session), ("member page", f"/m/{member}", session),
                                       ("contact list, plain edition", "/contacts?view=plain", session),
                                       ("home, 20 posts", "/", session), ("post page", f"/posts/{post}", session),
                                       ("a thread of two", thread, session), ("search, two characters", "/search?q=%E5%B1%95%E7%A4%BA", session),
                                       ("suggestions", "/search/suggest?q=%E5%B1%95", session),
                                       ("feed as JSON, 20 posts", "/api/v1/feed?limit=20", bearer)):
                name_of, value = header.split(": ", 1)
                body = urllib.request.urlopen(urllib.request.Request(base + path, headers={name_of: value})).read()
                sample = os.path.join(data, "sample.html")
                open(sample, "wb").write(body)
                port = free_port()
                bare = subprocess.Popen([str(build / "bench/http_yardstick"), sample, str(port)])
                time.sleep(0.5)
                try:
                    rows = []
                    for _ in range(ROUNDS):
                        ours, p99, errors = wrk(base + path, header)
                        theirs, _, _ = wrk(f"http://127.0.0.1:{port}/")
                        rows.append((ours, p99, theirs, ours / theirs, errors))
                finally:
                    bare.terminate()
                    bare.wait()
                middle = [statistics.median(row[i] for row in rows) for i in range(4)]
                print(f"{name:34} {len(body):7} {middle[0]:9.0f} {middle[1]:7.2f} {middle[2]:9.0f} {middle[3]:6.2f}   {rows[0][4]}")
            print(f"after the load: {rss(server.process.pid):.1f} MiB RSS")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
