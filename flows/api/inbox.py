"""The inbox for systems that do not wait: a message is stored, acknowledged, worked off afterwards."""

import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from flows import limits
from flows.api.dossiers import CREATE, READ, UPDATE
from flows.api.problems import ERRORS, FieldError, Problem
from flows.api.shapes import Sent
from flows.models import InboundMessage
from flows.partners import inbox

router = Router(tags=["Thông điệp đến"])
ID = r"^[!-~]{1,120}$"


class MessageIn(Sent):
    """`message_id` is the sender's own: the same again is the same message."""

    message_id: str = Field(pattern=ID)
    body: dict[str, Any]


class MessageOut(Schema):
    message_id: str
    state: Literal["waiting", "done", "quarantine", "dropped"]
    received_at: datetime.datetime
    settled_at: datetime.datetime | None
    dossier: str | None
    detail: str
    errors: list[FieldError]


def _told(message: InboundMessage) -> dict:
    return {
        "message_id": message.message_id,
        "state": message.state,
        "received_at": message.received_at,
        "settled_at": message.settled_at,
        "dossier": message.dossier.code if message.dossier else None,
        "detail": message.outcome,
        "errors": message.errors,
    }


def _stored(request: HttpRequest, kind: str, sent: MessageIn):
    kept = inbox.store(
        request.auth, kind, sent.message_id, sent.body, address=limits.client_address(request)
    )
    return Status(202, _told(kept))


@router.post(
    "/inbox/dossiers",
    response={202: MessageOut, **ERRORS},
    auth=CREATE,
    summary="Hồ sơ từ Cổng Dịch vụ công quốc gia",
)
def dossier(request: HttpRequest, sent: MessageIn):
    return _stored(request, InboundMessage.Kind.DOSSIER, sent)


@router.post(
    "/inbox/reports",
    response={202: MessageOut, **ERRORS},
    auth=UPDATE,
    summary="Báo tiến độ, không chờ trả lời",
)
def report(request: HttpRequest, sent: MessageIn):
    return _stored(request, InboundMessage.Kind.REPORT, sent)


@router.get(
    "/inbox/{message_id}",
    response={200: MessageOut, **ERRORS},
    auth=READ,
    summary="Một thông điệp đã gửi: xử lý đến đâu",
)
def read(request: HttpRequest, message_id: str):
    found = InboundMessage.objects.select_related("dossier").defer("body", "corrected")
    message = found.filter(system=request.auth.system, message_id=message_id[:120]).first()
    if message is None:
        raise Problem(404, detail="Hệ thống chưa gửi thông điệp mang mã này.")
    return _told(message)
