"""A message centre of one's own (SMPP 3.4, read and written by hand), that also misbehaves."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from tests.local_server import running

BIND = {1: "receiver", 2: "transmitter"}
SUBMIT, DELIVER, ENQUIRE, UNBIND, ANSWER = 4, 5, 0x15, 6, 0x80000000


def pdu(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    return struct.pack(">4L", 16 + len(body), command, status, sequence) + body


def c_string(body: bytes) -> tuple[str, bytes]:
    text, _, rest = body.partition(b"\0")
    return text.decode(), rest


def submitted(body: bytes) -> dict:
    """The fields of a submit_sm."""
    found = {}
    _, body = c_string(body)
    found["sender_kind"] = body[0]
    found["sender"], body = c_string(body[2:])
    found["to"], body = c_string(body[2:])
    found["esm_class"], body = body[0], body[3:]
    _, body = c_string(body)
    _, body = c_string(body)
    found["report"], found["coding"], length = body[0], body[2], body[4]
    text, optional = body[5 : 5 + length], body[5 + length :]
    return found | {"text": text, "reference": optional[optional.find(b"\x02\x04") + 4 :][:2]}


def delivered(sender: str, text: bytes, *, esm_class: int = 0, coding: int = 0) -> bytes:
    """The body of a deliver_sm."""
    head = b"\0\1\1" + sender.encode() + b"\0\1\1" + b"8079\0"
    return head + bytes([esm_class, 0, 0, 0, 0, 0, 0, coding, 0, len(text)]) + text


class Centre(socketserver.ThreadingTCPServer):
    """`seen`: messages; `answers`: statuses to be given next; `hangs_up`: on how many messages;
    `loses`: of how many it takes it loses the answer."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, address, port=0):
        self.seen, self.answers, self.binds, self.enquired = [], [], [], threading.Event()
        self.loses = 0
        self.lets_in, self.hangs_up, self.outgoing, self.answered = True, 0, [], []
        self.lines = []
        super().__init__(("127.0.0.1", port), Line)

    def bring(self, body: bytes) -> int:
        """Deliver to the listener; the status that it answers."""
        line = self.lines[-1]
        line.answered.clear()
        line.request.sendall(pdu(DELIVER, 700 + len(self.answered), body))
        assert line.answered.wait(5)
        return self.answered[-1]


class Line(socketserver.BaseRequestHandler):
    def setup(self):
        self.answered = threading.Event()

    def handle(self):
        while head := self.request.recv(16, 0x100):  # MSG_WAITALL
            length, command, status, sequence = struct.unpack(">4L", head)
            body = self.request.recv(length - 16, 0x100) if length > 16 else b""
            if not self.take(command, status, sequence, body):
                return

    def take(self, command, status, sequence, body) -> bool:
        centre = self.server
        if command in BIND:
            name, rest = c_string(body)
            centre.binds.append((BIND[command], name, c_string(rest)[0]))
            good = 0 if centre.lets_in else 0x0D
            self.request.sendall(
                pdu(command | ANSWER, sequence, b"TT\0" if not good else b"", good)
            )
            if not good:
                centre.lines.append(self)
        elif command == SUBMIT:
            if centre.hangs_up:
                centre.hangs_up -= 1
                return False
            answer = centre.answers.pop(0) if centre.answers else 0
            # The centre asks in the middle of the talk whether we live.
            self.request.sendall(pdu(ENQUIRE, 900))
            if not answer:
                centre.seen.append(submitted(body))
            if centre.loses:
                centre.loses -= 1
                return False
            number = b"" if answer else b"tt-%d\0" % len(centre.seen)
            self.request.sendall(pdu(command | ANSWER, sequence, number, answer))
        elif command == ENQUIRE:
            centre.enquired.set()
            self.request.sendall(pdu(command | ANSWER, sequence))
        elif command == DELIVER | ANSWER:
            centre.answered.append(status)
            self.answered.set()
        return True


@contextmanager
def message_centre(settings, port=0):
    server = Centre(None, port)
    settings.SMS_URL = f"smpp://bhxh:mat%20khau@127.0.0.1:{server.server_address[1]}"
    with running(server):
        yield server
