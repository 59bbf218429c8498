"""What each kind of inbound message does: a dossier of the national portal is filed, a report moves one.

Both go through the services and rules of a person.
"""

import base64
import binascii
from typing import Any, Literal

from django.core.files.uploadedfile import SimpleUploadedFile
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from flows import tracking
from flows.errors import DossierError
from flows.files import FileRefused, store
from flows.models import Dossier, InboundMessage, StoredFile
from flows.partners import filing, national_codes, progress

CONTENT = "NoiDungTep"  # the bytes of a paper, base64


class Identity(BaseModel):
    SoDinhDanh: str = Field(max_length=20)


class Paper(BaseModel):
    """A paper: the code of its component, its name and its bytes."""

    MaThanhPhanHoSo: str = Field(max_length=60)
    TenTepDinhKem: str = Field(min_length=1, max_length=200)
    NoiDungTep: str


class NationalDossier(BaseModel):
    """A dossier in the national field names; what else the portal sends is kept, not read."""

    MaHoSo: str = Field(min_length=1, max_length=80)
    MaTTHC: str = Field(max_length=20)
    MaTruongHop: str = Field("", max_length=60)
    NoiTiepNhan: str = Field(max_length=35)
    ChuHoSo: str = Field(min_length=1, max_length=160)
    LoaiDoiTuong: Literal["1", "2"] = "1"
    MaDoiTuong: str = Field("", max_length=20)
    DinhDanhCHS: list[Identity] = Field(default_factory=list, max_length=5)
    SoDienThoai: str = Field("", max_length=20)
    Email: str = Field("", max_length=254)
    DiaChi: str = Field("", max_length=255)
    HinhThuc: Literal["0", "1"] = "0"
    ThongTinKhac: dict[str, Any] = Field(default_factory=dict)
    TaiLieuNop: list[Paper] = Field(default_factory=list, max_length=50)


class Result(BaseModel):
    filename: str = Field(min_length=1, max_length=200)
    content_base64: str


class Report(BaseModel):
    """What POST /dossiers/{code}/status takes, with the dossier's code in it."""

    code: str = Field(min_length=1, max_length=200)
    status: Literal[
        "submitted", "received", "processing", "completed", "returned", "rejected", "withdrawn"
    ]
    department: str = Field("", max_length=160)
    note: str = Field("", max_length=2000)
    legal_ground: str = Field("", max_length=300)
    at: AwareDatetime | None = None
    result: Result | None = None


def _read(shape, content: dict):
    """The content in its shape; WrongFields with every place that is wrong."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise filing.WrongFields(
            [
                filing.wrong(
                    "/" + "/".join(str(part) for part in one["loc"]),
                    "Thiếu trường này." if one["type"] == "missing" else "Không đúng dạng.",
                    one["type"],
                )
                for one in error.errors()
            ]
        ) from None


def file_dossier(message: InboundMessage) -> tuple[Dossier, str]:
    """A dossier of the national portal is filed, once for its national code."""
    told = _read(NationalDossier, message.content)
    if dossier := _known(message, told.MaHoSo):
        return dossier, f"Đã có hồ sơ {dossier.code} mang mã quốc gia này; không lập thêm."
    is_person = told.LoaiDoiTuong == "1"
    identities = [one.SoDinhDanh for one in told.DinhDanhCHS]
    sent = {
        "procedure": national_codes.our_code("procedure", told.MaTTHC),
        "case": told.MaTruongHop,
        "agency": national_codes.our_code("agency", told.NoiTiepNhan),
        "applicant": {
            "kind": "person" if is_person else "organisation",
            "name": told.ChuHoSo,
            "identifier": identities[0] if is_person and identities else told.MaDoiTuong,
            "insurance_number": "",
            "phone": told.SoDienThoai,
            "email": told.Email,
            "address": told.DiaChi,
        },
        "answers": told.ThongTinKhac,
        "attachments": [
            {
                "component": one.MaThanhPhanHoSo,
                "filename": one.TenTepDinhKem,
                "content_base64": one.NoiDungTep,
            }
            for one in told.TaiLieuNop
        ],
        "result_channel": "post" if told.HinhThuc == "1" else "counter",
        "external_code": told.MaHoSo,
    }
    dossier = filing.file(message.token, sent, address=message.address)
    return dossier, f"Đã lập hồ sơ {dossier.code}."


def _known(message: InboundMessage, code: str) -> Dossier | None:
    """The dossier that has this national code already, when it is the same one.

    One of ours that the portal tells back is ours; the same code with another content is refused.
    """
    earlier = Dossier.objects.filter(system=message.system, external_code=code).first()
    if earlier is None:
        return tracking.find(code).filter(code=code).first()
    first = InboundMessage.objects.filter(
        system=message.system, kind=message.kind, state=InboundMessage.State.DONE, dossier=earlier
    ).last()  # by the model's order the one that came first
    if first is not None and first.digest == message.digest:
        return earlier
    raise DossierError(
        f"Mã hồ sơ quốc gia {code} đã là hồ sơ {earlier.code} với nội dung khác; hãy hỏi Cổng quốc gia rồi thôi xử lý, hoặc sửa mã."
    )


def report_progress(message: InboundMessage) -> tuple[Dossier, str]:
    """A specialised system's report, worked off like the call that waits for its answer."""
    told = _read(Report, message.content)
    dossier = tracking.find(told.code).within(message.token).first()
    if dossier is None:
        raise DossierError("Không có hồ sơ mang mã này trong phạm vi của mã truy cập.")
    said = progress.Report(
        status=told.status,
        department=told.department.strip(),
        note=told.note.strip(),
        legal_ground=told.legal_ground.strip(),
        at=told.at,
        result=_result(told.result),
    )
    changed = progress.report(dossier, said, system=message.system)
    return dossier, "Đã chuyển hồ sơ." if changed else "Hồ sơ đã ở tình trạng này."


def _result(sent: Result | None) -> StoredFile | None:
    if sent is None:
        return None
    try:
        content = base64.b64decode(sent.content_base64, validate=True)
        stored = store(SimpleUploadedFile(sent.filename, content))
    except (binascii.Error, ValueError):
        raise filing.WrongFields(
            [filing.wrong("/result/content_base64", "Không phải base64 đúng.")]
        ) from None
    except FileRefused as error:
        if error.passes:
            raise
        raise filing.WrongFields([filing.wrong("/result", str(error))]) from error
    if stored.content_type != "application/pdf":
        raise filing.WrongFields([filing.wrong("/result", "Kết quả phải là tệp PDF.")])
    return stored


WORKS = {
    InboundMessage.Kind.DOSSIER: file_dossier,
    InboundMessage.Kind.REPORT: report_progress,
}


def without_files(content: dict) -> dict:
    """What stays of a message that is done: its files are papers of the dossier now."""
    kept = dict(content)
    if isinstance(papers := kept.get("TaiLieuNop"), list):
        kept["TaiLieuNop"] = [
            {key: value for key, value in one.items() if key != CONTENT} for one in papers
        ]
    if isinstance(result := kept.get("result"), dict):
        kept["result"] = {"filename": result.get("filename")}
    return kept
