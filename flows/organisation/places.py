"""Which dossiers go over with a territory: by the commune or the employer that each filing names."""

from dataclasses import dataclass

from catalog.competence import address_keys, applying, declared, employer_code
from catalog.models import Case, CompetenceRule, Employer
from flows.models import Draft, Submission

AT_ONCE = 500
Basis = CompetenceRule.Basis


@dataclass(frozen=True)
class Area:
    """Communes, and the employers managed there, by their codes."""

    communes: set[str]
    employers: set[str]

    def has(self, basis: str, code: str) -> bool:
        return code in (self.employers if basis == Basis.EMPLOYER else self.communes)


def belonging(dossiers, area: Area) -> tuple[list[int], int]:
    """Of these dossiers the keys of those of the area, and of how many nothing tells where they are.

    What goes by choice alone is of no area.
    """
    rows = list(dossiers.order_by("pk").values(*_FACTS))
    cases = Case.objects.filter(pk__in={row["case"] for row in rows}).select_related("version")
    asked = {case.pk: _Asked(case) for case in cases.prefetch_related("version__competence_rules")}
    found, unknown = [], 0
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        _add_declared(part)
        named = {code for row in part for code in asked[row["case"]].employers_named(row)}
        employers = Employer.objects.filter(code__in=named).values_list("code", flat=True)
        known = set(employers) if named else set()
        for row in part:
            basis, code = asked[row["case"]].place_of(row, known)
            unknown += basis == Basis.PLACE and not code
            if area.has(basis, code):
                found.append(row["pk"])
    return found, unknown


_FACTS = ("pk", "case", "applicant_kind", "applicant_insurance_number")


def _add_declared(rows: list[dict]) -> None:
    """What each filing says: `applicant` and `answers` of the last submission; two queries."""
    ids = [row["pk"] for row in rows]
    submissions = Submission.objects.filter(dossier__in=ids).order_by("number")
    answers = dict(submissions.values_list("dossier", "answers"))
    applicants = dict(Draft.objects.filter(dossier__in=ids).values_list("dossier", "applicant"))
    for row in rows:
        row["answers"] = answers.get(row["pk"]) or {}
        row["applicant"] = (applicants.get(row["pk"]) or {}) | {
            "kind": row["applicant_kind"],
            "insurance_number": row["applicant_insurance_number"],
        }


class _Asked:
    """The rules of one case, asked of many dossiers."""

    def __init__(self, case: Case):
        self.case = case
        self.rules = list(case.version.competence_rules.all())
        self.keys = {
            rule: address_keys(case, rule.question_key)
            for rule in self.rules
            if rule.basis == Basis.PLACE
        }
        self.any_place = [] if self.rules else address_keys(case)

    def employers_named(self, row: dict) -> list[str]:
        return [
            employer_code(rule, row["applicant"], row["answers"])
            for rule in self.rules
            if rule.basis == Basis.EMPLOYER
        ]

    def place_of(self, row: dict, employers: set[str]) -> tuple[str, str]:
        """(basis, code) of the commune or of a known employer; no code while it is not known."""
        applicant, answers = row["applicant"], row["answers"]
        if not self.rules:
            return Basis.PLACE, declared(self.any_place, applicant, answers)
        told = ""
        for rule in applying(self.rules, self.case, applicant):
            if rule.basis == Basis.CHOSEN:
                return rule.basis, ""
            if rule.basis == Basis.PLACE:
                code, told = declared(self.keys[rule], applicant, answers), rule.basis
            else:
                named = employer_code(rule, applicant, answers)
                code = named if named in employers else ""
            if code:
                return rule.basis, code
        return told, ""
