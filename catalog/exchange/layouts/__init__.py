"""Published layouts that are not ours, read as they are and turned into our own sheets."""

from collections.abc import Callable

from catalog.exchange.reading import Sheet

from .organisation import holidays, provinces
from .procedures import procedures
from .results import results
from .time_rules import time_rules

_LAYOUTS: list[tuple[set[str], Callable]] = [
    ({"code", "name", "field", "time_limit_days", "competent_agency_level"}, procedures),
    ({"code", "case", "value", "unit", "start_event"}, time_rules),
    ({"result_code", "result_name", "procedure_codes"}, results),
    ({"bhxh_code3", "gso_code", "province_2020"}, provinces),
    ({"date", "kind", "name_vi"}, holidays),
]


def recognise(sheet: Sheet) -> Callable | None:
    """The reader of a published layout that has these headings, or None."""
    headings = set(sheet.headings)
    return next((layout for needed, layout in _LAYOUTS if needed <= headings), None)
