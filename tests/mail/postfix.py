# SPDX-License-Identifier: Apache-2.0
"""A Postfix of its own for tests: configuration, queue and log in one folder, on loopback ports. It must be started by
root, because Postfix changes users; nothing of the machine's own Postfix is touched."""
import pathlib
import pwd
import smtplib
import socket
import socketserver
import subprocess
import threading
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailboxes:
    """Where everybody's mail ends up: a small SMTP server. Addresses named in `unknown` are refused."""

    def __init__(self):
        self.letters, self.unknown, self.lock = [], set(), threading.Lock()
        boxes = self

        class Talk(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 boxes")
                sender, recipients = "", []
                for raw in self.rfile:
                    line = raw.decode("latin-1").rstrip("\r\n")
                    word = line[:4].upper()
                    if word == "MAIL":
                        sender, recipients = line[10:].split(">")[0].lstrip("<"), []
                        self.say("250 ok")
                    elif word == "RCPT":
                        address = line[8:].split(">")[0].lstrip("<")
                        if address in boxes.unknown:
                            self.say("550 5.1.1 no such user")
                        else:
                            recipients.append(address)
                            self.say("250 ok")
                    elif word == "DATA":
                        self.say("354 go on")
                        body = b""
                        for part in self.rfile:
                            if part == b".\r\n":
                                break
                            body += part[1:] if part.startswith(b"..") else part
                        with boxes.lock:
                            boxes.letters.append((sender, recipients, body))
                        self.say("250 taken")
                    elif word == "QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def to(self, address):
        with self.lock:
            return [(sender, body) for sender, recipients, body in self.letters if address in recipients]

    def wait_for(self, address, count=1, seconds=90):
        until = time.time() + seconds
        while time.time() < until:
            found = self.to(address)
            if len(found) >= count:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{address} got {len(self.to(address))} letters, not {count}")


MAIN = """compatibility_level = 3.6
queue_directory = {work}/queue
data_directory = {work}/data
maillog_file = {work}/mail.log
maillog_file_prefixes = {work}
myhostname = mx.goen.example
mydomain = goen.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtp_host_lookup = native
relay_domains = reply.goen.example
transport_maps = inline:{{ {{ reply.goen.example = goen: }}, {{ mihon.example = smtp:[127.0.0.1]:{boxes} }},
    {{ evil.example = smtp:[127.0.0.1]:{boxes} }} }}
default_transport = error:nowhere
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
message_size_limit = 60000000
goen_destination_recipient_limit = 1
minimal_backoff_time = 2s
queue_run_delay = 2s
"""

MASTER = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
goen unix - n n - 4 pipe
  flags=R user={user} argv={command} --from ${{sender}} --to ${{recipient}}
"""


class Postfix:
    def __init__(self, work, boxes_port, command, user):
        self.work, self.port = pathlib.Path(work), free_port()
        self.etc = self.work / "etc"
        for name in ("etc", "queue", "data"):
            (self.work / name).mkdir(parents=True)
        owner = pwd.getpwnam("postfix")
        import os
        os.chown(self.work / "data", owner.pw_uid, owner.pw_gid)
        (self.etc / "main.cf").write_text(MAIN.format(work=self.work, boxes=boxes_port))
        (self.etc / "master.cf").write_text(MASTER.format(port=self.port, user=user, command=" ".join(command)))

    def postfix(self, word):
        return subprocess.run(["postfix", "-c", str(self.etc), word], capture_output=True, text=True, timeout=60)

    def start(self):
        done = self.postfix("start")
        until = time.time() + 30
        while time.time() < until:
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=5):
                    return self
            except (OSError, smtplib.SMTPException):
                time.sleep(0.1)
        raise RuntimeError(f"Postfix did not start: {done.stdout}{done.stderr}{self.log()}")

    def stop(self):
        self.postfix("stop")

    def log(self):
        try:
            return (self.work / "mail.log").read_text(errors="replace")
        except OSError:
            return ""

    def send(self, sender, recipient, letter):
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as smtp:
            smtp.sendmail(sender, [recipient], letter)
