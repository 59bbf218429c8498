"""An imagined dossier for trying templates: everything a paper may print, of nobody."""

import datetime

from django.conf import settings
from django.utils import timezone

from catalog.models import SlipTemplate
from flows.papers.data import moment, plain

Kind = SlipTemplate.Kind
_GROUND = "khoản 2 Điều 17 Nghị định 61/2018/NĐ-CP"
_CODE, _CHECK = "000.00.00.G24-000000-0000", "0000"


def sample_data(kind: str, *, at: datetime.datetime, procedure=None) -> dict:
    """As `slip_data` gathers it of a real dossier, for this procedure when it is known."""
    due = at + datetime.timedelta(days=7)
    return {
        "kind": kind,
        "number": "",
        "at": moment(at),
        "agency": {
            "name": "Bảo hiểm xã hội nơi tiếp nhận",
            "above": "Bảo hiểm xã hội cấp trên",
            "place": "Địa danh",
            "address": "Số 1 đường Mẫu",
            "phone": "1900 9068",
            "email": "mot-cua@example.vn",
        },
        "dossier": {
            "code": _CODE,
            "agency": "Bảo hiểm xã hội nơi tiếp nhận",
            "office_number": "00000/0000/00000",
            "check_code": _CHECK,
            "procedure_code": procedure.code if procedure else "0.000000",
            "procedure": procedure.name if procedure else "Tên thủ tục hành chính",
            "case": "Trường hợp mẫu",
            "channel": "Trực tuyến",
            "is_online": True,
            "result_channel": "Bưu chính công ích",
            "result_address": "Số 2 đường Mẫu",
            "copies": 1,
            "limit": "5 ngày làm việc",
            "start_event": "Khi nhận đủ hồ sơ hợp lệ",
            "decision_number": "000/QĐ-BHXH",
            "submitted_at": moment(at),
            "answer_due_at": moment(at),
            "received_at": moment(at),
            "due_at": moment(due),
            "first_due_at": moment(due),
        },
        "applicant": {
            "name": "Nguyễn Văn Mẫu",
            "kind": "person",
            "identifier": "000000000000",
            "insurance_number": "0000000000",
            "phone": "0900 000 000",
            "email": "nguoi-nop@example.vn",
            "address": "Số 2 đường Mẫu",
            "submitter": "Nguyễn Văn Mẫu",
        },
        "components": [
            {"name": "Tờ khai điện tử", "originals": 0, "certified": 0, "copies": 0, "files": 1},
            {"name": "Giấy chứng sinh", "originals": 1, "certified": 1, "copies": 1, "files": 1},
        ],
        "officer": {
            "name": "Trần Thị Mẫu", "title": "Viên chức", "unit": "Bộ phận Một cửa",
            "phone": "0900 000 001",
        },
        "lookup_url": f"{settings.BASE_URL}/tra-cuu/?ma={_CODE}&kt={_CHECK}",
        "lookup_place": f"{settings.BASE_URL}/tra-cuu/",
        "explain": [],
    } | sample_words(kind, at=at)  # fmt: skip


