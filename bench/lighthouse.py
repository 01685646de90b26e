# SPDX-License-Identifier: Apache-2.0
"""What Lighthouse thinks, on its mobile settings, of a card before a stranger, the front page, log-in, and a member's home
and contacts (goal: 100).
Lighthouse comes from npm into the build folder. usage: lighthouse.py BUILD-FOLDER"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from pages import log_in  # noqa: E402
from server import Server  # noqa: E402

VERSION = "12.8.2"
build = pathlib.Path(sys.argv[1])
tool = build / "lighthouse"


def judge(url, out, cookie=None):
    subprocess.run(["node", str(tool / "node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json", f"--output-path={out}",
                    *([f"--extra-headers={json.dumps({'Cookie': cookie})}"] if cookie else []),
                    "--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--only-categories=performance,accessibility,best-practices"],
                   check=True, timeout=300, env={**os.environ, "CHROME_PATH": os.environ.get("GOEN_CHROMIUM", "/usr/bin/chromium")})
    found = json.loads(pathlib.Path(out).read_text())
    size = found["audits"]["total-byte-weight"]["numericValue"]
    return [round(one["score"] * 100) for one in found["categories"].values()] + [round(size)]


def main():
    if not (tool / "node_modules/lighthouse").exists():
        tool.mkdir(exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", str(tool), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
                        f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as data:
        server = Server(str(build / "src/goen"), data, command="demo", extra=["--log-level", "warn"])
        server.start(timeout=300)
        try:
            base = f"http://127.0.0.1:{server.port}"
            browser, cookie = log_in(base, *re.search(r"log in as (\S+) with (\S+)", server.log_tail()).groups())
            page = browser.open(base + "/card").read().decode()
            csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
            link = re.search(r'action="(/card/\d+/link)"', page)[1]
            page = browser.open(base + link, urllib.parse.urlencode({"csrf": csrf}).encode()).read().decode()
            card = re.search(r"/c/[A-Za-z0-9_-]+", page)[0]
            print(f"{'page':24} {'performance':>11} {'accessibility':>13} {'best practices':>14} {'bytes':>7}   (Lighthouse {VERSION}, mobile)")
            for name, path in (("a card before a stranger", card), ("front page", "/"), ("log-in", "/login"), ("home", "/"), ("contacts", "/contacts")):
                scores = judge(base + path, os.path.join(data, "found.json"), cookie if name in ("home", "contacts") else None)
                print(f"{name:24} {scores[0]:11} {scores[1]:13} {scores[2]:14} {scores[3]:7}")
        finally:
            server.stop()


main()
