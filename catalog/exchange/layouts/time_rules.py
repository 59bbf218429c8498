"""The time limits of procedures, case by case, as the national lists print them."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.exchange.layouts import phrases
from catalog.exchange.layouts.build import Building
from catalog.exchange.layouts.procedures import EVERY_CASE
from catalog.exchange.layouts.standing import codes, parts
from catalog.exchange.reading import plain
from catalog.models import Case, Procedure
from catalog.text import fold


def time_rules(sheet, context, sheets, report):
    """Each line a case with its limit; limits of others than the filer become facts and notes."""
    building = Building(sheet)
    orders: dict[str, int] = {}
    announced = codes(sheets, "time_limit_days", "code")
    stages = _stage_notes(sheet)
    for row in sheet.rows:
        line = {name: plain(value) for name, value in row.values.items()}
        code, name = line.get("code", ""), line.get("case", "")
        if code not in announced and context.find(Procedure, (code,)) is None:
            report.error(sheet, row.number, "code", _("Không có thủ tục mã «%s».") % code)
            continue
        if line.get("unit", "") not in Case.Unit.values:
            report.error(
                sheet, row.number, "unit", _("Không có đơn vị «%s».") % line.get("unit", "")
            )
            continue
        version = context.newest_version(code)
        whose = {"procedure": code, "version": version.number if version else 1}
        if _is_stage(line):
            _stage(building, row, line, whose)
            continue
        orders[code] = orders.get(code, 0) + 1
        notes = stages.get(code, []) if orders[code] == 1 else []
        line["extra_rule"] = ". ".join(
            filter(None, [phrases.rule(line.get("extra_rule", "")), *notes])
        )
        _case(building, row, line, whose, name, orders[code])
    _drop_default_case(building, sheet, context)
    return building.parts()


def _is_stage(line) -> bool:
    """A limit of the office or of the applicant within the course, not a way of filing."""
    return line.get("applicant", "").startswith("(") or line.get("case") == "Sau khi bổ sung"


def _stage_notes(sheet) -> dict[str, list[str]]:
    """Limits of the office in words, by procedure: they stand as a note on its first case."""
    notes: dict[str, list[str]] = {}
    for row in sheet.rows:
        line = {name: plain(value) for name, value in row.values.items()}
        if not _is_stage(line) or line["case"] == "Sau khi bổ sung":
            continue
        if line.get("applicant") != "(người nộp)":
            limit = f"{line.get('value')} {phrases.UNIT_WORDS.get(line.get('unit'), '')}".strip()
            event = phrases.event(line.get("start_event", ""))
            notes.setdefault(line.get("code", ""), []).append(
                f"{line['case']}: {limit} ({event[:1].lower()}{event[1:]})"
            )
    return notes


def _stage(building, row, line, whose) -> None:
    values = {"procedure": whose["procedure"], "number": whose["version"]}
    if line.get("applicant") == "(người nộp)":
        values["supplement_days"] = line["value"]
    elif line["case"] == "Sau khi bổ sung":
        values |= {
            "supplement_clock": "new_limit",
            "supplement_limit_value": line["value"],
            "supplement_limit_unit": line["unit"],
        }
    else:
        return
    building.add("versions", row, f"{whose['procedure']}/{line['case']}", values, "value")


def _case(building, row, line, whose, name: str, order: int) -> None:
    classes = [phrases.applicant(part) for part in phrases.split(line.get("applicant", ""))]
    label = f"{whose['procedure']}/{name}"
    for found in filter(None, classes):
        values = dict(zip(("code", "name", "kind"), found, strict=True))
        building.add_once("applicant_classes", row, label, values, "applicant")
    values = {
        **whose,
        "code": slugify(fold(name))[:60],
        "name": name,
        "applicant_classes": "; ".join(found[0] for found in classes if found),
        "limit_value": line.get("value", ""),
        "limit_unit": line.get("unit", ""),
        "limit_note": line["extra_rule"],
        "start_event": phrases.event(line.get("start_event", "")),
        "order": order,
    }
    columns = {
        "procedure": "code",
        "code": "case",
        "name": "case",
        "applicant_classes": "applicant",
        "limit_value": "value",
        "limit_unit": "unit",
        "limit_note": "extra_rule",
        "start_event": "start_event",
    }
    building.add("cases", row, label, values, columns, leads=True)


def _drop_default_case(building, sheet, context) -> None:
    """The case that stood in for unknown ones goes when the real ones come."""
    every = slugify(fold(EVERY_CASE))
    named: dict[str, set[str]] = {}
    last = {}
    for row in sheet.rows:
        code = plain(row.values.get("code"))
        named.setdefault(code, set()).add(slugify(fold(plain(row.values.get("case"))))[:60])
        last[code] = row
    for code, cases in named.items():
        version = context.newest_version(code)
        if version and every not in cases:
            for case in parts(context, Case, code, version.number):
                if case.code == every:
                    values = {
                        "procedure": code,
                        "version": version.number,
                        "code": every,
                        "delete": "có",
                    }
                    label = f"{code}/{plain(last[code].values.get('case'))}"
                    building.add("cases", last[code], label, values, "case")
