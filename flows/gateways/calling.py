"""One HTTP call with an end: who answers drop by drop is cut off, who answers too much is not read.

Every answer is an answer: no redirect is followed, so nobody else gets what is sent.
"""

import http.client
import socket
import threading
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from flows.errors import EffectError

TIMEOUT = 10  # seconds for one step
DEADLINE = 25  # seconds for the whole call
LARGEST = 1024 * 1024  # bytes of an answer that are read
AGAIN = {408, 409, 425, 429}  # client errors that pass by themselves


def call(
    method: str,
    url: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    *,
    who: str = "Bên nhận",
    largest: int = LARGEST,
) -> tuple[int, bytes]:
    """(status, answer) of one call to an address of the settings, through HTTPS_PROXY, HTTP_PROXY and
    NO_PROXY when the environment has them. EffectError when nobody answered; `who` stands in it."""
    connection, path = _line_to(url)
    return _exchange(connection, method, path, body, headers or {}, who=who, largest=largest)


def post(
    connection: http.client.HTTPConnection, path: str, body: bytes, headers: dict[str, str]
) -> tuple[int, bytes]:
    """(status, answer) of one POST over a connection of the caller's own."""
    return _exchange(connection, "POST", path, body, headers, who="Bên nhận", largest=LARGEST)


def passes(status: int) -> bool:
    """Whether an error status is of now, so that the same message may be taken later."""
    return status in AGAIN or not 400 <= status < 500


def _exchange(connection, method, path, body, headers, *, who, largest) -> tuple[int, bytes]:
    watch = threading.Timer(DEADLINE, _cut, [connection])
    watch.start()
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(largest)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EffectError(f"{who} chưa trả lời ({type(error).__name__}).") from error
    finally:
        watch.cancel()
        connection.close()


def _line_to(url: str) -> tuple[http.client.HTTPConnection, str]:
    """(connection, what to ask it for)."""
    parts = urlsplit(url)
    host, is_secret = parts.hostname or "", parts.scheme == "https"
    kind = http.client.HTTPSConnection if is_secret else http.client.HTTPConnection
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    proxy = "" if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme, "")
    if not proxy:
        return kind(host, parts.port, timeout=TIMEOUT), path
    between = urlsplit(proxy)
    connection = kind(between.hostname or "", between.port, timeout=TIMEOUT)
    if is_secret:
        connection.set_tunnel(host, parts.port)
        return connection, path
    return connection, url


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.sock.close()
