"""A dossier in the field names of the national portal (DongBoHoSoMC, CapNhatTienDoHoSoMC).

Told as of one change: what came after it is not in it, so late messages tell the story in order.
"""

from django.conf import settings
from django.utils import timezone

from flows.models import Change, Dossier, SupplementRequest
from flows.partners import national_codes

CHANNELS = {"counter": "1", "online": "2", "api": "2", "post": "3"}
APPLICANTS = {"person": "1", "organisation": "2"}
YES, NO = "1", "0"
REFUSED, STOPPED, WITHDRAWN, DONE, RETURNED = 3, 8, 7, 9, 10


def moment(at) -> str:
    """yyyyMMddHHmmss in Vietnamese time; empty when it has not been."""
    return f"{timezone.localtime(at):%Y%m%d%H%M%S}" if at else ""


def number_of(dossier: Dossier) -> str:
    """Its MaHoSo: the national code of one that came from there, ours of any other."""
    return dossier.external_code if comes_from_there(dossier) else dossier.code


def comes_from_there(dossier: Dossier) -> bool:
    is_theirs = dossier.system_id and dossier.system.code == settings.NATIONAL_SYSTEM
    return bool(is_theirs and dossier.external_code)


def dossier_fields(change: Change) -> dict:
    """One entry of `data` of DongBoHoSoMC."""
    dossier, code = change.dossier, change.national_code
    procedure, received = dossier.procedure, _past(dossier.received_at, change)
    procedure_code, procedure_name = national_codes.told_as("procedure", procedure)
    sector_code, sector_name = national_codes.told_as("sector", procedure.sector)
    documents = list(dossier.documents.in_force().select_related("component"))
    return {
        "MaHoSo": number_of(dossier),
        "MaTTHC": procedure_code,
        "TenTTHC": procedure_name,
        "MaLinhVuc": sector_code,
        "TenLinhVuc": sector_name,
        "KenhThucHien": CHANNELS[dossier.channel],
        "ChuHoSo": dossier.applicant_name,
        "LoaiDoiTuong": APPLICANTS.get(dossier.applicant_kind, "4"),
        "MaDoiTuong": dossier.applicant_identifier,
        "ThongTinKhac": "",
        "Email": dossier.applicant_email,
        "Fax": "",
        "SoDienThoai": dossier.applicant_phone,
        "TrichYeuHoSo": f"{procedure.name} – {dossier.case.name}"[:1000],
        "NgayTiepNhan": moment(received),
        "NgayHenTra": moment(_due(change) if received else None),
        "TrangThaiHoSo": str(code),
        "NgayTra": moment(change.at if code == RETURNED else None),
        "ThongTinTra": str(dossier.get_result_channel_display()) if code == RETURNED else "",
        "HinhThuc": YES if dossier.result_channel == Dossier.ResultChannel.POST else NO,
        "NgayKetThucXuLy": moment(_past(dossier.finished_at, change)),
        "DonViXuLy": change.agency_name,
        "GhiChu": dossier.closing_reason if code in (REFUSED, STOPPED, WITHDRAWN) else "",
        "NoiNopHoSo": "1" if comes_from_there(dossier) else "2",
        "HoSoCoThanhPhanSoHoa": YES if any(one.file_id for one in documents) else NO,
        "TaiKhoanDuocXacThucVoiVNeID": NO,
        "DuocThanhToanTrucTuyen": NO,
        "NgayTuChoi": moment(change.at if code == REFUSED else None),
        "DinhDanhCHS": _identities(dossier),
        "NgayNopHoSo": moment(dossier.submitted_at),
        "DSKetNoiCSDL": [],
        "TaiLieuNop": [_paper(one) for one in documents if one.component_id],
        "DanhSachLePhi": [_fee(fee) for fee in dossier.version.fees.all()],
        "DanhSachTepDinhKemKhac": [
            {"TenGiayTo": one.name, "SoLuong": "1", "LoaiGiayTo": "1"}
            for one in documents
            if not one.component_id
        ],
        "DanhSachHoSoBoSung": _supplements(change),
        "DanhSachGiayToKetQua": _results(dossier) if code in (DONE, RETURNED) else [],
    }


