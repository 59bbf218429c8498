"""How often something may be done: one atomic statement, right under concurrency and on any host."""

import hashlib
import time

from django.db import connection

from flows.models import RateWindow


def hit(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one more; True while `key` has done it at most `limit` times in this window of seconds.

    The key (a phone, an address) is stored hashed. Windows begin at multiples of their length.
    """
    table = connection.ops.quote_name(RateWindow._meta.db_table)
    now = int(time.time())
    row = [scope[:40], hashlib.sha256(key.encode()).hexdigest(), now - now % seconds]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS seen (scope, key, {_WINDOW}, count) VALUES (%s, %s, %s, 1) "  # noqa: S608 constants
            f"ON CONFLICT (scope, key, {_WINDOW}) DO UPDATE SET count = seen.count + 1 RETURNING count",
            row,
        )
        return cursor.fetchone()[0] <= limit


_WINDOW = connection.ops.quote_name("window")  # a reserved word of SQL


def client_address(request) -> str:
    """Who asks: the connection's address, which the middleware takes from our own proxy if any."""
    return request.META.get("REMOTE_ADDR", "")


def forget_old(seconds: int = 2 * 86400) -> None:
    """Drop windows that began so long ago that no limit looks at them."""
    RateWindow.objects.filter(window__lt=int(time.time()) - seconds).delete()
