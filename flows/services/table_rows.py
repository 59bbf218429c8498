"""Rows of a table question taken from a sheet into a draft: right ones join it, wrong ones wait.

No HTTP here. The same sheet again adds nothing; the wrong rows are given back as a workbook.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog.eforms import table_sheets, tables
from catalog.exchange import form_sheet
from catalog.exchange.form_columns import as_sent, columns_of
from catalog.models import Question, Section
from flows import limits
from flows.errors import DossierError
from flows.models import Draft
from flows.services import batch_rows, drafting, readiness

UPLOADS_PER_HOUR = 60


@dataclass
class Taken:
    """What became of the lines of a sheet; `unknown` are headings that stand for no column."""

    added: int = 0
    repeated: int = 0
    wrong: int = 0
    unknown: list[str] = field(default_factory=list)


def tables_of(draft: Draft, section: Section) -> list[Question]:
    """Tables of the section that are asked now and may be filled in from a sheet."""
    spec = readiness.spec_of(draft)
    asked = {q.key for _section, found in spec.visible(draft.answers) for q in found}
    return [table for table in table_sheets.offered(spec, section) if table.key in asked]


def template(draft: Draft, question: Question) -> bytes:
    """The empty workbook of the table."""
    form = table_sheets.as_form(readiness.spec_of(draft), question)
    label = (question.rules or {}).get("row_label") or "dòng"
    return form_sheet.template(form, question.label, f"một {label.lower()} của bảng")


def take(
    draft: Draft, section: Section, question: Question, data: bytes, filename: str,
    *, by, lock: int, instead: bool,
) -> Taken:  # fmt: skip
    """Read a sheet into the table, after its rows or `instead` of them. DossierError says why not."""
    if not limits.hit("table_upload", str(by.pk), UPLOADS_PER_HOUR, 3600):
        raise DossierError(_("Đã tải bảng tính quá nhiều lần trong một giờ. Hãy thử lại sau."))
    spec, most = readiness.spec_of(draft), tables.row_limits(question)[1]
    form = table_sheets.as_form(spec, question)
    filled = batch_rows.read(data, filename, form, most=most)
    columns = columns_of(form)
    sent = [as_sent(columns, row.cells, form) for row in filled.rows]
    given, problems = table_sheets.judge(spec, section, question, sent, draft.answers)
    taken, left = Taken(unknown=filled.unknown), []
    kept = [] if instead else list(draft.answers.get(question.key) or [])
    for row, answers, told in zip(filled.rows, given, problems, strict=True):
        if told := [*row.problems, *told]:
            left.append({"number": row.number, "cells": row.cells, "problems": told})
        elif answers in kept:
            taken.repeated += 1
        else:
            kept.append(answers)
            taken.added += 1
    if len(kept) > most:
        raise DossierError(
            _("Bảng này nhận tối đa %(most)d dòng, cùng tệp vừa tải lên thì thành %(rows)d dòng.")
            % {"most": most, "rows": len(kept)}
        )
    taken.wrong = len(left)
    waiting = {"rows": left, "letters": filled.letters} if left else {}
    drafting.save_table(draft, section.key, question.key, kept, lock=lock, left=waiting)
    return taken


def waiting(draft: Draft, question: Question) -> list[dict]:
    """The rows to be mended: number in the file, and what is wrong, each with the address of its cell."""
    kept = draft.left_rows.get(question.key) or {}
    form = table_sheets.as_form(readiness.spec_of(draft), question)
    headings = {column.name: column.heading for column in columns_of(form)}
    return [
        {"number": row["number"], "told": _addressed(row, kept["letters"], headings)}
        for row in kept.get("rows", [])
    ]


def _addressed(row: dict, letters: dict, headings: dict) -> list[str]:
    told = []
    for name, message in row["problems"]:
        cell = f"{letters[name]}{row['number']}" if name in letters else ""
        named = f"«{headings[name]}»" if name in headings else ""
        told.append(": ".join(filter(None, [" ".join(filter(None, [cell, named])), message])))
    return told


def corrections(draft: Draft, question: Question) -> bytes:
    """The rows to be mended as a workbook, a comment in every failing cell."""
    rows = (draft.left_rows.get(question.key) or {}).get("rows", [])
    form = table_sheets.as_form(readiness.spec_of(draft), question)
    return form_sheet.corrections(form, [(row["cells"], row["problems"]) for row in rows])
