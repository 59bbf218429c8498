"""Two versions of a procedure beside each other, field by field, in the words people read."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog import routings
from catalog.eforms.comparison import question_rows
from catalog.models import Agency, Case, Department, ProcedureVersion

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
# What identifies a version or says who worked on it is no matter of law.
_OWN = {
    "id", "version", "procedure", "number", "prepared_by", "approved_by", "approved_at", "case",
}  # fmt: skip
_KEYS = {
    "cases": lambda row: row.code,
    "components": lambda row: row.code,
    "result_kinds": lambda row: (row.code, row.name) if not row.code else row.code,
    "fees": lambda row: row.name,
    "legal_bases": lambda row: row.number,
    "step_rules": lambda row: (row.step, row.order),
    "competence_rules": lambda row: row.order,
}
_CODED = {
    "channels": ProcedureVersion.Channel.choices,
    "result_channels": ProcedureVersion.Channel.choices,
    "competent_levels": Agency.Level.choices,
    "supplement_limit_unit": Case.Unit.choices,
    "department_function": Department.Function.choices,
}


@dataclass(frozen=True)
class Line:
    """One field of one row: what it was, what it will be; `place` finds it again."""

    what: str
    field: str
    old: str
    new: str
    place: str = ""

    @property
    def named(self) -> str:
        field = self.field[:1].upper() + self.field[1:]
        return f"{self.what}: {field}" if self.what else field

    @property
    def state(self) -> str:
        if self.old.splitlines() == self.new.splitlines():  # browsers end lines in their own way
            return SAME
        return ADDED if not self.old else REMOVED if not self.new else CHANGED

    @property
    def state_label(self) -> str:
        return {
            SAME: _("Giữ nguyên"),
            CHANGED: _("Thay đổi"),
            ADDED: _("Thêm mới"),
            REMOVED: _("Bỏ"),
        }[self.state]


@dataclass(frozen=True)
class Part:
    """A subject of the version (quyết định, trường hợp, giấy tờ …) with its lines."""

    title: str
    lines: list[Line]

    @property
    def changes(self) -> int:
        return sum(line.state != SAME for line in self.lines)


def compare(old: ProcedureVersion | None, new: ProcedureVersion) -> list[Part]:
    """Every part of the new version beside the old one; without an old one everything is new."""
    parts = [Part(_("Quyết định và thông tin chung"), _fields("version", "", old, new))]
    for name, key in _KEYS.items():
        before, after = _rows(old, name, key), _rows(new, name, key)
        lines: list[Line] = []
        for each in [*after, *(each for each in before if each not in after)]:
            row = after.get(each) or before[each]
            lines += _fields(_place(name, each), str(row), before.get(each), after.get(each))
        if lines:
            title = str(getattr(new, name).model._meta.verbose_name_plural)
            parts.append(Part(title[:1].upper() + title[1:], lines))
    parts += [Part(title, lines) for title, lines in _forms(old, new) if lines]
    return parts


def differences(old: ProcedureVersion | None, new: ProcedureVersion) -> list[Line]:
    """What the new version changes, and nothing else."""
    return [line for part in compare(old, new) for line in part.lines if line.state != SAME]


def shown(row, name: str) -> str:
    """The value of a field as people read it."""
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if name == "routing":
        return routings.title_of(value)
    if name == "step":
        return routings.step_title(row.version.routing, value)
    if name in _CODED:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(str(label) for code, label in _CODED[name] if code in codes)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _rows(version: ProcedureVersion | None, name: str, key) -> dict:
    if version is None:
        return {}
    rows = getattr(version, name).all()
    if name == "cases":
        rows = rows.select_related("form").prefetch_related("applicant_classes")
    elif name in ("components", "result_kinds", "competence_rules"):
        rows = rows.select_related("case")
    elif name == "step_rules":
        rows = rows.select_related("role")
    found = {}
    for row in rows:
        row.version = version
        found[key(row)] = row
    return found


def _place(*parts) -> str:
    """Where a row or field stands in a version, the same after every edit of its words."""
    return ":".join(
        "/".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in parts
    )


def _fields(place: str, what: str, old, new) -> list[Line]:
    """A line for each field that says anything on either side."""
    row = new or old
    lines = []
    for field in row._meta.fields:
        if field.name not in _OWN:
            before, after = (shown(each, field.name) if each else "" for each in (old, new))
            lines.append(
                Line(what, str(field.verbose_name), before, after, _place(place, field.name))
            )
    if hasattr(row, "case_id"):
        before, after = (_whose(each) for each in (old, new))
        lines.append(Line(what, _("trường hợp"), before, after, _place(place, "case")))
    if isinstance(row, Case):
        before, after = (_classes(each) for each in (old, new))
        lines.append(
            Line(what, _("đối tượng thực hiện"), before, after, _place(place, "applicant_classes"))
        )
    return [line for line in lines if line.old or line.new]


def _whose(row) -> str:
    if row is None:
        return ""
    return str(row.case) if row.case_id else _("Mọi trường hợp")


def _classes(case) -> str:
    if case is None:
        return ""
    return ", ".join(sorted(str(each) for each in case.applicant_classes.all()))


def _forms(old, new) -> Iterable[tuple[str, list[Line]]]:
    """The questions of cases whose form becomes another one."""
    before = {case.code: case.form for case in _rows(old, "cases", _KEYS["cases"]).values()}
    told = set()
    for case in _rows(new, "cases", _KEYS["cases"]).values():
        pair = (before.get(case.code), case.form)
        if pair[0] == pair[1] or pair in told:
            continue
        told.add(pair)
        lines = [
            Line(*words, _place("form", case.code, key, field))
            for key, field, *words in question_rows(*pair)
        ]
        yield _("Tờ khai của «%s»") % case, lines
