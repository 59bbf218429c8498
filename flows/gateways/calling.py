"""One HTTP POST with an end: who answers drop by drop is cut off, who answers too much is not read."""

import http.client
import socket
import threading

from flows.errors import EffectError

TIMEOUT = 10  # seconds for one step
DEADLINE = 25  # seconds for the whole call
LARGEST = 1024 * 1024  # bytes of an answer that are read


def post(
    connection: http.client.HTTPConnection,
    path: str,
    body: bytes,
    headers: dict[str, str],
    *,
    largest: int = LARGEST,
) -> tuple[int, bytes]:
    """(status, answer) of one POST; the connection is closed. EffectError when nobody answered."""
    watch = threading.Timer(DEADLINE, _cut, [connection])
    watch.start()
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(largest)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EffectError(f"Bên nhận chưa trả lời ({type(error).__name__}).") from error
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.sock.close()
