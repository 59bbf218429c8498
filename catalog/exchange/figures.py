"""How fast an import is, beside the library's own defaults and beside writing without any check.

Papers of procedures are what a national catalogue has most of: ten a procedure, each naming its
version. Everything happens in transactions that are taken back.
"""

import datetime
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import tablib
from django.db import connection, transaction
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from catalog.exchange import workbook
from catalog.models import Component, Procedure, ProcedureVersion, Sector

ROWS = 20_000
PEER_ROWS = 500  # the defaults cost the same for every row; all 20,000 would take minutes
ROUNDS = 7
_EACH = 10
_HEADINGS = ["procedure", "version", "code", "name", "originals", "copies", "order"]


@dataclass
class Comparison:
    """Rows a second."""

    ours: float
    peer: float
    limit: float


class Defaults(ModelResource):
    """The subject as the library's manual shows it."""

    version = Field("version", "procedure", ForeignKeyWidget(ProcedureVersion, "procedure__code"))

    class Meta:
        model = Component
        import_id_fields = ("version", "code")
        fields = ("version", "code", "name", "originals", "copies", "order")


def measure() -> Comparison:
    """Rows a second: ours checked, compared and applied; the defaults; read and insert unchecked.

    The three alternate in rounds, forwards and backwards; each figure is the median of its rounds.
    """
    data, short = _sheet(ROWS), _sheet(PEER_ROWS)
    works = [
        lambda: ROWS / _seconds(lambda: _ours(data)),
        lambda: PEER_ROWS / _seconds(lambda: _peer(short)),
        lambda: ROWS / _seconds(lambda: _limit(data)),
    ]
    with _procedures():
        for work in works:
            work()  # the first time fills caches of the process
        rounds: list[list[float]] = [[], [], []]
        for number in range(ROUNDS):
            order = [0, 1, 2] if number % 2 == 0 else [2, 1, 0]
            for index in order:
                rounds[index].append(works[index]())
    return Comparison(*map(median, rounds))


def _seconds(work: Callable[[], None]) -> float:
    """Seconds, database included, of work whose rows are counted and then taken back."""
    with transaction.atomic():
        begun = time.perf_counter()
        work()
        spent = time.perf_counter() - begun
        transaction.set_rollback(True)
    return spent


def _ours(data: bytes) -> None:
    report = workbook.run(data, "thanh-phan.xlsx", apply=True)
    _expect(ROWS, len(report.added))


def _peer(data: bytes) -> None:
    dataset = tablib.Dataset().load(data, format="xlsx")
    result = Defaults().import_data(dataset, raise_errors=True)
    _expect(PEER_ROWS, result.totals["new"])


def _limit(data: bytes) -> None:
    """Read the sheet and insert its rows as they are: no check, no comparison, no history."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    versions = dict(ProcedureVersion.objects.values_list("procedure__code", "pk"))
    fields = [each for each in Component._meta.concrete_fields if not each.primary_key]
    blank = {each.column: each.get_default() for each in fields}
    rows = [
        tuple((blank | {
            "version_id": versions[code], "code": paper, "name": name,
            "originals": int(originals), "copies": int(copies), "order": int(order),
        }).values())
        for code, _version, paper, name, originals, copies, order in sheet.to_python()[1:]
    ]  # fmt: skip
    columns = ", ".join(f'"{name}"' for name in blank)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY catalog_component ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(
                f"INSERT INTO catalog_component ({columns})"  # noqa: S608 the model's own columns
                f" VALUES ({', '.join(['%s'] * len(blank))})",
                rows,
            )
    _expect(ROWS, Component.objects.filter(version__procedure__code__startswith="8.").count())


def _expect(wanted: int, found: int) -> None:
    if wanted != found:
        raise AssertionError(f"{found} rows written, {wanted} expected")


@contextmanager
def _procedures() -> Iterator[None]:
    """Two thousand procedures with a draft each, gone afterwards."""
    with transaction.atomic():
        sector = Sector.objects.create(code="do-luong", name="Đo lường nhập danh mục")
        procedures = [
            Procedure(code=f"8.{number:06d}", name=f"Thủ tục {number}", sector=sector)
            for number in range(ROWS // _EACH)
        ]
        for procedure in procedures:
            procedure.derive()
        Procedure.objects.bulk_create(procedures)
        ProcedureVersion.objects.bulk_create(
            ProcedureVersion(
                procedure=procedure,
                decision_number="1/QĐ",
                effective_from=datetime.date(2030, 1, 1),
            )
            for procedure in procedures
        )
        yield
        transaction.set_rollback(True)


def _sheet(count: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("components")
    sheet.append(_HEADINGS)
    for number in range(count):
        code, paper = f"8.{number // _EACH:06d}", number % _EACH
        sheet.append(
            [code, 1, f"gt-{paper:02d}", f"Giấy tờ số {paper} của thủ tục {code}", 1, 0, paper]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
