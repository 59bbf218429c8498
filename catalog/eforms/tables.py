"""Rows of table questions: counted in a hidden input, added and removed by submit buttons.

Without a script «Thêm» and «Xóa» send the page, which comes back with every typed text and one row
more or less; with it the same happens in place. A long table shows its rows as lines, whose cells
travel in hidden inputs until «Sửa» opens one.
"""

from collections.abc import Mapping

from django.http import QueryDict

BUTTON = "eform-row"  # name of every button that changes the page without leaving it
USUAL_MOST, MOST_ROWS = 60, 500  # unless the rules say more; whatever they say
FOLDED_FROM = 13  # rows from which a table is long
_COUNT, _OPEN = "rows", "open"


def count_name(name: str) -> str:
    """The hidden input that says how many rows table `name` has."""
    return f"{name}-{_COUNT}"


def open_name(name: str) -> str:
    """The hidden input that says which rows of the long table `name` are open, as `3,7`."""
    return f"{name}-{_OPEN}"


def rows_open(data: Mapping, name: str) -> set[int]:
    sent = str(data.get(open_name(name)) or "").split(",")
    return {int(index) for index in sent if index.isdecimal()}


def row_name(name: str, index: int, column: str) -> str:
    return f"{name}-{index}-{column}"


def row_limits(question) -> tuple[int, int]:
    """Least and most rows of a table question."""
    rules = question.rules or {}
    least = rules.get("min_rows", 1 if question.is_required else 0)
    return least, max(least, min(rules.get("max_rows", USUAL_MOST), MOST_ROWS))


def rows_sent(data: Mapping, name: str) -> int:
    """How many rows were sent; whatever was typed there, never more than one form may have."""
    try:
        count = int(data.get(count_name(name)) or 0)
    except (TypeError, ValueError):
        return 0
    return max(0, min(count, MOST_ROWS))


def is_row_action(data: Mapping | None) -> bool:
    return data is not None and BUTTON in data


def act(data: Mapping, tables: Mapping[str, int]) -> QueryDict:
    """The data after a row button: "add:name", "remove:name:index" or "open:name:index"; any other
    value changes nothing.

    `tables` gives the most rows of each table.
    """
    changed = _copy(data)
    verb, _colon, rest = str(data.get(BUTTON, "")).partition(":")
    name, _colon, index = rest.partition(":")
    if name not in tables:
        return changed
    count, shown = rows_sent(data, name), rows_open(data, name)
    if verb == "add" and count < tables[name]:
        changed[count_name(name)] = str(count + 1)
        shown.add(count)
    elif index.isdecimal() and int(index) < count:
        at = int(index)
        if verb == "remove":
            _remove(changed, name, at)
            changed[count_name(name)] = str(count - 1)
            shown = {each - (each > at) for each in shown - {at}}
        elif verb == "open":
            shown.add(at)
    changed[open_name(name)] = ",".join(map(str, sorted(shown)))
    return changed


def _remove(data: QueryDict, name: str, gone: int) -> None:
    """Drop a row and move those below it one up."""
    start = f"{name}-"
    moved = {}
    for key in [key for key in data if key.startswith(start)]:
        index, _dash, column = key[len(start) :].partition("-")
        if not column or not index.isdecimal():
            continue
        values = data.pop(key)
        if int(index) != gone:
            moved[row_name(name, int(index) - (int(index) > gone), column)] = values
    for key, values in moved.items():
        data.setlist(key, values)


def _copy(data: Mapping) -> QueryDict:
    if isinstance(data, QueryDict):
        return data.copy()
    copy = QueryDict(mutable=True)
    for key, value in data.items():
        copy.setlist(key, value if isinstance(value, list) else [value])
    return copy
