"""The coded results of procedures as the national database prints them."""

import re

from django.utils.translation import gettext as _

from catalog.exchange.layouts.build import Building
from catalog.exchange.layouts.standing import codes, parts
from catalog.exchange.reading import plain
from catalog.models import Procedure, ResultKind


def results(sheet, context, sheets, report):
    """Each line a coded result of one or more procedures."""
    building = Building(sheet)
    announced = codes(sheets, "time_limit_days", "code")
    for row in sheet.rows:
        line = {name: plain(value) for name, value in row.values.items()}
        code = line.get("result_code", "")
        if not re.fullmatch(r"KQ\.G\d{2}\.\d{6}", code):
            report.error(sheet, row.number, "result_code", _("Mã kết quả «%s» sai.") % code)
            continue
        for whose in filter(None, map(str.strip, line.get("procedure_codes", "").split(";"))):
            if whose not in announced and context.find(Procedure, (whose,)) is None:
                report.error(
                    sheet, row.number, "procedure_codes", _("Không có thủ tục mã «%s».") % whose
                )
                continue
            version = context.newest_version(whose)
            values = {
                "procedure": whose,
                "version": version.number if version else 1,
                "name": line.get("result_name", "")[:500],
                "code": code,
            }
            columns = {"procedure": "procedure_codes", "name": "result_name", "code": "result_code"}
            building.add("results", row, code, values, columns, leads=True)
            for gone in _uncoded(building, context, values):
                building.add("results", row, code, {**values, **gone}, "procedure_codes")
    return building.parts()


def _uncoded(building, context, values) -> list[dict]:
    """The results without a code that stood in for these, once per version."""
    whose = (values["procedure"], values["version"])
    if ("results", whose) in building.shared:
        return []
    building.shared.add(("results", whose))
    named = {
        plain(row.values.get("result_name"))[:500]
        for row in building.source.rows
        if values["procedure"] in plain(row.values.get("procedure_codes"))
    }
    return [
        {"name": found.name, "code": "", "delete": "có"}
        for found in parts(context, ResultKind, *whose)
        if not found.code and found.name not in named
    ]
