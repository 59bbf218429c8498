"""The legal forms as they stand: one file each in templates/, in force from the day of their circular."""

import datetime
from pathlib import Path

from catalog.models import SlipTemplate

Kind = SlipTemplate.Kind
_FOLDER = Path(__file__).parent / "templates"
_SET_2018 = (datetime.date(2018, 11, 23), "Thông tư 01/2018/TT-VPCP")
_SET_2025 = (datetime.date(2025, 9, 15), "Thông tư 03/2025/TT-VPCP")

_E_TRANSACTIONS = (datetime.date(2017, 7, 1), "Quyết định 838/QĐ-BHXH")
# Guidance to the right office and hand-over lists are the decree's own; no circular gives them a form.
_DECREE = (datetime.date(2018, 6, 21), "Điều 17 Nghị định 61/2018/NĐ-CP")
_TRANSFER = (datetime.date(2018, 6, 21), "Điều 18 Nghị định 61/2018/NĐ-CP")
_RETURN = (datetime.date(2018, 6, 21), "Điều 20 Nghị định 61/2018/NĐ-CP")

# The intake units' own copies and slips.
_DESK = (datetime.date(2019, 12, 10), "Quyết định 2192/QĐ-BHXH")

_BOTH, _ONLY_2018, _ONLY_2025 = (_SET_2018, _SET_2025), (_SET_2018,), (_SET_2025,)

# (kind, name, file, sets in which it stands so)
FORMS = [
    (Kind.FILING, "Giấy xác nhận nộp hồ sơ trực tuyến", "filing", _BOTH),
    (Kind.RECEIPT, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt_2018", _ONLY_2018),
    (Kind.RECEIPT, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt", _ONLY_2025),
    (Kind.SUPPLEMENT, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "supplement", _BOTH),
    (Kind.REFUSAL, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "refusal", _BOTH),
    (Kind.APOLOGY, "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "apology_2018", _ONLY_2018),
    (Kind.APOLOGY, "Văn bản xin lỗi và đề nghị gia hạn", "apology", _ONLY_2025),
    (Kind.STOP, "Thông báo dừng giải quyết hồ sơ", "stop", _BOTH),
    (Kind.CONTROL, "Phiếu kiểm soát quá trình giải quyết hồ sơ", "control", _BOTH),
    (Kind.RESULT, "Văn bản trả lời kết quả giải quyết thủ tục hành chính", "result", _BOTH),
    (
        Kind.NOTICE,
        "Thông báo giải quyết hồ sơ giao dịch điện tử và trả kết quả",
        "notice",
        (_E_TRANSACTIONS,),
    ),
    (Kind.HANDOVER, "Giấy biên nhận trả kết quả", "handover", _BOTH),
    (Kind.FEE, "Biên lai thu phí, lệ phí", "fee", _BOTH),
    (Kind.PAPERS, "Phiếu giao nhận hồ sơ", "papers", (_DESK,)),
    (Kind.POSTAL, "Giấy giao nhận hồ sơ bảo hiểm xã hội", "postal", (_DESK,)),
    (Kind.GUIDANCE, "Phiếu hướng dẫn nộp hồ sơ nơi khác", "guidance", (_DECREE,)),
    (Kind.CARRY, "Phiếu bàn giao hồ sơ giấy", "carry", (_TRANSFER,)),
    (
        Kind.RESULTS,
        "Phiếu bàn giao kết quả giải quyết thủ tục hành chính",
        "results",
        (_RETURN,),
    ),
    (
        Kind.OFFLINE,
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả lập khi mất mạng",
        "offline",
        (_DESK,),
    ),
    (Kind.REGISTER, "Sổ theo dõi hồ sơ", "register", _BOTH),
]
# The number that the circular of the day gives the form; the other papers have none.
_SINCE_2018 = {
    Kind.RECEIPT: "01", Kind.SUPPLEMENT: "02", Kind.REFUSAL: "03", Kind.APOLOGY: "04",
    Kind.CONTROL: "05",
}  # fmt: skip
_NUMBERS = {
    _SET_2018: _SINCE_2018 | {Kind.REGISTER: "06"},
    _E_TRANSACTIONS: {Kind.NOTICE: "03/TB-GDĐT"},
    _SET_2025: _SINCE_2018 | {Kind.STOP: "05", Kind.CONTROL: "06", Kind.REGISTER: "07"},
}


def basis_of(kind: str, form_set: tuple) -> str:
    """«Mẫu số 05, Thông tư …», as the foot of the paper says it."""
    number = _NUMBERS.get(form_set, {}).get(kind)
    return f"Mẫu số {number}, {form_set[1]}" if number else form_set[1]


def load() -> None:
    """Put the forms of both circulars into the catalogue; what an office has changed stays."""
    general = SlipTemplate.objects.filter(procedure=None)
    there = set(general.values_list("kind", "effective_from"))
    SlipTemplate.objects.bulk_create(
        (
            SlipTemplate(
                kind=kind,
                name=name,
                legal_basis=basis_of(kind, form_set),
                effective_from=form_set[0],
                source=(_FOLDER / f"{file}.typ").read_text(encoding="utf-8"),
            )
            for kind, name, file, sets in FORMS
            for form_set in sets
            if (kind, form_set[0]) not in there
        ),
        ignore_conflicts=True,
    )
