"""What systems send and get: the JSON of dossiers, reports and changes."""

import datetime
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

STATUS = Literal[
    "submitted", "received", "processing", "completed", "returned", "rejected", "withdrawn"
]


class Sent(Schema):
    """What is sent has no other fields than these."""

    model_config = ConfigDict(extra="forbid")


class ApplicantIn(Sent):
    """Who the dossier is about (chủ hồ sơ)."""

    kind: Literal["person", "organisation"] = "person"
    name: str = Field(min_length=1, max_length=160)
    identifier: str = Field(max_length=20, description="Số định danh cá nhân, hoặc mã số thuế")
    insurance_number: str = Field("", max_length=20)
    phone: str = Field("", max_length=20)
    email: str = Field("", max_length=254)
    address: str = Field("", max_length=255)


class AttachmentIn(Sent):
    """A paper: the code of its component, or the key of a file question."""

    component: str = Field(max_length=60)
    filename: str = Field(min_length=1, max_length=200)
    content_base64: str


class DossierIn(Sent):
    procedure: str = Field(max_length=20)
    case: str = Field("", max_length=60, description="Mã trường hợp; trống khi chỉ có một")
    agency: str = Field(max_length=35, description="Mã định danh hoặc mã cơ quan BHXH")
    applicant: ApplicantIn
    answers: dict[str, Any] = Field(default_factory=dict)
    attachments: list[AttachmentIn] = Field(default_factory=list, max_length=50)
    result_channel: Literal["online", "counter", "post"] = "counter"
    external_code: str = Field("", max_length=80, description="Mã của hồ sơ ở hệ thống gửi")


class FiledOut(Schema):
    code: str
    check: str
    status: STATUS
    due_on: datetime.date | None
    answer_due_at: datetime.datetime | None
    tracking_url: str
    external_code: str | None


class ResultIn(Sent):
    filename: str = Field(min_length=1, max_length=200)
    content_base64: str


class ReportIn(Sent):
    """Where the dossier is in the reporting system."""

    status: STATUS
    department: str = Field("", max_length=160, description="Mã hoặc tên phòng ban kế tiếp")
    note: str = Field("", max_length=2000)
    legal_ground: str = Field(
        "", max_length=300, description="Căn cứ pháp lý của việc từ chối hay kết quả không đạt"
    )
    at: datetime.datetime | None = None
    result: ResultIn | None = None


class ReportOut(Schema):
    """`changed` is false when the dossier was there already."""

    code: str
    status: STATUS
    status_label: str
    department: str
    changed: bool
    detail: str


class EventOut(Schema):
    at: datetime.datetime
    status: str
    text: str
    agency: str
    department: str


class PaperOut(Schema):
    component: str | None
    name: str
    sha256: str | None
    verdict: str
    note: str


class IssuedOut(Schema):
    kind: str
    title: str
    number: str
    issued_at: datetime.datetime
    is_valid: bool
    sha256: str
    verify_url: str


class NamedOut(Schema):
    code: str
    name: str


class DossierOut(Schema):
    """A dossier with its history."""

    code: str
    office_number: str | None
    external_code: str | None
    procedure: NamedOut
    case: NamedOut
    agency: NamedOut
    current_agency: NamedOut
    department: str
    applicant: ApplicantIn
    answers: dict[str, Any]
    channel: str
    result_channel: str
    state: str
    status: STATUS
    status_label: str
    status_detail: str
    national_code: int
    submitted_at: datetime.datetime
    received_at: datetime.datetime | None
    due_at: datetime.datetime | None
    returned_at: datetime.datetime | None
    papers: list[PaperOut]
    issued: list[IssuedOut]
    history: list[EventOut]


class ChangeOut(Schema):
    cursor: str
    event_id: str
    code: str
    external_code: str | None
    state: str
    status: str
    status_label: str
    national_code: int
    agency: str
    department: str
    due_on: str | None
    at: datetime.datetime


class ChangesOut(Schema):
    """`next` goes into `after` of the following call, now or later; `has_more`: ask at once."""

    items: list[ChangeOut]
    next: str
    has_more: bool
