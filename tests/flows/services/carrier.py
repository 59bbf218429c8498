"""A postal carrier's service in tests: the same key is one consignment, or one list."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.local_server import running

NUMBER = "RB000000001VN"  # of the first consignment


@contextmanager
def carrier(settings):
    """`status` it answers, `made` by key, `lists` among them by code, `events` it tells, `asked`."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key = self.headers["Idempotency-Key"]
            if self.server.status < 300:
                made = self.server.lists if self.path.endswith("/manifests") else self.server.made
                made.setdefault(key, body)
            self.say({"number": f"RB{[*self.server.made, key].index(key) + 1:09}VN"})

        def do_GET(self):
            self.say({"events": self.server.events})

        def say(self, said):
            self.server.asked.append((self.path, self.headers["Authorization"]))
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.status, server.made, server.lists, server.events, server.asked = 201, {}, {}, [], []
    settings.POST_URL = f"http://127.0.0.1:{server.server_address[1]}/v1"
    settings.POST_TOKEN, settings.POST_SECRET = "the-bai", "khoa-buu-chinh"
    with running(server):
        yield server
