"""How far an import is, told outside its transaction: a small file that other processes read.

The transaction itself shows nothing before it ends, and on SQLite nobody else can write meanwhile.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

_EVERY = 0.5  # seconds between two words


def _path(pk: int) -> str:
    return f"catalog-imports/tien-do-{pk}.json"


@contextmanager
def shown(pk: int) -> Iterator[Callable[[int, int], None]]:
    """Gives `tell(done, total)` for the time of an import; afterwards nothing is left of it."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _EVERY:
            return
        last = time.monotonic()
        default_storage.delete(_path(pk))
        default_storage.save(_path(pk), ContentFile(json.dumps([done, total]).encode()))

    tell(0, 1)
    try:
        yield tell
    finally:
        default_storage.delete(_path(pk))


def percent(pk: int) -> int | None:
    """How much of the import is done, or None when it has not begun or is over."""
    try:
        with default_storage.open(_path(pk)) as told:
            done, total = json.loads(told.read())
    except (OSError, ValueError):
        return None
    return min(99, done * 100 // max(total, 1))
