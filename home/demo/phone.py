"""The signer's phone at the demo's signing service: a page with what waits for a yes or a no.

What is asked lies in VAR_DIR/demo-phone, one file each, since several processes answer. Only with DEMO=1.
"""

import base64
import json
import re
import secrets
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.shortcuts import redirect, render

from home.demo.identity_provider import only_demo

WAITING, YES, NO = "", "yes", "no"
SECONDS = 300


@dataclass
class Request:
    """One signature that the holder is asked for: `bound` is [credential, hashes]."""

    handle: str
    who: str
    what: str
    bound: list
    asked_at: float = field(default_factory=time.time)
    answer: str = WAITING

    @property
    def mark(self) -> str:
        """The beginning of the hash, as the portal's page shows it."""
        digest = base64.b64decode(self.bound[1][0], validate=True).hex()
        return " ".join(digest[at : at + 4] for at in range(0, 16, 4)).upper()


def ask(bound: list, *, who: str, what: str) -> str:
    """Put it on the phone; the handle under which to ask for the answer."""
    made = Request(secrets.token_urlsafe(24), who, what, bound)
    made.mark  # noqa: B018 nonsense is refused here
    _folder().mkdir(mode=0o700, exist_ok=True)
    _write(made)
    return made.handle


def read(handle: str) -> Request | None:
    """The request, unless it was never there, is gone or too old."""
    if not re.fullmatch(r"[\w-]{32}", handle):
        return None
    try:
        found = Request(**json.loads(_path(handle).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    return found if time.time() - found.asked_at < SECONDS else None


def forget(request: Request) -> None:
    """Answered and told: the next question finds nothing."""
    _path(request.handle).unlink(missing_ok=True)


@only_demo
def page(request):
    """What waits, newest first; each with a yes and a no."""
    if request.method == "POST":
        found = read(request.POST.get("handle", ""))
        if found and found.answer == WAITING:
            found.answer = YES if request.POST.get("answer") == YES else NO
            _write(found)
        return redirect(request.path)
    kept = [read(one.stem) for one in _folder().glob("*.json")]
    shown = sorted(filter(None, kept), key=lambda one: -one.asked_at)
    return render(request, "home/demo_phone.html", {"requests": shown})


def _write(made: Request) -> None:
    fresh = _path(made.handle).with_suffix(".new")
    fresh.write_text(json.dumps(asdict(made)), encoding="utf-8")
    fresh.replace(_path(made.handle))


def _folder() -> Path:
    return settings.VAR / "demo-phone"


def _path(handle: str) -> Path:
    return _folder() / f"{handle}.json"
