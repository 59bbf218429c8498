"""ClamAV's daemon over its local socket (INSTREAM)."""

import socket
import struct

from django.conf import settings

from flows.errors import EffectError

CHUNK = 64 * 1024
TIMEOUT = 20  # seconds


def scan(file) -> str:
    """The name of the virus found, or "". EffectError when the daemon does not answer."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as daemon:
            daemon.settimeout(TIMEOUT)
            daemon.connect(settings.CLAMD_SOCKET)
            daemon.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
            daemon.sendall(struct.pack("!L", 0))
            answer = b""
            while part := daemon.recv(4096):
                answer += part
    except OSError as error:
        raise EffectError("Chương trình quét mã độc không trả lời.") from error
    text = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if text.endswith(" FOUND"):
        return text.removeprefix("stream: ").removesuffix(" FOUND")
    if text.endswith(" OK") or text == "OK":
        return ""
    raise EffectError("Chương trình quét mã độc trả lời không rõ.")
