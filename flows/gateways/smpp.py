"""SMPP 3.4 to an operator's message centre: messages out, their reports and people's questions in.

The worker sends over a bind of its own; `manage.py smpp` listens over another one.
"""

import contextlib
import logging
import re
import select
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from smpplib import consts, exceptions, gsm, smpp
from smpplib.client import Client

from flows.errors import EffectError

log = logging.getLogger(__name__)
TIMEOUT = 15  # seconds for an answer
ENQUIRE_AFTER = 20  # seconds of silence, then the line is tried
# What never goes, however often it is sent: wrong length or address.
FINAL = {0x01, consts.SMPP_ESME_RINVDSTADR, 0x48, 0x49, 0x50, 0x51}
SLOWER = {consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RMSGQFUL}
BROKEN = (exceptions.ConnectionError, OSError)
_EXTENDED = frozenset("^{}\\[~]|€")  # two places each in GSM-7: a part must not end between them
_TEXT_REPORT = re.compile(r"id:(?P<id>\S+).*?stat:(?P<stat>[A-Z]+)", re.IGNORECASE | re.DOTALL)
_STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
LOST = {"EXPIRED", "DELETED", "UNDELIV", "REJECTD"}


@dataclass(frozen=True)
class Report:
    """What became of a message: the centre's id of it and its word (DELIVRD, UNDELIV …)."""

    provider_id: str
    stat: str


@dataclass(frozen=True)
class Question:
    """What a person sent to our number."""

    sender: str
    text: str
    reference: str


class AnswerLost(EffectError):
    """The message left, and nobody said whether it was taken: sent again it might arrive twice, so a
    person decides."""

    def __init__(self, error: Exception):
        super().__init__(
            f"Tin đã chuyển đi nhưng tổng đài SMS mất nối trước khi xác nhận ({_told(error)}); "
            "chưa rõ đã gửi hay chưa.",
            permanent=True,
        )


