"""A postal carrier's service in tests: the same key is one consignment, or one list."""

import json
from contextlib import contextmanager

from tests.local_server import Partner, Place, running

NUMBER = "RB000000001VN"  # of the first consignment


@contextmanager
def carrier(settings):
    """`status` it answers, `made` by key, `lists` among them by code, `events` it tells, `asked`."""

    class Service(Partner):
        def do_POST(self):
            body = json.loads(self.asked())
            key = self.headers["Idempotency-Key"]
            if self.server.status < 300:
                made = self.server.lists if self.path.endswith("/manifests") else self.server.made
                made.setdefault(key, body)
            self.tell({"number": f"RB{[*self.server.made, key].index(key) + 1:09}VN"})

        def do_GET(self):
            self.tell({"events": self.server.events})

        def tell(self, said):
            self.server.asked.append((self.path, self.headers["Authorization"]))
            self.say(said, self.server.status)

    server = Place(Service)
    server.status, server.made, server.lists, server.events, server.asked = 201, {}, {}, [], []
    settings.POST_URL = f"{server.url}/v1"
    settings.POST_TOKEN, settings.POST_SECRET = "the-bai", "khoa-buu-chinh"
    with running(server):
        yield server
