# SPDX-License-Identifier: Apache-2.0
"""Letters out and back over a real mail server: goen sends to Postfix, people's phones answer, Postfix hands the answers
to `goen mail-in`. On SQLite, and on PostgreSQL when GOEN_TEST_POSTGRES names one. Needs root, as Postfix does.

usage: tests/mail/mail.py GOEN"""
import base64
import email
import email.policy
import hashlib
import hmac
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))
sys.path.insert(0, str(here.parent / "support"))
from postfix import Mailboxes, Postfix  # noqa: E402
from server import Server  # noqa: E402

USER = "nobody"  # who runs goen and the pipe, as Postfix runs no command as root
DOMAIN = "reply.goen.example"
PASSWORD = "correct horse battery"


def check(what, holds, more=""):
    if not holds:
        raise AssertionError(f"{what} {more}")
    print(f"   ok: {what}", flush=True)


def wait_until(what, holds, seconds=90):
    until = time.time() + seconds
    while time.time() < until:
        if holds():
            return check(what, True)
        time.sleep(0.2)
    check(what, False)


def reply_address(secret, kind, member, thing):
    """The same address as goen makes, by the description in docs/mail-in.md."""
    day = int(time.time() // 86400) + 90
    body = bytes([kind]) + day.to_bytes(2, "big") + member.to_bytes(8, "big") + thing.to_bytes(8, "big")
    mac = hmac.new(secret.encode(), b"goen reply 1" + body, hashlib.sha256).digest()[:12]
    return "reply+" + base64.b32encode(body + mac).decode().rstrip("=").lower() + "@" + DOMAIN


def letter(sender, to, body, message_id, charset="utf-8", more=""):
    """As a phone writes it: the body in its charset, the letter it answers quoted below."""
    head = (f"From: {sender}\r\nTo: {to}\r\nSubject: Re: goen\r\nMessage-ID: <{message_id}>\r\nMIME-Version: 1.0\r\n"
            f"{more}Content-Type: text/plain; charset={charset}\r\n\r\n")
    return head.encode() + body.replace("\n", "\r\n").encode(charset)


class Member:
    def __init__(self, server, address):
        self.server = server
        self.token = server.request("POST", "/tokens", {"email": address, "password": PASSWORD, "label": "t"})[1]["token"]

    def get(self, path):
        return self.server.request("GET", path, token=self.token)[1]

    def post(self, path, body):
        status, answer = self.server.request("POST", path, body, token=self.token)[:2]
        check(f"POST {path} is answered {status}", status < 300, answer)
        return answer


def story(goen, work, database):
    boxes = Mailboxes()
    data = work / "goen"
    data.mkdir()
    shutil.chown(data, USER)
    runner = work / "as-user"
    runner.write_text(f"#!/bin/sh\nexec setpriv --reuid={USER} --regid=nogroup --clear-groups {goen} \"$@\"\n")
    runner.chmod(0o755)
    server = Server(str(runner), data, database)
    options = ["--mail-in-domain", DOMAIN, "--mail-from", "goen@goen.example",
               "--public-url", f"http://127.0.0.1:{server.port}"]
    pipe = work / "pipe"
    postfix = Postfix(work / "postfix", boxes.port, [str(pipe)], USER).start()
    options += ["--smtp-url", f"smtp://127.0.0.1:{postfix.port}"]
    pipe.write_text(f"#!/bin/sh\nexec {goen} mail-in {' '.join(server.options() + options)} \"$@\"\n")
    pipe.chmod(0o755)
    server.extra = options
    try:
        for who, name, kana in (("hana", "山田 花", "やまだ はな"), ("ken", "佐藤 健", "さとう けん"), ("mei", "林 芽衣", "はやし めい")):
            address = f"{who}@mihon.example"
            done = server.cli("member", "add", "--email", address, "--name", name, "--kana", kana, "--password-stdin",
                              given=PASSWORD + "\n")
            check(f"{address} is a member", done.returncode == 0, done.stderr)
        server.start()
        hana, ken, mei = (Member(server, f"{who}@mihon.example") for who in ("hana", "ken", "mei"))
        ids = {who: int(one.get("/me")["id"]) for who, one in (("hana", hana), ("ken", ken), ("mei", mei))}
        cards = {who: one.get("/me")["cards"][0]["id"] for who, one in (("hana", hana), ("ken", ken), ("mei", mei))}
        server.request("PATCH", "/me", {"reach": "anyone"}, token=hana.token)

        print(" - a request goes out as a letter, and one word by mail accepts it")
        ken.post("/exchange/requests", {"to": str(ids["hana"]), "card": cards["ken"], "message": "お願いします"})
        sender, body = boxes.wait_for("hana@mihon.example")[0]
        got = email.message_from_bytes(body, policy=email.policy.default)
        to = got["Reply-To"]
        check("the letter has a signed Reply-To", to.startswith("reply+") and to.endswith("@" + DOMAIN), to)
        check("its bounces go to a signed address", sender.startswith("bounce+"), sender)
        check("it says that a machine sent it", got["Auto-Submitted"] == "auto-generated")
        answer = letter('"hana" <hana@mihon.example>', to, "受ける\n\n> " + got["Subject"] + "\n", "k1@docomo.example", "iso-2022-jp")
        postfix.send("hana@mihon.example", to, answer)
        wait_until("Hana and Ken have exchanged cards",
                   lambda: any(one["id"] == str(ids["ken"]) for one in hana.get("/contacts")["items"]))

        print(" - a message by mail from an iPhone in ISO-2022-JP, delivered twice")
        secret = secret_of(data, database)
        thread = ken.post("/threads", {"members": [str(ids["hana"])], "text": "明日の会は来られますか"})["id"]
        texts = lambda: [one["text"] for one in ken.get(f"/threads/{thread}/messages")["items"]]
        to = reply_address(secret, 0, ids["hana"], int(thread))
        answer = letter("hana@mihon.example", to, "出席します。\n\niPhoneから送信\n\n> 明日の会は来られますか\n", "i1@mihon.example", "iso-2022-jp")
        postfix.send("hana@mihon.example", to, answer)
        wait_until("the message is there", lambda: "出席します。" in texts())
        postfix.send("hana@mihon.example", to.upper().replace("@REPLY.GOEN.EXAMPLE", "@" + DOMAIN), answer)
        postfix.send("hana@mihon.example", to, letter("hana@mihon.example", to, "もう一つ\n", "i2@mihon.example"))
        wait_until("another letter is another message", lambda: "もう一つ" in texts())
        wait_until("the queue of Postfix is empty", lambda: queue_is_empty(postfix))
        check("what came twice is there once", texts().count("出席します。") == 1, texts())

        print(" - a forged answer is refused, and answered once")
        for number in range(3):
            postfix.send("eve@evil.example", to, letter("eve@evil.example", to, "偽物です\n", f"e{number}@evil.example"))
        told = boxes.wait_for("eve@evil.example")
        wait_until("the queue of Postfix is empty", lambda: queue_is_empty(postfix))
        time.sleep(6)  # longer than the server looks into its queue folder
        check("eve is told once", len(boxes.to("eve@evil.example")) == 1, len(boxes.to("eve@evil.example")))
        words = email.message_from_bytes(told[0][1], policy=email.policy.default).get_content()
        check("in words", "返信" in words or "answer" in words.lower(), words)
        check("nothing of it is in the thread", "偽物です" not in texts())
        check("the security log has it", "event=reply-forged" in (data / "security.log").read_text())
        before = len(boxes.to("hana@mihon.example"))
        vacation = letter("hana@mihon.example", to, "留守です\n", "v1@mihon.example", more="Auto-Submitted: auto-replied\r\n")
        postfix.send("hana@mihon.example", to, vacation)
        wait_until("the queue of Postfix is empty", lambda: queue_is_empty(postfix))
        check("a vacation notice says nothing", "留守です" not in texts())
        check("and is not answered", len(boxes.to("hana@mihon.example")) == before)

        print(" - a letter to an address that is gone comes back and is counted")
        boxes.unknown.add("mei@mihon.example")
        for _ in range(2):
            forgot(server, "mei@mihon.example")
        wait_until("two bounces are counted", lambda: hard_bounces(data, database) == 2)
        unknown = "reply+" + "a" * 50 + "@" + DOMAIN
        postfix.send("hana@mihon.example", unknown, letter("hana@mihon.example", unknown, "x\n", "u1@mihon.example"))
        wait_until("an address that goen never made bounces to its sender",
                   lambda: any(b"user unknown" in body.lower() or b"no such address" in body.lower() for _, body in boxes.to("hana@mihon.example")))
    except BaseException:
        print(postfix.log()[-6000:])
        print(server.log_tail() if (data / "server.log").exists() else "")
        raise
    finally:
        server.stop()
        postfix.stop()


def queue_is_empty(postfix):
    return not any(path.is_file() for name in ("incoming", "active", "deferred", "maildrop")
                   for path in (postfix.work / "queue" / name).rglob("*"))


def ask(data, database, sql):
    if database:
        done = subprocess.run(["psql", "-At", "-c", sql, database], capture_output=True, text=True, timeout=60)
    else:
        done = subprocess.run(["sqlite3", "-readonly", str(data / "goen.db"), sql], capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def secret_of(data, database):
    return ask(data, database, "select secret from mail_secret where id = 1")


def hard_bounces(data, database):
    return int(ask(data, database, "select coalesce(max(hard), 0) from mail_bounce") or 0)


def forgot(server, address):
    """The page for a forgotten password, as a browser uses it."""
    import http.client
    import re
    import urllib.parse
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/forgot")
    page = connection.getresponse()
    body, cookies = page.read().decode(), [value.split(";")[0] for name, value in page.getheaders() if name.lower() == "set-cookie"]
    csrf = re.search(r'name="csrf"[^>]*value="([^"]*)"', body) or re.search(r'value="([^"]*)"[^>]*name="csrf"', body)
    form = urllib.parse.urlencode({"email": address, "csrf": csrf[1] if csrf else ""})
    connection.request("POST", "/forgot", form, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "; ".join(cookies),
                                                 "Origin": f"http://127.0.0.1:{server.port}"})
    answer = connection.getresponse()
    answer.read()
    check(f"a letter for a new password is asked for ({answer.status})", answer.status in (200, 303))


def main():
    if os.geteuid() != 0:
        print("tests/mail: NOT TESTED: Postfix must be started by root")
        return
    work = pathlib.Path(tempfile.mkdtemp(prefix="goen-mail-"))
    work.chmod(0o711)
    try:
        goen = work / "goen-binary"
        shutil.copy(sys.argv[1], goen)  # where its user may read it
        goen.chmod(0o755)
        os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=0")
        print("-- mail on SQLite")
        (work / "sqlite").mkdir()
        (work / "sqlite").chmod(0o711)
        story(goen, work / "sqlite", None)
        postgres = os.environ.get("GOEN_TEST_POSTGRES")
        if postgres:
            print("-- mail on PostgreSQL")
            name = f"goen_mail_{os.getpid()}"
            subprocess.run(["psql", "-q", "-c", f"create database {name}", postgres], check=True)
            (work / "postgres").mkdir()
            (work / "postgres").chmod(0o711)
            url = in_database(postgres, name)
            story(goen, work / "postgres", url)
            subprocess.run(["psql", "-q", "-c", f"drop database {name} with (force)", postgres], check=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("mail: all of it holds")


def in_database(url, name):
    head, _, query = url.partition("?")
    return head.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")


main()
