"""The demo's exchange: the national portal's catalogue half confirmed, messages that came, a quiet system."""

import base64
import datetime
import json

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from catalog.demo.answers import sample_answers
from catalog.eforms import FormSpec
from catalog.models import Agency, Case, Procedure, Sector
from flows.gateways import national as gateway
from flows.models import ClientSystem, InboundMessage, NationalEntry, Promise, Token
from flows.partners import inbox, national_catalogue, national_codes
from home.demo.walking import scan

OPERATOR, OFFICE, PROCEDURE = "cntt", "07906", "1.002179"
UNSEEN = 3  # procedures that the national portal does not have yet
APPLICANT = {
    "kind": "person", "name": "Lý Thị Mai Lan", "identifier": "079188004321",
    "phone": "0912000321", "email": "lan@example.vn", "address": "12 Lê Lợi, phường Bình Thạnh",
}  # fmt: skip


def build() -> None:
    """Once, after the systems of the demo are joined."""
    if NationalEntry.objects.exists():
        return
    _write_catalogue()
    national_catalogue.bring(Promise(kind=national_catalogue.KIND, key="demo"))
    _confirm_most()
    _bring_messages()
    now = timezone.now()
    ClientSystem.objects.filter(code="tst").update(
        heard_at=now - datetime.timedelta(minutes=12), silent_after=60
    )
    ClientSystem.objects.filter(code=settings.NATIONAL_SYSTEM).update(heard_at=now)


def _write_catalogue() -> None:
    """The twin's catalogue: ours with codes of its own, words of its own here and there."""
    procedures = list(Procedure.objects.select_related("sector").order_by("code"))
    rows = {
        "LayDanhSachTTHC": [
            {
                "MaTTHC": one.code, "TenLinhVuc": one.sector.name,
                "TenTTHC": one.name.replace("BHXH", "bảo hiểm xã hội").replace("BHYT", "bảo hiểm y tế"),
                "SoQuyetDinhCongBo": national_codes.facts_of("procedure", one)["decision"],
            }
            for one in procedures[UNSEEN:]
        ]
        + [{"MaTTHC": "2.002622", "TenTTHC": "Cấp lại thẻ bảo hiểm y tế trên ứng dụng VNeID"}],
        "LayDanhMucLinhVuc": [
            {"MaLinhVuc": f"G24-LV{number:02d}", "TenLinhVuc": one.name}
            for number, one in enumerate(Sector.objects.order_by("order", "code"), start=1)
        ],
        "LayDanhMucCoQuan": [
            {"MaCoQuan": one.code, "TenCoQuan": one.name.replace("BHXH", "Bảo hiểm xã hội")}
            for one in Agency.objects.active().order_by("code")
        ],
    }  # fmt: skip
    settings.MESSAGES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.MESSAGES_DIR / gateway.CATALOGUE
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _confirm_most() -> None:
    """What has the same code is confirmed; some procedures wait for a person."""
    by = get_user_model().objects.get(username=OPERATOR)
    for kind, count in (("agency", 1000), ("sector", 3), ("procedure", 12)):
        found = national_codes.matches_of(kind).filter(likeness__gte=90).select_related("entry")
        chosen = {getattr(one, f"{kind}_id"): one.entry.code for one in found[:count]}
        national_codes.confirm(kind, chosen, by=by)


def _bring_messages() -> None:
    """Two dossiers from the national portal: one whole, one that waits for a person."""
    token = Token.objects.get(system__code=settings.NATIONAL_SYSTEM)
    whole = _dossier("000.00.00.G22-261120-000871")
    wrong = {**_dossier("000.00.00.G22-261120-000915"), "MaTTHC": "9.000000", "TaiLieuNop": []}
    for number, body in enumerate((whole, wrong), start=1):
        inbox.store(token, InboundMessage.Kind.DOSSIER, f"dvcqg-{number}", body, address="")
        inbox.work_off(Promise.objects.filter(kind=inbox.KIND).latest("pk"))


def _dossier(code: str) -> dict:
    version = Procedure.objects.get(code=PROCEDURE).version_on()
    case: Case = version.cases.order_by("order", "pk").first()
    papers = [one for one in case.components() if one.is_required]
    photo = base64.b64encode(scan("Giấy tờ nộp qua Cổng quốc gia").file.read()).decode()
    return {
        "MaHoSo": code, "MaTTHC": PROCEDURE, "MaTruongHop": case.code, "NoiTiepNhan": OFFICE,
        "ChuHoSo": APPLICANT["name"], "DinhDanhCHS": [{"SoDinhDanh": APPLICANT["identifier"]}],
        "SoDienThoai": APPLICANT["phone"], "Email": APPLICANT["email"], "DiaChi": APPLICANT["address"],
        "ThongTinKhac": sample_answers(FormSpec(case.form), person=APPLICANT) if case.form else {},
        "TaiLieuNop": [
            {"MaThanhPhanHoSo": one.code, "TenTepDinhKem": f"{one.code}.jpg", "NoiDungTep": photo}
            for one in papers
        ],
    }  # fmt: skip
