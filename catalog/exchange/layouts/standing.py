"""What a national list may count on: rows that stand already, codes that another sheet brings."""

from catalog.exchange.reading import plain


def codes(sheets, needed: str, column: str) -> set[str]:
    """The procedure codes that another sheet of the same workbook speaks of."""
    return {
        code.strip()
        for sheet in sheets
        if needed in sheet.headings
        for row in sheet.rows
        for code in plain(row.values.get(column)).split(";")
    }


def parts(context, model, code: str, number: int) -> list:
    """The rows that hang on a version already, before this import."""
    return [
        row
        for key, row in context.rows(model).items()
        if key[:2] == (code, str(number)) and not row._state.adding
    ]


def has_parts(context, model, code: str, number: int) -> bool:
    return bool(parts(context, model, code, number))
