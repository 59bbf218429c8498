"""Whose people dossiers are of: the commune that each filing names."""

from catalog.competence import address_keys, declared
from catalog.models import Case, CompetenceRule
from flows.models import Draft, Submission

AT_ONCE = 500
Basis = CompetenceRule.Basis


def living_in(dossiers, codes: set[str]) -> tuple[list[int], int]:
    """Of these dossiers the keys of those of the communes, and of how many no commune is known.

    What goes by the employer or by choice alone is of no commune.
    """
    rows = list(dossiers.order_by("pk").values_list("pk", "case"))
    cases = Case.objects.filter(pk__in={case for _pk, case in rows}).select_related("version")
    asked = {case.pk: _asked(case) for case in cases.prefetch_related("version__competence_rules")}
    found, unknown = [], 0
    for start in range(0, len(rows), AT_ONCE):
        part = dict(rows[start : start + AT_ONCE])
        answers = dict(
            Submission.objects.filter(dossier__in=part)
            .order_by("number")
            .values_list("dossier", "answers")
        )
        applicants = dict(
            Draft.objects.filter(dossier__in=part).values_list("dossier", "applicant")
        )
        for pk, case in part.items():
            keys = asked[case]
            if keys is None:
                continue
            code = declared(keys, applicants.get(pk) or {}, answers.get(pk) or {})
            unknown += not code
            if code in codes:
                found.append(pk)
    return found, unknown


def _asked(case: Case) -> list[str] | None:
    """The questions of a case that tell the commune; None where it does not matter."""
    rules = [
        rule for rule in case.version.competence_rules.all() if rule.case_id in (None, case.pk)
    ]
    if not rules:
        return address_keys(case)
    rule = next((rule for rule in rules if rule.basis == Basis.PLACE), None)
    return address_keys(case, rule.question_key) if rule else None
