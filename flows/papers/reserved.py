"""The sheets of a number block: slips to be written by hand, each with its code, QR and check code."""

import segno
from django.conf import settings

from flows.models import NumberBlock
from flows.papers.data import agency_data, moment
from flows.papers.rendering import HERE, typeset


def block_pdf(block: NumberBlock) -> bytes:
    """A page for each unused number, in two copies; the same bytes for the same numbers."""
    numbers = block.numbers.filter(state="unused")
    data = {
        "title": f"Giấy tiếp nhận hồ sơ lập khi mất mạng, khối số {block.first:04d}–{block.last:04d}",
        "agency": agency_data(block.agency),
        "at": moment(block.issued_at),
        "day": moment(block.day),
        "device": block.device,
        "lookup_place": f"{settings.BASE_URL}/tra-cuu/",
        "slips": [
            {"code": number.code, "check": number.check_code, "qr": _qr(number)}
            for number in numbers
        ],
    }
    source = (HERE / "templates" / "reserved.typ").read_text(encoding="utf-8")
    return typeset(source, data, at=block.issued_at, qr="")


def _qr(number) -> str:
    url = f"{settings.BASE_URL}/tra-cuu/?ma={number.code}&kt={number.check_code}"
    return segno.make(url, error="m", micro=False).svg_inline(border=0, omitsize=True)