class Session:
    """One bind, made when it is needed and made anew after the line broke."""

    def __init__(self, url: str, *, receives: bool = False):
        parts = urlsplit(url)
        self.where = (
            parts.hostname or "",
            parts.port or (3550 if parts.scheme == "smpps" else 2775),
        )
        self.account = (unquote(parts.username or ""), unquote(parts.password or ""))
        self.system_type = parse_qs(parts.query).get("system_type", [""])[0]
        self.is_secret = parts.scheme == "smpps"
        self.receives = receives
        self.client: Client | None = None
        self.spoken_at = 0.0

    def bound(self) -> Client:
        """The client, bound; EffectError when the centre does not let us in."""
        if self.client and (time.monotonic() - self.spoken_at > ENQUIRE_AFTER or self._is_told()):
            self._try_line()
        if self.client is None:
            self._bind()
        self.spoken_at = time.monotonic()
        return self.client

    def _bind(self) -> None:
        # Without unknown optional fields a centre's own ones would end the session.
        client = Client(
            *self.where, timeout=TIMEOUT, allow_unknown_opt_params=True, logger_name="smpp"
        )
        try:
            if self.is_secret:
                client._ssl_context = _Named(self.where[0])
            client.connect()
            bind = client.bind_receiver if self.receives else client.bind_transmitter
            bind(system_id=self.account[0], password=self.account[1], system_type=self.system_type)
        except (*BROKEN, exceptions.PDUError) as error:
            _drop(client)
            raise EffectError(f"Tổng đài SMS không nhận kết nối ({_told(error)}).") from error
        self.client = client

    def _is_told(self) -> bool:
        """Whether something came in while nobody read: a question of the centre, or the line's end."""
        readable, _writable, _broken = select.select([self.client._socket], [], [], 0)
        return bool(readable)

    def _try_line(self) -> None:
        """Ask whether the centre is still there; a dead line is dropped."""
        try:
            self.client.send_pdu(smpp.make_pdu("enquire_link", client=self.client))
            self._until("enquire_link_resp")
        except (*BROKEN, exceptions.PDUError):
            self.drop()

    def submit(self, to: str, text: str, *, key: str, report: bool) -> str:
        """Send one message, in parts when it is long; the centre's id of its last part.

        AnswerLost when a part left and the line broke before the centre's word on it.
        """
        parts, coding, esm_class = parts_of(text)
        said = None
        for number, part in enumerate(parts, start=1):
            is_last = number == len(parts)
            client = self.bound()
            sent = client.send_message(
                user_message_reference=reference_of(key, number),
                source_addr_ton=consts.SMPP_TON_UNK
                if settings.SMS_SENDER.isdigit()
                else consts.SMPP_TON_ALNUM,
                source_addr=settings.SMS_SENDER,
                dest_addr_ton=consts.SMPP_TON_INTL,
                dest_addr_npi=consts.SMPP_NPI_ISDN,
                destination_addr=to.removeprefix("+"),
                short_message=part,
                data_coding=coding,
                esm_class=esm_class,
                registered_delivery=report and is_last,
            )
            try:
                said = self._until("submit_sm_resp", sent.sequence)
            except (*BROKEN, exceptions.PDUError) as error:
                raise AnswerLost(error) from error
            if said.status:
                raise refusal(said.status)
        number = said.message_id or b""
        return number.decode("ascii", "replace") if isinstance(number, bytes) else str(number)

    def _until(self, command: str, sequence: int | None = None):
        """Read until this answer comes; what the centre asks meanwhile is answered."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            pdu = self.client.read_pdu()
            if pdu.command == "enquire_link":
                self.client._enquire_link_received(pdu)
            elif pdu.command == "unbind":
                break
            elif pdu.command == command and sequence in (None, pdu.sequence):
                return pdu
        raise exceptions.ConnectionError("no answer")

    def drop(self) -> None:
        if self.client is not None:
            _drop(self.client)
            self.client = None


class _Named:
    """TLS with the centre's name, which the library's own wrapping leaves out."""

    def __init__(self, name: str):
        self.name, self.context = name, ssl.create_default_context()

    def wrap_socket(self, raw):
        return self.context.wrap_socket(raw, server_hostname=self.name)


_sending: dict[str, Session] = {}
_one_at_a_time = threading.Lock()


def reference_of(key: str, part: int) -> int:
    """The user_message_reference of a message: the same at every try, so that a centre that looks at
    it takes the message once."""
    return (zlib.crc32(key.encode()) + part) & 0xFFFF


def deliver(to: str, text: str, *, key: str, report: bool) -> str:
    """Send by SMS_URL; returns the centre's id. A line that broke while idle is made anew.

    EffectError: permanent for a wrong number, AnswerLost when nobody knows, else to be tried again
    (throttled, down).
    """
    with _one_at_a_time:
        session = _sending.setdefault(settings.SMS_URL, Session(settings.SMS_URL))
        session.bound()
        try:
            return session.submit(to, text, key=key, report=report)
        except AnswerLost:
            session.drop()
            raise
        except (*BROKEN, exceptions.PDUError) as error:
            session.drop()
            raise EffectError(f"Tổng đài SMS chưa trả lời ({_told(error)}).") from error


def refusal(status: int) -> EffectError:
    """What the centre's refusal means for the message."""
    if status in SLOWER:
        return EffectError("Tổng đài SMS báo gửi quá nhanh; sẽ gửi lại sau.")
    told = consts.DESCRIPTIONS.get(status, "")
    return EffectError(
        f"Tổng đài SMS từ chối tin (0x{status:02X} {told}).", permanent=status in FINAL
    )


def parts_of(text: str) -> tuple[list[bytes], int, int]:
    """(parts, data_coding, esm_class): GSM-7 when every mark is in it, else UCS-2."""
    wide = "`" in text or (len(text) > consts.SEVENBIT_LENGTH - 1 and _EXTENDED & set(text))
    coding = consts.SMPP_ENCODING_ISO10646 if wide else consts.SMPP_ENCODING_DEFAULT
    return gsm.make_parts(text, coding)


