"""The published lists of provincial offices and of public holidays."""

from django.utils.translation import gettext as _

from catalog.exchange.layouts.build import Building
from catalog.exchange.reading import Row, plain
from catalog.models import WorkingHours

CENTRE = "000.00.00.G24"
MERGED_ON = "2025-06-30"
_RENAMED = {"Thừa Thiên Huế": "Huế"}
_DAY = {"holiday": "holiday", "working_saturday": "working", "working": "working"}


def provinces(sheet, context, sheets, report):
    """63 offices of 2020 under the centre; those merged in 07/2025 end there, with a successor."""
    building = Building(sheet)
    survivors = {}
    for row in sheet.rows:
        old, new = (
            plain(row.values.get(name)) for name in ("province_2020", "province_from_2025_07")
        )
        if _RENAMED.get(old, old) == new:
            survivors[new] = _identifier(row)
    for index, row in enumerate(sheet.rows):
        if not index:
            _centre(building, row, _identifier(row))
        _office(building, sheet, row, survivors, report)
    return building.parts()


def _identifier(row: Row) -> str:
    return f"000.00.{plain(row.values.get('gso_code')).zfill(2)}.G24"


def _centre(building: Building, row: Row, label: str) -> None:
    values = {
        "code": CENTRE,
        "office_code": "00000",
        "name": "Bảo hiểm xã hội Việt Nam",
        "level": "central",
        "parent": "",
        "province": "",
        "valid_to": "",
        "successor": "",
    }
    building.add("agencies", row, label, values, "")


def _office(building: Building, sheet, row: Row, survivors: dict, report) -> None:
    number = plain(row.values.get("bhxh_code3")).zfill(3)
    old, new = (plain(row.values.get(name)) for name in ("province_2020", "province_from_2025_07"))
    name = plain(row.values.get("office_name_2020"))
    code = _identifier(row)
    merged = _RENAMED.get(old, old) != new
    if merged and new not in survivors:
        report.error(
            sheet, row.number, "province_from_2025_07", _("Không có tỉnh «%s» để kế thừa.") % new
        )
        return
    values = {
        "code": code,
        "office_code": f"{number}00",
        "name": name.replace(f"tỉnh {old}", f"thành phố {new}") if old in _RENAMED else name,
        "level": "province",
        "parent": CENTRE,
        "province": old if merged else new,
        "valid_to": MERGED_ON if merged else "",
        "successor": survivors[new] if merged else "",
    }
    columns = {
        "code": "gso_code",
        "office_code": "bhxh_code3",
        "name": "office_name_2020",
        "province": "province_2020",
        "successor": "province_from_2025_07",
    }
    building.add("agencies", row, code, values, columns, leads=True)


def holidays(sheet, context, sheets, report):
    """Holidays and make-up days of the national calendar, with office hours if it has none yet."""
    building = Building(sheet)
    if not sheet.rows:
        return []
    first = sheet.rows[0]
    label = _day_code(first)
    building.add("calendars", first, label, {"code": "vn", "name": "Lịch làm việc chung"}, "")
    if not WorkingHours.objects.filter(calendar__code="vn").exists():
        for weekday in range(5):
            for opens, closes in (("08:00", "12:00"), ("13:00", "17:00")):
                values = {"calendar": "vn", "weekday": weekday, "opens": opens, "closes": closes}
                building.add("working_hours", first, label, values, "")
    for row in sheet.rows:
        kind = plain(row.values.get("kind"))
        if kind not in _DAY:
            report.error(sheet, row.number, "kind", _("Không có loại ngày «%s».") % kind)
            continue
        code = _day_code(row)
        values = {
            "calendar": "vn",
            "date": row.values.get("date"),
            "kind": _DAY[kind],
            "name": row.values.get("name_vi"),
        }
        columns = {"date": "date", "kind": "kind", "name": "name_vi"}
        building.add("calendar_days", row, code, values, columns, leads=True)
    return building.parts()


def _day_code(row: Row) -> str:
    return plain(row.values.get("date"))
