"""How long a piece of work takes, for the benchmarks of every room."""

import time
from collections.abc import Callable


def best(work: Callable, times: int = 1, *, clock: Callable = time.process_time, rounds: int = 5):
    """Milliseconds of one call, the best of several rounds; of CPU unless another clock is given."""
    found = []
    for _round in range(rounds):
        begun = clock()
        for _time in range(times):
            work()
        found.append((clock() - begun) * 1000 / times)
    return min(found)
