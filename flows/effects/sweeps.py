"""What comes round by itself: work the worker does every so many seconds."""

import datetime
import logging
from collections.abc import Callable

from django.utils import timezone

from flows.models import Beat

log = logging.getLogger(__name__)
_sweeps: dict[str, tuple[int, Callable[[], object]]] = {}


def every(seconds: int, *, name: str = ""):
    """Register a function without arguments to be run every so many seconds, by one worker only.

    Put it into `sweeps.py` of an application: the worker imports those modules by itself.
    """

    def register(run):
        _sweeps[name or run.__name__] = (seconds, run)
        return run

    return register


def run_due_sweeps(now=None) -> list[str]:
    """Run the sweeps whose time has come; returns their names. One that breaks stops no other."""
    ran, last = [], dict(Beat.objects.values_list("name", "at"))
    for name, (seconds, run) in _sweeps.items():
        at, turn = now or timezone.now(), f"sweep:{name}"
        # One question tells of nearly all that their time has not come.
        if turn in last and last[turn] > at - datetime.timedelta(seconds=seconds):
            continue
        if not _take_turn(turn, seconds, at):
            continue
        try:
            run()
        except Exception:
            log.exception("sweep %s broke", name)
        ran.append(name)
    return ran


def beat(name: str = "worker") -> None:
    """Leave a sign of life; /readyz asks how old it is."""
    Beat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def last_beat(name: str = "worker") -> datetime.datetime | None:
    return Beat.objects.filter(name=name).values_list("at", flat=True).first()


def _take_turn(name: str, seconds: int, now) -> bool:
    """True for exactly one of several workers when the time has come."""
    _, is_new = Beat.objects.get_or_create(name=name, defaults={"at": now})
    since = now - datetime.timedelta(seconds=seconds)
    return is_new or Beat.objects.filter(name=name, at__lte=since).update(at=now) == 1
