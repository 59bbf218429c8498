"""Making our sheets out of foreign ones: every derived row remembers the cell it came from."""

from catalog.exchange.reading import Origin, Row, Sheet


class Building:
    """The sheets that one foreign sheet turns into, in the order they were begun."""

    def __init__(self, source: Sheet):
        self.source = source
        self.sheets: dict[tuple, Sheet] = {}
        self.shared: set[tuple[str, str]] = set()

    def add(
        self, subject: str, row: Row, code: str, values: dict, columns: dict | str, leads=False
    ) -> None:
        """One row of a subject; `columns` maps our columns to theirs (or names one for all)."""
        if isinstance(columns, str):
            columns = dict.fromkeys([*values, ""], columns)
        shape = (subject, tuple(values))
        sheet = self.sheets.setdefault(shape, Sheet(subject, list(values)))
        sheet.rows.append(Row(row.number, values, Origin(self.source.name, columns, code, leads)))

    def add_once(self, subject: str, row: Row, code: str, values: dict, column: str) -> None:
        """A row of a shared subject that many lines name: only the first one brings it."""
        key = (subject, values["code"])
        if key not in self.shared:
            self.shared.add(key)
            self.add(subject, row, code, values, column)

    def parts(self):
        """Pairs of subject name and sheet, for the workbook."""
        return [(subject, sheet) for (subject, _shape), sheet in self.sheets.items()]
