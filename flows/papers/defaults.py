"""The legal forms as they stand: one file each in templates/, in force from the day of their circular."""

import datetime
from pathlib import Path

from catalog.models import SlipTemplate

Kind = SlipTemplate.Kind
_FOLDER = Path(__file__).parent / "templates"
_SET_2018 = (datetime.date(2018, 11, 23), "Thông tư 01/2018/TT-VPCP")
_SET_2025 = (datetime.date(2025, 9, 15), "Thông tư 03/2025/TT-VPCP")
_RESULT_NAME = "Văn bản trả lời kết quả giải quyết thủ tục hành chính"

# (kind, name, file, set)
FORMS = [
    (Kind.FILING, "Giấy xác nhận nộp hồ sơ trực tuyến", "filing", _SET_2018),
    (Kind.RECEIPT, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt_2018", _SET_2018),
    (Kind.RECEIPT, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt", _SET_2025),
    (Kind.SUPPLEMENT, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "supplement", _SET_2018),
    (Kind.REFUSAL, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "refusal", _SET_2018),
    (Kind.APOLOGY, "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "apology_2018", _SET_2018),
    (Kind.APOLOGY, "Văn bản xin lỗi và đề nghị gia hạn", "apology", _SET_2025),
    (Kind.STOP, "Thông báo dừng giải quyết hồ sơ", "stop", _SET_2018),
    (Kind.CONTROL, "Phiếu kiểm soát quá trình giải quyết hồ sơ", "control", _SET_2018),
    (Kind.RESULT, _RESULT_NAME, "result", _SET_2018),
    (Kind.HANDOVER, "Giấy biên nhận trả kết quả", "handover", _SET_2018),
]


def load() -> None:
    """Put the forms of both circulars into the catalogue; what an office has changed stays."""
    for kind, name, file, (day, basis) in FORMS:
        SlipTemplate.objects.get_or_create(
            kind=kind,
            effective_from=day,
            defaults={
                "name": name,
                "legal_basis": basis,
                "source": (_FOLDER / f"{file}.typ").read_text(encoding="utf-8"),
            },
        )
