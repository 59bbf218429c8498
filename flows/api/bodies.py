"""Reading what is sent: never more than allowed, never deeper, never text that no database keeps."""

import json

from django.conf import settings
from ninja.parser import Parser

from flows.api.problems import Problem

DEEPEST = 24


def take(request, limit: int | None = None) -> None:
    """Read the body of a caller whom we know, up to API_MAX_MB instead of Django's own limit."""
    limit = limit or settings.API_MAX_MB * 1024 * 1024
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise Problem(413, detail=f"Nội dung gửi vượt {limit // 1024 // 1024} MB.")
    if not hasattr(request, "_body"):
        request._body = request.read(limit + 1)


class StrictParser(Parser):
    """JSON as RFC 8259 says, of a depth and with text that everything behind can hold."""

    def parse_body(self, request):
        """Raises Problem 400 with the reason."""
        try:
            value = json.loads(request.body, parse_constant=_refuse_constant)
        except Problem:
            raise
        except RecursionError:
            raise _too_deep() from None
        except ValueError:
            raise Problem(400, "bad_json", "Nội dung không phải là JSON đúng.") from None
        _inspect(value)
        return value


def _inspect(value) -> None:
    """Walk the value without recursion."""
    left = [(value, 1)]
    while left:
        one, depth = left.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(one, dict):
            left += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            left += [(part, depth + 1) for part in one]
        elif isinstance(one, str):
            _inspect_text(one)
        elif isinstance(one, int | float) and not abs(one) < 2**63:  # infinity and NaN too
            raise Problem(400, "bad_number", "Có số quá lớn.")


def _inspect_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= mark <= "\udfff" for mark in text):
        raise Problem(400, "bad_text", "Có ký tự không được nhận (NUL hoặc nửa cặp UTF-16).")


def _refuse_constant(name: str):
    raise Problem(400, "bad_number", f"JSON không có {name}.")


def _too_deep() -> Problem:
    return Problem(400, "too_deep", f"JSON lồng quá {DEEPEST} tầng.")
