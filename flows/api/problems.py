"""Every error of the API as an RFC 9457 problem: Vietnamese `detail` for people, `code` for machines."""

import json
import logging

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpResponse
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.files.refusals import FileRefused
from flows.partners.filing import ExternalCodeUsed, WrongFields
from flows.partners.idempotency import KeyReused

log = logging.getLogger(__name__)
TYPE = "application/problem+json"
TITLES = {
    400: ("bad_request", "Yêu cầu không đọc được", "Yêu cầu viết sai; hãy xem tài liệu của API."),
    401: (
        "not_authenticated",
        "Chưa xác thực",
        "Hãy gửi mã truy cập còn hiệu lực: «Authorization: Bearer …».",
    ),
    403: ("forbidden", "Không được phép", "Mã truy cập này không có quyền làm việc này."),
    404: ("not_found", "Không tìm thấy", "Không có địa chỉ hoặc đối tượng này."),
    405: ("method_not_allowed", "Sai phương thức", "Địa chỉ này không nhận phương thức HTTP đó."),
    409: ("conflict", "Xung đột", "Yêu cầu không hợp với tình trạng hiện tại."),
    413: ("too_large", "Nội dung quá lớn", "Nội dung gửi vượt giới hạn."),
    422: ("invalid", "Nội dung chưa đúng", "Nội dung gửi còn chỗ sai; xem «errors»."),
    429: ("too_many_requests", "Gửi quá nhiều", "Đã vượt giới hạn tần suất; hãy chờ rồi gửi lại."),
    500: ("server_error", "Lỗi hệ thống", "Hệ thống gặp lỗi; xin báo mã yêu cầu (X-Request-ID)."),
    503: ("busy", "Hệ thống đang bận", "Hệ thống đang bận; hãy gửi lại sau ít giây."),
}
FIELD_ERRORS = {
    "missing": "Thiếu trường này.",
    "extra_forbidden": "Không có trường này.",
    "string_type": "Phải là chuỗi ký tự.",
    "string_too_long": "Dài quá giới hạn.",
    "string_too_short": "Ngắn quá giới hạn.",
    "string_pattern_mismatch": "Không đúng dạng.",
    "literal_error": "Không thuộc các giá trị được nhận.",
    "enum": "Không thuộc các giá trị được nhận.",
    "int_parsing": "Phải là số nguyên.",
    "int_type": "Phải là số nguyên.",
    "dict_type": "Phải là đối tượng JSON.",
    "model_attributes_type": "Phải là đối tượng JSON.",
    "list_type": "Phải là danh sách.",
    "too_long": "Nhiều quá giới hạn.",
    "greater_than_equal": "Nhỏ quá giới hạn.",
    "less_than_equal": "Lớn quá giới hạn.",
    "datetime_parsing": "Phải là thời điểm ISO 8601.",
    "datetime_from_date_parsing": "Phải là thời điểm ISO 8601.",
    "timezone_aware": "Phải ghi múi giờ.",
}


class FieldError(Schema):
    """Where in the request (a JSON pointer), and what is wrong there."""

    path: str
    code: str
    detail: str


class ProblemBody(Schema):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] | None = None


ERRORS = {frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 503}): ProblemBody}


class Problem(Exception):
    """An answer that is no success. `more` are further members of the body."""

    def __init__(self, status: int, code: str = "", detail: str = "", *, errors=None, **more):
        super().__init__(detail or code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.more = errors, more


def answer(status: int, code: str = "", detail: str = "", *, errors=None, **more) -> HttpResponse:
    """The problem as an HTTP answer; what is not given is said by the status."""
    known = TITLES.get(status) or TITLES[400 if status < 500 else 500]
    body = {
        "type": "about:blank",
        "title": known[1],
        "status": status,
        "detail": detail or known[2],
        "code": code or known[0],
        **({"errors": errors} if errors else {}),
        **more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=status,
        content_type=f"{TYPE}; charset=utf-8",
    )
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    if status in (429, 503):
        response["Retry-After"] = str(more.get("retry_after", 60 if status == 429 else 3))
    return response


def install(api) -> None:
    """Give the NinjaAPI our words for everything that can go wrong."""

    def on(kind, said):
        api.add_exception_handler(kind, lambda request, error: said(error))

    on(Problem, lambda e: answer(e.status, e.code, e.detail, errors=e.errors, **e.more))
    on(ValidationError, lambda e: answer(422, errors=[_field_error(one) for one in e.errors]))
    on(AuthenticationError, lambda e: answer(401))
    on(HttpError, _http_error)
    on(Http404, lambda e: answer(404, detail=_vietnamese(e)))
    on(RequestDataTooBig, lambda e: answer(413))
    on(WrongFields, lambda e: answer(422, e.code, str(e), errors=e.errors))
    on(KeyReused, lambda e: answer(422, e.code, str(e)))
    on(ExternalCodeUsed, lambda e: answer(409, e.code, str(e), dossier=e.dossier))
    on(FileRefused, _file_refused)
    on(NotPermitted, lambda e: answer(403, e.code, str(e)))
    on(AlreadyDone, lambda e: answer(409, e.code, str(e)))
    on(DossierError, lambda e: answer(409, e.code, str(e)))
    on(OperationalError, _busy)


def _busy(error: OperationalError) -> HttpResponse:
    """A lock that was waited for too long, or a database that is away: worth another try."""
    log.warning("the database did not answer a call: %s", error)
    return answer(503)


def _file_refused(error: FileRefused) -> HttpResponse:
    if error.passes:
        return answer(503, detail=str(error), retry_after=60)
    return answer(422, f"file_{error.code}", str(error))


def _http_error(error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):  # the body's reader said it better
        problem = error.__cause__
        return answer(problem.status, problem.code, problem.detail)
    if error.status_code == 400:
        return answer(400, "bad_json", "Nội dung không phải là JSON đúng.")
    return answer(error.status_code, detail=error.message)


def _vietnamese(error: Http404) -> str:
    """Our own sentence; Django's own words (of a model, of an address) are not for outside."""
    said = str(error)
    return "" if said.startswith(("No ", "docs_url")) else said


def _field_error(error: dict) -> dict:
    """A pydantic error in our words: `("body", "payload", "answers")` is `/answers`."""
    source, *place = error["loc"]
    if source == "body":
        place = place[1:]
    pointer = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in place)
    if source in ("query", "path", "header"):
        pointer = f"{source}/{pointer}"
    detail = FIELD_ERRORS.get(error["type"], "Giá trị không hợp lệ.")
    if error["type"] in ("value_error", "assertion_error"):
        detail = str((error.get("ctx") or {}).get("error") or detail)
    return {"path": f"/{pointer}"[:300], "code": error["type"], "detail": detail}
