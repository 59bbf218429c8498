"""What a file would do or did, by code and by cell."""

from dataclasses import dataclass, field

from catalog.exchange.reading import Row, Sheet
from catalog.exchange.taking import DELETED, NEW, Outcome


@dataclass(slots=True)
class _Line:
    """One line of the file: an adapted line may stand for several rows of the catalogue."""

    sheet: str
    row: int
    code: str
    name: str = ""
    is_new: bool = False
    changes: list[dict] = field(default_factory=list)


@dataclass
class Report:
    """Rows by code, differences field by field, errors by cell."""

    added: list[str] = field(default_factory=list)
    changed: list[dict] = field(default_factory=list)
    unchanged: int = 0
    errors: list[dict] = field(default_factory=list)
    sheets: list[dict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    applied: bool = False
    import_id: int | None = None
    _told: set[tuple] = field(default_factory=set)
    _lines: dict[tuple, _Line] = field(default_factory=dict)

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.changed)

    def as_json(self) -> dict:
        """The shape that `import_catalog --json` prints."""
        return {
            "import_id": self.import_id,
            "added": self.added,
            "changed": [
                {key: change[key] for key in ("code", "field", "old", "new")}
                for change in self.changed
            ],
            "unchanged": self.unchanged,
            "errors": self.errors,
            "applied": self.applied,
        }

    def as_record(self) -> dict:
        """The same with what the review screen shows, to be kept."""
        return {**self.as_json(), "sheets": self.sheets, "remarks": self.remarks}

    def does_what(self, agreed: dict) -> bool:
        """Whether it adds and changes exactly what another report said."""
        now = self.as_json()
        return all(now[name] == agreed.get(name) for name in ("added", "changed", "errors"))

    def error(self, sheet: Sheet, row: int, column: str, message: str) -> None:
        """Something wrong in a cell, or in a row when no column is named. The first word stands."""
        place = (sheet.name, row, column)
        if column and place in self._told:
            return
        self._told.add(place)
        self.errors.append(
            {
                "sheet": sheet.name,
                "row": row,
                "column": column,
                "cell": sheet.cell(row, column),
                "message": message,
            }
        )

    def note(
        self, sheet: str, row: Row, code: str, outcome: Outcome, resource, heading_of: dict
    ) -> None:
        """Take the outcome of one row of the catalogue into its line of the file."""
        leads = True
        if row.origin:
            sheet, code, leads = row.origin.sheet, row.origin.code, row.origin.leads
        place = (sheet, row.number, code)
        line = self._lines.get(place)
        if line is None:
            line = self._lines[place] = _Line(sheet, row.number, code)
        if leads and not line.name:
            line.name = outcome.name
        if outcome.kind == NEW and leads:
            line.is_new = True
        elif outcome.kind in {NEW, DELETED}:
            what = str(resource._meta.model._meta.verbose_name)
            old, new = ("", outcome.name) if outcome.kind == NEW else (outcome.name, "")
            line.changes.append({"field": what, "old": old, "new": new})
        for column, old, new in outcome.changes:
            heading = row.origin.columns.get(column) if row.origin else heading_of.get(column)
            line.changes.append(
                {
                    "field": column,
                    "label": resource.label_of(column),
                    "heading": heading or "",
                    "old": old,
                    "new": new,
                }
            )

    def finish(self, sheets: list[Sheet]) -> None:
        """Sum the lines up: added, changed, unchanged; the same by sheet for the review screen."""
        by_sheet: dict[str, dict] = {}
        places = {sheet.name: sheet for sheet in sheets}
        for line in self._lines.values():
            totals = by_sheet.setdefault(
                line.sheet,
                {"name": line.sheet, "added": [], "changed": [], "unchanged": 0, "same": []},
            )
            if line.is_new:
                self.added.append(line.code)
                totals["added"].append({"row": line.row, "code": line.code, "name": line.name})
            elif line.changes:
                changes = [
                    {
                        "row": line.row,
                        "code": line.code,
                        **change,
                        "cell": places[line.sheet].cell(line.row, change.get("heading", "")),
                    }
                    for change in line.changes
                ]
                self.changed += changes
                totals["changed"] += changes
            else:
                self.unchanged += 1
                totals["unchanged"] += 1
                totals["same"].append({"row": line.row, "code": line.code})
        self.sheets = list(by_sheet.values())
