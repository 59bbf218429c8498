"""The published catalogue as plain data for everybody: what is in force today, page by page."""

from django.conf import settings
from django.utils import timezone

from catalog.eforms import FormSpec
from catalog.models import Agency, Procedure, ProcedureVersion


def page(*, after: str, limit: int, sector: str = "", agency: Agency | None = None) -> list[dict]:
    """Up to `limit` procedures in force whose code follows `after`, in the order of codes."""
    found = Procedure.objects.live().in_force().filter(code__gt=after)
    if sector:
        found = found.filter(sector__code=sector)
    rows: list[dict] = []
    while len(rows) < limit:
        procedures = list(found.select_related("sector").order_by("code")[: limit + 1])
        versions = _versions_of(procedures)
        for procedure in procedures:
            version = versions[procedure.pk]
            if agency is None or agency.level in version.competent_levels:
                rows.append(_in_list(procedure, version))
        if len(procedures) <= limit:
            break
        found = found.filter(code__gt=procedures[-1].code)
    return rows[:limit]


def one(code: str) -> dict | None:
    """Everything that is law of one published procedure today, each case with its form as JSON Schema."""
    procedure = (
        Procedure.objects.live().in_force().select_related("sector").filter(code=code).first()
    )
    version = procedure and procedure.version_on()
    if version is None:
        return None
    return {
        **_in_list(procedure, version),
        "guidance_html": procedure.guidance,
        "decision": {
            "number": version.decision_number,
            "date": version.decision_date,
            "url": version.decision_url,
        },
        "deciding_authority": version.deciding_authority,
        "delegated_authority": version.delegated_authority,
        "coordinating_agencies": version.coordinating_list,
        "steps": version.steps_text,
        "conditions": version.conditions,
        "copies": version.copies,
        "routing": version.routing,
        "supplement_days": version.supplement_days,
        "fees": list(version.fees.values("name", "amount", "note", "required_before")),
        "legal_bases": list(version.legal_bases.values("number", "title", "url")),
        "cases": [_case(case) for case in version.cases.select_related("form")],
    }


def _versions_of(procedures) -> dict[int, ProcedureVersion]:
    """The version in force of each, in one query."""
    found: dict[int, ProcedureVersion] = {}
    for version in ProcedureVersion.objects.in_force().filter(procedure__in=procedures):
        found.setdefault(version.procedure_id, version)
    return found


def _in_list(procedure, version) -> dict:
    return {
        "code": procedure.code,
        "name": procedure.name,
        "name_en": procedure.name_en,
        "summary": procedure.summary,
        "sector": {"code": procedure.sector.code, "name": procedure.sector.name},
        "for_persons": procedure.for_persons,
        "for_organisations": procedure.for_organisations,
        "version": version.number,
        "effective_from": version.effective_from,
        "service_level": version.service_level,
        "channels": version.channels,
        "result_channels": version.result_channels,
        "competent_levels": version.competent_levels,
        "page_url": f"{settings.BASE_URL}/thu-tuc/{procedure.code}/",
        "filing_url": f"{settings.BASE_URL}/nop-ho-so/{procedure.code}/"
        if version.takes_online
        else None,
    }


def _case(case) -> dict:
    return {
        "code": case.code,
        "name": case.name,
        "limit": {"value": case.limit_value, "unit": case.limit_unit, "note": case.limit_note},
        "start_event": case.start_event,
        "applicants": [row.name for row in case.applicant_classes.all()],
        "components": [_component(component) for component in case.components()],
        "results": list(case.result_kinds().values("code", "name")),
        "form": case.form
        and {
            "code": case.form.code,
            "name": case.form.name,
            "legal_form": case.form.legal_form,
            "json_schema": FormSpec(case.form).json_schema(),
        },
    }


def _component(component) -> dict:
    return {
        "code": component.code,
        "name": component.name,
        "originals": component.originals,
        "copies": component.copies,
        "is_required": component.is_required,
        "condition": component.condition,
        "form_code": component.form_code,
        "from_form": component.from_form,
        "needs_scan": component.needs_scan,
        "results_accepted": component.result_list,
    }


def agencies(*, after: str, limit: int, province: str = "") -> list[dict]:
    """The offices that take in dossiers today, in the order of their office codes."""
    found = Agency.objects.active().filter(accepts_dossiers=True, office_code__gt=after)
    if province:
        found = found.filter(province=province)
    columns = ("code", "office_code", "name", "level", "province", "address", "phone", "email")
    return list(found.order_by("office_code").values(*columns)[:limit])


def agency_by(code: str) -> Agency | None:
    """The agency with this identifier or office code, in existence today."""
    found = Agency.objects.active(timezone.localdate())
    return found.filter(code=code).first() or found.filter(office_code=code).first()
