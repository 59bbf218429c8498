"""Bringing the national portal's catalogue: sectors, offices, procedures; whole or not at all."""

from django.db import transaction
from django.utils import timezone

from flows.effects.outbox import handler, promise
from flows.errors import EffectError
from flows.gateways import national as gateway
from flows.models import NationalEntry, Promise
from flows.partners import national, national_codes

KIND = "national_catalogue"
Kind = NationalEntry.Kind
# service, field of the code, field of the name, {what is compared besides the name: its field}
SERVICES = {
    Kind.SECTOR: ("LayDanhMucLinhVuc", "MaLinhVuc", "TenLinhVuc", {}),
    Kind.AGENCY: ("LayDanhMucCoQuan", "MaCoQuan", "TenCoQuan", {}),
    Kind.PROCEDURE: (
        "LayDanhSachTTHC", "MaTTHC", "TenTTHC",
        {"sector": "TenLinhVuc", "decision": "SoQuyetDinhCongBo"},
    ),
}  # fmt: skip


def ask_for_catalogue(reason: str = "daily") -> None:
    """Promise to bring the national catalogue: once a day, and whenever somebody asks (`reason`)."""
    if not gateway.is_connected():
        return
    with transaction.atomic():
        promise(KIND, key=f"{KIND}:{timezone.localdate():%Y%m%d}:{reason}", reason=reason)


@handler(KIND)
def bring(kept: Promise) -> None:
    """Ask for all three lists first, then take them: a portal that breaks off changes nothing."""
    if national.line().is_paused:
        raise EffectError("Cổng quốc gia không trả lời nhiều lần; tạm dừng gọi.")
    told = {kind: _read(kind, national.ask(SERVICES[kind][0], key=kept.key)) for kind in SERVICES}
    with transaction.atomic():
        for kind, entries in told.items():
            _take(kind, entries)
            national_codes.suggest(kind)


def _read(kind: str, rows) -> dict[str, NationalEntry]:
    """{code: entry}. EffectError when the list cannot be read, or is not whole."""
    _service, code_field, name_field, others = SERVICES[kind]
    try:
        found = {
            str(row[code_field]).strip(): NationalEntry(
                kind=kind,
                code=str(row[code_field]).strip()[:60],
                name=str(row[name_field]).strip()[:500],
                facts={name: str(row.get(field) or "")[:500] for name, field in others.items()},
            )
            for row in rows
        }
    except (TypeError, KeyError, AttributeError):
        raise EffectError(
            f"Danh mục {Kind(kind).label} của Cổng quốc gia không đọc được."
        ) from None
    known = NationalEntry.objects.filter(kind=kind, gone_at=None).count()
    if len(found) * 2 < known:
        raise EffectError(
            f"Cổng quốc gia chỉ trả {len(found)} mục {Kind(kind).label}, lần trước có {known}: không cập nhật.",
            permanent=True,
        )
    return found


def _take(kind: str, entries: dict[str, NationalEntry]) -> None:
    """What is brought stands; what is no more there is marked, and stays."""
    now = timezone.now()
    for entry in entries.values():
        entry.brought_at = now
    NationalEntry.objects.bulk_create(
        entries.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["name", "facts", "brought_at", "gone_at"],
    )
    gone = NationalEntry.objects.filter(kind=kind, gone_at=None, brought_at__lt=now)
    gone.update(gone_at=now)
