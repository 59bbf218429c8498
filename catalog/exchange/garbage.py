"""Rest for the garbage collector while a file is taken in."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search for cycles inside: a file makes objects by the hundred thousand and all are in use.

    Looking through them again and again costs a tenth to a quarter of an import.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
