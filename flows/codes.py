"""Dossier codes, office numbers, result numbers: given by the system alone (Article 10)."""

import datetime

from django.db import connection, transaction
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


def reserve(agency, day: datetime.date, size: int) -> list[tuple[int, str]]:
    """The next `size` numbers of the office's day as dossier codes: taken out of the series at once."""
    counters = CodeCounter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {counters} (series, last) VALUES (%s, %s) "  # noqa: S608 our own name
            f"ON CONFLICT (series) DO UPDATE SET last = {counters}.last + %s RETURNING last",
            [_day_series(agency, day), size, size],
        )
        last = cursor.fetchone()[0]
    pattern = CodePattern.on(CodePattern.Kind.DOSSIER, day)
    return [
        (
            number,
            pattern.format(agency=agency.code, office=agency.office_code, day=day, seq=number),
        )
        for number in range(last - size + 1, last + 1)
    ]


def _day_series(agency, day: datetime.date) -> str:
    return f"dossier:{agency.code}:{day:%y%m%d}"


def _numbered(kind: str, series: str, agency, day: datetime.date) -> tuple[int, str]:
    """The next number of a series, bare and as the pattern of the day writes it: one statement."""
    counters, patterns = CodeCounter._meta.db_table, CodePattern._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {counters} (series, last) VALUES (%s, 1) "  # noqa: S608  our own names
            f"ON CONFLICT (series) DO UPDATE SET last = {counters}.last + 1 RETURNING last, "
            f"(SELECT pattern FROM {patterns} WHERE kind = %s AND effective_from <= %s "
            "ORDER BY effective_from DESC LIMIT 1)",
            [series, kind, day],
        )
        number, pattern = cursor.fetchone()
    pattern = pattern or CodePattern.DEFAULTS[CodePattern.Kind(kind)]
    return number, pattern.format(
        agency=agency.code, office=agency.office_code, day=day, seq=number
    )


def dossier_code(agency) -> str:
    """`<agency identifier>-<yymmdd>-<sequence>`, per agency and day of Vietnam."""
    day = timezone.localdate()
    return _numbered("dossier", _day_series(agency, day), agency, day)[1]


def office_number(agency) -> str:
    """The office's own number (số hồ sơ), per office and year, given at acceptance."""
    day = timezone.localdate()
    return _numbered("office", f"office:{agency.office_code}:{day:%Y}", agency, day)[1]


def result_number(agency) -> tuple[int, str]:
    """The next number of an issued result in the office's book of the year, bare and as written."""
    day = timezone.localdate()
    return _numbered("result", f"result:{agency.office_code}:{day:%Y}", agency, day)


def coming_result_number(agency) -> str:
    """What the next result of the office will be numbered, if no other is issued first; not taken."""
    with transaction.atomic():
        written = result_number(agency)[1]
        transaction.set_rollback(True)
    return written


def receipt_number(agency) -> str:
    """The next receipt (biên lai) of the office's series of the year; what fails leaves no gap."""
    day = timezone.localdate()
    return _numbered("fee", f"fee:{agency.office_code}:{day:%Y}", agency, day)[1]
