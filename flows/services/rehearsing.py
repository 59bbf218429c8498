"""A scenario of the catalogue as a dossier would go: form checked, steps placed, term counted."""

from django.utils.translation import gettext as _

from catalog.eforms import FormSpec
from catalog.models import Agency, Department, Scenario
from catalog.publishing.rehearsal import Outcome, rehearsed_by
from flows.deadlines import clock, working_time
from flows.picture import stops_of
from flows.routings.placement import department_for, freeze


@rehearsed_by
def rehearse(scenario: Scenario) -> Outcome:
    """Nothing is written: the same rules that real dossiers follow, on answers that are imagined."""
    outcome, version = Outcome(scenario), scenario.version
    agency = scenario.agency or Agency.objects.offering(version).first()
    cases = list(version.cases.select_related("form"))
    case = scenario.case or (cases[0] if len(cases) == 1 else None)
    if case is None:
        outcome.faults.append(_("Hãy chọn trường hợp của tình huống."))
    if agency is None:
        outcome.faults.append(_("Không có cơ quan nào nhận thủ tục này."))
    if case is None or agency is None:
        return outcome
    if case.form:
        outcome.faults += _unanswered(case.form, scenario.answers)
    rules = freeze(version)
    for stop in stops_of(version, rules):
        outcome.steps.append(stop.title)
        rule = next(r for r in rules if (r["step"], r["turn"]) == (stop.step, stop.turn))
        place = agency.acting_for(rule["scope"])
        if department_for(place, rule["function"]) is None or rule["role"] is None:
            outcome.faults.append(
                _("Bước «%(step)s»: %(agency)s chưa có phòng ban phụ trách «%(function)s».")
                % {
                    "step": stop.title,
                    "agency": place,
                    "function": Department.Function(rule["function"]).label,
                }
            )
    received = working_time.at(scenario.received_on, scenario.received_time)
    due = clock.expected(case, agency, received)
    outcome.due_on = working_time.local(due).date() if due else None
    return outcome


def _unanswered(form, answers: dict) -> list[str]:
    """What the form would not accept of the imagined answers."""
    spec = FormSpec(form)
    labels = {question.key: question.label for question in spec.questions()}
    problems = spec.problems(answers)
    return [
        f"{labels[key]}: {text}"
        for section in problems.values()
        for key, texts in section.items()
        for text in texts
    ]
