# SPDX-License-Identifier: Apache-2.0
"""goen's graph, then SQLite and PostgreSQL with the same ties and the same questions, one after the other, and what that
makes as ratios of the middle times. usage: graph.py BUILD-FOLDER [MEMBERS] [TIES]"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
build = pathlib.Path(sys.argv[1])
members = sys.argv[2] if len(sys.argv) > 2 else "1000000"
ties = sys.argv[3] if len(sys.argv) > 3 else "50"
postgres = here.parent / "tests/support/postgres.sh"

folder = tempfile.mkdtemp()
os.chmod(folder, 0o711)
try:
    own = {}
    command = [build / "src/goen", "bench", "graph", "--members", members, "--ties", ties, "--folder", folder,
               "--ties-to", f"{folder}/ties", "--pairs-to", f"{folder}/pairs"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as goen:
        for line in goen.stdout:
            print(line, end="", flush=True)
            row = re.match(r"(\S.{45}) +([0-9.]+) +([0-9.]+) +[0-9.]+ +[0-9.]+ ", line)
            if row:
                own[row[1].strip()] = float(row[2]), float(row[3])
    if goen.returncode != 0:
        sys.exit("goen bench graph failed")
    url = subprocess.run([postgres, "start", "--fast", f"{folder}/postgres"], check=True, capture_output=True, text=True).stdout.split()[-1]
    print(f"\n{'':36} {'p50':>12} {'p99':>12}   microseconds; times goen's p50, p99", flush=True)
    command = [build / "bench/graph_peers", f"{folder}/ties", f"{folder}/pairs", f"{folder}/sqlite.db", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as peers:
        for line in peers.stdout:
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 5:
                print(line, end="", flush=True)
                continue
            who, what, middle, high = cells[0], cells[1], float(cells[2]), float(cells[3])
            mine = own[what]
            print(f"{who:10} {what:36} {middle:12.1f} {high:12.1f}   x{middle / mine[0]:.0f}, x{high / mine[1]:.0f}  ({cells[4]} asked)", flush=True)
    sys.exit(peers.returncode)
finally:
    subprocess.run([postgres, "stop", f"{folder}/postgres"], capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)
