"""How often something may be done: one atomic statement, right under concurrency and on any host."""

import datetime
import hashlib
import time

from django.db import connection
from django.db.models import F
from django.utils import timezone

from flows.models import RateWindow


def hit(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one more; True while `key` has done it at most `limit` times in this window of seconds.

    The key (a phone, an address) is stored hashed. Windows begin at multiples of their length.
    """
    table = connection.ops.quote_name(RateWindow._meta.db_table)
    row = _row(scope, key, seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS seen (scope, key, {_WINDOW}, count) VALUES (%s, %s, %s, 1) "  # noqa: S608 constants
            f"ON CONFLICT (scope, key, {_WINDOW}) DO UPDATE SET count = seen.count + 1 RETURNING count",
            list(row.values()),
        )
        return cursor.fetchone()[0] <= limit


def give_back(scope: str, key: str, seconds: int) -> None:
    """Take one `hit` of this window back: it was not what the limit counts."""
    RateWindow.objects.filter(**_row(scope, key, seconds), count__gt=0).update(count=F("count") - 1)


def is_spent(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Whether the next `hit` would be refused; counts nothing."""
    return RateWindow.objects.filter(**_row(scope, key, seconds), count__gte=limit).exists()


def opens_again(seconds: int) -> datetime.datetime:
    """When the next window of this length begins."""
    now = int(time.time())
    return datetime.datetime.fromtimestamp(
        now - now % seconds + seconds, tz=timezone.get_current_timezone()
    )


def _row(scope: str, key: str, seconds: int) -> dict:
    """What the counter of this window is known by, in the order of its columns."""
    now = int(time.time())
    hashed = hashlib.sha256(key.encode()).hexdigest()
    return {"scope": scope[:40], "key": hashed, "window": now - now % seconds}


_WINDOW = connection.ops.quote_name("window")  # a reserved word of SQL


def client_address(request) -> str:
    """Who asks: the connection's address, which the middleware takes from our own proxy if any."""
    return request.META.get("REMOTE_ADDR", "")


def forget_old(seconds: int = 2 * 86400) -> None:
    """Drop windows that began so long ago that no limit looks at them."""
    RateWindow.objects.filter(window__lt=int(time.time()) - seconds).delete()
