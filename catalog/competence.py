"""The office that is competent for a filing, and why, by the rules of its version."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.eforms import identifiers
from catalog.eforms.places import units_today
from catalog.models import AdministrativeUnit, Agency, CompetenceRule, Employer, Question, Territory
from catalog.text import fold

Basis = CompetenceRule.Basis
RESIDENCE = "residence"  # the unit's code among the facts of an applicant, when it was asked for
_SHOWN = 8


@dataclass(frozen=True)
class Competent:
    """The competent office and the sentence that explains it."""

    agency: Agency
    basis: str
    reason: str


def competent(version, *, case, agency, applicant: dict, answers: dict) -> Competent | None:
    """The office by the first rule that these facts answer; None when none can be answered yet.

    A version without rules goes by the office chosen.
    """
    rules = list(version.competence_rules.all())
    if not rules:
        return _chosen(agency)
    for rule in applying(rules, case, applicant):
        if rule.basis == Basis.CHOSEN:
            return _chosen(agency)
        found = (
            _by_employer(rule, version, applicant, answers)
            if rule.basis == Basis.EMPLOYER
            else _by_place(rule, version, case, applicant, answers)
        )
        if found is not None:
            return found
    return None


def applying(rules, case, applicant: dict):
    """Of the rules of a version those for this case and this kind of applicant, in their order."""
    for rule in rules:
        if rule.case_id not in (None, case and case.pk):
            continue
        if rule.applicant in ("", applicant.get("kind", "person")):
            yield rule


def goes_by_place(version) -> bool:
    """Whether asking where the applicant lives helps to find the office."""
    return any(rule.basis == Basis.PLACE for rule in version.competence_rules.all())


def units_named(typed: str) -> list[AdministrativeUnit]:
    """Communes whose names contain what was typed, without regard to diacritics; the shortest first."""
    words = fold(typed).strip()
    if len(words) < 2:
        return []
    found = units_today().filter(kind=AdministrativeUnit.Kind.COMMUNE)
    for word in words.split():
        found = found.filter(search_text__contains=word)
    rows = found.select_related("parent")[: _SHOWN * 4]
    return sorted(rows, key=lambda unit: len(unit.search_text))[:_SHOWN]


def units_of(agency):
    """The communes that the office manages today, by a row of their own or as those of its province."""
    rows = Territory.objects.active()
    held = rows.filter(agency=agency).values("unit")
    other = rows.exclude(agency=agency).values("unit")
    communes = units_today().filter(kind=AdministrativeUnit.Kind.COMMUNE)
    return communes.filter(Q(pk__in=held) | Q(parent__in=held) & ~Q(pk__in=other))


def office_of(unit: AdministrativeUnit) -> Agency | None:
    """The office that manages the unit; that of its province where it has no row of its own."""
    rows = Territory.objects.active().select_related("agency__parent__parent")
    found = {
        row.unit_id: row.agency
        for row in rows.filter(Q(unit=unit) | Q(unit__children=unit)).distinct()
    }
    return found.get(unit.pk) or found.get(unit.parent_id)


def uncovered(version) -> list[AdministrativeUnit]:
    """Communes of today that no office manages which would take dossiers of this version in."""
    offering = Agency.objects.offering(version)
    held = Territory.objects.active().filter(agency__in=offering).values("unit")
    return list(
        units_today()
        .filter(kind=AdministrativeUnit.Kind.COMMUNE)
        .exclude(pk__in=held)
        .exclude(parent__in=held)
        .select_related("parent")
        .order_by("parent__search_text", "search_text")
    )


def _chosen(agency) -> Competent | None:
    if agency is None:
        return None
    return Competent(agency, Basis.CHOSEN, _("Thủ tục này giải quyết tại cơ quan người nộp chọn."))


def _by_employer(rule, version, applicant: dict, answers: dict) -> Competent | None:
    code = employer_code(rule, applicant, answers)
    row = (
        Employer.objects.filter(code=code).select_related("agency__parent__parent").first()
        if code
        else None
    )
    agency = row and _competent_in_line(row.agency, rule, version)
    if agency is None:
        return None
    reason = _("Cơ quan quản lý đơn vị %(code)s – %(name)s.")
    return Competent(agency, Basis.EMPLOYER, reason % {"code": row.code, "name": row.name})


def employer_code(rule, applicant: dict, answers: dict) -> str:
    """The code of the employer that a rule goes by, as it was declared; empty when it was not."""
    typed = (
        answers.get(rule.question_key) if rule.question_key else applicant.get("insurance_number")
    )
    return identifiers.compact(str(typed or ""))


def _by_place(rule, version, case, applicant: dict, answers: dict) -> Competent | None:
    code = declared(address_keys(case, rule.question_key), applicant, answers)
    unit = AdministrativeUnit.objects.filter(code=code).select_related("parent").first()
    manages = office_of(unit) if unit else None
    agency = manages and _competent_in_line(manages, rule, version)
    if agency is None:
        return None
    reason = _("Cơ quan quản lý địa bàn %s theo nơi cư trú, nơi nhận chi trả đã khai.")
    return Competent(agency, Basis.PLACE, reason % full_name(unit))


def address_keys(case, named: str = "") -> list[str]:
    """The questions of a form that ask where somebody lives or is paid, in order; or the one named."""
    if named:
        return [named]
    if case is None or case.form_id is None:
        return []
    questions = Question.objects.filter(
        section__form=case.form_id, kind=Question.Kind.ADDRESS, parent=None
    )
    return list(questions.order_by("section__order", "order").values_list("key", flat=True))


def declared(keys: list[str], applicant: dict, answers: dict) -> str:
    """Code of the commune (else the province) of the first address filled in, or of the residence."""
    for key in keys:
        value = answers.get(key)
        if isinstance(value, Mapping) and (value.get("commune") or value.get("province")):
            return value.get("commune") or value["province"]
    return applicant.get(RESIDENCE) or ""


def _competent_in_line(manages: Agency, rule, version) -> Agency | None:
    """The office that manages, or the one above it that the rule's level means and that takes in."""
    for agency in manages.line_up():
        takes = agency.is_active() and agency.accepts_dossiers
        if takes and agency.level in ([rule.level] if rule.level else version.competent_levels):
            return agency
    return None


def full_name(unit: AdministrativeUnit) -> str:
    """The commune with its province."""
    return f"{unit}, {unit.parent}" if unit.parent_id else str(unit)
