"""Registers and reports as printed tables: an office's head, columns, rows and who signs."""

from dataclasses import asdict, dataclass, field

from flows.papers.data import moment
from flows.papers.rendering import HERE, typeset


@dataclass(frozen=True)
class Column:
    """`wide` is its share of what the narrow columns leave; 0: as wide as its widest number."""

    head: str
    wide: float = 0
    number: bool = False


@dataclass(frozen=True)
class Table:
    """Cells are texts; `total` is a last row in bold, or empty."""

    columns: list[Column]
    rows: list[list[str]]
    name: str = ""
    total: list[str] = field(default_factory=list)


def tables_pdf(
    title: str, *, agency, lines: list[str], tables: list[Table], at,
    notes: tuple = (), signers: tuple = ("Người lập", "Thủ trưởng cơ quan"),
) -> bytes:  # fmt: skip
    """A4 landscape in the name of `agency`, PDF/UA and PDF/A; the same bytes for the same content and
    moment."""
    made = moment(at)
    data = {
        "title": title,
        "office": agency.name,
        "above": agency.parent.name if agency.parent_id else "",
        "lines": lines,
        "tables": [asdict(table) for table in tables],
        "notes": list(notes),
        "signers": list(signers),
        "foot": "{title} · lập lúc {hour}:{minute} ngày {day}/{month}/{year}".format(
            title=title, **made
        ),
    }
    return typeset((HERE / "templates" / "tables.typ").read_text(encoding="utf-8"), data, at=at)
