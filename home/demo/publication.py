"""Who answers for the demo's offices, and one decision that is public everywhere; the others have open tasks."""

import datetime

from django.contrib.auth import get_user_model

from catalog import publicity
from catalog.models import Agency, Publicity, Responsibility

WHO = {
    "07900": ("Đặng Hoài Nam", "Phó Giám đốc phụ trách"),
    "07906": ("Nguyễn Thị Hồng Vân", "Giám đốc"),
    "00101": ("Vương Đức Thắng", "Giám đốc"),
}
DECISION = "222/QĐ-BHXH"


def build() -> None:
    """Safe to run again: what stands is left alone."""
    for code, (name, title) in WHO.items():
        Responsibility.objects.get_or_create(
            agency=Agency.objects.get(office_code=code),
            valid_from=datetime.date(2026, 1, 1),
            defaults={"name": name, "title": title, "document": "Quyết định phân công (minh họa)"},
        )
    manager = get_user_model().objects.get(username="danhmuc")
    for place, proof in (
        (Publicity.Place.PROVINCES, "Minh họa: thông báo gửi BHXH các tỉnh, thành phố"),
        (Publicity.Place.NATIONAL, "Minh họa: xác nhận công khai trên CSDL quốc gia về TTHC"),
    ):
        publicity.record(
            publicity.versions_of(DECISION),
            place=place,
            done_on=datetime.date(2026, 1, 5),
            proof=proof,
            by=manager,
        )
