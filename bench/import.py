# SPDX-License-Identifier: Apache-2.0
"""A file of 100,000 vCards into one member's book over the API of a running server (goal: within 20 s, and below 200 MiB resident), the
same file again (changes nothing), and the book out again. Memory is that of the server: the most it had resident during each step, which
for the first needs /proc/PID/clear_refs (else the peak includes the log-in's password hash). usage: import.py BUILD-FOLDER [CARDS]"""
import http.client
import json
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/support"))
from server import Server  # noqa: E402

FAMILY = [("佐藤", "さとう"), ("鈴木", "すずき"), ("髙橋", "たかはし"), ("田中", "たなか"), ("渡邉", "わたなべ"), ("伊藤", "いとう"),
          ("山本", "やまもと"), ("中村", "なかむら")]
GIVEN = [("太郎", "たろう"), ("花子", "はなこ"), ("健", "けん"), ("美咲", "みさき"), ("翔", "しょう")]
PASSWORD = "correct horse battery"


def card(n):
    # A name of one's own, so that the import has nobody to take for somebody else.
    family, given = FAMILY[n % 8], GIVEN[n // 8 % 5]
    return (f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{family[0]}{n};{given[0]};;;\r\nFN:{family[0]}{n} {given[0]}\r\n"
            f"X-PHONETIC-FIRST-NAME:{given[1]}\r\nX-PHONETIC-LAST-NAME:{family[1]}\r\n"
            f"ORG:株式会社見本{n % 97};営業本部;第一営業部\r\nTITLE:課長\r\nTEL;TYPE=WORK:03-0000-0000\r\n"
            f"TEL;TYPE=CELL:090-{1000 + n // 10000}-{n % 10000:04}\r\nEMAIL:p{n}@mihon.example\r\n"
            f"BDAY:19{50 + n % 50}-0{n % 9 + 1}-1{n % 10}\r\nNOTE:展示会でご挨拶\r\nCATEGORIES:取引先\r\nEND:VCARD\r\n")


def memory(pid, which):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith(which):
            return int(line.split()[1]) / 1024
    return 0


def forget_peak(pid):
    try:
        with open(f"/proc/{pid}/clear_refs", "w") as refs:
            refs.write("5")
    except OSError:
        pass


def timed(server, method, path, token, body=None):
    forget_peak(server.process.pid)
    began = time.time()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    connection.request(method, "/api/v1" + path, body, {"Authorization": "Bearer " + token, "Content-Type": "text/vcard"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status} {text[:300]}")
    return text, time.time() - began, memory(server.process.pid, "VmHWM")


def main():
    cards = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    body = "".join(card(n) for n in range(cards)).encode()
    with tempfile.TemporaryDirectory() as data:
        server = Server(sys.argv[1] + "/src/goen", data, extra=["--log-level", "warn"])
        server.add_member(1, PASSWORD)
        server.start()
        try:
            token = server.token(1, PASSWORD)
            print(f"file of {cards} cards: {len(body) / 2**20:.1f} MiB; server before: {memory(server.process.pid, 'VmRSS'):.0f} MiB resident")
            for what, state in (("import", "new"), ("the same again", "same")):
                text, took, peak = timed(server, "POST", "/contacts/import", token, body)
                count = sum(row["state"] == state for row in json.loads(text)["items"])
                print(f"{what}: {took:.1f} s, {cards / took:.0f} cards/s, peak {peak:.0f} MiB; {count} {state}, answer {len(text) / 2**20:.1f} MiB")
                if count != cards:
                    sys.exit("not all of them")
            text, took, peak = timed(server, "GET", "/contacts/export?format=vcard3", token)
            print(f"export: {took:.1f} s, {cards / took:.0f} cards/s, peak {peak:.0f} MiB; {len(text) / 2**20:.1f} MiB")
        finally:
            server.stop()


main()
