"""The list of procedures as the national database prints it."""

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.exchange.layouts import phrases
from catalog.exchange.layouts.build import Building
from catalog.exchange.layouts.standing import codes, has_parts, parts
from catalog.exchange.reading import plain
from catalog.exchange.subjects.procedures import CODE
from catalog.models import Case, Component, LegalBasis, ResultKind
from catalog.text import fold

EVERY_CASE = "Mọi trường hợp"
UNKNOWN_DECISION = "Chưa nêu trong tệp nhập"


def procedures(sheet, context, sheets, report):
    """Each line: the procedure, its newest version, papers, legal bases, and what it lacks."""
    building = Building(sheet)
    timed = codes(sheets, "case", "code")
    with_results = codes(sheets, "procedure_codes", "procedure_codes")
    for row in sheet.rows:
        line = {name: plain(value) for name, value in row.values.items()}
        code = line.get("code", "")
        if not CODE.fullmatch(code):
            report.error(
                sheet, row.number, "code", _("Mã thủ tục «%s» sai; dạng đúng: 1.002051.") % code
            )
            continue
        version = context.newest_version(code)
        number = version.number if version else 1
        whose = {"procedure": code, "version": number}
        classes = _applicants(building, row, line, code)
        _procedure(building, row, line, code, classes)
        _version(building, sheet, row, line, version, report)
        if code not in timed and not has_parts(context, Case, code, number):
            _only_case(building, sheet, row, line, whose, classes, report)
        _papers(building, context, row, line, whose)
        _bases(building, context, row, line, whose)
        if code not in with_results and not any(
            found.code for found in parts(context, ResultKind, code, number)
        ):
            for order, name in enumerate(phrases.split(line.get("result", "")), 1):
                values = {**whose, "name": name[:500], "order": order}
                building.add("results", row, code, values, "result")
    return building.parts()


def _applicants(building, row, line, code) -> list[tuple[str, str, str]]:
    found = []
    for part in phrases.split(line.get("applicants", "")):
        known = phrases.applicant(part)
        if known and known not in found:
            found.append(known)
            values = dict(zip(("code", "name", "kind"), known, strict=True))
            building.add_once("applicant_classes", row, code, values, "applicants")
    return found


def _procedure(building, row, line, code, classes) -> None:
    field = line.get("field", "")
    sector = slugify(fold(field))[:60]
    if field:
        building.add_once("sectors", row, code, {"code": sector, "name": field}, "field")
    values = {
        "code": code,
        "name": line.get("name", ""),
        "sector": sector,
        "for_persons": "có" if any(kind == "person" for *_n, kind in classes) else "không",
        "for_organisations": "có" if any(kind != "person" for *_n, kind in classes) else "không",
    }
    columns = {"code": "code", "name": "name", "sector": "field"}
    building.add("procedures", row, code, values, columns, leads=True)


def _version(building, sheet, row, line, version, report) -> None:
    channels = _mapped(sheet, row, line, "channels", phrases.CHANNELS, report)
    decision, _texts = phrases.legal_bases(line.get("legal_basis", ""))
    levels, note = _competence(line.get("competent_agency_level", ""))
    values = {
        "procedure": line["code"],
        "number": version.number if version else 1,
        "decision_number": decision or (version and version.decision_number) or UNKNOWN_DECISION,
        "effective_from": version.effective_from if version else timezone.localdate(),
        "service_level": line.get("level", ""),
        "channels": "; ".join(channels),
        "result_channels": "; ".join(
            channel
            for channel in ("online", "counter", "post")
            if channel in {*channels, "counter"}
        ),
        "competent_levels": "; ".join(levels),
        "competence_note": note,
    }
    columns = {
        "procedure": "code",
        "decision_number": "legal_basis",
        "service_level": "level",
        "channels": "channels",
        "competent_levels": "competent_agency_level",
    }
    building.add("versions", row, line["code"], values, columns)


def _mapped(sheet, row, line, column: str, known: dict, report) -> list[str]:
    found = []
    for part in filter(None, (part.strip() for part in line.get(column, "").split("|"))):
        if fold(part) not in known:
            report.error(sheet, row.number, column, _("«%s» không có trong danh sách.") % part)
        else:
            found.append(known[fold(part)])
    return found


def _competence(text: str) -> tuple[list[str], str]:
    """Levels of our own offices; when others take part, the words stay as a note."""
    parts = [part.strip() for part in text.split("|")]
    if all(fold(part) in phrases.LEVELS for part in parts):
        return list(dict.fromkeys(phrases.LEVELS[fold(part)] for part in parts)), ""
    folded = fold(text)
    if "bhxh tinh" in folded:
        return ["province"], text
    return ["base"], text


def _only_case(building, sheet, row, line, whose, classes, report) -> None:
    days = line.get("time_limit_days", "")
    if days and not days.isdigit():
        report.error(sheet, row.number, "time_limit_days", _("«%s» không phải số ngày.") % days)
        return
    values = {
        **whose,
        "code": slugify(fold(EVERY_CASE)),
        "name": EVERY_CASE,
        "applicant_classes": "; ".join(code for code, _name, _kind in classes),
        "limit_value": days or 0,
        "limit_unit": "wd" if days and int(days) else "same_day",
        "order": 1,
    }
    building.add("cases", row, line["code"], values, "time_limit_days")


def _papers(building, context, row, line, whose) -> None:
    codes = [
        part.strip()
        for part in line.get("form_codes", "").split(";")
        if part.strip() and not part.strip().startswith("PGNHS")
    ]
    standing = {
        paper.code: paper
        for paper in parts(context, Component, whose["procedure"], whose["version"])
    }
    for paper in phrases.components(line.get("components", ""), codes):
        values = {**whose, **paper}
        if paper["code"] in standing:
            # Whether a paper is needed is not said there: what the managers decided stays.
            for name in ("is_required", "condition", "needs_scan", "form_code"):
                del values[name]
            del standing[paper["code"]]
        building.add("components", row, line["code"], values, "components")
    for gone in standing:
        values = {**whose, "code": gone, "delete": "có"}
        building.add("components", row, line["code"], values, "components")


def _bases(building, context, row, line, whose) -> None:
    _decision, texts = phrases.legal_bases(line.get("legal_basis", ""))
    standing = {
        base.number for base in parts(context, LegalBasis, whose["procedure"], whose["version"])
    }
    for order, number in enumerate(texts, 1):
        values = {**whose, "number": number, "order": order}
        building.add("legal_bases", row, line["code"], values, "legal_basis")
    for gone in sorted(standing - set(texts)):
        values = {**whose, "number": gone, "delete": "có"}
        building.add("legal_bases", row, line["code"], values, "legal_basis")
