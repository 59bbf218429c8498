"""A small server that stands for the outside while a test runs, and a road to it that breaks."""

import json
import select
import socket
import socketserver
import struct
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MOODS = ["refuse", "hang", "sick", "cut", "lost"]
HTTP_SICK = b"HTTP/1.1 500 Sick\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Partner(BaseHTTPRequestHandler):
    """Somebody of the outside who is asked by HTTP."""

    def asked(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def say(self, said, status: int = 200, **headers):
        """Bytes as they are, all else as JSON."""
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Length": len(content), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(content)

    def drip(self):
        """A head of the answer that comes a byte at a time and never ends."""
        try:
            for mark in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
                self.wfile.write(bytes([mark]))
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, *args):
        pass


class Place(ThreadingHTTPServer):
    """Where a partner listens: `url`. Who hangs up on it makes no noise."""

    daemon_threads = True

    def __init__(self, partner: type[Partner]):
        super().__init__(("127.0.0.1", 0), partner)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_told):
        pass


class Road(socketserver.ThreadingTCPServer):
    """Between us and a server at `port`. Its `mood`: "" all goes through, "refuse" hangs up at once,
    "hang" never says a word, "sick" answers an error, "cut" breaks off in the middle of the answer,
    "lost" takes what is sent and never answers.

    The last two begin when `act` has been said: what the partner is asked to do.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int, *, act: bytes = b"", sick: bytes = HTTP_SICK):
        self.where, self.act, self.sick, self.mood = ("127.0.0.1", port), act, sick, ""
        super().__init__(("127.0.0.1", 0), _Journey)
        self.port = self.server_address[1]


class _Journey(socketserver.BaseRequestHandler):
    def handle(self):
        road, mood = self.server, self.server.mood
        if mood == "refuse":
            now = struct.pack("ii", 1, 0)
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self.request.close()
        elif mood == "hang":
            while self.request.recv(65536):
                pass
        elif mood == "sick":
            self.request.sendall(road.sick)
            self.request.recv(65536)
        else:
            with socket.create_connection(road.where) as partner:
                self._carry(partner)

    def _carry(self, partner):
        asked = b""
        while True:
            for end in select.select([self.request, partner], [], [])[0]:
                content = end.recv(65536)
                if end is self.request:
                    if not content:
                        return
                    asked += content
                    partner.sendall(content)
                    continue
                is_asked = self.server.act in asked
                if self.server.mood == "lost" and is_asked:
                    # The partner has done it; we never hear so.
                    while self.request.recv(65536):
                        pass
                    return
                if self.server.mood == "cut" and is_asked:
                    self.request.sendall(content[: len(content) // 2])
                    return
                if not content:
                    return
                self.request.sendall(content)


@contextmanager
def road_to(port: int, **facts):
    with running(Road(port, **facts)) as road:
        road.handle_error = lambda *_told: None
        yield road
