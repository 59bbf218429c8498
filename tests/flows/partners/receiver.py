"""A partner's server in tests: takes events, and misbehaves as told."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.local_server import running


@contextmanager
def receiver(status: int = 200):
    """`server.status` is what it answers (0: hangs up, -1: drips), `server.seen` are (headers, body)."""

    class Partner(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.calls += 1
            if self.server.status == 0:
                self.connection.close()
                return
            if self.server.status == -1:
                self._drip()
                return
            if 200 <= self.server.status < 300:
                self.server.seen.append((dict(self.headers), json.loads(body), body))
            self.send_response(self.server.status)
            if self.server.status in (301, 302, 307):
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def _drip(self):
            try:
                for mark in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
                    self.wfile.write(bytes([mark]))
                    time.sleep(0.05)
            except OSError:
                return

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    server.daemon_threads = True
    server.handle_error = lambda *args: None
    server.status, server.seen, server.calls = status, [], 0
    server.url = f"http://127.0.0.1:{server.server_address[1]}/nhan"
    with running(server):
        yield server