def sample_words(kind: str, *, at: datetime.datetime) -> dict:
    """What the act itself would add: reasons, items, days."""
    day = timezone.localdate(at)
    items = [{"label": "Giấy chứng sinh", "note": "Bản chụp bị mờ, hãy chụp lại.", "files": 1}]
    hand_over = {
        "giver": "Nguyễn Văn Mẫu",
        "receiver": "Bộ phận Một cửa – Trần Thị Mẫu",
        "time": f"08 giờ 00, ngày {day:%d/%m/%Y}",
        "confirmed": "Đã nhận trên hệ thống",
        "result": "Đúng hạn",
        "note": "Tiếp nhận",
    }
    line = {
        "code": _CODE, "content": "Tên thủ tục hành chính", "owner": "Nguyễn Văn Mẫu",
        "address": "Số 2 đường Mẫu", "result": "Văn bản kết quả số 00/2026/KQ-BHXH",
        "papers": "Giấy chứng sinh: 1 bản chính", "has_fee": True, "by_post": True, "parcel": "",
    }  # fmt: skip
    by_hand = {
        "giver": "Bộ phận Một cửa", "receiver": "Đơn vị nhận", "lines": [line], "check": "000000",
    }  # fmt: skip
    lookup = f"{settings.BASE_URL}/tra-cuu/?ma={_CODE}&kt={_CHECK}"
    words: dict[str, dict] = {
        Kind.FILING: {"digest": "0" * 64},
        Kind.RECEIPT: {"explain": [f"{day:%d/%m/%Y}: ngày thứ 1"]},
        Kind.SUPPLEMENT: {
            "reason": "Hồ sơ chưa đủ.", "legal_ground": _GROUND, "items": items,
            "answer_by": day + datetime.timedelta(days=20),
        },
        Kind.REFUSAL: {
            "reason": "Hồ sơ không thuộc thẩm quyền giải quyết.", "legal_ground": _GROUND,
        },
        Kind.APOLOGY: {
            "reason": "Cần xác minh thêm.", "old_due": at,
            "new_due": at + datetime.timedelta(days=5),
        },
        Kind.STOP: {"reason": "Quá thời hạn bổ sung."},
        Kind.CONTROL: {"rows": [hand_over], "results": [hand_over | {"note": "Trả kết quả"}]},
        Kind.RESULT: {"content": "Nội dung giải quyết.", "reasons": "Căn cứ giải quyết."},
        Kind.NOTICE: {
            "outcome": "Đủ điều kiện, giải quyết", "result_title": "Văn bản trả lời kết quả",
            "result_number": "00/2026/KQ-BHXH", "content": "Nội dung giải quyết.",
            "finished_at": at, "reasons": "",
        },
        Kind.GUIDANCE: {
            "guidance": {
                "person": "Nguyễn Văn Mẫu", "phone": "0900 000 000", "matter": "Việc cần làm.",
                "procedure": "Tên thủ tục (0.000000)", "place": "Cơ quan có thẩm quyền",
                "address": "Số 3 đường Mẫu", "place_phone": "1900 9068",
                "advice": "Mang căn cước và giấy tờ đến cơ quan trên.", "check": "000000",
            },
        },
        Kind.PAPERS: {
            "subject": "Bổ sung hồ sơ", "channel": "nộp tại quầy", "new_due": at,
            "items": [{"label": "Giấy chứng sinh", "note": "Bản chụp mới", "quantity": 1}],
        },
        Kind.HANDOVER: {
            "recipient": {"name": "Nguyễn Văn Mẫu", "identifier": "000000000000", "is_proxy": False},
            "items": [{"label": "Văn bản kết quả", "note": "00/2026", "summary": "Tên thủ tục", "day": f"{day:%d/%m/%Y}"}],
        },
        Kind.POSTAL: {
            "items": [
                {"label": "Sổ BHXH", "note": "1 bản"},
                {"label": "Văn bản kết quả", "note": "00/2026/KQ-BHXH"},
            ],
            "parcel": "RB000000000VN", "carrier": "Doanh nghiệp bưu chính",
        },
        Kind.CARRY: by_hand,
        Kind.RESULTS: by_hand,
        Kind.OFFLINE: {
            "day": day, "device": "Quầy 1", "first": "0000", "last": "0000", "check": "000000",
            "dossier_lookup": f"{settings.BASE_URL}/tra-cuu/",
            "slips": [{"code": _CODE, "check": _CHECK, "url": lookup}], "qr_urls": [lookup],
        },
        Kind.REGISTER: {
            "group": "Bảo hiểm xã hội nơi tiếp nhận", "counted": "Hồ sơ đã tiếp nhận",
            "first": day, "last": day,
            "entries": [{
                "code": _CODE, "office_number": "00000/0000/00000", "content": "Tên thủ tục hành chính",
                "copies": 1, "owner": "Nguyễn Văn Mẫu", "address": "Số 2 đường Mẫu",
                "phone": "0900 000 000", "received": f"{day:%d/%m/%Y}", "due": f"{day:%d/%m/%Y}",
                "returned": f"{day:%d/%m/%Y}", "mode": "Bưu chính công ích",
                "recipient": "Nguyễn Văn Mẫu 000000000000", "note": "",
            }],
        },
        Kind.FEE: {
            "fee": "Khoản thu theo quy định", "amount": "10.000", "amount_words": "Mười nghìn đồng",
            "method": "Tiền mặt", "reference": "",
        },
    }  # fmt: skip
    return plain(words.get(kind, {}))
