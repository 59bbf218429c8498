"""A partner's server in tests: takes events, and misbehaves as told."""

import json
from contextlib import contextmanager

from tests.local_server import Partner, Place, running


@contextmanager
def receiver(status: int = 200):
    """`server.status` is what it answers (0: hangs up, -1: drips), `server.seen` are (headers, body)."""

    class Receiver(Partner):
        def do_POST(self):
            body = self.asked()
            self.server.calls += 1
            if self.server.status == 0:
                self.connection.close()
                return
            if self.server.status == -1:
                self.drip()
                return
            if 200 <= self.server.status < 300:
                self.server.seen.append((dict(self.headers), json.loads(body), body))
            moved = {"Location": "http://127.0.0.1:1/"}
            self.say(b"", self.server.status, **moved if 300 < self.server.status < 308 else {})

    server = Place(Receiver)
    server.status, server.seen, server.calls = status, [], 0
    server.url += "/nhan"
    with running(server):
        yield server
