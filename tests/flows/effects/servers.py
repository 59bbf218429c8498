"""Small servers standing for the outside: an SMTP server, an SMS gateway, a virus scanner."""

import json
import socket
import socketserver
from contextlib import contextmanager

from tests.local_server import Partner, Place, running


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def sms_gateway(status: int = 200, body: bytes = b'{"id": "nha-mang-1"}'):
    """Takes JSON by POST; `server.seen` are (headers, message)."""

    class Gateway(Partner):
        def do_POST(self):
            self.server.seen.append((self.headers, json.loads(self.asked())))
            self.say(body, self.server.status)

    server = Place(Gateway)
    server.seen, server.status = [], status
    with running(server):
        yield server


@contextmanager
def smtp_server(port: int = 0, *, refuse: int = 0):
    """Takes mail; `server.mails` are (recipients, text). `refuse`: the code it answers to RCPT."""

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            self.say(220)
            recipients = []
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    recipients.append(line.partition("<")[2].rstrip(">"))
                    self.say(refuse or 250)
                elif verb == "DATA":
                    self.say(354)
                    text = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        text.append(part.decode())
                    self.server.mails.append((recipients, "".join(text)))
                    self.say(250)
                elif verb == "QUIT":
                    self.say(221)
                    return
                else:
                    self.say(250)

        def say(self, code):
            self.wfile.write(f"{code} ok\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    server = Server(("127.0.0.1", port), Session)
    server.mails = []
    with running(server):
        yield server


@contextmanager
def virus_scanner(path: str, answer: bytes | None = None):
    """clamd's INSTREAM: finds EICAR; `answer` replaces what it would say (b"": it never says it)."""

    class Scan(socketserver.StreamRequestHandler):
        def handle(self):
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(self.rfile.read(4), "big"):
                content += self.rfile.read(length)
            if answer == b"":
                self.rfile.read(1)
                return
            found = b"EICAR" in content
            self.wfile.write(
                answer or (b"stream: Eicar-Test FOUND\0" if found else b"stream: OK\0")
            )

    with running(socketserver.ThreadingUnixStreamServer(path, Scan)) as server:
        yield server
