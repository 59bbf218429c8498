"""Dossier codes, office numbers, result numbers: given by the system alone (Article 10)."""

import datetime

from django.db import connection
from django.utils import timezone

from flows.models import CodeCounter, CodePattern


def next_in(series: str) -> int:
    """The next number of a series: one statement, consecutive, never given twice.

    The row stays locked until the transaction ends, so a rolled-back filing leaves no gap.
    """
    table = CodeCounter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (series, last) VALUES (%s, 1) "  # noqa: S608  our own table name
            f"ON CONFLICT (series) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [series],
        )
        return cursor.fetchone()[0]


def _write(kind: str, series: str, agency, day: datetime.date) -> str:
    pattern = CodePattern.on(kind, day)
    return pattern.format(
        agency=agency.code, office=agency.office_code, day=day, seq=next_in(series)
    )


def dossier_code(agency) -> str:
    """`<agency identifier>-<yymmdd>-<sequence>`, per agency and day of Vietnam."""
    day = timezone.localdate()
    return _write("dossier", f"dossier:{agency.code}:{day:%y%m%d}", agency, day)


def office_number(agency) -> str:
    """The office's own number (số hồ sơ), per office and year, given at acceptance."""
    day = timezone.localdate()
    return _write("office", f"office:{agency.office_code}:{day:%Y}", agency, day)


def result_number(agency) -> tuple[int, str]:
    """The next number of an issued result in the office's book of the year, bare and as written."""
    day = timezone.localdate()
    number = next_in(f"result:{agency.office_code}:{day:%Y}")
    pattern = CodePattern.on("result", day)
    written = pattern.format(agency=agency.code, office=agency.office_code, day=day, seq=number)
    return number, written
