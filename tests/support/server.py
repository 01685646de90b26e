# SPDX-License-Identifier: Apache-2.0
"""A goen process for tests: started on a free loopback port, spoken to over its API, ended by its own process id."""
import http.client
import json
import os
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary, data, database=None, command="serve", extra=()):
        self.binary, self.data, self.database = binary, str(data), database
        self.command, self.extra = command, list(extra)
        self.port = free_port()
        self.process = None

    def options(self):
        options = ["--data", self.data]
        return options + (["--database", self.database] if self.database else [])

    def cli(self, *words, given=None):
        return subprocess.run([self.binary, *words, *self.options()], input=given, text=True, capture_output=True, timeout=300)

    def start(self, timeout=300, answers="/readyz"):
        log = open(os.path.join(self.data, "server.log"), "ab")
        self.process = subprocess.Popen(
            [self.binary, self.command, "--listen", f"127.0.0.1:{self.port}", *self.options(), *self.extra], stdout=log, stderr=log)
        until = time.time() + timeout
        while time.time() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"goen ended with {self.process.returncode}: {self.log_tail()}")
            try:
                if self.request("GET", answers, raw=True)[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.02)
        raise RuntimeError("goen did not become ready: " + self.log_tail())

    def log_tail(self):
        with open(os.path.join(self.data, "server.log"), errors="replace") as log:
            return log.read()[-2000:]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=120)
        return self.process.returncode if self.process else None

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def request(self, method, path, body=None, token=None, connection=None, raw=False, headers=None):
        connection = connection or self.connect()
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = "Bearer " + token
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection.request(method, path if raw else "/api/v1" + path, data, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if raw or not text:
            return answer.status, text
        return answer.status, json.loads(text)

    def add_member(self, number, password):
        made = self.cli("member", "add", "--email", f"member{number}@goen.example", "--name", "山田 太郎", "--kana", "やまだ たろう",
                        "--password-stdin", given=password + "\n")
        if made.returncode != 0:
            raise RuntimeError(made.stderr)

    def token(self, number, password):
        status, answer = self.request("POST", "/tokens", {"email": f"member{number}@goen.example", "password": password, "label": "test"})
        if status != 201:
            raise RuntimeError(f"no token: {status} {answer}")
        return answer["token"]