def progress_fields(change: Change) -> dict:
    """One entry of `data` of CapNhatTienDoHoSoMC: who did what, where."""
    dossier = change.dossier
    entry = dossier.journal.filter(at=change.at, state_after=change.state).order_by("seq").last()
    return {
        "MaHoSo": number_of(dossier),
        "NguoiXuLy": entry.actor_name if entry and entry.actor_id else "Hệ thống",
        "ChucDanh": "",
        "ThoiDiemXuLy": moment(change.at),
        "PhongBanXuLy": change.department_name or change.agency_name,
        "NoiDungXuLy": entry.public_text if entry else "",
        "TrangThai": str(change.national_code),
        "NgayBatDau": moment(change.at),
        "NgayKetThucTheoQuyDinh": moment(
            _due(change) if _past(dossier.received_at, change) else dossier.answer_due_at
        ),
    }


def _due(change: Change):
    """The day promised at that change; of old changes, which did not keep it, the dossier's."""
    return change.due_at or change.dossier.due_at


def _past(at, change: Change):
    """The moment, unless it comes after the change that is told."""
    return at if at and at <= change.at else None


def _identities(dossier: Dossier) -> list[dict]:
    """Citizen's identity (1), or the older identity card (2); an organisation has none."""
    number = dossier.applicant_identifier
    if dossier.applicant_kind != "person" or not number:
        return []
    return [{"LoaiDinhDanh": "1" if len(number) == 12 else "2", "SoDinhDanh": number}]


def _paper(document) -> dict:
    """A paper; its address opens to whoever may read it with us."""
    return {
        "TepDinhKemId": str(document.pk),
        "TenTepDinhKem": document.name,
        "IsDeleted": "False",
        "MaThanhPhanHoSo": document.component.code,
        "DuongDanTaiTepTin": f"{settings.BASE_URL}/tep/{document.pk}/" if document.file_id else "",
        "DuocSoHoa": YES if document.file_id else NO,
        "DuocTaiSuDung": NO,
        "DuocLayTuKhoDMQG": NO,
        "MaKetQuaThayThe": "",
    }


def _fee(fee) -> dict:
    return {
        "TenPhiLePhi": fee.name,
        "MaPhiLePhi": str(fee.pk),
        "HinhThucThu": "1",
        "Gia": str(fee.amount),
        "LoaiPhiLePhi": "1",
    }


def _supplements(change: Change) -> list[dict]:
    asked = change.dossier.supplements.filter(asked_at__lte=change.at)
    return [
        _supplement(one, change)
        for one in asked.select_related("asked_by").prefetch_related("items")
    ]


def _supplement(request: SupplementRequest, change: Change) -> dict:
    answered = _past(request.answered_at, change)
    return {
        "HoSoBoSungId": str(request.pk),
        "NguoiYeuCauBoSung": str(request.asked_by),
        "NoiDungBoSung": request.reason,
        "NgayBoSung": moment(request.asked_at),
        "NguoiTiepNhanBoSung": "",
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": moment(answered),
        "TrangThaiBoSung": YES if answered else NO,
        "DanhSachGiayToBoSung": [
            {"TenGiayTo": item.label, "SoLuong": "1", "LoaiGiayTo": "1"} for item in request.named
        ],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": moment(request.due_before),
        "NgayHenTraMoi": moment(request.due_after if answered else None),
    }


def _results(dossier: Dossier) -> list[dict]:
    """Result documents in force; the address proves each to anybody who holds it."""
    return [
        {
            "TenGiayTo": issued.title,
            "MaThanhPhanHoSo": "",
            "GiayToId": str(issued.pk),
            "DuongDanTepTinKetQua": f"{settings.BASE_URL}/xac-minh/{issued.token}/",
            "MaGiayToKetQua": issued.number,
        }
        for issued in dossier.issued.filter(kind="result", revoked_at=None)
    ]
