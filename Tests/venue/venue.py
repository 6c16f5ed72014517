"""Starts a venue for a test, speaks to it over HTTP and WebSocket, and tallies checks. Standard library only."""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("APUS_PROGRAM", ROOT / "bin" / "apus"))
SHARED = ROOT.parent / "shared"


class Checks:
    """One line a check, a tally at the end, and the exit code that goes with it."""

    def __init__(self):
        self.passed = self.failed = 0

    def that(self, is_so, name, reason=""):
        if is_so:
            self.passed += 1
            print(f"ok {name}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL {name} {reason}".rstrip(), flush=True)
        return is_so

    def equal(self, found, expected, name):
        return self.that(found == expected, name, f"is {found!r:.300}, expected {expected!r:.300}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)


def skip(reason):
    print(f"SKIPPED: {reason}", file=sys.stderr, flush=True)
    sys.exit(0)


class Venue:
    """A process of its own on a free port, with a directory of its own; ended by its number."""

    def __init__(self, *options, directory=None, program=PROGRAM):
        if not program.exists():
            sys.exit(f"there is no {program}: run `make build` first")
        self.options, self.program, self.process = options, program, None
        self.is_guest = directory is not None
        self.directory = pathlib.Path(directory or tempfile.mkdtemp(prefix="apus-test-"))
        self.data = self.directory / "data"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        if not self.is_guest:
            shutil.rmtree(self.directory)

    def start(self, wait=60):
        """Starts it and waits until it answers; returns how long that took while the machine did not stand still."""
        ready = self.directory / "ready.json"
        ready.unlink(missing_ok=True)
        looked, took = time.monotonic(), 0
        command = [self.program, "serve", "--port", "0", "--data", self.data, "--ready-file", ready, *self.options]
        self.output = open(self.directory / "output.txt", "ab")
        self.process = subprocess.Popen(command, stdout=self.output, stderr=self.output)
        while not ready.exists():
            if self.process.poll() is not None:
                sys.exit(f"the venue ended with code {self.process.returncode}:\n{self.said()}")
            if took > wait:
                self.kill()
                sys.exit(f"the venue did not answer within {wait} s:\n{self.said()}")
            time.sleep(0.002)
            before, looked = looked, time.monotonic()
            took += min(looked - before, 0.1)
        self.facts = json.loads(ready.read_text())
        self.url = self.facts["restURL"]
        self.realtime = self.facts["realtimeURL"]
        self.keys = [(account["apiKey"], account["apiSecret"]) for account in self.facts["accounts"]]
        return took

    def said(self):
        return (self.directory / "output.txt").read_text(errors="replace")[-2000:]

    def stop(self):
        """Ends it politely; returns its exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        if self.process.poll() is None:
            self.kill()
        code, self.process = self.process.returncode, None
        self.output.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait()

    def commands(self):
        """How many commands of each kind its log holds, but for the passing of time; it must have ended."""
        lines = [line.strip().split(": ") for line in self.apus("replay", self.data).stdout.splitlines() if line.startswith("  ")]
        return {kind: int(count) for kind, count in lines if kind != "tick"}

    def asked(self):
        """The same without the kinds that every log begins with."""
        beginning = {"list index", "list instrument", "open account", "deposit", "index price"}
        return {kind: count for kind, count in self.commands().items() if kind not in beginning}

    def metric(self, name):
        """The value of one of its metrics that has no labels."""
        client = self.client()
        page = client.send("GET", "/metrics")[1].decode()
        client.connection.close()
        return next(int(line.split()[1]) for line in page.splitlines() if line.startswith(name + " "))

    def client(self, number=None):
        """A client of the customer with that number, or of nobody."""
        key, secret = self.keys[number] if number is not None else (None, None)
        return Client(self.url, key, secret)

    def apus(self, *arguments, program=None):
        """Runs another command of the program on this venue's log; the venue must have ended."""
        return subprocess.run([program or self.program, *arguments], capture_output=True, text=True)


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class Client:
    """A connection that signs what it sends."""

    def __init__(self, url, key=None, secret=None):
        parts = urllib.parse.urlparse(url)
        self.host, self.port, self.key, self.secret = parts.hostname, parts.port, key, secret
        self.connection = None

    def headers(self, verb, target, body, expires=None):
        headers = {"Content-Type": "application/json"} if body else {}
        if self.key:
            expires = str(int(time.time()) + 60) if expires is None else str(expires)
            text = verb.encode() + target.encode() + expires.encode() + body
            signature = hmac.new(self.secret.encode(), text, hashlib.sha256).hexdigest()
            headers |= {"api-key": self.key, "api-expires": expires, "api-signature": signature}
        return headers

    def send(self, verb, target, body=b"", headers=None):
        """Sends these bytes and returns the status and the bytes that came back."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = self.headers(verb, target, body) if headers is None else headers
        try:
            self.connection.request(verb, target, body or None, headers)
            response = self.connection.getresponse()
            return response.status, response.read()
        except BaseException:
            self.connection.close()
            self.connection = None
            raise

    def call(self, verb, path, body=None, **query):
        target = "/api/v1" + path
        if query:
            words = {k: v if isinstance(v, str) else json.dumps(v) for k, v in query.items()}
            target += "?" + urllib.parse.urlencode(words)
        data = json.dumps(body).encode() if body is not None else b""
        status, text = self.send(verb, target, data)
        answer = json.loads(text) if text else None
        if status != 200:
            raise Refused(status, answer)
        return answer

    def get(self, path, **query):
        return self.call("GET", path, **query)

    def place(self, **order):
        return self.call("POST", "/order", {"symbol": "XBTUSD"} | order)


class WebSocket:
    """A realtime connection: text frames out, text frames in, and whatever control frames need."""

    def __init__(self, url, query=""):
        parts = urllib.parse.urlparse(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self.buffer = b""
        nonce = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {parts.path}{query} HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket",
                 "Connection: Upgrade", f"Sec-WebSocket-Key: {nonce}", "Sec-WebSocket-Version: 13"]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode())

    def fill(self):
        more = self.socket.recv(1 << 18)
        if not more:
            raise ConnectionError("the venue closed the connection")
        self.buffer += more

    def take(self, count):
        while len(self.buffer) < count:
            self.fill()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def frame(self):
        first, second = self.take(2)
        length = second & 127
        if length == 126:
            (length,) = struct.unpack(">H", self.take(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self.take(8))
        return first & 15, self.take(length)

    def receive(self):
        """The next message, as JSON where it is JSON."""
        while True:
            code, payload = self.frame()
            if code == 9:
                self.send(payload, 10)
            elif code == 8:
                raise ConnectionError(f"closed: {payload!r}")
            elif code == 1:
                text = payload.decode()
                return json.loads(text) if text[:1] in "{[" else text

    def send(self, message, code=1):
        payload = message if isinstance(message, bytes) else message.encode() if isinstance(message, str) else json.dumps(message).encode()
        mask = os.urandom(4)
        if len(payload) < 126:
            head = bytes([0x80 | code, 0x80 | len(payload)])
        elif len(payload) < 1 << 16:
            head = bytes([0x80 | code, 0x80 | 126]) + struct.pack(">H", len(payload))
        else:
            head = bytes([0x80 | code, 0x80 | 127]) + struct.pack(">Q", len(payload))
        self.socket.sendall(head + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload)))

    def until(self, is_wanted):
        while True:
            message = self.receive()
            if is_wanted(message):
                return message

    def close(self):
        self.socket.close()
