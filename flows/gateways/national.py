"""The exchange with the National Public Service Portal: log in, call a service, read its answer.

Without NATIONAL_URL the development mailbox stands for the portal (`DEMO`), and takes everything.
"""

import json

from django.conf import settings

from flows.errors import EffectError
from flows.gateways import calling, mailbox

LARGEST = 32 * 1024 * 1024  # bytes: the whole catalogue comes in one answer
LOGIN, SERVICE = "/mapi/login", "/mapi/g"
CATALOGUE = "national-catalogue.json"  # in the development mailbox's folder
TWIN = "cong-quoc-gia"  # whose messages the development mailbox shows
_SESSION_ENDED = {401, 403}
_LATER = {408, 425, 429, *range(500, 600)}  # by HTTP, or as an error_code inside a 200


class SessionEnded(EffectError):
    """The session is unknown there: log in again."""


class Refused(EffectError):
    """The portal has read the message and does not take it; the same again changes nothing."""

    def __init__(self, message: str):
        super().__init__(message, permanent=True)


def is_connected() -> bool:
    return bool(settings.NATIONAL_URL) or settings.DEMO


def login() -> str:
    """A new session. EffectError when the portal is away or does not know us."""
    if not settings.NATIONAL_URL:
        return TWIN
    said = {"username": settings.NATIONAL_USER, "password": settings.NATIONAL_PASSWORD}
    try:
        answer = _post(LOGIN, said)
    except (SessionEnded, Refused) as error:
        # A wrong password is no fault of the message: it waits until somebody mends the account.
        raise EffectError(f"Không đăng nhập được Cổng quốc gia. {error}") from error
    if not (session := str(answer.get("session") or "")):
        raise EffectError("Cổng quốc gia không cấp phiên làm việc.")
    return session


def call(session: str, service: str, *, key: str, **said) -> list | dict | str | None:
    """The `result` of one service. SessionEnded, Refused, or EffectError when it is to be tried again."""
    message = {"session": session, "madonvi": settings.NATIONAL_UNIT, "service": service, **said}
    if not settings.NATIONAL_URL:
        shown = json.dumps({**message, "session": "…"}, ensure_ascii=False, indent=1)
        mailbox.put("national", TWIN, service, shown, key=key)
        return catalogue_of_the_twin().get(service, [])
    return _post(SERVICE, message).get("result")


def catalogue_of_the_twin() -> dict[str, list[dict]]:
    """{service: rows} that the development twin has in its file; empty without one."""
    path = settings.MESSAGES_DIR / CATALOGUE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _post(path: str, said: dict) -> dict:
    headers = {"dstcode": settings.NATIONAL_TARGET, "Accept": "application/json"}
    body = json.dumps(said, ensure_ascii=False).encode()
    status, text = calling.call(
        "POST", settings.NATIONAL_URL + path, body, headers, who="Cổng quốc gia", largest=LARGEST
    )
    if status in _SESSION_ENDED:
        raise SessionEnded(f"Cổng quốc gia trả lời {status}.")
    if status in _LATER or 300 <= status < 400:
        raise EffectError(f"Cổng quốc gia trả lời {status}.")
    if not 200 <= status < 300:
        raise Refused(f"Cổng quốc gia trả lời {status}.")
    return _read(text)


def _read(text: bytes) -> dict:
    """The answer, when its error_code is 0."""
    try:
        answer = json.loads(text)
        code = int(answer["error_code"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise EffectError("Cổng quốc gia trả lời không đọc được.") from None
    if code == 0:
        return answer
    told = str(answer.get("message") or answer.get("error_message") or "")[:200]
    sentence = f"Cổng quốc gia báo lỗi {code}{': ' + told if told else ''}."
    if code in _SESSION_ENDED:
        raise SessionEnded(sentence)
    raise EffectError(sentence) if code in _LATER else Refused(sentence)
