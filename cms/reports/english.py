"""How far the English of everything citizens read is: pages, procedures, questions, notices."""

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from catalog.eforms.english import lacking
from catalog.models import (
    ApplicantClass,
    Case,
    Component,
    Fee,
    Form,
    LifeEvent,
    Procedure,
    ProcedureVersion,
    Question,
    ResultKind,
    Sector,
    StepRule,
)
from cms.models import Faq, FormFile, Notice
from cms.models.english import InEnglish

State = InEnglish.State
_WORDS = {
    Procedure: ("name", "summary", "guidance"),
    Faq: ("question", "answer"),
    Notice: ("title", "text"),
    Sector: ("name", "summary"),
    LifeEvent: ("name", "summary"),
    ApplicantClass: ("name",),
    FormFile: ("name",),
}


def translations() -> list[tuple[object, State]]:
    """Everything public now with the state of its English, what needs a translator first."""
    found = [
        (page, page.english_state)
        for page in Page.objects.live().order_by("path").specific()
        if isinstance(page, InEnglish)
    ]
    today = timezone.localdate()
    standing = [
        *(row for row in Procedure.objects.live().order_by("code") if not row.is_repealed(today)),
        *Faq.objects.all(),
        *Notice.objects.around(today),
        *Sector.objects.all(),
        *LifeEvent.objects.all(),
        *ApplicantClass.objects.all(),
        *FormFile.objects.all(),
    ]
    found += [(row, _state(row)) for row in standing]
    forms = Form.objects.filter(cases__version__in=ProcedureVersion.objects.in_force()).distinct()
    found += [(form, _state_of_form(form)) for form in forms]
    found += [(version, State.PARTIAL) for version in _lacking_versions()]
    order = list(State)
    return sorted(found, key=lambda pair: order.index(pair[1]))


def _state(row) -> State:
    pairs = [(getattr(row, name), getattr(row, f"{name}_en")) for name in _WORDS[type(row)]]
    said = [bool(english) for vietnamese, english in pairs if vietnamese]
    if not any(said):
        return State.NONE
    return State.COMPLETE if all(said) else State.PARTIAL


def _lacking_versions():
    """Versions in force of which a case, paper, result, fee or the own name of a step has no English."""
    parts = [part.objects.filter(name_en="") for part in (Case, Component, ResultKind, Fee)]
    parts.append(StepRule.objects.filter(title_en="").exclude(title=""))
    lacking = Q()
    for part in parts:
        lacking |= Q(pk__in=part.values("version"))
    versions = ProcedureVersion.objects.in_force().select_related("procedure")
    return versions.filter(lacking).order_by("procedure__code")


def _state_of_form(form: Form) -> State:
    """Nothing is missing; or some question is translated already; or none."""
    if not lacking(form):
        return State.COMPLETE
    begun = form.name_en or Question.objects.filter(section__form=form).exclude(label_en="")
    return State.PARTIAL if begun else State.NONE
