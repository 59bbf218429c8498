"""Dossiers for systems with a token: file, read, report, follow. Scoped by `Dossier.objects.within`."""

import base64
import binascii
import re

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest
from ninja import Header, Query, Router, Status

from flows import limits, tracking
from flows.api import reading
from flows.api.doors import TokenDoor
from flows.api.problems import ERRORS, Problem
from flows.api.shapes import ChangesOut, DossierIn, DossierOut, FiledOut, ReportIn, ReportOut
from flows.audit.journal import record
from flows.files import FileRefused, store
from flows.models import Dossier, Token
from flows.partners import feed, filing, progress
from flows.partners.idempotency import once
from flows.services.acting import lock_dossier
from flows.status import public_status

router = Router(tags=["Hồ sơ"])
CREATE, READ, UPDATE = (TokenDoor(right) for right in Token.Right.values)
KEY = Header("", alias="Idempotency-Key", description="Gửi lại cùng khóa: nhận câu trả lời đầu")
_KEY = re.compile(r"[!-~]{1,200}")
_CURSOR = re.compile(r"[0-9]{0,18}")


def _key(key: str) -> str:
    if key and not _KEY.fullmatch(key):
        raise Problem(400, "bad_idempotency_key", "Idempotency-Key: 1 đến 200 ký tự ASCII.")
    return key


def _found(token: Token, code: str) -> Dossier:
    """The dossier within the token's reach; beyond it there is nothing."""
    found = tracking.find(code[:200]).within(token).first()
    if found is None:
        raise Problem(404, detail="Không có hồ sơ mang mã này trong phạm vi của mã truy cập.")
    return found


@router.post(
    "/dossiers", response={201: FiledOut, **ERRORS}, auth=CREATE, summary="Nộp hồ sơ thay người nộp"
)
def file(request: HttpRequest, sent: DossierIn, key: str = KEY):
    token, body = request.auth, sent.model_dump()

    def act():
        dossier = filing.file(token, body, address=limits.client_address(request))
        return 201, _filed(dossier)

    status, answer = once(token.system, _key(key), {"call": "file", **body}, act)
    return Status(status, answer)


@router.get(
    "/dossiers/{code}", response={200: DossierOut, **ERRORS}, auth=READ, summary="Một hồ sơ"
)
def read(request: HttpRequest, code: str):
    token = request.auth
    dossier = _found(token, code)
    # Personal data: in the journal once a day and system; every call stands in the log of calls.
    if limits.hit("api_read", f"{token.system_id}:{dossier.pk}", 1, 86400):
        with transaction.atomic():
            data = {"system": token.system.code, "token": token.prefix}
            record(lock_dossier(dossier.pk), "read_api", by=token.system.account, data=data)
    return reading.whole(dossier)


@router.post(
    "/dossiers/{code}/status",
    response={200: ReportOut, **ERRORS},
    auth=UPDATE,
    summary="Báo tiến độ hoặc kết quả từ phần mềm nghiệp vụ",
)
def report(request: HttpRequest, code: str, sent: ReportIn, key: str = KEY):
    token = request.auth
    dossier = _found(token, code)

    def act():
        said = progress.Report(
            status=sent.status,
            department=sent.department.strip(),
            note=sent.note.strip(),
            legal_ground=sent.legal_ground.strip(),
            at=_aware(sent.at),
            result=_result(sent),
        )
        changed = progress.report(dossier, said, system=token.system)
        return 200, _reported(Dossier.objects.get(pk=dossier.pk), sent.status, changed)

    asked = {"call": f"report {dossier.pk}", **sent.model_dump(mode="json")}
    status, answer = once(token.system, _key(key), asked, act)
    return Status(status, answer)


@router.get(
    "/changes", response={200: ChangesOut, **ERRORS}, auth=READ, summary="Thay đổi tình trạng"
)
def changes(
    request: HttpRequest,
    after: str = Query("", description="Con trỏ «next» của lần trước; trống: từ đầu"),
    limit: int = Query(100, ge=1, le=500),
):
    if not _CURSOR.fullmatch(after):
        raise Problem(422, "bad_cursor", "Con trỏ «after» không do hệ thống này cấp.")
    found = feed.after(int(after or 0), token=request.auth, limit=limit + 1)
    shown = found[:limit]
    return {
        "items": [{"cursor": str(one.position), **feed.told(one)} for one in shown],
        "next": str(shown[-1].position) if shown else after or "0",
        "has_more": len(found) > limit,
    }


def _filed(dossier: Dossier) -> dict:
    url = f"{settings.BASE_URL}/tra-cuu/?ma={dossier.code}&kt={dossier.check_code}"
    answer_due = dossier.answer_due_at
    return {
        "code": dossier.code,
        "check": dossier.check_code,
        "status": public_status(dossier).key,
        "due_on": reading.day(dossier.due_at),
        "answer_due_at": answer_due.isoformat() if answer_due else None,
        "tracking_url": url,
        "external_code": dossier.external_code or None,
    }


def _reported(dossier: Dossier, wanted: str, changed: bool) -> dict:
    status = public_status(dossier)
    waits = dossier.has_pending_decision and status.key != wanted
    return {
        "code": dossier.code,
        "status": status.key,
        "status_label": status.label,
        "department": tracking.departments_of(dossier),
        "changed": changed,
        "detail": "Đã trình lãnh đạo phê duyệt; có kết quả khi được phê duyệt." if waits else "",
    }


def _aware(moment):
    if moment is not None and moment.tzinfo is None:
        raise Problem(422, errors=[filing.wrong("/at", "Phải ghi múi giờ, ví dụ +07:00.")])
    return moment


def _result(sent: ReportIn):
    """The result's file: a PDF, checked as any upload is."""
    if sent.result is None:
        return None
    try:
        content = base64.b64decode(sent.result.content_base64, validate=True)
        stored = store(SimpleUploadedFile(sent.result.filename, content))
    except (binascii.Error, ValueError):
        raise filing.WrongFields(
            [filing.wrong("/result/content_base64", "Không phải base64 đúng.")]
        ) from None
    except FileRefused as error:
        if error.passes:
            raise
        raise filing.WrongFields(
            [filing.wrong("/result", str(error), f"file_{error.code}")]
        ) from error
    if stored.content_type != "application/pdf":
        raise filing.WrongFields([filing.wrong("/result", "Kết quả phải là tệp PDF.", "file_type")])
    return stored