def listen(
    stop: threading.Event,
    *,
    told: Callable[[Report], bool],
    asked: Callable[[Question], None],
    alive: Callable[[], None],
    longest_wait: float = 60,
) -> None:
    """Hear reports and questions until told to stop; a broken line is bound anew, ever more slowly.

    What our side cannot keep now is answered with a temporary error: the centre brings it again.
    """
    session, wait = Session(settings.SMS_URL, receives=True), 1.0
    while not stop.is_set():
        try:
            client = session.bound()
            client.set_message_received_handler(lambda pdu: _heard(pdu, told, asked))
            client._socket.settimeout(ENQUIRE_AFTER)
            wait, silent = 1.0, 0
            while not stop.is_set() and silent < 2:
                alive()
                silent = 0 if _hears(client) else silent + 1
            session.drop()
        except (*BROKEN, exceptions.PDUError, EffectError):
            session.drop()
            stop.wait(wait)
            wait = min(wait * 2, longest_wait)
    session.drop()


def _hears(client: Client) -> bool:
    """One PDU is read and answered; False after silence, when the line has been asked."""
    readable, _writable, _broken = select.select([client._socket], [], [], ENQUIRE_AFTER)
    if readable:
        client.read_once(auto_send_enquire_link=False)
        return True
    client.send_pdu(smpp.make_pdu("enquire_link", client=client))
    return False


def _heard(pdu, told, asked) -> int:
    """Take a deliver_sm; the status that the centre is answered."""
    try:
        found = read(pdu)
        if isinstance(found, Report):
            return consts.SMPP_ESME_ROK if told(found) else consts.SMPP_ESME_RX_T_APPN
        if found:
            asked(found)
    except Exception:
        log.exception("an SMS could not be taken")
        return consts.SMPP_ESME_RX_T_APPN
    return consts.SMPP_ESME_ROK


def read(pdu) -> Report | Question | None:
    """A deliver_sm as what it says; None when it is neither a report nor a question."""
    body = pdu.short_message or getattr(pdu, "message_payload", None) or b""
    esm_class = pdu.esm_class or 0
    if esm_class & 0x3C == 0x04:
        text = body.decode("latin-1")
        found = _TEXT_REPORT.search(text)
        named = getattr(pdu, "receipted_message_id", None)
        number = _text(named) or (found["id"] if found else "")
        stat = _STATES.get(getattr(pdu, "message_state", None) or 0, "")
        stat = stat or (found["stat"].upper() if found else "")
        return Report(number, stat) if number and stat else None
    if esm_class & consts.SMPP_GSMFEAT_UDHI and body:
        body = body[1 + body[0] :]
    sender = _text(pdu.source_addr)
    reference = str(getattr(pdu, "user_message_reference", None) or "")
    return Question(sender, _decoded(body, pdu.data_coding or 0), reference) if sender else None


def _decoded(body: bytes, coding: int) -> str:
    if coding == consts.SMPP_ENCODING_ISO10646:
        return body.decode("utf-16-be", "replace")
    if coding == consts.SMPP_ENCODING_ISO88591:
        return body.decode("latin-1")
    table = gsm.GSM_CHARACTER_TABLE
    return "".join(table[mark] if mark < 0x80 else " " for mark in body)


def _text(value) -> str:
    return value.decode("latin-1").strip("\0 ") if isinstance(value, bytes) else str(value or "")


def _told(error: Exception) -> str:
    return str(error)[:120] or type(error).__name__


def _drop(client: Client) -> None:
    with contextlib.suppress(*BROKEN):
        if client._socket is not None:
            client._socket.close()
    client._socket, client.state = None, consts.SMPP_CLIENT_STATE_CLOSED
